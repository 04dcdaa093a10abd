"""Rows of a page as its template prints them: every value is formatted once, nothing is asked per row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from markupsafe import escape

from admin.values import words

EMPTY = "—"


class Column(NamedTuple):
    """name: as the view knows it; title: its heading; css: its classes."""

    name: str
    title: str
    css: str


class Line(NamedTuple):
    """One row: its first cell, the others with their columns' classes and headings; title: the first one in words."""

    id: int
    title: str
    first: Any
    cells: Iterable[tuple[str, str, Any]]
    is_linked: bool
    is_editable: bool
    is_deletable: bool


def columns(names: Sequence[tuple[str, str]]) -> list[Column]:
    return [Column(name, title, _css(name, first=number == 0)) for number, (name, title) in enumerate(names)]


def _css(name: str, first: bool) -> str:
    state = " is-state" if name in ("state", "status") else ""
    return f"col-{name.replace('.', '-')}{' is-title' if first else ''}{state}"


def lines(found: Iterable[Any], shown: Sequence[Column], read: Callable[[Any, str], Any],
          editable: Collection[int], deletable: Collection[int]) -> Iterator[Line]:
    names, titles, css = zip(*shown, strict=True)
    titles, css = titles[1:], css[1:]
    for row in found:
        first, *others = [printed(read(row, name)) for name in names]
        html = escape(first)
        is_linked, title = "<a " not in html, html.striptags()
        yield Line(row.id, title, EMPTY if is_linked and not title else first, zip(css, titles, others, strict=True),
                   is_linked, row.id in editable, row.id in deletable)


def printed(value: Any) -> Any:
    """Words, or what brings markup of its own."""
    if type(value) is str:
        return value
    return value if hasattr(value, "__html__") else words(value)
