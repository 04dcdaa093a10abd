"""Sheets of resits: one day, one examiner, one form; nobody else's (п. 6.7, 4.1)."""

from __future__ import annotations

import datetime as dt

import pytest

from queries.forms.resit_sheet import resit_sheet, sitting_code, sittings
from rules.terms import FinalKind, Role
from tests import factories as f
from tests.families import asks
from tests.report_world import journal, result, student

DAY, LATER = dt.date(2023, 12, 4), dt.date(2023, 12, 11)
EXAM = FinalKind.EXAM


@pytest.fixture
def world(db):
    """Two make an exam up with one examiner on one day, one of them failed and goes before a commission."""
    of = journal(f.GroupFactory(name="ИС-21"), "Математика", teacher=f.TeacherFactory())
    chair, examiner = f.TeacherFactory(last_name="Яблочкина"), f.TeacherFactory(last_name="Лесков")
    for name, value in (("Белова", "2"), ("Абрамова", "4")):
        mark = result(of, student(of.group, name), "2", kind=EXAM)
        debt = f.DebtFactory(final_mark=mark, form=EXAM)
        f.DebtAttemptFactory(debt=debt, date=DAY, examiner=examiner, value=value)
        if value == "2":
            f.DebtAttemptFactory(debt=debt, date=LATER, examiner=chair, number=2, commission=True,
                                 members="Лесков П. И., Рябова О. Д.")
    other = journal(f.GroupFactory(name="ИС-22"), "Физика", teacher=f.TeacherFactory())
    f.DebtAttemptFactory(debt__final_mark=result(other, student(other.group, "Власова"), "2", kind=EXAM),
                         debt__form=EXAM, date=DAY, examiner=examiner)
    db.commit()
    return of, examiner, chair, other


def codes(world):
    of, examiner, chair, _ = world
    return (sitting_code((of.id, 1, EXAM, DAY, examiner.id)), sitting_code((of.id, 2, EXAM, LATER, chair.id)))


def shown(sheet):
    return [(line.name.split()[0], line.value.value if line.value else None) for line in sheet.lines]


def test_the_first_resit_and_the_commission_are_two_sheets(db, world):
    of = world[0]
    deputy = asks(f.UserFactory(roles=(Role.DEPUTY_OOD,)))
    first, second = codes(world)
    assert [code for code, _ in sittings(deputy, of.group_id)] == [second, first], "the latest first"
    assert [title.split(", ")[0] for _, title in sittings(deputy, of.group_id)] == ["11.12.2023", "04.12.2023"]
    sheet = resit_sheet(deputy, of.group_id, first)
    assert (shown(sheet), sheet.is_filled, sheet.held_on) == ([("Абрамова", "4"), ("Белова", "2")], True, DAY)
    sheet = resit_sheet(deputy, of.group_id, second)
    assert (shown(sheet), sheet.is_filled) == ([("Белова", None)], False), "to be filled with a pen"
    assert (sheet.resit.number, sheet.resit.members) == (2, "Лесков П. И., Рябова О. Д.")


@pytest.mark.parametrize(("who", "sees"), [("chair", {2}), ("examiner", {1}), ("curator", {1, 2}), ("stranger", set()),
                                           ("clerk", set())])
def test_nobody_elses_attempts_are_on_it(db, world, who, sees):
    of, examiner, chair, _ = world
    reader = {"chair": lambda: chair, "examiner": lambda: examiner, "stranger": f.TeacherFactory,
              "curator": lambda: f.CuratorshipFactory(group=of.group).user,
              "clerk": lambda: f.UserFactory(roles=(Role.DATA_CLERK,))}[who]()
    db.commit()
    found = {number for number, code in enumerate(codes(world), 1)
             if resit_sheet(asks(reader), of.group_id, code) is not None}
    assert found == sees
    assert {int(code.split(".")[1]) for code, _ in sittings(asks(reader), of.group_id)} == sees


@pytest.mark.parametrize("code", ["", "1.1.exam.2023-12-04", "x.1.exam.2023-12-04.1", "1.3.exam.2023-12-04.1",
                                  "1.1.exam.20231204.1", "01.1.exam.2023-12-04.1", "9999999999.1.exam.2023-12-04.1"])
def test_what_is_no_sitting(db, world, code):
    assert resit_sheet(asks(f.UserFactory(roles=(Role.DEPUTY_OOD,))), world[0].group_id, code) is None


def test_another_groups_sitting_is_not_of_this_group(db, world):
    deputy, (first, _) = asks(f.UserFactory(roles=(Role.DEPUTY_OOD,))), codes(world)
    assert resit_sheet(deputy, world[3].group_id, first) is None
