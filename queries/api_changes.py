"""What has changed, for a program that keeps a copy: which rows of which entities, gone ones too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.exchange import within_scope
from access.grants import READ
from access.identity import Identity
from models import AuditRecord, db
from models.base import Base
from rules.terms import AuditAction


def changes(user: Identity, models: Iterable[type[Base]], *, after: int, until: int, limit: int,
            ) -> list[dict[str, Any]]:
    """Records of changes with greater numbers than ``after`` up to ``until``; of a load only how many rows came.

    Values are not here: the program reads the row, by its scopes.
    """
    named = list(models)
    found = db.session.execute(
        sa.select(AuditRecord.id, AuditRecord.at, AuditRecord.entity, AuditRecord.entity_id, AuditRecord.action)
        .where(rows(user, READ, AuditRecord), AuditRecord.id > after, AuditRecord.id <= until,
               AuditRecord.entity.in_([model.__tablename__ for model in named]),
               AuditRecord.action != AuditAction.EXPORT, *_within_scopes(named))
        .order_by(AuditRecord.id).limit(limit))
    return [{"id": row.id, "at": row.at.isoformat(), "entity": row.entity, "entity_id": row.entity_id,
             "action": row.action.value} for row in found]


def _within_scopes(models: Iterable[type[Base]]) -> Iterator[sa.ColumnElement[bool]]:
    """Records of rows that the program may read; of what is gone only that it is."""
    for model in models:
        if criteria := within_scope(model):
            yield sa.or_(AuditRecord.entity != model.__tablename__, AuditRecord.action == AuditAction.DELETE,
                         AuditRecord.entity_id.in_(sa.select(model.id).where(*criteria)))
