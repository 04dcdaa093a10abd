"""A string made to harm in every field that somebody types: markup, script, template, SQL, a formula, a line break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from models.base import Base

VARIANTS = (  # the longest that fits
    "=1+1\"><img src=x onerror=alert(7)></script><script>alert(7)</script>{{7*191}}{%x%}${7*191}'; DROP TABLE a;--\r\n",
    "=1\"><b onload=a(7)>{{7*191}}'--\r\n",
    "+1'\"<q onx=1>\r\n",
    "='\"<q>",
    "=<\"'",
)
NO_TYPING = frozenset({  # keys, hashes, words of the program: nobody types them
    "action", "archive_sha256", "body_hash", "bundle", "chain", "code", "designation", "entity", "field",
    "file_sha256", "fingerprint", "gateway", "hash", "key", "login", "media_type", "nonce", "occasion", "parcel",
    "password_hash", "period", "point", "previous_hash", "provider_id", "report", "rule", "search_key", "sha256",
    "slug", "sort_key", "source", "token_hash", "url",
})
OF_THE_PROGRAM = frozenset({("job_run", "name"), ("task", "kind"), ("number_series", "kind"), ("sheet_row", "level"),
                            ("issued_document", "kind"), ("absence_kind", "letter"), ("subgroup", "split"),
                            ("notification", "subject")})


def typed() -> Iterator[tuple[sa.Table, sa.Column[Any]]]:
    """Every column of text that a person, a file or another system fills."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            plain = type(column.type) in (sa.String, sa.Text)
            if plain and column.name not in NO_TYPING and (table.name, column.name) not in OF_THE_PROGRAM:
                yield table, column


def mark(connection: sa.Connection) -> tuple[set[str], set[str]]:
    """Write the string into every row; returns the fields that took it, and those that the database kept shut."""
    taken, shut = set[str](), set[str]()
    for table, column in typed():
        ids = list(connection.scalars(sa.select(table.c.id)))
        if ids:
            done = {_written(connection, table, column, id) for id in ids} != {False}
            (taken if done else shut).add(f"{table.name}.{column.name}")
    return taken, shut


def _written(connection: sa.Connection, table: sa.Table, column: sa.Column[Any], id: int) -> bool:
    room = getattr(column.type, "length", None) or 10_000
    for text in VARIANTS:
        value = f"{text}{id}" if column.unique or _in_key(table, column) else text
        if len(value) > room:
            continue
        step = connection.begin_nested()
        try:
            connection.execute(sa.update(table).where(table.c.id == id).values({column.name: value}))
            step.commit()
        except sa.exc.DBAPIError:
            step.rollback()
        else:
            return True
    return False


def _in_key(table: sa.Table, column: sa.Column[Any]) -> bool:
    keys = [key.columns for key in table.constraints if isinstance(key, sa.UniqueConstraint)]
    return any(column.name in key for key in [*keys, *(index.columns for index in table.indexes if index.unique)])


# what of the string stands on a page as markup: an element, an end of an attribute, of a script; a reckoned template
ALIVE = re.compile(r"""<(?:img src=x|b onload|q onx|q>|script>alert)|"(?:>|&gt;)(?:<|&lt;)(?:img src=x|b onl|q)"""
                   r"|(?<!\d)1337(?!\d)")


def harm_on_page(text: str) -> list[str]:
    """Where the string came alive."""
    return [text[max(0, found.start() - 60):found.end() + 30] for found in ALIVE.finditer(text)]


def harm_in_cell(text: str) -> bool:
    """Whether a spreadsheet would run the cell."""
    return text[:1] in "=+-@\t\r" and bool(text) and not re.fullmatch(r"[-+]?[\d.,% ]+|[-–—]", text)
