"""The worker of the job queue."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

import jobs

jobs_group = AppGroup("jobs", help="Work done behind the pages.")


@jobs_group.command("run")
@click.option("--workers", default=3, show_default=True, type=click.IntRange(1, 16))
def run_jobs(workers: int) -> None:
    """Do the queue's jobs until stopped."""
    queue = jobs.queue_of(current_app._get_current_object())  # type: ignore[attr-defined]
    click.echo("Работник заданий запущен. Остановить: Ctrl+C.")
    queue.create_consumer(workers=workers).run()
