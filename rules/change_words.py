"""A change of the timetable in words, for the teacher's day and the week (п. 5.5, 6.1)."""

from __future__ import annotations

from dataclasses import dataclass

from rules.planned import Planned, pair_of
from rules.terms import ChangeKind
from rules.timetable import Change


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


MEANS = {
    ChangeKind.CANCELLED: "Занятия не будет: от преподавателя его не ждут, в дневнике оно зачёркнуто.",
    ChangeKind.SUBSTITUTED: "Журнал откроется замещающему на это занятие: тему и отметки запишет он (п. 6.1).",
    ChangeKind.REPLACED: "В это время пройдёт другая дисциплина группы, часы пойдут её преподавателю.",
    ChangeKind.ADDED: "Занятие сверх недельного расписания: его ждут в журнале в этот день.",
    ChangeKind.MOVED: "Занятие ждут в новый день и на новой паре, в прежний его нет.",
    ChangeKind.ROOM: "Меняется только аудитория.",
}


def said(change: Change, subject: str, names: ChangeNames) -> str:
    """A written change in one line: «3-я пара, «Базы данных»: перенесено на 24.11, 4-я пара, болезнь»."""
    told = {
        ChangeKind.CANCELLED: "отменено", ChangeKind.SUBSTITUTED: f"замещает {names.substitute}",
        ChangeKind.REPLACED: f"вместо него «{names.other}»", ChangeKind.ROOM: f"аудитория {change.room}",
        ChangeKind.MOVED: f"перенесено на {change.new_date:%d.%m}, {pair_of(change)}-я пара" if change.new_date else "",
        ChangeKind.ADDED: "дополнительное занятие"}[change.kind]
    what = names.other if change.kind is ChangeKind.ADDED else subject
    return f"{change.pair}-я пара, «{what}»: {told}" + (f", {names.reason}" if names.reason else "")
