"""Thin commands over actions/, importers/, documents/, operations/: a file per subject."""

from __future__ import annotations

from flask import Flask

from cli.archive import archive_group
from cli.audit import audit_group
from cli.backup import backups, transfers
from cli.control import control_group
from cli.exchange import exchange_group
from cli.exports import exports
from cli.imports import imports
from cli.journals import journals
from cli.lines import with_line
from cli.partitions import partition_group
from cli.queue import jobs_group
from cli.routes import routes_json
from cli.seeds import DEMO_PASSWORD, is_empty, make_demo_college, seeds
from cli.users import users

COMMANDS = tuple(map(with_line, (
    archive_group, audit_group, backups, control_group, exchange_group, users, imports, exports, journals, seeds,
    jobs_group, partition_group, transfers, routes_json)))


def install(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)


__all__ = ["DEMO_PASSWORD", "install", "is_empty", "make_demo_college"]
