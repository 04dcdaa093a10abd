"""Teachers with cells to fill, and a server of several processes on the test's database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from config import DEMO_NOW
from tests import factories as f
from tools.soak.person import Person
from tools.soak.web import Web, web


def build_college(session: Any, teachers: int = 2, devices: int = 2, cells: int = 6) -> SimpleNamespace:
    """Each teacher has one lesson of today and several devices; each device has students of its own."""
    for letter, title in (("н", "без причины"), ("б", "болезнь")):
        f.AbsenceKindFactory(letter=letter, title=title, excused=letter == "б")
    desks = []
    for _ in range(teachers):
        lesson = f.LessonFactory(date=f.TODAY, pair=2)
        members = [f.MembershipFactory(group=lesson.journal.group) for _ in range(devices * cells)]
        paths = [f"/journal/{lesson.journal_id}/cells/{lesson.id}/{one.student_id}" for one in members]
        desks += [(lesson.journal.teacher.login, paths[start::devices]) for start in range(devices)]
    session.commit()
    return SimpleNamespace(desks=desks)


@pytest.fixture
def college(db: Any) -> SimpleNamespace:
    return build_college(db)


@pytest.fixture
def start_web(app: Any, tmp_path: Path) -> Iterator[Any]:
    """``start_web()``: the server, running, on the database of the test."""
    running = ExitStack()

    def start(**changed: Any) -> Web:
        settings = app.extensions["settings"].model_dump() | {"testing": False, "now_text": DEMO_NOW,
                                                               "instance": tmp_path}
        server = running.enter_context(web(tmp_path / "web.log", **(settings | changed)))
        server.start()
        return server

    with running:
        yield start


@pytest.fixture
def everybody() -> Iterator[Any]:
    """``everybody(college, port)``: all devices signed in, with the cells to fill."""
    came: list[tuple[Person, list[str]]] = []

    def come(college: SimpleNamespace, port: int) -> list[tuple[Person, list[str]]]:
        came.extend((Person(port).sign_in(login, f.PASSWORD), paths) for login, paths in college.desks)
        return came

    yield come
    for person, _ in came:
        person.close()
