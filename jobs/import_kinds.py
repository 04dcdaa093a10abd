"""Every kind of file that comes in, for /imports/ and `flask import` alike: an entry each."""

from __future__ import annotations

from functools import cache

from access.identity import Identity
from access.importing import importable
from jobs.intake import Intake


@cache
def intakes() -> dict[str, Intake]:
    """All kinds by their slugs; the readers of files take memory: only where files come in."""
    from jobs import import_past, import_people, import_plans, import_practice, import_timetable

    kinds = (import_people, import_plans, import_practice, import_past, import_timetable)
    return {intake.slug: intake for kind in kinds for intake in kind.INTAKES}


def intakes_of(user: Identity) -> list[Intake]:
    """What the user's files may bring in."""
    kinds = importable(user)
    return [intake for intake in intakes().values() if intake.kind in kinds]
