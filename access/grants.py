"""A grant: which actions on which rows, and which fields it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from access.identity import Identity
from rules.terms import Term

RowRule = Callable[[Identity], sa.ColumnElement[bool]]


class Action(Term):
    READ = "read", "просмотр"
    CREATE = "create", "создание"
    UPDATE = "update", "изменение"
    DELETE = "delete", "удаление"


READ, CREATE, UPDATE, DELETE = Action.READ, Action.CREATE, Action.UPDATE, Action.DELETE


def everything(user: Identity) -> sa.ColumnElement[bool]:
    """Every row of the entity."""
    return sa.true()


@dataclass(frozen=True)
class Grant:
    """``actions`` on ``rows``; ``hidden`` fields are not shown, ``only`` (if given) are the ones that may be written."""

    actions: frozenset[Action]
    rows: RowRule
    hidden: frozenset[str]
    only: frozenset[str] | None


def can(*actions: Action, rows: RowRule = everything, hidden: Iterable[str] = (), only: Iterable[str] | None = None,
        ) -> Grant:
    return Grant(frozenset(actions), rows, frozenset(hidden), None if only is None else frozenset(only))
