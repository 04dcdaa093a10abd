"""PUT of one cell: the contract of decision 2, the rights, the audit (п. 6.1–6.8, 9.4)."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from models import Absence, AuditRecord, Cell, Lesson, Mark, Student, User
from rules.terms import ClosingScope, MarkKind, MedicalGroup, Role, WorkKind
from tests import factories as f

TODAY = dt.date(2023, 11, 20)


@dataclass
class Place:
    teacher: User
    lesson: Lesson
    student: Student

    @property
    def url(self) -> str:
        return f"/journal/{self.lesson.journal_id}/cells/{self.lesson.id}/{self.student.id}"


@pytest.fixture
def place(db: Any) -> Place:
    lesson = f.LessonFactory(date=TODAY, pair=2)
    student = f.MembershipFactory(group=lesson.journal.group).student
    for letter, is_late in (("н", False), ("б", False), ("о", True)):
        f.AbsenceKindFactory(letter=letter, is_late=is_late, counts_hours=not is_late)
    return Place(lesson.journal.teacher, lesson, student)


def body(value: str, version: int = 0, **more: Any) -> dict[str, Any]:
    return {"value": value, "version": version, "key": str(uuid.uuid4()), **more}


def test_a_mark_is_saved_with_its_version_and_moment(db, login, place):
    answer = login(place.teacher).put(place.url, json=body("5"))
    assert answer.status_code == 200
    assert answer.json == {"value": "5", "version": 1, "saved_at": "2023-11-20T15:00:00+07:00"}
    mark = db.scalars(sa.select(Mark)).one()
    assert (mark.value, mark.kind, mark.year) == (5, MarkKind.ANSWER, 2023)


@pytest.mark.parametrize(("value", "stored"), [
    ("4", "4"), ("5/4", "5/4"), (" н ", "н"), ("Y", "н"), ("о/4", "о/4"), ("", "")])
def test_values_as_typed(login, place, value, stored):
    assert login(place.teacher).put(place.url, json=body(value)).json["value"] == stored


@pytest.mark.parametrize(("value", "point"), [
    ("н/а", "6.5"), ("Осв.", "6.8"), ("1", ""), ("6", ""), ("н/5", ""), ("зачёт", "")])
def test_what_the_regulation_forbids_is_refused_by_its_point(db, login, place, value, point):
    answer = login(place.teacher).put(place.url, json=body(value))
    assert answer.status_code == 422
    assert answer.json["point"] == point
    assert answer.json["message"]
    assert db.scalar(sa.select(sa.func.count()).select_from(Cell)) == 0


def test_a_stale_version_is_told_what_stands_there(login, place):
    client = login(place.teacher)
    client.put(place.url, json=body("5"))
    answer = client.put(place.url, json=body("4", 0))
    assert answer.status_code == 409
    assert answer.json == {"value": "5", "version": 1, "author": place.teacher.short_name,
                           "saved_at": "2023-11-20T15:00:00+07:00"}


def test_an_unchanged_value_keeps_its_version_and_leaves_no_trace(db, login, place):
    client = login(place.teacher)
    client.put(place.url, json=body("5"))
    assert client.put(place.url, json=body("5", 1)).json["version"] == 1
    assert db.scalar(sa.select(sa.func.count()).select_from(AuditRecord)
                     .where(AuditRecord.entity == "cell")) == 1


def test_the_same_key_is_answered_once(db, login, place):
    client, sent = login(place.teacher), body("5")
    answers = [client.put(place.url, json=sent).json for _ in range(5)]
    assert all(answer == answers[0] for answer in answers)
    assert db.scalar(sa.select(sa.func.count()).select_from(Mark)) == 1
    assert client.put(place.url, json={**sent, "value": "4"}).status_code == 422


def test_clearing_keeps_the_row_and_its_version(db, login, place):
    client = login(place.teacher)
    client.put(place.url, json=body("5"))
    assert client.put(place.url, json=body("", 1)).json["version"] == 2
    assert db.scalars(sa.select(Cell.version)).one() == 2
    assert db.scalar(sa.select(sa.func.count()).select_from(Mark)) == 0


def test_one_audit_row_says_before_and_after(db, login, place):
    client = login(place.teacher)
    client.put(place.url, json=body("5"))
    client.put(place.url, json=body("4", 1))
    records = db.scalars(sa.select(AuditRecord).where(AuditRecord.entity == "cell").order_by(AuditRecord.id)).all()
    assert [(r.before["value"], r.after["value"], r.actor_id) for r in records] == [
        ("", "5", place.teacher.id), ("5", "4", place.teacher.id)]
    assert {r.chain for r in records} == {f"journal:{place.lesson.journal_id}"}


def test_absence_counts_the_lessons_hours_and_lateness_none(db, login, place):
    client = login(place.teacher)
    client.put(place.url, json=body("н"))
    assert db.scalars(sa.select(Absence.hours)).one() == 2
    client.put(place.url, json=body("о/4", 1))
    assert db.scalars(sa.select(Absence.hours)).one() == 0


@pytest.mark.parametrize(("now", "reason", "status", "needs"), [
    ("2023-11-20 23:59:59", None, 200, None),           # the day of the lesson
    ("2023-11-21 00:00:00", None, 422, "reason"),       # a second later
    ("2023-11-21 00:00:00", "болел ребёнок", 200, None),
    ("2023-11-23 23:59:59", "болел ребёнок", 200, None),    # third working day
    ("2023-11-24 00:00:00", "болел ребёнок", 422, "reopening"),
])
def test_late_marks(login, place, school_time, now, reason, status, needs):
    school_time(f"{now}+07:00")
    answer = login(place.teacher).put(place.url, json=body("5", reason=reason))
    assert (answer.status_code, (answer.json or {}).get("needs")) == (status, needs)


@pytest.mark.parametrize(("now", "status"), [
    ("2023-11-27 23:59:59", 200), ("2023-11-28 00:00:00", 422)])
def test_a_declared_work_has_a_week(login, place, school_time, now, status):
    f.WorkFactory(lesson=place.lesson, kind=WorkKind.CONTROL)
    school_time(f"{now}+07:00")
    answer = login(place.teacher).put(place.url, json=body("5"))
    assert answer.status_code == status
    assert status == 200 or answer.json["point"] == "6.3"


def test_a_reopening_lets_a_late_mark_in_and_a_closing_keeps_it_out(login, place, school_time):
    school_time("2023-12-04 12:00+07:00")
    f.ClosingFactory(scope=ClosingScope.MONTH, starts=dt.date(2023, 11, 1), ends=dt.date(2023, 11, 30))
    client = login(place.teacher)
    assert client.put(place.url, json=body("5")).json["needs"] == "reopening"
    f.ReopeningGrantFactory(journal=place.lesson.journal, user=place.teacher, starts=TODAY, ends=TODAY,
                            expires_at=dt.datetime(2023, 12, 5, tzinfo=dt.UTC))
    assert client.put(place.url, json=body("5")).status_code == 200


def test_a_leaver_and_a_newcomer_have_closed_cells(db, login, place):
    left = f.MembershipFactory(group=place.lesson.journal.group, ends=dt.date(2023, 11, 12)).student
    url = f"/journal/{place.lesson.journal_id}/cells/{place.lesson.id}/{left.id}"
    answer = login(place.teacher).put(url, json=body("5"))
    assert answer.status_code == 422
    assert "выбыл с 13.11" in answer.json["message"]


@pytest.mark.parametrize("make", [
    lambda p: f"/journal/{p.lesson.journal_id}/cells/{p.lesson.id}/999999",
    lambda p: f"/journal/{p.lesson.journal_id}/cells/999999/{p.student.id}",
    lambda p: f"/journal/{p.lesson.journal_id}/cells/{f.LessonFactory(journal__teacher=p.teacher).id}/{p.student.id}",
    lambda p: f"/journal/{p.lesson.journal_id}/cells/{p.lesson.id}/{f.MembershipFactory().student.id}",
    lambda p: f"/journal/{f.LessonFactory().journal_id}/cells/{p.lesson.id}/{p.student.id}",
], ids=["no student", "no lesson", "lesson of another journal", "student of another group", "foreign journal"])
def test_what_does_not_belong_together_is_not_there(login, place, make):
    assert login(place.teacher).put(make(place), json=body("5")).status_code == 404


@pytest.mark.one_engine  # the role is refused before the database is asked
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.TEACHER, Role.CURATOR)])
def test_nobody_but_the_teacher_writes_marks(login, place, role):
    assert login(role).put(place.url, json=body("5")).status_code == 403


def test_another_teacher_sees_no_such_cell(login, place):
    assert login(Role.TEACHER).put(place.url, json=body("5")).status_code == 404


def test_a_curator_writes_absences_and_no_marks(db, login, place):
    curator = f.UserFactory(roles=[Role.CURATOR])
    f.CuratorshipFactory(group=place.lesson.journal.group, user=curator)
    client = login(curator)
    assert client.put(place.url, json=body("б")).status_code == 200
    refused = client.put(place.url, json=body("5", 1))
    assert (refused.status_code, refused.json["point"]) == (422, "9.4")
    assert client.put(place.url, json=body("", 1)).status_code == 200


@pytest.mark.parametrize("more", [{"weight": 9}, {"work": "control"}, {"comment": "не сдано"}])
@pytest.mark.parametrize("value", ["5", "о/5"])
def test_a_curator_describes_no_marks_of_a_teacher(db, login, place, value, more):
    login(place.teacher).put(place.url, json=body("5"))
    curator = f.UserFactory(roles=[Role.CURATOR])
    f.CuratorshipFactory(group=place.lesson.journal.group, user=curator)
    refused = login(curator).put(place.url, json=body(value, 1, **more))
    assert (refused.status_code, refused.json["point"]) == (422, "9.4")
    mark = db.scalars(sa.select(Mark)).one()
    assert (mark.kind, mark.weight, mark.comment) == (MarkKind.ANSWER, 1, None)


@pytest.mark.one_engine  # refused before the database is asked
@pytest.mark.parametrize("sent", [
    {}, {"value": "5"}, {"value": 5, "version": 0, "key": "a"}, {"value": "5", "version": "0", "key": "a"},
    {"value": "5", "version": -1, "key": "a"}, {"value": "5", "version": True, "key": "a"},
    {"value": "5", "version": 0, "key": ""}, {"value": "5", "version": 0, "key": "a", "role": "administrator"},
    {"value": "5" * 40, "version": 0, "key": "a"}, {"value": "\x00", "version": 0, "key": "a"},
    {"value": "5", "version": 2**40, "key": "a"}, [1], "5",
    {"value": "\ud800", "version": 0, "key": "a"}, {"value": "5", "version": 0, "key": "\ud800"},
    {"value": "5", "version": 0, "key": "a", "comment": "\udfff"}])
def test_a_malformed_body_is_400(login, place, sent):
    assert login(place.teacher).put(place.url, json=sent).status_code == 400


def test_deeply_nested_json_is_400(login, place):
    deep = "[" * 100_000 + "]" * 100_000
    answer = login(place.teacher).put(place.url, data=deep, content_type="application/json")
    assert answer.status_code == 400


def test_without_a_token_or_a_session(login, client, place):
    assert login(place.teacher).put(place.url, json=body("5"), csrf=False).status_code == 400
    assert client.put(place.url, json=body("5")).status_code == 401


def test_weight_kind_and_comment(db, login, place):
    sent = body("4", work="test", weight=3, comment="пересдача")
    assert login(place.teacher).put(place.url, json=sent).status_code == 200
    mark = db.scalars(sa.select(Mark)).one()
    assert (mark.kind, mark.weight, mark.comment) == (MarkKind.TEST, 3, "пересдача")
    assert login(place.teacher).put(place.url, json=body("4", 1, weight=11)).status_code == 422


def test_the_mark_that_stays_keeps_what_was_said_of_it(db, login, place):
    client = login(place.teacher)
    client.put(place.url, json=body("5", work="test", weight=2, comment="вслух"))
    client.put(place.url, json=body("5/4", 1, weight=3))
    client.put(place.url, json=body("5", 2))
    mark = db.scalars(sa.select(Mark)).one()
    assert (mark.value, mark.kind, mark.weight, mark.comment, mark.position) == (5, MarkKind.TEST, 2, "вслух", 1)


SAVES = [  # what stands in the cell, what is saved
    ("", "5"), ("5", "4"), ("5", ""), ("", "н"), ("н", "б"), ("н", ""), ("5", "5"), ("4/3", "5/3"), ("5", "5/4"),
    ("", "о/4")]


def teacher_of(place: Place) -> User:
    return place.teacher


def substitute_of(place: Place) -> User:
    place.lesson.substituted, place.lesson.teacher = place.teacher, f.TeacherFactory()
    return place.lesson.teacher


def curator_of(place: Place) -> User:
    return f.CuratorshipFactory(group=place.lesson.journal.group).user


COSTS = [(who, *save) for who in (teacher_of, substitute_of) for save in SAVES] + [
    (curator_of, "", "н"), (curator_of, "н", "б"), (curator_of, "н", ""), (curator_of, "", "о")]


@pytest.mark.parametrize(("who", "before", "after"), COSTS)
def test_cost_of_a_save(db, login, place, count_queries, who, before, after):
    """All in all: session, rights, norms, calendar, closings, audit, the key; BEGIN where it is a statement."""
    writer = who(place)
    if before:
        assert login(place.lesson.teacher).put(place.url, json=body(before)).status_code == 200
    client, version, url = login(writer), 1 if before else 0, place.url
    mixed = len({after[:1].isdigit(), *(part.isdigit() for part in after.split("/"))}) > 1
    with count_queries(at_most=8 + mixed):  # marks and an absence at once are one more
        assert client.put(url, json=body(after, version)).status_code == 200


def test_cost_of_a_save_does_not_grow_with_the_college(login, place, count_queries):
    """Days off, norms, closed months, works, years in the group: all come along."""
    for month in (1, 2, 3, 4, 5, 9):
        f.HolidayFactory(starts=dt.date(2024, month, 20), ends=dt.date(2024, month, 21))
        f.ClosingFactory(scope=ClosingScope.MONTH, starts=dt.date(2023, month, 1), ends=dt.date(2023, month, 28))
        f.NormValueFactory(code="results_days", value=month, valid_from=dt.date(2022, month, 1))
        f.WorkFactory(lesson=place.lesson, kind=WorkKind.CONTROL)
        f.ReopeningGrantFactory(journal=place.lesson.journal, user=place.teacher, starts=TODAY, ends=TODAY)
    client, url = login(place.teacher), place.url
    with count_queries(at_most=8):
        assert client.put(url, json=body("5")).status_code == 200


def test_a_repeated_save_costs_two_questions(login, place, count_queries):
    client, sent, url = login(place.teacher), body("5"), place.url
    client.put(url, json=sent)
    with count_queries(at_most=3):
        assert client.put(url, json=sent).json["version"] == 1


# п. 6.8: a medical group at physical education

@pytest.fixture
def gym(db: Any) -> Place:
    """A lesson of physical education; the student's group is special."""
    f.AbsenceKindFactory(letter="н")
    lesson = f.LessonFactory(date=TODAY, pair=2, journal__line__discipline__physical_education=True)
    student = f.MembershipFactory(group=lesson.journal.group, student__medical_group=MedicalGroup.SPECIAL_A).student
    return Place(lesson.journal.teacher, lesson, student)


def test_theory_is_what_a_mark_is_for_when_nothing_is_named(db, login, gym):
    f.WorkFactory(lesson=gym.lesson, kind=WorkKind.CONTROL)
    assert login(gym.teacher).put(gym.url, json=body("4")).status_code == 200
    assert db.scalars(sa.select(Mark.kind)).one() == MarkKind.THEORY
    assert login(gym.teacher).put(gym.url, json=body("5", 1)).status_code == 200


@pytest.mark.parametrize(("group", "status"), [
    (MedicalGroup.MAIN, 200), (MedicalGroup.PREPARATORY, 200), (MedicalGroup.SPECIAL_A, 422),
    (MedicalGroup.SPECIAL_B, 422)])
def test_another_kind_of_work_is_refused_with_theory_offered(db, login, gym, group, status):
    gym.student.medical_group = group
    answer = login(gym.teacher).put(gym.url, json=body("4", work="control"))
    assert answer.status_code == status
    if status == 422:
        assert (answer.json["point"], "теоретические знания" in answer.json["message"]) == ("6.8", True)


@pytest.mark.parametrize(("value", "more", "point"), [
    ("5", {}, "6.8"), ("5", {"work": "theory"}, None), ("4", {"work": "test"}, "6.8"), ("4", {"weight": 2}, None),
    ("", {}, None), ("4/5", {}, None)])
def test_a_mark_from_before_the_certificate(db, login, gym, value, more, point):
    """What stands may stay, go or be described; what is written anew is for theory."""
    gym.student.medical_group = MedicalGroup.MAIN
    client = login(gym.teacher)
    client.put(gym.url, json=body("4"))
    gym.student.medical_group = MedicalGroup.SPECIAL_B
    answer = client.put(gym.url, json=body(value, 1, **more))
    assert (answer.json.get("point") if answer.status_code == 422 else None) == point


@pytest.mark.parametrize(("comment", "point"), [
    ("Осв.", "6.8"), ("освобождён от физкультуры", "6.8"), ("освобождение", "6.8"), ("н/а", "6.5"),
    ("освободительное движение, доклад", None), ("освоил приём", None)])
def test_exemption_is_no_note_either(login, place, comment, point):
    answer = login(place.teacher).put(place.url, json=body("5", comment=comment))
    assert answer.json.get("point") == point
