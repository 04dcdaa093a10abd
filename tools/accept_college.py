"""A college that fits the genuine timetables: made by the ordinary actions, from nothing but the sheets' own words."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from actions.journals import Assignment, make_journals
from models import (
    AcademicYear,
    BellSchedule,
    BellSlot,
    Curriculum,
    CurriculumLine,
    Discipline,
    Group,
    Practice,
    Semester,
    Speciality,
    Subgroup,
    User,
    UserRole,
    db,
)
from rules.terms import BaseEducation, LineKind, PracticeKind, ProgrammeLevel, Role

SUBJECT = re.compile(r"([А-ЯЁ]{2,5})[. ]*([\d.]+?)\.? (.+?)\s*(?:\((?:л|лек|п|пр)\))?\s*\"?\s*", re.IGNORECASE)
Taught = dict[tuple[str, str], set[tuple[str, int | None]]]  # index and title → teachers with subgroups


class College:
    """Collects what the sheets teach, then enters it."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        self.first, self.last = first, last
        self.taught: dict[str, dict[int, Taught]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))

    def group(self, name: str) -> None:
        self.taught[name]

    def teach(self, day: dt.date, group: str, subject: str, teacher: str, part: int | None) -> None:
        match = SUBJECT.fullmatch(subject)
        assert match, f"не понять дисциплину «{subject}»"
        index = ".".join([match[1].upper(), *(one.zfill(2) for one in match[2].split(".") if one)])
        semester = self._number(day)
        self.taught[group][semester][index, match[3].strip(" \".")].add((teacher, part))

    def _number(self, day: dt.date) -> int:
        """Semesters counted from the first autumn."""
        return 2 * (day.year - self.first.year) + (1 if day.month >= 9 else 0)

    def enter(self) -> tuple[int, int, int]:
        self._calendar()
        self.speciality = Speciality(code="38.02.08", title="Торговое дело", level=ProgrammeLevel.SPECIALISTS)
        db.session.add(self.speciality)
        self.teachers = {name: self._teacher(name, number) for number, name in enumerate(sorted({
            teacher for plan in self.taught.values() for lines in plan.values() for who in lines.values()
            for teacher, _ in who}))}
        self.disciplines = {one.title: one for one in db.session.scalars(
            sa.select(Discipline).where(Discipline.module_id.is_(None)))}  # the plan before may have brought it
        journals = sum(self._group(number, name) for number, name in enumerate(sorted(self.taught), start=1))
        db.session.commit()
        return len(self.taught), len(self.teachers), journals

    def _calendar(self) -> None:
        bells = BellSchedule(title="Основное", is_default=True)
        db.session.add(bells)
        for pair in range(1, 8):
            db.session.add(BellSlot(schedule=bells, pair=pair, starts=dt.time(7 + pair), ends=dt.time(7 + pair, 50)))
        self.semesters: dict[int, Semester] = {}
        for number in range(self.last.year - self.first.year):
            start = self.first.year + number
            year = db.session.query(AcademicYear).filter_by(year=start).one_or_none() or AcademicYear(
                year=start, starts=dt.date(start, 9, 1), ends=dt.date(start + 1, 6, 30))
            halves = {one.number: one for one in year.semesters}
            self.semesters[2 * number + 1] = halves.get(1) or Semester(
                academic_year=year, number=1, starts=dt.date(start, 9, 1), ends=dt.date(start, 12, 28))
            self.semesters[2 * number + 2] = halves.get(2) or Semester(
                academic_year=year, number=2, starts=dt.date(start + 1, 1, 13), ends=dt.date(start + 1, 6, 28))
            db.session.add(year)

    def _teacher(self, name: str, number: int) -> User:
        surname, *rest = name.split(" ")
        first, second = re.findall(r"[А-ЯЁ]", " ".join(rest))
        user = User(login=f"t{number}", last_name=surname, first_name=f"{first}н", patronymic=f"{second}нович",
                    roles=[UserRole(role=Role.TEACHER)])
        db.session.add(user)
        return user

    def _group(self, number: int, name: str) -> int:
        plan = Curriculum(speciality=self.speciality, admission_year=self.first.year, version=number,
                          base_education=BaseEducation.BASIC, title=f"План {name}")
        group = Group(name=name, speciality=self.speciality, curriculum=plan, admission_year=self.first.year)
        parts = {part: Subgroup(group=group, split="Подгруппы", number=part) for part in (1, 2)}
        db.session.add_all([plan, group, *parts.values()])
        made = 0
        for semester, lines in sorted(self.taught[name].items()):
            rows = {key: self._line(plan, place, semester, *key) for place, key in enumerate(sorted(lines))}
            db.session.flush()  # so that rows have their numbers
            asked = [Assignment(rows[key].id, self.teachers[teacher].id, parts[part].id if part else None)
                     for key, who in lines.items() for teacher, part in sorted(who, key=str)]
            user = Identity(None, frozenset(), dt.datetime.now(dt.UTC))
            made += len(make_journals(user, group, self.semesters[semester], asked).created)
        return made

    def _line(self, plan: Curriculum, position: int, semester: int, index: str, title: str) -> CurriculumLine:
        what: dict[str, Any] = {"kind": LineKind.MDK if index.startswith("МДК") else LineKind.DISCIPLINE}
        if index.startswith("УП"):
            practice = Practice(speciality=self.speciality, kind=PracticeKind.STUDY, index=index,
                                title=f"{title} {plan.title}")
            what = {"kind": LineKind.PRACTICE, "practice": practice}
        else:
            what["discipline"] = self.disciplines.setdefault(title, Discipline(title=title))
        line = CurriculumLine(curriculum=plan, position=position, cycle="ОП", index=index, title=title,
                              semester_number=semester, lecture=36, total=36, **what)
        db.session.add(line)
        return line
