"""The act: its number, remarks until they are mended, the next inspection, the questions of a semester (п. 7.2–7.4)."""

from __future__ import annotations

import datetime as dt

import pytest

from queries.control import BY_NAME
from rules.inspections import (
    ANSWERED_BY,
    Question,
    RemarkState,
    check_act,
    check_conclusion,
    check_remark_words,
    is_due,
    next_due,
    number_after,
    question_of,
    remark_state,
    summed_up,
)
from rules.norms import Norms
from rules.terms import FindingState, InspectionKind

DAY = dt.date(2023, 11, 20)
BEFORE, AFTER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)
F, S = FindingState, RemarkState


@pytest.mark.parametrize(("text", "fixed", "findings", "due", "state", "why"), [
    (None, None, [], BEFORE, S.CLEAN, "looked at and found in order"),
    ("Нет тем", None, [], None, S.OPEN, "by hand, without a term"),
    ("Нет тем", None, [], DAY, S.OPEN, "the last day of the term"),
    ("Нет тем", None, [], BEFORE, S.OVERDUE, "the term has passed"),
    ("Нет тем", DAY, [], BEFORE, S.MENDED, "the inspector has seen it mended"),
    ("Нет тем", None, [F.FIXED, F.ACCEPTED], BEFORE, S.MENDED, "all findings are over"),
    ("Нет тем", None, [F.FIXED, F.EXPLAINED], AFTER, S.EXPLAINED, "what is left is explained"),
    ("Нет тем", None, [F.OPEN, F.EXPLAINED], AFTER, S.OPEN, "one is not explained"),
    ("Нет тем", None, [F.EXPLAINED], BEFORE, S.OVERDUE, "an explanation does not move the term"),
    ("Нет тем", DAY, [F.OPEN], BEFORE, S.MENDED, "the inspector's word beats the checks"),
])
def test_how_a_remark_stands(text, fixed, findings, due, state, why):
    assert remark_state(text, fixed, findings, due, DAY) is state


@pytest.mark.parametrize(("known", "number", "why"), [
    ([], "1/23", "the first of the year"), (["1/23", "2/23", "7/22"], "3/23", "others' years do not count"),
    (["10/23", "9/23"], "11/23", "as numbers, not as texts"), (["к-1/23", "2023"], "1/23", "another shape")])
def test_the_next_number(known, number, why):
    assert number_after(known, 2023) == number


@pytest.mark.parametrize(("last", "due"), [
    (None, None), (dt.date(2023, 11, 3), dt.date(2023, 12, 31)), (dt.date(2023, 12, 31), dt.date(2024, 1, 31)),
    (dt.date(2024, 1, 9), dt.date(2024, 2, 29))])
def test_the_next_inspection_is_a_month_later(last, due):
    assert next_due(last, Norms()) == due


def test_the_college_may_inspect_more_rarely():
    assert next_due(dt.date(2023, 9, 10), Norms(inspection_every_months=2)) == dt.date(2023, 11, 30)


def test_many_findings_are_one_remark():
    texts = [f"Нет задания за {number}.11." for number in (1, 2, 3, 4, 5)]
    assert summed_up("Нет домашнего задания", "6.2", texts) == (
        "Нет домашнего задания (п. 6.2), 5 случаев: Нет задания за 1.11; Нет задания за 2.11; Нет задания за 3.11; "
        "и ещё 2")
    assert summed_up("Нет задания", "6.2", ["за 1.11"]) == "Нет задания (п. 6.2): за 1.11"


@pytest.mark.parametrize(("kind", "subject", "date", "due", "fields"), [
    (InspectionKind.MONTHLY, "За октябрь", DAY, AFTER, []),
    (None, "", DAY, BEFORE, ["kind", "subject", "due_on"]),
    (InspectionKind.THEMATIC, "Т" * 251, AFTER, None, ["subject", "date"])])
def test_what_an_act_must_say(kind, subject, date, due, fields):
    assert [one.field for one in check_act(kind, subject, date, due, DAY)] == fields


@pytest.mark.parametrize(("words", "due", "remarks", "fields"), [
    ("Замечания устранить", AFTER, True, []), ("Замечаний нет", None, False, []),
    ("Замечания устранить", None, True, ["due_on"]), (".", BEFORE, True, ["conclusion", "due_on"]),
    ("В" * 4001, None, False, ["conclusion"])])
def test_what_ends_an_act(words, due, remarks, fields):
    assert [one.field for one in check_conclusion(words, due, DAY, remarks)] == fields


@pytest.mark.parametrize(("words", "refused"), [("Впишите темы", False), ("...", True), ("Т" * 2001, True)])
def test_a_remark_is_words(words, refused):
    assert (check_remark_words(words) is not None) is refused


def test_each_check_answers_one_question():
    named = [check for checks in ANSWERED_BY.values() for check in checks]
    assert len(named) == len(set(named))
    assert question_of("hours_differ") is Question.PROGRAMME
    assert question_of("homework_late") is None
    assert {name for name in BY_NAME if BY_NAME[name].point == "7.3"} <= set(named)


@pytest.mark.parametrize(("last", "every", "due"), [
    (None, 1, True), (dt.date(2023, 10, 31), 1, True), (dt.date(2023, 11, 1), 1, False),
    (dt.date(2023, 9, 10), 1, True), (dt.date(2023, 10, 2), 2, False), (dt.date(2023, 9, 30), 2, True),
])
def test_this_month_is_the_last_one(last, every, due):
    assert is_due(last, dt.date(2023, 11, 20), Norms(inspection_every_months=every)) is due
