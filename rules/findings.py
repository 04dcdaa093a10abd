"""A finding of control: explained by whoever answers, accepted with a reason, mended by itself (п. 7.2–7.4)."""

from __future__ import annotations

from rules.deadlines import is_reason
from rules.terms import FindingState
from rules.violation import Violation

AWAITED = (FindingState.OPEN, FindingState.EXPLAINED)  # neither mended nor accepted
WORDS_LENGTH = 500
SWITCHED_OFF = "Проверка выключена"
_OVER = Violation("7.4", "Замечание уже исправлено: оно закрылось само")


def check_explanation(state: FindingState, words: str) -> Violation | None:
    """Words, not a dot; what is mended needs none."""
    if state == FindingState.FIXED:
        return _OVER
    return _check_words(words, "explanation", "Напишите, почему так вышло и что вы сделаете")


def check_acceptance(state: FindingState, reason: str) -> Violation | None:
    """A deputy accepts what will not be mended, and says why (п. 7.3)."""
    if state == FindingState.FIXED:
        return _OVER
    return _check_words(reason, "accepted_reason", "Укажите, почему замечание принято")


def _check_words(words: str, field: str, asked: str) -> Violation | None:
    said = words.strip()
    if not is_reason(said):
        return Violation("7.4", asked, field)
    if len(said) > WORDS_LENGTH:
        return Violation("7.4", f"Длиннее {WORDS_LENGTH} знаков: сократите", field)
    return None
