"""Bytes kept in the database once per content, whoever refers to them by their hash (ADR 23)."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from models import Attachment, FileContent, IssuedDocument, Outbox, SavedReport, Task, db

HOLDERS = (SavedReport.sha256, Attachment.sha256, Outbox.file_sha256, Task.sha256, IssuedDocument.sha256)


def keep(content: bytes) -> str:
    """Their SHA-256, by which they are found again; flushes, so that the same bytes once more find themselves."""
    digest = hashlib.sha256(content).hexdigest()
    if db.session.scalar(sa.select(FileContent.id).where(FileContent.sha256 == digest)) is None:
        db.session.add(FileContent(sha256=digest, content=content))
        db.session.flush()
    return digest


def drop_unheld(digests: set[str]) -> None:
    """Throw away the bytes to which nothing refers any more."""
    held = sa.union_all(*(sa.select(column).where(column.in_(digests)) for column in HOLDERS))
    db.session.execute(sa.delete(FileContent).where(FileContent.sha256.in_(digests),
                                                    FileContent.sha256.not_in(held)))
