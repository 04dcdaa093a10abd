"""`flask import …`: a file comes in whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click
from flask.cli import AppGroup, with_appcontext

from actions import audit
from actions.import_undo import InUse, undo
from actions.imports import FileIn, imported
from actions.intake.chosen import Chosen
from actions.intake.refusal import ImportRefused
from actions.intake.report import Report
from cli.console import operator, refuse
from importers.guard import load
from jobs.import_kinds import intakes
from jobs.intake import Intake, Option, OptionKind
from models import ImportBatch, db

SHOWN = 20
NUMBERS = frozenset({OptionKind.YEAR, OptionKind.JOURNAL, OptionKind.GROUP})

imports = AppGroup("import", help="Files in: students, staff, plans, timetables.")


def _command(intake: Intake) -> click.Command:
    """`flask import SLUG FILE`, with the options that the kind asks for."""
    return click.Command(intake.slug, help=intake.help, callback=with_appcontext(partial(_run, intake)),
                         params=[*_options(intake), click.Argument(["file"], type=click.Path(path_type=Path))])


def _options(intake: Intake) -> Iterable[click.Parameter]:
    yield click.Option(["--json", "as_json"], is_flag=True, help="Print the report as JSON.")
    yield click.Option(["--dry-run"], is_flag=True, help="Report what would change and write nothing.")
    if intake.updates:
        yield click.Option(["--keep-existing"], is_flag=True, help="Add what is new, leave what is stored as it is.")
    if intake.asks:
        yield click.Option(["--new-person"], multiple=True, type=int, metavar="LINE",
                           help="The likely double in this line is another person (may be repeated).")
        yield click.Option(["--same-person"], multiple=True, type=(int, int), metavar="LINE ID",
                           help="The likely double in this line is the stored person ID (may be repeated).")
    yield from map(_option, intake.options)


def _option(option: Option) -> click.Option:
    kind: Any = click.Choice([value for value, _ in option.choices]) if option.choices else (
        click.DateTime(["%Y-%m-%d"]) if option.kind is OptionKind.DATE else int if option.kind in NUMBERS else str)
    return click.Option([f"--{option.name.replace('_', '-')}", option.name], type=kind, required=option.required,
                        is_flag=option.kind is OptionKind.FLAG, help=option.help)


def _run(intake: Intake, file: Path, dry_run: bool, as_json: bool, keep_existing: bool = False,
         new_person: tuple[int, ...] = (), same_person: tuple[tuple[int, int], ...] = (), **values: Any) -> None:
    """Read, load, keep the report, commit once; anything refused leaves the database as it was."""
    user = operator()
    audit.describe(db.session, user)
    chosen = Chosen(values, not keep_existing, dict.fromkeys(new_person) | dict(same_person))
    try:
        data = load(file)
        came = FileIn(intake.kind, intake.slug, file.name, data)
        batch, report = imported(user, came, lambda: intake.read_and_load(user, data, file.name, chosen))
    except ImportRefused as refused:
        db.session.rollback()
        refuse_file(refused, as_json)
    if dry_run:
        db.session.rollback()
        return tell(report.numbered(None), "Проверка без записи.", as_json)
    number = batch.id
    db.session.commit()
    tell(report if report.id is not None else report.numbered(number), f"Загружено. Загрузка № {number}.", as_json)


def refuse_file(refused: ImportRefused, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps(Report(refused=refused.refusals).as_json(), ensure_ascii=False))
    refuse(f"Файл не загружен, ничего не изменено.\n{refused}")


def tell(report: Report, what: str, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
        return
    click.echo(what)
    click.echo(f"Новых {report.created}, изменено {report.changed}, без изменений {report.same}.")
    for title, lines in (("Изменения", report.changes), ("Обратите внимание", report.warnings)):
        if lines:
            click.echo("\n  ".join([f"{title}:", *lines[:SHOWN]]))
        if len(lines) > SHOWN:
            click.echo(f"  и ещё {len(lines) - SHOWN}")


@imports.command("rollback")
@click.argument("number", type=int)
def rollback(number: int) -> None:
    """Take an import back, as long as nothing was built on it."""
    user = operator()
    audit.describe(db.session, user)
    batch = db.session.get(ImportBatch, number)
    if batch is None:
        refuse(f"Загрузки № {number} нет. Номера загрузок — на странице «Загрузка данных»")
    try:
        count = undo(user, batch)
        db.session.commit()
    except InUse as used:
        db.session.rollback()
        refuse(f"Загрузка не отменена, ничего не изменено.\n{used}")
    click.echo(f"Загрузка № {number} отменена, строк возвращено: {count}.")


for _intake in intakes().values():
    imports.add_command(_command(_intake))
