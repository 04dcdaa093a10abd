"""An act of inspection as a numbered document: whole and concluded (п. 7.2–7.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from access.check import get_or_none
from access.grants import READ
from access.identity import Identity
from models import Inspection
from queries.forms.asked import number
from queries.inspections import Act, Reader, act_page
from queries.semester_check import Answers, answers_of
from rules.inspections import check_concluded


@dataclass(frozen=True)
class InspectionPaper:
    act: Act
    readers: Sequence[Reader]
    answers: Sequence[Answers]


def inspection_paper(user: Identity, asked: Mapping[str, Any]) -> InspectionPaper | None:
    """For those who see all its journals: a teacher and a curator have an extract, which is no document."""
    inspection = get_or_none(user, READ, Inspection, number(asked, "inspection"))
    if inspection is None:
        return None
    act, readers = act_page(user, inspection)
    if not act.whole:
        return None
    if violation := check_concluded(act.conclusion):
        raise violation
    return InspectionPaper(act, readers, answers_of(user, act))
