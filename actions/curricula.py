"""Loading a curriculum: speciality, modules, disciplines, practices, competencies, lines by semester (Пр. 10)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from actions import audit
from actions.intake.refusal import ImportRefused, Refusals
from actions.intake.report import Report, Tally, bring
from actions.subjects import Subjects
from models import Competence, Curriculum, CurriculumLine, Speciality, db
from models.base import Base
from rules.plan import CurriculumFile, CurriculumRow, base_education, line_kind, programme_level
from rules.terms import BaseEducation, StudyForm

MOST_HOURS = 9_999
LONGEST = {"цикл": 24, "индекс": 24, "наименование": 250}
CONTROLS = {"exam": "exams", "graded_credit": "graded_credits", "credit": "credits",
            "course_project": "course_project_controls", "course_work": "course_works", "test": "tests",
            "other": "other_controls"}
HOURS = {"lecture": "lecture", "lab": "laboratory", "practical": "practical", "seminar": "seminar",
         "course_project": "course_project", "self_study": "self_study", "control": "control_hours",
         "consultation": "consultation", "individual_project": "individual_project", "total": "total",
         "weeks": "weeks"}
Lines = dict[tuple[str, int], CurriculumLine]  # by index and semester
# columns that the short table leaves out: silence about all rows is no change
SILENT = ("seminar", "consultation", "individual_project")


def load_curriculum(plan: CurriculumFile, update: bool = True) -> Report:
    """Create the plan or bring the stored one to the file, line by line; raises ImportRefused, never commits.

    update: correct and drop lines of the stored plan; else what differs is told and left as it was.
    """
    base = base_education(plan.base_education)
    _check(plan, base)
    assert base is not None
    speciality = _speciality(plan)
    curriculum = _find(speciality, plan, base) or _new(speciality, plan, base)
    tally = Tally(warnings=list(plan.warnings))
    stored = _stored(curriculum)
    with db.session.no_autoflush:  # what changes is read off the rows that wait
        _Lines(curriculum, plan, Subjects(speciality, plan), tally, update).write(stored)
    _drop_absent(plan, stored, tally, update)
    if tally.created or tally.changed:
        curriculum.source_file = plan.file_name[:250] or curriculum.source_file
    db.session.flush()  # so that the plan has its id
    return tally.report(curriculum.id)


def _check(plan: CurriculumFile, base: BaseEducation | None) -> None:
    refusals = Refusals()
    if base is None:
        refusals.add(None, None, f"не указано, на базе какого образования план: «{plan.base_education}». Нужно "
                                 "«основное общее» или «среднее общее»")
    for row in plan.lines:
        for column, text in (("цикл", row.cycle), ("индекс", row.index), ("наименование", row.title)):
            if len(text) > LONGEST[column]:
                refusals.add(row.line, column, f"длиннее {LONGEST[column]} знаков: «{text[:40]}…»")
        if max(getattr(row.hours, name) for name in HOURS) > MOST_HOURS:
            refusals.add(row.line, None, f"{row.index}, семестр {row.semester}: больше {MOST_HOURS} часов")
    refusals.check()


def _speciality(plan: CurriculumFile) -> Speciality:
    found = db.session.scalar(sa.select(Speciality).where(Speciality.code == plan.speciality_code))
    if found is not None:
        return found
    if not plan.speciality_title:
        raise ImportRefused.because(f"Специальности {plan.speciality_code} ещё нет, а её наименования нет и в файле")
    made = Speciality(code=plan.speciality_code, title=plan.speciality_title[:250],
                      qualification=plan.qualification[:250] or None, level=programme_level(plan.speciality_code))
    db.session.add(made)
    db.session.flush()  # so that what belongs to it can be looked up
    return made


def _find(speciality: Speciality, plan: CurriculumFile, base: BaseEducation) -> Curriculum | None:
    """The latest version of the plan for this intake."""
    found = db.session.scalar(
        sa.select(Curriculum).where(
            Curriculum.speciality_id == speciality.id, Curriculum.admission_year == plan.admission_year,
            Curriculum.base_education == base, Curriculum.study_form == StudyForm.FULL_TIME)
        .order_by(Curriculum.version.desc()).limit(1))
    if found is not None and found.closed_on is not None:
        raise ImportRefused.because(f"План «{found}» закрыт с {found.closed_on:%d.%m.%Y}: он больше не меняется")
    return found


def _new(speciality: Speciality, plan: CurriculumFile, base: BaseEducation) -> Curriculum:
    made = Curriculum(
        speciality=speciality, admission_year=plan.admission_year, base_education=base, study_form=StudyForm.FULL_TIME,
        version=1, title=f"{speciality}, набор {plan.admission_year}"[:250],
        qualification=plan.qualification[:250] or None, duration_months=plan.duration_months,
        standard=plan.fgos[:120] or None)
    db.session.add(made)
    db.session.flush()  # so that what belongs to it can be looked up
    return made


class _Lines:
    """Writes the lines of one file into one plan."""

    def __init__(self, curriculum: Curriculum, plan: CurriculumFile, subjects: Subjects, tally: Tally,
                 update: bool) -> None:
        self.curriculum, self.plan, self.subjects, self.tally, self.update = curriculum, plan, subjects, tally, update
        self.silent = frozenset(name for name in SILENT if not any(getattr(row.hours, name) for row in plan.lines))
        self.complex_told = any(row.complex_group for row in plan.lines)

    def write(self, stored: Lines) -> None:
        known = _competencies(self.curriculum, self.plan, self.update)
        links = 0
        for row in self.plan.lines:
            line = stored.get((row.index, row.semester))
            words = self._write_line(line, row) if line is not None else []
            made = line if line is not None else self._new(row)
            wanted = {known[code] for code in row.competencies if code in known}
            if self.plan.competencies and set(made.competencies) != wanted:
                words.append("компетенции")
                if self.update or line is None:
                    made.competencies = sorted(wanted, key=lambda item: item.code)
                    links += 1
            self.tally.add(f"{row.index}, семестр {row.semester}", created=line is None, differences=words,
                           line=row.line, kept=not self.update)
        if links:
            audit.bulk(db.session(), CurriculumLine, links, {"competencies": self.curriculum.title})

    def _write_line(self, line: CurriculumLine, row: CurriculumRow) -> list[str]:
        if self.update:
            bring(line, self.subjects.of(row))
        return bring(line, self._values(row), self.update)

    def _new(self, row: CurriculumRow) -> CurriculumLine:
        made = CurriculumLine(curriculum=self.curriculum, index=row.index, semester_number=row.semester,
                              **self._values(row), **self.subjects.of(row))
        db.session.add(made)
        return made

    def _values(self, row: CurriculumRow) -> dict[str, Any]:
        values: dict[str, Any] = {"position": row.position, "cycle": row.cycle, "title": row.title,
                                  "kind": line_kind(row)}
        values |= {column: getattr(row.hours, name) for name, column in HOURS.items() if name not in self.silent}
        values |= {column: getattr(row.controls, name) for name, column in CONTROLS.items()}
        if self.complex_told:
            values["complex_control"] = row.complex_group[:250] if row.complex_group else None
        return values


def _stored(curriculum: Curriculum) -> Lines:
    lines = db.session.scalars(sa.select(CurriculumLine).where(CurriculumLine.curriculum_id == curriculum.id).options(
        joinedload(CurriculumLine.discipline), joinedload(CurriculumLine.practice), joinedload(CurriculumLine.module),
        selectinload(CurriculumLine.competencies)))
    return {(line.index, line.semester_number): line for line in lines}


def _competencies(curriculum: Curriculum, plan: CurriculumFile, update: bool) -> dict[str, Competence]:
    """By code; a file that names none leaves the stored ones as they are."""
    known = {item.code: item for item in db.session.scalars(
        sa.select(Competence).where(Competence.curriculum_id == curriculum.id))}
    for code, title in plan.competencies:
        item = known.get(code)
        if item is None:
            item = known[code] = Competence(curriculum=curriculum, code=code[:16], title=title[:1000] or code)
            db.session.add(item)
        elif title and update:
            item.title = title[:1000]
    return known


def _drop_absent(plan: CurriculumFile, stored: Lines, tally: Tally, update: bool) -> None:
    """Lines that the file has no more go, unless a journal or a thematic plan rests on them: those are told."""
    here = {(row.index, row.semester) for row in plan.lines}
    absent = [line for place, line in stored.items() if place not in here]
    used = used_lines([line.id for line in absent])
    for line in absent:
        title = f"{line.index}, семестр {line.semester_number}"
        if line.id in used:
            tally.warnings.append(f"{title}: в файле строки нет, но по ней ведутся журналы — строка оставлена")
            tally.same += 1
            continue
        if update:
            db.session.delete(line)
        tally.add(title, created=False, differences=["строки больше нет в плане"], kept=not update)


def used_lines(ids: list[int]) -> set[int]:
    """Lines on which journals, thematic plans or anything else rests."""
    used: set[int] = set()
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if ids and key.column.table is CurriculumLine.__table__ and key.ondelete != "CASCADE":
                used |= set(db.session.scalars(sa.select(key.parent).where(key.parent.in_(ids)).distinct()))
    return used
