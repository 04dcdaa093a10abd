"""A grant: which actions on which rows, and which fields it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from models.base import Base
from rules.terms import Term

RowRule = Callable[[Identity], sa.ColumnElement[bool]]
Hook = tuple[type[Base], Callable[[Identity], sa.Select[Any]]]


class Action(Term):
    """What may be done with a row; CHOOSE offers it by name in a form's list without opening it."""

    READ = "read", "просмотр"
    CREATE = "create", "создание"
    UPDATE = "update", "изменение"
    DELETE = "delete", "удаление"
    CHOOSE = "choose", "выбор в списках"


READ, CREATE, UPDATE, DELETE, CHOOSE = Action.READ, Action.CREATE, Action.UPDATE, Action.DELETE, Action.CHOOSE


@dataclass(frozen=True)
class Rule:
    """A row rule with its Russian words; ``model`` says whose rows it names, None when any.

    hook: the entity that the rows hang on and which of it are chosen, where nothing else decides.
    """

    title: str
    criterion: RowRule
    model: type[Base] | None = None
    hook: Hook | None = None

    def __call__(self, user: Identity) -> sa.ColumnElement[bool]:
        return self.criterion(user)

    def __and__(self, other: Rule) -> Rule:
        return Rule(f"{self.title}, {other.title}", lambda user: sa.and_(self(user), other(user)),
                    self.model or other.model)


everything = Rule("все", lambda user: sa.true())


@dataclass(frozen=True)
class Grant:
    """``actions`` on ``rows``; ``hidden`` fields are not shown, ``only`` (if given) may be written."""

    actions: frozenset[Action]
    rows: RowRule
    hidden: frozenset[str]
    only: frozenset[str] | None


def can(*actions: Action, rows: RowRule = everything, hidden: Iterable[str] = (), only: Iterable[str] | None = None,
        ) -> Grant:
    return Grant(_together(*actions), rows, _together(*hidden), None if only is None else _together(*only))


@cache
def _together(*names: Any) -> frozenset[Any]:
    """One set of what thousands of grants name alike."""
    return frozenset(names)
