"""`make bench`: the forecast against known results, then the pages and papers people wait for, on the demo college.

Tables and instance/bench.json. The open data of the forecast are found in DATA or in ../shared/data.

ours_ms is the median of a whole request; floor_ms is what the same machine cannot do faster: an empty request of
this application, or a bare durable commit. A peer is named where the same work was measured with another tool.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from xlsxwriter import Workbook

import cli
from app import create_app
from cli.console import operator
from config import ROOT, Settings
from documents.journal import journal_pdf, journal_xlsx
from models import Journal, Lesson, User, db
from queries.journal_sheet import journal_sheet
from tools import backtest
from tools.accept import token

OUT = ROOT / "instance" / "bench.json"


@dataclass(frozen=True)
class Result:
    """Milliseconds, medians."""

    name: str
    ours_ms: float
    peer: str | None = None
    peer_ms: float | None = None
    floor_ms: float | None = None


def median_ms(work: Callable[[], Any], times: int = 15) -> float:
    work()  # the first one warms the caches
    took = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        took.append((time.perf_counter() - started) * 1000)
    return round(statistics.median(took), 2)


def main(data: str = "") -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    foretold(Path(data) if data else ROOT.parent / "shared" / "data")
    with tempfile.TemporaryDirectory() as folder:
        app = demo(Path(folder))
        results = [*pages(app), saving(app, Path(folder)), *papers(app, Path(folder))]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([asdict(result) for result in results], ensure_ascii=False, indent=1), encoding="utf-8")
    show(results)


def foretold(data: Path) -> None:
    """The forecast against known results, beside the naive predictor (п. 4.1)."""
    rows = backtest.read_rows(data)
    if rows is None:
        print(f"Прогноз, UCI: no data ({backtest.FILE})")
    else:
        pairs = [(setup.title, *backtest.cross_validated(rows, setup)) for setup in backtest.SETUPS]
        backtest.show(f"Прогноз, UCI: {len(rows)} студентов, {backtest.FOLDS} частей × {backtest.REPEATS}", pairs,
                      "5 уровней, %", "последняя отметка")
        for name, ours, _ in pairs:
            backtest.show_calibration(name, ours)
    with tempfile.TemporaryDirectory() as folder:
        app = demo(Path(folder), years=2)
        weeks = list(backtest.semester_back(app))
        backtest.show("Прогноз, законченный семестр демонстрационного колледжа", weeks, "5, 4, 3, 2, %",
                      "средний балл")
        backtest.show_risk(weeks)


def demo(folder: Path, **size: int) -> Flask:
    """A demo college of its own."""
    app = create_app(Settings(database_url=f"sqlite:///{folder}/journal.db", instance=folder, demo=True, testing=True))
    with app.app_context():
        upgrade()
        cli.make_demo_college(**size)
    return app


def pages(app: Flask) -> list[Result]:
    teacher, student, admin, director = (sign_in(app, login) for login in ("teacher", "student", "admin", "director"))
    floor = median_ms(lambda: teacher.get("/health/live"))
    journal = biggest_journal(app)
    asked = (
        ("страница журнала", teacher, f"/journal/{journal}"),
        ("список журналов", teacher, "/journal/"),
        ("дневник за неделю", student, "/diary/"),
        ("лист п. 5.7", director, "/control/"),
        ("список отметок в справочниках", admin, "/admin/mark/"),
        ("список студентов в справочниках", admin, "/admin/student/"),
    )
    return [Result(name, median_ms(partial(opened, client, path)), floor_ms=floor)
            for name, client, path in asked]


def saving(app: Flask, folder: Path) -> Result:
    """One cell there and back; the floor is a durable commit of one row."""
    teacher, journal = sign_in(app, "teacher"), biggest_journal(app)
    page = opened(teacher, f"/journal/{journal}")
    headers = {"X-CSRFToken": token(page)}
    with app.app_context():
        lesson = db.session.scalar(sa.select(Lesson.id).where(Lesson.journal_id == journal)
                                   .order_by(Lesson.date.desc(), Lesson.pair.desc()).limit(1))
    student = page.split('data-student="')[1].split('"')[0]
    state: dict[str, Any] = {"version": 0}

    def put() -> None:
        body = {"value": "4" if state.get("value") == "5" else "5", "version": state["version"],
                "key": str(uuid.uuid4())}
        answer = teacher.put(f"/journal/{journal}/cells/{lesson}/{student}", json=body, headers=headers)
        if answer.status_code == 409:
            body["version"] = answer.get_json()["version"]
            answer = teacher.put(f"/journal/{journal}/cells/{lesson}/{student}",
                                 json={**body, "key": str(uuid.uuid4())}, headers=headers)
        assert answer.status_code == 200, answer.text
        state.update(answer.get_json())

    return Result("сохранение клетки", median_ms(put), floor_ms=bare_commit(folder / "bare.db"))


def bare_commit(file: Path) -> float:
    with sqlite3.connect(file, isolation_level=None) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE row (value)")
        took = median_ms(lambda: bare.execute("INSERT INTO row VALUES (5)"), times=50)
    bare.close()
    return took


def papers(app: Flask, folder: Path) -> list[Result]:
    with app.app_context():
        journal = db.session.get_one(Journal, biggest_journal(app))
        sheet = journal_sheet(operator(), journal)
        cells = sum(len(row) for row in cells_of(folder, journal_xlsx(sheet)))
        return [
            Result("журнал в PDF", median_ms(lambda: journal_pdf(sheet), times=3)),
            Result("журнал в XLSX", median_ms(lambda: journal_xlsx(sheet), times=5), "xlsxwriter, голые клетки",
                   median_ms(lambda: bare_sheet(folder, cells), times=5)),
        ]


def cells_of(folder: Path, data: bytes) -> list[list[Any]]:
    from python_calamine import CalamineWorkbook

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
    form = {"login": login, "password": cli.DEMO_PASSWORD, "csrf_token": token(client.get("/login").text)}
    answer = client.post("/login", data=form)
    assert answer.status_code == 302, answer.status
    return client


def opened(client: FlaskClient, path: str) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200, f"{path}: {answer.status}"
    return answer.text


def show(results: list[Result]) -> None:
    print(f"\n{'что':<36}{'мы, мс':>10}{'предел, мс':>12}{'другие, мс':>12}")
    for one in results:
        floor, peer = (f"{value:.2f}" if value is not None else "—" for value in (one.floor_ms, one.peer_ms))
        print(f"{one.name:<36}{one.ours_ms:>10.2f}{floor:>12}{peer:>12}  {one.peer or ''}")
    print(f"\n{OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
