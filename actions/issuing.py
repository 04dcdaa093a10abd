"""Issuing a numbered paper: number, hash, code, the bytes kept; no number is ever skipped (п. 4.1, ADR 32)."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from actions.file_contents import keep
from actions.refusals import NotYours
from models import IssuedDocument, NumberSeries, db
from models.inserts import insert_on
from rules.documents import ALPHABET, CODE_LENGTH, designation


class NumberTaken(Exception):
    """Somebody has issued a paper of this kind meanwhile: the number that the paper bears is no more the next."""


@dataclass(frozen=True)
class Draft:
    """What the paper is before it has its bytes; the number and the code stand on it already."""

    kind: str
    year: int
    number: int
    prefix: str
    title: str
    code: str
    day: dt.date
    arguments: Mapping[str, Any]
    student: int | None = None
    group: int | None = None
    closed: bool = False

    @property
    def designation(self) -> str:
        return designation(self.prefix, self.number, self.year)


def new_code() -> str:
    """Nobody guesses 130 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def register(user: Identity, draft: Draft, content: bytes, wall: dt.datetime) -> IssuedDocument:
    """Keep the drawn paper under its number; raises ``NumberTaken``, ``NotYours``; flushes, never commits."""
    _take(draft)
    made = IssuedDocument(
        kind=draft.kind, year=draft.year, number=draft.number, designation=draft.designation, title=draft.title[:200],
        issued_on=draft.day, issued_at=wall, user_id=user.account, student_id=draft.student, group_id=draft.group,
        arguments=dict(draft.arguments), closed=draft.closed, sha256=keep(content), code=draft.code)
    db.session.add(made)
    db.session.flush()  # so that the rights see the row
    if db.session.scalar(sa.select(IssuedDocument.id).where(
            IssuedDocument.id == made.id, rows(user, Action.CREATE, IssuedDocument))) is None:
        raise NotYours
    return made


def _take(draft: Draft) -> None:
    """Move the series by one, or find that another has; the row is held until the transaction ends."""
    insert = insert_on(db.session.get_bind().dialect.name)
    db.session.execute(insert(NumberSeries).values(
        kind=draft.kind, year=draft.year, prefix=draft.prefix, last=0).on_conflict_do_nothing())
    taken = db.session.execute(sa.update(NumberSeries).where(
        NumberSeries.kind == draft.kind, NumberSeries.year == draft.year, NumberSeries.last == draft.number - 1,
        NumberSeries.prefix == draft.prefix).values(last=draft.number).execution_options(synchronize_session=False))
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise NumberTaken
