"""Leave to write late over HTTP: asked, given, declined, used; months closed with findings in sight (п. 7.2)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

import jobs
from jobs import nightly
from models import Closing, ReopeningGrant, ReopeningRequest
from rules.terms import ClosingScope, FindingState, RequestState, Role
from tests import factories as f

OLD = dt.date(2023, 10, 16)  # weeks before the factories' now
ASKED = {"starts": OLD.isoformat(), "ends": OLD.isoformat(), "reason": "Болезнь, листок нетрудоспособности"}


@pytest.fixture
def journal(db):
    made = f.JournalFactory(teacher__roles=(Role.TEACHER,))
    db.commit()
    return made


def ask(client, journal, **more):
    return client.post(f"/journal/{journal.id}/reopening", data={**ASKED, **more})


def test_a_granted_request_opens_the_day_to_the_teacher_and_ends_by_itself(db, login, journal, school_time):
    student = f.StudentFactory()
    f.MembershipFactory(student=student, group=journal.group)
    lesson = f.LessonFactory(journal=journal, date=OLD)
    absence = f.AbsenceKindFactory(letter="н")
    db.commit()
    teacher, deputy = login(journal.teacher), login(Role.DEPUTY_UPR)
    cell = f"/journal/{journal.id}/cells/{lesson.id}/{student.id}"

    def save(key):
        return teacher.put(cell, json={"value": absence.letter, "version": 0, "key": f"{key:032x}"})

    assert save(1).json["needs"] == "reopening"
    assert ask(teacher, journal).status_code == 303
    request = db.scalars(sa.select(ReopeningRequest)).one()
    assert "Болезнь, листок" in deputy.get("/control/periods/").text
    assert deputy.post(f"/control/periods/requests/{request.id}/grant", data={"days": "1"}).status_code == 303
    db.expire_all()
    grant = db.scalars(sa.select(ReopeningGrant)).one()
    assert (request.state, request.grant_id, grant.user_id) == (RequestState.DONE, grant.id, journal.teacher_id)
    assert "открыто до" in teacher.get(f"/journal/{journal.id}/reopening").text
    assert save(2).status_code == 200
    after = grant.expires_at + dt.timedelta(minutes=2)
    school_time(after.isoformat())
    assert teacher.put(cell, json={"value": "", "version": 1, "key": f"{3:032x}"}).json["needs"] == "reopening"


@pytest.mark.parametrize(("more", "words"), [
    ({"starts": ""}, "Укажите день"),
    ({"ends": "2023-10-01"}, "Последнее занятие раньше первого"),
    ({"starts": "2023-11-30", "ends": "2023-11-30"}, "ещё не прошли"),
    ({"reason": "..."}, "Укажите причину словами"),
    ({"reason": "Очень долгая болезнь " * 30}, "Не длиннее 500 знаков"),
    ({"starts": "2023-05-10", "ends": "2023-05-10"}, "Журнал ведут с"),
])
def test_a_refused_request_keeps_what_was_typed(db, login, journal, more, words):
    answer = ask(login(journal.teacher), journal, **more)
    assert answer.status_code == 422
    assert words in answer.text.replace("\u00a0", " ")
    assert ({**ASKED, **more})["reason"].strip()[:20] in answer.text
    assert db.scalar(sa.select(sa.func.count()).select_from(ReopeningRequest)) == 0


def test_the_same_request_waits_once(login, journal):
    teacher = login(journal.teacher)
    assert ask(teacher, journal).status_code == 303
    assert "уже ждёт ответа" in ask(teacher, journal).text


def test_a_declined_request_has_words_and_is_answered_once(db, login, journal):
    teacher, deputy = login(journal.teacher), login(Role.DEPUTY_OOD)
    ask(teacher, journal)
    url = f"/control/periods/requests/{db.scalars(sa.select(ReopeningRequest.id)).one()}"
    assert "почему запись не открыта" in deputy.post(f"{url}/decline", data={"reply": " "}).text
    assert deputy.post(f"{url}/grant", data={"days": "365"}).status_code == 422
    assert deputy.post(f"{url}/decline", data={"reply": "Занятие вёл другой"}).status_code == 303
    assert "Занятие вёл другой" in teacher.get(f"/journal/{journal.id}/reopening").text
    assert "уже решена" in deputy.post(f"{url}/grant", data={"days": "3"}).text
    assert db.scalar(sa.select(sa.func.count()).select_from(ReopeningGrant)) == 0


@pytest.mark.one_engine  # the role is refused before the database is asked
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.DEPUTY_UPR, Role.DEPUTY_OOD)])
def test_nobody_else_answers(db, login, journal, role):
    ask(login(journal.teacher), journal)
    number = db.scalars(sa.select(ReopeningRequest.id)).one()
    answer = login(role).post(f"/control/periods/requests/{number}/grant", data={"days": "3"})
    assert answer.status_code == 403
    assert db.scalar(sa.select(sa.func.count()).select_from(ReopeningGrant)) == 0


def test_only_the_teacher_of_the_journal_asks(login, journal, db):
    other = f.UserFactory(roles=(Role.TEACHER,))
    db.commit()
    assert ask(login(other), journal).status_code == 404
    assert ask(login(Role.DEPUTY_UPR), journal).status_code == 403


def test_a_month_is_closed_once_with_its_findings_in_sight(db, login, journal, count_queries):
    lesson = f.LessonFactory(journal=journal, date=OLD)
    for number in range(2):
        f.FindingFactory(journal=journal, lesson=lesson, day=OLD, fingerprint=str(number))
    f.FindingFactory(journal=journal, day=OLD, rule="few_marks", fingerprint="of no lesson")
    f.FindingFactory(journal=journal, lesson=lesson, day=OLD, fingerprint="done", state=FindingState.FIXED)
    db.commit()
    deputy = login(Role.DEPUTY_UPR)
    with count_queries(at_most=8):
        page = deputy.get("/control/periods/").text
    assert "Открытых замечаний: 3." in page
    october = {"scope": "month", "starts": "2023-10-01", "ends": "2023-10-31"}
    assert deputy.post("/control/periods/close", data=october).status_code == 303
    assert db.scalars(sa.select(Closing.starts)).all() == [dt.date(2023, 10, 1)]
    assert "уже закрыт" in deputy.post("/control/periods/close", data=october).text
    now = {"scope": "month", "starts": "2023-11-01", "ends": "2023-11-30"}
    assert "ещё не закончился" in deputy.post("/control/periods/close", data=now).text
    assert deputy.post("/control/periods/close", data={**october, "scope": "century"}).status_code == 400
    assert login(Role.DIRECTOR).post("/control/periods/close", data=october).status_code == 403


def test_months_of_a_closed_semester_are_closed_with_it(db, login, journal, school_time):
    term = journal.semester
    f.ClosingFactory(scope=ClosingScope.SEMESTER, starts=term.starts, ends=term.ends)
    db.commit()
    school_time(f"{term.ends + dt.timedelta(days=10)} 12:00")
    page = login(Role.DEPUTY_UPR).get("/control/periods/").text
    months = (term.ends.year - term.starts.year) * 12 + term.ends.month - term.starts.month + 1
    assert page.count("вместе с семестром") == months
    assert ">открыт<" not in page
    assert 'value="month"' not in page, "nothing to close once more"


def test_the_night_closes_what_the_norm_says_and_nobody_signs_it(app, db, login, journal, school_time):
    f.ClosingFactory(starts=dt.date(2023, 9, 1))
    f.NormValueFactory(code="close_month_after_days", value=5, valid_from=dt.date(2023, 10, 1))
    db.commit()
    for moment in ("2023-11-05 23:00", "2023-11-06 00:15", "2023-11-07 00:15"):
        school_time(moment)
        jobs._run(app, nightly.close_months)
    closed = db.execute(sa.select(Closing.starts, Closing.ends, Closing.closed_by_id).order_by(Closing.starts)).all()
    assert closed[1:] == [(dt.date(2023, 10, 1), dt.date(2023, 10, 31), None)]
    assert "по норме, 06.11.2023" in login(Role.DEPUTY_UPR).get("/control/periods/").text


@pytest.mark.parametrize(("kept_since", "closed"), [
    ("2023-10-16", ["2023-09-01"]),  # the first half of October is still brought over
    ("2023-10-01", ["2023-09-01", "2023-10-01"]),
])
def test_the_night_leaves_a_month_that_began_in_another_system(app, db, journal, school_time, kept_since, closed):
    f.ClosingFactory(starts=dt.date(2023, 9, 1))
    for code, value, since in (("close_month_after_days", 5, "2023-09-01"), ("kept_here", 0, "2023-09-01"),
                               ("kept_here", 1, kept_since)):
        f.NormValueFactory(code=code, value=value, valid_from=dt.date.fromisoformat(since))
    db.commit()
    school_time("2023-11-20 00:15")
    jobs._run(app, nightly.close_months)
    assert [day.isoformat() for day in db.scalars(sa.select(Closing.starts).order_by(Closing.starts))] == closed


def test_an_august_of_two_years_is_closed_once(app, db, journal, school_time):
    """One year ends on the 15th, the next begins on the 28th: the night must not stumble over its own closing."""
    year = journal.semester.academic_year
    year.starts = dt.date(2023, 8, 28)
    f.AcademicYearFactory(year=2022, ends=dt.date(2023, 8, 15))
    f.NormValueFactory(code="close_month_after_days", value=5, valid_from=dt.date(2023, 8, 1))
    db.commit()
    school_time("2023-09-20 00:15")
    jobs._run(app, nightly.close_months)
    assert db.scalars(sa.select(Closing.starts)).all() == [dt.date(2023, 8, 1)]
