"""Papers that excuse days: only the fact, for whoever writes the cell (п. 5.3)."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from models import AbsenceKind


class PaperOn(NamedTuple):
    """A paper and the kind of absence it makes of the days it covers."""

    id: int
    kind_id: int


def excusing() -> sa.Select[AbsenceKind]:
    """Letters of a good reason."""
    return sa.select(AbsenceKind).where(AbsenceKind.excused.is_(True), AbsenceKind.is_late.is_(False))
