"""People, curricula, practice, timetable: pages open for those who may, and lists ask the same however long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

import models as m
from admin import (
    card_changes,
    families,
    orders,
    plans,
    practice,
    practice_results,
    subgroups,
    subjects,
    timetable,
    years,
)
from models import db as database
from rules.terms import Role
from tests import factories as f

CLERK, OOD, MASTER, METHODIST = Role.DATA_CLERK, Role.DEPUTY_OOD, Role.SENIOR_MASTER, Role.METHODIST
SECTIONS = (
    (CLERK, (*orders.VIEWS, *subgroups.VIEWS, *families.VIEWS, *card_changes.VIEWS)),
    (OOD, (*plans.VIEWS, *subjects.VIEWS, *years.VIEWS)),
    (MASTER, (*practice.VIEWS, *practice_results.VIEWS)),
    (METHODIST, timetable.VIEWS),
)
VIEWS = [view for _, found in SECTIONS for view in found]
READER = {view.entity: role for role, found in SECTIONS for view in found}
WRITER = READER | {m.Curatorship: OOD, m.Practice: MASTER}
MOST = 6


def year(number: int) -> m.AcademicYear:
    return f.AcademicYearFactory(year=1990 + number)


# entity → the n-th row of a long list; the others are made by their factories as they are
MANY: dict[type[m.Base], Callable[[int], Any]] = {
    m.AcademicYear: year,
    m.Semester: lambda n: f.SemesterFactory(academic_year=year(n)),
    m.CurriculumLine: lambda n: f.CurriculumLineFactory(of_practice=n % 2 == 0),
    m.Subgroup: lambda n: f.SubgroupFactory(confirmed_by=f.TeacherFactory(), confirmed_at=f.NOW),
    m.TimetableChange: lambda n: f.TimetableChangeFactory(
        new_journal=f.JournalFactory(), substitute=f.TeacherFactory()),
    m.ChangeRequest: lambda n: f.ChangeRequestFactory(guardian=f.GuardianFactory()),
    m.Consent: lambda n: f.ConsentFactory(guardian=f.GuardianFactory()),
    m.Movement: lambda n: f.MovementFactory(from_group=f.GroupFactory()),
    m.BellSlot: lambda n: f.BellSlotFactory(schedule__slots=[]),
    m.DayLog: lambda n: f.DayLogFactory(section=f.ProgrammeSectionFactory()),
}


def make(model: type[m.Base], number: int = 0) -> Any:
    return MANY[model](number) if model in MANY else f.FACTORIES[model]()


def names(views: Any) -> Any:
    return pytest.mark.parametrize("view", views, ids=lambda view: view.entity.__tablename__)


@names(VIEWS)
def test_a_long_list_asks_no_more_than_a_short_one(view: Any, db: Any, login: Any, count_queries: Any) -> None:
    """The first page is at most six queries at 5 rows and the same number at 25."""
    client, found = login(READER[view.entity]), []
    for first, last, address in ((0, 5, ""), (5, 25, "?page_size=100")):
        for number in range(first, last):
            make(view.entity, number)
        with count_queries() as statements:
            page = client.get(f"/admin/{view.entity.__tablename__}/{address}")
        assert page.status_code == 200
        assert page.text.count('class="action-checkbox"') in (0, last)
        assert page.text.count("<tr>") > last
        found.append([text for text in statements if not text.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))])
    assert len(found[0]) == len(found[1]), "\n".join(found[1])
    assert len(found[1]) <= MOST, "\n".join(found[1])


@names(VIEWS)
def test_pages_open(view: Any, db: Any, login: Any) -> None:
    """List, form of a new row, details and form of an old one, for one who may write."""
    who, row = own(view.entity)
    client, base = login(who), f"/admin/{view.entity.__tablename__}"
    assert f"id={row.id}" in client.get(f"{base}/").text
    assert client.get(f"{base}/details/?id={row.id}").status_code == 200
    page = client.get(f"{base}/edit/?id={row.id}")
    assert page.status_code == 200
    assert 'name="row_version"' in page.text
    author = login(curator_of(row.student)) if view.entity is m.ChangeRequest else client
    fresh = author.get(f"{base}/new/")
    assert fresh.status_code == 200
    assert f"Добавить {view.name_one}" in fresh.text


def own(model: type[m.Base]) -> tuple[Any, Any]:
    """Somebody who may change a row, and the row."""
    if model in (m.DayLog, m.AttestationSheet, m.SheetRow):
        sheet = f.AttestationSheetFactory()
        journal = sheet.programme.journal
        made = {m.AttestationSheet: lambda: sheet, m.SheetRow: lambda: f.SheetRowFactory(sheet=sheet),
                m.DayLog: lambda: f.DayLogFactory(lesson=f.LessonFactory(journal=journal), student=sheet.student)}
        return sheet.programme.supervisor, made[model]()
    return WRITER[model], make(model)


def curator_of(student: m.Student) -> m.User:
    stay = f.MembershipFactory(student=student)
    appointed: m.Curatorship = f.CuratorshipFactory(group=stay.group)
    return appointed.user


@pytest.mark.one_engine  # words and addresses, no rows
@names(VIEWS)
def test_an_empty_list_says_what_it_is_for(view: Any, db: Any, login: Any) -> None:
    page = login(WRITER[view.entity]).get(f"/admin/{view.entity.__tablename__}/")
    assert view.empty_title, "no words for an empty list"
    assert view.empty_title in page.text
    assert view.empty_text in page.text


@pytest.mark.one_engine  # the role is refused before the database is asked
@names(VIEWS)
def test_nobody_without_the_right_writes(view: Any, db: Any, login: Any) -> None:
    """A student has no back office; a curator's new row is refused unless the table opens it."""
    row = make(view.entity)
    base = f"/admin/{view.entity.__tablename__}"
    for page in ("/", "/new/", f"/details/?id={row.id}", f"/edit/?id={row.id}"):
        assert login(Role.STUDENT).get(base + page).status_code == 403
    closed = login(Role.DIRECTOR)
    assert closed.get(f"{base}/new/").status_code == 403
    assert closed.post(f"{base}/edit/?id={row.id}", data={}).status_code == 403


# reference data in use are closed, not deleted

@pytest.mark.parametrize(("model", "used_by", "role"), [
    (m.Discipline, lambda row: f.CurriculumLineFactory(discipline=row), OOD),
    (m.Curriculum, lambda row: f.GroupFactory(curriculum=row), OOD),
    (m.Enterprise, lambda row: f.PlacementFactory(enterprise=row), MASTER),
], ids=lambda value: getattr(value, "__tablename__", ""))
def test_in_use_is_closed_and_not_deleted(model: Any, used_by: Any, role: Role, db: Any, login: Any) -> None:
    row = f.FACTORIES[model]()
    used_by(row)
    client, base = login(role), f"/admin/{model.__tablename__}"
    client.post(f"{base}/delete/", data={"id": row.id})
    assert db.get(model, row.id) is not None
    assert "используется в разделе" in client.get(f"{base}/").text
    asked = client.post(f"{base}/action/", data={"action": "close", "rowid": row.id})
    assert (asked.status_code, "Закрыть с" in asked.text) == (200, True)
    empty = client.post(f"{base}/action/", data={"action": "close", "rowid": row.id, "_asked": "1", "day": ""})
    assert (empty.status_code, "Заполните поле." in empty.text) == (422, True)
    done = client.post(f"{base}/action/", data={"action": "close", "rowid": row.id, "_asked": "1", "day": "2023-11-30"})
    assert done.status_code == 302
    database.session.expire_all()
    assert row.closed_on == dt.date(2023, 11, 30)


