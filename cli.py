"""Thin commands over actions/, importers/, documents/, operations/."""

from __future__ import annotations

import json
import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from access.identity import Identity
from actions import accounts, audit
from clock import school_now, wall_now
from models import db
from rules.terms import Role
from rules.violation import Violation
from views.policy import policy_of


def operator() -> Identity:
    """Whoever has the shell: the machine's owner."""
    return Identity(None, frozenset({Role.ADMINISTRATOR}), school_now(), "cli")


def refuse(message: str) -> None:
    """Refused input: the reason on stderr, exit code 2."""
    click.echo(message, err=True)
    sys.exit(2)


users = AppGroup("users", help="Accounts.")


@users.command("create")
@click.argument("login")
@click.option("--role", "role_name", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--name", default=None, help="«Фамилия Имя Отчество».")
def create_user(login: str, role_name: str, name: str | None) -> None:
    """Create LOGIN and print its one-time password."""
    audit.describe(db.session, operator())
    try:
        password = accounts.create(login, Role(role_name), name, wall_now(),
                                   current_app.extensions["settings"].password_memory)
    except Violation as violation:
        db.session.rollback()
        return refuse(str(violation))
    db.session.commit()
    click.echo(f"Логин: {login}\nОдноразовый пароль (72 часа): {password}")
    return None


@click.command("routes-json")
def routes_json() -> None:
    """Every endpoint: rule, methods, policy."""
    rows = []
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        policy = policy_of(current_app._get_current_object(), rule.endpoint)  # type: ignore[attr-defined]
        rows.append({"rule": rule.rule, "endpoint": rule.endpoint, "methods": sorted(rule.methods or ()),
                     "policy": policy.title if policy else None})
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1))


def install(app: Flask) -> None:
    app.cli.add_command(users)
    app.cli.add_command(routes_json)


