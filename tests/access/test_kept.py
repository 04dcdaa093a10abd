"""A statement kept for a set of roles asks what one made for the user would ask: same criteria, own values."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from access.check import allows, rows
from access.grants import Action
from access.identity import Identity
from access.kept import kept
from access.table import TABLE
from models import Lesson
from models.base import Base
from rules.terms import Role

AUTUMN, SUMMER = dt.datetime(2023, 11, 20, 15, tzinfo=dt.UTC), dt.datetime(2024, 7, 1, 9, tzinfo=dt.UTC)
PAIRS = (frozenset({Role.TEACHER, Role.CURATOR}), frozenset({Role.TEACHER, Role.PARENT}))
SETS = [*(frozenset({role}) for role in Role), *PAIRS]


def seen(user: Identity, action: Action, model: type[Base]) -> sa.Select:
    return sa.select(model.id).where(rows(user, action, model))


keep = kept(seen)


def text(statement: sa.Select, dialect: sa.Dialect) -> str:
    return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


@pytest.mark.parametrize("roles", SETS, ids=lambda roles: "+".join(sorted(roles)))
def test_kept_criteria_are_the_same(roles):
    dialect = sqlite.dialect()
    for place, model in enumerate(TABLE):
        for action in (Action.READ, Action.UPDATE):
            keep(Identity(5, roles, AUTUMN), action, model)  # what the first has left, the second finds
            user = Identity(7, roles, SUMMER if place % 2 else AUTUMN)
            if allows(user, action, model):
                statement, values = keep(user, action, model)
                assert text(statement.params(values), dialect) == text(seen(user, action, model), dialect)


def test_two_users_of_one_role_share_the_statement_and_no_value():
    (first, mine), (second, yours) = (
        keep(Identity(number, frozenset({Role.TEACHER}), AUTUMN), Action.READ, Lesson) for number in (1, 2))
    assert first is second
    assert (mine["my_account"], yours["my_account"]) == (1, 2)
    assert "1" not in {str(value) for value in first.compile(dialect=postgresql.dialect()).params.values()}


@pytest.mark.parametrize("role", [Role.TEACHER, Role.STUDENT])
def test_who_has_no_account_owns_nothing(role):
    """NULL is nobody's: rows without an owner stay closed to the command line."""
    user = Identity(None, frozenset({role}), AUTUMN)
    statement, values = keep(user, Action.READ, Lesson)
    assert "my_account" not in values
    assert text(statement.params(values), sqlite.dialect()) == text(seen(user, Action.READ, Lesson), sqlite.dialect())


def test_a_rule_may_look_at_nothing_else():
    """What is kept must not depend on the moment: such a rule fails at once."""
    late = kept(lambda user: sa.select(Lesson.id).where(Lesson.hours > user.now.hour))
    with pytest.raises(AttributeError):
        late(Identity(1, frozenset({Role.TEACHER}), AUTUMN))
