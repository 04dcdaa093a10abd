"""Accumulation over HTTP: by journal and student, works against the plan, whose it is, the budget (п. 6.4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from queries.accumulation import accumulation, journal_of
from rules.pace import Outlook, Pace, WorkCount
from rules.terms import ChangeKind, LineKind, Role, WorkKind
from tests import factories as f
from tests.families import asks
from tests.teachers import MONDAY, inna, slot, taught, teacher

DAY = dt.timedelta(days=1)
ROOT = "/control/accumulation"


@pytest.fixture
def me(db: Any) -> Any:
    return inna()


@pytest.fixture
def journal(me: Any) -> Any:
    """Two lessons held, one a week to come until the end of the semester: 27.11 to 25.12, and tomorrow's change."""
    made = taught(me, planned_hours=18)  # five marks
    for number in (13, 14):
        f.LessonFactory(journal=made, date=dt.date(2023, 11, number), pair=1, hours=2)
    slot(made, 1, MONDAY + 7 * DAY)
    return made


def student(journal: Any, marks: int = 0, **kwargs: Any) -> Any:
    member = f.MembershipFactory(group=journal.group, student__last_name=f"Студент{marks}", **kwargs)
    for number in range(marks):
        f.MarkFactory(cell=f.CellFactory(lesson=f.LessonFactory(
            journal=journal, date=dt.date(2023, 10, number + 1), pair=1), student=member.student))
    return member.student


def line_of(user: Any, journal: Any, role: Role = Role.TEACHER) -> Any:
    return journal_of(asks(user, role), journal.id)


def test_a_journals_hours_marks_and_lessons_to_come(me, journal):
    student(journal, 3)
    line = line_of(me, journal)
    assert (line.given_hours, line.held, line.left, line.needed, line.needed_now) == (10, 5, 5, 5, 3)
    assert [one.pace for one in line.students][-1] == Pace(3, 5, 5, 5)
    assert (line.enough_now, line.will_miss, line.count(Outlook.BEHIND)) == (1, 2, 2)


def test_changes_of_the_timetable_count(me, journal):
    for change in ({"date": MONDAY + 7 * DAY, "kind": ChangeKind.CANCELLED},
                   {"date": MONDAY + 2 * DAY, "kind": ChangeKind.ADDED, "pair": 2},
                   {"date": MONDAY + 3 * DAY, "kind": ChangeKind.ADDED, "pair": 2}):
        f.TimetableChangeFactory(**{"journal": journal, "pair": 1, **change})
    assert line_of(me, journal).left == 6


def test_a_newcomers_pace_begins_with_the_newcomer(me, journal):
    new = student(journal, 0, starts=dt.date(2023, 11, 14))
    [pace] = [one.pace for one in line_of(me, journal).students if one.student == new.id]
    assert (pace.held, pace.given) == (1, 0)


def test_a_subgroup_counts_its_own(me):
    group = f.GroupFactory()
    part = f.SubgroupFactory(group=group)
    journal = taught(me, group=group, subgroup=part, students=2)
    f.SubgroupMembershipFactory(subgroup=part, student=f.MembershipFactory(group=group).student)
    assert len(line_of(me, journal).students) == 1


def test_works_against_the_thematic_plan(me, journal):
    journal.syllabus = f.SyllabusFactory(line=journal.line, author=me)
    for number in (1, 2):
        f.SyllabusTopicFactory(syllabus=journal.syllabus, kind="control", work_kind=WorkKind.CONTROL,
                               work_number=number)
    f.WorkFactory(lesson=f.LessonFactory(journal=journal, date=dt.date(2023, 11, 15), pair=1), kind=WorkKind.CONTROL,
                  held_on=dt.date(2023, 11, 15))
    f.WorkFactory(lesson=f.LessonFactory(journal=journal, date=dt.date(2023, 11, 16), pair=1), kind=WorkKind.CHECK,
                  held_on=MONDAY + DAY)  # not held yet
    assert line_of(me, journal).works == (WorkCount(WorkKind.CONTROL, 1, 2),)


def test_practice_gathers_no_marks(me):
    group = f.GroupFactory()
    f.JournalFactory(group=group, teacher=me, line=f.CurriculumLineFactory(curriculum=group.curriculum,
                                                                           of_practice=True))
    assert accumulation(asks(me, Role.TEACHER)).lines == ()


def test_the_pages_say_it_in_words(login, me, journal):
    student(journal, 3)
    page = login(Role.DEPUTY_OOD).get(f"{ROOT}/").text
    assert f'href="{ROOT}/{journal.id}"' in page
    assert "10 из 18" in page
    card = login(me).get(f"{ROOT}/{journal.id}").text
    assert "Студент3" in card
    assert "3 из 5" in card
    assert "прежним темпом не успеет" in card
    assert "нужно ещё: 5 отметок, осталось 5 занятий" in card


def test_filters(login, me, journal):
    other = taught(teacher(last_name="Рябова"), "СВ-11", "Физика", students=0)
    client = login(Role.METHODIST)
    for query, shown, hidden in ((f"teacher={me.id}", journal, other), (f"group={other.group_id}", other, journal),
                                 ("missing=1", journal, other)):
        page = client.get(f"{ROOT}/?{query}").text
        assert f'href="{ROOT}/{shown.id}"' in page
        assert f'href="{ROOT}/{hidden.id}"' not in page
    for bad in ("group=999", "teacher=x", "page=9", "page=-1"):
        assert client.get(f"{ROOT}/?{bad}").status_code == 404


def test_whose_it_is(login, me, journal):
    curator = f.CuratorshipFactory(group=journal.group, user__roles=(Role.CURATOR,)).user
    other = taught(teacher(), "СВ-11", "Физика")
    substitute = teacher()
    f.TimetableChangeFactory(journal=journal, date=MONDAY, pair=1, kind=ChangeKind.SUBSTITUTED, substitute=substitute)
    for who in (me, curator):
        client = login(who)
        assert f'href="{ROOT}/{other.id}"' not in client.get(f"{ROOT}/").text
        assert client.get(f"{ROOT}/{other.id}").status_code == 404
        assert client.get(f"{ROOT}/{journal.id}").status_code == 200
    assert login(substitute).get(f"{ROOT}/{journal.id}").status_code == 404
    for role in (Role.DATA_CLERK, Role.SENIOR_MASTER, Role.STUDENT, Role.PARENT):
        assert login(role).get(f"{ROOT}/{journal.id}").status_code == 403


def test_many_journals_ask_no_more_than_few(login, me, count_queries):
    def grow(number: int) -> None:
        for _ in range(number):
            one = taught(me, f"ГР-{f.GroupFactory().id}")
            one.syllabus = f.SyllabusFactory(line=one.line, author=me)
            f.SyllabusTopicFactory(syllabus=one.syllabus, work_kind=WorkKind.CONTROL, work_number=1)
            student(one, 2)
            slot(one, 1)
    grow(5)
    client = login(Role.DIRECTOR)
    client.get(f"{ROOT}/")
    with count_queries(at_most=11) as few:
        client.get(f"{ROOT}/")
    grow(20)
    with count_queries() as many:
        client.get(f"{ROOT}/")
    assert len(many) == len(few)


def test_before_the_first_semester_there_is_nothing(login, db):
    assert "Журналов дисциплин и МДК нет" in login(Role.DIRECTOR).get(f"{ROOT}/").text
    assert f.CurriculumLineFactory().kind == LineKind.DISCIPLINE
