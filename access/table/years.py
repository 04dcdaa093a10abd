"""Turning of the year, terms of keeping, acts of erasing (п. 5.4, 7.5; order 7, 10)."""

from __future__ import annotations

from access.grants import CREATE, READ, UPDATE, can
from access.scopes import LEADERS
from access.table.blocks import Table, each
from models import Erasure, RetentionTerm, YearOperation
from rules.terms import Role

TRACE = frozenset({"made"})  # what it takes to take the operation back: for the machine

TABLE: Table = {
    YearOperation: {  # each does the parts whose rows he may write by hand
        **each(LEADERS, can(READ, hidden=TRACE)),
        **each((Role.ADMINISTRATOR, Role.DEPUTY_OOD, Role.METHODIST, Role.DATA_CLERK),
               can(READ, CREATE, hidden=TRACE), can(UPDATE, only={"undone_at"})),
    },
    RetentionTerm: {
        **each(LEADERS, can(READ)),
        Role.DATA_CLERK: (can(READ),),
        Role.ADMINISTRATOR: (can(READ, CREATE, UPDATE),),
    },
    Erasure: {
        **each(LEADERS, can(READ)),
        **each((Role.ADMINISTRATOR, Role.DATA_CLERK), can(READ, CREATE)),
    },
}
