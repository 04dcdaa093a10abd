"""The tile of a mark as HTML; there are a dozen of them, the same on all pages, so that each is drawn once."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask
from markupsafe import Markup

FIGURES = frozenset("5432")


def classes(value: object, unexcused: str = "н") -> str:
    """Of a cell or a span: «5» → m5, «5/4» → m5 n4 two, «н» → ma n, «•» → wait."""
    text = str(value)
    if text == "•":
        return "wait"
    if "/" in text:
        first, second = text.split("/")[:2]
        return f"{f'm{first}' if first in FIGURES else 'ma'} n{second} two"
    if text in FIGURES:
        return f"m{text}"
    return ("ma n" if text == unexcused else "ma") if text else ""


@lru_cache(maxsize=256)
def mark(value: object, small: bool = False) -> Markup:
    return Markup('<span class="mark {}{}">{}</span>').format(classes(value), " sm" if small else "", value)


def install(app: Flask) -> None:
    app.jinja_env.globals.update(page_mark=mark, page_mark_classes=classes)
