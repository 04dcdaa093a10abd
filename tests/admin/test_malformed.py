"""Malformed arguments are refused: never an error of the server, on either engine."""

from __future__ import annotations

import pytest

from rules.terms import Role

NUL, HUGE = "\x00", "9" * 30


@pytest.mark.parametrize("query", [
    {"page": "-1"}, {"page": HUGE}, {"page": "abc"}, {"page": "１"}, {"page_size": "-5"}, {"page_size": HUGE},
    {"sort": "999"}, {"sort": "-1"}, {"sort": "x"}, {"sort": HUGE}, {"desc": HUGE},
    {"flt0_birth_date.eq": "вчера"}, {"flt0_birth_date.span": "x to y"}, {"flt0_birth_date.ge": "0000-00-00"},
    {"flt0_group.eq": HUGE}, {"flt0_group.eq": "1 OR 1=1"}, {"flt0_gender.eq": "x"}, {"flt0_group.eq": NUL},
    {"flt_": "1"}, {"flt0_": "1"}, {"flt": "1"}, {"flt0_nothing.eq": "1"},
], ids=str)
def test_malformed_list(college, login, query):
    director = login(Role.DIRECTOR)
    assert director.get("/admin/student/", query_string=query).status_code == 400
    assert director.get("/admin/student/export/csv/", query_string=query).status_code == 400


@pytest.mark.parametrize("query", [
    {"page": "5000"}, {"page_size": "1000"}, {"search": NUL}, {"search": "%_\\'\""}, {"search": "а" * 5000},
    {"search": "😀 ﷽"}, {f"flt{number}_gender.eq": "m" for number in range(50)},
], ids=str)
def test_odd_list(college, login, query):
    director = login(Role.DIRECTOR)
    assert director.get("/admin/student/", query_string=query).status_code == 200
    assert director.get("/admin/student/export/csv/", query_string=query).status_code == 200


def test_a_value_that_does_not_fit_is_told_on_the_page(college, login):
    page = login(Role.DIRECTOR).get("/admin/student/", query_string={"flt0_birth_date.eq": "вчера"})
    assert "значение «вчера» не подходит" in page.text


@pytest.mark.parametrize("query", [
    {"flt0_value.eq": "x"}, {"flt0_value.ge": "1e999"}, {"flt0_value.le": HUGE},
    {"flt0_cell.student.eq": HUGE}, {"flt0_value.eq": "NaN"},
], ids=str)
def test_malformed_list_of_marks(college, login, query):
    assert login(Role.DIRECTOR).get("/admin/mark/", query_string=query).status_code == 400


@pytest.mark.parametrize("query", [
    {"flt0_value.eq": "4.5"}, {"flt0_entered_at.span": "2023-11-20 to 2023-11-01"}], ids=str)
def test_a_filter_that_nothing_passes_is_an_empty_list(college, login, query):
    page = login(Role.DIRECTOR).get("/admin/mark/", query_string=query)
    assert page.status_code == 200
    assert "Ёлкина" not in page.text


@pytest.mark.parametrize("id", ["abc", "", HUGE, "1,2", "-1", "1.5", "１", NUL, "0", "1 ", str(2**31), str(2**63)])
@pytest.mark.parametrize("page", ["details", "edit"])
def test_row(college, login, id, page):
    assert login(Role.DATA_CLERK).get(f"/admin/student/{page}/", query_string={"id": id}).status_code == 404


@pytest.mark.parametrize("id", ["abc", "", HUGE, "1,2", NUL])
def test_posted_row(college, login, id):
    client = login(college.own.teacher)
    assert client.post("/admin/mark/delete/", data={"id": id}).status_code == 404
    assert client.post("/admin/mark/action/", data={"action": "delete", "rowid": [id]}).status_code == 404


@pytest.mark.parametrize("query", [{"limit": "-1"}, {"offset": "-5"}, {"limit": HUGE}, {"offset": HUGE}, {"query": NUL},
                                   {"limit": "abc"}], ids=str)
def test_lookup(college, login, query):
    answer = login(college.own.teacher).get("/admin/mark/ajax/lookup/", query_string={"name": "student", **query})
    assert answer.status_code == 200


def test_unknown_kind_of_export(login):
    assert login(Role.DIRECTOR).get("/admin/student/export/exe/").status_code == 404


@pytest.mark.parametrize("value", [HUGE, "abc", NUL, "-1"])
def test_foreign_key_of_nobody(db, login, value):
    answer = login(Role.DATA_CLERK).post("/admin/group/new/", data={
        "name": "ИС-21", "speciality": value, "admission_year": 2023, "first_course": 1, "study_form": "full_time"})
    assert answer.status_code == 422
    assert "такого значения нет или оно вам недоступно" in answer.text


def test_filter_that_is_not_understood_says_so(college, login):
    page = login(Role.DIRECTOR).get("/admin/student/", query_string={"flt0_birth_date.eq": "вчера"})
    assert "Фильтр «Дата рождения» не применён" in page.text
