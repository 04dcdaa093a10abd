"""The start page, the menu, the command search."""

from __future__ import annotations

import re

import pytest

from rules.terms import Role
from tests.factories import GroupFactory


def menu(page: str) -> list[str]:
    return re.findall(r'<details[^>]*data-group><summary title="([^"]+)"', page)


def test_empty_installation_leads_through_the_first_steps(login):
    page = login(Role.ADMINISTRATOR).get("/admin/").text
    assert "Первые шаги" in page
    assert "Нет ни одного преподавателя" in page
    assert "/admin/user/new/" in page
    assert "/admin/student/new/" not in page  # the clerk's, not the administrator's


def test_a_step_is_taken_off_when_done(db, login):
    page = login(Role.DATA_CLERK).get("/admin/").text
    assert "Нет ни одной группы" in page
    GroupFactory()
    assert "Нет ни одной группы" not in login(Role.DATA_CLERK).get("/admin/").text


@pytest.mark.parametrize(("role", "sections"), [
    (Role.ADMINISTRATOR, {"Контингент", "Журнал", "Администрирование"}),
    (Role.TEACHER, {"Контингент", "Журнал", "Администрирование"}),
])
def test_menu_has_what_the_role_reads(login, role, sections):
    page = login(role).get("/admin/").text
    assert sections <= set(menu(page))


def test_menu_of_a_teacher_has_no_accounts(login):
    page = login(Role.TEACHER).get("/admin/").text
    assert 'href="/admin/user/"' not in page
    assert login(Role.TEACHER).get("/admin/user/").status_code == 403


def test_command_search_finds_own_records_only(college, login, count_queries):
    client = login(college.own.curator)
    with count_queries(at_most=9):  # four of them search, the others count searches
        found = client.get("/search?q=елкина").json
    assert [item["title"].split()[0] for item in found if item["kind"] == "студент"] == ["Ёлкина"]
    assert client.get(found[0]["url"]).status_code == 200
    assert client.get("/search?q=зайцев").json == []


@pytest.mark.parametrize("role", [Role.STUDENT, Role.PARENT])
def test_command_search_is_for_staff(college, login, role):
    assert login(role).get("/search?q=елкина").json == []


@pytest.mark.parametrize("text", ["", " ", "%", "\x00", "'", "а" * 3000, "_"])
def test_command_search_of_anything(college, login, text):
    answer = login(Role.ADMINISTRATOR).get("/search", query_string={"q": text})
    assert answer.status_code == 200
    assert answer.json == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DIRECTOR, Role.TEACHER, Role.CURATOR, Role.DATA_CLERK])
def test_command_search_leads_to_open_pages(college, login, role):
    client = login(role)
    for item in client.get("/search?q=ис").json:
        assert client.get(item["url"]).status_code == 200, item
