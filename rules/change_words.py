"""A change of the timetable in words, for the teacher's day and the week (п. 5.5, 6.1)."""

from __future__ import annotations

from dataclasses import dataclass

from rules.planned import Planned
from rules.terms import ChangeKind


@dataclass(frozen=True)
class ChangeNames:
    """Who and what a change speaks of; ``reason`` is "" for those who must not read it (п. 9.2)."""

    substitute: str = ""
    other: str = ""
    reason: str = ""


def change_words(lesson: Planned, names: ChangeNames) -> str | None:
    """«замена: Рябова Н. Г., болезнь», «перенесено с 20.11»; None when the lesson goes as usual."""
    because = f", {names.reason}" if names.reason else ""
    match lesson.change:
        case ChangeKind.SUBSTITUTED:
            return f"замена: {names.substitute}{because}" if names.substitute else f"замена{because}"
        case ChangeKind.CANCELLED:
            return f"занятие отменено{because}"
        case ChangeKind.REPLACED if lesson.off:
            return (f"вместо него «{names.other}»" if names.other else "вместо него другая дисциплина") + because
        case ChangeKind.REPLACED:
            return f"вместо занятия «{names.other}»" if names.other else "вместо другого занятия"
        case ChangeKind.MOVED if lesson.moved is not None and lesson.off:
            return f"перенесено на {lesson.moved[0]:%d.%m}, {lesson.moved[1]}-я пара{because}"
        case ChangeKind.MOVED if lesson.moved is not None:
            return f"перенесено с {lesson.moved[0]:%d.%m}, {lesson.moved[1]}-я пара"
        case ChangeKind.ADDED:
            return "дополнительное занятие"
        case ChangeKind.ROOM:
            return "другая аудитория"
    return None
