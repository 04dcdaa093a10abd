"""Who runs a command and how a refusal is told."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from access.identity import Identity
from clock import school_now
from rules.terms import Role


def operator() -> Identity:
    """Whoever has the shell: the machine's owner."""
    return Identity(None, frozenset({Role.ADMINISTRATOR}), school_now(), "cli")


def refuse(message: str) -> NoReturn:
    """Refused input: the reason on stderr, exit code 2."""
    click.echo(message, err=True)
    sys.exit(2)
