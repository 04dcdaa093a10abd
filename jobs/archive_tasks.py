"""The archive of a year as work in the queue: made and checked with progress and stopping (п. 7.5)."""

from __future__ import annotations

from typing import Any

from flask import current_app

from access.check import allows
from access.grants import CREATE
from access.identity import Identity
from actions import audit
from actions.archives import note_check
from actions.tasks import Result
from clock import wall_now
from config import Settings
from jobs.archives import create, told
from jobs.tasks import TaskKind, Work
from models import JobRun, db
from models.engine import writing
from operations.archive import Refused
from operations.archive_check import verify
from operations.archive_folder import find
from queries.archive_states import year_of_archive
from rules.violation import Violation

MAKE, CHECK = "archive", "archive_check"
PAGE = "/archive/"


def _permits(user: Identity, arguments: dict[str, Any]) -> bool:
    return allows(user, CREATE, JobRun)


def make(work: Work) -> Result:
    """The archive in a folder of its own; reading takes minutes, and nobody's save waits for it."""
    year = int(work.arguments["year"])
    target = _settings().archives / f"{year}-{year + 1}-{wall_now():%Y%m%d-%H%M%S}"
    try:
        made = create(work.user, year, target, work.step)
    except (Refused, LookupError, OSError) as error:
        raise Violation("7.5", f"Архив не записан: {error}") from error
    return Result(told(made), url=PAGE)


def check(work: Work) -> Result:
    """Every byte read again; the outcome stays with the year."""
    manifest = str(work.arguments["manifest"])
    folder = find(_settings().archives, manifest)
    if folder is None:
        raise Violation("7.5", "Папки этого архива на диске нет: верните её на место или проверьте копию командой "
                               "flask archive verify")
    problems = verify(folder, lambda done, total: work.step(done, total, "Сверяю файлы")).problems
    note_outcome(work.user, manifest, problems)
    return Result("; ".join(problems)[:300] or "Архив цел", url=PAGE)


def note_outcome(user: Identity, manifest: str, problems: tuple[str, ...]) -> bool:
    """Keep what a check has found; whether the archive is one that this journal knows."""
    writing.set(True)
    db.session.rollback()
    audit.describe(db.session, user)
    year = year_of_archive(manifest)
    if year is not None:
        note_check(year, wall_now(), problems)
    db.session.commit()
    return year is not None


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


KINDS = (TaskKind(MAKE, make, _permits, again=False), TaskKind(CHECK, check, _permits))
