"""Loading students with their groups, orders of enrolment and parents (п. 5.3, 5.4)."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from access.identity import Identity
from actions.guardians import Families
from actions.intake.people import StudentRow, StudentsFile
from actions.intake.refusal import Refusals
from actions.intake.report import Report, Tally
from actions.likeness import AT_ONCE, Crowd
from models import Group, Guardianship, Membership, Movement, Student, db
from rules.groups import check_group, is_closed
from rules.movement import Step, check_history, check_step, enrolment_day
from rules.names import search_key
from rules.terms import MovementKind
from rules.violation import Violation

COLUMN_OF = {"order_number": "приказ_номер", "kind": "приказ_номер", "order_date": "приказ_дата",
             "effective_on": "приказ_дата", "to_group": "группа", "group_id": "группа"}


def load_students(user: Identity, file: StudentsFile, new: frozenset[int] = frozenset()) -> Report:
    """Enrol who is new, correct parents' phones of who is known; ``new`` are lines confirmed to be other people.

    Raises ImportRefused with every refused line; flushes, never commits.
    """
    load = _Load(user, file, new)
    with db.session.no_autoflush:  # what changes is read off the rows that wait
        for row in file.students:
            load.write(row)
    load.refusals.check()
    db.session.flush()  # so that a clash shows here and not at the commit
    return load.tally.report(None)


class _Load:
    """The stored people and groups a file meets, and what has been done with it."""

    def __init__(self, user: Identity, file: StudentsFile, new: frozenset[int]) -> None:
        self.user, self.new = user, new
        self.refusals, self.tally = Refusals(), Tally(warnings=list(file.warnings))
        self.groups = _groups()
        self.crowd, self.families = Crowd(file.students), Families(file.students)
        self.students = _students([known.id for row in file.students for known in self.crowd.same(row)])

    def write(self, row: StudentRow) -> None:
        group = self._group(row)
        if group is None:
            return
        same = self.crowd.same(row)
        if len(same) > 1:
            return self.refuse(row, "фамилия", f"{row.full_name} с этой датой рождения уже не один: сверьте карточки")
        student = self.students[same[0].id] if same else self._new(row, group)
        enrolled = self._enrol(student, row, group) if student is not None else None
        if student is None or enrolled is None:
            return
        parents = [word for guardian in row.guardians for word in self.families.write(student, guardian)]
        self.tally.add(f"{row.full_name}, {group}", created=not same, differences=enrolled + parents)

    def _group(self, row: StudentRow) -> Group | None:
        """The group by its name; of namesakes the one that is open, then the one of the order's year."""
        named = self.groups.get(search_key(row.group), [])
        open_ = [group for group in named if not is_closed(group.closed_on, row.order_date)] or named
        fitting = [group for group in open_ if group.admission_year == row.order_date.year] or open_
        if not named:
            self.refuse(row, "группа", f"Группа «{row.group}» не найдена: сначала создайте её или исправьте название")
            return None
        if len(fitting) > 1:
            years = ", ".join(str(group.admission_year) for group in fitting)
            self.refuse(row, "группа", f"Групп «{row.group}» несколько (набор {years}): закройте лишнюю")
            return None
        return fitting[0]

    def _new(self, row: StudentRow, group: Group) -> Student | None:
        alike = None if row.line in self.new else self.crowd.alike(row, group.id)
        if alike is not None:
            who = f"{row.full_name}, {row.birth_date:%d.%m.%Y}"
            self.refuse(row, "фамилия", f"{who}: не тот ли это, кто уже есть: {alike}? Если тот же, исправьте файл или "
                                        "карточку; если другой, подтвердите строку")
            return None
        student = Student(last_name=row.surname, first_name=row.name, patronymic=row.patronymic or None,
                          birth_date=row.birth_date)
        db.session.add(student)
        return student

    def _enrol(self, student: Student, row: StudentRow, group: Group) -> list[str] | None:
        """Make the order and the membership unless they are there; what was made, or None when it is refused."""
        steps = [_step(order) for order in student.movements]
        day = enrolment_day(row.order_date, group.admission_year)
        step = Step(MovementKind.ENROLMENT, day, row.order_number, row.order_date, group.id)
        if any(_is_same(order, step) for order in steps):
            return []
        found = self._violations(student, steps, step, group)
        for violation in found:
            self.refuse(row, COLUMN_OF.get(violation.field or ""), violation.message)
        if found:
            return None
        order = Movement(student=student, kind=step.kind, order_number=step.order_number, order_date=step.order_date,
                         effective_on=day, to_group_id=group.id)
        db.session.add(Membership(student=student, group_id=group.id, starts=day, entered_by=order))
        return [str(order)]

    def _violations(self, student: Student, steps: list[Step], step: Step, group: Group) -> list[Violation]:
        stays = student.memberships
        open_ = next((stay for stay in stays if stay.ends is None or stay.ends >= step.effective_on), None)
        if open_ is not None:
            by = open_.entered_by
            order = f" по приказу № {by.order_number} от {by.order_date:%d.%m.%Y}" if by is not None else ""
            column = "to_group" if open_.group_id != group.id else "order_number"
            return [Violation("5.4", f"{student.full_name} уже числится в группе «{open_.group}»{order}: "
                                     "перевод и исправление оформляют приказом в карточке студента", column)]
        closed = check_group(group.admission_year, step.effective_on.year - (step.effective_on.month < 9),
                             group.closed_on, step.effective_on, group.first_course)
        # files for the next intake are prepared ahead of their orders
        return [*([closed] if closed else []), *check_step(step, max(self.user.today, step.order_date)),
                *check_history([*steps, step])]

    def refuse(self, row: StudentRow, column: str | None, reason: str) -> None:
        self.refusals.add(row.line, column, reason)


def _groups() -> dict[str, list[Group]]:
    found: dict[str, list[Group]] = defaultdict(list)
    for group in db.session.scalars(sa.select(Group)):
        found[group.search_key].append(group)
    return found


def _students(ids: list[int]) -> dict[int, Student]:
    found: dict[int, Student] = {}
    for start in range(0, len(ids), AT_ONCE):
        query = sa.select(Student).where(Student.id.in_(ids[start:start + AT_ONCE])).options(
            selectinload(Student.movements),
            selectinload(Student.memberships).options(joinedload(Membership.group), joinedload(Membership.entered_by)),
            selectinload(Student.guardianships).joinedload(Guardianship.guardian))
        found.update((student.id, student) for student in db.session.scalars(query))
    return found


def _step(order: Movement) -> Step:
    return Step(MovementKind(order.kind), order.effective_on, order.order_number, order.order_date, order.to_group_id,
                order.from_group_id)


def _is_same(order: Step, asked: Step) -> bool:
    return (order.kind, order.order_number.casefold(), order.order_date, order.to_group) == (
        asked.kind, asked.order_number.casefold(), asked.order_date, asked.to_group)
