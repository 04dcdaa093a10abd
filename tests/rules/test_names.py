"""What a patronymic tells."""

from __future__ import annotations

import pytest

from rules.names import gender_of
from rules.terms import Gender

PATRONYMICS = [
    ("Петрович", Gender.MALE), ("Ильич", Gender.MALE), ("Мамед оглы", Gender.MALE),
    ("Петровна", Gender.FEMALE), ("Ильинична", Gender.FEMALE), ("Мамед кызы", Gender.FEMALE),
    ("", None), (None, None), ("Жан", None),
]


@pytest.mark.parametrize(("patronymic", "gender"), PATRONYMICS)
def test_gender(patronymic: str | None, gender: Gender | None) -> None:
    assert gender_of(patronymic) is gender
