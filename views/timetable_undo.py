"""One step back in the timetable: what a place was, carried by the page in a signed token."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from actions.timetable_places import PlaceEntry
from models import Journal, TimetableSlot
from rules.terms import WeekParity


@dataclass(frozen=True)
class Step:
    """slot: the place as it is at ``version``, None when it was taken away; was: what stood there, None for nothing."""

    slot: int | None
    version: int
    was: dict[str, Any] | None


def token(slot: TimetableSlot | None, was: dict[str, Any] | None) -> str:
    return str(_serializer().dumps([slot.id if slot else None, slot.row_version if slot else 0, was]))


def read(text: str) -> Step | None:
    """None when nobody here has made the token."""
    try:
        return Step(*_serializer().loads(text[:2_000]))
    except BadSignature:
        return None


def entry(journal: Journal, was: dict[str, Any]) -> PlaceEntry:
    return PlaceEntry(journal, was["weekday"], was["pair"], WeekParity(was["parity"]),
                      dt.date.fromisoformat(was["starts"]), dt.date.fromisoformat(was["ends"]), was["room"] or None)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="timetable-undo")
