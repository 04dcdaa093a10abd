"""The journals of a semester in one action (п. 5.4, Пр. 10)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from access.identity import Identity
from actions.curricula import load_curriculum
from actions.journals import Assignment, for_all, make_journals, semester_lines
from importers.curriculum import read_curriculum
from models import Curriculum, CurriculumLine, Journal
from rules.terms import Role
from rules.violation import Violation
from tests import factories as f
from tests.lookalikes import plan_plx

NOW = dt.datetime(2023, 11, 20, 15, tzinfo=dt.timezone(dt.timedelta(hours=7)))
OPERATOR = Identity(None, frozenset({Role.ADMINISTRATOR}), NOW, "cli")
FIRST_SEMESTER = ["ОГСЭ.02", "ОГСЭ.03", "ОГСЭ.04", "ЕН.01", "ЕН.02", "ОП.01", "ОП.02", "МДК.01.01"]


@pytest.fixture
def group(db):
    """A group of 2023 with the look-alike plan of 2023."""
    curriculum = db.get(Curriculum, load_curriculum(read_curriculum(plan_plx())).id)
    return f.GroupFactory(curriculum=curriculum, admission_year=2023, name="ИС-231")


@pytest.fixture
def teacher(db):
    return f.UserFactory(roles=[Role.TEACHER])


def semester(number=1, year=2023):
    return f.SemesterFactory(number=number, academic_year__year=year)


def line_of(db, index, number=1):
    return db.scalar(sa.select(CurriculumLine).where(
        CurriculumLine.index == index, CurriculumLine.semester_number == number))


SEMESTERS = [
    (2023, 1, FIRST_SEMESTER, "the first: a module's own line is a sum, no journal"),
    (2024, 1, ["ОП.04", "ПМ.01.ЭК", "ПП.01.01"], "the third: an exam of a module and a practice have journals"),
    (2025, 2, ["ПДП"], "the sixth: the state exam has protocols of its own"),
]


@pytest.mark.parametrize(("year", "number", "indices", "why"), SEMESTERS, ids=[case[-1] for case in SEMESTERS])
def test_lines_follow_from_the_course_and_the_semester(group, year, number, indices, why):
    assert [line.index for line in semester_lines(group, semester(number, year))] == indices


def test_one_teacher_for_all_in_one_action(db, group, teacher):
    made = make_journals(OPERATOR, group, semester(), for_all(group, semester(), teacher.id))
    db.commit()
    assert [journal.line.index for journal in made.created] == FIRST_SEMESTER
    hours = {journal.line.index: journal.planned_hours for journal in made.created}
    assert hours["ЕН.01"] == 36, "hours with a teacher, not those of control"


def test_again_nothing_is_made(db, group, teacher):
    asked = for_all(group, semester(), teacher.id)
    make_journals(OPERATOR, group, semester(), asked)
    db.commit()
    again = make_journals(OPERATOR, group, semester(), asked)
    assert (again.created, again.same) == ((), len(FIRST_SEMESTER))
    other = f.UserFactory(roles=[Role.TEACHER])
    assert for_all(group, semester(), other.id) == [], "taken lines stay with their teacher"


def test_a_practice_counts_its_hours(db, group, teacher):
    made = make_journals(OPERATOR, group, semester(1, 2024), for_all(group, semester(1, 2024), teacher.id))
    hours = {journal.line.index: journal.planned_hours for journal in made.created}
    assert (hours["ПМ.01.ЭК"], hours["ПП.01.01"]) == (0, 144)


def test_subgroups_have_journals_of_their_own(db, group, teacher):
    parts = [f.SubgroupFactory(group=group, number=number) for number in (1, 2)]
    line, other = line_of(db, "ОГСЭ.03"), f.UserFactory(roles=[Role.TEACHER])
    made = make_journals(OPERATOR, group, semester(), [
        Assignment(line.id, teacher.id, parts[0].id), Assignment(line.id, other.id, parts[1].id)])
    db.commit()
    assert [(journal.subgroup, journal.teacher) for journal in made.created] == [(parts[0], teacher), (parts[1], other)]
    with pytest.raises(Violation, match="по подгруппам"):
        make_journals(OPERATOR, group, semester(), [Assignment(line.id, teacher.id)])


def test_another_teachers_journal_is_not_overwritten(db, group, teacher):
    line, other = line_of(db, "ЕН.01"), f.UserFactory(roles=[Role.TEACHER], last_name="Глухова")
    make_journals(OPERATOR, group, semester(), [Assignment(line.id, other.id)])
    with pytest.raises(Violation, match="уже ведёт Глухова"):
        make_journals(OPERATOR, group, semester(), [Assignment(line.id, teacher.id)])


def test_a_line_of_another_semester_is_refused(db, group, teacher):
    with pytest.raises(Violation, match="нет такой строки на 1 семестр"):
        make_journals(OPERATOR, group, semester(), [Assignment(line_of(db, "ОГСЭ.01", 2).id, teacher.id)])
    assert db.scalar(sa.select(sa.func.count(Journal.id))) == 0


def test_whoever_is_no_teacher_gets_no_journal(db, group):
    with pytest.raises(Violation, match="ведёт преподаватель"):
        make_journals(OPERATOR, group, semester(),
                      [Assignment(line_of(db, "ЕН.01").id, f.UserFactory(roles=[Role.METHODIST]).id)])


def test_anothers_subgroup_is_refused(db, group, teacher):
    with pytest.raises(Violation, match="Такой подгруппы"):
        make_journals(OPERATOR, group, semester(),
                      [Assignment(line_of(db, "ЕН.01").id, teacher.id, f.SubgroupFactory().id)])


REFUSED = [
    ({"curriculum": None}, 2023, "нет учебного плана", "no plan"),
    ({}, 2022, "ещё не учится", "before the admission"),
    ({"closed_on": dt.date(2023, 6, 30)}, 2023, "закрыта", "a closed group"),
    ({}, 2026, "нет занятий", "the plan has ended"),
]


@pytest.mark.parametrize(("changes", "year", "message", "why"), REFUSED, ids=[case[-1] for case in REFUSED])
def test_a_group_that_cannot_have_journals(db, group, changes, year, message, why):
    for name, value in changes.items():
        setattr(group, name, value)
    db.flush()
    with pytest.raises(Violation, match=message):
        semester_lines(group, semester(1, year))
