"""Of which records of the journal of changes the reader learns more than that they are there.

A record tells of a row; whoever may not read the row reads neither its name nor its values: the words of a letter, a
mark that is not published, a remark before the conclusion (п. 2.2, 7.1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from access.check import allows, limited_fields, rows, unlimited
from access.grants import READ
from access.identity import Identity
from access.masks import sight
from access.table.administration import LETTERS
from models import AuditRecord, FinalMark, Message, ReopeningGrant, Thread, TimetableName, db
from models.base import Base

Key = tuple[str, int]
Closed = Mapping[Key, frozenset[str]]  # fields to hide of the rows that are told of; others are not among the keys
OPEN = (ReopeningGrant, TimetableName)  # whoever reads their records may know it all, and has no page of them
TELLING = frozenset(model.__tablename__ for model in (Thread, Message, FinalMark))  # whose names are what they hold


def told(user: Identity, records: Iterable[AuditRecord], known: Mapping[str, type[Base]]) -> Closed:
    """The rows that the user may learn of, each with its fields that stay hidden; one query for each entity."""
    ids: dict[str, set[int]] = defaultdict(set)
    for record in records:
        ids[record.entity].add(record.entity_id or 0)
    found: dict[Key, frozenset[str]] = {}
    for entity, numbers in ids.items():
        model = known.get(entity)
        if model is not None:
            found |= {(entity, id): closed for id, closed in _of_entity(user, model, sorted(numbers)).items()}
    return found


def nameable(user: Identity, model: type[Base], ids: Iterable[int]) -> Iterable[int]:
    """Of rows that others point to, those whose names may be told."""
    if model.__tablename__ not in TELLING or unlimited(user, READ, model):
        return ids
    return db.session.scalars(sa.select(model.id).where(model.id.in_(ids), rows(user, READ, model))).all()


def _of_entity(user: Identity, model: type[Base], ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """0 stands for many rows at once, a load or an export: told to whoever reads some of them."""
    there, some = sight(user, model, ids), allows(user, READ, model)
    # one's own letters: whose a deleted one was, nobody knows any more
    gone = unlimited(user, READ, model) or (some and model.__tablename__ not in LETTERS)
    found = {id: there.get(id, (gone if id else some, limited_fields(user, model))) for id in ids}
    return {id: closed for id, (read, closed) in found.items() if read or model in OPEN}
