"""The interpreter of access/table.py: may a user, which rows, which fields. Everything absent is denied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm.interfaces import ORMOption

from access.grants import Action, Grant, Hook, Rule, everything
from access.identity import Identity
from access.kept import ask, kept
from access.table import TABLE
from models.base import Base, db

Entity = TypeVar("Entity", bound=Base)


def grants(user: Identity, action: Action, model: type[Base]) -> Iterator[Grant]:
    """Grants of the user's roles that include the action."""
    block = TABLE.get(model, {})
    for role in sorted(user.roles):
        yield from (grant for grant in block.get(role, ()) if action in grant.actions)


def allows(user: Identity, action: Action, model: type[Base]) -> bool:
    """Whether the action is open to the user on at least some rows."""
    return any(True for _ in grants(user, action, model))


def unlimited(user: Identity, action: Action, model: type[Base]) -> bool:
    """Whether the action is open to the user on every row there is."""
    return any(grant.rows is everything for grant in grants(user, action, model))


def rows(user: Identity, action: Action, model: type[Base]) -> sa.ColumnElement[bool]:
    """One SQL criterion for the rows of ``model`` on which the user may act; false without a grant."""
    return sa.or_(sa.false(), *(grant.rows(user) for grant in grants(user, action, model)))


def would(user: Identity, rights: Iterable[tuple[type[Base], Action]], at: Mapping[type[Base], Any],
          ) -> dict[tuple[type[Base], Action], sa.ColumnElement[bool]]:
    """Whether the user may do each to a row that is not there yet; ``at`` says on what it would hang.

    Rights of which the table says the same have one criterion: whoever asks for it asks once.
    """
    made: dict[tuple[Hook | None, ...], sa.ColumnElement[bool]] = {}
    found = {}
    for model, action in rights:
        hooks = tuple(_hook(grant) for grant in grants(user, action, model))
        if hooks not in made:
            made[hooks] = sa.or_(sa.false(), *(_hooked(hook, user, at) for hook in hooks))
        found[model, action] = made[hooks]
    return found


def _hook(grant: Grant) -> Hook | None:
    """On what the rows hang; None: on nothing, they are all of them."""
    if grant.rows is everything:
        return None
    if not isinstance(grant.rows, Rule) or grant.rows.hook is None:
        raise LookupError("only rows that hang on something may be asked about before they are there")
    return grant.rows.hook


def _hooked(hook: Hook | None, user: Identity, at: Mapping[type[Base], Any]) -> sa.ColumnElement[bool]:
    if hook is None:
        return sa.true()
    target, chosen = hook
    return sa.type_coerce(at[target].in_(chosen(user)), sa.Boolean)


def get_or_none(user: Identity, action: Action, model: type[Entity], id: int, *around: ORMOption) -> Entity | None:
    """The row if the user may act on it: "not yours" and "not there" look the same; ``around`` comes with it."""
    found: Entity | None = ask(_one(user, action, model, *around), row=id).scalar()
    return found


@kept
def _one(user: Identity, action: Action, model: type[Base], *around: ORMOption) -> sa.Select[Any]:
    return sa.select(model).where(model.id == sa.bindparam("row"), rows(user, action, model)).options(*around)


def field_rows(user: Identity, model: type[Base], field: str) -> sa.ColumnElement[bool]:
    """Rows of ``model`` whose ``field`` the user may see."""
    seen = (grant.rows(user) for grant in grants(user, Action.READ, model) if field not in grant.hidden)
    return sa.or_(sa.false(), *seen)


def limited_fields(user: Identity, model: type[Base]) -> frozenset[str]:
    """Fields that at least one of the user's reading grants hides: show them row by row (``field_rows``)."""
    return frozenset().union(*(grant.hidden for grant in grants(user, Action.READ, model)))


def hidden_fields(user: Identity, model: type[Base]) -> frozenset[str]:
    """Fields that every reading grant of the user hides: never shown, sorted, searched or filtered by."""
    reading = [grant.hidden for grant in grants(user, Action.READ, model)]
    return frozenset.intersection(*reading) if reading else frozenset()


def writable(user: Identity, action: Action, model: type[Base]) -> frozenset[str] | None:
    """Fields the user may write; None means all of them."""
    return _union(grants(user, action, model))


def _union(found: Iterable[Grant]) -> frozenset[str] | None:
    named = [grant.only for grant in found]
    if any(only is None for only in named):
        return None
    return frozenset().union(*(only for only in named if only is not None))


def writable_on(user: Identity, action: Action, row: Base) -> frozenset[str] | None:
    """Fields the user may write in this very row, by the grants that cover it: roles are not mixed between rows."""
    model = type(row)
    found = list(grants(user, action, model))
    if not found:
        return frozenset()
    covers = [sa.case((grant.rows(user), 1), else_=0) for grant in found]
    answer = db.session.execute(sa.select(*covers).where(model.id == row.id)).first() or ()
    return _union(grant for grant, covered in zip(found, answer, strict=False) if covered)


def choices(user: Identity, model: type[Base]) -> sa.ColumnElement[bool]:
    """Rows a form may offer by name: those the user reads and those the table lets choose without opening."""
    offered = (grant for action in (Action.READ, Action.CHOOSE) for grant in grants(user, action, model))
    return sa.or_(sa.false(), *(grant.rows(user) for grant in offered))
