"""Lines of what is written every day: a sign-in, a cell, a whole lesson."""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import sqlalchemy as sa

from bench import floor_sql
from bench.accounts import PEER
from bench.client import Client, Fields, token
from bench.data import SHAPES, TEACHER
from bench.measure import FLOOR, OURS, Build, Line
from bench.stage import DJANGO, FLASK_ADMIN, HANDMADE, Stage
from cli.seeds import DEMO_PASSWORD
from models import Mark, User, db

OTHER, SHAPE = (shape.name for shape in SHAPES[:2])


def lines(stage: Stage) -> Iterator[Build]:
    yield from (partial(make, stage) for make in (sign_in, cell, lesson))


def cell(stage: Stage) -> Line:
    """The mark of today's lesson changed to another and back, by everybody in a cell of their own."""
    journal, lesson_id, desks = stage.places.journals[SHAPE], stage.places.lessons[SHAPE], stage.desks
    ours, handmade, admins, inline, floor = stage.marked(lesson_id)[:5]
    path = f"/journal/{journal}/cells/{lesson_id}/{ours}"
    statements = _statements(stage, path)
    save = saving(desks.teacher, path)
    number = _mark(stage, lesson_id, admins)
    form = Fields("mark_form", desks.django.get(f"/admin/peers/mark/{number}/change/").text).values
    values = itertools.cycle("45")
    other = _mark(stage, lesson_id, inline)
    floor_path = stage.floor.add("cell", b'{"saved_at":"2023-11-20T15:00:00+07:00","value":"5","version":7}',
                                 floor_sql.save_cell(lesson_id, floor))
    return Line("save of a cell", {
        OURS: save,
        HANDMADE: lambda: desks.django.put(f"/journal/{journal}/{lesson_id}/{handmade}/", {"value": next(values)},
                                           method="POST"),
        DJANGO: lambda: desks.django.post(f"/admin/peers/mark/{number}/change/", {**form, "value": next(values)}),
        FLASK_ADMIN: lambda: desks.flask_admin.post(
            "/admin/mark/ajax/update/", {"list_form_pk": other, "value": next(values)}, 200),
        FLOOR: lambda: desks.floor.get(floor_path)}, (5, FLOOR), statements, most_statements=8)


def saving(client: Client, path: str) -> Callable[[], None]:
    """A save that knows the cell's version, as the page does."""
    values, state = itertools.cycle("45"), {"version": _version(client, path)}

    def save() -> None:
        answer = client.put(path, {"value": next(values), "version": state["version"], "key": str(uuid.uuid4())})
        state["version"] = json.loads(answer.body)["version"]

    return save


def _version(client: Client, path: str) -> Any:
    return json.loads(client.get(path).body)["version"]


def _statements(stage: Stage, path: str) -> int:
    client = stage.desks.teacher
    own = stage.app.test_client()
    for name, value in client.cookies.items():
        own.set_cookie(name, value)
    body = {"value": "3", "version": _version(client, path), "key": str(uuid.uuid4())}

    def put() -> None:
        answer = own.put(path, json=body, headers={"X-CSRFToken": client.token})
        assert answer.status_code == 200, answer.text

    return stage.counted(put)


def lesson(stage: Stage) -> Line:
    """Today's lesson written again with 25 absent: «н» and «б» in turn."""
    journal, lesson_id, desks = stage.places.journals[SHAPE], stage.places.lessons[SHAPE], stage.desks
    path, letters = f"/journal/{journal}/lessons/{lesson_id}", itertools.cycle("нб")
    typed = {f"cell_{student}": "н" for student in stage.places.students[SHAPE]}
    floor_path = stage.floor.add("lesson", b"", floor_sql.save_lesson(lesson_id))
    forms: dict[str, str] = {}

    def prepare() -> None:
        """The form as it stands; not a part of what is measured."""
        forms.clear()
        forms.update(Fields("lesson-form", desks.teacher.get(path).text).values)

    def save() -> None:
        letter = next(letters)
        absent = {name: letter for name in forms if name.startswith("cell_")}
        desks.teacher.post(path, {**forms, **absent})

    return Line("lesson with 25 absent", {
        OURS: save,
        HANDMADE: lambda: desks.django.post(
            f"/journal/{stage.places.journals[OTHER]}/lessons/{stage.places.lessons[OTHER]}/",
            {**typed, "topic": "Обработка результатов"}, 200),
        FLOOR: lambda: desks.floor.get(floor_path)}, prepare={OURS: prepare})


def sign_in(stage: Stage) -> Line:
    """The password checked, a session opened; the next page is not a part of it."""
    ours, django = Client(stage.desks.teacher.port), Client(stage.desks.django.port, token_field="csrfmiddlewaretoken")
    ours.token = token(ours.get("/login").text)
    django.token = token(django.get("/login/").text)
    pages = dict(ours.cookies), dict(django.cookies)
    with stage.app.app_context():
        stored = db.session.scalar(sa.select(User.password_hash).where(User.login == TEACHER)) or ""
        db.session.remove()
    floor_path = stage.floor.add("login", b"", floor_sql.sign_in(TEACHER), stored)

    def enter(client: Client, page: dict[str, str], path: str, form: dict[str, str]) -> None:
        client.cookies = dict(page)
        client.post(path, form)

    return Line("sign-in", {
        OURS: lambda: enter(ours, pages[0], "/login", {"login": TEACHER, "password": DEMO_PASSWORD}),
        DJANGO: lambda: enter(django, pages[1], "/login/", {"username": PEER, "password": DEMO_PASSWORD}),
        FLOOR: lambda: stage.desks.floor.get(floor_path)})


def _mark(stage: Stage, lesson_id: int, student_id: int) -> int:
    with stage.app.app_context():
        found = db.session.scalar(sa.select(Mark.id).join(Mark.cell).where(
            Mark.cell.has(lesson_id=lesson_id, student_id=student_id)))
        db.session.remove()
    return int(found or 0)
