"""What families call a subject, and what makes journals of two groups or teachers one subject."""

from __future__ import annotations

import sqlalchemy as sa

from models import CurriculumLine
from rules.terms import TAUGHT

# «Математика», but «УП.01.01 Учебная практика»: practices and exams of modules share their titles
SUBJECT: sa.Label[str] = sa.case((CurriculumLine.kind.in_(TAUGHT), CurriculumLine.title),
                  else_=CurriculumLine.index + " " + CurriculumLine.title).label("subject")

# A discipline or a practice is the same in every group, semester and subgroup, whatever the line of the plan
KEY: sa.Label[str] = sa.func.coalesce(
    "d" + sa.cast(CurriculumLine.discipline_id, sa.String), "p" + sa.cast(CurriculumLine.practice_id, sa.String),
    CurriculumLine.index + " " + CurriculumLine.title).label("subject_key")


def same_as(key: str) -> sa.ColumnElement[bool]:
    """Lines that teach the subject of the key."""
    return sa.type_coerce(KEY.element, sa.String) == key
