"""Applying a large file in the queue: one transaction, rows counted, an outcome to go on to."""

from __future__ import annotations

from itertools import count
from typing import Any

from access.check import get_or_none
from access.grants import Action
from access.identity import Identity
from actions.intake.progress import watched
from actions.tasks import Result
from jobs import importing
from jobs.tasks import TaskKind, Work
from models import ImportBatch
from rules.violation import Violation

MOVED = "С тех пор, как файл проверили, данные изменились, и ничего не загружено. Проверьте файл ещё раз"


def _apply(work: Work) -> Result:
    batch = importing.waiting(work.arguments["batch"])
    if batch is None:
        raise Violation("", "Этот файл уже загружен или убран")
    number, total, done = batch.id, batch.created + batch.changed + batch.same, count(1)
    work.step(0, total, "Строки файла загружаются")
    try:
        with watched(lambda: work.step(next(done), total, "Строки файла загружаются")):
            report = importing.apply(work.user, batch)
    except importing.Moved as moved:
        raise Violation("", MOVED) from moved
    return Result(importing.words(report), url=f"/imports/{number}")


def _permits(user: Identity, arguments: dict[str, Any]) -> bool:
    return get_or_none(user, Action.CREATE, ImportBatch, arguments["batch"]) is not None


APPLY = TaskKind("import", _apply, _permits, writes=True)
