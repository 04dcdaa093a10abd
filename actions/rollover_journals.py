"""Journals of a semester for all groups at once, each with the teacher proposed or named instead (п. 5.4, Пр. 10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from access.identity import Identity
from actions.journals import Assignment, make_journals
from models import Group, Semester, db
from queries.rollover_journals import GroupJournals
from rules.violation import Violation

TeacherOf = tuple[int, int, int | None]  # group, line, subgroup


def make(user: Identity, semester: Semester | None, groups: Iterable[GroupJournals],
         teachers: Mapping[TeacherOf, int | None]) -> dict[str, int]:
    """Create the journals whose teacher is known; the others wait for the next time."""
    wanted = {group.id: found for group in groups if (found := _assignments(group, teachers))}
    if not wanted:
        return {}
    if semester is None:
        raise Violation("5.4", "Семестра ещё нет в календаре: сначала его вносит методист, заместитель по ООД или "
                               "администратор")
    created = 0
    for group_id, assignments in wanted.items():
        group = db.session.get_one(Group, group_id)
        try:
            created += len(make_journals(user, group, semester, assignments).created)
        except Violation as refused:
            raise replace(refused, message=f"{group}: {refused.message}", field=None) from refused
    return {"Создано журналов": created}


def _assignments(group: GroupJournals, teachers: Mapping[TeacherOf, int | None]) -> list[Assignment]:
    found = []
    for row in group.rows:
        teacher = teachers.get((group.id, row.line_id, row.subgroup_id), row.teacher_id)
        if teacher is not None:
            found.append(Assignment(row.line_id, teacher, row.subgroup_id))
    return found
