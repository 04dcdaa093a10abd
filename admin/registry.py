"""The back office's sections in the order of the side menu, and the views of each."""

from __future__ import annotations

from dataclasses import dataclass

from admin import (
    accounts,
    audit,
    card_changes,
    college,
    contingent,
    control,
    families,
    finals,
    journals,
    lessons,
    marks,
    orders,
    plans,
    practice,
    practice_results,
    subgroups,
    subjects,
    talk,
    timetable,
    years,
)
from admin.base import EntityView


@dataclass(frozen=True)
class Section:
    """title, icon of the sprite, views in menu order."""

    title: str
    icon: str
    views: tuple[type[EntityView], ...]


SECTIONS = (
    Section("Контингент", "people", (*contingent.VIEWS, *subgroups.VIEWS, *orders.VIEWS, *families.VIEWS,
                                     *card_changes.VIEWS)),
    Section("Учебный план", "diagram-3", (*plans.VIEWS, *subjects.VIEWS, *years.VIEWS)),
    Section("Журнал", "grid-3x3", (*journals.VIEWS, *lessons.VIEWS, *marks.VIEWS, *finals.VIEWS)),
    Section("Практика", "briefcase", (*practice.VIEWS, *practice_results.VIEWS)),
    Section("Расписание", "calendar3", timetable.VIEWS),
    Section("Контроль", "clipboard-check", control.VIEWS),
    Section("Администрирование", "gear", (*accounts.VIEWS, *college.VIEWS, *talk.VIEWS, *audit.VIEWS)),
)
