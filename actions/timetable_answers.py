"""What names of a timetable's file mean: the methodist's answers are kept for every later file (п. 5.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from access.check import allows
from access.grants import Action
from access.identity import Identity
from models import TimetableName, db
from rules.terms import NameKind
from rules.timetable_words import remembered_key
from rules.violation import Violation

SKIP = "skip"  # the answer «не загружать»


@dataclass(frozen=True)
class AskedName:
    """A name of a waiting file; ``targets``: what may be answered, «teacher:7»."""

    kind: NameKind
    text: str
    targets: frozenset[str]


def remember(user: Identity, names: Iterable[AskedName], answers: Mapping[int, str]) -> int:
    """Keep the answers by the number of the name; how many. What was not answered is left; flushes, never commits."""
    if not allows(user, Action.CREATE, TimetableName):
        raise Violation("5.5", "Имена из расписания разбирает методист")
    count = 0
    for number, name in enumerate(names):
        answer = answers.get(number, "")
        if answer:
            _keep(name, answer, f"name-{number}")
            count += 1
    db.session.flush()  # so that the file is looked at with these answers
    return count


def _keep(name: AskedName, answer: str, field: str) -> None:
    if answer != SKIP and answer not in name.targets:
        raise Violation("5.5", f"«{name.text}»: выберите ответ из списка", field)
    key = remembered_key(name.kind, name.text)
    row = db.session.scalar(sa.select(TimetableName).where(
        TimetableName.kind == name.kind, TimetableName.key == key))
    if row is None:
        row = TimetableName(kind=name.kind, text=name.text)
        db.session.add(row)
    what, _, number = answer.partition(":")
    row.skipped = answer == SKIP
    for field_name in ("group", "discipline", "practice", "teacher"):
        setattr(row, f"{field_name}_id", int(number) if field_name == what else None)
