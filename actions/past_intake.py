"""Marks and absences of a past time from a file, into the teacher's own journals (Пр. 4, rights.md «own past marks»).

Every value goes through the rules of a single cell: the grammar (п. 6.5, 6.8), membership (п. 5.4), closed periods
(п. 7.2, 7.5) and deadlines (п. 6.1, 6.3), which do not run for days whose journal was kept elsewhere (ADR 29).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from access.identity import Identity
from access.scopes import signs_for
from actions.audit.context import explain
from actions.cell_checks import check_change
from actions.cell_content import Entry, content_after, work_of
from actions.cell_excuse import by_paper
from actions.intake.past import PastSheet, PastValue
from actions.intake.refusal import ImportRefused, Refusals
from actions.intake.report import Report, Tally
from actions.past_cells import Due, write_all
from actions.past_lessons import Absent, Lessons
from actions.refusals import NotYours
from models import Journal, db
from queries.cell_place import CellNow, Place, find_places
from queries.roster import RosterLine, roster
from rules.cells import parse
from rules.past_marks import cell_text, is_named, is_titled
from rules.terms import Role
from rules.violation import Violation

ELSEWHERE = ("Если журнал за эти дни вели не здесь, заместитель директора по УПР или администратор отмечает это "
             "в нормах: «Журнал за эти дни ведут в системе»")


@dataclass(frozen=True)
class Wish:
    """What was chosen: lessons that nobody knows are made, cells that hold another value are overwritten."""

    file_name: str
    reason: str
    told: bool = True  # by the person; what the import says itself excuses no day that is kept here
    create_lessons: bool = False
    overwrite: bool = False


@dataclass(frozen=True)
class Placed:
    value: PastValue
    student: RosterLine
    lesson_id: int


def writer_of(user: Identity, journal: Journal) -> Identity:
    """Who signs: the teacher; the command line writes for the journal's teacher, its records keep the source."""
    return user if user.id is not None else replace(user, id=journal.teacher_id, roles=frozenset({Role.TEACHER}))


def load_past(user: Identity, journals: Sequence[Journal], sheets: Sequence[PastSheet], wish: Wish) -> Report:
    """Write the sheets into the journals; raises ImportRefused with every refused cell; flushes, never commits."""
    tally, refusals = Tally(), Refusals()
    explain(db.session, wish.reason)
    for sheet in sheets:
        tally.warnings += sheet.warnings
    for journal, values in _by_journal(journals, sheets, tally, refusals).items():
        if not signs_for(user, journal):
            raise ImportRefused.because(f"{journal}: отметки вносит только преподаватель журнала (п. 9.4)")
        _load(writer_of(user, journal), journal, values, wish, tally, refusals)
    refusals.check(tally.told)
    return tally.report(None)


def _by_journal(journals: Sequence[Journal], sheets: Sequence[PastSheet], tally: Tally,
                refusals: Refusals) -> dict[Journal, list[PastValue]]:
    """A sheet goes to the journals of its discipline, a value to the one whose semester holds its day."""
    found: dict[Journal, list[PastValue]] = defaultdict(list)
    lines = {journal: roster(journal, journal.semester) for journal in journals}
    alone = len(sheets) == 1 and len({journal.curriculum_line_id for journal in journals}) == 1
    for sheet in sheets:
        mine = [journal for journal in journals if alone or is_titled(sheet.title, journal.line.title)]
        if not mine:
            tally.warnings.append(f"Лист «{sheet.title}» не прочитан: среди выбранных журналов нет такой дисциплины")
        for value in sheet.values if mine else ():
            whose = _journals_of(mine, value, lines)
            if len(whose) == 1:
                found[whose[0]].append(value)
            else:
                refusals.add(value.line, value.place, _which(sheet, value, whose))
    return found


def _journals_of(journals: Sequence[Journal], value: PastValue,
                 lines: Mapping[Journal, Sequence[RosterLine]]) -> list[Journal]:
    """Of the day's semester; where a group is split, of the student's part."""
    of_day = [journal for journal in journals
              if journal.semester.starts <= value.day.date <= journal.semester.ends]
    if len(of_day) < 2:
        return of_day
    return [journal for journal in of_day if len(_named(lines[journal], value.student)) == 1]


def _which(sheet: PastSheet, value: PastValue, whose: Sequence[Journal]) -> str:
    title = sheet.title or "таблица"
    if whose:
        return f"«{title}»: подходят журналы {', '.join(map(str, whose))}. Загрузите лист в один журнал"
    return (f"{value.day.date:%d.%m.%Y} не входит в семестр выбранных журналов или студента «{value.student}» "
            "в них нет")


def _named(lines: Iterable[RosterLine], typed: str) -> list[RosterLine]:
    return [line for line in lines if is_named(typed, line.last_name, line.first_name, line.patronymic)]


def _load(user: Identity, journal: Journal, values: Sequence[PastValue], wish: Wish, tally: Tally,
          refusals: Refusals) -> None:
    lessons = Lessons(user, journal, {value.day for value in values}, wish.reason, wish.create_lessons)
    placed = list(_placed(journal, values, lessons, refusals))
    places = find_places(user, journal.id, sorted({one.lesson_id for one in placed}),
                         sorted({one.student.student_id for one in placed}))
    dues = list(_dues(user, placed, places, wish, tally, refusals))
    if not len(refusals):
        write_all(user, dues, wish.reason, {"file": wish.file_name})
    if lessons.made:
        tally.warnings.append(f"{journal}: занятий создано {lessons.made}. Впишите их темы на странице «Темы уроков»")


def _placed(journal: Journal, values: Sequence[PastValue], lessons: Lessons, refusals: Refusals) -> Iterator[Placed]:
    """The student and the lesson of each value; a student or a day that is not there is told once."""
    known, told = roster(journal, journal.semester), set[object]()
    for value in values:
        students = _named(known, value.student)
        if len(students) != 1:
            if (value.line, value.sheet) not in told:
                refusals.add(value.line, value.sheet or None, _who(value.student, students))
            told.add((value.line, value.sheet))
            continue
        try:
            yield Placed(value, students[0], lessons.at(value.day).id)
        except (Absent, Violation) as refusal:
            if value.day not in told:
                refusals.add(value.line, value.place, _words(refusal))
            told.add(value.day)


def _who(typed: str, students: Sequence[RosterLine]) -> str:
    if not students:
        return f"студента «{typed}» в журнале нет: фамилия, имя и отчество — как в списке группы"
    full = ", ".join(" ".join(filter(None, (line.name, line.patronymic))) for line in students)
    return f"«{typed}» — это несколько студентов: {full}. Напишите с отчеством или внесите их отметки в журнале"


def _words(refusal: Exception) -> str:
    needs = refusal.needs if isinstance(refusal, Violation) and refusal.point != "7.2" else None
    return f"{refusal}. {ELSEWHERE}" if needs == "reopening" else str(refusal)


def _dues(user: Identity, placed: Sequence[Placed], places: Mapping[tuple[int, int], Place], wish: Wish, tally: Tally,
          refusals: Refusals) -> Iterator[Due]:
    seen, told = dict[tuple[int, int], PastValue](), set[object]()
    for one in placed:
        key = (one.lesson_id, one.student.student_id)
        first = seen.setdefault(key, one.value)
        try:
            if first is not one.value:
                raise Violation("", f"это занятие студента уже есть в файле, строка {first.line}")
            due = _due(user, places.get(key), one.value, wish)
        except (NotYours, Violation) as refusal:
            words = _words(refusal) if isinstance(refusal, Violation) else "клетка не ваша (п. 9.4)"
            if (one.value.place, words) not in told or ELSEWHERE not in words:
                refusals.add(one.value.line, one.value.place, words)
            told.add((one.value.place, words))
            continue
        if _count(one, due, wish, tally):
            yield due


def _due(user: Identity, place: Place | None, value: PastValue, wish: Wish) -> Due:
    """The cell after the entry; raises the Violation that forbids it."""
    if place is None:
        raise Violation("5.4", "студента в этом журнале нет")
    text = cell_text(value.text, [letter.letter for letter in place.letters])
    if text != str(place.cell.value):
        parse(text, place.letters, place.norms)  # a mark beside an absence says how it was worked off: no table does
    entry = Entry(text, place.cell.version, wish.reason, value.kind)
    bare = replace(place, cell=CellNow())  # a paper speaks again at a second run, so that nothing differs
    after = by_paper(bare, content_after(place, entry, user.today))
    if after != place.cell and (wish.overwrite or not _holds(place)):
        told = wish.reason if wish.told or not place.norms.kept_here else None
        check_change(user, place, after, told, work_of(place, value.kind))
    return Due(place, entry, after)


def _holds(place: Place) -> bool:
    return bool(place.cell.marks or place.cell.absence)


def _count(one: Placed, due: Due, wish: Wish, tally: Tally) -> bool:
    """Told row by row; whether the cell is to be written."""
    now, after = str(due.place.cell.value), str(due.after.value)
    differs, holds = due.after != due.place.cell, _holds(due.place)
    title = ", ".join(filter(None, (one.student.name, f"{due.place.date:%d.%m.%Y}", one.value.sheet)))
    tally.add(title, created=differs and not holds, line=one.value.line,
              kept=holds and not wish.overwrite, differences=[f"{now or 'пусто'} → {after}"] if differs else ())
    return differs and (wish.overwrite or not holds)
