"""The week's grid by keys, a change of a date with the fields of its kind, both on a phone (п. 5.5)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models import TimetableChange, TimetableSlot
from rules.terms import ChangeKind, Role
from tests.teachers import MONDAY, inna, slot, taught


@pytest.fixture
def journal(db):
    made = taught(inna(), title="Базы данных")
    slot(made, 1, starts=made.semester.starts, ends=made.semester.ends)
    db.commit()
    return made


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent")


def test_arrows_walk_and_a_lesson_is_put_by_keys(db, open_browser, journal, axe):
    page = open_browser(Role.METHODIST)
    page.goto(f"/timetable/edit?group={journal.group_id}")
    page.focus(".te-grid [data-cell]")
    assert focused(page) == "Базы данных"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "Поставить занятие: вторник, 2-я пара"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.check("[name=journal]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".te-undo")
    axe(page)
    db.rollback()
    assert db.scalar(sa.select(sa.func.count()).select_from(TimetableSlot)) == 2


def test_a_change_asks_only_what_its_kind_needs(db, open_browser, journal, fits, axe):
    page = open_browser(Role.METHODIST, phone=True)
    page.goto(f"/timetable/edit?group={journal.group_id}&date={MONDAY}&pair=1&journal={journal.id}")
    assert page.is_visible("#c-substitute")
    page.check("[value=moved]")
    assert (page.is_visible("#c-substitute"), page.is_visible("#c-new_date")) == (False, True)
    page.fill("#c-new_date", "2023-11-24")
    assert fits(page)
    axe(page)
    page.click("text=Записать изменение")
    page.wait_for_selector(".te-changes")
    db.rollback()
    assert db.scalars(sa.select(TimetableChange.kind)).one() == ChangeKind.MOVED
