"""Every kind of file that comes in, for /imports/ and `flask import` alike: an entry each."""

from __future__ import annotations

from access.identity import Identity
from access.importing import importable
from jobs import import_past, import_people, import_plans, import_practice, import_timetable
from jobs.intake import Intake

INTAKES: tuple[Intake, ...] = (
    *import_people.INTAKES,
    *import_plans.INTAKES,
    *import_practice.INTAKES,
    *import_past.INTAKES,
    *import_timetable.INTAKES,
)
BY_SLUG = {intake.slug: intake for intake in INTAKES}


def intakes_of(user: Identity) -> list[Intake]:
    """What the user's files may bring in."""
    kinds = importable(user)
    return [intake for intake in INTAKES if intake.kind in kinds]
