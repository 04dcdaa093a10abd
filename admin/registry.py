"""The back office's sections in the order of the side menu, and the views of each."""

from __future__ import annotations

from dataclasses import dataclass

from admin import accounts, audit, contingent, marks
from admin.base import EntityView


@dataclass(frozen=True)
class Section:
    """title, icon of the sprite, views in menu order."""

    title: str
    icon: str
    views: tuple[type[EntityView], ...]


SECTIONS = (
    Section("Контингент", "people", contingent.VIEWS),
    Section("Учебный план", "diagram-3", ()),
    Section("Журнал", "grid-3x3", marks.VIEWS),
    Section("Практика", "briefcase", ()),
    Section("Расписание", "calendar3", ()),
    Section("Контроль", "clipboard-check", ()),
    Section("Администрирование", "gear", (*accounts.VIEWS, *audit.VIEWS)),
)
