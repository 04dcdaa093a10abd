"""What a change is told as to the people it concerns (п. 4.1, 5.3)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from rules.words import plural

TWO = re.compile(r"(?<!\d)2(?!\d)")
LETTER = re.compile("[А-Яа-яЁё]")


def is_new_two(before: str, after: str) -> bool:
    """The cell has more marks 2 than it had."""
    return len(TWO.findall(after)) > len(TWO.findall(before))


def is_new_absence(before: str, after: str) -> bool:
    """An absence appears where none stood; specifying its letter later tells nothing new."""
    return bool(LETTER.search(after)) and not LETTER.search(before)


def is_absence_today(before: str, after: str, lesson_on: dt.date, today: dt.date) -> bool:
    """An absence appears on the lesson's own day."""
    return lesson_on == today and is_new_absence(before, after)


def is_published(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """A final mark becomes visible to the student and the parents."""
    return bool(after.get("published_at")) and not before.get("published_at")


def is_answered(after: dict[str, Any]) -> bool:
    """Support has answered, in whatever state the request is now."""
    return bool(after.get("answer"))


def is_decided(after: dict[str, Any]) -> bool:
    """A request has been granted, applied or declined."""
    return bool(after.get("decided_at"))


def is_concluded(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """An inspection gets its conclusion: from now on it is read and acknowledged (п. 7.4)."""
    return bool(after.get("conclusion")) and not before.get("conclusion")


def edit_occasion(journal: int, author: int, day: dt.date) -> str:
    """Entries of one hand in another's journal are told once a day."""
    return f"edit:{journal}:{author}:{day}"


def findings_text(found: Sequence[str]) -> str:
    """One finding is told whole, several by their number."""
    if len(found) == 1:
        return found[0]
    return f"{len(found)} {plural(len(found), 'новое замечание', 'новых замечания', 'новых замечаний')} контроля"
