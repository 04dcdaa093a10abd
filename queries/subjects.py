"""Whether what is taught is known already and stands in a curriculum (Пр. 10)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models import CurriculumLine, Discipline, Module, db
from rules.names import search_key


def is_known(title: str, module: Module | None, besides: Discipline | None) -> bool:
    """Whether another discipline, of the module or of none, bears the title."""
    return db.session.scalar(sa.select(Discipline.id).where(
        Discipline.search_key == search_key(title)[:250], Discipline.id != (besides.id if besides else 0),
        Discipline.module_id == module.id if module else Discipline.module_id.is_(None)).limit(1)) is not None


def is_taught(column: Any, id: int) -> bool:
    """Whether a line of some curriculum names it in the column."""
    return db.session.scalar(sa.select(CurriculumLine.id).where(column == id).limit(1)) is not None
