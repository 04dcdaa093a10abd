"""A journal on paper from its page, and the page that makes a semester's journals."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from models import AuditRecord, Journal
from rules.terms import Role
from tests import factories as f

TODAY = dt.date(2023, 11, 20)


@pytest.fixture
def journal(db):
    """A journal with a mark, an absence and a homework."""
    f.CollegeFactory()
    lesson = f.LessonFactory(date=TODAY, topic="Делегаты и события", journal__group__name="ИС-21")
    f.HomeworkFactory(lesson=lesson, text="Прочитать § 5")
    f.MarkFactory(cell__lesson=lesson, value=4, cell__student=f.MembershipFactory(group=lesson.journal.group).student)
    return lesson.journal


def test_the_printed_journal_holds_its_cyrillic(login, journal):
    answer = login(journal.teacher).get(f"/journal/{journal.id}/print.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    for words in ("ИС-21", "Делегаты и события", "Прочитать § 5", journal.teacher.full_name, journal.line.title, "20"):
        assert words in text, words


@pytest.mark.parametrize(("kind", "start"), [("xlsx", b"PK"), ("csv", "\ufeff№;".encode())], ids=["xlsx", "csv"])
def test_the_same_sheet_as_a_table(login, journal, kind, start):
    answer = login(journal.teacher).get(f"/journal/{journal.id}/print.{kind}")
    assert answer.data.startswith(start)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_an_export_is_written_down(db, login, journal):
    teacher = journal.teacher
    login(teacher).get(f"/journal/{journal.id}/print.pdf")
    record = db.scalar(sa.select(AuditRecord).where(AuditRecord.action == "export"))
    assert (record.journal_id, record.actor_id, record.after) == (journal.id, teacher.id, {"format": "pdf"})


def test_whose_journal_prints(login, journal):
    path = f"/journal/{journal.id}/print.pdf"
    assert login(Role.TEACHER).get(path).status_code == 404, "another teacher"
    assert login(Role.STUDENT).get(path).status_code == 403
    assert login(Role.DEPUTY_OOD).get(path).status_code == 200
    assert login(journal.teacher).get(f"/journal/{journal.id}/print.exe").status_code == 404


# journals of a semester

@pytest.fixture
def group(db):
    """A group with two disciplines in its third semester, the first of 2023-2024."""
    curriculum = f.CurriculumFactory()
    for title in ("История", "Физика"):
        f.CurriculumLineFactory(curriculum=curriculum, discipline__title=title)
    return f.GroupFactory(name="ИС-21", curriculum=curriculum)


@pytest.fixture
def address(group):
    return f"/journals/setup?group={group.id}&semester={f.SemesterFactory().id}"


@pytest.fixture
def teacher(db):
    return f.UserFactory(roles=[Role.TEACHER], last_name="Глухова")


def test_lines_and_teachers_are_offered(login, address, teacher):
    page = login(Role.DEPUTY_OOD).get(address).text
    assert "История" in page
    assert re.search(rf'<option value="{teacher.id}">Глухова', page)
    assert "Создать журналы" in page


def test_one_teacher_for_everything(db, login, address, teacher):
    deputy = login(Role.DEPUTY_OOD)
    answer = deputy.post(address, data={"teacher": str(teacher.id)})
    assert answer.status_code == 302
    journals = list(db.scalars(sa.select(Journal)))
    assert [journal.teacher_id for journal in journals] == [teacher.id, teacher.id]
    page = deputy.get(address).text
    assert "Создано журналов: 2." in page
    assert "Все журналы этого семестра уже созданы" in page


def test_teachers_line_by_line_and_by_subgroup(db, login, address, group, teacher):
    part = f.SubgroupFactory(group=group, number=1)
    history, physics = group.curriculum.lines
    other = f.UserFactory(roles=[Role.TEACHER])
    login(Role.DEPUTY_OOD).post(address, data={
        f"teacher_{history.id}": str(other.id), f"teacher_{physics.id}_{part.id}": str(teacher.id)})
    made = db.execute(sa.select(Journal.curriculum_line_id, Journal.teacher_id, Journal.subgroup_id)).all()
    assert sorted(made, key=str) == sorted([(history.id, other.id, None), (physics.id, teacher.id, part.id)], key=str)


def test_a_refusal_keeps_what_was_chosen(db, login, address, group, teacher):
    part = f.SubgroupFactory(group=group, number=1)
    line = group.curriculum.lines[0]
    answer = login(Role.DEPUTY_OOD).post(address, data={
        f"teacher_{line.id}": str(teacher.id), f"teacher_{line.id}_{part.id}": str(teacher.id)})
    assert answer.status_code == 422
    assert "для всей группы или для подгрупп" in answer.text
    assert answer.text.count(" selected>Глухова") == 2
    assert db.scalar(sa.select(sa.func.count(Journal.id))) == 0


def test_nobody_chosen(login, address):
    answer = login(Role.DEPUTY_OOD).post(address, data={})
    assert (answer.status_code, "Выберите преподавателя" in answer.text) == (422, True)


def test_a_group_without_a_plan_says_so(db, login, address, group):
    group.curriculum = None
    assert "нет учебного плана" in login(Role.DEPUTY_OOD).get(address).text


@pytest.mark.parametrize(("query", "status"), [("group=ж", 400), ("group=999", 404), ("semester=999", 404), ("", 200)])
def test_addresses(login, group, query, status):
    assert login(Role.DEPUTY_OOD).get(f"/journals/setup?{query}").status_code == status


@pytest.mark.parametrize("role", [Role.TEACHER, Role.CURATOR, Role.METHODIST, Role.ADMINISTRATOR, Role.STUDENT])
def test_others_do_not_make_journals(login, address, role):
    assert login(role).get(address).status_code == 403
    assert login(role).post(address, data={}).status_code == 403
