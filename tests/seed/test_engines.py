"""The seed on the application's own database, SQLite and PostgreSQL alike."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

import models as m
from seed.demo import make_demo
from tests.factories import AbsenceKindFactory, StudentFactory


def test_a_seeded_database_is_worked_in_further(db: Session) -> None:
    """Sequences follow the ids given by the seed, and the load is one audit record for each entity."""
    written = make_demo(db, groups=2, students=10)
    db.commit()
    for model, count in written.items():
        assert db.scalar(sa.select(sa.func.count()).select_from(model)) == count, model
    student = StudentFactory()
    assert student.id == 11
    AbsenceKindFactory(letter="д")
    db.commit()
    loads = db.execute(sa.select(m.AuditRecord.entity, m.AuditRecord.after).where(m.AuditRecord.action == "bulk")).all()
    assert {entity: after["count"] for entity, after in loads} == {
        model.__tablename__: count for model, count in written.items()}
