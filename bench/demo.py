"""The demo college on SQLite as `make run` has it, in this process: pages without a network, paper, a durable save."""

from __future__ import annotations

import itertools
import logging
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from app import create_app
from bench.client import token
from bench.measure import FLOOR, OURS, Build, Line
from cli import seeds
from cli.console import operator
from cli.migrations import upgrade
from config import Settings
from documents.journal import journal_pdf, journal_xlsx
from models import Journal, Lesson, User, db
from queries.journal_sheet import journal_sheet

BARE_SHEET = "xlsxwriter, bare cells"


def demo(folder: Path, **size: int) -> Flask:
    """A demo college of its own."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    app = create_app(Settings(database_url=f"sqlite:///{folder}/journal.db", instance=folder, demo=True, testing=True))
    with app.app_context():
        upgrade()
        seeds.make_demo_college(**size)
    return app


def lines(app: Flask, folder: Path) -> Iterator[Build]:
    """The floor of a page is an empty request of this application, of a save a bare commit."""
    teacher, student, admin, director = (sign_in(app, login) for login in ("teacher", "student", "admin", "director"))
    journal = biggest_journal(app)
    for name, client, path in (
            ("journal page", teacher, f"/journal/{journal}"), ("list of journals", teacher, "/journal/"),
            ("diary, a week", student, "/diary/"), ("sheet of п. 5.7", director, "/control/"),
            ("list of marks", admin, "/admin/mark/"), ("list of students", admin, "/admin/student/")):
        yield partial(Line, f"demo on SQLite: {name}", {
            OURS: partial(opened, client, path), FLOOR: partial(opened, teacher, "/health/live")}, rounds=15)
    yield lambda: Line("demo on SQLite: save of a cell", {
        OURS: saving(app, teacher, journal), FLOOR: bare_commit(folder / "bare.db")}, rounds=15)
    yield from papers(app, folder, journal)


def saving(app: Flask, teacher: FlaskClient, journal: int) -> Callable[[], None]:
    """One cell there and back."""
    page = opened(teacher, f"/journal/{journal}")
    with app.app_context():
        lesson = db.session.scalar(sa.select(Lesson.id).where(Lesson.journal_id == journal)
                                   .order_by(Lesson.date.desc(), Lesson.pair.desc()).limit(1))
    student = page.split('data-student="')[1].split('"')[0]
    path = f"/journal/{journal}/cells/{lesson}/{student}"
    values, state = itertools.cycle("45"), {"version": teacher.get(path).get_json()["version"]}

    def put() -> None:
        body = {"value": next(values), "version": state["version"], "key": str(uuid.uuid4())}
        answer = teacher.put(path, json=body, headers={"X-CSRFToken": token(page)})
        assert answer.status_code == 200, answer.text
        state.update(answer.get_json())

    return put


def bare_commit(file: Path) -> Callable[[], object]:
    bare = sqlite3.connect(file, isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE row (value)"):
        bare.execute(statement)
    return lambda: bare.execute("INSERT INTO row VALUES (5)")


def papers(app: Flask, folder: Path, number: int) -> Iterator[Build]:
    with app.app_context():
        sheet = journal_sheet(operator(), db.session.get_one(Journal, number))
        cells = sum(len(row) for row in cells_of(folder, journal_xlsx(sheet)))
    yield partial(Line, "demo: journal as PDF", {OURS: lambda: journal_pdf(sheet)}, rounds=3)
    yield partial(Line, "demo: journal as XLSX", {OURS: lambda: journal_xlsx(sheet),
                                                BARE_SHEET: lambda: bare_sheet(folder, cells)}, rounds=5)


def cells_of(folder: Path, data: bytes) -> list[list[Any]]:
    (folder / "ours.xlsx").write_bytes(data)
    book = CalamineWorkbook.from_path(str(folder / "ours.xlsx"))
    return [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]


def bare_sheet(folder: Path, cells: int) -> None:
    with Workbook(str(folder / "bare.xlsx")) as book:
        sheet = book.add_worksheet()
        for number in range(cells):
            sheet.write_string(number // 30, number % 30, "5")


def biggest_journal(app: Flask) -> int:
    """The demo teacher's journal with the most lessons."""
    with app.app_context():
        return db.session.scalars(
            sa.select(Lesson.journal_id).join(Journal).join(User, User.id == Journal.teacher_id)
            .where(User.login == "teacher").group_by(Lesson.journal_id).order_by(sa.func.count().desc())).first() or 0


def sign_in(app: Flask, login: str) -> FlaskClient:
    client = app.test_client()
    form = {"login": login, "password": seeds.DEMO_PASSWORD, "csrf_token": token(client.get("/login").text)}
    answer = client.post("/login", data=form)
    assert answer.status_code == 302, answer.status
    return client


def opened(client: FlaskClient, path: str) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200, f"{path}: {answer.status}"
    return answer.text
