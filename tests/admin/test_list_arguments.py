"""Whatever stands in a list's address, the answer is a page or a refusal of it, never a failure."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.terms import Role
from tests import factories as f

TEXT = st.text(max_size=30)
NUMBERS = st.one_of(st.integers(-3, 60).map(str), st.integers(-2**70, 2**70).map(str), TEXT)
OPERATIONS = st.sampled_from(["eq", "ge", "le", "has", "span", "empty"])
VALUES = st.one_of(NUMBERS, st.dates().map(str), st.sampled_from(["2023-10-01 to 2023-10-31", "control", "%", "'"]))
LISTS = ("mark", "lesson", "student", "user", "audit_record", "absence", "journal")


@st.composite
def arguments(draw: Any) -> dict[str, str]:
    """Some of what lists understand and some of what they do not, well formed or not."""
    fields = ("value", "kind", "cell.student", "cell.lesson.date", "entered_at", "date", "group", "at", "topic")
    made = {f"flt{draw(NUMBERS)[:3]}_{draw(st.sampled_from(fields))}.{draw(OPERATIONS)}": draw(VALUES)
            for _ in range(draw(st.integers(0, 2)))}
    for name in ("page", "page_size", "sort", "desc"):
        if draw(st.booleans()):
            made[name] = draw(NUMBERS)
    if draw(st.booleans()):
        made["search"] = draw(TEXT)
    if draw(st.booleans()):
        made["near"] = draw(st.one_of(TEXT, st.tuples(NUMBERS, NUMBERS).map(".".join)))
    return made


@pytest.fixture
def office(db: Any, login: Any) -> Any:
    """An administrator before lists that have a row each."""
    f.MarkFactory()
    f.AbsenceFactory()
    return login(Role.ADMINISTRATOR)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(LISTS), query=arguments())
def test_a_list_opens_or_refuses(office: Any, name: str, query: dict[str, str]) -> None:
    assert office.get(f"/admin/{name}/", query_string=query).status_code in (200, 400), query


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=arguments())
def test_an_export_leaves_or_is_refused(office: Any, query: dict[str, str]) -> None:
    answer = office.get("/admin/mark/export/csv/", query_string=query)
    assert answer.status_code in (200, 400, 429), query
