"""The college's requisites and the numbers of the regulation."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Editable, check, col, flag


class College(Editable, Base):
    """The one row with the college's requisites and signatories."""

    __tablename__ = "college"
    __label__, __labels__ = "Лицей", "Сведения о лицее"

    title: Mapped[str] = col("Полное наименование", sa.String(300), nullable=False)
    short_title: Mapped[str] = col("Краткое наименование", sa.String(120), nullable=False)
    founder: Mapped[str | None] = col("Учредитель", sa.String(300))
    address: Mapped[str | None] = col("Адрес", sa.String(300))
    phone: Mapped[str | None] = col("Телефон", sa.String(40))
    email: Mapped[str | None] = col("Почта", sa.String(120))
    ogrn: Mapped[str | None] = col("ОГРН", sa.String(15))
    licence: Mapped[str | None] = col("Лицензия", sa.String(200))
    city: Mapped[str | None] = col("Город", sa.String(80))
    director_name: Mapped[str | None] = col("Директор", sa.String(120))
    deputy_name: Mapped[str | None] = col("Заместитель директора, подписывает", sa.String(120))

    def __str__(self) -> str:
        return self.short_title


class NormValue(Editable, Base):
    """A number of the regulation as set by this college, from a date."""

    __tablename__ = "norm_value"
    __label__, __labels__ = "Норма", "Нормы"
    __table_args__ = (sa.UniqueConstraint("code", "valid_from"),)

    code: Mapped[str] = col("Норма", sa.String(60), nullable=False)
    value: Mapped[Decimal] = col("Значение", sa.Numeric(10, 2), nullable=False)
    valid_from: Mapped[dt.date] = col("Действует с", sa.Date(), nullable=False)
    basis: Mapped[str | None] = col("Основание", sa.String(250))

    def __str__(self) -> str:
        return self.code


class CheckSetting(Editable, Base):
    """Whether a check runs and from which threshold."""

    __tablename__ = "check_setting"
    __label__, __labels__ = "Настройка проверки", "Настройки проверок"
    __table_args__ = (check("code", "code <> ''"),)

    code: Mapped[str] = col("Проверка", sa.String(60), nullable=False, unique=True)
    enabled: Mapped[bool] = flag("Включена", default=True)
    threshold: Mapped[Decimal | None] = col("Порог", sa.Numeric(10, 2))

    def __str__(self) -> str:
        return self.code


class PublicDocument(Editable, Base):
    """A paper of the open page «Нормативные документы» (План-график, rows 3 and 8)."""

    __tablename__ = "public_document"
    __label__, __labels__ = "Нормативный документ", "Нормативные документы"
    __table_args__ = (check("content", "url IS NOT NULL OR text IS NOT NULL"),)

    position: Mapped[int] = col("№ п/п", sa.SmallInteger(), nullable=False, default=1)
    title: Mapped[str] = col("Название", sa.String(300), nullable=False)
    number: Mapped[str | None] = col("Номер", sa.String(60))
    date: Mapped[dt.date | None] = col("Дата", sa.Date())
    url: Mapped[str | None] = col("Адрес в сети", sa.String(300))
    text: Mapped[str | None] = col("Текст", sa.Text())

    def __str__(self) -> str:
        return self.title
