"""Cells of a lesson written together: rules, rows and records of the audit are those of one by one (п. 5.6, 6.1)."""

from __future__ import annotations

from collections.abc import Mapping

from access.identity import Identity
from actions.cell_rows import Content, claim, write_contents
from actions.cells import Entry, Stale, decided, note_change, place_of
from actions.refusals import NotYours
from models import Journal, Lesson
from queries.cell_place import CellNow, Place, find_places
from rules.violation import Violation

Refusal = Violation | Stale | NotYours


def save_cells(user: Identity, journal: Journal, lesson: Lesson, entries: Mapping[int, Entry]) -> dict[int, Refusal]:
    """Write the entries, by student and with one reason, or nothing: then what forbids it; flushes, never commits."""
    if not entries:
        return {}
    (reason,) = {entry.reason for entry in entries.values()}
    found = find_places(user, journal.id, [lesson.id], list(entries))
    changes, refusals = dict[int, tuple[Place, CellNow]](), dict[int, Refusal]()
    for student_id, entry in entries.items():
        try:
            changes[student_id] = _decided(user, found.get((lesson.id, student_id)), entry)
        except (Violation, Stale, NotYours) as refusal:
            refusals[student_id] = refusal
    return refusals or _write(user, [change for change in changes.values() if change[1] != change[0].cell], reason)


def _decided(user: Identity, place: Place | None, entry: Entry) -> tuple[Place, CellNow]:
    if place is None:
        raise NotYours
    return place, decided(user, place, entry)


def _write(user: Identity, changes: list[tuple[Place, CellNow]], reason: str | None) -> dict[int, Refusal]:
    """Take the cells and write them; of two writers one gets a cell, the other is stale."""
    ids = claim([place for place, _ in changes], user.account, user.now, reason)
    contents: list[Content] = []
    refusals: dict[int, Refusal] = {}
    for place, after in changes:
        cell_id = ids.get((place.lesson_id, place.student_id))
        if cell_id is None:
            refusals[place.student_id] = Stale(place_of(user, place.journal_id, place.lesson_id, place.student_id).cell)
        else:
            contents.append((place, cell_id, after))
    if not refusals:
        write_contents(contents, user.now)
        for place, cell_id, after in contents:
            note_change(user, place, cell_id, after, reason)
    return refusals
