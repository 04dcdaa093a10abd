"""Requests to the support desk: concrete, polite, answered (п. 8.2–8.3)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from rules.terms import RequestState, SupportCategory
from rules.violation import Violation

TEXT_LENGTH = 4000
FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{2,}")
ANSWERED = frozenset({RequestState.DONE, RequestState.DECLINED})


def check_request(category: SupportCategory | None, text: str) -> list[Violation]:
    """A request says what it is about and holds concrete information (п. 8.3)."""
    found = []
    if category is None:
        found.append(Violation("8.3", "Выберите, о чём обращение", "category"))
    if len(_WORD.findall(text)) < FEWEST_WORDS:
        found.append(Violation("8.3", "Опишите вопрос несколькими словами: что делали, что увидели, что нужно", "text"))
    if len(text) > TEXT_LENGTH:
        found.append(Violation("8.3", f"Не длиннее {TEXT_LENGTH} знаков, сейчас {len(text)}", "text"))
    return found


def check_answer(state: RequestState | None, answer: str) -> Violation | None:
    """A request is closed with words (п. 8.2)."""
    if state in ANSWERED and not _WORD.search(answer):
        return Violation("8.2", "Напишите ответ", "answer")
    if len(answer) > TEXT_LENGTH:
        return Violation("8.2", f"Не длиннее {TEXT_LENGTH} знаков, сейчас {len(answer)}", "answer")
    return None


def usual_wait(waits: Sequence[dt.timedelta]) -> dt.timedelta | None:
    """The median time (the longer of two middles) to an answer; None when nothing has been answered yet."""
    return sorted(waits)[len(waits) // 2] if waits else None
