"""No rule is avoided through the back office: entries ruled by the regulation (п. 5.6, 6.1–6.9, 9.4)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models import (
    Absence,
    AuditRecord,
    Closing,
    Debt,
    DebtAttempt,
    FinalMark,
    Homework,
    Lesson,
    LessonTask,
    Mark,
    NormValue,
    Work,
)
from rules.terms import ClosingScope, DebtState, FinalKind, FinalValue, Role, WorkKind
from tests import factories as f

TODAY = dt.date(2023, 11, 20)


@pytest.fixture
def lesson(db):
    f.AbsenceKindFactory(letter="н")
    f.AbsenceKindFactory(letter="о", is_late=True, counts_hours=False)
    return f.LessonFactory(date=TODAY)


@pytest.fixture
def student(lesson):
    return f.MembershipFactory(group=lesson.journal.group).student


@pytest.fixture
def teacher(login, lesson):
    return login(lesson.journal.teacher)


def mark_data(lesson, student, **changes):
    return {"lesson": lesson.id, "student": student.id, "value": "5", "kind": "answer", "weight": "1", **changes}


def test_a_mark_is_given_changed_and_taken_away_through_its_cell(db, teacher, lesson, student):
    assert teacher.post("/admin/mark/new/", data=mark_data(lesson, student)).status_code == 302
    mark = db.scalars(sa.select(Mark)).one()
    version = mark.row_version
    answer = teacher.post(f"/admin/mark/edit/?id={mark.id}", data={
        "value": "4", "kind": "test", "weight": "2", "row_version": version})
    assert answer.status_code == 302
    db.expire_all()
    assert (mark.value, mark.kind, mark.weight, mark.cell.version) == (4, "test", 2, 2)
    assert teacher.post("/admin/mark/delete/", data={"id": mark.id}).status_code == 302
    db.expire_all()
    assert db.scalars(sa.select(Mark)).all() == []
    written = db.scalars(sa.select(AuditRecord).where(AuditRecord.entity == "cell").order_by(AuditRecord.id)).all()
    assert [(record.before["value"], record.after["value"]) for record in written] == [
        ("", "5"), ("5", "4"), ("4", "")]


@pytest.mark.parametrize(("changes", "now", "said"), [
    ({"value": "1"}, "2023-11-20 15:00", "от 2 до 5"),
    ({"value": ""}, "2023-11-20 15:00", "Заполните поле"),
    ({}, "2023-11-21 09:00", "Укажите причину опоздания"),
    ({}, "2023-12-20 09:00", "Попросите заместителя"),
])
def test_a_refused_mark(db, teacher, lesson, student, school_time, changes, now, said):
    school_time(f"{now}+07:00")
    answer = teacher.post("/admin/mark/new/", data=mark_data(lesson, student, **changes))
    assert answer.status_code == 422
    assert said in answer.text
    assert db.scalars(sa.select(Mark)).all() == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DEPUTY_OOD, Role.DIRECTOR, Role.CURATOR, Role.METHODIST])
def test_nobody_else_gives_marks_here(login, lesson, student, role):
    assert login(role).post("/admin/mark/new/", data=mark_data(lesson, student)).status_code == 403


def test_a_foreign_lesson_cannot_be_chosen(db, teacher, student):
    answer = teacher.post("/admin/mark/new/", data=mark_data(f.LessonFactory(date=TODAY), student))
    assert answer.status_code == 422
    assert db.scalars(sa.select(Mark)).all() == []


def test_an_absence_and_minutes_late(db, teacher, lesson, student):
    kinds = {kind.letter: kind.id for kind in db.scalars(sa.select(f.m.AbsenceKind))}
    data = {"lesson": lesson.id, "student": student.id, "kind": kinds["н"], "minutes_late": "10"}
    assert "только для опоздания" in teacher.post("/admin/absence/new/", data=data).text
    assert teacher.post("/admin/absence/new/", data={**data, "kind": kinds["о"]}).status_code == 302
    absence = db.scalars(sa.select(Absence)).one()
    assert (absence.minutes_late, absence.hours) == (10, 0)
    assert "уже записан" in teacher.post("/admin/absence/new/", data={**data, "minutes_late": ""}).text


def test_a_lesson_with_its_work_and_homework(db, teacher, lesson):
    data = {"journal": lesson.journal_id, "date": "2023-11-20", "pair": "8", "hours": "2", "kind": "practical",
            "topic": "События формы", "work_kind": "practical", "work_number": "6", "work_title": "События формы",
            "homework_text": "Прочитать § 5", "homework_kind": "reading", "homework_due": "2023-11-22"}
    without = {name: value for name, value in data.items() if not name.startswith("work_")}
    assert "укажите номер и тему" in teacher.post("/admin/lesson/new/", data=without).text
    assert teacher.post("/admin/lesson/new/", data=data).status_code == 302
    made = db.scalars(sa.select(Lesson).where(Lesson.pair == 8)).one()
    assert [(work.kind, work.number) for work in made.works] == [(WorkKind.PRACTICAL, 6)]
    assert made.homework[0].text == "Прочитать § 5"
    page = teacher.get(f"/admin/lesson/edit/?id={made.id}").text
    assert "Прочитать § 5" in page
    assert 'value="6"' in page


def test_works_and_tasks_are_rewritten_with_their_lesson(db, teacher, lesson):
    work = {"lesson": lesson.id, "kind": "control", "number": "2", "title": "Present Simple"}
    assert "на русском языке" in teacher.post("/admin/work/new/", data=work).text
    assert teacher.post("/admin/work/new/", data={**work, "title": "Времена глагола"}).status_code == 302
    made = db.scalars(sa.select(Work)).one()
    assert made.held_on == TODAY
    assert teacher.post("/admin/lesson_task/new/", data={
        "lesson": lesson.id, "text": "Упражнения 1–4", "kind": "exercise"}).status_code == 302
    assert teacher.post("/admin/work/delete/", data={"id": made.id}).status_code == 302
    db.expire_all()
    assert db.scalars(sa.select(Work)).all() == []
    assert db.scalars(sa.select(LessonTask.text)).one() == "Упражнения 1–4"


def test_homework_is_late_after_the_working_day(db, teacher, lesson, school_time):
    school_time("2023-11-20 17:00:01+07:00")
    data = {"lesson": lesson.id, "text": "Прочитать § 5", "kind": "reading"}
    assert "6.2" in teacher.post("/admin/homework/new/", data=data).text
    assert teacher.post("/admin/homework/new/", data={**data, "reason": "не было сети"}).status_code == 302
    assert db.scalars(sa.select(Homework.late_reason)).one() == "не было сети"


def test_a_final_rests_on_a_basis_and_is_published_in_bulk(db, login, school_time):
    school_time("2023-12-25 12:00+07:00")
    journal = f.JournalFactory(line__graded_credits=1, line__exams=0, line__credits=0)
    student = f.MembershipFactory(group=journal.group).student
    teacher = login(journal.teacher)
    data = {"journal": journal.id, "student": student.id, "kind": FinalKind.GRADED_CREDIT, "value": "4",
            "basis_kind": "words", "basis": "средний балл 4,2"}
    assert "не привязывается к среднему" in teacher.post("/admin/final_mark/new/", data=data).text
    assert teacher.post("/admin/final_mark/new/", data={**data, "basis_kind": "current_work"}).status_code == 422
    good = {**data, "basis_kind": "current_work", "basis": ""}
    assert teacher.post("/admin/final_mark/new/", data=good).status_code == 302
    final = db.scalars(sa.select(FinalMark)).one()
    assert final.published_at is None
    teacher.post("/admin/final_mark/action/", data={"action": "publish", "rowid": final.id})
    db.expire_all()
    assert final.published_at is not None
    assert login(Role.DEPUTY_OOD).post("/admin/final_mark/new/", data=good).status_code == 403


def test_debts_and_attempts_keep_their_rules_here_too(db, login):
    final = f.FinalMarkFactory(value=FinalValue.THREE, published_at=f.NOW)
    failed = f.FinalMarkFactory(value=FinalValue.TWO, published_at=f.NOW)
    deputy = login(Role.DEPUTY_OOD)
    data = {"form": "exam", "due_on": "2024-06-01", "reason": ""}
    refused = deputy.post("/admin/debt/new/", data={**data, "final_mark": final.id})
    assert "неудовлетворительный результат" in refused.text
    assert deputy.post("/admin/debt/new/", data={**data, "final_mark": failed.id}).status_code == 302
    debt = db.scalars(sa.select(Debt)).one()
    examiner = f.TeacherFactory()
    attempt = {"debt": debt.id, "date": "2023-11-20", "examiner": examiner.id, "members": ""}
    assert 'name="value"' not in deputy.get("/admin/debt_attempt/new/").text
    assert deputy.post("/admin/debt_attempt/new/", data={**attempt, "value": "5"}).status_code == 302
    made = db.scalars(sa.select(DebtAttempt)).one()
    assert made.value is None, "the deputy appoints, the examiner marks"
    assert "когда первая не сдана" in deputy.post("/admin/debt_attempt/new/", data=attempt).text
    url, version = f"/admin/debt_attempt/edit/?id={made.id}", {"row_version": made.row_version}
    teacher = login(examiner)
    assert "не ставят" in teacher.post(url, data={"value": "na", **version}).text
    assert teacher.post(url, data={"value": "5", **version}).status_code == 302
    db.expire_all()
    assert (made.value, debt.state) == (FinalValue.FIVE, DebtState.CLOSED)


def test_closing_is_a_deputys_act_and_binds_the_administrator(db, login):
    data = {"scope": ClosingScope.MONTH, "starts": "2023-10-01", "ends": "2023-10-31"}
    assert login(Role.ADMINISTRATOR).post("/admin/closing/new/", data=data).status_code == 403
    deputy = login(Role.DEPUTY_OOD)
    assert "ещё не закончился" in deputy.post("/admin/closing/new/", data={**data, "ends": "2023-11-30"}).text
    assert deputy.post("/admin/closing/new/", data=data).status_code == 302
    assert db.scalars(sa.select(Closing.closed_by_id)).one() is not None


def test_a_norm_is_checked_against_its_bounds(db, login):
    deputy = login(Role.DEPUTY_UPR)
    data = {"code": "grace_days", "value": "99", "valid_from": "2023-11-01"}
    assert "от 0 до 30" in deputy.post("/admin/norm_value/new/", data=data).text
    assert deputy.post("/admin/norm_value/new/", data={**data, "value": "5"}).status_code == 302
    assert db.scalars(sa.select(NormValue.code)).one() == "grace_days"
