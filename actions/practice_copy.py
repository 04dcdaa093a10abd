"""Last year's programme for this year's group: sections, base and dates moved by whole weeks (Пр. 12)."""

from __future__ import annotations

import datetime as dt

from access.identity import Identity
from actions.practice import ProgrammeEntry, SectionEntry
from models import Journal, PracticeProgramme

WEEK = 7


def copied(user: Identity, journal: Journal, source: PracticeProgramme) -> ProgrammeEntry:
    """The entry to be saved for the journal; the order, the places and the supervisor are this year's own."""
    moved = journal.semester.starts - source.journal.semester.starts
    by = dt.timedelta(days=round(moved.days / WEEK) * WEEK)
    base = source.enterprise
    is_open = base is not None and (base.closed_on is None or base.closed_on > user.today)
    return ProgrammeEntry(
        starts=source.starts + by, ends=source.ends + by, supervisor_id=journal.teacher_id,
        enterprise=base.name if base is not None and is_open else "",
        sections=tuple(SectionEntry(section.title, section.work, section.hours) for section in source.sections))
