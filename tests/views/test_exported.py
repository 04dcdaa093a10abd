"""What leaves the journal as a file is in the audit: who, of what, in which format (rights.md, exports)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models import AuditRecord
from rules.terms import AuditAction, Role
from tests import factories as f


@pytest.mark.parametrize(("path", "entity", "format"), [
    ("/journal/{journal}/print.pdf", "journal", "pdf"), ("/journal/{journal}/print.csv", "journal", "csv"),
    ("/syllabus/{plan}/plan.xlsx", "syllabus", "xlsx"), ("/control/inspections/{act}/act.pdf", "inspection", "pdf"),
    ("/control/sheet.xlsx?month=2023-11", "lesson", "xlsx"), ("/control/clocks/clocks.xlsx", "lesson", "xlsx"),
    ("/reports/movement/print.pdf?period=2023-11&kind=month", "saved_report", "pdf"),
])
def test_an_export_is_written_down(db, login, path, entity, format):
    f.CollegeFactory()
    journal = f.JournalFactory()
    remark = f.RemarkFactory(journal=journal)
    plan = f.SyllabusFactory(line=journal.line, author=journal.teacher)
    director = f.UserFactory(roles=(Role.DIRECTOR,))
    answer = login(director).get(path.format(journal=journal.id, act=remark.inspection_id, plan=plan.id))
    assert answer.status_code == 200
    db.expire_all()
    record = db.scalars(sa.select(AuditRecord).where(AuditRecord.action == AuditAction.EXPORT)).one()
    assert (record.entity, record.actor_id, record.after["format"]) == (entity, director.id, format)


def test_an_empty_template_is_nobodys_data(db, login):
    assert login(Role.TEACHER).get("/syllabus/template.xlsx").status_code == 200
    assert db.scalar(sa.select(AuditRecord.id).where(AuditRecord.action == AuditAction.EXPORT)) is None
