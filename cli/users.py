"""Accounts from the command line."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from actions import accounts, audit
from actions.passwords import make_one_time
from actions.second_factor import reset
from cli.console import operator, refuse
from clock import wall_now
from models import db
from queries import by_name
from rules.terms import Role
from rules.violation import Violation

users = AppGroup("users", help="Accounts.")


@users.command("create")
@click.argument("login")
@click.option("--role", "role_name", required=True, help=", ".join(Role))
@click.option("--name", default=None, help="«Фамилия Имя Отчество».")
def create_user(login: str, role_name: str, name: str | None) -> None:
    """Create LOGIN and print its one-time password."""
    if role_name not in set(Role):
        refuse(f"Роли «{role_name}» нет. Есть: {', '.join(Role)}")
    made = make_one_time(current_app.extensions["settings"].password_memory)
    audit.describe(db.session, operator())
    try:
        accounts.create(login, Role(role_name), name, made, wall_now())
    except Violation as violation:
        db.session.rollback()
        refuse(str(violation))
    db.session.commit()
    click.echo(f"Логин: {login}\nОдноразовый пароль (72 часа): {made.password}")


@users.command("reset-second-factor")
@click.argument("login")
def reset_second_factor(login: str) -> None:
    """Let LOGIN in by the password alone: for an administrator who has lost the phone and the codes."""
    account = by_name.account(operator(), login)
    if account is None:
        refuse(f"Логина «{login}» нет")
    try:
        reset(operator(), account, "команда на сервере", wall_now())
    except Violation as violation:
        db.session.rollback()
        refuse(str(violation))
    db.session.commit()
    click.echo(f"Второй шаг входа сброшен: {account.login}. Его сеансы завершены.")
