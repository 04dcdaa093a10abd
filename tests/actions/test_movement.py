"""Orders about students and what follows from each: time in groups, subgroups, accounts (п. 5.4)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from actions import movement
from actions.audit.verification import verify
from actions.movement import EXPELLED, Order
from models import Membership, Movement, Student, SubgroupMembership, UserSession
from rules.terms import MovementKind as K
from rules.terms import Role
from rules.violation import Violation
from tests import factories as f
from tests.plugins.web import open_session

SEPTEMBER, OCTOBER, NOVEMBER = dt.date(2023, 9, 1), dt.date(2023, 10, 2), dt.date(2023, 11, 13)
DAY = dt.timedelta(days=1)


@pytest.fixture
def clerk(db, acting):
    return acting(f.UserFactory(roles=(Role.DATA_CLERK,)))


@pytest.fixture
def groups(db):
    return [f.GroupFactory(name=name) for name in ("ИС-21", "ИС-22")]


def order(day, number="214"):
    return Order(number, day, day)


def stays(db, student):
    db.expire_all()
    found = db.scalars(sa.select(Membership).where(Membership.student_id == student.id).order_by(Membership.starts))
    return [(stay.group.name, stay.starts, stay.ends) for stay in found]


def test_each_order_opens_and_closes_time_in_groups(db, clerk, groups):
    first, second = groups
    student = f.StudentFactory()
    movement.enrol(clerk, student, order(SEPTEMBER), first)
    transfer = movement.transfer(clerk, student, order(OCTOBER), second)
    assert transfer.from_group is first
    assert stays(db, student) == [("ИС-21", SEPTEMBER, OCTOBER - DAY), ("ИС-22", OCTOBER, None)]
    movement.grant_leave(clerk, student, order(NOVEMBER))
    movement.return_from_leave(clerk, student, order(NOVEMBER + 2 * DAY), first)
    movement.graduate(clerk, student, order(NOVEMBER + 5 * DAY))
    assert stays(db, student)[1:] == [
        ("ИС-22", OCTOBER, NOVEMBER - DAY), ("ИС-21", NOVEMBER + 2 * DAY, NOVEMBER + 4 * DAY)]
    entered, left = db.execute(sa.select(Membership.entered_by_id, Membership.left_by_id).order_by(
        Membership.starts)).all()[1]
    assert (entered, left) == (transfer.id, next(m.id for m in student.movements if m.kind == K.LEAVE))


@pytest.mark.parametrize(("moved_to", "why"), [
    (OCTOBER - 10 * DAY, "earlier: the first stay shrinks, the second grows"),
    (OCTOBER + 10 * DAY, "later: the first stay grows into the second's days"),
    (NOVEMBER + 3 * DAY, "past the present day of the next stay"),
])
def test_a_mended_date_moves_both_stays(db, clerk, groups, moved_to, why):
    student = f.StudentFactory()
    movement.enrol(clerk, student, order(SEPTEMBER), groups[0])
    transfer = movement.transfer(clerk, student, order(OCTOBER), groups[1])
    movement.correct(clerk, transfer, order(moved_to), groups[1], f.NOW)
    assert stays(db, student) == [("ИС-21", SEPTEMBER, moved_to - DAY), ("ИС-22", moved_to, None)], why


def test_a_mended_group_moves_the_stay(db, clerk, groups):
    student = f.StudentFactory()
    enrolled = movement.enrol(clerk, student, order(SEPTEMBER), groups[0])
    movement.correct(clerk, enrolled, Order("215", SEPTEMBER, SEPTEMBER), groups[1], f.NOW)
    assert stays(db, student) == [("ИС-22", SEPTEMBER, None)]
    assert enrolled.order_number == "215"


def test_a_student_leaves_the_subgroup_with_the_group(db, clerk, groups):
    student = f.StudentFactory()
    movement.enrol(clerk, student, order(SEPTEMBER), groups[0])
    f.SubgroupMembershipFactory(subgroup=f.SubgroupFactory(group=groups[0]), student=student, starts=SEPTEMBER)
    late = f.SubgroupMembershipFactory(subgroup=f.SubgroupFactory(group=groups[0], split="Информатика"),
                                       student=student, starts=NOVEMBER)
    movement.transfer(clerk, student, order(OCTOBER), groups[1])
    db.expire_all()
    left = db.execute(sa.select(SubgroupMembership.id, SubgroupMembership.ends)).all()
    assert [ends for _, ends in left] == [OCTOBER - DAY]
    assert late.id not in [id for id, _ in left]


@pytest.mark.parametrize("count", [2, 12])
def test_many_are_graduated_at_once(db, clerk, groups, count_queries, count):
    """Time in groups and subgroups follows for each; what is read does not grow with the number of students."""
    half = f.SubgroupFactory(group=groups[0])
    places = [f.SubgroupMembershipFactory(subgroup=half, student=_enrolled(clerk, groups[0]), starts=SEPTEMBER).id
              for _ in range(count)]
    db.commit()
    with count_queries() as statements:
        students = list(db.scalars(sa.select(Student).options(
            selectinload(Student.movements).joinedload(Movement.to_group), selectinload(Student.memberships))))
        movement.graduate_all(clerk, students, order(NOVEMBER))
        db.commit()
    assert {tuple(stays(db, student)) for student in students} == {(("ИС-21", SEPTEMBER, NOVEMBER - DAY),)}
    assert {db.get(SubgroupMembership, place).ends for place in places} == {NOVEMBER - DAY}
    assert sum(text.startswith("SELECT") for text in statements) <= 17
    assert list(verify(db())) == []


def test_one_who_may_not_graduate_is_named(db, clerk, groups):
    whole, wrong = _enrolled(clerk, groups[0]), f.StudentFactory(last_name="Ёлкин", first_name="Ян")
    with pytest.raises(Violation, match=r"^Ёлкин Я\."):
        movement.graduate_all(clerk, [whole, wrong], order(NOVEMBER))


def _enrolled(clerk, group):
    student = f.StudentFactory()
    movement.enrol(clerk, student, order(SEPTEMBER), group)
    return student


def test_the_expelled_is_out_at_once_and_the_restored_in_again(db, clerk, groups):
    student = f.StudentFactory(user=f.UserFactory(roles=(Role.STUDENT,)))
    open_session(student.user)
    movement.enrol(clerk, student, order(SEPTEMBER), groups[0])
    movement.expel(clerk, student, order(NOVEMBER), f.NOW)
    assert (student.user.block_reason, student.user.is_active) == (EXPELLED, False)
    assert db.scalars(sa.select(UserSession.ended_at)).all() == [f.NOW]
    movement.enrol(clerk, student, order(NOVEMBER + 4 * DAY), groups[0])
    assert student.user.is_active


def test_an_expulsion_of_tomorrow_blocks_tomorrow(db, clerk, groups):
    student = f.StudentFactory(user=f.UserFactory(roles=(Role.STUDENT,)))
    movement.enrol(clerk, student, order(SEPTEMBER), groups[0])
    movement.expel(clerk, student, Order("300", f.TODAY, f.TODAY + DAY), f.NOW)
    assert student.user.is_active
    assert movement.shut_out_expelled(f.TODAY, f.NOW) == 0
    assert movement.shut_out_expelled(f.TODAY + DAY, f.NOW) == 1
    assert movement.shut_out_expelled(f.TODAY + DAY, f.NOW) == 0
    assert not student.user.is_active


REFUSED = [
    (K.TRANSFER, order(OCTOBER), 0, "to_group", "into the same group"),
    (K.TRANSFER, order(OCTOBER), None, "to_group", "into no group"),
    (K.RETURN, order(OCTOBER), 1, "kind", "not on leave"),
    (K.ENROLMENT, order(OCTOBER), 1, "kind", "enrolled already"),
    (K.EXPULSION, order(SEPTEMBER), None, "effective_on", "on the day of enrolment"),
    (K.EXPULSION, order(OCTOBER, " "), None, "order_number", "no number"),
    (K.EXPULSION, Order("1", f.TODAY + DAY, f.TODAY + DAY), None, "order_date", "an order of tomorrow"),
    (K.TRANSFER, order(OCTOBER), 2, "to_group", "into a closed group"),
]


@pytest.mark.parametrize(("kind", "paper", "group", "field", "why"), REFUSED)
def test_refused(db, clerk, groups, kind, paper, group, field, why):
    groups.append(f.GroupFactory(closed_on=SEPTEMBER))
    student = f.StudentFactory()
    movement.enrol(clerk, student, order(SEPTEMBER), groups[0])
    with pytest.raises(Violation) as refused:
        movement.record(clerk, student, kind, paper, groups[group] if group is not None else None, f.NOW)
    assert refused.value.field == field, why
    assert stays(db, student) == [("ИС-21", SEPTEMBER, None)]


def test_time_without_an_order_is_not_overlapped(db, clerk, groups):
    student = f.StudentFactory()
    f.MembershipFactory(student=student, group=groups[1], starts=SEPTEMBER, entered_by=None)
    with pytest.raises(Violation, match="уже числится"):
        movement.enrol(clerk, student, order(OCTOBER), groups[0])
