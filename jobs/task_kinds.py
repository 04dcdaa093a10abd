"""Every kind of work that pages order from the queue."""

from __future__ import annotations

from actions.job_runs import Told
from jobs import archive_tasks, exchange_task, group_journals, import_task
from jobs.tasks import TaskKind, run_waiting

KINDS: tuple[TaskKind, ...] = (*archive_tasks.KINDS, exchange_task.EXPORT, group_journals.KIND, import_task.APPLY)
BY_CODE = {kind.code: kind for kind in KINDS}


def run_tasks() -> Told:
    """Do the work that pages have ordered."""
    return run_waiting(BY_CODE)
