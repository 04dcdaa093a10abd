"""Declarative base, column helpers and types shared by every table."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column

from rules.terms import Term

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table: an integer key and the entity's Russian names."""

    metadata = sa.MetaData(naming_convention=NAMING)

    __label__: ClassVar[str]  # «Студент»
    __labels__: ClassVar[str]  # «Студенты»

    id: Mapped[int] = mapped_column(primary_key=True, info={"label": "№"}, sort_order=-10)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"


db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)


def label_of(model: type[Base], name: str) -> str:
    """The Russian label of a column or relationship of ``model``."""
    attribute = sa.inspect(model).attrs[name]
    column = attribute.columns[0] if hasattr(attribute, "columns") else None
    if column is not None:
        return str(column.info["label"])
    if "label" in attribute.info:
        return str(attribute.info["label"])
    local = next(iter(attribute.local_columns))
    return str(local.info["label"])


class UtcDateTime(sa.TypeDecorator[dt.datetime]):
    """An aware moment; stored in UTC, naive on SQLite, ``timestamptz`` on PostgreSQL."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive moment cannot be stored: give it a time zone")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)




Json = sa.JSON().with_variant(JSONB(), "postgresql")


def col(label: str, *args: Any, info: dict[str, Any] | None = None, **kwargs: Any) -> MappedColumn[Any]:
    """A mapped column with its Russian label."""
    return mapped_column(*args, info={"label": label, **(info or {})}, **kwargs)


def personal(label: str, *args: Any, **kwargs: Any) -> MappedColumn[Any]:
    """A column with a person's own data: the audit keeps it under that person's key (152-ФЗ)."""
    return col(label, *args, info={"personal": True}, **kwargs)


def fk(label: str, target: str, *, ondelete: str | None = None, index: bool = True, **kwargs: Any) -> MappedColumn[Any]:
    """A foreign key to ``target`` ("student.id"); parents in use cannot be deleted unless ``ondelete`` says so."""
    return col(label, sa.ForeignKey(target, ondelete=ondelete), index=index, **kwargs)


def term(label: str, kind: type[Term], **kwargs: Any) -> MappedColumn[Any]:
    """A column of one of the college's words, stored by value."""
    column_type = sa.Enum(
        kind, native_enum=False, length=32, create_constraint=False, validate_strings=True,
        values_callable=lambda members: [member.value for member in members],
    )
    return col(label, column_type, **kwargs)


def flag(label: str, default: bool = False) -> MappedColumn[Any]:
    return col(label, sa.Boolean(), default=default, server_default=sa.true() if default else sa.false())


def check(name: str, expression: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(expression, name=name)


class Editable:
    """A row people edit in forms: a stale form is noticed by its version."""

    row_version: Mapped[int] = col("Версия", sa.Integer(), default=1, server_default="1", sort_order=90)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.row_version}
