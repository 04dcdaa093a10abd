"""Accounts: who signs in, with which roles, from which devices (п. 5.2, 9.1)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Editable, Json, UtcDateTime, check, col, fk, flag, personal, term
from models.person import PersonName
from rules.terms import Role

if TYPE_CHECKING:
    from models.student import Guardian


class User(PersonName, Base):
    """An account of one person; several roles are OR-ed."""

    __tablename__ = "user"
    __label__, __labels__ = "Пользователь", "Пользователи"
    __table_args__ = (check("login", "login <> ''"),)

    login: Mapped[str] = col("Логин", sa.String(64), nullable=False, unique=True)
    password_hash: Mapped[str | None] = col("Хеш пароля", sa.String(200), info={"secret": True})
    must_change_password: Mapped[bool] = flag("Сменить пароль при входе", default=True)
    password_expires_at: Mapped[dt.datetime | None] = col("Пароль действует до", UtcDateTime())
    position: Mapped[str | None] = col("Должность", sa.String(120))
    email: Mapped[str | None] = personal("Почта", sa.String(120))
    phone: Mapped[str | None] = personal("Телефон", sa.String(20))
    blocked_at: Mapped[dt.datetime | None] = col("Заблокирован", UtcDateTime())
    block_reason: Mapped[str | None] = col("Причина блокировки", sa.String(200))
    last_sign_in_at: Mapped[dt.datetime | None] = col("Последний вход", UtcDateTime(), info={"untracked": True})
    seen_audit_id: Mapped[int] = col("Просмотрено до записи", sa.BigInteger(), default=0, server_default="0",
                                     info={"untracked": True})

    seen_digest_id: Mapped[int] = col("Чужие записи просмотрены до записи", sa.BigInteger(), default=0,
                                      server_default="0", info={"untracked": True})

    digest_at: Mapped[dt.time | None] = col("Письма сводкой в", sa.Time(), info={"untracked": True})
    quiet_from: Mapped[dt.time | None] = col("Тихие часы с", sa.Time(), info={"untracked": True})
    quiet_until: Mapped[dt.time | None] = col("Тихие часы до", sa.Time(), info={"untracked": True})

    roles: Mapped[list[UserRole]] = relationship(
        back_populates="user", cascade="all, delete-orphan", info={"label": "Роли"})

    @property
    def role_set(self) -> frozenset[Role]:
        return frozenset(Role(held.role) for held in self.roles)

    # what the sign-in library asks of an account
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.blocked_at is None

    def get_id(self) -> str:
        return str(self.id)


class UserRole(Editable, Base):
    """A role that a user holds."""

    __tablename__ = "user_role"
    __label__, __labels__ = "Роль пользователя", "Роли пользователей"
    __table_args__ = (sa.UniqueConstraint("user_id", "role"),)

    user_id: Mapped[int] = fk("Пользователь", "user.id", nullable=False, ondelete="CASCADE")
    role: Mapped[Role] = term("Роль", Role, nullable=False)

    user: Mapped[User] = relationship(back_populates="roles")

    def __str__(self) -> str:
        return Role(self.role).title


class UserSession(Base):
    """A sign-in on one device; the cookie's hash lives here, so a replayed cookie dies with the row.

    ``confirmed_at``: when the password was typed or a passkey shown; ``awaits_code``: it was right, the second step is
    still to come, nothing is open."""

    __tablename__ = "user_session"
    __label__, __labels__ = "Сеанс", "Сеансы"

    token_hash: Mapped[str] = col("Хеш ключа", sa.String(64), nullable=False, unique=True, info={"secret": True})
    user_id: Mapped[int] = fk("Пользователь", "user.id", nullable=False, ondelete="CASCADE")
    created_at: Mapped[dt.datetime] = col("Вход", UtcDateTime(), nullable=False)
    last_seen_at: Mapped[dt.datetime] = col("Активность", UtcDateTime(), nullable=False)
    confirmed_at: Mapped[dt.datetime] = col("Пароль подтверждён", UtcDateTime(), nullable=False)
    awaits_code: Mapped[bool] = flag("Ждёт второго шага")
    second_factor_at: Mapped[dt.datetime | None] = col("Второй шаг пройден", UtcDateTime())
    ended_at: Mapped[dt.datetime | None] = col("Завершён", UtcDateTime())
    address: Mapped[str | None] = col("Адрес", sa.String(64))
    agent: Mapped[str | None] = col("Устройство", sa.String(300))
    seen_audit_id: Mapped[int] = col("Новое после записи", sa.BigInteger(), default=0, server_default="0",
                                     info={"untracked": True})

    user: Mapped[User] = relationship()


class Visit(Base):
    """A day on which an account signed in, by the college's clock: what participation is counted from (п. 5.7)."""

    __tablename__ = "visit"
    __label__, __labels__ = "День входа", "Дни входа"
    __table_args__ = (sa.UniqueConstraint("user_id", "day"), sa.Index("ix_visit_day", "day"))

    user_id: Mapped[int] = fk("Пользователь", "user.id", nullable=False, ondelete="CASCADE", index=False)
    day: Mapped[dt.date] = col("День", sa.Date(), nullable=False)

    user: Mapped[User] = relationship()


class Throttle(Base):
    """Failures counted by login and by address, shared by all workers."""

    __tablename__ = "throttle"
    __label__, __labels__ = "Счётчик попыток", "Счётчики попыток"

    key: Mapped[str] = col("Ключ", sa.String(120), nullable=False, unique=True)
    failures: Mapped[int] = col("Неудачных попыток", sa.Integer(), nullable=False, default=0)
    window_started_at: Mapped[dt.datetime] = col("С", UtcDateTime(), nullable=False)
    blocked_until: Mapped[dt.datetime | None] = col("Закрыт до", UtcDateTime())


class Activation(Base):
    """A one-time code asked for by phone (п. 5.2); the code itself is nowhere: it is counted from ``nonce`` (ADR 27).

    ``guardian_id`` is found by the job that sends the code, so that asking takes the same time for any phone.
    """

    __tablename__ = "activation"
    __label__, __labels__ = "Код активации", "Коды активации"

    phone: Mapped[str] = personal("Телефон", sa.String(20), nullable=False, index=True)
    nonce: Mapped[str] = col("Основа кода", sa.String(64), nullable=False, info={"secret": True})
    created_at: Mapped[dt.datetime] = col("Запрошен", UtcDateTime(), nullable=False)
    expires_at: Mapped[dt.datetime] = col("Действует до", UtcDateTime(), nullable=False)
    looked_at: Mapped[dt.datetime | None] = col("Разобран", UtcDateTime(), index=True)
    attempts: Mapped[int] = col("Неверных попыток", sa.SmallInteger(), nullable=False, default=0)
    used_at: Mapped[dt.datetime | None] = col("Использован", UtcDateTime())
    guardian_id: Mapped[int | None] = fk("Родитель", "guardian.id", ondelete="CASCADE")

    guardian: Mapped[Guardian | None] = relationship()


class IdempotencyKey(Base):
    """The stored answer of a request that may be sent again (ADR 2)."""

    __tablename__ = "idempotency_key"
    __label__, __labels__ = "Ключ повтора", "Ключи повтора"
    __table_args__ = (sa.UniqueConstraint("user_id", "key"),)

    user_id: Mapped[int] = fk("Пользователь", "user.id", nullable=False, ondelete="CASCADE", index=False)
    key: Mapped[str] = col("Ключ", sa.String(64), nullable=False)
    body_hash: Mapped[str] = col("Хеш запроса", sa.String(64), nullable=False)
    answer: Mapped[dict[str, Any]] = col("Ответ", Json, nullable=False)
    created_at: Mapped[dt.datetime] = col("Когда", UtcDateTime(), nullable=False, index=True)


class SavedFilter(Editable, Base):
    """A list's filters kept under a name by one user."""

    __tablename__ = "saved_filter"
    __label__, __labels__ = "Сохранённый фильтр", "Сохранённые фильтры"
    __table_args__ = (sa.UniqueConstraint("user_id", "entity", "name"),)

    user_id: Mapped[int] = fk("Пользователь", "user.id", nullable=False, ondelete="CASCADE", index=False)
    entity: Mapped[str] = col("Список", sa.String(64), nullable=False)
    name: Mapped[str] = col("Название", sa.String(80), nullable=False)
    query: Mapped[str] = col("Условия", sa.String(2000), nullable=False)

    user: Mapped[User] = relationship()

    def __str__(self) -> str:
        return self.name
