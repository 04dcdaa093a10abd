"""Copies made by themselves every night, the newest tried out every week (п. 7.1, 9.6)."""

from __future__ import annotations

import datetime as dt
import time

from flask import current_app

from actions.job_runs import Told
from clock import wall_now
from config import Settings
from models import db
from operations import backup

LONGEST = dt.timedelta(hours=6)  # no copy takes as long


def back_up() -> Told:
    """Make a copy, read it back, remove those that the rule of days, weeks and months no longer keeps."""
    settings, began = _settings(), time.monotonic()
    settings.backups.mkdir(parents=True, exist_ok=True)
    backup.clear_up(settings.backups, wall_now() - LONGEST)
    made = backup.create(db.engine, settings.backups, wall_now(), settings.backup_password)
    gone = backup.turn_over(settings.backups)
    return Told(f"{made.path.name}: {made.size / 1e6:.1f} МБ за {time.monotonic() - began:.1f} с",
                {"file": made.path.name, "size": made.size, "rows": sum(made.facts["counts"].values()),
                 "removed": len(gone), "sealed": settings.backup_password is not None})


def try_out() -> Told:
    """Restore the newest copy into a scratch database and compare it (a copy never restored is a hope)."""
    settings, began = _settings(), time.monotonic()
    found = backup.copies(settings.backups)
    if not found:
        raise LookupError("копий нет")
    facts = backup.drill(db.engine, found[0].path, settings.backup_password)
    return Told(f"{found[0].path.name} восстановлена и сверена за {time.monotonic() - began:.1f} с",
                {"file": found[0].path.name, "rows": sum(facts["counts"].values())})


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
