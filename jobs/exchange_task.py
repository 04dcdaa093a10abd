"""The export of entities in the queue: ordered on a page, stopped there, its file kept for its owner."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import Any

from flask import current_app

from access.check import allows
from access.exchange import entities
from access.grants import CREATE
from access.identity import Identity
from actions.tasks import Result
from clock import school_now
from documents.exchange import Part
from jobs.exchange import SUFFIXES, Wanted, note_entities, write_entities
from jobs.tasks import TaskKind, Work
from models import JobRun
from rules.terms import DataFamily
from rules.words import plural

CODE = "exchange"
IN_MEMORY = 8 * 1024 * 1024


def arguments_of(wanted: Wanted) -> dict[str, Any]:
    """The order as the queue keeps it."""
    return {"families": sorted(wanted.families), "year": wanted.year, "format": wanted.format}


def permits(user: Identity, arguments: dict[str, Any]) -> bool:
    """Everything at once leaves by the hand that makes copies and archives (rights.md: backup, archive)."""
    return allows(user, CREATE, JobRun)


def _run(work: Work) -> Result:
    wanted = _wanted(work.arguments)
    total, told = len(entities(work.user, wanted.families)), _Told(work)
    told.total = total
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        parts = write_entities(work.user, wanted, file, current_app.extensions["settings"].zone, told)
        file.seek(0)
        data = file.read()
    note_entities(work.user, wanted, parts)
    rows = sum(part.rows for part in parts)
    year = f" {wanted.year}-{wanted.year + 1}" if wanted.year else ""
    name = f"Журнал{year} {school_now():%Y-%m-%d}.{SUFFIXES[wanted.format]}"
    return Result(f"{len(parts)} {plural(len(parts), 'раздел', 'раздела', 'разделов')}, "
                  f"{rows} {plural(rows, 'строка', 'строки', 'строк')}", file=(name, data))


class _Told:
    """How far the export is: entity after entity; also asked in the middle of a long one."""

    def __init__(self, work: Work) -> None:
        self.work, self.total, self.done, self.words = work, 0, 0, ""

    def __call__(self, part: Part | None = None) -> None:
        if part is not None:
            self.done, self.words = self.done + 1, f"Готово: {part.title}"
        self.work.step(self.done, self.total, self.words)


def _wanted(arguments: dict[str, Any]) -> Wanted:
    return Wanted(frozenset(map(DataFamily, arguments["families"])), arguments["year"], arguments["format"])


EXPORT = TaskKind(CODE, _run, permits)
