"""Two groups side by side: what is one curator's, teacher's or parent's is foreign to the other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from models import Group, Lesson, Mark, Student, User
from rules.terms import Role
from tests.factories import (
    CellFactory,
    CuratorshipFactory,
    GroupFactory,
    JournalFactory,
    LessonFactory,
    MarkFactory,
    MembershipFactory,
    StudentFactory,
    UserFactory,
)

SEPTEMBER = dt.date(2023, 9, 1)


@dataclass
class Side:
    """One group with its curator, a teacher's journal, a student, a lesson and a mark."""

    group: Group
    curator: User
    teacher: User
    student: Student
    lesson: Lesson
    mark: Mark


@dataclass
class College:
    own: Side
    foreign: Side


@pytest.fixture
def college(db: Any) -> College:
    return College(_side("ИС-21", "Ёлкина", "+7 900 000-00-01"), _side("СВ-11", "Зайцев", "+7 900 000-00-02"))


def _side(name: str, last_name: str, phone: str) -> Side:
    group = GroupFactory(name=name)
    curator = UserFactory(roles=(Role.CURATOR,))
    CuratorshipFactory(group=group, user=curator, starts=SEPTEMBER, ends=None)
    student = StudentFactory(last_name=last_name, phone=phone, birth_date=dt.date(2006, 5, 5))
    MembershipFactory(student=student, group=group, starts=SEPTEMBER, ends=None)
    teacher = UserFactory(roles=(Role.TEACHER,))
    journal = JournalFactory(group=group, teacher=teacher)
    lesson = LessonFactory(journal=journal, teacher=teacher)
    mark = MarkFactory(cell=CellFactory(lesson=lesson, student=student), value=4)
    return Side(group, curator, teacher, student, lesson, mark)
