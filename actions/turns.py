"""Acts that read much, decide and write go one at a time: two deputies at once see each other (п. 5.4, 7.2)."""

from __future__ import annotations

from enum import IntEnum

import sqlalchemy as sa

from models import db
from models.base import Base


class Turn(IntEnum):
    """What excludes what."""

    YEAR = 1  # closing of periods, turning, archiving, taking back, making of journals
    ERASURE = 2  # numbers of acts
    LETTERS = 3  # who takes the next letter


def take(turn: Turn | type[Base]) -> None:
    """Until the end of the transaction nobody else has the turn; on SQLite a writing transaction is alone anyway.

    The turn of an entity is for what no constraint can say of its rows: two spans, two rows alike.
    Whoever waits reads anew afterwards: what he had loaded before may be old.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        place = sa.func.hashtext(sa.func.current_schema())  # colleges in one database do not wait for each other
        number = sa.cast(int(turn), sa.Integer) if isinstance(turn, Turn) else sa.func.hashtext(turn.__tablename__)
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(place, number)))
