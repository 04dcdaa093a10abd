"""Final results: by the form of control, on a basis, never by the average (п. 6.5–6.7, 6.9)."""

from __future__ import annotations

import datetime as dt

import pytest

from actions.finals import FinalEntry, publish, set_final
from actions.refusals import NotYours
from queries.journal_kinds import kinds_of
from rules.terms import BasisKind, ClosingScope, FinalKind, FinalValue, Role
from rules.violation import Violation
from tests import factories as f


@pytest.fixture
def journal(db):
    return f.JournalFactory(line__graded_credits=1, line__exams=0, line__credits=0)


@pytest.fixture
def student(journal):
    return f.MembershipFactory(group=journal.group).student


def entry(value=FinalValue.FOUR, kind=FinalKind.GRADED_CREDIT, rests_on=BasisKind.CURRENT_WORK, **more):
    return FinalEntry(kind, value, rests_on, **more)


def test_the_curriculum_says_which_results_there_are(journal):
    assert kinds_of(journal) == (FinalKind.GRADED_CREDIT,)


def test_a_final_is_a_draft_until_published(journal, student, acting):
    user = acting(journal.teacher, "2023-12-25 12:00")
    final = set_final(user, journal, student.id, entry())
    assert final.published_at is None
    assert publish(user, [final]) == 1
    assert final.published_at == user.now
    assert publish(user, [final]) == 0


@pytest.mark.parametrize(("wrong", "point"), [
    (entry(kind=FinalKind.EXAM), "6.6"),                         # not in the curriculum
    (entry(FinalValue.PASSED), "6.6"),                           # «зачёт» is no graded credit
    (entry(rests_on=None), "6.6"),
    (entry(rests_on=BasisKind.WORDS, basis="средний балл 4,3"), "6.6"),
    (entry(FinalValue.FIVE, rests_on=BasisKind.ABSENCE), "6.7"),
])
def test_refused_finals(journal, student, acting, wrong, point):
    with pytest.raises(Violation) as refused:
        set_final(acting(journal.teacher, "2023-12-25 12:00"), journal, student.id, wrong)
    assert refused.value.point == point


@pytest.mark.parametrize(("moment", "reason", "needs"), [
    ("2023-12-29 23:59:59", None, "kept"),               # the semester's last moment
    ("2023-12-30 00:00:00", None, "reason"),
    ("2023-12-30 00:00:00", "болел", "kept"),
    ("2024-02-01 00:00:00", "болел", "reopening"),
])
def test_finals_are_due_by_the_end_of_the_semester(journal, student, acting, moment, reason, needs):
    try:
        set_final(acting(journal.teacher, moment), journal, student.id, entry(reason=reason))
        outcome = "kept"
    except Violation as violation:
        outcome = violation.needs
        assert violation.point == "6.9"
    assert outcome == needs


def test_a_published_final_changes_only_with_a_reason(journal, student, acting):
    user = acting(journal.teacher, "2023-12-25 12:00")
    final = set_final(user, journal, student.id, entry())
    publish(user, [final])
    with pytest.raises(Violation) as refused:
        set_final(user, journal, student.id, entry(FinalValue.FIVE), final)
    assert refused.value.needs == "reason"
    set_final(user, journal, student.id, entry(FinalValue.FIVE, reason="ошибка в ведомости"), final)
    assert final.value == FinalValue.FIVE


def test_a_closed_semester_refuses_everybody(journal, student, acting):
    f.ClosingFactory(scope=ClosingScope.SEMESTER, starts=dt.date(2023, 9, 1), ends=dt.date(2023, 12, 29))
    with pytest.raises(Violation) as refused:
        set_final(acting(journal.teacher, "2023-12-25 12:00"), journal, student.id, entry())
    assert refused.value.point == "7.2"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.TEACHER])
def test_nobody_else_puts_finals(journal, student, acting, role):
    with pytest.raises(NotYours):
        set_final(acting(f.UserFactory(roles=[role]), "2023-12-25 12:00"), journal, student.id, entry())
