"""flask backup, flask transfer: copies and moving between engines (п. 7.1, 9.6)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from actions.housekeeping import after_restore
from cli.console import refuse
from cli.migrations import upgrade
from clock import wall_now
from models import db
from models.engine import writing
from operations import backup, exchange
from operations.container import Damaged, WrongPassword
from operations.databases import Failed, is_empty

PATH = click.Path(path_type=Path)
backups = AppGroup("backup", help="Copies of the journal.")
transfers = AppGroup("transfer", help="Everything as JSONL, from one engine to the other.")
REFUSALS = (Damaged, WrongPassword, Failed, backup.NotEmpty, exchange.Refused, OSError)


@backups.command("create")
@click.argument("path", type=PATH)
def create(path: Path) -> None:
    """Write a copy to PATH (a file, or a folder that is there) and read it back."""
    made = _refusing(lambda: backup.create(db.engine, path, wall_now(), _password()))
    click.echo(f"Копия записана и проверена: {made.path}, {made.size / 1e6:.1f} МБ, "
               f"строк {sum(made.facts['counts'].values())}")


@backups.command("verify")
@click.argument("path", type=PATH)
def verify(path: Path) -> None:
    """Read every byte of the copy; the place of the first change is named, exit code 2."""
    size = _refusing(lambda: backup.verify(path, _password()))
    click.echo(f"Копия цела: {size / 1e6:.1f} МБ, сделана {backup.describe(path).made:%d.%m.%Y %H:%M} UTC")


@backups.command("restore")
@click.argument("path", type=PATH)
def restore(path: Path) -> None:
    """Put the copy into an empty installation, migrate it, end all sessions."""
    writing.set(True)
    facts = _refusing(lambda: backup.restore(db.engine, path, _password()))
    _refusing(upgrade)
    after_restore()
    db.session.commit()
    click.echo(f"Восстановлено: строк {sum(facts['counts'].values())}. Все вошли заново: сеансы завершены.")


@transfers.command("export")
@click.argument("folder", type=PATH)
def give(folder: Path) -> None:
    """Write every table to FOLDER as JSONL with a manifest."""
    writing.set(False)
    with db.engine.connect() as connection:
        parts = _refusing(lambda: exchange.give(connection, folder, wall_now().isoformat()))
    click.echo(f"Выгружено таблиц: {len(parts)}, строк: {sum(part.rows for part in parts)}")


@transfers.command("import")
@click.argument("folder", type=PATH)
def take(folder: Path) -> None:
    """Put FOLDER into an empty database, of whichever engine; one transaction, all or nothing."""
    writing.set(True)
    if not is_empty(db.engine):
        refuse("База не пуста: перенос делают в новую установку.")
    _refusing(upgrade)

    def take_all() -> list[exchange.Part]:
        with db.engine.begin() as connection:
            return exchange.take(connection, folder)

    try:
        parts = _refusing(take_all)
    except sa.exc.DBAPIError as error:
        refuse(f"База не приняла строки: {str(error.orig)[:300]}")
    after_restore()
    db.session.commit()
    click.echo(f"Перенесено таблиц: {len(parts)}, строк: {sum(part.rows for part in parts)}")


def _password() -> str | None:
    found: str | None = current_app.extensions["settings"].backup_password
    return found


def _refusing(work: Any) -> Any:
    try:
        return work()
    except REFUSALS as refusal:
        refuse(str(refusal) or type(refusal).__name__)
