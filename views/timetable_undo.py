"""One step back in the timetable: what a place was, carried by the page in a signed token."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from access.identity import Identity
from actions.timetable_places import PlaceEntry
from models import Journal, TimetableSlot
from rules.terms import WeekParity

LIFE = 3600  # seconds


@dataclass(frozen=True)
class Step:
    """slot: the number of the place that stands now as ``now``, None when it was taken away; was: what stood there.

    A number alone does not name a place: SQLite gives the number of a removed one to the next.
    """

    slot: int | None
    now: dict[str, Any] | None
    was: dict[str, Any] | None


def token(user: Identity, slot: TimetableSlot | None, was: dict[str, Any] | None) -> str:
    """For this person alone, for an hour."""
    now = place_of(slot) if slot is not None else None
    return str(_serializer(user).dumps([slot.id if slot else None, now, was]))


def read(user: Identity, text: str) -> Step | None:
    """None when the token is not the person's or is too old."""
    try:
        return Step(*_serializer(user).loads(text[:2_000], max_age=LIFE))
    except BadSignature:
        return None


def place_of(slot: TimetableSlot) -> dict[str, Any]:
    """A place as plain values."""
    return {"journal": slot.journal_id, "weekday": slot.weekday, "pair": slot.pair,
            "parity": WeekParity(slot.parity).value, "starts": slot.starts.isoformat(), "ends": slot.ends.isoformat(),
            "room": slot.room or ""}


def entry(journal: Journal, was: dict[str, Any]) -> PlaceEntry:
    return PlaceEntry(journal, was["weekday"], was["pair"], WeekParity(was["parity"]),
                      dt.date.fromisoformat(was["starts"]), dt.date.fromisoformat(was["ends"]), was["room"] or None)


def _serializer(user: Identity) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=f"timetable-undo-{user.account}")
