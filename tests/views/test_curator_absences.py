"""The curator's weekly sheet: a paper closes exactly the lessons of its span, also those recorded later (п. 5.3)."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.identity import Identity
from actions.cells import Entry
from actions.excuses import Paper, add_note
from models import Absence, AuditRecord, Cell, ExcuseNote
from rules.terms import Role
from tests import factories as f
from tests.teachers import save_cell

ZONE = ZoneInfo("Asia/Barnaul")
SEPTEMBER, DAY, STEP = dt.date(2023, 9, 1), f.TODAY, dt.timedelta(days=1)
PAGE = "/curator/absences/"


@pytest.fixture
def letters(db):
    return {letter: f.AbsenceKindFactory(letter=letter, excused=letter in "бу", is_late=letter == "о",
                                         counts_hours=letter != "о") for letter in "нбуо"}


def desk(letters, size=1, last_name="Ёлкина"):
    """A curator, a journal of the group and students with «н» for today."""
    journal = f.JournalFactory()
    curator = f.UserFactory(roles=(Role.CURATOR,))
    f.CuratorshipFactory(group=journal.group, user=curator, starts=SEPTEMBER)
    lesson = f.LessonFactory(journal=journal, date=DAY, pair=1)
    absences = []
    for _ in range(size):
        student = f.MembershipFactory(group=journal.group, student__last_name=last_name).student
        absences.append(f.AbsenceFactory(cell__lesson=lesson, cell__student=student, kind=letters["н"]))
    return curator, journal, absences


def paper(absence, **changed):
    return {"student": absence.cell.student_id, "letter": "б", "starts": DAY, "ends": DAY + STEP,
            "document": "справка № 5", **changed}


def test_a_paper_closes_what_stands_and_what_is_written_later(db, login, letters, school_time):
    curator, journal, (absence,) = desk(letters)
    client = login(curator)
    assert "Ёлкина" in client.get(PAGE).text
    answer = client.post("/curator/notes/", data=paper(absence), follow_redirects=True).text
    assert "закрыто: 1 пропуск." in answer
    assert "решать нечего" in answer
    db.expire_all()
    note = db.scalars(sa.select(ExcuseNote)).one()
    assert (absence.kind.letter, absence.excuse_note_id, absence.cell.version) == ("б", note.id, 2)
    record = db.scalars(sa.select(AuditRecord).where(AuditRecord.entity == "cell")
                        .order_by(AuditRecord.id.desc())).first()
    assert (record.actor_id, record.after["value"]) == (curator.id, "б")
    school_time("2023-11-21 15:00+07:00")
    later = f.LessonFactory(journal=journal, date=DAY + STEP, pair=1)
    saved = login(journal.teacher).put(f"/journal/{journal.id}/cells/{later.id}/{absence.cell.student_id}",
                                       json={"value": "н", "version": 0, "key": "k"})
    assert (saved.status_code, saved.json["value"]) == (200, "б"), saved.json


def test_a_paper_of_the_back_office_closes_them_too(db, login, letters):
    curator, _, (absence,) = desk(letters)
    foreign = desk(letters)[2][0]
    form = {"kind": letters["б"].id, "starts": DAY, "ends": DAY, "document": "справка № 5"}
    client, url = login(curator), "/admin/excuse_note/new/"
    assert client.post(url, data={**form, "student": foreign.cell.student_id}).status_code in (404, 422)
    assert client.post(url, data={**form, "student": absence.cell.student_id}).status_code == 302
    db.expire_all()
    assert (absence.kind.letter, foreign.kind.letter) == ("б", "н")
    assert absence.excuse_note_id is not None


@pytest.mark.parametrize(("changed", "words"), [
    ({"letter": "н"}, "уважительную причину"), ({"ends": DAY - STEP}, "Конец раньше начала"),
    ({"document": "."}, "Назовите документ"), ({"starts": "вчера"}, "первый и последний день")])
def test_a_paper_is_refused_and_what_was_typed_stays(db, login, letters, changed, words):
    curator, _, (absence,) = desk(letters)
    answer = login(curator).post("/curator/notes/", data=paper(absence, **{"document": "справка № 77", **changed}))
    assert (answer.status_code, words in answer.text) == (422, True)
    assert "document" in changed or "справка № 77" in answer.text
    assert db.scalar(sa.select(sa.func.count(ExcuseNote.id))) == 0


def test_one_decision_for_the_chosen_ones_all_or_none(db, login, letters):
    curator, _, absences = desk(letters, 3)
    foreign = desk(letters)[2][0]
    client, chosen = login(curator), [one.id for one in absences[:2]]
    form = {"absence": chosen, "letter": "у", "reason": "заявление родителей"}
    assert client.post(PAGE, data={**form, "reason": ""}).status_code == 422
    assert client.post(PAGE, data={**form, "absence": []}).status_code == 422
    assert client.post(PAGE, data={**form, "absence": [*chosen, foreign.id]}).status_code == 404
    db.expire_all()
    assert {one.kind.letter for one in absences} == {"н"}
    assert client.post(PAGE, data=form).status_code == 302
    db.expire_all()
    assert [one.kind.letter for one in absences] == ["у", "у", "н"]


def test_what_is_confirmed_waits_no_more_and_may_be_taken_back(db, login, letters):
    """«н» stays with its hours; the version and the audit know; a paper brought later still closes it (п. 5.3)."""
    curator, _, absences = desk(letters, 3)
    client, url = login(curator), f"{PAGE}confirmed"
    assert client.post(url, data={"act": "chosen"}).status_code == 422
    assert client.post(url, data={"act": "chosen", "absence": absences[0].id}).status_code == 302
    page = client.get(PAGE).text
    assert "Всего ждут: 2" in page and page.count('name="confirmed"') == 1
    [shown] = re.findall(r'name="shown" value="([^"]*)"', page)
    assert sorted(map(int, shown.split())) == [one.id for one in absences[1:]]
    db.expire_all()
    first = absences[0]
    assert (first.kind.letter, first.hours, first.confirmed_by_id, first.cell.version) == ("н", 2, curator.id, 2)
    record = db.scalars(sa.select(AuditRecord).where(
        AuditRecord.entity == "cell", AuditRecord.entity_id == first.cell_id).order_by(AuditRecord.id.desc())).first()
    assert (record.before, record.after, record.actor_id) == (
        {"value": "н"}, {"value": "н", "confirmed": True}, curator.id)
    form = {"act": "shown", "shown": [one.id for one in absences]}  # one of them has been confirmed meanwhile
    assert client.post(url, data=form).status_code == 302
    assert "решать нечего" in client.get(PAGE).text
    db.expire_all()
    assert [one.cell.version for one in absences] == [2, 2, 2]
    assert client.post(url, data={"act": "recall", "confirmed": first.id}).status_code == 302
    db.expire_all()
    assert [one.confirmed_by_id for one in absences] == [None, curator.id, curator.id]
    client.post("/curator/notes/", data=paper(absences[1]))
    db.expire_all()
    assert (absences[1].kind.letter, absences[1].confirmed_by_id) == ("б", None)


def test_a_confirmation_is_no_news_to_the_teacher_and_survives_a_mark(db, login, letters, school_time):
    curator, journal, (absence,) = desk(letters)
    db.commit()
    journal.teacher.seen_digest_id = db.scalar(sa.select(sa.func.max(AuditRecord.id)))
    login(curator).post(f"{PAGE}confirmed", data={"act": "chosen", "absence": absence.id})
    client = login(journal.teacher)
    assert "Изменено в ваших журналах" not in client.get("/").text
    school_time("2023-11-21 12:00+07:00")
    saved = client.put(f"/journal/{journal.id}/cells/{absence.cell.lesson_id}/{absence.cell.student_id}", json={
        "value": "н/4", "version": 2, "key": "k", "reason": "отработано 21.11.2023"})
    assert saved.status_code == 200, saved.json
    db.expire_all()
    assert absence.confirmed_by_id == curator.id


def test_a_curator_confirms_in_an_own_journal_after_the_teachers_time(db, login, letters, school_time):
    curator, journal, (absence,) = desk(letters)
    f.UserRoleFactory(user=curator, role=Role.TEACHER)
    journal.teacher = absence.cell.lesson.teacher = curator
    school_time("2023-12-15 12:00+07:00")
    assert login(curator).post(f"{PAGE}confirmed", data={"act": "chosen", "absence": absence.id}).status_code == 302
    db.expire_all()
    assert absence.confirmed_by_id == curator.id


def test_a_closed_month_is_decided_and_a_teacher_confirms_nothing(db, login, letters):
    curator, journal, (absence,) = desk(letters)
    other, _, (own,) = desk(letters)
    f.UserRoleFactory(user=other, role=Role.TEACHER)
    journal.teacher = other  # teaches the group, does not curate it
    form = {"act": "chosen", "absence": absence.id}
    assert login(other).post(f"{PAGE}confirmed", data=form).status_code == 404
    both = {"act": "shown", "shown": [own.id, absence.id]}
    assert login(other).post(f"{PAGE}confirmed", data=both).status_code == 404
    as_the_page = {"act": "shown", "shown": f"{own.id} {absence.id}"}
    assert login(other).post(f"{PAGE}confirmed", data=as_the_page).status_code == 404
    f.ClosingFactory(starts=DAY.replace(day=1), ends=DAY.replace(day=30))
    client = login(curator)
    assert "решать нечего" in client.get(PAGE).text
    client.post(f"{PAGE}confirmed", data=form)
    db.expire_all()
    assert (absence.confirmed_by_id, own.confirmed_by_id, absence.cell.version) == (None, None, 1)


def test_an_archived_year_waits_for_nobody(db, login, letters):
    curator, journal, (absence,) = desk(letters)
    client = login(curator)
    assert "Всего ждут: 1" in client.get(PAGE).text
    journal.semester.academic_year.archived_at = f.NOW
    assert "Всего ждут" not in client.get(PAGE).text
    client.post(f"{PAGE}confirmed", data={"act": "chosen", "absence": absence.id})
    db.expire_all()
    assert absence.confirmed_by_id is None


def test_who_may_not(db, login, letters):
    curator, journal, (absence,) = desk(letters)
    other, _, _ = desk(letters, last_name="Чужая")
    client = login(other)
    assert client.get(f"{PAGE}?group={journal.group_id}").status_code == 404
    assert client.post("/curator/notes/", data=paper(absence)).status_code == 404
    assert client.post(PAGE, data={"absence": absence.id, "letter": "у", "reason": "заявление"}).status_code == 404
    assert "Ёлкина" not in client.get(PAGE).text
    assert login(journal.teacher).get(PAGE).status_code == 403
    db.execute(sa.update(f.m.Curatorship).where(f.m.Curatorship.user_id == curator.id).values(ends=DAY - STEP))
    db.commit()
    lost = login(curator)
    assert lost.get(f"{PAGE}?group={journal.group_id}").status_code == 404
    assert lost.post("/curator/notes/", data=paper(absence)).status_code == 404
    assert "Группы у вас сейчас нет" in lost.get(PAGE).text


@pytest.mark.parametrize("size", [5, 25])
def test_the_page_costs_the_same_at_any_size(login, letters, count_queries, size):
    curator, _, _ = desk(letters, size)
    client = login(curator)
    client.get(PAGE)
    with count_queries(at_most=5):
        assert client.get(PAGE).text.count('name="absence"') == size


DAYS = st.integers(0, 9)


@settings(max_examples=20, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(span=st.tuples(DAYS, DAYS).map(sorted), before=st.sets(DAYS), after=st.sets(DAYS), moved=st.none() | DAYS)
def test_any_span_any_later_entry_any_movement(db, letters, span, before, after, moved):
    """Closed are the own group's «н» of the span, and whatever is written later in it, in any group."""
    home, away = f.JournalFactory(), f.JournalFactory()
    start = dt.date(2023, 11, 7)
    student = f.StudentFactory()
    days = [start + STEP * number for number in range(10)]
    if moved:
        f.MembershipFactory(student=student, group=home.group, starts=SEPTEMBER, ends=days[moved] - STEP)
    f.MembershipFactory(student=student, group=away.group if moved else home.group,
                        starts=days[moved] if moved else SEPTEMBER)
    journals = [away if moved and number >= moved else home for number in range(10)]
    own = away if moved else home
    curator = f.CuratorshipFactory(group=own.group, starts=SEPTEMBER).user
    lessons = [f.LessonFactory(journal=journal, date=day, pair=1) for journal, day in zip(journals, days, strict=True)]

    def write(number: int) -> None:
        teacher, moment = journals[number].teacher, dt.datetime.combine(days[number], dt.time(15), ZONE)
        save_cell(Identity(teacher.id, frozenset({Role.TEACHER}), moment), journals[number], lessons[number],
                  student.id, Entry("н", 0))

    for number in before:
        write(number)
    user = Identity(curator.id, frozenset({Role.CURATOR}), dt.datetime(2023, 11, 20, 9, tzinfo=ZONE))
    add_note(user, Paper(student.id, "б", days[span[0]], days[span[1]], "справка № 5"))
    for number in after - before:
        write(number)
    inside = set(range(span[0], span[1] + 1))
    expected = {lessons[number].id for number in inside & (
        {one for one in before if journals[one] is own} | (after - before))}
    rows = db.execute(sa.select(Cell.lesson_id).join(Absence, Absence.cell_id == Cell.id).where(
        Cell.student_id == student.id, Absence.excuse_note_id.is_not(None), Absence.kind_id == letters["б"].id))
    assert set(rows.scalars()) == expected
