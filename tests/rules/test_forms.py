"""Printed forms: which result has a sheet, what is counted under it, what the diploma takes (п. 4.1, 6.9)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rules.attestation import written
from rules.diploma import Mark, final_mark
from rules.exam_sheets import counts, has_sheet, sheet_title
from rules.forms import Section, section_of
from rules.terms import FinalKind, FinalValue

EXAM, SEMESTER, COURSE, PROJECT = FinalKind.EXAM, FinalKind.SEMESTER, FinalKind.COURSE, FinalKind.COURSE_PROJECT


@pytest.mark.parametrize(("kind", "title"), [
    (FinalKind.EXAM, "Экзаменационная ведомость"), (FinalKind.MODULE, "Экзаменационная ведомость"),
    (FinalKind.CREDIT, "Зачётная ведомость"), (FinalKind.GRADED_CREDIT, "Зачётная ведомость"),
    (FinalKind.COURSE_PROJECT, "Зачётная ведомость"), (FinalKind.PRACTICE, "Зачётная ведомость"),
    (FinalKind.SEMESTER, None),  # stands in the journal, nobody is examined
    (FinalKind.COURSE, None),
])
def test_which_result_has_a_sheet(kind: FinalKind, title: str | None) -> None:
    assert has_sheet(kind) is (title is not None)
    assert title is None or sheet_title(kind) == title


def test_counts_name_every_value_and_its_part() -> None:
    values = [FinalValue.FIVE, FinalValue.FIVE, FinalValue.TWO, FinalValue.NO_SHOW, None]
    assert [(value.value, count, share) for value, count, share in counts(EXAM, values)] == [
        ("5", 2, Decimal("50.00")), ("4", 0, Decimal(0)), ("3", 0, Decimal(0)), ("2", 1, Decimal("25.00")),
        ("na", 0, Decimal(0)), ("no_show", 1, Decimal("25.00"))]


def test_a_credit_is_counted_by_words_and_what_is_credited_only_where_it_stands() -> None:
    found = counts(FinalKind.CREDIT, [FinalValue.PASSED, FinalValue.CREDITED])
    assert [(value.value, count) for value, count, _ in found] == [
        ("passed", 1), ("failed", 0), ("na", 0), ("no_show", 0), ("credited", 1)]


def test_counts_of_nothing_have_no_parts() -> None:
    assert {share for _, _, share in counts(EXAM, [])} == {None}


@pytest.mark.parametrize(("value", "words"), [
    (FinalValue.FIVE, "5 (отлично)"), (FinalValue.THREE, "3 (удовл.)"), (FinalValue.TWO, "2 (неудовл.)"),
    (FinalValue.PASSED, "зачёт"), (FinalValue.NOT_ATTESTED, "н/а"), (FinalValue.CREDITED, "перезачтено")])
def test_results_as_papers_write_them(value: FinalValue, words: str) -> None:
    assert written(value) == words


@pytest.mark.parametrize(("marks", "taken"), [
    ([], None),
    ([(SEMESTER, "4", 1), (SEMESTER, "5", 2)], "5"),  # the later semester
    ([(SEMESTER, "5", 2), (EXAM, "3", 2)], "3"),  # the exam above the semester's mark
    ([(EXAM, "3", 2), (COURSE, "4", 2)], "4"),  # «итоговая» above the exam
    ([(COURSE, "4", 2), (SEMESTER, "3", 3)], "3"),  # and below what was taught after it
    ([(PROJECT, "5", 4), (SEMESTER, "3", 2)], "3"),  # a course project stands apart
    ([(PROJECT, "5", 4)], None),
])
def test_the_diploma_takes_the_last_result(marks: list[tuple[FinalKind, str, int]], taken: str | None) -> None:
    found = final_mark(Mark(kind, FinalValue(value), semester) for kind, value, semester in marks)
    assert (found.value.value if found else None) == taken


def test_every_result_has_its_place_in_the_summary() -> None:
    assert {kind: section_of(kind) for kind in FinalKind} == {
        FinalKind.EXAM: Section.EXAMS, FinalKind.MODULE: Section.EXAMS, FinalKind.GRADED_CREDIT: Section.GRADED,
        FinalKind.CREDIT: Section.CREDITS, FinalKind.PRACTICE: Section.PRACTICES,
        FinalKind.COURSE_PROJECT: Section.PROJECTS, FinalKind.SEMESTER: Section.CURRENT,
        FinalKind.COURSE: Section.CURRENT}
