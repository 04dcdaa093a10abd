"""A thematic plan as a table with the columns that its import reads."""

from __future__ import annotations

from collections.abc import Sequence

from documents.table import Column, Table
from rules.syllabus import COLUMNS, NUMBER, TopicLine
from rules.terms import Term

WIDE = {"тема": 60.0, "раздел": 30.0, "домашнее_задание": 40.0}


def syllabus_table(title: str, lines: Sequence[TopicLine]) -> Table:
    """Topics in the plan's order; an empty plan is the template."""
    columns = (Column(NUMBER), *(Column(name, WIDE.get(name)) for name in COLUMNS))
    return Table(title, columns, [(place, *(_value(getattr(line, field)) for field in COLUMNS.values()))
                                  for place, line in enumerate(lines, 1)])


def _value(value: object) -> str | int | None:
    if isinstance(value, Term):
        return value.title
    return value if isinstance(value, str | int) else None
