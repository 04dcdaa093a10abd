"""A lesson given instead of the journal's teacher is told in the same entry (п. 5.6, 6.1, 7.3)."""

from __future__ import annotations

from rules.violation import Violation


def check_substitution(journal_teacher: int, given_by: int, substituted: int | None,
                       reason: str | None) -> Violation | None:
    """Who gave the lesson, instead of whom and why are recorded together with it (п. 6.1)."""
    if given_by == journal_teacher:
        if substituted is not None:
            return Violation("6.1", "Занятие провёл преподаватель журнала: замены здесь нет", "substituted_id")
        return None
    if substituted is None:
        return Violation("6.1", "Занятие провёл другой преподаватель: укажите, вместо кого", "substituted_id")
    if substituted == given_by:
        return Violation("6.1", "Преподаватель не может заменять сам себя", "substituted_id")
    if not (reason or "").strip():
        return Violation("6.1", "Укажите причину замены", "substitution_reason")
    return None
