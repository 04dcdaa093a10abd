"""flask audit: the journal of changes."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from actions.audit.verification import verify
from models import db
from models.engine import writing

SHOWN = 20

audit_group = AppGroup("audit", help="The journal of changes.")


@audit_group.command("verify")
def verify_chains() -> None:
    """Hash every record anew; exit code 2 and the record's number when one was changed or removed."""
    writing.set(False)
    found = 0
    for problem in verify(db.session()):
        found += 1
        if found <= SHOWN:
            click.echo(str(problem), err=True)
    if found:
        click.echo(f"Журнал изменений нарушен, мест: {found}.", err=True)
        sys.exit(2)
    click.echo("Журнал изменений цел.")
