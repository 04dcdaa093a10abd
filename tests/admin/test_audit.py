"""The journal of changes: the page, the history beside an object, the chain."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models import AuditRecord, PersonKey, Student
from models.triggers import SQLITE
from rules.terms import Role
from tests.factories import MessageFactory, StudentFactory, ThreadFactory

CARD = {"last_name": "Осинцева", "first_name": "Алина", "medical_group": "main"}


def rename(login, db, student: Student, **values: str) -> None:
    db.expire_all()
    answer = login(Role.DATA_CLERK).post(f"/admin/student/edit/?id={student.id}", data={
        **CARD, "phone": student.phone or "", "row_version": student.row_version, **values})
    assert answer.status_code == 302, answer.text


@pytest.fixture
def student(db, login):
    made = StudentFactory(last_name="Осинцева", first_name="Алина", patronymic=None, phone="+7 900 000-00-01")
    rename(login, db, made, phone="+7 900 000-00-02", gender="f")
    return made


def test_page_tells_who_what_and_from_what_to_what(student, login):
    page = login(Role.DIRECTOR).get("/admin/audit_record/").text
    assert "Студент: Осинцева Алина" in page
    assert "Телефон: +7 900 000-00-01 → +7 900 000-00-02" in page
    assert "Пол: " in page and "женский" in page
    assert "изменено" in page


def test_history_stands_beside_the_object(student, login):
    page = login(Role.DIRECTOR).get(f"/admin/student/details/?id={student.id}").text
    assert "История изменений" in page
    assert "<ins>+7 900 000-00-02</ins>" in page
    assert f"flt0_entity.eq=student&amp;flt1_entity_id.eq={student.id}" in page


def test_history_hides_what_the_card_hides(student, login):
    """The medical group is not the director's, the phone is not the methodist's: in the audit neither."""
    assert "Медицинская группа" not in login(Role.DIRECTOR).get("/admin/audit_record/").text
    assert login(Role.METHODIST).get("/admin/audit_record/").status_code == 403
    assert "История изменений" not in login(Role.METHODIST).get(f"/admin/student/details/?id={student.id}").text


def test_erased_person_reads_as_erased(student, db, login):
    db.execute(sa.update(PersonKey).values(key=None))
    db.commit()
    page = login(Role.DIRECTOR).get("/admin/audit_record/").text
    assert "Телефон: удалено → удалено" in page
    assert "00-02" not in page


@pytest.mark.parametrize(("query", "found"), [
    ({"flt0_entity.eq": "student"}, True), ({"flt0_entity.eq": "group"}, False), ({"flt0_action.eq": "update"}, True),
    ({"flt0_action.eq": "delete"}, False), ({"flt0_at.ge": "2020-01-01"}, True), ({"flt0_at.ge": "2190-01-01"}, False),
    ({"flt0_discipline.eq": "1"}, False), ({"flt0_group.eq": "77"}, False),
])
def test_filters(student, login, query, found):
    page = login(Role.DIRECTOR).get("/admin/audit_record/", query_string=query).text
    assert ("Телефон:" in page) == found


def test_teacher_reads_own_journals_only(college, login, db):
    db.commit()
    page = login(college.own.teacher).get("/admin/audit_record/").text
    theirs = AuditRecord.journal_id == college.foreign.lesson.journal_id
    records = db.scalars(sa.select(AuditRecord).where(theirs)).all()
    assert records
    assert "СВ-11" not in page


@pytest.mark.parametrize("path", ["new/", "edit/?id=1", "delete/"])
def test_nobody_writes_the_journal_of_changes(student, login, path):
    client = login(Role.ADMINISTRATOR)
    assert client.post(f"/admin/audit_record/{path}", data={"id": "1"}).status_code == 403


def verify(app):
    return app.test_cli_runner().invoke(args=["audit", "verify"])


def test_whole_chain(app, student, db):
    db.commit()
    answer = verify(app)
    assert (answer.exit_code, answer.output) == (0, "Журнал изменений цел.\n")


@pytest.mark.parametrize(("spoil", "told"), [
    ("UPDATE audit_record SET reason = 'так надо' WHERE seq = 2", "запись № 2: изменена после записи"),
    ("DELETE FROM audit_record WHERE seq = 2", "запись № 3: перед ней пропали записи после № 1"),
    ("DELETE FROM audit_record WHERE seq > 2", "конец цепочки не сходится"),
    ("UPDATE audit_head SET seq = seq + 1", "конец цепочки не сходится"),
])
def test_one_changed_row_is_found(app, db, spoil, told):
    for _ in range(4):
        StudentFactory()
        db.commit()
    _without_triggers(db, spoil)
    answer = verify(app)
    assert answer.exit_code == 2
    assert told in answer.output


def _without_triggers(db, statement: str) -> None:
    if db.get_bind().dialect.name == "sqlite":
        for name in SQLITE:
            db.execute(sa.text(f"DROP TRIGGER {name}"))
    else:
        db.execute(sa.text("SET LOCAL session_replication_role = replica"))
    db.execute(sa.text(statement))
    db.commit()


@pytest.mark.parametrize("path", ["", "export/csv/"])
def test_words_of_others_letters_are_on_no_page_and_in_no_file(db, login, path):
    message = MessageFactory(thread=ThreadFactory(subject="О здоровье сына"), body="Прошу никому не говорить")
    db.commit()
    page = login(Role.DIRECTOR).get(f"/admin/audit_record/{path}?flt0_entity.eq=message").text
    assert f"Сообщение: № {message.id}" in page
    assert "никому" not in page
    assert "здоровье" not in login(Role.DIRECTOR).get(f"/admin/audit_record/{path}").text
