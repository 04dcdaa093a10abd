"""Programs of other systems that read the journal: their keys, scopes, what each has taken (docs/exchange.md)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Editable, Json, UtcDateTime, check, col, fk

if TYPE_CHECKING:
    from models.user import User


class ApiClient(Editable, Base):
    """A program with a key of its own; the key is shown once and only its hash is kept."""

    __tablename__ = "api_client"
    __label__, __labels__ = "Программа", "Программы с доступом по API"
    __table_args__ = (
        sa.UniqueConstraint("name"), check("name", "name <> ''"),
        check("per_minute", "per_minute BETWEEN 1 AND 6000"),
    )

    name: Mapped[str] = col("Название", sa.String(120), nullable=False)
    scopes: Mapped[list[str]] = col("Разрешения", Json, nullable=False)
    token_hash: Mapped[str] = col("Хеш ключа", sa.String(64), nullable=False, unique=True, info={"secret": True})
    issued_at: Mapped[dt.datetime] = col("Ключ выдан", UtcDateTime(), nullable=False)
    issued_by_id: Mapped[int] = fk("Кто выдал", "user.id", nullable=False)
    expires_at: Mapped[dt.datetime] = col("Ключ действует до", UtcDateTime(), nullable=False)
    per_minute: Mapped[int] = col("Запросов в минуту не больше", sa.SmallInteger(), nullable=False, default=120,
                                  server_default="120")
    blocked_at: Mapped[dt.datetime | None] = col("Закрыт", UtcDateTime())

    issued_by: Mapped[User] = relationship()

    def __str__(self) -> str:
        return self.name


class ApiUse(Base):
    """What a program took of an entity on a day: requests that were answered and rows in the answers."""

    __tablename__ = "api_use"
    __label__, __labels__ = "Обращение программы", "Обращения программ"
    __table_args__ = (sa.UniqueConstraint("client_id", "day", "entity"),)

    client_id: Mapped[int] = fk("Программа", "api_client.id", nullable=False, ondelete="CASCADE", index=False)
    day: Mapped[dt.date] = col("День", sa.Date(), nullable=False)
    entity: Mapped[str] = col("Раздел", sa.String(40), nullable=False)
    requests: Mapped[int] = col("Запросов", sa.Integer(), nullable=False)
    rows: Mapped[int] = col("Строк", sa.Integer(), nullable=False)
    last_at: Mapped[dt.datetime] = col("Последний раз", UtcDateTime(), nullable=False)

    client: Mapped[ApiClient] = relationship()
