"""The sheet of п. 5.7 of the demo college, counted once more by plain loops over raw rows.

Nothing of rules/ or queries/ is used but what is compared and the words of the trade: days, deadlines and shares are
made here anew.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import models as m
from queries.indicators import Cut, sheet
from queries.indicators_basis import Asked
from queries.indicators_scope import Kind, Scope
from rules.indicators import Share
from rules.terms import ChangeKind, LessonKind, LineKind, Role, WeekParity
from seed.demo import DEMO_NOW, make_demo
from tests import factories as f
from tests.families import asks

ZONE = ZoneInfo("Asia/Barnaul")
FIRST, LAST, NOW = dt.date(2023, 10, 1), dt.date(2023, 10, 31), DEMO_NOW
DAY = dt.timedelta(days=1)
NOTHING_HOME = {LessonKind.CONTROL, LessonKind.CREDIT, LessonKind.CONSULTATION, LessonKind.PRACTICE_DAY}
TABLES = (m.Membership, m.SubgroupMembership, m.Journal, m.CurriculumLine, m.Lesson, m.Homework, m.Cell, m.Mark,
          m.TimetableSlot, m.TimetableChange, m.Holiday, m.BellSlot, m.Guardianship, m.Guardian, m.Student, m.User,
          m.Acknowledgement, m.AcademicYear, m.Group, m.FinalMark)


class College:
    """Raw rows, and what October was to be by them."""

    def __init__(self, session: Any) -> None:
        self.rows = {model: [SimpleNamespace(**row._mapping) for row in session.execute(model.__table__.select())]
                     for model in TABLES}
        self.journals = {row.id: row for row in self.rows[m.Journal]}
        lines = {row.id: row for row in self.rows[m.CurriculumLine]}
        self.practice = {id for id, row in self.journals.items()
                         if lines[row.curriculum_line_id].kind == LineKind.PRACTICE}
        self.year_starts = next(row.starts for row in self.rows[m.AcademicYear] if row.year == 2023)
        self.ends = {row.pair: row.ends for row in self.rows[m.BellSlot]}
        self.homework = defaultdict(list)
        for row in self.rows[m.Homework]:
            self.homework[row.lesson_id].append(row.entered_at)
        self.lessons = [row for row in self.rows[m.Lesson] if FIRST <= row.date <= LAST]
        self.record = {(row.journal_id, row.date, row.pair): row for row in self.lessons}
        self.ordered, self.plan = self.changed()

    def works(self, day: dt.date) -> bool:
        kinds = [row.kind for row in self.rows[m.Holiday] if row.starts <= day <= row.ends]
        return "workday" in kinds or (not kinds and day.isoweekday() <= 6)

    def weekly(self) -> set[tuple[int, dt.date, int]]:
        """Journal, day, pair by the weekly timetable alone."""
        monday = self.year_starts - DAY * self.year_starts.weekday()
        found = set()
        for slot in self.rows[m.TimetableSlot]:
            day = FIRST
            while day <= LAST:
                odd = ((day - monday).days // 7) % 2 == 0
                fits = {WeekParity.EVERY: True, WeekParity.ODD: odd, WeekParity.EVEN: not odd}[slot.parity]
                if slot.starts <= day <= slot.ends and day.isoweekday() == slot.weekday and fits and self.works(day):
                    found.add((slot.journal_id, day, slot.pair))
                day += DAY
        return found

    def changed(self) -> tuple[set[tuple[int, dt.date, int]], set[tuple[int, dt.date, int]]]:
        """Lessons ordered, lessons of the plan."""
        ordered = self.weekly()
        plan = set(ordered)
        for change in sorted(self.rows[m.TimetableChange], key=lambda row: row.id):
            old = (change.journal_id, change.date, change.pair)
            if change.kind in (ChangeKind.CANCELLED, ChangeKind.REPLACED, ChangeKind.MOVED):
                ordered.discard(old)
            if change.kind == ChangeKind.MOVED:
                plan.discard(old)
                new = (change.journal_id, change.new_date,
                       change.pair if change.new_pair is None else change.new_pair)
                if FIRST <= change.new_date <= LAST:
                    ordered.add(new)
                    plan.add(new)
            if change.kind in (ChangeKind.ADDED, ChangeKind.REPLACED) and FIRST <= change.date <= LAST:
                ordered.add((change.new_journal_id or change.journal_id, change.date, change.pair))
        return ordered, plan

    def until(self, day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
        return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)

    def home_due(self, day: dt.date, pair: int) -> dt.datetime:
        evening = pair in self.ends and self.ends[pair] >= dt.time(17)
        return self.until(day + DAY, 0) - dt.timedelta(microseconds=1) if evening else self.until(day, 17)

    def whole(self, lesson: Any) -> bool:
        midnight = self.until(lesson.date + DAY, 0)
        home = min(self.homework[lesson.id], default=None)
        if not lesson.topic or lesson.attendance_at is None:
            return False
        if lesson.kind not in NOTHING_HOME and (home is None or home > self.home_due(lesson.date, lesson.pair)):
            return False
        return lesson.entered_at < midnight and lesson.attendance_at < midnight

    def there(self, journal: Any) -> dict[int, dt.date]:
        """Students of the journal on the last day of October, each with the first of the days there."""
        def inside(row: Any) -> bool:
            return row.starts <= LAST and (row.ends is None or row.ends >= LAST)
        group = {row.student_id: row.starts for row in self.rows[m.Membership]
                 if row.group_id == journal.group_id and inside(row)}
        if journal.subgroup_id is None:
            return group
        part = {row.student_id: row.starts for row in self.rows[m.SubgroupMembership]
                if row.subgroup_id == journal.subgroup_id and inside(row)}
        return {student: max(group[student], part[student]) for student in group.keys() & part.keys()}

    def pairs(self, journals: set[int]) -> Counter[tuple[int, int]]:
        """Marks by journal and student; a zero for who had lessons and no mark."""
        days: dict[int, list[dt.date]] = defaultdict(list)
        for lesson in self.lessons:
            days[lesson.journal_id].append(lesson.date)
        credited = {(row.journal_id, row.student_id) for row in self.rows[m.FinalMark] if row.value == "credited"}
        found = Counter({(id, student): 0 for id in journals for student, since in self.there(self.journals[id]).items()
                         if any(day >= since for day in days[id]) and (id, student) not in credited})
        lessons = {lesson.id: lesson for lesson in self.lessons}
        cells = {row.id: row for row in self.rows[m.Cell] if row.lesson_id in lessons}
        for mark in self.rows[m.Mark]:
            cell = cells.get(mark.cell_id)
            if cell is not None and (lessons[cell.lesson_id].journal_id, cell.student_id) in found:
                found[lessons[cell.lesson_id].journal_id, cell.student_id] += 1
        return found

    def came(self) -> set[int]:
        """Accounts."""
        first, last = self.until(FIRST, 0), self.until(LAST + DAY, 0)
        return ({row.user_id for row in self.rows[m.Acknowledgement] if row.kind == "diary" and first <= row.at < last}
                | {row.id for row in self.rows[m.User] if row.last_sign_in_at and first <= row.last_sign_in_at < last})


def expected(raw: College, journals: set[int]) -> dict[str, Share]:
    ordered = {one for one in raw.ordered if one[0] in journals}
    lessons = [row for row in raw.lessons if row.journal_id in journals]
    records = [raw.record.get(one) for one in ordered]
    asked_home = [row for row in lessons if row.journal_id not in raw.practice and (
        row.kind not in NOTHING_HOME or raw.homework[row.id])]
    silent = [one for one in ordered if one not in raw.record and one[0] not in raw.practice]
    in_time = [row for row in asked_home if raw.homework[row.id]
               and min(raw.homework[row.id]) <= raw.home_due(row.date, row.pair)]
    hours = {id: (6 if id in raw.practice else 2) for id in journals}
    due = sum(max(sum(hours[id] for one in raw.plan if one[0] == id), sum(hours[id] for one in ordered if one[0] == id))
              for id in journals)
    pairs = raw.pairs(journals)
    students = Counter[int]()
    for (_, student), count in pairs.items():
        students[student] += count
    people = {student for id in journals for student in raw.there(raw.journals[id])}
    parents = {row.guardian_id for row in raw.rows[m.Guardianship] if row.student_id in people
               and (row.starts is None or row.starts <= LAST) and (row.ends is None or row.ends >= LAST)}
    accounts = raw.came()
    came = ({row.id for row in raw.rows[m.Student] if row.user_id in accounts} & people,
            {row.id for row in raw.rows[m.Guardian] if row.user_id in accounts} & parents)
    return {
        "participation": Share(sum(raw.whole(row) for row in records if row is not None), len(ordered)),
        "homework": Share(sum(bool(raw.homework[row.id]) for row in asked_home), len(asked_home) + len(silent)),
        "homework_in_time": Share(len(in_time), len(asked_home) + len(silent)),
        "material": Share(sum(row.hours for row in lessons), due),
        "no_marks": Share(list(students.values()).count(0), len(students)),
        "one_mark": Share(list(students.values()).count(1), len(students)),
        "pairs_without": Share(list(pairs.values()).count(0), len(pairs)),
        "pairs_with_one": Share(list(pairs.values()).count(1), len(pairs)),
        "families": Share(len(came[0]) + len(came[1]), len(people) + len(parents)),
        "parents_came": Share(len(came[1]), len(parents)),
    }


def compared(figures: Any, raw: College, journals: set[int]) -> None:
    wanted = expected(raw, journals)
    assert {name: getattr(figures, name) for name in wanted} == wanted


@pytest.fixture
def raw(db) -> College:
    make_demo(db)
    db.flush()
    return College(db)


def test_october_of_the_demo_college(raw):
    """The college, each of its groups, each journal of one of them."""
    user = asks(f.UserFactory(roles=(Role.DIRECTOR,)), Role.DIRECTOR, now=NOW)
    whole = sheet(user, Asked(Scope(Kind.COLLEGE, 0, "Лицей"), FIRST, LAST), Cut.GROUPS)
    compared(whole.figures, raw, set(raw.journals))
    groups = {row.name: row.id for row in raw.rows[m.Group]}
    assert {line.title for line in whole.lines} == set(groups)
    for line in whole.lines:
        compared(line.figures, raw, {id for id, row in raw.journals.items() if row.group_id == groups[line.title]})
    scope = Scope(Kind.GROUP, groups["ИС-21"], "ИС-21")
    for line in sheet(user, Asked(scope, FIRST, LAST), Cut.JOURNALS).lines:
        compared(line.figures, raw, {line.journal})
