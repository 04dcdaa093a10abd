"""A paper brought before the lesson is recorded: «н» becomes the paper's letter as it is written (п. 5.3)."""

from __future__ import annotations

from dataclasses import replace

from queries.cell_place import CellNow, Place
from rules.cells import AbsenceLetter


def by_paper(place: Place, after: CellNow) -> CellNow:
    """The content under the paper that covers the lesson's day; only where an unexcused absence is new."""
    letters = {letter.letter: letter for letter in place.letters}
    was, now = place.cell.absence, after.absence
    if now is None or not _plain(letters[now.letter]) or (was is not None and not letters[was.letter].is_late):
        return after
    paper = place.paper
    kind = next((letter for letter in place.letters if paper and letter.kind_id == paper.kind_id), None)
    if paper is None or kind is None:
        return after
    return replace(after, absence=replace(now, letter=kind.letter, kind_id=kind.kind_id, excuse_note_id=paper.id,
                                          hours=place.hours if kind.counts_hours else 0))


def _plain(kind: AbsenceLetter) -> bool:
    return not kind.excused and not kind.is_late
