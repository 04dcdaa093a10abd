"""Academic years, days off, bells and the timetable (п. 5.5)."""

from __future__ import annotations

from access.entity_rows import changes_of_studies
from access.grants import CREATE, DELETE, READ, UPDATE, can
from access.rows import of_studies
from access.scopes import LEADERS, my_children, myself
from access.table.blocks import EVERYBODY, STAFF, Block, Table, each, learners
from models import (
    AcademicYear,
    BellSchedule,
    BellSlot,
    Holiday,
    Semester,
    TimetableChange,
    TimetableName,
    TimetableSlot,
)
from rules.terms import Role

CALENDAR: Block = {
    **each(EVERYBODY, can(READ)),
    **each((Role.ADMINISTRATOR, Role.DEPUTY_OOD, Role.METHODIST), can(READ, CREATE, UPDATE)),
}
KEPT_BY_METHODIST: Block = {**each(STAFF, can(READ)), Role.METHODIST: (can(READ, CREATE, UPDATE, DELETE),)}
REASON = frozenset({"reason"})  # an absent teacher's reason is not for students (п. 9.2)

TABLE: Table = {
    AcademicYear: CALENDAR,
    Semester: CALENDAR,
    Holiday: CALENDAR,
    BellSchedule: CALENDAR,
    BellSlot: CALENDAR,
    TimetableName: {**each(LEADERS, can(READ)), Role.METHODIST: (can(READ, CREATE, UPDATE, DELETE),)},
    TimetableSlot: {**KEPT_BY_METHODIST, **learners(of_studies, TimetableSlot)},
    TimetableChange: {
        **KEPT_BY_METHODIST,
        Role.STUDENT: (can(READ, rows=changes_of_studies(myself), hidden=REASON),),
        Role.PARENT: (can(READ, rows=changes_of_studies(my_children), hidden=REASON),),
    },
}
