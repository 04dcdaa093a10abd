"""Demo data from the command line."""

from __future__ import annotations

import time

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from actions import audit
from cli.console import operator, refuse
from jobs.control import check_journals
from models import College, User, db

DEMO_PASSWORD = "novoaltaysk-2023"  # noqa: S105  # printed on the start screen, refused on a real address

seeds = AppGroup("seed", help="Data to try the journal on.")


@seeds.command("demo")
@click.option("--groups", type=click.IntRange(2, 200), default=6, show_default=True)
@click.option("--students", type=click.IntRange(2, 20_000), default=150, show_default=True,
              help="In all groups together.")
@click.option("--years", type=click.IntRange(1, 10), default=1, show_default=True)
@click.option("--seed", type=int, default=2023, show_default=True, help="The same number makes the same college.")
def seed_demo(groups: int, students: int, years: int, seed: int) -> None:
    """Fill an empty database with a believable college."""
    if current_app.extensions["settings"].production:
        refuse("На рабочем адресе https демонстрационные логины с общим паролем не создаются.")
    if not is_empty():
        refuse("База не пуста: демонстрационный колледж создаётся только в пустой.")
    make_demo_college(groups=groups, students=students, years=years, seed=seed)


def is_empty() -> bool:
    """Nobody has worked in this database yet."""
    try:
        return not any(db.session.scalar(sa.select(sa.exists().select_from(model))) for model in (College, User))
    except (OperationalError, ProgrammingError):
        return refuse("В базе ещё нет таблиц: сначала выполните «flask --app app db upgrade».")


def make_demo_college(**size: int) -> None:
    """Seed up to the demo's clock and commit, telling how it goes."""
    from seed.demo import DEMO_NOW, make_demo  # heavy, and only wanted here

    audit.describe(db.session, operator())
    started = time.monotonic()
    now = current_app.extensions["settings"].frozen_now or DEMO_NOW
    make_demo(db.session, now=now, say=click.echo, **size)
    db.session.commit()
    check_journals()  # what the first night would find
    db.session.commit()
    click.echo(f"Готово за {time.monotonic() - started:.0f} с.")
