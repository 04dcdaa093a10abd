"""Words in which the table is written: groups of roles and repeated blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import sqlalchemy as sa

from access.grants import READ, Action, Grant, Rule, can
from access.rows import Scope
from access.scopes import my_children, myself
from models import AcademicYear
from models.base import Base
from rules.terms import STAFF_ROLES, Role

Block = dict[Role, tuple[Grant, ...]]
Table = dict[type[Base], Block]

STAFF = tuple(role for role in Role if role in STAFF_ROLES)
LEARNERS = (Role.STUDENT, Role.PARENT)
EVERYBODY = tuple(Role)

NAMES = frozenset({"id", "last_name", "first_name", "patronymic", "sort_key", "search_key", "row_version"})
CONTACTS = frozenset({"phone", "email", "address"})
STAMPS = frozenset({  # who and when: the server's word, on which the control of deadlines rests (п. 6.1–6.3)
    "entered_at", "entered_by_id", "updated_at", "updated_by_id", "set_at", "set_by_id", "published_at",
    "attendance_at", "confirmed_at", "confirmed_by_id", "closed_at", "closed_by_id", "granted_at", "granted_by_id",
    "created_at", "sent_at", "author_id"})


def each(roles: Iterable[Role], *grants: Grant) -> Block:
    """The same grants for several roles."""
    return dict.fromkeys(roles, grants)


def learners(rows: Callable[[Scope, type[Base]], Rule], model: type[Base], *actions: Action, hidden: Iterable[str] = (),
             only: Iterable[str] | None = None, if_: Rule | None = None) -> Block:
    """A student's own rows and the children's rows of a parent; reading unless told otherwise (п. 5.8)."""
    def grant(whose: Scope) -> tuple[Grant, ...]:
        chosen = rows(whose, model)
        return (can(*(actions or (READ,)), rows=chosen & if_ if if_ else chosen, hidden=hidden, only=only),)
    return {Role.STUDENT: grant(myself), Role.PARENT: grant(my_children)}


def but_names(model: type[Base]) -> frozenset[str]:
    """Every field of a person except the name: a column added later is hidden too."""
    return frozenset(sa.inspect(model).attrs.keys()) - NAMES


def all_but(model: type[Base], *names: str) -> frozenset[str]:
    """Every field except the named ones."""
    return frozenset(sa.inspect(model).attrs.keys()) - paired(model, frozenset(names))


def paired(model: type[Base], names: frozenset[str]) -> frozenset[str]:
    """The names with the relationships over the keys among them, and the keys under the relationships."""
    over = {relation.key: {str(column.key) for column in relation.local_columns if column.foreign_keys}
            for relation in sa.inspect(model).relationships}
    keys = {key for name in names for key in over.get(name, ())}
    relations = {name for name, columns in over.items() if columns & names}
    return names | keys | relations


def stamps(model: type[Base]) -> frozenset[str]:
    """Fields of the model that the server writes."""
    columns = sa.inspect(model).columns
    derived = set() if model is AcademicYear else {"year"}  # a lesson's year follows from its journal
    by_server = {name for name in STAMPS.intersection(columns.keys())
                 if all(key.target_fullname == "user.id" for key in columns[name].foreign_keys)}
    return frozenset(by_server | derived.intersection(columns.keys()))
