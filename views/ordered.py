"""A page orders work from the queue and leads to its progress."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, current_app, redirect, url_for

import jobs
from actions import tasks
from clock import wall_now
from jobs.task_kinds import BY_CODE
from models import db
from views.guards import identity
from views.once import keep


def ordered(code: str, title: str, arguments: Mapping[str, Any]) -> Any:
    """Put the work into the queue, commit, answer with the page of the task; 404 for what is not the user's.

    Raises Violation when the user has too much in the queue.
    """
    if not BY_CODE[code].permits(identity(), dict(arguments)):
        abort(404)
    task = tasks.order(identity(), code, title, arguments, wall_now())
    target = url_for("tasks.show", task_id=task.id)
    keep(target)
    db.session.commit()
    jobs.wake(current_app._get_current_object())  # type: ignore[attr-defined]
    return redirect(target, 303)
