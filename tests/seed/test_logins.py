"""The demo logins as the contract names them (design §5, «Demo college»)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

import models as m
from seed.demo import DEMO_NOW
from seed.staff import PASSWORD

ROLES = {
    "admin": "administrator", "director": "director", "upr": "deputy_upr", "ood": "deputy_ood", "uvr": "deputy_uvr",
    "metodist": "methodist", "master": "senior_master", "tech": "data_clerk", "curator": "curator",
    "teacher": "teacher", "teacher2": "teacher", "student": "student", "parent": "parent",
}


def user(demo: Session, login: str) -> m.User:
    return demo.scalars(sa.select(m.User).where(m.User.login == login)).one()


@pytest.mark.parametrize(("login", "role"), ROLES.items())
def test_a_demo_login_holds_just_its_role(demo: Session, login: str, role: str) -> None:
    found = user(demo, login)
    assert [held.role for held in found.roles] == [role]
    assert not found.must_change_password
    assert found.blocked_at is None


def test_one_password_opens_all(demo: Session) -> None:
    hashes = set(demo.scalars(sa.select(m.User.password_hash)))
    assert len(hashes) == 1
    assert PasswordHasher().verify(hashes.pop(), PASSWORD)
    assert PASSWORD == "novoaltaysk-2023"


def own_journals(demo: Session) -> list[m.Journal]:
    return list(demo.scalars(sa.select(m.Journal).where(m.Journal.teacher_id == user(demo, "teacher").id)))


def test_teacher_runs_journals_of_several_groups_and_of_a_subgroup(demo: Session) -> None:
    journals = own_journals(demo)
    assert len(journals) >= 3
    assert len({journal.group_id for journal in journals}) >= 2
    assert any(journal.subgroup_id for journal in journals)


def test_teacher2_substitutes_for_teacher(demo: Session) -> None:
    lessons = demo.scalars(sa.select(m.Lesson).where(
        m.Lesson.substituted_id == user(demo, "teacher").id, m.Lesson.teacher_id == user(demo, "teacher2").id)).all()
    assert lessons
    for lesson in lessons:
        assert lesson.journal.teacher_id == user(demo, "teacher").id
        change = demo.scalars(sa.select(m.TimetableChange).where(
            m.TimetableChange.journal_id == lesson.journal_id, m.TimetableChange.date == lesson.date,
            m.TimetableChange.pair == lesson.pair)).one()
        assert change.kind == "substituted"
        assert change.substitute_id == user(demo, "teacher2").id


def groups_of(demo: Session, student: m.Student) -> set[str]:
    return {stay.group.name for stay in student.memberships if stay.ends is None}


def test_curator_student_and_parent_meet_in_a_group_of_the_teacher(demo: Session) -> None:
    led = demo.scalars(sa.select(m.Curatorship).where(m.Curatorship.user_id == user(demo, "curator").id)).one()
    assert led.group_id in {journal.group_id for journal in own_journals(demo)}
    student = demo.scalars(sa.select(m.Student).where(m.Student.user_id == user(demo, "student").id)).one()
    assert groups_of(demo, student) == {led.group.name}
    guardian = demo.scalars(sa.select(m.Guardian).where(m.Guardian.user_id == user(demo, "parent").id)).one()
    children = [link.student for link in guardian.guardianships]
    assert len(children) == 2
    assert student in children
    assert len(set.union(*(groups_of(demo, child) for child in children))) == 2


def slots_of_teacher(demo: Session, day: dt.date) -> set[tuple[int, int]]:
    """(journal, pair) that the weekly timetable wants of the teacher on a day."""
    rows = demo.execute(sa.select(m.TimetableSlot.journal_id, m.TimetableSlot.pair).join(m.Journal).where(
        m.Journal.teacher_id == user(demo, "teacher").id, m.TimetableSlot.weekday == day.isoweekday(),
        m.TimetableSlot.starts <= day, m.TimetableSlot.ends >= day))
    return {(journal, pair) for journal, pair in rows}


def filled(demo: Session, day: dt.date) -> set[tuple[int, int]]:
    return {(journal, pair) for journal, pair in demo.execute(
        sa.select(m.Lesson.journal_id, m.Lesson.pair).where(m.Lesson.date == day))}


def test_the_demo_day_has_work_done_and_to_do(demo: Session) -> None:
    today = DEMO_NOW.date()
    wanted = {(journal, pair) for journal, pair in slots_of_teacher(demo, today) if pair <= 3}
    assert wanted & filled(demo, today)
    assert wanted - filled(demo, today)


def test_last_week_has_one_lesson_unfilled(demo: Session) -> None:
    monday = DEMO_NOW.date() - dt.timedelta(days=DEMO_NOW.weekday() + 7)
    days = [monday + dt.timedelta(days=number) for number in range(6)]
    missing = [(day, *place) for day in days for place in slots_of_teacher(demo, day) - filled(demo, day)]
    assert len(missing) == 1


def test_the_demo_college_has_its_size(demo: Session) -> None:
    sizes = dict(demo.execute(sa.select(m.Group.name, sa.func.count()).join(m.Membership).group_by(m.Group.name)).all())
    assert len(sizes) == 6
    assert demo.scalar(sa.select(sa.func.count()).select_from(m.Student)) == 150
    assert all(25 <= size <= 26 for size in sizes.values())
    codes: list[Any] = list(demo.scalars(sa.select(m.Speciality.code)))
    assert codes.count("09.02.07") == 1
