"""`flask exchange export`: entities as JSONL or XLSX for another system (docs/exchange.md)."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from cli.console import operator, refuse
from documents.exchange import Part
from jobs.exchange import FORMATS, Wanted, note_entities, write_entities
from rules.terms import DataFamily

exchange_group = AppGroup("exchange", help="Entities for another system.")


def _told(part: Part | None) -> None:
    if part is not None:
        click.echo(f"{part.title}: {part.rows}")


@exchange_group.command("export")
@click.option("--format", "kind", default="jsonl", type=click.Choice(FORMATS))
@click.option("--family", "families", multiple=True, type=click.Choice([family.value for family in DataFamily]),
              help="Which entities, may be repeated; all of them when it is not given.")
@click.option("--year", type=int, default=None, help="Calendar year in which the academic year starts; else all.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
def export(kind: str, families: tuple[str, ...], year: int | None, out: Path) -> None:
    """Write what an administrator may read to one file."""
    user = operator()
    wanted = Wanted(frozenset(map(DataFamily, families)) or frozenset(DataFamily), year, kind)
    try:
        with out.open("wb") as file:
            parts = write_entities(user, wanted, file, current_app.extensions["settings"].zone,
                                   _told)
    except OSError as error:
        refuse(f"Файл «{out}» не записан: {error.strerror or error}")
    note_entities(user, wanted, parts)
    click.echo(f"Записан файл {out}: разделов {len(parts)}, строк {sum(part.rows for part in parts)}")
