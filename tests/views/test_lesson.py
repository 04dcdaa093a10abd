"""The page of a lesson through HTTP, as it works without scripts (п. 5.6, 6.1–6.3)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models import Absence, Homework, Lesson, LessonTask, Mark, Work
from rules.terms import ChangeKind, LessonKind, MarkKind, TaskKind, WorkKind
from tests import factories as f
from tests.views.lesson_forms import cell, fields_of, lesson_data, task, work

TODAY = dt.date(2023, 11, 20)


@pytest.fixture
def journal(db):
    for letter in "нбуо":
        f.AbsenceKindFactory(letter=letter, is_late=letter == "о", counts_hours=letter != "о",
                             excused=letter in "бу")
    return f.JournalFactory(group__name="ИС-21")


@pytest.fixture
def new(journal):
    return f"/journal/{journal.id}/lessons/new"


def students(journal, count=1):
    return [f.MembershipFactory(group=journal.group).student for _ in range(count)]


def count(db, model):
    return db.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_whole_lesson_is_recorded_in_one_go(db, login, journal, new):
    ill, good, late = students(journal, 3)
    answer = login(journal.teacher).post(new, data=lesson_data(
        kind="practical", **work(0, "practical", 6, "События формы"), **work(1, "check", 2, "Делегаты"),
        **task(0, "Разбор задачи № 4", "problem"), **task(1, "Устный опрос", "oral"), **task(2, ""),
        **cell(ill.id, "б"), **cell(good.id, "5/4"), **cell(late.id, "о/3")))
    assert answer.status_code == 302
    lesson = db.scalars(sa.select(Lesson)).one()
    assert (lesson.topic, lesson.kind, lesson.year, lesson.teacher_id, lesson.substituted_id) == (
        "Делегаты и события", LessonKind.PRACTICAL, 2023, journal.teacher_id, None)
    assert lesson.attendance_at is not None
    assert [(one.kind, one.number, one.title, one.held_on) for one in lesson.works] == [
        (WorkKind.PRACTICAL, 6, "События формы", TODAY), (WorkKind.CHECK, 2, "Делегаты", TODAY)]
    assert [(one.position, one.text, one.kind) for one in lesson.tasks] == [
        (1, "Разбор задачи № 4", TaskKind.PROBLEM), (2, "Устный опрос", TaskKind.ORAL)]
    assert [(one.text, one.kind, one.due_on) for one in lesson.homework] == [
        ("Прочитать § 5", TaskKind.READING, dt.date(2023, 11, 22))]
    assert sorted(db.scalars(sa.select(Mark.value))) == [3, 4, 5]
    assert set(db.scalars(sa.select(Mark.kind))) == {MarkKind.PRACTICAL}
    assert sorted((one.kind.letter, one.hours) for one in db.scalars(sa.select(Absence))) == [("б", 2), ("о", 0)]


@pytest.mark.one_engine  # the rule refuses what was typed; what it takes is written on both
@pytest.mark.parametrize(("changes", "said"), [
    ({"topic": "Present Perfect"}, "на русском языке"),
    ({"topic": "12"}, "одних цифр"),
    ({"topic": ""}, "Тема занятия не указана (п. 5.6)"),
    ({"kind": "practical"}, "укажите номер и тему"),
    ({"kind": "control", **work(0, "control", "", "Степени")}, "укажите номер от 1"),
    ({"kind": "laboratory", **work(0, "laboratory", 3, "")}, "тема работы не указана"),
    (work(0, "check", 3, "Test"), "тема работы записывается на русском языке"),
    ({**work(0, "check", 3, "Корни"), **work(1, "check", 3, "Степени")}, "указана дважды"),
    (work(0, "check", 3, "Корни", held_on="2023-11-21"), "от неё идёт неделя"),
    (task(0, "Read the text"), "Задание на уроке записывается на русском языке"),
    ({"homework": "Ex. 5, p. 12"}, "Домашнее задание записывается на русском языке"),
    ({"date": "2023-11-19"}, "занятий в этот день нет"),
    ({"date": "2023-11-21"}, "ещё не наступило"),
    ({"date": "2023-08-30"}, "не входит в семестр"),
    ({"date": "вчера"}, ""),
    ({"pair": "44"}, "Пара"),
    ({"pair": "третья"}, ""),
    ({"hours": "0"}, "Часы занятия"),
    ({"homework_due": "2023-11-20"}, "Срок задания"),
    ({"homework_due": "other", "homework_due_other": "2023-11-18"}, "Срок задания"),
    ({"kind": "party"}, ""),
    ({"date": "2023-11-17"}, "Укажите причину опоздания"),
    ({"date": "2023-10-17", "reason": "забыл записать"}, "Попросите заместителя"),
    ({"given_by": "999999", "substitution_reason": "болезнь"}, "выберите из списка"),
    ({"syllabus_topic_id": "999"}, ""),
])
def test_a_refused_lesson_loses_nothing(db, login, journal, new, changes, said):
    student, other = students(journal, 2)
    typed = {**task(0, "Опрос"), **task(1, "Решение задач у доски", "problem"), **cell(student.id, "б"),
             **cell(other.id, "5")}
    answer = login(journal.teacher).post(new, data=lesson_data(**{**typed, **changes}))
    assert answer.status_code == 422
    assert said in answer.text
    fields = fields_of(answer.text)
    assert fields["homework"] == changes.get("homework", "Прочитать § 5")
    assert fields["tasks-1-text"] == "Решение задач у доски"
    assert (fields[f"cell_{student.id}"], fields[f"cell_{other.id}"]) == ("б", "5")
    for name, value in changes.items():
        if name.startswith(("works", "tasks", "topic", "reason")):
            assert fields[name] == value
    assert [count(db, model) for model in (Lesson, Mark, Absence, Homework, Work, LessonTask)] == [0] * 6


@pytest.mark.parametrize(("value", "said"), [
    ("1", "от 2 до 5"), ("н/а", "(п. 6.5)"), ("осв", "(п. 6.8)"), ("н/5", "у него быть не может"),
    ("54", "через дробь"), ("5/н", "стоит первой"), ("плюс", "В клетке бывают"),
])
def test_a_refused_cell_takes_the_whole_lesson_with_it(db, login, journal, new, value, said):
    student, other = students(journal, 2)
    answer = login(journal.teacher).post(new, data=lesson_data(**cell(student.id, value), **cell(other.id, "4")))
    assert answer.status_code == 422
    beside = answer.text[answer.text.index(f'id="cell_{student.id}-error"'):]
    assert said in beside[:400]
    assert fields_of(answer.text)[f"cell_{student.id}"] == value
    assert (count(db, Lesson), count(db, Mark)) == (0, 0)


def test_refusals_of_the_lesson_and_of_cells_are_told_together(login, journal, new):
    student, = students(journal)
    answer = login(journal.teacher).post(new, data=lesson_data(topic="Test", **cell(student.id, "9")))
    assert "на русском языке" in answer.text
    assert "от 2 до 5" in answer.text


def test_the_right_lesson_is_written_after_a_refusal(db, login, journal, new):
    student, = students(journal)
    client = login(journal.teacher)
    refused = client.post(new, data=lesson_data(topic="", **cell(student.id, "5"), **task(0, "Опрос")))
    answer = client.post(new, data={**fields_of(refused.text), "topic": "Классы и объекты"})
    assert answer.status_code == 302
    assert (count(db, Lesson), count(db, Mark), count(db, LessonTask)) == (1, 1, 1)


def test_two_lessons_on_one_pair_are_refused(login, journal, new):
    f.LessonFactory(journal=journal, date=TODAY, pair=3)
    answer = login(journal.teacher).post(new, data=lesson_data())
    assert answer.status_code == 422
    assert "уже записано" in answer.text


def test_the_timetable_leads_to_the_record_when_there_is_one(login, journal, new):
    lesson = f.LessonFactory(journal=journal, date=TODAY, pair=3)
    answer = login(journal.teacher).get(f"{new}?date=2023-11-20&pair=3")
    assert answer.location.endswith(f"/lessons/{lesson.id}")


@pytest.mark.parametrize("query", ["?date=завтра", "?date=2023-13-01"])
def test_a_malformed_day_is_400(login, journal, new, query):
    assert login(journal.teacher).get(new + query).status_code == 400


def test_an_untouched_page_changes_nothing_when_sent_back(db, login, journal, school_time):
    """Weeks later the form of an old lesson may still be sent: nothing in it is late, because nothing changes."""
    lesson = f.LessonFactory(journal=journal, date=dt.date(2023, 10, 16))
    f.WorkFactory(lesson=lesson, held_on=dt.date(2023, 10, 17))
    f.LessonTaskFactory(lesson=lesson)
    f.HomeworkFactory(lesson=lesson)
    f.MarkFactory(cell__lesson=lesson, value=4)
    client, url = login(journal.teacher), f"/journal/{journal.id}/lessons/{lesson.id}"
    before = lesson.row_version
    assert client.post(url, data=fields_of(client.get(url).text)).status_code == 302
    db.expire_all()
    assert (lesson.row_version, lesson.works[0].held_on) == (before, dt.date(2023, 10, 17))


def test_results_of_a_work_are_typed_within_the_week_though_the_lesson_is_closed(db, login, journal):
    """п. 6.3: the record of the lesson is overdue, the marks of its declared work are not."""
    lesson = f.LessonFactory(journal=journal, date=dt.date(2023, 11, 13), kind=LessonKind.PRACTICAL)
    f.WorkFactory(lesson=lesson, number=6)
    student, = students(journal)
    client, url = login(journal.teacher), f"/journal/{journal.id}/lessons/{lesson.id}"
    fields = fields_of(client.get(url).text)
    assert client.post(url, data={**fields, f"cell_{student.id}": "5"}).status_code == 302
    assert db.scalars(sa.select(Mark.kind)).one() is MarkKind.PRACTICAL
    refused = client.post(url, data={**fields, "topic": "Другая тема"})
    assert refused.status_code == 422
    assert "Попросите заместителя директора" in refused.text


def test_what_another_wrote_meanwhile_stays_unless_it_is_written_over_knowingly(db, login, journal):
    lesson = f.LessonFactory(journal=journal, date=TODAY, pair=3)
    mine, theirs = students(journal, 2)
    client, url = login(journal.teacher), f"/journal/{journal.id}/lessons/{lesson.id}"
    shown = fields_of(client.get(url).text)
    for student in (mine, theirs):
        f.AbsenceFactory(cell=f.CellFactory(lesson=lesson, student=student, version=1))
    stale = client.post(url, data={**shown, f"cell_{mine.id}": "5"})
    assert stale.status_code == 422
    assert "Пока форма была открыта: записано «н»" in stale.text
    again = fields_of(stale.text)
    assert (again[f"cell_{mine.id}"], again[f"cell_{theirs.id}"]) == ("5", "н")
    assert client.post(url, data=again).status_code == 302
    assert db.scalars(sa.select(Mark.value)).one() == 5
    assert count(db, Absence) == 1


def test_marks_are_given_for_what_the_teacher_says(db, login, journal, new):
    student, = students(journal)
    login(journal.teacher).post(new, data=lesson_data(mark_kind="test", **cell(student.id, "5")))
    assert db.scalars(sa.select(Mark.kind)).one() is MarkKind.TEST


def test_an_own_lesson_is_changed_and_deleted_while_open(db, login, journal, new):
    client = login(journal.teacher)
    client.post(new, data=lesson_data(**task(0, "Опрос", "oral"), **task(1, "Задачи", "problem")))
    url = f"/journal/{journal.id}/lessons/{db.scalars(sa.select(Lesson.id)).one()}"
    fields = fields_of(client.get(url).text)
    assert (fields["topic"], fields["tasks-1-text"], fields["homework_due"]) == (
        "Делегаты и события", "Задачи", "2023-11-22")
    changed = {**fields, "topic": "Лямбда-выражения", "tasks-0-text": "", "homework": ""}
    assert client.post(url, data=changed).status_code == 302
    db.expire_all()
    lesson = db.scalars(sa.select(Lesson)).one()
    assert (lesson.topic, [one.text for one in lesson.tasks], lesson.homework) == ("Лямбда-выражения", ["Задачи"], [])
    assert client.post(f"{url}/delete").status_code == 302
    assert count(db, Lesson) == 0


def test_a_lesson_with_marks_is_not_deleted(db, login, journal):
    lesson = f.LessonFactory(journal=journal, date=TODAY)
    f.MarkFactory(cell__lesson=lesson)
    answer = login(journal.teacher).post(f"/journal/{journal.id}/lessons/{lesson.id}/delete", follow_redirects=True)
    assert "Сначала очистите клетки" in answer.text
    assert count(db, Lesson) == 1


def test_a_lesson_of_another_journal_is_not_here(login, journal):
    lesson = f.LessonFactory(journal=f.JournalFactory(teacher=journal.teacher), date=TODAY)
    client = login(journal.teacher)
    assert client.get(f"/journal/{journal.id}/lessons/{lesson.id}").status_code == 404
    assert client.post(f"/journal/{journal.id}/lessons/{lesson.id}", data=lesson_data()).status_code == 404


def test_a_stranger_among_the_cells_is_refused(db, login, journal, new):
    stranger = f.MembershipFactory().student
    answer = login(journal.teacher).post(new, data=lesson_data(**cell(stranger.id, "5")))
    assert answer.status_code == 422
    assert count(db, Mark) == 0


def test_a_leaver_has_no_field_and_an_order_instead(login, journal, new):
    order = f.MovementFactory(order_number="214")
    f.MembershipFactory(group=journal.group, student=order.student, ends=dt.date(2023, 11, 12), left_by=order)
    page = login(journal.teacher).get(new).text
    assert "выбыл с 13.11, пр. № 214" in page
    assert f"cell_{order.student_id}" not in page
    answer = login(journal.teacher).post(new, data=lesson_data(**cell(order.student_id, "5")))
    assert answer.status_code == 422


@pytest.mark.parametrize("count_of", [5, 25])
@pytest.mark.parametrize("recorded", [False, True])
def test_the_cost_does_not_grow_with_the_group(login, journal, new, count_of, recorded, count_queries):
    lesson = f.LessonFactory(journal=journal, date=TODAY, pair=3) if recorded else None
    note = f.AbsenceKindFactory(letter="б")
    for student in students(journal, count_of):
        f.ExcuseNoteFactory(student=student, kind=note)
        if lesson:
            f.MarkFactory(cell__lesson=lesson, cell__student=student)
    f.TimetableSlotFactory(journal=journal, weekday=3)
    client, url = login(journal.teacher), f"/journal/{journal.id}/lessons/{lesson.id}" if lesson else new
    with count_queries(at_most=22):
        page = client.get(url)
    typed = {name: "б" for name in fields_of(page.text) if name.startswith("cell_")}
    with count_queries(at_most=14 if recorded else 22):
        saved = client.post(url, data={**(fields_of(page.text) if recorded else lesson_data()), **typed})
    assert (saved.status_code, len(typed)) == (302, count_of)


def test_a_lesson_may_be_moved_where_the_timetable_moved_it(db, login, journal, new):
    f.TimetableSlotFactory(journal=journal, weekday=5, pair=2)
    f.TimetableChangeFactory(journal=journal, date=dt.date(2023, 11, 17), pair=2, kind=ChangeKind.MOVED,
                             new_date=TODAY, new_pair=5)
    assert fields_of(login(journal.teacher).get(new).text)["pair"] == "5"


# the same door for scripts: a phone records the lesson by its first tap

JSON = {"Accept": "application/json"}


def test_a_lesson_is_recorded_once_however_often_its_answer_is_lost(db, login, journal, new):
    student, = students(journal)
    client, data = login(journal.teacher), lesson_data(key="k-1", **cell(student.id, "б"))
    answers = [client.post(new, data=data, headers=JSON) for _ in range(3)]
    lesson = db.scalars(sa.select(Lesson)).one()
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert [answer.json for answer in answers] == [{
        "id": lesson.id, "url": f"/journal/{journal.id}/lessons/{lesson.id}", "versions": {str(student.id): 1},
        "saved_at": "2023-11-20T15:00:00+07:00"}] * 3
    assert count(db, Absence) == 1
    other = client.post(new, data={**data, "topic": "Другая тема"}, headers=JSON)
    assert other.status_code == 422
    assert count(db, Lesson) == 1


def test_scripts_hear_every_refusal_by_its_field(db, login, journal, new):
    student, = students(journal)
    answer = login(journal.teacher).post(new, headers=JSON, data=lesson_data(
        topic="Test", **work(0, "check", 3, ""), **cell(student.id, "9")))
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"topic", "works-0-title", f"cell_{student.id}"}
    assert "на русском языке" in answer.json["message"]
    assert count(db, Lesson) == 0


def test_scripts_of_a_visitor_are_told_to_sign_in(client, journal, new):
    assert client.post(new, data=lesson_data(), headers=JSON).status_code == 401


@pytest.mark.parametrize(("rows", "code"), [(13, 302), (40, 302), (41, 422)])
def test_no_row_is_dropped_silently(db, login, journal, new, rows, code):
    data = {name: value for place in range(rows) for name, value in task(place, f"Задание {place}").items()}
    answer = login(journal.teacher).post(new, data=lesson_data(**data))
    assert answer.status_code == code
    assert ("не больше 40" in answer.text) is (code == 422)
    assert count(db, LessonTask) == (rows if code == 302 else 0)


def test_a_lesson_with_many_tasks_from_the_back_office_is_shown_whole(login, journal):
    lesson = f.LessonFactory(journal=journal, date=TODAY)
    for place in range(1, 15):
        f.LessonTaskFactory(lesson=lesson, position=place)
    fields = fields_of(login(journal.teacher).get(f"/journal/{journal.id}/lessons/{lesson.id}").text)
    assert "tasks-13-text" in fields
