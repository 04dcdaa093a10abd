"""«Просмотрено» under what others have changed in a teacher's journals (п. 2.1)."""

from __future__ import annotations

import sqlalchemy as sa

from access.identity import Identity
from models import AuditRecord, User, db


def see_digest(user: Identity, seq: int) -> None:
    """Remember that the user has seen the changes up to the record ``seq``; never back, never ahead of the journal."""
    last = db.session.scalar(sa.select(sa.func.max(AuditRecord.id))) or 0
    db.session.execute(  # past the ORM: a pointer is no change of the account
        sa.update(User).where(User.id == user.account, User.seen_digest_id < min(seq, last))
        .values(seen_digest_id=min(seq, last))
        .execution_options(synchronize_session=False))
