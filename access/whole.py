"""Whose journals are read whole: results, hours, accumulation; a substitute reads the lesson only (п. 6.1)."""

from __future__ import annotations

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.scopes import my_journals
from models import Journal
from rules.terms import Role


def whole_journals(user: Identity) -> sa.ColumnElement[bool]:
    """Own journals of a teacher, and those the user's other roles read."""
    others = rows(user.acting_as(*(user.roles - {Role.TEACHER})), Action.READ, Journal)
    return sa.or_(others, Journal.id.in_(my_journals(user))) if user.has(Role.TEACHER) else others
