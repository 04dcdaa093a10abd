"""A group that studies and a family that reads its diary: what diary tests are built from."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from access.identity import Identity
from models import Group, Journal, Lesson, Student, User
from rules.terms import Role
from tests import factories as f

MONDAY = dt.date(2023, 11, 13)
NOW = dt.datetime(2023, 11, 20, 15, 0, tzinfo=ZoneInfo("Asia/Barnaul"))


def day(number: int) -> dt.date:
    """A day of November 2023: 13 is the Monday of the week that tests look at."""
    return dt.date(2023, 11, number)


def asks(user: User, *roles: Role, now: dt.datetime = NOW) -> Identity:
    return Identity(user.id, frozenset(roles) or user.role_set, now)


def member(group: Group, **kwargs: Any) -> Student:
    """A student of the group since September of the year before."""
    student: Student = f.StudentFactory(**kwargs)
    f.MembershipFactory(student=student, group=group)
    return student


def parent_of(*students: Student, **kwargs: Any) -> User:
    user: User = f.UserFactory(roles=(Role.PARENT,), **kwargs)
    guardian = f.GuardianFactory(user=user)
    for student in students:
        f.GuardianshipFactory(student=student, guardian=guardian)
    return user


def journal(group: Group, title: str, **kwargs: Any) -> Journal:
    made: Journal = f.JournalFactory(
        group=group, line=f.CurriculumLineFactory(curriculum=group.curriculum, discipline__title=title), **kwargs)
    return made


def lesson(of: Journal, number: int, pair: int = 1, **kwargs: Any) -> Lesson:
    made: Lesson = f.LessonFactory(journal=of, date=day(number), pair=pair, **kwargs)
    return made
