"""`flask export …`: journals and curricula as files."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from access.check import get_or_none
from access.grants import Action
from actions import audit
from cli.console import operator, refuse
from documents.curriculum import curriculum_csv, curriculum_xlsx
from documents.journal import journal_csv, journal_pdf, journal_xlsx
from models import Curriculum, Journal, db
from models.base import Base
from queries.curricula import curriculum_rows
from queries.journal_sheet import journal_sheet

JOURNAL = {"pdf": journal_pdf, "xlsx": journal_xlsx, "csv": journal_csv}
CURRICULUM = {"csv": curriculum_csv, "xlsx": curriculum_xlsx}

exports = AppGroup("export", help="Files out: journals, curricula.")


@exports.command("journal")
@click.argument("id", type=int)
@click.option("--format", "kind", required=True, type=click.Choice(list(JOURNAL)))
@click.option("--out", required=True, type=click.Path(path_type=Path))
def export_journal(id: int, kind: str, out: Path) -> None:
    """The two facing pages of journal ID."""
    journal = get_or_none(operator(), Action.READ, Journal, id)
    if journal is None:
        refuse(f"Журнала № {id} нет.")
    save(journal, JOURNAL[kind](journal_sheet(operator(), journal)), kind, out)


@exports.command("curriculum")
@click.argument("id", type=int)
@click.option("--format", "kind", required=True, type=click.Choice(list(CURRICULUM)))
@click.option("--out", required=True, type=click.Path(path_type=Path))
def export_curriculum(id: int, kind: str, out: Path) -> None:
    """The rows of curriculum ID in the order of its file."""
    curriculum = get_or_none(operator(), Action.READ, Curriculum, id)
    if curriculum is None:
        refuse(f"Учебного плана № {id} нет.")
    save(curriculum, CURRICULUM[kind](curriculum_rows(operator(), curriculum)), kind, out)


def save(row: Base, data: bytes, kind: str, out: Path) -> None:
    """Write the file, then note in the audit that it was taken."""
    try:
        out.write_bytes(data)
    except OSError as error:
        refuse(f"Файл «{out}» не записан: {error.strerror or error}")
    audit.describe(db.session, operator())
    audit.exported(db.session(), row, {"format": kind})
    db.session.commit()
    click.echo(f"Записан файл {out}: {len(data) / 1024:.0f} КБ")
