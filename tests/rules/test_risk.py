"""Who needs attention, and why: the edges of each reason (п. 4.1, 5.3, 6.7)."""

from __future__ import annotations

import pytest

from rules.norms import Norms
from rules.risk import Standing, reasons
from rules.terms import FinalValue

NORMS = Norms()


def marks(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((int(sign), 1) for sign in text)


@pytest.mark.parametrize(("standing", "expected"), [
    (Standing("Физика"), ()),
    (Standing("Физика", marks("33")), ()),
    (Standing("Физика", marks("22")), ()),  # two marks say nothing yet
    (Standing("Физика", marks("332")), ("средний ниже 3: Физика 2,67",)),
    (Standing("Физика", marks("333")), ()),  # exactly 3 is not below it
    (Standing("Физика", ((2, 1), (2, 1), (5, 5))), ()),  # by weight it is 4,14
    (Standing("Физика", marks("22255555")), ("много двоек: Физика 3",)),
    (Standing("Физика", marks("2225555555555")), ()),  # three of thirteen are less than a quarter
    (Standing("Физика", missed=3, held=6), ()),  # half is not more than half (п. 6.7)
    (Standing("Физика", missed=4, held=6), ("пропущено больше половины (п. 6.7): Физика 4 из 6",)),
    (Standing("Физика", missed=3, held=3), ()),  # three lessons say nothing yet
    (Standing("Физика", unexcused=10, hours=10, held_hours=100), ()),
    (Standing("Физика", unexcused=12, hours=20, held_hours=100), ("без уважительной причины: 12 ч из 100",)),
    (Standing("Физика", finals=(FinalValue.FIVE, FinalValue.PASSED)), ()),
    (Standing("Физика", finals=(FinalValue.TWO,)), ("итоговая: Физика 2",)),
    (Standing("Физика", finals=(FinalValue.NOT_ATTESTED, FinalValue.NO_SHOW)),
     ("итоговая: Физика н/а, Физика н/я",)),
])
def test_one_subject(standing: Standing, expected: tuple[str, ...]):
    assert reasons([standing], NORMS) == expected


def test_subjects_of_one_reason_stand_together_the_gravest_first():
    found = reasons([
        Standing("Физика", marks("222"), 5, 6, 10, 10, 12), Standing("Химия", marks("2233"), 0, 6, 0, 0, 12),
        Standing("История", finals=(FinalValue.TWO,))], NORMS)
    assert found == (
        "итоговая: История 2", "пропущено больше половины (п. 6.7): Физика 5 из 6",
        "средний ниже 3: Физика 2,00, Химия 2,50", "без уважительной причины: 10 ч из 24")


def test_the_share_of_the_norm_counts():
    lenient = Norms.from_values({"missed_share": NORMS.missed_share * 2})
    assert reasons([Standing("Физика", missed=4, held=6)], lenient) == ()
