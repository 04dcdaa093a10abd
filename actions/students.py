"""Loading students with their groups, orders of enrolment and parents (п. 5.3, 5.4)."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from access.identity import Identity
from actions.guardians import Families
from actions.intake.chosen import Chosen
from actions.intake.people import StudentRow, StudentsFile
from actions.intake.refusal import Alike, Refusals
from actions.intake.report import Report, Tally, bring
from actions.likeness import AT_ONCE, Crowd, Known
from models import Group, Guardianship, Membership, Movement, Student, db
from rules.groups import academic_year, check_group, is_closed
from rules.movement import Step, check_history, check_step, enrolment_day
from rules.names import search_key
from rules.terms import MovementKind
from rules.violation import Violation

COLUMN_OF = {"order_number": "приказ_номер", "kind": "приказ_номер", "order_date": "приказ_дата",
             "effective_on": "приказ_дата", "to_group": "группа", "group_id": "группа"}


def load_students(user: Identity, file: StudentsFile, chosen: Chosen) -> Report:
    """Enrol who is new, correct who is known; a likely double is asked and becomes what somebody answered.

    Raises ImportRefused with every refused line; flushes, never commits.
    """
    load = _Load(user, file, chosen)
    with db.session.no_autoflush:  # what changes is read off the rows that wait
        for row in file.students:
            load.write(row)
    load.refusals.check(load.tally.told)
    db.session.flush()  # so that a clash shows here and not at the commit
    return load.tally.report(None)


class _Load:
    """The stored people and groups a file meets, and what has been done with it."""

    def __init__(self, user: Identity, file: StudentsFile, chosen: Chosen) -> None:
        self.user, self.chosen = user, chosen
        self.refusals, self.tally = Refusals(file.refused), Tally(warnings=list(file.warnings))
        self.groups = _groups()
        self.crowd, self.families = Crowd(file.students), Families(file.students)
        known = [same.id for row in file.students for same in self.crowd.same(row)]
        self.students = _students(known + [person for person in chosen.answers.values() if person is not None])

    def write(self, row: StudentRow) -> None:
        group = self._group(row)
        if group is None:
            return
        same = self.crowd.same(row)
        if len(same) > 1:
            return self.refuse(row, "фамилия", f"{row.full_name} с этой датой рождения уже не один: сверьте карточки")
        alike = None if same else self.crowd.alike(row, group.id)
        if alike is not None and self.chosen.answers.get(row.line, 0) not in (None, alike.id):
            return self._ask(row, alike)
        stored = same[0] if same else alike if self.chosen.answers.get(row.line) else None
        if stored is None:
            self._add(row, group)
        else:
            self._bring(self.students[stored.id], row, group)

    def _ask(self, row: StudentRow, known: Known) -> None:
        who = f"{row.full_name}, {row.birth_date:%d.%m.%Y}"
        reason = (f"{who}: не тот ли это, кто уже есть: {known}? Если тот же, исправьте файл или карточку; "
                  "если другой, подтвердите строку")
        self.refusals.add(row.line, "фамилия", reason, Alike(known.id, str(known), f"{who}, группа {row.group}"))

    def _add(self, row: StudentRow, group: Group) -> None:
        student = Student(last_name=row.surname, first_name=row.name, patronymic=row.patronymic or None,
                          birth_date=row.birth_date)
        if self._enrol(student, row, group, write=True) is not None:
            db.session.add(student)
            for guardian in row.guardians:
                self.families.write(student, guardian)
            self.tally.add(f"{row.full_name}, {group}", created=True, line=row.line)

    def _bring(self, student: Student, row: StudentRow, group: Group) -> None:
        write = self.chosen.update
        enrolled = self._enrol(student, row, group, write)
        if enrolled is None:
            return
        card = bring(student, {"last_name": row.surname, "first_name": row.name,
                               "patronymic": row.patronymic or None, "birth_date": row.birth_date}, write
                     ) if self.chosen.answers.get(row.line) else []
        parents = [word for guardian in row.guardians for word in self.families.write(student, guardian, write)]
        self.tally.add(f"{row.full_name}, {group}", created=False, differences=card + enrolled + parents,
                       line=row.line, kept=not write)

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

    def _enrol(self, student: Student, row: StudentRow, group: Group, write: bool) -> list[str] | None:
        """Make the order and the membership unless they are there; what it is, or None when it is refused."""
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
        if write:
            order = Movement(student=student, kind=step.kind, order_number=step.order_number,
                             order_date=step.order_date, effective_on=day, to_group_id=group.id)
            db.session.add(Membership(student=student, group_id=group.id, starts=day, entered_by=order))
        return [f"{step.kind.title}, пр. № {step.order_number} от {step.order_date:%d.%m.%Y}"]

    def _violations(self, student: Student, steps: list[Step], step: Step, group: Group) -> list[Violation]:
        stays = student.memberships
        open_ = next((stay for stay in stays if stay.ends is None or stay.ends >= step.effective_on), None)
        if open_ is not None:
            by = open_.entered_by
            order = f" по приказу № {by.order_number} от {by.order_date:%d.%m.%Y}" if by is not None else ""
            column = "to_group" if open_.group_id != group.id else "order_number"
            return [Violation("5.4", f"{student.full_name} уже числится в группе «{open_.group}»{order}: "
                                     "перевод и исправление оформляют приказом в карточке студента", column)]
        closed = check_group(group.admission_year, academic_year(step.effective_on),
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
