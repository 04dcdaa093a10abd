"""A substitution from end to end: who may, whose hours, until when (п. 5.6, 6.1, 6.3, 7.3)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models import Lesson, Mark
from rules.terms import ChangeKind, Role
from tests import factories as f
from tests.views.lesson_forms import cell, fields_of, lesson_data

TODAY = dt.date(2023, 11, 20)


@pytest.fixture
def journal(db):
    f.AbsenceKindFactory(letter="н")
    return f.JournalFactory(group__name="ИС-21", teacher__last_name="Дорошенко", teacher__first_name="Павел",
                            teacher__patronymic="Андреевич")


@pytest.fixture
def substitute(db):
    return f.TeacherFactory(last_name="Рябова", first_name="Нина", patronymic="Глебовна")


@pytest.fixture
def new(journal):
    return f"/journal/{journal.id}/lessons/new"


@pytest.fixture
def planned(journal, substitute):
    return f.TimetableChangeFactory(journal=journal, date=TODAY, pair=3, kind=ChangeKind.SUBSTITUTED,
                                    substitute=substitute, reason="болезнь преподавателя")


def only(db):
    db.expire_all()
    return db.scalars(sa.select(Lesson)).one()


# by the timetable

def test_the_substitute_finds_the_lesson_and_records_it(db, login, journal, substitute, planned, new):
    student = f.MembershipFactory(group=journal.group).student
    client = login(substitute)
    page = client.get(new).text
    fields = fields_of(page)
    assert "Вы замещаете: Дорошенко П. А., болезнь преподавателя." in page
    assert "до 27.11 (п.&nbsp;6.1, 6.3)" in page
    assert (fields["date"], fields["pair"]) == ("2023-11-20", "3")
    assert client.post(new, data={**fields, "topic": "Классы", **cell(student.id, "5")}).status_code == 302
    lesson = only(db)
    assert (lesson.teacher_id, lesson.substituted_id, lesson.substitution_reason, lesson.entered_by_id) == (
        substitute.id, journal.teacher_id, "болезнь преподавателя", substitute.id)
    assert db.scalars(sa.select(Mark.value)).one() == 5


@pytest.mark.parametrize("changes", [{"pair": "4"}, {"date": "2023-11-18", "reason": "забыл записать"}])
def test_no_other_lesson_is_the_substitutes(db, login, substitute, planned, new, changes):
    answer = login(substitute).post(new, data=lesson_data(**changes))
    assert answer.status_code == 422
    assert "(п. 6.1)" in answer.text
    assert db.scalars(sa.select(Lesson)).all() == []


@pytest.mark.parametrize("kind", [None, ChangeKind.CANCELLED, ChangeKind.ROOM])
def test_without_a_substitution_the_journal_is_not_there(login, journal, substitute, new, kind):
    if kind:
        f.TimetableChangeFactory(journal=journal, date=TODAY, pair=3, kind=kind, substitute=substitute)
    client = login(substitute)
    assert client.get(new).status_code == 404
    assert client.post(new, data=lesson_data()).status_code == 404


def test_another_teacher_and_the_office_do_not_write_it(login, journal, planned, new):
    assert login(Role.TEACHER).post(new, data=lesson_data()).status_code == 404
    for role in (Role.CURATOR, Role.METHODIST, Role.DEPUTY_OOD, Role.ADMINISTRATOR):
        assert login(role).post(new, data=lesson_data()).status_code == 403


def test_only_this_lesson_and_only_until_the_week_is_over(db, login, journal, substitute, planned, new, school_time):
    student = f.MembershipFactory(group=journal.group).student
    client = login(substitute)
    client.post(new, data=lesson_data(kind="control", **{"works-0-kind": "control", "works-0-number": "1",
                                                         "works-0-title": "Классы"}))
    lesson = only(db)
    other = f.LessonFactory(journal=journal, date=TODAY, pair=5)
    url = f"/journal/{journal.id}/lessons/{lesson.id}"
    put = f"/journal/{journal.id}/cells/{lesson.id}/{student.id}"
    assert client.get(f"/journal/{journal.id}/lessons/{other.id}").status_code == 404
    assert client.post(f"/journal/{journal.id}/lessons/{other.id}", data=lesson_data()).status_code == 404
    school_time("2023-11-27 23:59:00+07:00")  # the last minute of п. 6.3
    assert client.get(url).status_code == 200
    fields = fields_of(client.get(url).text)
    assert client.post(url, data={**fields, f"cell_{student.id}": "4"}).status_code == 302
    school_time("2023-11-28 00:00:00+07:00")
    for answer in (client.get(url), client.post(url, data=fields), client.get(new),
                   client.put(put, json={"value": "5", "version": 1, "key": "k"}),
                   client.get(f"/journal/{journal.id}"), client.post(f"{url}/delete")):
        assert answer.status_code == 404
    assert db.scalars(sa.select(Mark.value)).one() == 4


def test_the_replaced_teacher_sees_who_gave_it(login, db, journal, substitute, planned, new):
    owner = login(journal.teacher)
    before = owner.get(f"{new}?date=2023-11-20&pair=3").text
    assert "Занятие замещает Рябова Н. Г., болезнь преподавателя." in before
    login(substitute).post(new, data=lesson_data())
    page = owner.get(f"/journal/{journal.id}/lessons/{only(db).id}").text
    assert "Занятие провёл(а) Рябова Н. Г., болезнь преподавателя." in page
    assert "Часы засчитывают тому, кто провёл" in page


def test_the_substitution_is_seen_from_the_start_page_to_the_topics(login, db, journal, substitute, planned, new):
    f.TimetableSlotFactory(journal=journal, weekday=1, pair=3)
    client = login(substitute)
    start = client.get("/", follow_redirects=True).text
    assert f"/journal/{journal.id}/lessons/new?date=2023-11-20&amp;pair=3" in start
    assert "замена: журнал ведёт Дорошенко П. А." in start
    client.post(new, data=lesson_data())
    f.MembershipFactory(group=journal.group)
    owner = login(journal.teacher)
    grid = owner.get(f"/journal/{journal.id}").text
    head = grid[grid.index(f'data-lesson="{only(db).id}"'):]
    assert "замена: Рябова Н. Г." in head[:400]
    assert "Рябова Н. Г." in owner.get(f"/journal/{journal.id}/topics").text
    assert "Рябова Н. Г." in owner.get(f"/journal/{journal.id}/panel/?lesson={only(db).id}").text


# told at the moment of entry

def test_what_the_owner_records_on_a_substituted_pair_is_the_substitutes(db, login, journal, substitute, planned, new):
    """The form of the owner proposes whom the timetable names; an entry that names nobody is his too (п. 6.1)."""
    owner = login(journal.teacher)
    assert fields_of(owner.get(f"{new}?date=2023-11-20&pair=3").text)["given_by"] == str(substitute.id)
    assert owner.post(new, data=lesson_data()).status_code == 302
    lesson = only(db)
    assert (lesson.teacher_id, lesson.substituted_id, lesson.substitution_reason) == (
        substitute.id, journal.teacher_id, "болезнь преподавателя")


def test_the_owner_does_not_take_a_substituted_lesson_for_own(login, journal, planned, new):
    answer = login(journal.teacher).post(new, data=lesson_data(given_by=str(journal.teacher_id)))
    assert answer.status_code == 422
    assert "вас замещает Рябова Н. Г." in answer.text
    assert "попросите методиста снять замену (п. 6.1)" in answer.text


def test_a_substitution_that_the_timetable_does_not_know(db, login, journal, substitute, new):
    f.UserFactory(roles=[Role.METHODIST], last_name="Тихонова", first_name="Вера", patronymic="Павловна")
    owner = login(journal.teacher)
    assert "сообщите методисту: Тихонова В. П." in owner.get(new).text
    named = lesson_data(given_by=str(substitute.id))
    refused = owner.post(new, data=named)
    assert refused.status_code == 422
    assert "Укажите причину замены (п. 6.1)" in refused.text
    assert owner.post(new, data={**named, "substitution_reason": "вызов в суд"}).status_code == 302
    lesson = only(db)
    assert (lesson.teacher_id, lesson.substituted_id, lesson.substitution_reason) == (
        substitute.id, journal.teacher_id, "вызов в суд")
    url = f"/journal/{journal.id}/lessons/{lesson.id}"
    mine = login(substitute)
    assert mine.post(url, data={**fields_of(mine.get(url).text), "topic": "Классы и объекты"}).status_code == 302
    assert only(db).substituted_id == journal.teacher_id


@pytest.mark.parametrize("who", ["blocked", "curator"])
def test_only_a_teacher_of_the_college_is_named(login, journal, new, who):
    named = f.TeacherFactory(blocked_at=dt.datetime(2023, 9, 1, tzinfo=dt.UTC)) if who == "blocked" \
        else f.UserFactory(roles=[Role.CURATOR])
    answer = login(journal.teacher).post(new, data=lesson_data(given_by=str(named.id), substitution_reason="болезнь"))
    assert answer.status_code == 422
    assert "выберите из списка" in answer.text


def test_a_substitute_names_nobody_else(db, login, journal, substitute, planned, new):
    stranger = f.TeacherFactory()
    assert login(substitute).post(new, data=lesson_data(given_by=str(stranger.id))).status_code == 302
    assert only(db).teacher_id == substitute.id


# another discipline instead

def test_another_discipline_goes_to_its_own_journal(db, login, journal, new):
    other = f.JournalFactory(group=journal.group, line__discipline__title="Математика")
    f.TimetableChangeFactory(journal=journal, new_journal=other, date=TODAY, pair=3, kind=ChangeKind.REPLACED)
    refused = login(journal.teacher).post(new, data=lesson_data())
    assert refused.status_code == 422
    assert f"вместо этого занятия — «{other.line.title}»" in refused.text
    client = login(other.teacher)
    there = f"/journal/{other.id}/lessons/new"
    assert fields_of(client.get(there).text)["pair"] == "3"
    assert client.post(there, data=lesson_data()).status_code == 302
    lesson = only(db)
    assert (lesson.journal_id, lesson.teacher_id, lesson.substituted_id) == (other.id, other.teacher_id, None)
