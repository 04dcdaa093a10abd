"""Turning of the year: dates, finishing, names that carry the course; leavers; terms of keeping."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.leavers import check_basis, check_confirmation, check_leaver
from rules.retention_terms import PaperKind, terms_of
from rules.rollover import YearDates, check_dates, is_finishing, names_carry_course, next_dates, next_name, year_later
from rules.spans import Days
from rules.terms import MovementKind

D = dt.date
LAST = YearDates(Days(D(2023, 9, 1), D(2024, 6, 29)),
                 {1: Days(D(2023, 9, 1), D(2023, 12, 29)), 2: Days(D(2024, 1, 9), D(2024, 6, 29))})


def test_the_next_year_keeps_the_dates_and_leaves_sundays():
    found = next_dates(LAST)
    assert found.year == Days(D(2024, 9, 2), D(2025, 6, 28))  # 1.09.2024 and 29.06.2025 are Sundays
    assert found.semesters[1].ends == D(2024, 12, 28)
    assert year_later(D(2024, 2, 29)) == D(2025, 2, 28)
    assert check_dates(2024, found, [("2023-2024", LAST.year)]) == []


@pytest.mark.parametrize(("dates", "field"), [
    (YearDates(Days(D(2024, 5, 1), D(2025, 6, 30)), {}), "year_starts"),  # in spring
    (YearDates(Days(D(2024, 9, 1), D(2025, 6, 30)), {1: Days(D(2024, 9, 1), D(2024, 9, 10))}), "semester_1_ends"),
    (YearDates(Days(D(2024, 9, 1), D(2025, 6, 30)), {1: Days(D(2024, 9, 1), D(2025, 1, 20)),
                                                     2: Days(D(2025, 1, 9), D(2025, 6, 30))}), "semester_2_starts"),
])
def test_impossible_dates_are_named_by_field(dates, field):
    assert [one.field for one in check_dates(2024, dates, [])] == [field]


@pytest.mark.parametrize(("name", "course", "next"), [
    ("ИС-21", 2, "ИС-31"), ("3ПК", 3, "4ПК"), ("ИС-2-1", 2, "ИС-3-1"), ("201", 2, "301"),
    ("ИС-31", 2, None),  # carries something else
    ("Программисты", 1, None), ("ИС-23-2", 1, None),
])
def test_a_name_goes_up_with_the_course(name, course, next):
    assert next_name(name, course) == next


@pytest.mark.parametrize(("groups", "carry"), [
    ([("ИС-21", 2, 2022), ("ИС-22", 2, 2022), ("ПК-31", 3, 2021)], True),  # one parallel looks like the admission
    ([("ИС-22", 2, 2022), ("ИС-23", 1, 2023), ("ПК-2021", 3, 2021)], False), ([], False),
])
def test_what_the_names_of_a_college_carry(groups, carry):
    assert names_carry_course(groups) is carry


@pytest.mark.parametrize(("course", "last", "finishes"), [
    (4, 8, True), (4, 7, True), (3, 8, False), (2, 3, True), (5, 8, True), (6, None, True), (4, None, False)])
def test_a_group_finishes_when_its_curriculum_ends(course, last, finishes):
    assert is_finishing(course, last) is finishes


@pytest.mark.parametrize(("last", "in_group", "before", "refused"), [
    (MovementKind.EXPULSION, False, False, None), (MovementKind.GRADUATION, False, False, None),
    (MovementKind.LEAVE, False, False, "учится"), (None, False, False, "учится"),
    (MovementKind.EXPULSION, True, False, "учится"),  # is still in a group
    (MovementKind.EXPULSION, False, True, "уже уничтожены"),
])
def test_only_who_left_is_erased_and_once(last, in_group, before, refused):
    found = check_leaver(last, in_group, before)
    assert (found is None) if refused is None else refused in str(found)


@pytest.mark.parametrize(("basis", "fits"), [
    ("заявление от 20.11.2023", True), ("", False), ("заявление", False), ("20.11.2023", False),
    ("заявление 1 " + "а" * 250, False)])
def test_the_basis_is_a_paper_with_a_date(basis, fits):
    assert (check_basis(basis) is None) is fits


def test_the_surname_is_typed_by_hand():
    assert check_confirmation(" елкин", "Ёлкин") is None
    assert check_confirmation("", "Ёлкин") is not None


def test_terms_count_from_the_new_year():
    terms = {one.kind: one for one in terms_of({PaperKind.SUMMARIES: (None, "номенклатура")})}
    assert terms[PaperKind.JOURNALS].until(D(2024, 6, 30)) == D(2029, 12, 31)
    assert not terms[PaperKind.JOURNALS].has_passed(D(2024, 6, 30), D(2029, 12, 31))
    assert terms[PaperKind.JOURNALS].has_passed(D(2024, 6, 30), D(2030, 1, 1))
    assert terms[PaperKind.SUMMARIES].words == "постоянно"
    assert not terms[PaperKind.SUMMARIES].has_passed(D(1950, 1, 1), D(2100, 1, 1))
