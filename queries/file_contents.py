"""Bytes by their hash; whoever asks has found what refers to them inside the user's rows."""

from __future__ import annotations

import sqlalchemy as sa

from models import FileContent, db


def content_of(sha256: str | None) -> bytes | None:
    return db.session.scalar(sa.select(FileContent.content).where(FileContent.sha256 == sha256))
