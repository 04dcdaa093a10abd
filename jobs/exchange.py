"""Entities that a user may read, out of the journal as one file: from one moment of the database (docs/exchange.md)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import IO, Any
from zoneinfo import ZoneInfo

from access.exchange import by_name, columns_for, entities
from access.identity import Identity
from actions import audit
from clock import wall_now
from documents.exchange import Noticed, Part, Sheet, jsonl_zip, workbook
from models import db
from models.base import Base
from models.engine import writing
from queries.exchange import encoded, every_row
from queries.exchange_choice import Choice, chosen_or_all
from queries.exchange_schema import schema_of
from rules.terms import DataFamily

SUFFIXES = {"jsonl": "zip", "xlsx": "xlsx"}
FORMATS = tuple(SUFFIXES)
BEAT = 5000  # rows between two looks at whether to go on


@dataclass(frozen=True)
class Wanted:
    """families: what leaves; year: None for all of them; format: one of FORMATS."""

    families: frozenset[DataFamily]
    year: int | None
    format: str


def write_entities(user: Identity, wanted: Wanted, target: IO[bytes], zone: ZoneInfo, noticed: Noticed) -> list[Part]:
    """Read and write entity after entity; nobody's save waits. What belongs to no year leaves whole.

    ``noticed`` is told of each entity written, and in the middle of a long one of nothing but that it goes on.
    """
    one_moment()
    sheets = (_sheet(user, model, wanted, noticed) for model in entities(user, wanted.families))
    if wanted.format == "xlsx":
        return workbook(target, sheets, zone, noticed)
    facts = {"made": wall_now().isoformat(timespec="seconds"), "year": wanted.year,
             "families": sorted(wanted.families)}
    return jsonl_zip(target, sheets, facts, noticed)


def note_entities(user: Identity, wanted: Wanted, parts: list[Part]) -> None:
    """What left stands in the journal of changes, a record per entity."""
    writing.set(True)
    db.session.rollback()
    audit.describe(db.session, user)
    for part in parts:
        model = by_name(part.name)
        assert model is not None  # it has just been written
        audit.exported_list(db.session(), model, {"count": part.rows, "format": wanted.format, "year": wanted.year})
    db.session.commit()


def one_moment() -> None:
    """Rows of all entities as they are now: a reference never leads to a row that came later."""
    writing.set(False)
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _sheet(user: Identity, model: type[Base], wanted: Wanted, noticed: Noticed) -> Sheet:
    names = columns_for(user, model)
    criteria = chosen_or_all(model, Choice(year=wanted.year))

    def values() -> Iterator[Any]:
        with closing(every_row(user, model, names, criteria)) as found:  # stopped in the middle: no cursor stays open
            for number, row in enumerate(found, 1):
                if number % BEAT == 0:
                    noticed(None)
                yield row

    fields = [field for field in schema_of(model) if field.name in names]
    return Sheet(model.__tablename__, model.__labels__, fields, values,
                 lambda: encoded(model, names, values()))
