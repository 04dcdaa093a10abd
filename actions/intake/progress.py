"""How far a load is: each row told of is a step for whoever watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_watcher: ContextVar[Callable[[], None] | None] = ContextVar("import_watcher", default=None)


@contextmanager
def watched(step: Callable[[], None]) -> Iterator[None]:
    """Have ``step`` called after each row; what it raises ends the load."""
    token = _watcher.set(step)
    try:
        yield
    finally:
        _watcher.reset(token)


def row_done() -> None:
    """One more row of the file is done; outside a watched load nobody listens."""
    step = _watcher.get()
    if step is not None:
        step()
