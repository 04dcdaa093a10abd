"""Rows of a page as its template prints them: every value is worded and escaped once, nothing is asked per row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from admin.values import words

EMPTY = "—"


class Column(NamedTuple):
    """name: as the view knows it; title: its heading; css: its classes."""

    name: str
    title: str
    css: str


class Line(NamedTuple):
    """One row, escaped: its first cell, the others with their columns' classes and headings; title: the first one in
    words, as an attribute holds it."""

    id: int
    title: str
    first: str
    cells: Iterable[tuple[str, str, str]]
    is_linked: bool
    is_editable: bool
    is_deletable: bool


def columns(names: Sequence[tuple[str, str]]) -> list[Column]:
    return [Column(name, title, _css(name, first=number == 0)) for number, (name, title) in enumerate(names)]


def _css(name: str, first: bool) -> str:
    state = " is-state" if name in ("state", "status") else ""
    return f"col-{name.replace('.', '-')}{' is-title' if first else ''}{state}"


def lines(found: Sequence[Any], shown: Sequence[Column], values: Sequence[Iterable[Any]],
          editable: Collection[int], deletable: Collection[int]) -> Iterator[Line]:
    """``values``: of each column, those of the rows in turn."""
    css, titles = [column.css for column in shown[1:]], [_html(column.title) for column in shown[1:]]
    first, *others = (map(Printer(), column) for column in values)
    for row, html, *cells in zip(found, first, *others, strict=True):
        # what has a link of its own is none to its row
        is_linked, title = "<a " not in html, _title(html)
        yield Line(row.id, title, EMPTY if is_linked and not title else html, zip(css, titles, cells, strict=True),
                   is_linked, row.id in editable, row.id in deletable)


class Printer:
    """Values of one column as HTML; each different one is put so once."""

    def __init__(self) -> None:
        self.known: dict[Any, str] = {}

    def __call__(self, value: Any) -> str:
        key = type(value), value  # 1 and True are equal, their words are not
        try:
            return self.known[key]
        except TypeError:  # lists of a computed column
            return _html(printed(value))
        except KeyError:
            self.known[key] = made = _html(printed(value))
            return made


def _html(text: Any) -> str:
    return str(escape(text))


def _title(html: str) -> str:
    return " ".join(html.split()) if "<" not in html else _html(Markup(html).striptags())  # noqa: S704  # is escaped


def printed(value: Any) -> Any:
    """Words, or what brings markup of its own."""
    if type(value) is str:
        return value
    return value if hasattr(value, "__html__") else words(value)
