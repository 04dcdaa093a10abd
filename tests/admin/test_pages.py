"""The back office in a browser: strict policy, no serious barrier, phone without sideways scrolling."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from models import Mark, SavedFilter, Student
from rules.terms import Role
from tests.factories import MembershipFactory, StudentFactory

WIDE = "document.documentElement.scrollWidth <= innerWidth"


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_open_to_everybody(college, db, open_browser, axe, phone, scheme):
    page = open_browser(Role.DATA_CLERK, phone=phone, color_scheme=scheme)
    student = college.own.student.id
    for url in ("/admin/", "/admin/student/", "/admin/student/new/", f"/admin/student/edit/?id={student}",
                f"/admin/student/details/?id={student}", f"/admin/student/?flt0_group.eq={college.own.group.id}"):
        page.goto(url)
        axe(page)
        assert page.evaluate(WIDE), url
    assert page.locator("html").get_attribute("lang") == "ru"


def test_refused_form_leads_to_its_field(college, db, open_browser, axe, problems):
    page = open_browser(Role.DATA_CLERK)
    page.goto(f"/admin/student/edit/?id={college.own.student.id}")
    page.fill("#last_name", "")
    page.fill("#email", "нет")
    page.click("button:has-text('Сохранить')")
    page.click(".summary a:has-text('Почта')")
    expect(page.locator("#email")).to_be_focused()
    expect(page.locator("#last_name-error")).to_have_text("Заполните поле.")
    axe(page)
    assert [line for line in problems if "422" not in line] == []
    problems.clear()


def test_filter_by_a_record_and_keep_it(college, db, open_browser, axe):
    page = open_browser(Role.DATA_CLERK)
    page.goto("/admin/student/")
    page.click("text=Фильтр")
    page.click(".dropdown-item:has-text('Группа')")
    page.locator("table.filters .select2-choice").last.click()
    page.fill(".select2-drop-active .select2-input", "ис")
    page.click(".select2-result-label:has-text('ИС-21')")
    page.click("button:has-text('Применить')")
    expect(page.locator(".model-list tbody tr")).to_have_count(1)
    expect(page.locator("table.filters")).to_contain_text("ИС-21")
    page.click("text=Сохранить фильтр")
    page.fill("input[name=name]", "Моя группа")
    page.click(".save-filter button")
    expect(page.locator(".saved-one")).to_contain_text("Моя группа")
    axe(page)
    assert db.scalar(sa.select(SavedFilter.name)) == "Моя группа"


def test_deleting_asks_first(college, db, open_browser):
    mark = college.own.mark.id
    page = open_browser(college.own.teacher)
    page.goto("/admin/mark/")
    page.click("[data-delete]")
    expect(page.locator("dialog[open]")).to_contain_text("Удалить")
    page.click("dialog[open] button:has-text('Не удалять')")
    db.expire_all()
    assert db.get(Mark, mark) is not None


def test_command_search_from_the_keyboard(college, db, open_browser):
    page = open_browser(Role.DIRECTOR)
    page.goto("/admin/")
    page.keyboard.press("Control+k")
    page.keyboard.type("елкина")
    page.locator("#palette-list [role=option]", has_text="Ёлкина").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/admin/student/details/"))
    expect(page.locator("h1")).to_contain_text("Ёлкина")


def test_choosing_a_record_in_a_form(college, db, open_browser, axe):
    for _ in range(12):
        MembershipFactory(student=StudentFactory(), group=college.own.group)
    page = open_browser(college.own.teacher)
    page.goto("/admin/mark/new/")
    axe(page)
    page.click("[data-field=student] .select2-choice")
    page.fill(".select2-drop-active .select2-input", "елк")
    page.click(".select2-result-label:has-text('Ёлкина')")
    assert page.input_value("input[name=student]") == str(
        db.scalar(sa.select(Student.id).where(Student.last_name == "Ёлкина")))
