"""Physical education with a medical group (п. 6.8)."""

from __future__ import annotations

import pytest

from rules.medical import check_mark_kind, mark_kind, theory_only
from rules.terms import MarkKind, MedicalGroup

CASES = [
    (MedicalGroup.MAIN, True, False, "does everything"),
    (MedicalGroup.PREPARATORY, True, False, "does everything, more gently"),
    (MedicalGroup.SPECIAL_A, True, True, "theory"),
    (MedicalGroup.SPECIAL_B, True, True, "theory"),
    (MedicalGroup.SPECIAL_B, False, False, "another discipline does not ask of health"),
]


@pytest.mark.parametrize(("group", "physical", "theory", "why"), CASES)
def test_theory(group: MedicalGroup, physical: bool, theory: bool, why: str) -> None:
    assert theory_only(group, physical) is theory, why
    assert mark_kind(group, physical) is (MarkKind.THEORY if theory else MarkKind.ANSWER)
    assert mark_kind(group, physical, MarkKind.TEST) is MarkKind.TEST
    assert check_mark_kind(group, physical, MarkKind.THEORY) is None
    violation = check_mark_kind(group, physical, MarkKind.ANSWER)
    assert (violation is not None and violation.point == "6.8") is theory
