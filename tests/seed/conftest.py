"""Seeded colleges in memory, each made once: reading tests share them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from models import Base
from seed.demo import make_demo


def college(**size: Any) -> Session:
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=ON"))
    Base.metadata.create_all(engine)
    session = Session(engine)
    make_demo(session, **size)
    return session


def closed(session: Session) -> Iterator[Session]:
    yield session
    session.close()
    session.get_bind().dispose()  # type: ignore[union-attr]


@pytest.fixture(scope="session")
def demo() -> Iterator[Session]:
    """The demo college as `make run` shows it."""
    yield from closed(college())


@pytest.fixture(scope="session")
def history() -> Iterator[Session]:
    """A small college with a year behind it: closed semesters, results, a practice in autumn and in spring."""
    yield from closed(college(groups=5, students=40, years=2))
