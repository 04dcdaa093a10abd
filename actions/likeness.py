"""People of a file among those already stored: the same person, or one so alike that somebody must say (п. 5.4)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from actions.intake.people import StudentRow
from models import Group, Membership, Student, db
from rules.names import full_name, search_key

AT_ONCE = 500


@dataclass(frozen=True)
class Known:
    """A stored student as far as likeness goes; ``group`` is the last one."""

    id: int
    last_name: str
    first_name: str
    patronymic: str | None
    key: str
    birth_date: dt.date | None
    group_id: int | None
    group: str | None

    def __str__(self) -> str:
        parts = [full_name(self.last_name, self.first_name, self.patronymic)]
        parts += [f"{self.birth_date:%d.%m.%Y}" if self.birth_date else "без даты рождения"]
        return ", ".join(parts + ([f"группа {self.group}"] if self.group else []))


class Crowd:
    """Stored students who share a full name or a birth date with somebody of the file."""

    def __init__(self, rows: Iterable[StudentRow]) -> None:
        listed = list(rows)
        found: dict[int, Known] = {}
        for known in (*_lookup(Student.search_key, sorted({key_of(row) for row in listed})),
                      *_lookup(Student.birth_date, sorted({row.birth_date for row in listed}))):
            found[known.id] = known
        self.by_key: dict[str, list[Known]] = defaultdict(list)
        self.by_birth: dict[dt.date | None, list[Known]] = defaultdict(list)
        for known in found.values():
            self.by_key[known.key].append(known)
            self.by_birth[known.birth_date].append(known)

    def same(self, row: StudentRow) -> list[Known]:
        return [known for known in self.by_key[key_of(row)] if known.birth_date == row.birth_date]

    def alike(self, row: StudentRow, group_id: int) -> Known | None:
        """One figure or letter away: another birth date in the same group, another patronymic or surname."""
        for known in self.by_key[key_of(row)]:
            if known.birth_date is None or known.group_id == group_id:
                return known
        surname, given = search_key(row.surname, row.name), search_key(row.name, row.patronymic)
        for known in self.by_birth[row.birth_date]:
            if search_key(known.last_name, known.first_name) == surname:
                return known
            if known.group_id == group_id and search_key(known.first_name, known.patronymic) == given:
                return known
        return None


def key_of(row: StudentRow) -> str:
    return search_key(row.surname, row.name, row.patronymic)


def _lookup(column: Any, values: Sequence[str] | Sequence[dt.date]) -> Iterable[Known]:
    later = aliased(Membership)
    last = sa.select(sa.func.max(later.id)).where(later.student_id == Student.id).correlate(Student).scalar_subquery()
    query = (sa.select(Student.id, Student.last_name, Student.first_name, Student.patronymic, Student.search_key,
                       Student.birth_date, Membership.group_id, Group.name).select_from(Student)
             .join(Membership, Membership.id == last, isouter=True)
             .join(Group, Group.id == Membership.group_id, isouter=True))
    for start in range(0, len(values), AT_ONCE):
        for row in db.session.execute(query.where(column.in_(values[start:start + AT_ONCE]))):
            yield Known(*row)
