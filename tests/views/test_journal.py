"""The journal's list and the lesson's form (п. 5.6, 6.1, 6.2)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models import Absence, Homework, Lesson, Work
from rules.terms import ChangeKind, LessonKind, Role, WorkKind
from tests import factories as f

TODAY = dt.date(2023, 11, 20)


@pytest.fixture
def journal(db):
    f.AbsenceKindFactory(letter="н")
    return f.JournalFactory(group__name="ИС-21")


def lesson_data(**changes):
    data = {"date": "2023-11-20", "pair": "3", "hours": "2", "kind": "lecture", "topic": "Делегаты и события",
            "homework": "Прочитать § 5", "homework_kind": "reading", "homework_due": "2023-11-22", "attendance": "y"}
    return {name: value for name, value in {**data, **changes}.items() if value is not None}


def test_own_journals_are_listed(login, journal):
    f.JournalFactory(group__name="СВ-12")
    page = login(journal.teacher).get("/journal/").text
    assert "ИС-21" in page
    assert "СВ-12" not in page


def test_an_empty_list_says_what_to_expect(login, db):
    f.SemesterFactory()
    assert "Журналов в этом семестре нет" in login(Role.TEACHER).get("/journal/").text


def test_a_foreign_journal_is_404_and_a_student_is_403(login, journal):
    assert login(Role.TEACHER).get(f"/journal/{journal.id}").status_code == 404
    assert login(Role.STUDENT).get(f"/journal/{journal.id}").status_code == 403


def test_a_lesson_is_recorded_with_its_homework_and_absences(db, login, journal):
    student = f.MembershipFactory(group=journal.group).student
    answer = login(journal.teacher).post(f"/journal/{journal.id}/lessons/new",
                                         data=lesson_data(**{f"absence_{student.id}": "н"}))
    assert answer.status_code == 302
    lesson = db.scalars(sa.select(Lesson)).one()
    assert (lesson.topic, lesson.kind, lesson.year, lesson.teacher_id) == (
        "Делегаты и события", LessonKind.LECTURE, 2023, journal.teacher_id)
    assert lesson.attendance_at is not None
    assert db.scalars(sa.select(Homework.text)).one() == "Прочитать § 5"
    assert db.scalars(sa.select(Absence.hours)).one() == 2


@pytest.mark.parametrize(("changes", "said"), [
    ({"topic": "Present Perfect"}, "на русском языке"),
    ({"topic": ""}, "Укажите тему"),
    ({"kind": "practical"}, "укажите номер и тему"),
    ({"kind": "practical", "work_kind": "practical", "work_title": "События"}, "укажите номер"),
    ({"date": "2023-11-19"}, "занятий в этот день нет"),
    ({"date": "2023-11-21"}, "ещё не наступило"),
    ({"date": "2024-03-01"}, "ещё не наступило"),
    ({"date": "вчера"}, ""),
    ({"pair": "44"}, "Пара"),
    ({"hours": "0"}, "Часы занятия"),
    ({"homework": "", "homework_kind": "reading"}, "нет самого задания"),
    ({"homework_due": "2023-11-20"}, "Срок задания"),
    ({"kind": "party"}, ""),
    ({"date": "2023-11-17"}, "Укажите причину опоздания"),
    ({"date": "2023-10-17", "reason": "забыл записать"}, "Попросите заместителя"),
])
def test_a_refused_lesson_loses_nothing(db, login, journal, changes, said):
    answer = login(journal.teacher).post(f"/journal/{journal.id}/lessons/new", data=lesson_data(**changes))
    assert answer.status_code == 422
    assert said in answer.text
    assert changes.get("homework", "Прочитать § 5") in answer.text
    assert db.scalar(sa.select(sa.func.count()).select_from(Lesson)) == 0


def test_a_practical_lesson_declares_its_work(db, login, journal):
    data = lesson_data(kind="practical", work_kind="practical", work_number="6", work_title="События формы")
    assert login(journal.teacher).post(f"/journal/{journal.id}/lessons/new", data=data).status_code == 302
    work = db.scalars(sa.select(Work)).one()
    assert (work.kind, work.number, work.title, work.held_on) == (WorkKind.PRACTICAL, 6, "События формы", TODAY)


def test_two_lessons_on_one_pair_are_refused(login, journal):
    f.LessonFactory(journal=journal, date=TODAY, pair=3)
    answer = login(journal.teacher).post(f"/journal/{journal.id}/lessons/new", data=lesson_data())
    assert answer.status_code == 422
    assert "уже записано" in answer.text


def test_a_substitute_records_the_lesson_given_by_the_timetable(db, login, journal):
    substitute = f.TeacherFactory()
    url = f"/journal/{journal.id}/lessons/new"
    assert login(substitute).post(url, data=lesson_data()).status_code == 404
    f.TimetableChangeFactory(journal=journal, date=TODAY, pair=3, kind=ChangeKind.SUBSTITUTED, substitute=substitute)
    assert login(substitute).post(url, data=lesson_data(pair="4")).status_code == 422
    assert login(substitute).post(url, data=lesson_data()).status_code == 302
    lesson = db.scalars(sa.select(Lesson)).one()
    assert (lesson.teacher_id, lesson.substituted_id, lesson.substitution_reason) == (
        substitute.id, journal.teacher_id, "болезнь преподавателя")


def test_the_next_topic_of_the_plan_is_proposed(login, journal):
    syllabus = f.SyllabusFactory(line=journal.line, author=journal.teacher)
    journal.syllabus = syllabus
    first = f.SyllabusTopicFactory(syllabus=syllabus, position=1, title="Классы", hours=2)
    f.SyllabusTopicFactory(syllabus=syllabus, position=2, title="Делегаты", hours=2)
    f.LessonFactory(journal=journal, syllabus_topic=first, hours=2)
    page = login(journal.teacher).get(f"/journal/{journal.id}/lessons/new").text
    assert 'value="Делегаты"' in page


def test_an_own_lesson_is_changed_and_deleted_while_open(db, login, journal):
    client = login(journal.teacher)
    client.post(f"/journal/{journal.id}/lessons/new", data=lesson_data())
    lesson_id = db.scalars(sa.select(Lesson.id)).one()
    url = f"/journal/{journal.id}/lessons/{lesson_id}"
    assert "Делегаты и события" in client.get(url).text
    assert client.post(url, data=lesson_data(topic="Лямбда-выражения")).status_code == 302
    db.expire_all()
    assert db.scalars(sa.select(Lesson.topic)).one() == "Лямбда-выражения"
    assert client.post(f"{url}/delete").status_code == 302
    assert db.scalar(sa.select(sa.func.count()).select_from(Lesson)) == 0


def test_a_lesson_with_marks_is_not_deleted(db, login, journal):
    lesson = f.LessonFactory(journal=journal, date=TODAY)
    f.MarkFactory(cell__lesson=lesson)
    answer = login(journal.teacher).post(f"/journal/{journal.id}/lessons/{lesson.id}/delete", follow_redirects=True)
    assert "Сначала очистите клетки" in answer.text
    assert db.scalar(sa.select(sa.func.count()).select_from(Lesson)) == 1
