"""Which fields a user sees: hidden ones never, limited ones row by row (access/table.py)."""

from __future__ import annotations

from access.check import allows, hidden_fields, limited_fields
from access.grants import READ
from access.identity import Identity
from models.base import Base
from queries.attributes import Attribute, resolve

# what plain properties are made of
MADE_OF = {"full_name": {"last_name", "first_name"}, "short_name": {"last_name", "first_name"}}


def shows(user: Identity, model: type[Base], path: str) -> bool:
    """Whether the user sees ``path`` on at least some rows of ``model``.

    The name of a related record is part of the row that refers to it; its other fields need the right to read it.
    """
    attribute = resolve(model, path)
    owners = [model, *(relation.mapper.class_ for relation in attribute.relations)]
    for owner, relation in zip(owners, attribute.relations, strict=False):
        if not hidden_fields(user, owner).isdisjoint({relation.key, *(str(key.key) for key in relation.local_columns)}):
            return False
    closed = hidden_fields(user, attribute.owner)
    if attribute.relations and attribute.target is None:  # cannot be masked row by row here
        if not allows(user, READ, attribute.owner):
            return False
        closed = closed | limited_fields(user, attribute.owner)
    return closed.isdisjoint(_fields(attribute))


def asks(user: Identity, model: type[Base], path: str) -> bool:
    """Whether lists may be searched, filtered and sorted by ``path``: only by what is seen on every row."""
    attribute = resolve(model, path)
    return shows(user, model, path) and limited_fields(user, attribute.owner).isdisjoint(_fields(attribute))


def _fields(attribute: Attribute) -> frozenset[str]:
    if attribute.name in ("search_key", "sort_key"):
        return frozenset(MADE_OF["full_name"])
    return attribute.names | frozenset(MADE_OF.get(attribute.name, ()))
