"""The senior master's desk: practices of a year, where each stands, what is missing first (Пр. 12)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.scopes import practice_journals
from models import (
    AcademicYear,
    AttestationSheet,
    CurriculumLine,
    FinalMark,
    Group,
    Journal,
    Placement,
    PracticeProgramme,
    ProgrammeSection,
    Semester,
    Student,
    db,
)
from queries.practice_days import Filling, filling
from queries.practice_members import Member, members
from rules.names import short_name
from rules.practice import needs_place, needs_sheet
from rules.practice_state import Lack, Missing, Phase, Progress, missing, phase, words
from rules.spans import Days
from rules.terms import FinalValue, PracticeKind

NAMED = 3  # so many students are named, the rest are counted


@dataclass(frozen=True)
class Gap:
    """One thing a practice lacks, with the days or the students it concerns."""

    lack: Lack
    text: str
    dates: tuple[dt.date, ...] = ()
    names: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class Card:
    """A practice of a group on the desk; ``places`` are the bases with the number of students at each."""

    journal_id: int
    index: str
    title: str
    kind: PracticeKind
    module: str
    group: str
    subgroup: int | None
    teacher: str
    supervisor: str
    mentors: tuple[str, ...]
    days: Days | None
    order: str
    planned_hours: int
    section_hours: int
    places: tuple[tuple[str, int], ...]
    filling: Filling
    phase: Phase
    words: str
    gaps: tuple[Gap, ...]

    @property
    def rank(self) -> tuple[int, dt.date, str]:
        """What is missing first: a programme before places, places before days; then by the start."""
        first = list(Lack).index(self.gaps[0].lack) if self.gaps else len(Lack)
        return first, self.days.starts if self.days else dt.date.min, self.group


@dataclass(frozen=True)
class _Papers:
    """By programme or by journal: what has been entered so far."""

    hours: dict[int, int]
    places: dict[int, list[Placement]]
    sheets: dict[int, set[int]]
    finals: dict[int, dict[int, FinalValue]]


def desk(user: Identity, year: int) -> list[Card]:
    """Practices of the academic year that the user may read; those that lack something first."""
    return _cards(user, AcademicYear.year == year)


def card(user: Identity, journal: Journal) -> Card:
    """One practice as the desk shows it."""
    return _cards(user, Journal.id == journal.id)[0]


def _cards(user: Identity, which: sa.ColumnElement[bool]) -> list[Card]:
    found = _practices(user, which)
    ids = [journal.id for journal, _ in found]
    studying = members(ids)
    entered = [(journal, programme) for journal, programme in found if programme is not None]
    fillings = filling(user, [(journal, days_of(programme)) for journal, programme in entered], studying)
    papers = _papers(user, [programme.id for _, programme in entered], ids)
    cards = [_card(journal, programme, studying.get(journal.id, []), fillings.get(journal.id, Filling()), papers,
                   user.today) for journal, programme in found]
    names = _names({student for card in cards for _, students in card[1] for student in students})
    return sorted((_named(card, lacking, names) for card, lacking in cards), key=lambda card: card.rank)


def years(user: Identity) -> list[int]:
    """Academic years with practices that the user may read, the latest first."""
    return list(db.session.scalars(
        sa.select(AcademicYear.year).distinct().join(Semester).join(Journal, Journal.semester_id == Semester.id)
        .where(rows(user, Action.READ, Journal), Journal.id.in_(practice_journals(user)))
        .order_by(AcademicYear.year.desc())))


def readable(user: Identity) -> sa.ColumnElement[bool]:
    """Journals of practice the user reads; a substitute for a day does not read another's programme."""
    return sa.and_(rows(user, Action.READ, Journal), Journal.id.in_(practice_journals(user)),
                   sa.or_(PracticeProgramme.id.is_(None), rows(user, Action.READ, PracticeProgramme)))


def days_of(programme: PracticeProgramme) -> Days:
    return Days(programme.starts, programme.ends)


def _practices(user: Identity, which: sa.ColumnElement[bool]) -> Sequence[tuple[Journal, PracticeProgramme | None]]:
    found = db.session.execute(
        sa.select(Journal, PracticeProgramme)
        .join(Journal.line).join(Journal.semester).join(Semester.academic_year).join(Journal.group)
        .outerjoin(PracticeProgramme, PracticeProgramme.journal_id == Journal.id)
        .where(which, readable(user))
        .options(
            joinedload(Journal.line).options(joinedload(CurriculumLine.practice), joinedload(CurriculumLine.module)),
            joinedload(Journal.group), joinedload(Journal.subgroup), joinedload(Journal.semester),
            joinedload(Journal.teacher), joinedload(PracticeProgramme.supervisor),
            joinedload(PracticeProgramme.enterprise))
        .order_by(Group.search_key, CurriculumLine.position)).unique()
    return [(row[0], row[1]) for row in found]


def _papers(user: Identity, programmes: Sequence[int], journals: Sequence[int]) -> _Papers:
    hours: Counter[int] = Counter()
    places, sheets, finals = defaultdict(list), defaultdict(set), defaultdict[int, dict[int, FinalValue]](dict)
    for programme, part in db.session.execute(sa.select(ProgrammeSection.programme_id, ProgrammeSection.hours).where(
            ProgrammeSection.programme_id.in_(programmes))):
        hours[programme] += part
    for place in db.session.scalars(sa.select(Placement).where(Placement.programme_id.in_(programmes))
                                    .options(joinedload(Placement.enterprise)).order_by(Placement.id)):
        places[place.programme_id].append(place)
    for programme, student in db.session.execute(
            sa.select(AttestationSheet.programme_id, AttestationSheet.student_id).where(
                AttestationSheet.programme_id.in_(programmes), AttestationSheet.signed_on.is_not(None))):
        sheets[programme].add(student)
    for journal, student, value in db.session.execute(
            sa.select(FinalMark.journal_id, FinalMark.student_id, FinalMark.value).where(
                FinalMark.journal_id.in_(journals), rows(user, Action.READ, FinalMark))):
        finals[journal][student] = FinalValue(value)
    return _Papers(hours, places, sheets, finals)


Lacking = tuple[tuple[Missing, tuple[int, ...]], ...]


def _card(journal: Journal, programme: PracticeProgramme | None, studying: Sequence[Member], filled: Filling,
          papers: _Papers, today: dt.date) -> tuple[Card, Lacking]:
    """The card without its gaps, and what is missing with the students concerned."""
    line = journal.line
    assert line.practice is not None  # a practice line of the curriculum names its practice
    kind, days = PracticeKind(line.practice.kind), days_of(programme) if programme else None
    there = [member.student_id for member in studying if days is None or member.meets(days)]
    key = programme.id if programme else 0
    placed = there if programme and (programme.enterprise_id or not needs_place(kind)) else [
        place.student_id for place in papers.places[key]]
    last = [member.student_id for member in studying if days and days.ends and member.is_there(days.ends)]
    finals = papers.finals[journal.id]
    sheets = papers.sheets[key] | {student for student, value in finals.items() if not needs_sheet(value)}
    without = {Lack.PLACES: _but(there, placed), Lack.SHEETS: _but(last, sheets), Lack.FINALS: _but(last, finals)}
    progress = Progress(
        days, journal.planned_hours, papers.hours[key], len(there), len(there) - len(without[Lack.PLACES]),
        filled.planned, len(filled.filled), len(filled.unfilled), len(there) - len(without[Lack.SHEETS]),
        len(there) - len(without[Lack.FINALS]))
    lacks = tuple((one, without.get(one.lack, ())) for one in missing(progress, today))
    card = Card(
        journal.id, line.index, line.title, kind, str(line.module) if line.module else "", journal.group.name,
        journal.subgroup.number if journal.subgroup else None, journal.teacher.short_name,
        programme.supervisor.short_name if programme else "",
        tuple(dict.fromkeys(place.mentor for place in papers.places[key] if place.mentor)), days,
        _order(programme), journal.planned_hours, papers.hours[key],
        _bases(programme, papers.places[key], len(there)), filled, phase(progress, today), words(progress, today), ())
    return card, lacks


def _but(students: Sequence[int], done: Collection[int]) -> tuple[int, ...]:
    return tuple(student for student in students if student not in done)


def _order(programme: PracticeProgramme | None) -> str:
    if programme is None or not programme.order_number:
        return ""
    return f"№ {programme.order_number}" + (f" от {programme.order_date:%d.%m.%Y}" if programme.order_date else "")


def _bases(programme: PracticeProgramme | None, places: Sequence[Placement], students: int,
           ) -> tuple[tuple[str, int], ...]:
    """The common base takes those who have no place of their own."""
    found = Counter(place.enterprise.name for place in places)
    if programme and programme.enterprise and students > len(places):
        found[programme.enterprise.name] += students - len(places)
    return tuple(found.most_common())


def _names(students: set[int]) -> dict[int, str]:
    if not students:
        return {}
    found = db.session.execute(sa.select(Student.id, Student.last_name, Student.first_name, Student.patronymic).where(
        Student.id.in_(students)).order_by(Student.sort_key))
    return {row.id: short_name(row.last_name, row.first_name, row.patronymic) for row in found}


def _named(card: Card, lacking: Lacking, names: dict[int, str]) -> Card:
    order = {student: place for place, student in enumerate(names)}
    gaps = []
    for one, students in lacking:
        known = [names[student] for student in sorted(students, key=order.__getitem__)]
        dates = card.filling.unfilled if one.lack is Lack.DAYS else ()
        gaps.append(Gap(one.lack, one.text, dates, tuple(known[:NAMED]), max(0, len(known) - NAMED)))
    return Card(**{**vars(card), "gaps": tuple(gaps)})
