"""How the journal's grid is put on the page: cells as HTML, the tabs of a journal, the month asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from flask import current_app, request, url_for
from markupsafe import Markup, escape

from access.identity import Identity
from models import Journal
from queries.journal_grid import Grid, GridCell, GridRow
from rules.terms import TAUGHT, LineKind, MarkKind, Role
from rules.words import MONTH_TITLES, SHORT_WEEKDAYS
from views.asked import asked_month
from views.policy import policy_of

WHOLE = "all"
WORDS_OVER = 6  # columns that the words of a closed stretch need


@dataclass(frozen=True)
class Tab:
    title: str
    url: str
    current: bool = False


def asked_span() -> tuple[dt.date | None, bool]:
    """``?month=2023-11`` or ``?month=all``; a malformed one is 400."""
    whole = request.args.get("month") == WHOLE
    return None if whole else asked_month(), whole


def month_tabs(journal: Journal, grid: Grid) -> list[Tab]:
    months = [Tab(MONTH_TITLES[month.month - 1].capitalize(),
                  url_for("journal.show", journal_id=journal.id, month=f"{month:%Y-%m}"), month == grid.month)
              for month in grid.months]
    return [*months, Tab("Весь семестр", url_for("journal.show", journal_id=journal.id, month=WHOLE), grid.whole)]


def section_tabs(user: Identity, journal: Journal) -> list[Tab]:
    """Other pages of the journal, as far as they are there and open to the user."""
    practice = (("Практика", "practice.show", {"journal_id": journal.id}),)
    finals = (("Итоги семестра", "finals.show", {"journal_id": journal.id}),)
    foretold = (("Прогноз", "forecast.show", {"journal_id": journal.id}),)
    substitutes = _substitutes(user, journal)
    pages: tuple[tuple[str, str, dict[str, Any]], ...] = (
        *(practice if journal.line.kind == LineKind.PRACTICE and not substitutes else ()),
        ("Темы и задания", "journal_topics.show", {"journal_id": journal.id}),
        *(() if substitutes else finals),
        *(() if substitutes or journal.line.kind not in TAUGHT else foretold),
        ("История", "admin_audit_record.index_view", {"flt0_journal": journal.id}))
    return [Tab(title, url_for(endpoint, **values)) for title, endpoint, values in pages if _is_open(user, endpoint)]


def _substitutes(user: Identity, journal: Journal) -> bool:
    """A teacher in another's journal: the practice and the results are for those who run them (п. 6.1)."""
    return journal.teacher_id != user.id and user.roles == {Role.TEACHER}


def _is_open(user: Identity, endpoint: str) -> bool:
    policy = policy_of(current_app._get_current_object(), endpoint)  # type: ignore[attr-defined]
    return policy is not None and policy.allows(user)


def page_data(user: Identity, journal: Journal, grid: Grid) -> dict[str, Any]:
    """What the scripts of the grid must know: addresses, the dictionary of absences, the norm of п. 6.4."""
    return {
        "url": url_for("journal.show", journal_id=journal.id), "journal": journal.id, "user": user.id,
        "kinds": [{"letter": kind.letter, "title": kind.title, "excused": kind.excused, "late": kind.is_late,
                   "counts": kind.counts_hours} for kind in grid.kinds],
        "works": MarkKind.choices(), "days": [f"{column.date:%d.%m}" for column in grid.columns],
        "today": user.today.isoformat(), "needed": grid.needed, "due": grid.due}


def cells_html(row: GridRow, whole: bool) -> Markup:
    """The cells of a row; each kind of cell is written once, because a page has two thousand of them."""
    cells = [_cell(cell, whole) for cell in row.cells]
    if row.note_at is not None and words_over_cells(row):
        cells[row.note_at] = f'<td data-note="{escape(row.note)}"{cells[row.note_at][3:]}'
    return Markup("".join(cells))  # noqa: S704 - escaped below


def words_over_cells(row: GridRow) -> bool:
    """Whether the words of a closed stretch stand over its cells: it is wide, or the row ends with it."""
    if row.note_at is None:
        return False
    rest = row.cells[row.note_at:]
    size = next((place for place, cell in enumerate(rest) if not cell.outside), len(rest))
    return size >= WORDS_OVER or (row.left and size == len(rest))


@lru_cache(maxsize=8192)
def _cell(cell: GridCell, whole: bool) -> str:
    """The whole semester is read-only as a grid: only its open cells say otherwise, and only they need a version."""
    looks, closed = _looks(cell), cell.closed
    parts = (
        f' class="{looks}"' if looks else "",
        f' data-version="{cell.version}"' if cell.version and not (whole and closed) else "",
        ' aria-readonly="false"' if whole and not closed else ' aria-readonly="true"' if closed and not whole else "",
        f' data-weights="{" ".join(map(str, cell.weights))}"' if cell.weights else "",
        f' data-missed="{cell.missed}"' if cell.missed is not None else "")
    return f"<td{''.join(parts)}>{escape(cell.text)}</td>"


def _looks(cell: GridCell) -> str:
    """Classes of the tile: «5» → m5, «5/4» → m5 n4 two, «н» → ma n, «о/5» → ma n5 two."""
    if cell.outside:
        return "gone"
    if not cell.text:
        return "wait" if cell.awaited else ""
    first, *rest = cell.text.split("/")
    tile = f"m{first}" if first.isdigit() else "ma n" if cell.unexcused else "ma"
    return f"{tile} n{rest[0]} two" if rest else tile


class Head(NamedTuple):
    """A day over a column, as «пн» and «04»: ``looks`` are the classes that the column and its head share."""

    weekday: str
    number: str
    looks: str
    today: bool


@dataclass(frozen=True)
class Day:
    """A line of the month's list: a lesson, or a pair of the timetable that nobody has recorded (``new``)."""

    date: dt.date
    pair: int
    title: str
    about: str
    url: str | None
    new: bool = False

    @property
    def weekday(self) -> str:
        return SHORT_WEEKDAYS[self.date.weekday()]


def month_list(journal: Journal, grid: Grid, today: dt.date) -> list[Day]:
    """The month as a phone shows it, the last day first; a pair without a record leads to a new one."""
    if grid.whole:
        return []
    address = url_for("journal.show", journal_id=journal.id)
    found = [Day(column.date, column.pair, column.topic or "Тема не записана", column.about,
                 f"{address}/lessons/{column.id}" if column.mine else None) for column in grid.columns]
    if grid.may_record:
        found += [Day(pair.date, pair.pair, "Записать занятие" if pair.date == today else "Не записано",
                      f"{pair.pair}-я пара по расписанию",
                      url_for("lesson.new", journal_id=journal.id, date=pair.date.isoformat(), pair=pair.pair), True)
                  for pair in (*grid.missing, *grid.coming) if pair.date <= today]
    return sorted(found, key=lambda day: (day.date, day.pair), reverse=True)


def heads(grid: Grid, today: dt.date) -> list[Head]:
    """Days of the lessons and of the pairs to come; «w» starts a week, «cl» is closed."""
    days = [(column.date, column.closed) for column in grid.columns] + [(pair.date, False) for pair in grid.coming]
    found, last = [], None
    for day, closed in days:
        week = day.isocalendar()[:2]
        looks = ("w" if last not in (None, week) else "", "cl" if closed else "", "today" if day == today else "")
        found.append(Head(SHORT_WEEKDAYS[day.weekday()], f"{day:%d}", " ".join(filter(None, looks)), day == today))
        last = week
    return found
