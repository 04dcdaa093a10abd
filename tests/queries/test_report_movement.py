"""Movement of students against counts made by hand: the sum always holds (п. 5.4)."""

from __future__ import annotations

import datetime as dt

import pytest

from queries.reports.movement import movements
from rules.terms import MovementKind, Role
from tests import factories as f
from tests.families import asks
from tests.report_world import ask, student

day = dt.date.fromisoformat


@pytest.fixture
def clerk(db):
    f.SemesterFactory()
    return asks(f.UserFactory(roles=(Role.DATA_CLERK,)), Role.DATA_CLERK)


@pytest.fixture
def group(db):
    """Three were there; in November one was enrolled, one expelled, one went on leave and came back."""
    made = f.GroupFactory(name="ИС-21")
    student(made, "Абрамова")
    student(made, "Белова", ends="2023-11-09", left=MovementKind.EXPULSION)
    away = student(made, "Власова", ends="2023-11-04", left=MovementKind.LEAVE)
    back = f.MovementFactory(student=away, kind=MovementKind.RETURN, to_group=made, effective_on=day("2023-11-15"))
    f.MembershipFactory(student=away, group=made, starts=day("2023-11-15"), entered_by=back)
    student(made, "Гладких", starts="2023-11-10")
    student(made, "Давыдова", ends="2023-06-30", left=MovementKind.GRADUATION)
    return made


def test_a_month_by_hand(clerk, group):
    flow = movements(clerk, ask("2023-11", group=group.id)).groups[0]
    assert (flow.name, flow.before, flow.after) == ("ИС-21", 3, 3)
    assert dict(flow.came) == {MovementKind.RETURN: 1, MovementKind.ENROLMENT: 1}
    assert dict(flow.went) == {MovementKind.EXPULSION: 1, MovementKind.LEAVE: 1}


def test_who_left_on_the_eve_is_gone_on_the_first_day(clerk, group):
    """Expelled with the last day of 9 November: from the 10th on he was there on the eve and has left since."""
    flow = movements(clerk, ask("2023-11-10_2023-11-20", group=group.id)).groups[0]
    assert (flow.before, dict(flow.came), dict(flow.went), flow.after) == (
        2, {MovementKind.ENROLMENT: 1, MovementKind.RETURN: 1}, {MovementKind.EXPULSION: 1}, 3)


def test_a_transfer_leaves_one_group_and_joins_another(clerk, group):
    other = f.GroupFactory(name="СВ-22")
    moved = student(group, "Ежова", ends="2023-11-12", left=MovementKind.TRANSFER)
    order = f.MovementFactory(student=moved, kind=MovementKind.TRANSFER, from_group=group, to_group=other,
                              effective_on=day("2023-11-13"), reason="заявление")
    f.MembershipFactory(student=moved, group=other, starts=day("2023-11-13"), entered_by=order)
    found = movements(clerk, ask("2023-11"))
    by_name = {one.name: one for one in found.groups}
    assert by_name["СВ-22"].came[MovementKind.TRANSFER] == by_name["ИС-21"].went[MovementKind.TRANSFER] == 1
    assert (found.total.before, found.total.after) == (4, 4)
    assert ("Ежова Анна Олеговна", "ИС-21", "СВ-22", "заявление") in [
        (one.student, one.from_group, one.to_group, one.reason) for one in found.orders]


def test_a_membership_without_an_order_is_counted_apart(clerk, db):
    made = f.GroupFactory()
    f.MembershipFactory(group=made, starts=day("2023-11-05"), ends=day("2023-11-06"), entered_by=None)
    flow = movements(clerk, ask("2023-11", group=made.id)).groups[0]
    assert (dict(flow.came), dict(flow.went), flow.after) == ({None: 1}, {None: 1}, 0)


def test_nobody_is_said_so(clerk, db):
    assert movements(clerk, ask("2023-11", group=f.GroupFactory().id)).groups == ()


def test_a_curator_counts_own_group(db, group):
    f.SemesterFactory()
    student(f.GroupFactory(name="СВ-22"), "Ежова")
    curator = f.UserFactory(roles=(Role.CURATOR,))
    f.CuratorshipFactory(group=group, user=curator)
    assert [one.name for one in movements(asks(curator), ask("2023-11")).groups] == ["ИС-21"]


def test_growth(clerk, group, count_queries):
    movements(clerk, ask("2023-11"))
    with count_queries(at_most=4) as few:
        movements(clerk, ask("2023-11"))
    for number in range(20):
        student(f.GroupFactory(), f"Иванова{number}", ends="2023-11-15", left=MovementKind.EXPULSION)
    with count_queries() as many:
        movements(clerk, ask("2023-11"))
    assert len(many) == len(few)
