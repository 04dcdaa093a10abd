"""A line of log per command: its name without its arguments, how it ended, how long it took (п. 9.1)."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
import structlog

from models.engine import patient


def with_line(command: click.Command) -> click.Command:
    """The same command, and whatever is below it; it may wait for the database longer than a page would."""
    if isinstance(command, click.Group):
        for below in command.commands.values():
            with_line(below)
    elif command.callback is not None:
        command.callback = _told(command.callback)
    return command


def _told(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def run(*arguments: Any, **options: Any) -> Any:
        patient.set(True)
        started, code = time.perf_counter(), 1
        try:
            made = callback(*arguments, **options)
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
            raise
        finally:
            if not sys.stderr.isatty():  # whoever sits at the shell has seen how it ended
                structlog.get_logger().info("command", name=click.get_current_context().command_path, exit=code,
                                            ms=round((time.perf_counter() - started) * 1000))
        return made
    return run
