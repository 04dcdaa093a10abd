"""`flask journals make`: the journals of a group's semester at once."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from actions import audit
from actions.journals import for_all, journals_by_line, make_journals
from cli.console import operator, refuse
from models import db
from queries import by_name
from rules.groups import academic_year
from rules.violation import Violation

journals = AppGroup("journals", help="Teachers' journals.")


@journals.command("make")
@click.argument("group_name", metavar="GROUP")
@click.option("--semester", "number", required=True, type=click.IntRange(1, 2))
@click.option("--teacher", "login", required=True, help="Login of the teacher for every line without a journal.")
@click.option("--year", type=int, default=None, help="Year in which the academic year starts; else the current.")
def make(group_name: str, number: int, login: str, year: int | None) -> None:
    """Make GROUP's journals of a semester from its curriculum."""
    user = operator()
    year = year or academic_year(user.today)
    group, semester = by_name.group(user, group_name), by_name.semester(year, number)
    teacher = by_name.account(user, login)
    if group is None:
        refuse(f"Группа «{group_name}» не найдена.")
    if semester is None:
        refuse(f"{number}-го семестра {year}-{year + 1} учебного года нет: заведите год и семестры.")
    if teacher is None:
        refuse(f"Учётной записи «{login}» нет.")
    audit.describe(db.session, user)
    try:
        before = sum(map(len, journals_by_line(group, semester).values()))
        made = make_journals(user, group, semester, for_all(group, semester, teacher.id))
    except Violation as violation:
        db.session.rollback()
        refuse(str(violation))
    db.session.commit()
    click.echo(f"Создано журналов: {len(made.created)}, уже было: {before}.")
    for journal in made.created:
        click.echo(f"{journal.id}\t{journal.line.index}\t{journal.line.title}\t{journal.planned_hours} ч")
