"""Thin commands over actions/, importers/, documents/, operations/."""

from __future__ import annotations

import json
import sys
import time

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import AppGroup

import jobs
from access.identity import Identity
from actions import accounts, audit
from clock import school_now, wall_now
from models import College, User, db
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


seeds = AppGroup("seed", help="Data to try the journal on.")


@seeds.command("demo")
@click.option("--groups", type=click.IntRange(2, 200), default=6, show_default=True)
@click.option("--students", type=click.IntRange(2, 20_000), default=150, show_default=True, help="In all groups together.")
@click.option("--years", type=click.IntRange(1, 10), default=1, show_default=True)
@click.option("--seed", type=int, default=2023, show_default=True, help="The same number makes the same college.")
def seed_demo(groups: int, students: int, years: int, seed: int) -> None:
    """Fill an empty database with a believable college."""
    if not is_empty():
        return refuse("База не пуста: демонстрационный колледж создаётся только в пустой.")
    make_demo_college(groups=groups, students=students, years=years, seed=seed)
    return None


def is_empty() -> bool:
    """Nobody has worked in this database yet."""
    return not any(db.session.scalar(sa.select(sa.exists().select_from(model))) for model in (College, User))


def make_demo_college(**size: int) -> None:
    """Seed and commit, telling how it goes."""
    from seed.demo import make_demo  # heavy, and only wanted here

    audit.describe(db.session, operator())
    started = time.monotonic()
    make_demo(db.session, say=click.echo, **size)
    db.session.commit()
    click.echo(f"Готово за {time.monotonic() - started:.0f} с.")


jobs_group = AppGroup("jobs", help="Work done behind the pages.")


@jobs_group.command("run")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 16))
def run_jobs(workers: int) -> None:
    """Do the queue's jobs until stopped."""
    queue = jobs.queue_of(current_app._get_current_object())  # type: ignore[attr-defined]
    click.echo("Работник заданий запущен. Остановить: Ctrl+C.")
    queue.create_consumer(workers=workers).run()


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
    app.cli.add_command(jobs_group)
    app.cli.add_command(seeds)
    app.cli.add_command(routes_json)


