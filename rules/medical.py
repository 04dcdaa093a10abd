"""Physical education with a medical group: theory is assessed instead of exercise (п. 6.8)."""

from __future__ import annotations

from rules.terms import MarkKind, MedicalGroup
from rules.violation import Violation

THEORY_GROUPS = frozenset({MedicalGroup.SPECIAL_A, MedicalGroup.SPECIAL_B})


def theory_only(group: MedicalGroup, physical_education: bool) -> bool:
    """Whether the student is assessed on theory here; all that the teacher is told of the health."""
    return physical_education and group in THEORY_GROUPS


def mark_kind(group: MedicalGroup, physical_education: bool, wanted: MarkKind | None = None) -> MarkKind:
    """The kind of a mark when the teacher names none: an answer, or theory (п. 6.8)."""
    if wanted is not None:
        return wanted
    return MarkKind.THEORY if theory_only(group, physical_education) else MarkKind.ANSWER


def check_mark_kind(group: MedicalGroup, physical_education: bool, kind: MarkKind) -> Violation | None:
    """A student of a special medical group has marks for theory only (п. 6.8)."""
    if not theory_only(group, physical_education) or kind is MarkKind.THEORY:
        return None
    return Violation("6.8", "У студента справка о медицинской группе: оценивают теоретические знания, "
                            "вид работы «теоретические знания»", "kind")
