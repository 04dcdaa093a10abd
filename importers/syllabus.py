"""A thematic plan from a table (п. 5.6): columns of ``rules.syllabus.COLUMNS``, a topic a row, in the plan's order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from actions.intake.refusal import Refusals
from actions.intake.topics import TopicRow
from importers.limits import DEFAULT, Limits
from importers.sheet import Columns, Row, column_key, read_table
from importers.values import to_text
from rules.syllabus import COLUMN_OF, COLUMNS, NUMBER, TopicLine, check_line
from rules.terms import LessonKind, TaskKind, Term, WorkKind

REQUIRED = ("тема", "часы")
TABLE = Columns(REQUIRED, (NUMBER, *(name for name in COLUMNS if name not in REQUIRED)))
Word = TypeVar("Word", bound=Term)
Read = Callable[[str], object]


def read_syllabus(data: bytes, limits: Limits = DEFAULT) -> tuple[TopicRow, ...]:
    """Every topic of the file; raises ImportRefused with all refused cells."""
    refusals = Refusals()
    rows = [topic for row in read_table(data, TABLE, limits) if (topic := _read(row, refusals))]
    refusals.check()
    return tuple(rows)


def _read(row: Row, refusals: Refusals) -> TopicRow | None:
    bad = False

    def word(field: str, kind: type[Word], default: Word | None) -> Word | None:
        nonlocal bad
        text = row.text(COLUMN_OF[field])
        found = _words(kind).get(column_key(text), default) if text else default
        if text and column_key(text) not in _words(kind):
            bad = True
            refusals.add(row.line, COLUMN_OF[field], f"«{text}»: можно " + ", ".join(one.title for one in kind))
        return found

    def number(field: str) -> int | None:
        nonlocal bad
        text = to_text(row.get(COLUMN_OF[field])).removesuffix(".0")
        if text and not (text.isdecimal() and len(text) < 5):
            bad = True
            refusals.add(row.line, COLUMN_OF[field], f"«{text}» не целое число")
            return None
        return int(text) if text else None

    line = TopicLine(
        row.text("тема"), number("hours") or 0, word("kind", LessonKind, LessonKind.COMBINED) or LessonKind.COMBINED,
        row.text("раздел"), word("work_kind", WorkKind, None), number("work_number"), row.text("домашнее_задание"),
        word("homework_kind", TaskKind, None))
    if bad:
        return None
    for violation in check_line(line):
        refusals.add(row.line, COLUMN_OF.get(violation.field or "", ""), str(violation))
    return TopicRow(row.line, line)


def _words(kind: type[Word]) -> dict[str, Word]:
    return {column_key(text): one for one in kind for text in (one.title, one.value)}
