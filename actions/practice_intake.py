"""Programmes of practice from a file, by the same rules as the page; a second run changes nothing (Пр. 12)."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.scopes import accounts_with
from actions.intake.chosen import Chosen
from actions.intake.practices import ProgrammeRow, ProgrammesFile, SectionRow
from actions.intake.refusal import Refusals
from actions.intake.report import Report, Tally
from actions.practice import ProgrammeEntry, SectionEntry, save_programme
from actions.refusals import Refused
from models import CurriculumLine, Group, Journal, PracticeProgramme, Semester, User, db
from queries.practice_programme import practice_of
from rules.names import search_key
from rules.terms import LineKind, Role

COLUMN_OF = {"starts": "начало", "ends": "конец", "supervisor_id": "руководитель", "enterprise": "база",
             "order_number": "приказ_номер", "order_date": "приказ_дата", "sections": "часы"}
SECTION_COLUMN = {"title": "раздел", "work": "вид_работ", "hours": "часы"}


def load_programmes(user: Identity, file: ProgrammesFile, chosen: Chosen) -> Report:
    """Make or change the programmes of the practices that the table names; places of students stay as they are.

    Raises ImportRefused with every refused line; flushes, never commits.
    """
    refusals, tally, known = Refusals(file.refused), Tally(), _Known(user)
    for row in file.programmes:
        _bring(user, row, known, refusals, tally, chosen.update)
    refusals.check(tally.told)
    return tally.report(None)


class _Known:
    """Practices and teachers that the file may name; who bears the same name is told apart by hand."""

    def __init__(self, user: Identity) -> None:
        self.journals: dict[tuple[str, str], list[Journal]] = defaultdict(list)
        for one in db.session.scalars(
                sa.select(Journal).join(Journal.line).join(Journal.group)
                .where(rows(user, READ, Journal), CurriculumLine.kind == LineKind.PRACTICE, Group.closed_on.is_(None))
                .options(joinedload(Journal.group), joinedload(Journal.line), joinedload(Journal.semester).joinedload(
                    Semester.academic_year)).order_by(Journal.id)):
            self.journals[one.group.search_key, search_key(one.line.index)].append(one)
        self.teachers: dict[str, list[User]] = defaultdict(list)
        for who in db.session.scalars(sa.select(User).where(
                User.blocked_at.is_(None), User.id.in_(accounts_with(Role.TEACHER)))):
            self.teachers[who.search_key].append(who)

    def journal(self, row: ProgrammeRow, refusals: Refusals) -> Journal | None:
        """The practice that goes in the semester of the first day."""
        named = self.journals.get((search_key(row.group), search_key(row.index)), [])
        fitting = [one for one in named if one.semester.starts <= row.starts <= one.semester.ends]
        if len(fitting) == 1:
            return fitting[0]
        if not named:
            refusals.add(row.line, "индекс", f"Журнала практики {row.index} у группы {row.group} нет: сначала его "
                                             "создаёт заместитель по ООД")
        elif not fitting:
            when = ", ".join(str(one.semester) for one in named)
            refusals.add(row.line, "начало", f"Практика {row.index} группы {row.group} по плану идёт в другое время: "
                                             f"{when}")
        else:
            refusals.add(row.line, "группа", f"Практику {row.index} группы {row.group} ведут по подгруппам: внесите "
                                             "программы на странице практики")
        return None

    def teacher(self, row: ProgrammeRow, refusals: Refusals) -> User | None:
        named = self.teachers.get(search_key(row.supervisor), [])
        if len(named) == 1:
            return named[0]
        refusals.add(row.line, "руководитель", f"Преподавателей «{row.supervisor}» несколько: выберите на странице "
                     "практики" if named else f"Преподавателя «{row.supervisor}» нет: фамилия, имя и отчество — как в "
                     "списке сотрудников")
        return None


def _bring(user: Identity, row: ProgrammeRow, known: _Known, refusals: Refusals, tally: Tally, update: bool) -> None:
    journal, teacher = known.journal(row, refusals), known.teacher(row, refusals)
    found = practice_of(user, journal) if journal is not None else None
    if found is None or teacher is None:
        return
    programme = found[1]
    entry = ProgrammeEntry(row.starts, row.ends, teacher.id, row.enterprise, row.order_number, row.order_date,
                           _sections(row.sections, programme))
    words = _differences(entry, programme, teacher) if programme is not None else []
    if programme is None or (words and update):
        try:
            save_programme(user, found[0], entry, programme)
        except Refused as refused:
            for one in refused.violations:
                refusals.add(*_place(row, one.field or ""), one.message)
            return
    tally.add(f"{row.group}, {row.index} {found[0].line.title}", created=programme is None, differences=words,
              line=row.line, kept=not update)


def _sections(asked: tuple[SectionRow, ...], programme: PracticeProgramme | None) -> tuple[SectionEntry, ...]:
    """A section keeps its row by its title: days of the diary hang on it."""
    stored = {search_key(one.title): one.id for one in programme.sections} if programme is not None else {}
    return tuple(SectionEntry(one.title, one.work, one.hours, stored.pop(search_key(one.title), None))
                 for one in asked)


def _differences(entry: ProgrammeEntry, programme: PracticeProgramme, teacher: User) -> list[str]:
    base = programme.enterprise.name if programme.enterprise else ""
    order = _order(programme.order_number, programme.order_date)
    pairs = (("Начало", f"{programme.starts:%d.%m.%Y}", f"{entry.starts:%d.%m.%Y}"),
             ("Конец", f"{programme.ends:%d.%m.%Y}", f"{entry.ends:%d.%m.%Y}"),
             ("Руководитель", programme.supervisor.full_name, teacher.full_name),
             ("База", base, entry.enterprise if search_key(entry.enterprise) != search_key(base) else base),
             ("Приказ", order, _order(entry.order_number, entry.order_date)))
    words = [f"{name}: {before or 'пусто'} → {after or 'пусто'}" for name, before, after in pairs if before != after]
    stored = {one.id: one for one in programme.sections}
    for section in entry.sections:
        one = stored.pop(section.id or 0, None)
        if one is None:
            words.append(f"Раздел «{section.title}»: добавлен, {section.hours} ч")
        elif (one.title, one.work, one.hours) != (section.title, section.work, section.hours):
            words.append(f"Раздел «{one.title}»: {one.work}, {one.hours} ч → {section.title}, {section.work}, "
                         f"{section.hours} ч")
    return words + [f"Раздел «{one.title}»: убран" for one in stored.values()]


def _order(number: str | None, date: object) -> str:
    return f"№ {number} от {date:%d.%m.%Y}" if number and date else number or ""


def _place(row: ProgrammeRow, field: str) -> tuple[int, str]:
    """Line and column of a refusal of the page: «section-2-hours» stands in its own row."""
    parts = field.split("-")
    if len(parts) == 3 and parts[0] == "section":
        return row.sections[int(parts[1])].line, SECTION_COLUMN[parts[2]]
    return row.line, COLUMN_OF.get(field, "группа")
