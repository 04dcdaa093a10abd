"""Results, past years and practice, as families see them (п. 4.1, 6.6, 6.7, 7.5, Пр. 12)."""

from __future__ import annotations

from typing import Any

from flask import abort

from queries.diary_marks import year_subjects
from queries.diary_practice import practices
from queries.diary_results import results as results_of
from queries.diary_studies import periods
from rules.averages import NOTE
from rules.diary import year_words
from views.diary_frame import FOR_FAMILY, opened, page
from views.policy import guard


@guard(FOR_FAMILY)
def results(student_id: int) -> Any:
    """Published finals of every year and own debts."""
    user, family, child = opened(student_id)
    return page("results", family, child, "results", note=NOTE,
                shown=results_of(user, child, periods(child, user.today)))


@guard(FOR_FAMILY)
def year_of_study(student_id: int, year: int) -> Any:
    """A year whole: every subject with its marks and finals, by semester."""
    user, family, child = opened(student_id)
    if year not in {period.year for period in periods(child, user.today)}:
        return abort(404)
    return page("year", family, child, "results", year=year, place=year_words(child.places, year), note=NOTE,
                semesters=year_subjects(user, child, year))


@guard(FOR_FAMILY)
def practice(student_id: int) -> Any:
    """Own places of practice, days and signed sheets."""
    user, family, child = opened(student_id)
    return page("practice", family, child, "practice", practices=practices(user, child))
