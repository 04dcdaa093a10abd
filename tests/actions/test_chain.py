"""Where a chain ends may be known beforehand; who knows it wrong still links to its true end (ADR 4)."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from actions import audit
from actions.audit.verification import verify
from models import AuditHead, AuditRecord
from tests import factories as f

Q = "common"


@pytest.fixture
def year(db: Any) -> int:
    f.HolidayFactory()
    db.commit()
    return db.scalars(sa.select(AuditHead.year)).one()


def end_of(db: Any) -> tuple[int, str]:
    return tuple(db.execute(sa.select(AuditHead.seq, AuditHead.hash)).one())


@pytest.mark.parametrize("known", [
    lambda end: end, lambda end: None, lambda end: (end[0] - 1, "0" * 64), lambda end: (end[0], "f" * 64)],
    ids=["right", "no chain", "an older end", "another hash"])
def test_the_chain_stays_whole_whatever_was_expected(db, year, known):
    end = end_of(db)
    audit.expect(db(), year, Q, known(end))
    f.HolidayFactory()
    db.commit()
    assert end_of(db)[0] == end[0] + 1
    assert list(verify(db())) == []


def test_what_was_expected_is_forgotten_with_the_transaction(db, year):
    audit.expect(db(), year, Q, (77, "7" * 64))
    db.rollback()
    f.HolidayFactory()
    db.commit()
    assert [record.seq for record in db.scalars(sa.select(AuditRecord).order_by(AuditRecord.seq))] == [1, 2]


def test_a_chain_that_has_not_begun_begins(db):
    audit.expect(db(), 2023, "journal:1", None)
    lesson = f.LessonFactory()
    assert lesson.journal_id == 1
    db.commit()
    assert list(verify(db())) == []
