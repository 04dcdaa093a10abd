"""Practice: programmes, contracts, hours, days, sheets (Пр. 12)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.practice import (
    check_contract,
    check_day,
    check_level,
    check_programme,
    check_section,
    check_sections,
    check_sheet,
    check_signing,
    level_title,
    needs_place,
    needs_sheet,
    next_section,
    part_of,
    planned_count,
    short_level,
    topic_of,
)
from rules.spans import Days
from rules.terms import FinalValue, PracticeKind, SheetPart

SEMESTER = Days(dt.date(2023, 9, 1), dt.date(2023, 12, 29))
FIRST, LAST, TODAY = dt.date(2023, 11, 13), dt.date(2023, 11, 18), dt.date(2023, 11, 20)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(("days", "number", "date", "fields", "why"), [
    (Days(FIRST, LAST), "7", FIRST - DAY, [], "by an order"),
    (Days(FIRST, LAST), None, None, [], "the order is yet to come"),
    (Days(FIRST, LAST), "7", FIRST, [], "the order of the first day"),
    (Days(LAST, FIRST), "7", FIRST, ["ends"], "turned back"),
    (Days(dt.date(2023, 8, 1), LAST), None, None, ["starts"], "before the semester"),
    (Days(FIRST, dt.date(2024, 1, 1)), None, None, ["ends"], "past the semester"),
    (Days(FIRST, LAST), "7", None, ["order_date"], "a number without a date"),
    (Days(FIRST, LAST), "", FIRST, ["order_number"], "a date without a number"),
    (Days(FIRST, LAST), "7", LAST, ["order_date"], "an order after the beginning"),
])
def test_programmes(days: Days, number: str | None, date: dt.date | None, fields: list[str], why: str) -> None:
    assert [violation.field for violation in check_programme(days, SEMESTER, number, date)] == fields, why


@pytest.mark.parametrize(("number", "signed", "field"), [
    ("5", FIRST, None), (None, None, None), ("", None, None), ("5", None, "contract_date"),
    (None, FIRST, "contract_number"), ("5", TODAY + DAY, "contract_date")])
def test_contracts(number: str | None, signed: dt.date | None, field: str | None) -> None:
    assert [violation.field for violation in check_contract(number, signed, TODAY)] == ([field] if field else [])


@pytest.mark.parametrize(("hours", "others", "right"), [
    (36, [], True), (37, [], False), (6, [30], True), (7, [30], False), (1, [40], False), (0, [], False)])
def test_sections(hours: int, others: list[int], right: bool) -> None:
    assert (check_section(hours, others, 36) is None) is right


@pytest.mark.parametrize(("hours", "date", "fields"), [
    (6, FIRST, []), (7, FIRST, ["hours"]), (0, FIRST, ["hours"]), (6, TODAY + DAY, ["lesson"])])
def test_days(hours: int, date: dt.date, fields: list[str]) -> None:
    assert [violation.field for violation in check_day(hours, 6, date, TODAY)] == fields


@pytest.mark.parametrize(("value", "signed", "fields", "why"), [
    (FinalValue.FIVE, LAST, [], "signed on the last day"),
    (FinalValue.FIVE, None, [], "not signed yet"),
    (None, None, [], "not graded yet"),
    (None, LAST, ["value"], "signed without a mark"),
    (FinalValue.PASSED, LAST, ["value"], "practice has a mark"),
    (FinalValue.FIVE, FIRST, ["signed_on"], "before the practice is over"),
    (FinalValue.FIVE, TODAY + DAY, ["signed_on"], "tomorrow"),
])
def test_sheets(value: FinalValue | None, signed: dt.date | None, fields: list[str], why: str) -> None:
    assert [violation.field for violation in check_sheet(value, signed, LAST, TODAY)] == fields, why


@pytest.mark.parametrize(("part", "level", "title"), [
    (SheetPart.WORK, "high", "высокое"), (SheetPart.PROFESSIONAL, "partial", "освоена частично"),
    (SheetPart.PROFESSIONAL, "none", "не освоена"), (SheetPart.GENERAL, "none", "не проявлялась"),
    (SheetPart.WORK, "full", None), (SheetPart.GENERAL, "partial", None), (SheetPart.PROFESSIONAL, "high", None)])
def test_levels(part: SheetPart, level: str, title: str | None) -> None:
    assert (check_level(part, level) is None) is (title is not None)
    assert level_title(part, level) == (title or level)


@pytest.mark.parametrize(("hours", "said"), [
    ([36, 36], None), ([72], None),
    ([36, 24], "В разделах 60 ч, по учебному плану 72 ч: не хватает 12 ч"),
    ([72, 6], "В разделах 78 ч, по учебному плану 72 ч: лишних 6 ч"),
    ([], "В разделах 0 ч, по учебному плану 72 ч: не хватает 72 ч")])
def test_sections_together_are_the_hours_of_the_plan(hours: list[int], said: str | None) -> None:
    found = check_sections(hours, 72)
    assert (found is None) if said is None else found is not None and said in found.message


@pytest.mark.parametrize(("hours", "dates", "days", "why"), [
    (72, 12, 12, "two weeks"), (72, 0, 12, "no timetable yet: by the hours"), (72, 20, 12, "spread: hours rule"),
    (40, 0, 7, "the last day is short"), (36, 5, 5, "long days"), (0, 0, 1, "never none")])
def test_days_of_a_practice(hours: int, dates: int, days: int, why: str) -> None:
    assert planned_count(hours, [FIRST + DAY * place for place in range(dates)]) == days, why


def test_only_practice_in_the_workshops_needs_no_place() -> None:
    assert [needs_place(kind) for kind in PracticeKind] == [False, True, True]


@pytest.mark.parametrize(("section", "work", "topic"), [
    ("Мясной цех", "Разделка туш", "Мясной цех. Разделка туш"), (None, "Разделка туш", "Разделка туш"),
    ("Мясной цех.", "Разделка.", "Мясной цех. Разделка"), ("", "", ""),
    ("я" * 400, "ю" * 400, "я" * 400 + ". " + "ю" * 98)])
def test_topics_of_days(section: str | None, work: str, topic: str) -> None:
    assert topic_of(section, work) == topic


@pytest.mark.parametrize(("given", "place"), [(0, 0), (11, 0), (12, 1), (17, 1), (18, None), (40, None)])
def test_the_next_section(given: int, place: int | None) -> None:
    assert next_section([12, 6], given) == place


@pytest.mark.parametrize(("code", "part"), [
    ("ПК 1.2", SheetPart.PROFESSIONAL), ("ОК 04", SheetPart.GENERAL), (" пк1.1", SheetPart.PROFESSIONAL),
    ("ЛР 7", None), ("", None)])
def test_competencies_go_to_their_table(code: str, part: SheetPart | None) -> None:
    assert part_of(code) is part


def test_levels_on_buttons() -> None:
    assert [short_level(level_title(SheetPart.PROFESSIONAL, level)) for level in ("full", "partial", "none")] == [
        "полностью", "частично", "не освоена"]


@pytest.mark.parametrize(("signed", "lacks", "right"), [
    (None, ["ПК (2)"], True), (LAST, [], True), (LAST, ["ПК (2)"], False)])
def test_only_a_whole_sheet_is_signed(signed: dt.date | None, lacks: list[str], right: bool) -> None:
    assert (check_signing(signed, lacks) is None) is right


@pytest.mark.parametrize(("final", "needed"), [
    (None, True), (FinalValue.TWO, True), (FinalValue.FIVE, True), (FinalValue.NOT_ATTESTED, False),
    (FinalValue.NO_SHOW, False), (FinalValue.CREDITED, False)])
def test_who_needs_a_sheet(final: FinalValue | None, needed: bool) -> None:
    assert needs_sheet(final) is needed
