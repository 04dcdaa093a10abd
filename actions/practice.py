"""The programme of a practice on one page: dates, order, sections, places of students (Пр. 12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import attributes

from access.check import choices
from access.identity import Identity
from access.scopes import accounts_with
from actions.refusals import Refused
from models import DayLog, Enterprise, Journal, Placement, PracticeProgramme, ProgrammeSection, User, db
from queries.practice_days import logged_days
from queries.practice_members import members
from rules.names import search_key
from rules.practice import check_contract, check_programme, check_sections
from rules.spans import Days
from rules.terms import Role
from rules.texts import clean
from rules.violation import Violation
from rules.years import check_inside


@dataclass(frozen=True)
class SectionEntry:
    """A row of the programme; an empty one is left out."""

    title: str
    work: str
    hours: int | None
    id: int | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.title or self.work or self.hours)


@dataclass(frozen=True)
class PlaceEntry:
    """Where one student goes; without an enterprise the student has no place of the own."""

    student_id: int
    enterprise: str = ""
    mentor: str = ""
    contract_number: str = ""
    contract_date: dt.date | None = None


@dataclass(frozen=True)
class ProgrammeEntry:
    """The page as it was filled in; enterprises are named as they are called."""

    starts: dt.date
    ends: dt.date
    supervisor_id: int
    enterprise: str = ""
    order_number: str = ""
    order_date: dt.date | None = None
    sections: tuple[SectionEntry, ...] = ()
    places: tuple[PlaceEntry, ...] = ()


@dataclass
class _Check:
    journal: Journal
    entry: ProgrammeEntry
    today: dt.date
    bases: dict[str, Enterprise]
    found: list[Violation] = field(default_factory=list)

    def add(self, violation: Violation | None, name: str | None = None) -> None:
        if violation is not None:
            self.found.append(Violation(violation.point, violation.message, name or violation.field))

    def base(self, name: str, place: str, stored: int | None) -> int | None:
        """The open enterprise called so; the one that stands there already may be closed."""
        if not clean(name):
            return None
        base = self.bases.get(search_key(clean(name)))
        closed = base is not None and base.closed_on is not None and base.closed_on <= self.today
        if base is None:
            self.add(Violation("", f"Базы «{clean(name)}» в списке нет: добавьте её в «Базы практики»", place))
        elif closed and base.id != stored:
            self.add(Violation("", f"База «{base.name}» закрыта: студентов туда не направляют", place))
        return base.id if base is not None else None


def save_programme(user: Identity, journal: Journal, entry: ProgrammeEntry,
                   programme: PracticeProgramme | None = None) -> PracticeProgramme:
    """Create or change the whole programme; raises ``Refused``; flushes, never commits."""
    check = _Check(journal, entry, user.today, _bases())
    _check_programme(user, check, programme)
    kept = {section.id: section for section in programme.sections} if programme is not None else {}
    _check_sections(check, kept)
    stored = _stored_places(programme)
    chosen = _check_places(check, stored)
    base = check.base(entry.enterprise, "enterprise", programme.enterprise_id if programme else None)
    if check.found:
        raise Refused(check.found)
    if programme is None:
        programme = PracticeProgramme(journal_id=journal.id)
        db.session.add(programme)
    programme.starts, programme.ends = entry.starts, entry.ends
    programme.supervisor_id, programme.enterprise_id = entry.supervisor_id, base
    programme.order_number, programme.order_date = clean(entry.order_number) or None, entry.order_date
    attributes.flag_modified(programme, "starts")  # sections and places alone change the version too
    _fill_sections(programme, entry.sections, kept)
    db.session.flush()  # so that places have a programme to hang on
    _fill_places(programme, entry.places, stored, chosen)
    db.session.flush()  # so that a clash shows here and not at the commit
    return programme


def _bases() -> dict[str, Enterprise]:
    return {base.search_key: base for base in db.session.scalars(sa.select(Enterprise))}


def _check_programme(user: Identity, check: _Check, programme: PracticeProgramme | None) -> None:
    entry, semester = check.entry, check.journal.semester
    days = Days(entry.starts, entry.ends)
    for violation in check_programme(days, Days(semester.starts, semester.ends), clean(entry.order_number),
                                     entry.order_date):
        check.add(violation)
    stored = programme.supervisor_id if programme is not None else None
    if entry.supervisor_id != stored and db.session.scalar(sa.select(User.id).where(
            User.id == entry.supervisor_id, choices(user, User), User.id.in_(accounts_with(Role.TEACHER)))) is None:
        check.add(Violation("", "Руководитель от лицея — преподаватель или мастер: выберите его из списка",
                            "supervisor_id"))
    if programme is not None and entry.starts <= entry.ends:
        check.add(check_inside(days, logged_days(check.journal.id), "дни дневника практики"))


def _check_sections(check: _Check, kept: dict[int, ProgrammeSection]) -> None:
    """Each has a title, works and hours; together they are the hours of the plan."""
    filled = [(place, section) for place, section in enumerate(check.entry.sections) if not section.is_empty]
    for place, section in filled:
        for name, missing, words in (("title", not clean(section.title), "Назовите раздел"),
                                     ("work", not clean(section.work), "Укажите вид работ"),
                                     ("hours", (section.hours or 0) < 1, "Укажите часы")):
            if missing:
                check.add(Violation("", words, f"section-{place}-{name}"))
    if filled and all((section.hours or 0) > 0 for _, section in filled):
        check.add(check_sections([section.hours or 0 for _, section in filled], check.journal.planned_hours))
    gone = set(kept) - {section.id for _, section in filled}
    if gone and db.session.scalar(sa.select(DayLog.id).where(DayLog.section_id.in_(gone)).limit(1)) is not None:
        titles = ", ".join(f"«{kept[one].title}»" for one in sorted(gone))
        check.add(Violation("", f"По разделу уже есть записи в дневнике: {titles}. Раздел переименовывают, "
                                "а не удаляют", "sections"))


def _stored_places(programme: PracticeProgramme | None) -> dict[int, Placement]:
    if programme is None:
        return {}
    return {place.student_id: place for place in db.session.scalars(
        sa.select(Placement).where(Placement.programme_id == programme.id))}


def _check_places(check: _Check, stored: dict[int, Placement]) -> dict[int, int]:
    """By student: the enterprise; strangers and half-written contracts are refused."""
    days, chosen = Days(check.entry.starts, max(check.entry.starts, check.entry.ends)), {}
    there = {one.student_id for one in members([check.journal.id]).get(check.journal.id, ()) if one.meets(days)}
    for place in check.entry.places:
        name = f"place-{place.student_id}"
        before = stored.get(place.student_id)
        base = check.base(place.enterprise, f"{name}-enterprise", before.enterprise_id if before else None)
        if base is None:
            if not clean(place.enterprise) and (clean(place.mentor) or clean(place.contract_number)
                                                or place.contract_date):
                check.add(Violation("", "Укажите предприятие", f"{name}-enterprise"))
            continue
        chosen[place.student_id] = base
        if place.student_id not in there and before is None:
            check.add(Violation("", "В дни практики студент не учится в этой группе", f"{name}-enterprise"))
        for violation in check_contract(clean(place.contract_number), place.contract_date, check.today):
            check.add(violation, f"{name}-{violation.field}")
    return chosen


def _fill_sections(programme: PracticeProgramme, entries: Sequence[SectionEntry],
                   kept: dict[int, ProgrammeSection]) -> None:
    """Rows that stay keep their place and what hangs on them; new ones stand after them."""
    filled = [entry for entry in entries if not entry.is_empty]
    for gone in set(kept) - {entry.id for entry in filled}:
        programme.sections.remove(kept[gone])
    last = max((section.position for section in kept.values()), default=0)
    for entry in filled:
        section = kept.get(entry.id or 0)
        if section is None:
            last += 1
            section = ProgrammeSection(position=last)
            programme.sections.append(section)
        section.title, section.work, section.hours = clean(entry.title), clean(entry.work), entry.hours or 0


def _fill_places(programme: PracticeProgramme, entries: Sequence[PlaceEntry], stored: dict[int, Placement],
                 chosen: dict[int, int]) -> None:
    for entry in entries:
        place = stored.get(entry.student_id)
        if entry.student_id not in chosen:
            if place is not None:
                db.session.delete(place)
            continue
        if place is None:
            place = Placement(programme_id=programme.id, student_id=entry.student_id)
            db.session.add(place)
        place.enterprise_id, place.mentor = chosen[entry.student_id], clean(entry.mentor) or None
        place.contract_number, place.contract_date = clean(entry.contract_number) or None, entry.contract_date
