"""Records to choose from in forms and filters: short dictionaries at once, growing tables as one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import choices
from access.identity import Identity
from models import (
    AbsenceKind,
    AcademicYear,
    BellSchedule,
    Curriculum,
    Enterprise,
    Group,
    Module,
    Semester,
    Speciality,
    db,
)
from models.base import Base
from queries.attributes import named
from queries.naming import name_of
from queries.searching import matching, ordering, search_paths

# chosen from a list at once while they are few; everything else grows and is looked up
DICTIONARIES = frozenset({AbsenceKind, AcademicYear, BellSchedule, Curriculum, Enterprise, Group, Module, Semester,
                          Speciality})
FEW = 300
PAGE, LONGEST_PAGE = 10, 50
FARTHEST = 200  # a person scrolls so far and then types
LARGEST_ID = 2**31 - 1
Narrow = Callable[[Identity], sa.ColumnElement[bool]]


def as_id(text: Any) -> int | None:
    """An id out of a request; None when it cannot be one."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= LARGEST_ID else None


def clamped(limit: int | None) -> int:
    """How many records are offered at once."""
    return min(max(limit or PAGE, 1), LONGEST_PAGE)


@dataclass(frozen=True)
class Lookup:
    """Records of ``model`` that the user may choose; ``narrow`` leaves only the suitable ones."""

    model: type[Base]
    narrow: Narrow | None = None

    @property
    def is_dictionary(self) -> bool:
        return self.model in DICTIONARIES

    def find(self, user: Identity, id: Any) -> Base | None:
        """The record, or None when it is not there or not the user's to choose."""
        key = as_id(id)
        if key is None:
            return None
        with db.session.no_autoflush:
            return db.session.scalar(self._query(user).where(self.model.id == key))

    def first(self, user: Identity) -> list[Base] | None:
        """All of them when they are few; None when they must be looked up."""
        if not self.is_dictionary:
            return None
        found = self._list(user, self._query(user).limit(FEW + 1))
        return found if len(found) <= FEW else None

    def search(self, user: Identity, text: str | None, offset: int | None, limit: int) -> list[Base]:
        query = self._query(user).where(*matching(user, self.model, search_paths(self.model), text))
        offset = max(offset or 0, 0)
        return self._list(user, query.limit(limit).offset(offset)) if offset <= FARTHEST else []

    def _list(self, user: Identity, query: sa.Select[Any]) -> list[Base]:
        with db.session.no_autoflush:
            return list(db.session.scalars(query.order_by(*ordering(self.model))))

    def _query(self, user: Identity) -> sa.Select[Any]:
        query = sa.select(self.model).where(choices(user, self.model)).options(*named(self.model))
        return query.where(self.narrow(user)) if self.narrow else query


def as_pairs(records: Sequence[Base]) -> list[tuple[int, str]]:
    return [(record.id, name_of(record)) for record in records]
