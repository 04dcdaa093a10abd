"""Statements that gather what surrounds a page stay short enough for psycopg to keep them taken apart (ADR 37)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from access.identity import Identity
from queries import curator_week, diary_frame, journal_frame, surroundings
from rules.terms import Role

LONGEST = 4096  # psycopg's own limit; what is longer it takes apart again at each call
NOW = dt.datetime(2023, 9, 4, 12, tzinfo=ZoneInfo("Asia/Barnaul"))


def user(*roles):
    return Identity(1, frozenset(roles), NOW)


@pytest.mark.one_engine
@pytest.mark.parametrize("statement", [
    surroundings.STATEMENT, journal_frame.STATEMENT, curator_week._sheet(user(Role.CURATOR))[0],
    *(diary_frame._parts(user(role), at_first)[0] for role in diary_frame.FAMILY for at_first in (True, False)),
])
def test_a_statement_of_parts_is_kept_taken_apart(statement):
    made = statement.compile(dialect=PGDialect_psycopg())
    assert len(str(made)) <= LONGEST
