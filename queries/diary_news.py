"""What the diary sums up: marks of the semester by subject, what is new since the last sign-in (п. 6.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from queries.diary_cells import MarkGiven, Noted
from queries.diary_frame import FreshFinal, Term
from queries.diary_subjects import Subject
from rules.averages import weighted_average
from rules.diary import Missed, absence_words
from rules.terms import Gender, MarkKind

SHORT = {
    MarkKind.ANSWER: "ответ", MarkKind.CONTROL: "контрольная", MarkKind.CHECK: "проверочная",
    MarkKind.LABORATORY: "лабора\u00adторная", MarkKind.PRACTICAL: "практи\u00adческая",
    MarkKind.INDEPENDENT: "самостоя\u00adтельная", MarkKind.THEORY: "теория", MarkKind.PRACTICE: "практика"}


Subjects = Mapping[int, Subject]  # by journal


@dataclass(frozen=True)
class Progress:
    journal_id: int
    subject: str
    marks: int
    average: Decimal | None


@dataclass(frozen=True)
class Fresh:
    """What was written since the last sign-in; ``value`` is "" when no mark stands there."""

    date: dt.date
    value: str
    text: str
    is_final: bool = False


def kind_words(kind: MarkKind) -> str:
    """The kind of work as it fits under a tile."""
    return SHORT.get(kind, kind.title)


def progress(cells: list[Noted], studied: Sequence[Subject], subjects: Subjects, term: Term | None,
             ) -> Iterable[Progress]:
    """Marks of the semester by subject, those without marks too, in the order of the curriculum; ``studied`` are the
    subjects of the semester, ``subjects`` all that cells with marks are of."""
    places = {one.key: one for one in reversed(studied)}
    marks: dict[str, list[MarkGiven]] = {key: [] for key in places}
    for cell in cells:
        if term and cell.marks and term.starts <= cell.date <= term.ends:
            subject = subjects[cell.journal_id]
            places.setdefault(subject.key, subject)
            marks.setdefault(subject.key, []).extend(cell.marks)
    for one in sorted(places.values(), key=lambda one: (one.position, one.title, one.journal_id)):
        yield Progress(one.journal_id, one.title, len(marks[one.key]),
                       weighted_average((mark.value, mark.weight) for mark in marks[one.key]))


def fresh(cells: list[Noted], subjects: Subjects, finals: list[FreshFinal], gender: Gender | None,
          zone: dt.tzinfo | None) -> Iterable[Fresh]:
    """Changed cells and published finals, the latest change first; what came back to what it was is no news."""
    found = [(final.changed_by, _final(final, zone)) for final in finals]
    for cell in cells:
        value = "/".join(str(mark.value) for mark in cell.marks)
        if "/".join(part for part in (cell.letter, value) if part) != cell.was:
            found.append((cell.changed_by or 0, Fresh(
                cell.date, value, f"{subjects[cell.journal_id].title}{_news(cell, cell.missed, gender)}")))
    for _, item in sorted(found, key=lambda pair: pair[0], reverse=True):
        yield item


def _final(final: FreshFinal, zone: dt.tzinfo | None) -> Fresh:
    digit = final.value.value if final.value.value.isdigit() else ""
    said = final.kind.title if digit else f"{final.kind.title}: {final.value.title}"
    corrected = ", исправлено" if final.corrected else ""
    text = f"{final.subject}, итоговая, {said}{corrected}"
    return Fresh(final.published_at.astimezone(zone).date(), digit, text, is_final=True)


def _news(cell: Noted, missed: Missed | None, gender: Gender | None) -> str:
    had_marks = any(sign.isdigit() for sign in cell.was)
    if cell.marks:
        kind = kind_words(cell.marks[-1].kind).replace("\u00ad", "")
        return f", {kind}, исправлено" if had_marks else f", {kind}"
    if missed is not None:
        return f": {absence_words(missed, gender)}"
    return ": отметка снята" if had_marks else ": пропуск снят"
