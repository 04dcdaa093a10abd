"""`flask import …`: a file comes in whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click
from flask.cli import AppGroup

from access.identity import Identity
from actions import audit
from actions.curricula import load_curriculum
from actions.imports import keep_report
from actions.intake.refusal import ImportRefused
from actions.intake.report import Report
from actions.staff import load_staff
from actions.students import load_students
from actions.syllabus_intake import load_topics
from cli.console import operator, refuse
from importers.curriculum import read_curriculum
from importers.guard import load
from importers.staff import read_staff
from importers.students import read_students
from importers.syllabus import read_syllabus
from models import Journal, db
from rules.terms import BaseEducation, ImportKind

SHOWN = 20
Loading = Callable[[Identity, bytes, str], Report]

imports = AppGroup("import", help="Files in: curricula, students, staff, thematic plans.")


def importing(command: Callable[..., Any]) -> Callable[..., Any]:
    """The argument and the options that every import has."""
    for option in (click.option("--json", "as_json", is_flag=True, help="Print the report as JSON."),
                   click.option("--dry-run", is_flag=True, help="Report what would change and write nothing."),
                   click.argument("file", type=click.Path(path_type=Path))):
        command = option(command)
    return command


@imports.command("curriculum")
@importing
@click.option("--speciality", default="", help="Code of the speciality, for a table that does not name it.")
@click.option("--year", type=int, default=None, help="Year of admission, for a table that does not name it.")
@click.option("--base", type=click.Choice([item.value for item in BaseEducation]), default=None,
              help="Previous education, for a table that does not name it.")
def import_curriculum(file: Path, dry_run: bool, as_json: bool, speciality: str, year: int | None,
                      base: str | None) -> None:
    """Load a curriculum: .plx of ММИС, or our table (xlsx, xls, csv). The report's id is the curriculum's."""
    def read_and_load(user: Identity, data: bytes, name: str) -> Report:
        plan = read_curriculum(data, name, speciality_code=speciality, admission_year=year,
                               base_education=BaseEducation(base).title if base else "")
        return load_curriculum(user, plan)
    run(ImportKind.CURRICULUM, file, read_and_load, dry_run, as_json)


@imports.command("students")
@importing
@click.option("--new-person", "new", multiple=True, type=int, metavar="LINE",
              help="The likely double in this line is another person (may be repeated).")
def import_students(file: Path, dry_run: bool, as_json: bool, new: tuple[int, ...]) -> None:
    """Load students with their groups, orders of enrolment and parents."""
    run(ImportKind.STUDENTS, file, lambda user, data, name: load_students(
        user, read_students(data, user.today), frozenset(new)), dry_run, as_json)


@imports.command("staff")
@importing
@click.option("--new-person", "new", multiple=True, type=int, metavar="LINE",
              help="The namesake in this line is another person (may be repeated).")
def import_staff(file: Path, dry_run: bool, as_json: bool, new: tuple[int, ...]) -> None:
    """Load staff with logins and roles; their first passwords are issued afterwards."""
    run(ImportKind.STAFF, file, lambda user, data, name: load_staff(user, read_staff(data), frozenset(new)),
        dry_run, as_json)


@imports.command("syllabus")
@importing
@click.option("--journal", "journal_id", type=int, required=True, help="The journal whose thematic plan it is.")
def import_syllabus(file: Path, dry_run: bool, as_json: bool, journal_id: int) -> None:
    """Load a thematic plan: our table (xlsx, xls, csv). The report's id is the plan's."""
    journal = db.session.get(Journal, journal_id)
    if journal is None:
        refuse(f"Журнала № {journal_id} нет. Номера журналов — в служебном разделе, «Журналы».")
    run(ImportKind.SYLLABUS, file, lambda user, data, name: load_topics(user, journal, read_syllabus(data)),
        dry_run, as_json)


def run(kind: ImportKind, file: Path, read_and_load: Loading, dry_run: bool, as_json: bool) -> None:
    """Read, load, keep the report, commit once; anything refused leaves the database as it was."""
    user = operator()
    audit.describe(db.session, user)
    try:
        data = load(file)
        report = read_and_load(user, data, file.name)
    except ImportRefused as refused:
        db.session.rollback()
        refuse_file(refused, as_json)
    if dry_run:
        db.session.rollback()
        report = report.numbered(None)
    else:
        batch = keep_report(user, kind, file.name, data, report)
        report = report if report.id is not None else report.numbered(batch.id)
        db.session.commit()
    tell(report, dry_run, as_json)


def refuse_file(refused: ImportRefused, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps(Report(refused=refused.refusals).as_json(), ensure_ascii=False))
    refuse(f"Файл не загружен, ничего не изменено.\n{refused}")


def tell(report: Report, dry_run: bool, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
        return
    click.echo("Проверка без записи." if dry_run else "Загружено.")
    click.echo(f"Новых {report.created}, изменено {report.changed}, без изменений {report.same}.")
    for title, lines in (("Изменения", report.changes), ("Обратите внимание", report.warnings)):
        if lines:
            click.echo("\n  ".join([f"{title}:", *lines[:SHOWN]]))
        if len(lines) > SHOWN:
            click.echo(f"  и ещё {len(lines) - SHOWN}")
