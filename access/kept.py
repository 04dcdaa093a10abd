"""Statements built once for a set of roles; the user's account and day are parameters of them.

To put a statement together with its row criteria takes longer than to run it. Criteria differ by roles, so that what is
kept holds nobody's data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Concatenate, ParamSpec, cast

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from access.identity import Identity
from models.base import db
from rules.terms import Role

ACCOUNT, YEAR, DAY = "my_account", "my_school_year", "my_day_"
Asked = tuple[Any, dict[str, Any]]  # the statement and the values of its own parameters
Build = ParamSpec("Build")


class _Day:
    """The user's day, or one so many days before it, as a parameter."""

    def __init__(self, back: int = 0) -> None:
        self.back = back

    def __sub__(self, gap: dt.timedelta) -> _Day:
        return _Day(self.back + gap.days)

    def __clause_element__(self) -> sa.BindParameter[dt.date]:
        return sa.bindparam(f"{DAY}{self.back}", type_=sa.Date())


class _Anybody(Identity):
    """Whoever holds the roles; a rule that looks at more of a user than these fails while the statement is built."""

    @property
    def today(self) -> Any:
        return _Day()

    @property
    def school_year(self) -> Any:
        return sa.bindparam(YEAR, type_=sa.Integer())


def kept(build: Callable[Concatenate[Identity, Build], sa.SelectBase],
         ) -> Callable[Concatenate[Identity, Build], Asked]:
    """Make of ``build`` a function that returns the statement of the user's roles and the user's values for it;
    its other arguments choose the statement, so they are few and known: a model, an action, never a row."""
    made: dict[Any, tuple[sa.SelectBase, tuple[str, ...]]] = {}

    def asked(user: Identity, /, *args: Build.args, **kwargs: Build.kwargs) -> Asked:
        key = (user.roles, user.id is None, args, tuple(kwargs.items()))
        if key not in made:
            statement = build(_anybody(user.roles, user.id is None), *args, **kwargs)
            made[key] = (statement, _parameters(statement))
        statement, names = made[key]
        return statement, {name: _value(user, name) for name in names}
    return asked


def ask(asked: Asked, **values: Any) -> sa.Result[*tuple[Any, ...]]:
    """The rows of a kept statement, with the values of its other parameters."""
    statement, own = asked
    return db.session.execute(statement, {**own, **values})


def rows_of(asked: Asked, **values: Any) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    """All of them at once and straight from the driver: a page's hundreds of rows need no entities. What is pending is
    not flushed."""
    statement, own = asked
    return db.session.connection().execute(statement, {**own, **values}).all()


def _anybody(roles: frozenset[Role], nobody: bool) -> Identity:
    account = None if nobody else sa.bindparam(ACCOUNT, type_=sa.Integer())
    return _Anybody(cast(Any, account), roles, cast(Any, None))


def _parameters(statement: sa.SelectBase) -> tuple[str, ...]:
    keys = {str(part.key) for part in visitors.iterate(statement) if isinstance(part, sa.BindParameter)}
    return tuple(key for key in sorted(keys) if key in (ACCOUNT, YEAR) or key.startswith(DAY))


def _value(user: Identity, name: str) -> Any:
    if name == ACCOUNT:
        return user.id
    return user.school_year if name == YEAR else user.today - dt.timedelta(days=int(name.removeprefix(DAY)))
