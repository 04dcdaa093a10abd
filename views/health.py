"""For load balancers and monitoring: is the process alive, is it ready to serve; words without secrets."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Blueprint, jsonify
from sqlalchemy.exc import SQLAlchemyError

from clock import wall_now
from config import ROOT
from gateways.failures import Failure
from models import db
from queries.health import beats, reach
from queries.system import revision_now
from views.guards import settings
from views.policy import guard, public
from views.uploads import daemon_says

blueprint = Blueprint("health", __name__, url_prefix="/health")

# the steps this code knows, by their files; read once: an upgrade may lie in the folder before the restart
STEPS = tuple(sorted(path.name.split("_")[0] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py")))
OK = "ok"
FULL = 64 * 1024 * 1024  # bytes free: an upload or a commit may fail
TIGHT = 0.1  # of the disk
LATE = dt.timedelta(minutes=5)  # the worker notes something every minute
STOPS = {"away", "behind", "absent", "full"}  # words that say: send nobody here
WARNS = {"tight", "late", "silent"}


@blueprint.get("/live")
@guard(public())
def live() -> Any:
    return jsonify({"status": OK})


@blueprint.get("/ready")
@guard(public())
def ready() -> Any:
    """503 when no request could be served; a silent worker or antivirus is only told, for pages go on."""
    checks = {"database": _ask(_database, "away"), "schema": _ask(_schema, "absent"), "jobs": _ask(_jobs, "unknown"),
              "disk": _disk(settings().instance)} | _antivirus()
    words = set(checks.values())
    status = "unready" if STOPS & words else "warning" if WARNS & words else OK
    return jsonify({"status": status, "checks": checks}), 503 if STOPS & words else 200


def _ask(question: Callable[[], str], otherwise: str) -> str:
    try:
        return question()
    except SQLAlchemyError:
        db.session.rollback()
        return otherwise


def _database() -> str:
    reach()
    return OK


def _schema() -> str:
    """A schema ahead of the code is served: two versions run side by side while one replaces the other."""
    found = revision_now()
    return OK if found == STEPS[-1] else "behind" if found in STEPS else "newer"


def _jobs() -> str:
    """How the worker's heart beats: by the newest end of any job."""
    newest = max((beat.ended for beat in beats()), default=None)
    return "none" if newest is None else OK if wall_now() - newest < LATE else "late"


def _antivirus() -> dict[str, str]:
    """While the daemon is silent files are refused; nothing where none is set."""
    said = daemon_says()
    return {} if said is None else {"antivirus": "silent" if isinstance(said, Failure) else OK}


def _disk(folder: Path) -> str:
    usage = shutil.disk_usage(folder)
    return "full" if usage.free < FULL else "tight" if usage.free < usage.total * TIGHT else OK
