"""One index, one row of a semester: doubles of a plan are refused whatever file it came in."""

from __future__ import annotations

from collections.abc import Iterable

from actions.intake.refusal import Refusals
from rules.plan import CurriculumRow


def refuse_doubles(rows: Iterable[CurriculumRow], refusals: Refusals) -> None:
    """Tell of every row whose index has stood in its semester before."""
    seen: dict[tuple[str, int], CurriculumRow] = {}
    for row in rows:
        first = seen.setdefault((row.index, row.semester), row)
        if first is not row:
            refusals.add(row.line, None, f"индекс «{row.index}» повторяется: «{first.title}» и «{row.title}», "
                                         f"семестр {row.semester}")
