"""Thin commands over actions/, importers/, documents/, operations/: a file per subject, loaded when it is called."""

from __future__ import annotations

from functools import cache
from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

# where a command is: a process that serves pages, or does another command, holds none of them
COMMANDS = {
    "archive": "cli.archive:archive_group", "audit": "cli.audit:audit_group", "backup": "cli.backup:backups",
    "control": "cli.control:control_group", "db": "cli.migrations:migrations",
    "exchange": "cli.exchange:exchange_group", "export": "cli.exports:exports", "import": "cli.imports:imports",
    "jobs": "cli.queue:jobs_group", "journals": "cli.journals:journals", "partitions": "cli.partitions:partition_group",
    "routes-json": "cli.routes:routes_json", "seed": "cli.seeds:seeds", "transfer": "cli.backup:transfers",
    "users": "cli.users:users",
}


class Commands(AppGroup):
    """The application's commands by their names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return super().get_command(ctx, name) or command(name)


@cache
def command(name: str) -> click.Command | None:
    """One of COMMANDS, with its line of log."""
    if name not in COMMANDS:
        return None
    from cli.lines import with_line

    module, attribute = COMMANDS[name].split(":")
    found: click.Command = getattr(import_module(module), attribute)
    return with_line(found)


def install(app: Flask) -> None:
    app.cli = Commands(app.name)
