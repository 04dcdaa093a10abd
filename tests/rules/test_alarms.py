"""What counts as a changed and as a raised mark (п. 7.2, 9.4)."""

from __future__ import annotations

import pytest

from rules.alarms import cards_text, changed_text, is_changed, is_raised, raised_text


@pytest.mark.parametrize(("before", "after", "changed", "raised"), [
    ("3", "5", True, True), ("5", "3", True, False), ("3", "3", False, False),
    ("", "5", False, False),  # a first entry
    ("н", "5", False, False), ("2", "", True, True),  # a mark 2 that is taken away
    ("4", "", True, False), ("2/5", "5", True, True), ("о/3", "о/4", True, True), ("о/3", "3", False, False),
    ("4", "4/5", True, True), ("4", "4/4", True, False), ("н/2", "н", True, True), ("", "", False, False),
    ("осв.", "5", False, False),
])
def test_change_of_a_cell(before: str, after: str, changed: bool, raised: bool) -> None:
    assert (is_changed(before, after), is_raised(before, after)) == (changed, raised)


def test_words() -> None:
    assert changed_text("Иванова И. И.", 31) == "Иванова И. И.: исправления прошлых дней за час: 31 отметка"
    assert raised_text("Иванова И. И.", "Петров П. П.", 9).endswith("у одного студента (Петров П. П.): 9 отметок")
    assert cards_text("Иванова И. И.", 62) == "Иванова И. И.: открыто за час: 62 личные карточки"
