"""The form of a thematic plan: rows as typed, buttons that move them, everything kept after a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from actions.syllabuses import TopicEntry
from rules.syllabus import FIELDS, TopicLine
from rules.terms import LessonKind, TaskKind, Term, WorkKind

Word = TypeVar("Word", bound=Term)

MOST_ROWS = 300
EMPTY: dict[str, str] = {**dict.fromkeys(FIELDS, ""), "kind": LessonKind.COMBINED.value, "hours": "2"}


@dataclass(frozen=True)
class TypedRow:
    """One line as it stands in the form; ``id`` is the topic it was; errors by field."""

    values: dict[str, str]
    id: int | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)


def rows_of(lines: tuple[TopicLine, ...], ids: list[int]) -> list[TypedRow]:
    """Stored topics as rows of the form."""
    return [TypedRow({name: _text(getattr(line, name)) for name in FIELDS}, id)
            for line, id in zip(lines, ids, strict=True)]


def typed_rows(form: Mapping[str, str]) -> list[TypedRow]:
    """Rows of the form in their order; a wholly empty one is not a topic."""
    count = form.get("rows", "0")
    number = min(int(count), MOST_ROWS) if count.isdecimal() and len(count) < 6 else 0
    rows = []
    for place in range(number):
        values = {name: form.get(f"{name}-{place}", "").strip()[:1500] for name in FIELDS}
        id = form.get(f"id-{place}", "")
        rows.append(TypedRow(values, int(id) if id.isdecimal() and len(id) < 10 else None))
    return rows


def acted(rows: list[TypedRow], act: str) -> tuple[list[TypedRow], int]:
    """Rows after a button («up:3», «insert:2», «add»), and the row to look at."""
    verb, _, place = act.partition(":")
    at = int(place) if place.isdecimal() and len(place) < 6 else -1
    moved = list(rows)
    if verb == "add":
        return [*moved, TypedRow(dict(EMPTY))], len(moved)
    if not 0 <= at < len(moved):
        return moved, 0
    match verb:
        case "up" if at > 0:
            moved[at - 1], moved[at] = moved[at], moved[at - 1]
            return moved, at - 1
        case "down" if at + 1 < len(moved):
            moved[at + 1], moved[at] = moved[at], moved[at + 1]
            return moved, at + 1
        case "insert":
            return [*moved[:at], TypedRow(dict(EMPTY)), *moved[at:]], at
        case "remove":
            return moved[:at] + moved[at + 1:], min(at, len(moved) - 2)
    return moved, at


def entries_of(rows: list[TypedRow]) -> list[TopicEntry]:
    """What the rules judge: a number that is not one becomes 0, a word that is none is nothing."""
    return [TopicEntry(_line(row.values), row.id) for row in rows]


def with_errors(rows: list[TypedRow], found: list[tuple[int, str, str]]) -> list[TypedRow]:
    """Each refusal beside its row and field."""
    errors: dict[int, dict[str, list[str]]] = {}
    for place, name, words in found:
        errors.setdefault(place, {}).setdefault(name, []).append(words)
    return [replace(row, errors=errors.get(place, {})) for place, row in enumerate(rows)]


def _line(values: dict[str, str]) -> TopicLine:
    return TopicLine(
        values["title"], _number(values["hours"]) or 0,
        _term(LessonKind, values["kind"]) or LessonKind.COMBINED, values["section"],
        _term(WorkKind, values["work_kind"]), _number(values["work_number"]), values["homework"],
        _term(TaskKind, values["homework_kind"]))


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 5 else None


def _term(kind: type[Word], text: str) -> Word | None:
    return kind(text) if text in set(kind) else None


def _text(value: object) -> str:
    return value.value if isinstance(value, Term) else "" if value is None else str(value)
