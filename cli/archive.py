"""flask archive: the archive of an academic year (п. 7.5)."""

from __future__ import annotations

import re
from pathlib import Path

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from cli.console import operator, refuse
from jobs.archive_tasks import note_outcome
from jobs.archives import create, told
from models import db
from operations.archive import Refused
from operations.archive_check import verify
from rules.violation import Violation

STEP = 50  # journals between two lines of progress
SHOWN = 20

archive_group = AppGroup("archive", help="Archives of academic years.")


@archive_group.command("create")
@click.argument("year")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder to make.")
@click.option("--draft", is_flag=True, help="Of a year that goes on: the year stays open.")
def create_archive(year: str, out: Path, draft: bool) -> None:
    """Write the archive of YEAR (2023-2024) and close the year to everybody."""
    matched = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", year)
    if not matched or (matched[2] and int(matched[2]) != int(matched[1]) + 1):
        refuse(f"«{year}» — не учебный год: пишут 2023-2024.")
    try:
        made = create(operator(), int(matched[1]), out, _say, draft=draft)
    except (Violation, LookupError, Refused) as refusal:
        refuse(str(refusal))
    except OSError as error:
        refuse(f"Архив не записан: {error.strerror or error}")
    click.echo(told(made))


@archive_group.command("verify")
@click.argument("path", type=click.Path(path_type=Path))
def verify_archive(path: Path) -> None:
    """Read every byte of the archive; exit code 2 and the names of files that are not what was written."""
    if not path.is_dir():
        refuse(f"{path} — не папка архива. Скачанный архив сначала распакуйте.")
    verdict = verify(path)
    problems, known = verdict.problems, _note(verdict.manifest, verdict.problems)
    for problem in problems[:SHOWN]:
        click.echo(problem, err=True)
    if problems:
        refuse(f"Архив изменён, мест: {len(problems)}.")
    click.echo(f"Архив цел: файлов {verdict.files}, {verdict.size / 1e6:.1f} МБ. "
               + ("Опись та же, что записана в журнале." if known else "В этом журнале такая опись не записана: "
                  f"сверьте её хеш {verdict.manifest} с актом."))


def _note(manifest: str, problems: tuple[str, ...]) -> bool:
    """Keep the outcome when the archive is one this journal knows."""
    try:
        return note_outcome(operator(), manifest, problems)
    except sa.exc.DBAPIError:  # an archive is verified where no journal is installed, too
        db.session.rollback()
        return False


def _say(done: int, total: int, what: str) -> None:
    if done % STEP == 0 or done == total:
        click.echo(f"{what}: {done} из {total}")
