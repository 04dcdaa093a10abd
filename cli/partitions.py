"""flask partitions: the large tables of PostgreSQL by academic years (docs/scale.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from cli.console import refuse
from models import db
from operations import partitions

partition_group = AppGroup("partitions", help="Large tables by academic years (PostgreSQL).")


@partition_group.command("divide")
def divide() -> None:
    """Put the rows of each academic year into tables of their own; the journal is closed meanwhile."""
    for table, rows in _once(partitions.divide).items():
        click.echo(f"{table}: {rows}")


@partition_group.command("add")
@click.argument("years", type=int, nargs=-1, required=True)
def add(years: tuple[int, ...]) -> None:
    """Make the tables of YEARS (2024 is 2024-2025) before their first lesson."""
    made = _once(partitions.add, years)
    click.echo(f"Добавлены годы: {', '.join(map(str, made))}." if made else "Таблицы этих лет уже есть.")


@partition_group.command("detach")
@click.argument("year", type=int)
def detach(year: int) -> None:
    """Take an archived YEAR out of the journal; its tables stay beside until they are moved away."""
    for table, rows in _once(partitions.detach, year).items():
        click.echo(f"{table}_{year}: {rows}")


@partition_group.command("attach")
@click.argument("year", type=int)
def attach(year: int) -> None:
    """Put a YEAR back that was taken out."""
    for table, rows in _once(partitions.attach, year).items():
        click.echo(f"{table}_{year}: {rows}")


def _once(work: Callable[..., Any], *args: Any) -> Any:
    """In one transaction: whole or not at all."""
    try:
        with db.engine.begin() as connection:
            return work(connection, *args)
    except partitions.Refused as refusal:
        refuse(str(refusal))
    except sa.exc.DBAPIError as error:
        refuse(f"База данных отказала, ничего не изменено: {error.orig}")
