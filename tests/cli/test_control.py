"""The checks from the command line (п. 7.2)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models import AuditRecord, Finding
from tests.control.harness import day, lesson


def test_a_month_is_checked_and_counted(db, command):
    lesson(topic="")
    lesson(date=day(31, 10), topic="")
    answer = command("control", "run", "--month", "2023-11", "--json")
    assert (answer.code, answer.err) == (0, "")
    found = {one["check"]: one for one in answer.json["checks"]}
    assert (answer.json["from"], answer.json["to"]) == ("2023-11-01", "2023-11-20")
    assert found["lesson_without_topic"] == {
        "check": "lesson_without_topic", "point": "5.6", "title": "Занятие без темы", "enabled": True,
        "found": 1, "made": 1, "reopened": 0, "fixed": 0}
    assert db.scalars(sa.select(Finding.day).where(Finding.rule == "lesson_without_topic")).all() == [day(14)]
    assert db.scalars(sa.select(AuditRecord.source).where(AuditRecord.entity == "finding")).all() == ["cli"]
    again = command("control", "run")
    assert again.code == 0
    assert "1  п. 5.6   Занятие без темы" in again.out
    assert "Новых замечаний 0, повторных 0, исправлено 0." in again.out


@pytest.mark.parametrize(("month", "said"), [
    ("ноябрь", "записывают как 2023-11"), ("2023-13", "записывают как 2023-11"), ("2023-12", "ещё не начался"),
])
def test_a_bad_month_is_refused(db, command, month, said):
    answer = command("control", "run", "--month", month)
    assert answer.code == 2
    assert said in answer.err
    assert db.scalar(sa.select(sa.func.count(Finding.id))) == 0
