"""What the diary sums up: marks of the semester by subject, what is new since the last sign-in (п. 6.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from queries.diary_frame import Term
from queries.diary_lessons import MarkGiven, Noted
from queries.diary_timetable import Studied
from rules.averages import weighted_average
from rules.diary import Missed, absence_words
from rules.terms import Gender, MarkKind

SHORT = {
    MarkKind.ANSWER: "ответ", MarkKind.CONTROL: "контрольная", MarkKind.CHECK: "проверочная",
    MarkKind.LABORATORY: "лабора\u00adторная", MarkKind.PRACTICAL: "практи\u00adческая",
    MarkKind.INDEPENDENT: "самостоя\u00adтельная", MarkKind.THEORY: "теория", MarkKind.PRACTICE: "практика"}


@dataclass(frozen=True)
class Progress:
    subject: str
    marks: int
    average: Decimal | None


@dataclass(frozen=True)
class Fresh:
    """What was written since the last sign-in; ``value`` is "" when no mark stands there."""

    date: dt.date
    value: str
    text: str


def kind_words(kind: MarkKind) -> str:
    """The kind of work as it fits under a tile."""
    return SHORT.get(kind, kind.title)


def progress(cells: list[Noted], studied: list[Studied], term: Term | None) -> Iterable[Progress]:
    """Marks of the semester by subject, those without marks too, in the order of the curriculum."""
    marks: dict[tuple[int, str], list[MarkGiven]] = {(one.position, one.subject): [] for one in studied}
    for cell in cells:
        if term and cell.marks and term.starts <= cell.date <= term.ends:
            key = next((known for known in marks if known[1] == cell.subject), (cell.position, cell.subject))
            marks.setdefault(key, []).extend(cell.marks)
    for (_, subject), given in sorted(marks.items()):
        yield Progress(subject, len(given), weighted_average((mark.value, mark.weight) for mark in given))


def fresh(cells: list[Noted], gender: Gender | None) -> Iterable[Fresh]:
    """Changed cells, the latest change first; what came back to what it was is no news."""
    changed = [cell for cell in cells if cell.changed_by is not None]
    for cell in sorted(changed, key=lambda cell: cell.changed_by or 0, reverse=True):
        value = "/".join(str(mark.value) for mark in cell.marks)
        if "/".join(part for part in (cell.letter, value) if part) != cell.was:
            yield Fresh(cell.date, value, f"{cell.subject}{_news(cell, cell.missed, gender)}")


def _news(cell: Noted, missed: Missed | None, gender: Gender | None) -> str:
    had_marks = any(sign.isdigit() for sign in cell.was)
    if cell.marks:
        kind = kind_words(cell.marks[-1].kind).replace("\u00ad", "")
        return f", {kind}, исправлено" if had_marks else f", {kind}"
    if missed is not None:
        return f": {absence_words(missed, gender)}"
    return ": отметка снята" if had_marks else ": пропуск снят"
