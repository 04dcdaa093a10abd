"""Files of messages and support requests, for those who read what they are attached to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import Attachment, db


@dataclass(frozen=True)
class AttachedFile:
    """size in bytes."""

    id: int
    name: str
    media_type: str
    size: int


def files_of_requests(user: Identity, request_ids: Iterable[int]) -> dict[int, list[AttachedFile]]:
    """Files by the support request they belong to."""
    return _by_owner(user, Attachment.support_request_id, request_ids)


def files_of_messages(user: Identity, message_ids: Iterable[int]) -> dict[int, list[AttachedFile]]:
    """Files by the message they belong to."""
    return _by_owner(user, Attachment.message_id, message_ids)


def _by_owner(user: Identity, owner: sa.orm.InstrumentedAttribute[int | None],
              wanted: Iterable[int]) -> dict[int, list[AttachedFile]]:
    found: dict[int, list[AttachedFile]] = defaultdict(list)
    for row in db.session.scalars(sa.select(Attachment).where(
            owner.in_(list(wanted)), rows(user, Action.READ, Attachment)).order_by(Attachment.id)):
        found[getattr(row, owner.key)].append(AttachedFile(row.id, row.name, row.media_type, row.size))
    return found
