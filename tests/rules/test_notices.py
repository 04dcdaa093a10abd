"""What a change is told as (п. 4.1)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.notices import is_absence_today, is_answered, is_concluded, is_new_two, is_published

DAY = dt.date(2023, 11, 20)


@pytest.mark.parametrize(("before", "after", "told"), [
    ("", "2", True), ("5", "2", True), ("2", "2/2", True), ("н", "н/2", True), ("", "4/2", True),
    ("2", "2", False), ("2", "5", False), ("2/2", "2", False), ("2", "2/5", False), ("", "5", False), ("", "н", False),
])
def test_a_new_two(before, after, told):
    assert is_new_two(before, after) is told


@pytest.mark.parametrize(("before", "after", "on", "told"), [
    ("", "н", DAY, True), ("5", "н", DAY, True), ("", "н/4", DAY, True),
    ("н", "б", DAY, False), ("н", "", DAY, False), ("", "5", DAY, False), ("", "н", DAY - dt.timedelta(days=1), False),
])
def test_an_absence_is_told_on_its_day(before, after, on, told):
    assert is_absence_today(before, after, on, DAY) is told


def test_a_final_is_told_when_it_is_published_and_not_when_it_is_drafted_or_touched():
    moment = "2023-11-20T10:00:00+00:00"
    assert is_published({}, {"published_at": moment})
    assert not is_published({}, {"published_at": None, "value": "5"})
    assert not is_published({"published_at": moment}, {"published_at": moment, "value": "4"})


def test_a_request_taken_into_work_is_no_answer():
    assert is_answered({"answer": "Пароль выдан"})
    assert not is_answered({"state": "in_work", "answer": None})


@pytest.mark.parametrize(("before", "after", "told"), [
    ({"conclusion": None}, {"conclusion": "Замечания устранить"}, True), ({}, {"conclusion": "Порядок"}, True),
    ({"conclusion": "Порядок"}, {"conclusion": "Полный порядок"}, False), ({}, {"due_on": "2023-12-01"}, False)])
def test_a_conclusion_is_told_once(before, after, told):
    assert is_concluded(before, after) is told
