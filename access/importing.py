"""What whose files may bring in (rights.md, «import»)."""

from __future__ import annotations

from access.identity import Identity
from access.table.administration import IMPORTS
from rules.terms import ImportKind


def importable(user: Identity) -> frozenset[ImportKind]:
    """Kinds of files the user may load."""
    return frozenset(kind for role in user.roles for kind in IMPORTS.get(role, ()))
