"""What the forms of practice refuse and accept (Пр. 12), over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import models as m
from rules import terms as t
from rules.terms import Role
from tests import factories as f
from tests.admin.forms import accepted, act, address, data, edited, refused

BEFORE, FIRST, LAST, AFTER = (dt.date(2023, 11, day) for day in (1, 13, 18, 19))
TOMORROW = f.TODAY + dt.timedelta(days=1)


@pytest.fixture
def master(login: Any) -> Any:
    return login(Role.SENIOR_MASTER)


@pytest.fixture
def practice(db: Any) -> Any:
    """A journal of practice, and a programme with one student placed nowhere yet."""
    programme = f.PracticeProgrammeFactory(starts=FIRST, ends=LAST)
    return programme, f.MembershipFactory(group=programme.journal.group).student


def cases(table: list[tuple]) -> Any:
    return pytest.mark.parametrize(("change", "field", "why"), table, ids=[case[2] for case in table])


@cases([
    ({"name": ""}, "name", "without a name"),
    ({"name": "ооо «Мёталл»"}, "name", "the same firm"),
    ({"contract_date": None}, "contract_date", "a number without a date"),
    ({"contract_number": ""}, "contract_number", "a date without a number"),
    ({"contract_date": TOMORROW}, "contract_date", "not signed yet"),
    ({"phone": "99"}, "phone", "not a phone"),
])
def test_enterprises_refused(change: dict, field: str, why: str, db: Any, master: Any) -> None:
    f.EnterpriseFactory(name="ООО «Металл»")
    values = {"name": "АО «Завод»", "contract_number": "5", "contract_date": BEFORE} | change
    refused(master, m.Enterprise, values, field, why)


@cases([
    ({"starts": dt.date(2023, 8, 20)}, "starts", "before the semester"),
    ({"ends": dt.date(2024, 1, 20)}, "ends", "past the semester"),
    ({"ends": BEFORE}, "ends", "turned back"),
    ({"order_date": None}, "order_date", "an order without a date"),
    ({"order_date": AFTER}, "order_date", "an order after the beginning"),
    ({"lecture": True}, "journal", "not a journal of practice"),
    ({"closed": True}, "enterprise", "a closed base"),
    ({"student": True}, "supervisor", "not of the staff"),
    ({"again": True}, "journal", "the journal has a programme"),
])
def test_programmes_refused(change: dict, field: str, why: str, db: Any, master: Any) -> None:
    journal = f.JournalFactory(line=f.CurriculumLineFactory(of_practice=True))
    values = {"journal": journal, "starts": FIRST, "ends": LAST, "supervisor": f.TeacherFactory(),
              "order_number": "7", "order_date": BEFORE} | change
    if values.pop("lecture", False):
        values["journal"] = f.JournalFactory()
    if values.pop("closed", False):
        values["enterprise"] = f.EnterpriseFactory(closed_on=BEFORE)
    if values.pop("student", False):
        values["supervisor"] = f.UserFactory(roles=(Role.STUDENT,))
    if values.pop("again", False):
        values["journal"] = f.PracticeProgrammeFactory().journal
    refused(master, m.PracticeProgramme, values, field, why)


def test_a_programme_keeps_its_days(db: Any, master: Any, practice: Any) -> None:
    programme, student = practice
    f.DayLogFactory(lesson=f.LessonFactory(journal=programme.journal, date=LAST, hours=6), student=student)
    assert set(edited(master, programme, {"ends": LAST - dt.timedelta(days=1)})) == {"ends"}
    assert edited(master, programme, {"starts": BEFORE}) == {}


@cases([
    ({"hours": 31}, "hours", "more than the plan gives"),
    ({"hours": 0}, "hours", "no hours"),
    ({"position": 1}, "programme", "the place is taken"),
    ({"position": 0}, "position", "counted from one"),
    ({"work": " "}, "work", "what is done?"),
])
def test_sections_refused(change: dict, field: str, why: str, master: Any, practice: Any) -> None:
    programme, _ = practice  # 36 hours by the plan
    f.ProgrammeSectionFactory(programme=programme, position=1, hours=6)
    values = {"programme": programme, "position": 2, "title": "Сборка", "work": "Сборка узлов", "hours": 6} | change
    said = refused(master, m.ProgrammeSection, values, field, why)
    assert why != "more than the plan gives" or "остаётся 30 ч" in said


def test_sections_up_to_the_plan(master: Any, practice: Any) -> None:
    programme, _ = practice
    section = accepted(master, m.ProgrammeSection, {"programme": programme, "position": 1, "title": "Сборка",
                                                    "work": "Сборка узлов", "hours": 36})
    assert "hours" in edited(master, section, {"hours": 37})
    assert edited(master, section, {"hours": 35}) == {}


@cases([
    ({"stranger": True}, "student", "of another group"),
    ({"left": True}, "student", "left before the practice"),
    ({"closed": True}, "enterprise", "a closed base"),
    ({"contract_number": "5"}, "contract_date", "a number without a date"),
    ({"again": True}, "programme", "placed already"),
])
def test_places_refused(change: dict, field: str, why: str, master: Any, practice: Any) -> None:
    programme, student = practice
    values = {"programme": programme, "student": student, "enterprise": f.EnterpriseFactory()} | change
    if values.pop("stranger", False):
        values["student"] = f.MembershipFactory().student
    if values.pop("left", False):
        values["student"] = f.MembershipFactory(group=programme.journal.group, ends=BEFORE).student
    if values.pop("closed", False):
        values["enterprise"] = f.EnterpriseFactory(closed_on=BEFORE)
    if values.pop("again", False):
        f.PlacementFactory(programme=programme, student=student)
    refused(master, m.Placement, values, field, why)


def test_a_place_is_accepted(master: Any, practice: Any) -> None:
    programme, student = practice
    accepted(master, m.Placement, {"programme": programme, "student": student, "enterprise": f.EnterpriseFactory(),
                                   "mentor": "Кузнецов И. И."})


# the supervisor's own

@cases([
    ({"hours": 7}, "hours", "longer than the day"),
    ({"hours": 0}, "hours", "no hours"),
    ({"stranger": True}, "student", "of another group"),
    ({"absent": True}, "student", "was absent"),
    ({"section": "foreign"}, "section", "a section of another practice"),
    ({"work": ""}, "work", "what was done?"),
    ({"again": True}, "lesson", "written already"),
    ({"lesson": "foreign"}, "lesson", "another's lesson"),
])
def test_days_refused(change: dict, field: str, why: str, login: Any, practice: Any) -> None:
    programme, student = practice
    lesson = f.LessonFactory(journal=programme.journal, date=FIRST, hours=6)
    values = {"lesson": lesson, "student": student, "section": f.ProgrammeSectionFactory(programme=programme),
              "work": "Сборка", "hours": 6} | change
    if values.pop("stranger", False):
        values["student"] = f.MembershipFactory().student
    if values.pop("absent", False):
        f.AbsenceFactory(cell=f.CellFactory(lesson=lesson, student=student), kind__counts_hours=True)
    if values.pop("again", False):
        f.DayLogFactory(lesson=lesson, student=student)
    if values.get("section") == "foreign":
        values["section"] = f.ProgrammeSectionFactory(programme__supervisor=programme.supervisor)
    if values.get("lesson") == "foreign":
        values["lesson"] = f.LessonFactory(journal=f.JournalFactory(line=f.CurriculumLineFactory(of_practice=True)))
    refused(login(programme.supervisor), m.DayLog, values, field, why)


def test_a_day_is_the_supervisor_s(login: Any, master: Any, practice: Any) -> None:
    programme, student = practice
    values = {"lesson": f.LessonFactory(journal=programme.journal, date=FIRST, hours=6), "student": student,
              "work": "Сборка", "hours": 6}
    assert master.post(address(m.DayLog), data=data(values)).status_code == 403
    accepted(login(programme.supervisor), m.DayLog, values)


@cases([
    ({"value": t.FinalValue.PASSED}, "value", "practice has a mark"),
    ({"value": None}, "value", "signed without a mark"),
    ({"signed_on": TOMORROW}, "signed_on", "signed tomorrow"),
    ({"signed_on": FIRST}, "signed_on", "before the practice is over"),
    ({"stranger": True}, "student", "of another group"),
    ({"again": True}, "programme", "there is one"),
])
def test_sheets_refused(change: dict, field: str, why: str, login: Any, practice: Any) -> None:
    programme, student = practice
    values = {"programme": programme, "student": student, "value": t.FinalValue.FIVE, "signed_on": f.TODAY} | change
    if values.pop("stranger", False):
        values["student"] = f.MembershipFactory().student
    if values.pop("again", False):
        f.AttestationSheetFactory(programme=programme, student=student)
    refused(login(programme.supervisor), m.AttestationSheet, values, field, why)


@cases([
    ({"level": "full"}, "level", "works are of a quality, not mastered"),
    ({"part": t.SheetPart.GENERAL, "level": "full"}, "level", "shown regularly, not mastered"),
    ({"level": "excellent"}, "level", "no such level"),
    ({"position": 0}, "position", "counted from one"),
    ({"title": ""}, "title", "of what?"),
])
def test_rows_of_a_sheet_refused(change: dict, field: str, why: str, login: Any, practice: Any) -> None:
    programme, student = practice
    values = {"sheet": f.AttestationSheetFactory(programme=programme, student=student), "part": t.SheetPart.WORK,
              "position": 1, "title": "Сборка", "level": "high"} | change
    refused(login(programme.supervisor), m.SheetRow, values, field, why)


def test_a_row_of_a_sheet_is_accepted_and_changed(login: Any, practice: Any) -> None:
    programme, student = practice
    hers = login(programme.supervisor)
    row = accepted(hers, m.SheetRow, {
        "sheet": f.AttestationSheetFactory(programme=programme, student=student), "part": t.SheetPart.PROFESSIONAL,
        "position": 1, "title": "ПК 1.1", "level": "partial"})
    assert "освоена частично" in hers.get("/admin/sheet_row/").text
    assert edited(hers, row, {"level": "full"}) == {}
    assert row.level == "full"
    assert set(edited(hers, row, {"level": "high"})) == {"level"}


def test_a_closed_base_is_offered_no_more(db: Any, master: Any) -> None:
    base = f.EnterpriseFactory(name="ООО «Закат»")
    assert "ООО «Закат»" in master.get("/admin/placement/new/").text
    act(master, m.Enterprise, "close", [base], day=f.TODAY)
    assert "ООО «Закат»" not in master.get("/admin/placement/new/").text
