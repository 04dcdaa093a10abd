"""What families call a subject, and what makes journals of two groups or teachers one subject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from models import CurriculumLine, Journal, db
from rules.terms import TAUGHT

SPACE: sa.ColumnClause[str] = sa.literal_column("' '", sa.String())  # no parameter: statements stay short (ADR 37)
# «Математика», but «УП.01.01 Учебная практика»: practices and exams of modules share their titles
SUBJECT: sa.Label[str] = sa.case(
    (CurriculumLine.kind.in_(TAUGHT), CurriculumLine.title),
    else_=CurriculumLine.index + SPACE + CurriculumLine.title).label("subject")

# A discipline or a practice is the same in every group, semester and subgroup, whatever the line of the plan
KEY: sa.Label[str] = sa.func.coalesce(
    "d" + sa.cast(CurriculumLine.discipline_id, sa.String), "p" + sa.cast(CurriculumLine.practice_id, sa.String),
    CurriculumLine.index + SPACE + CurriculumLine.title).label("subject_key")

TAUGHT_IN = (  # built once
    sa.select(Journal.id, SUBJECT, KEY, CurriculumLine.position)
    .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
    .where(Journal.id.in_(sa.bindparam("journals", expanding=True))))


@dataclass(frozen=True)
class Subject:
    """What a journal teaches; ``position`` is its place in the plan."""

    journal_id: int
    title: str
    key: str
    position: int


def taught_in(journals: Iterable[int]) -> dict[int, Subject]:
    """The subjects of journals, by their ids."""
    asked = list(journals)
    if not asked:
        return {}
    found = db.session.connection().execute(TAUGHT_IN, {"journals": asked})
    return {row.id: Subject(row.id, row.subject, row.subject_key, row.position) for row in found}


def same_as(key: str) -> sa.ColumnElement[bool]:
    """Lines that teach the subject of the key."""
    return sa.type_coerce(KEY.element, sa.String) == key
