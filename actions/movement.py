"""Movement of students: one order, one verb; time in groups follows from the orders (п. 5.4)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from access.identity import Identity
from actions import accounts, turns
from models import Group, Membership, Movement, Student, Subgroup, SubgroupMembership, User, db
from rules.groups import academic_year, check_group
from rules.movement import Span, Step, check_history, check_spans, check_step, needs_group, spans
from rules.spans import Days
from rules.terms import MovementKind
from rules.violation import Violation

EXPELLED = "Отчислен(а) приказом"
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Order:
    """The paper itself; ``effective_on`` is the first day of the new state."""

    number: str
    date: dt.date
    effective_on: dt.date
    reason: str | None = None


def enrol(user: Identity, student: Student, order: Order, group: Group) -> Movement:
    """Into a group; one who was expelled and comes back may sign in again."""
    made = _issue(user, student, MovementKind.ENROLMENT, order, group)
    if student.user is not None and student.user.block_reason == EXPELLED:
        accounts.unblock(student.user)
    return made


def transfer(user: Identity, student: Student, order: Order, group: Group) -> Movement:
    """From the group of that day into another."""
    return _issue(user, student, MovementKind.TRANSFER, order, group)


def grant_leave(user: Identity, student: Student, order: Order) -> Movement:
    """Academic leave: the student is in no group until the order of return."""
    return _issue(user, student, MovementKind.LEAVE, order)


def return_from_leave(user: Identity, student: Student, order: Order, group: Group) -> Movement:
    return _issue(user, student, MovementKind.RETURN, order, group)


def expel(user: Identity, student: Student, order: Order, wall_now: dt.datetime) -> Movement:
    """Out of the college; the account is blocked and its sessions end when the order takes effect."""
    made = _issue(user, student, MovementKind.EXPULSION, order)
    if order.effective_on <= user.today:
        _shut_out(student, wall_now)
    return made


def graduate(user: Identity, student: Student, order: Order) -> Movement:
    """The programme is finished; the graduate still reads the own results."""
    return _issue(user, student, MovementKind.GRADUATION, order)


def graduate_all(user: Identity, students: Sequence[Student], order: Order) -> None:
    """The same for many, written at once; a refusal names the student."""
    for student in students:
        try:
            _draft(user, student, MovementKind.GRADUATION, order)
        except Violation as refused:
            raise replace(refused, message=f"{student.short_name}: {refused.message}") from refused
    settle(*students)


def record(user: Identity, student: Student, kind: MovementKind, order: Order, group: Group | None,
           wall_now: dt.datetime) -> Movement:
    """The verb by its kind: for forms where people choose it."""
    if needs_group(kind) and group is None:
        raise Violation("5.4", f"{kind.title.capitalize()}: укажите группу", "to_group")
    match kind:
        case MovementKind.ENROLMENT if group is not None:
            return enrol(user, student, order, group)
        case MovementKind.TRANSFER if group is not None:
            return transfer(user, student, order, group)
        case MovementKind.RETURN if group is not None:
            return return_from_leave(user, student, order, group)
        case MovementKind.LEAVE:
            return grant_leave(user, student, order)
        case MovementKind.EXPULSION:
            return expel(user, student, order, wall_now)
    return graduate(user, student, order)


def correct(user: Identity, movement: Movement, order: Order, group: Group | None, wall_now: dt.datetime) -> Movement:
    """Mend an order entered with a mistake; its kind and its student stay, time in groups follows."""
    found = violations(user, movement.student, MovementKind(movement.kind), order, group, movement)
    if found:
        raise found[0]
    _fill(movement, order, group)
    settle(movement.student)
    if movement.kind == MovementKind.EXPULSION and order.effective_on <= user.today:
        _shut_out(movement.student, wall_now)
    return movement


def violations(user: Identity, student: Student, kind: MovementKind, order: Order, group: Group | None,
               instead_of: Movement | None = None) -> list[Violation]:
    """Everything that forbids the order, so that a form shows it all at once."""
    with db.session.no_autoflush:
        known = [step_of(other) for other in student.movements if other is not instead_of]
        before = [step for step in known if step.effective_on < order.effective_on]
        left = max(before, key=lambda step: step.effective_on).to_group if before else None
        step = Step(kind, order.effective_on, order.number, order.date, group.id if group else None, left)
        found = check_step(step, user.today)
        if group is not None and (shut := _closed(group, order.effective_on)) is not None:
            found.append(shut)
        return found or check_history([*known, step]) or _overlaps(student, [*known, step])


def step_of(movement: Movement) -> Step:
    """An order as rules/movement knows it."""
    group = movement.to_group_id or (movement.to_group.id if movement.to_group is not None else None)
    return Step(MovementKind(movement.kind), movement.effective_on, movement.order_number, movement.order_date, group,
                movement.from_group_id)


def settle(*students: Student) -> None:
    """Bring the time in groups and subgroups to the orders; flushes, never commits."""
    db.session.flush()  # so that new orders have their ids
    stays = {stay.entered_by_id: stay for student in students for stay in student.memberships
             if stay.entered_by_id is not None}
    wanted = [stay for student in students for stay in _stays(
        sorted(student.movements, key=lambda order: order.effective_on))]
    for entered, left in wanted:
        if left is not None:
            left.from_group = entered.to_group
        if (stay := stays.get(entered.id)) is not None and not _narrow(stay, entered, left):
            db.session.delete(stays.pop(entered.id))
    db.session.flush()  # so that no two spans meet on the way: the database forbids it row by row
    for entered, left in wanted:
        stay = stays.get(entered.id)
        if stay is None:
            stay = Membership(student_id=entered.student_id, group_id=entered.to_group_id, entered_by=entered,
                              left_by=left)
            db.session.add(stay)
        stay.starts, stay.ends = _span(entered, left)
    db.session.flush()  # so that the subgroups below see the time in groups
    for student in students:
        db.session.expire(student, ["memberships"])
    _settle_subgroups([student.id for student in students])


def _span(entered: Movement, left: Movement | None) -> tuple[dt.date, dt.date | None]:
    return entered.effective_on, left.effective_on - DAY if left is not None else None


def _narrow(stay: Membership, entered: Movement, left: Movement | None) -> bool:
    """Leave of a stay only the days that remain its own; False when none does."""
    starts, ends = _span(entered, left)
    starts = max(starts, stay.starts)
    ends = min((day for day in (ends, stay.ends) if day is not None), default=None)
    if ends is not None and ends < starts:
        return False
    assert entered.to_group is not None
    stay.group, stay.left_by, stay.starts, stay.ends = entered.to_group, left, starts, ends
    return True


def shut_out_expelled(today: dt.date, wall_now: dt.datetime) -> int:
    """Block accounts whose order of expulsion takes effect by ``today``: the number of them."""
    turns.take(User)  # before any account is written: a form of accounts takes it first too
    later = aliased(Movement)
    gone = sa.select(Student).join(User, User.id == Student.user_id).join(
        Movement, Movement.student_id == Student.id).where(
        Movement.kind == MovementKind.EXPULSION, Movement.effective_on <= today, User.blocked_at.is_(None),
        ~sa.exists().where(later.student_id == Student.id, later.effective_on > Movement.effective_on,
                           later.effective_on <= today))
    return sum(_is_shut_out(student, wall_now) for student in db.session.scalars(gone).all())


def _is_shut_out(student: Student, wall_now: dt.datetime) -> bool:
    """The last administrator stays until there is another: asked anew every night, the others do not wait."""
    try:
        _shut_out(student, wall_now)
    except Violation:
        return False
    return True


def _issue(user: Identity, student: Student, kind: MovementKind, order: Order, group: Group | None = None) -> Movement:
    movement = _draft(user, student, kind, order, group)
    settle(student)
    return movement


def _draft(user: Identity, student: Student, kind: MovementKind, order: Order, group: Group | None = None) -> Movement:
    """The order among the student's others; time in groups does not follow it yet."""
    found = violations(user, student, kind, order, group)
    if found:
        raise found[0]
    movement = Movement(kind=kind)
    _fill(movement, order, group)
    student.movements.append(movement)
    return movement


def _fill(movement: Movement, order: Order, group: Group | None) -> None:
    movement.order_number, movement.order_date = order.number.strip(), order.date
    movement.effective_on, movement.to_group = order.effective_on, group
    movement.reason = (order.reason or "").strip() or None


def _stays(ordered: Sequence[Movement]) -> Iterator[tuple[Movement, Movement | None]]:
    """Each order into a group with the order that ends it."""
    following: list[Movement | None] = [*ordered[1:], None]
    for order, after in zip(ordered, following, strict=False):
        if needs_group(MovementKind(order.kind)):
            yield order, after


def _closed(group: Group, day: dt.date) -> Violation | None:
    found = check_group(group.admission_year, academic_year(day), group.closed_on, day, group.first_course)
    return Violation(found.point, found.message, "to_group") if found is not None else None


def _overlaps(student: Student, steps: Sequence[Step]) -> list[Violation]:
    """Time in groups that no order stands behind must not meet the time by orders."""
    loose = [Span(stay.group_id, stay.starts, stay.ends) for stay in student.memberships if stay.entered_by_id is None]
    found = check_spans([*loose, *spans(steps)], "effective_on") if loose else None
    return [found] if found is not None else []


def _settle_subgroups(students: Sequence[int]) -> None:
    """Nobody studies in a subgroup longer than in its group."""
    stays: dict[tuple[int, int], list[Days]] = defaultdict(list)
    for student, group, starts, ends in db.session.execute(
            sa.select(Membership.student_id, Membership.group_id, Membership.starts, Membership.ends)
            .where(Membership.student_id.in_(students))):
        stays[student, group].append(Days(starts, ends))
    rows = db.session.execute(sa.select(SubgroupMembership, Subgroup.group_id).join(
        Subgroup, Subgroup.id == SubgroupMembership.subgroup_id).where(SubgroupMembership.student_id.in_(students)))
    for place, group in rows.all():
        stay = next((stay for stay in stays[place.student_id, group] if stay.holds(place.starts)), None)
        if stay is None:
            db.session.delete(place)
        elif not stay.covers(Days(place.starts, place.ends)):
            place.ends = stay.ends
    db.session.flush()


def _shut_out(student: Student, wall_now: dt.datetime) -> None:
    if student.user is not None and student.user.blocked_at is None:
        accounts.block(student.user, EXPELLED, wall_now)
