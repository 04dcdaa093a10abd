"""A believable college up to a moment: `flask seed demo`. The same arguments make the same rows on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import models as m
from actions import audit
from rules.groups import academic_year
from rules.terms import ClosingScope, LineKind
from seed.bulk import Bulk
from seed.curricula import Curricula
from seed.days import Term, days_off, term
from seed.groups import Subgroups, add_curators, add_groups
from seed.health import fall_ill
from seed.journals import Semester
from seed.lessons import Lessons, hidden
from seed.people import People
from seed.practices import Practices
from seed.reference import add_absence_kinds, add_bells, add_days_off, add_papers, add_plan_schedule
from seed.results import Results
from seed.staff import OFFICE, Accounts, add_office, add_teachers
from seed.syllabuses import Syllabuses
from seed.talk import add_talk
from seed.world import World

DEMO_NOW = dt.datetime(2023, 11, 20, 15, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
GROUPS_OF_MASTER = 8


def make_demo(session: Any, *, groups: int = 6, students: int = 150, years: int = 1, seed: int = 2023,
              now: dt.datetime = DEMO_NOW, say: Callable[[str], object] = lambda text: None) -> dict[type[m.Base], int]:
    """Fill an empty database; never commits. ``years``: academic years with journals, the current one included."""
    world = World(Bulk(session.connection()), seed, now, academic_year(now.date()), say)
    _add_years(world, years)
    _add_reference(world)
    accounts = Accounts(world)
    add_office(world, accounts)
    curricula = Curricula(world.bulk)
    add_groups(world, curricula, groups, years)
    add_teachers(world, accounts, masters=max(2, groups // GROUPS_OF_MASTER + 1))
    curricula.finish()
    People(world, accounts).fill(students, world.year - years + 1)
    add_curators(world, accounts)
    _add_settings(world)
    _fill_journals(world)
    add_talk(world)
    written = world.bulk.finish()
    for model, count in written.items():
        audit.bulk(session, model, count)
    return written


def _add_years(world: World, years: int) -> None:
    """Academic years with their semesters as far as they have begun; past years are in the archive."""
    for year in range(world.year - years + 1, world.year + 1):
        spans = [term(year, number) for number in (1, 2)]
        archived = world.moment(dt.date(year + 1, 7, 5), dt.time(12)) if year < world.year else None
        row = world.bulk.add(m.AcademicYear, year=year, starts=dt.date(year, 9, 1), ends=dt.date(year + 1, 6, 30),
                             archived_at=archived)
        for span in spans:
            identity = world.bulk.add(m.Semester, academic_year_id=row, number=span.number, starts=span.starts,
                                      ends=span.ends)
            if span.starts <= world.today:
                world.terms.append(Term(year, span.number, span.starts, span.ends, identity))


def _add_reference(world: World) -> None:
    world.letters = add_absence_kinds(world.bulk)
    add_bells(world.bulk)
    for year in sorted({span.year for span in world.terms}):
        rows = days_off(year)
        world.calendar.add(rows)
        add_days_off(world.bulk, rows)


def _add_settings(world: World) -> None:
    names = {login: name.full for login, _, _, name in OFFICE}
    world.bulk.add(
        m.College, title="Краевое государственное бюджетное профессиональное образовательное учреждение «Новоалтайский "
                         "лицей профессионального образования»", short_title="Новоалтайский лицей",
        founder="Министерство образования и науки Алтайского края", city="Новоалтайск",
        address="658080, Алтайский край, г. Новоалтайск, ул. Учебная, д. 1", phone="+7 (900) 000-00-00",
        email="journal@licey.example", director_name=names["director"], deputy_name=names["upr"])
    add_papers(world.bulk)
    add_plan_schedule(world.bulk, world.year, world.today, world.users)
    for past in sorted({span.year for span in world.terms if span.year < world.year}):
        world.bulk.add(m.Closing, scope=ClosingScope.YEAR, starts=dt.date(past, 9, 1), ends=dt.date(past + 1, 6, 30),
                       closed_by_id=world.users["upr"], closed_at=world.moment(dt.date(past + 1, 7, 5), dt.time(12)))


def _fill_journals(world: World) -> None:
    syllabuses, subgroups = Syllabuses(world), Subgroups(world)
    practices, lessons = Practices(world), Lessons(world)
    results = Results(world, lessons.sums)
    for span in world.terms:
        books = Semester(world, span, syllabuses, subgroups).build()
        world.books += books
        fall_ill(world, span)
        lessons.hidden = hidden(world)
        for book in books:
            if book.line.kind is LineKind.PRACTICE and book.events:
                sections = practices.write(book)
                if span.year == world.year:
                    lessons.sections[book] = sections
            lessons.write(book)
            practices.attest(book, lessons.sums)
            if span.ends < world.today:
                results.write(book)
        world.progress(f"{span.year}-{span.year + 1}, {span.number} семестр: журналов {len(books)}, "
                       f"отметок всего {lessons.marks}, пропусков {lessons.absences}")
        lessons.sums.clear()
