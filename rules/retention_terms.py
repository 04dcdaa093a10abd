"""How long papers are kept: the usual terms, which a college may set anew (п. 7.5, order 10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from rules.terms import Term

USUAL = "обычный срок"


class PaperKind(Term):
    """Papers with a term of their own; the yearly ones are counted from the end of the year, others from leaving."""

    JOURNALS = "journals", "журналы учебных занятий"
    EXAM_SHEETS = "exam_sheets", "зачётные и экзаменационные ведомости"
    SUMMARIES = "summaries", "сводные ведомости успеваемости"
    PRACTICE = "practice", "документы практики"
    PERSONAL_FILES = "personal_files", "личные дела студентов"
    ORDERS = "orders", "приказы по студентам"


YEARS: dict[PaperKind, int] = {PaperKind.JOURNALS: 5, PaperKind.EXAM_SHEETS: 5, PaperKind.SUMMARIES: 25,
                               PaperKind.PRACTICE: 5, PaperKind.PERSONAL_FILES: 50, PaperKind.ORDERS: 75}
YEARLY = (PaperKind.JOURNALS, PaperKind.EXAM_SHEETS, PaperKind.SUMMARIES, PaperKind.PRACTICE)


@dataclass(frozen=True)
class Kept:
    """The term of one kind of papers; years: None is for ever."""

    kind: PaperKind
    years: int | None
    basis: str

    @property
    def words(self) -> str:
        return "постоянно" if self.years is None else f"{self.years} лет"

    def until(self, ended: dt.date) -> dt.date | None:
        """The last day of keeping: terms are counted from 1 January after the year in which the papers ended."""
        return None if self.years is None else dt.date(ended.year + self.years, 12, 31)

    def has_passed(self, ended: dt.date, today: dt.date) -> bool:
        until = self.until(ended)
        return until is not None and until < today


def terms_of(own: Mapping[PaperKind, tuple[int | None, str]]) -> tuple[Kept, ...]:
    """The college's terms; the usual ones where it set none."""
    return tuple(Kept(kind, *own.get(kind, (YEARS[kind], USUAL))) for kind in PaperKind)
