"""A person's name: the columns that accounts, students and guardians share."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, Mapper

from models.base import Editable, col, personal
from rules import names

BYTE_ORDERED = sa.String(250).with_variant(sa.String(250, collation="C"), "postgresql")


class PersonName(Editable):
    """Last name, first name, patronymic; the keys follow them."""

    last_name: Mapped[str] = personal("Фамилия", sa.String(80), nullable=False, sort_order=-9)
    first_name: Mapped[str] = personal("Имя", sa.String(80), nullable=False, sort_order=-8)
    patronymic: Mapped[str | None] = personal("Отчество", sa.String(80), sort_order=-7)
    sort_key: Mapped[str] = col("Ключ сортировки", BYTE_ORDERED, nullable=False, index=True, info={"derived": True})
    search_key: Mapped[str] = col("Ключ поиска", sa.String(250), nullable=False, info={"derived": True})

    @property
    def full_name(self) -> str:
        return names.full_name(self.last_name, self.first_name, self.patronymic)

    @property
    def short_name(self) -> str:
        return names.short_name(self.last_name, self.first_name, self.patronymic)

    def __str__(self) -> str:
        return self.full_name


@event.listens_for(PersonName, "before_insert", propagate=True)
@event.listens_for(PersonName, "before_update", propagate=True)
def _fill_keys(mapper: Mapper[Any], connection: sa.Connection, target: PersonName) -> None:
    parts = (target.last_name, target.first_name, target.patronymic)
    target.sort_key, target.search_key = names.sort_key(*parts), names.search_key(*parts)
