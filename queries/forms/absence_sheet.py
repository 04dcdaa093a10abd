"""The sheet of hours missed in a month, with what the semester has added up to (п. 5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from access.identity import Identity
from models import Semester, db
from queries.reports.ask import Ask
from queries.reports.attendance import Attendance, attendance
from queries.reports.missed import Missed, by_student, in_all
from rules.spans import Days


@dataclass(frozen=True)
class AbsenceSheet:
    """``semester``: its days up to the end of the month; ``summed`` are its hours by student."""

    month: Attendance
    semester: Days
    summed: Mapping[int, Missed]

    def of_semester(self, student_id: int | None) -> Missed:
        return self.summed.get(student_id or 0, Missed())

    @property
    def semester_total(self) -> Missed:
        """Of those who stand in the sheet."""
        return in_all(self.of_semester(line.student_id) for line in self.month.lines)


def absence_sheet(user: Identity, ask: Ask) -> AbsenceSheet:
    """Hours by days of a month; the semester is the last that had begun by its end."""
    assert ask.group is not None  # the sheet is of one group
    last = ask.period.counted_on(user.today)
    began = db.session.scalar(sa.select(sa.func.max(Semester.starts)).where(Semester.starts <= ask.period.last))
    semester = Days(began or ask.period.first, last)
    return AbsenceSheet(attendance(user, ask), semester, by_student(user, ask.group, semester.starts, last))
