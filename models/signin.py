"""What an account proves itself with besides its password: a second step, keys, identities at outside providers."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, UtcDateTime, col, fk
from models.user import User, UserSession
from rules.passkeys import ID_LENGTH, KEY_LENGTH, NAME_LENGTH


class SecondFactor(Base):
    """The key of an account's codes, sealed with the installation's key; a time step serves once."""

    __tablename__ = "second_factor"
    __label__, __labels__ = "Второй шаг входа", "Вторые шаги входа"

    user_id: Mapped[int] = fk("Пользователь", "user.id", nullable=False, ondelete="CASCADE", index=False, unique=True)
    secret: Mapped[str] = col("Ключ кодов", sa.String(300), nullable=False, info={"secret": True})
    used_step: Mapped[int] = col("Последний шаг времени", sa.BigInteger(), nullable=False, info={"untracked": True})
    created_at: Mapped[dt.datetime] = col("Включён", UtcDateTime(), nullable=False)

    user: Mapped[User] = relationship()


class RecoveryCode(Base):
    """A code for a lost phone; only its hash is kept, and it opens the door once."""

    __tablename__ = "recovery_code"
    __label__, __labels__ = "Резервный код", "Резервные коды"
    __table_args__ = (sa.UniqueConstraint("user_id", "code_hash"),)

    user_id: Mapped[int] = fk("Пользователь", "user.id", nullable=False, ondelete="CASCADE", index=False)
    code_hash: Mapped[str] = col("Хеш кода", sa.String(64), nullable=False, info={"secret": True})
    used_at: Mapped[dt.datetime | None] = col("Использован", UtcDateTime())

    user: Mapped[User] = relationship()


class UserIdentity(Base):
    """Who the account is for an outside provider: issuer and subject, never a mail address (ADR 34)."""

    __tablename__ = "user_identity"
    __label__, __labels__ = "Внешний вход", "Внешние входы"
    __table_args__ = (sa.UniqueConstraint("issuer", "subject"), sa.UniqueConstraint("user_id", "issuer"))

    user_id: Mapped[int] = fk("Пользователь", "user.id", nullable=False, ondelete="CASCADE", index=False)
    issuer: Mapped[str] = col("Поставщик", sa.String(200), nullable=False)
    subject: Mapped[str] = col("Идентификатор у поставщика", sa.String(255), nullable=False, info={"secret": True})
    linked_at: Mapped[dt.datetime] = col("Привязан", UtcDateTime(), nullable=False)
    used_at: Mapped[dt.datetime | None] = col("Последний вход", UtcDateTime(), info={"untracked": True})

    user: Mapped[User] = relationship()


class Passkey(Base):
    """A key that a device keeps for an account and opens by a finger, a face or a PIN; only its public half is here
    (ADR 38). ``handle``: what the device calls the account, the same for all its keys."""

    __tablename__ = "passkey"
    __label__, __labels__ = "Ключ доступа", "Ключи доступа"

    user_id: Mapped[int] = fk("Пользователь", "user.id", nullable=False, ondelete="CASCADE")
    credential_id: Mapped[str] = col("Номер ключа", sa.String(ID_LENGTH), nullable=False, unique=True,
                                     info={"secret": True})
    public_key: Mapped[str] = col("Открытый ключ", sa.String(KEY_LENGTH), nullable=False, info={"secret": True})
    handle: Mapped[str] = col("Учётная запись для устройства", sa.String(100), nullable=False, info={"secret": True})
    sign_count: Mapped[int] = col("Счётчик подписей", sa.BigInteger(), nullable=False, info={"untracked": True})
    name: Mapped[str] = col("Название", sa.String(NAME_LENGTH), nullable=False)
    created_at: Mapped[dt.datetime] = col("Добавлен", UtcDateTime(), nullable=False)
    used_at: Mapped[dt.datetime | None] = col("Последний вход", UtcDateTime(), info={"untracked": True})

    user: Mapped[User] = relationship()


class PasskeyChallenge(Base):
    """What a device is asked to sign; the row goes with the first answer. ``session_id``: whose page has asked, None
    before sign-in; ``handle``: what the key to be made will call the account."""

    __tablename__ = "passkey_challenge"
    __label__, __labels__ = "Запрос ключа доступа", "Запросы ключей доступа"

    challenge: Mapped[str] = col("Случайное число", sa.String(64), nullable=False, unique=True, info={"secret": True})
    handle: Mapped[str] = col("Учётная запись для устройства", sa.String(100), nullable=False, default="",
                              info={"secret": True})
    session_id: Mapped[int | None] = fk("Сеанс", "user_session.id", ondelete="CASCADE")
    created_at: Mapped[dt.datetime] = col("Задан", UtcDateTime(), nullable=False, index=True)

    session: Mapped[UserSession | None] = relationship()
