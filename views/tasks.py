"""Background tasks: one's own, how far each is, stopping, the file (п. 4.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, url_for

from access.grants import Action
from actions import tasks as actions
from clock import wall_now
from jobs.exchange_task import CODE
from jobs.queue import heard
from jobs.task_kinds import BY_CODE
from models import Task, db
from queries import tasks
from queries.file_contents import content_of
from rules.terms import TaskState
from views.exported import exported
from views.guards import identity, loaded
from views.pace import counted_export
from views.policy import guard, may, recently

blueprint = Blueprint("tasks", __name__, url_prefix="/tasks")


@blueprint.get("/")
@guard(may(Action.READ, Task))
def index() -> Any:
    return render_template("tasks/index.html", lines=tasks.tasks_of(identity()))


@blueprint.get("/<int:task_id>")
@guard(may(Action.READ, Task, "task_id"))
def show(task_id: int) -> Any:
    line = tasks.task_line(identity(), loaded("task_id"))
    if line.state is TaskState.RUNNING and (said := heard(current_app, task_id)) is not None:
        done, total, words = said
        line = replace(line, done=done, total=total, words=words)
    return render_template("tasks/show.html", line=line)


@blueprint.post("/<int:task_id>/stop")
@guard(may(Action.UPDATE, Task, "task_id"))
def stop(task_id: int) -> Any:
    actions.ask_to_stop(loaded("task_id"), wall_now())
    db.session.commit()
    return redirect(url_for("tasks.show", task_id=task_id), 303)


@blueprint.get("/<int:task_id>/file")
@guard(recently(may(Action.READ, Task, "task_id"), lambda found: found["task_id"].kind == CODE))
@counted_export
def result(task_id: int) -> Any:
    """What was made, while the reader may still have it."""
    task = loaded("task_id")
    kind = BY_CODE.get(task.kind)
    if task.file_name is None or kind is None or not kind.permits(identity(), task.arguments):
        abort(404)
    content = content_of(task.sha256)
    return exported(content, task.file_name, Task, {"title": task.title}) if content is not None else abort(404)
