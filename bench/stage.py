"""Everybody on one copy of the college, signed in and ready to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from bench import data
from bench.accounts import LOGINS, Desks, desks, prepare_django, signed_in
from bench.client import Client
from bench.database import application
from bench.floor import Floor
from bench.measure import FLOOR, OURS, Line, Work
from bench.servers import SECRET, Server, served
from models import Cell, Mark, db

OURS_APP = "app:create_app()"
DJANGO, HANDMADE, FLASK_ADMIN = "Django admin", "Django by hand", "Flask-Admin"


@dataclass
class Stage:
    """The served ones and where the measured rows are."""

    desks: Desks
    places: data.Places
    floor: Floor
    app: Flask
    servers: dict[str, Server]

    def page(self, name: str, client: Client, path: str, statements: list[tuple[str, list[object]]],
             peers: dict[str, Work], limit: tuple[float, str] | None = None, rounds: int | None = None,
             most_statements: int | None = None, most_packed: int | None = None) -> Line:
        """A line of a page of ours; the floor answers with the same bytes."""
        answer = client.get(path)
        floor = self.floor.add(name, answer.body, statements)
        return Line(name, {OURS: lambda: client.get(path), **peers, FLOOR: lambda: self.desks.floor.get(floor)}, limit,
                    self.statements(client, path), answer.packed, most_statements, most_packed, rounds)

    def statements(self, client: Client, path: str) -> int:
        """How many SQL statements the page costs, sign-in and rights included."""
        return self.counted(lambda: self._asked(client, path))

    def counted(self, work: Callable[[], object]) -> int:
        """SQL statements of the work done in this process."""
        seen = []
        with self.app.app_context():
            engine = db.engine
        note = lambda *arguments: seen.append(arguments[2])  # noqa: E731
        sa.event.listen(engine, "before_cursor_execute", note)
        try:
            work()
        finally:
            sa.event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    def _asked(self, client: Client, path: str) -> None:
        own = self.app.test_client()
        for name, value in client.cookies.items():
            own.set_cookie(name, value)
        answer = own.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status}")

    def marked(self, lesson_id: int) -> list[int]:
        """Students who have a mark in the lesson."""
        with self.app.app_context():
            return list(db.session.scalars(
                sa.select(Cell.student_id).join(Mark, Mark.cell_id == Cell.id).where(
                    Cell.lesson_id == lesson_id).order_by(Cell.student_id)))


@contextmanager
def only_ours(address: str, folder: Path) -> Iterator[tuple[dict[str, Client], data.Places]]:
    """Ours alone on another college, signed in, by the names of the desks."""
    with served(f"app-{folder.name}", OURS_APP, folder, _environment(address, folder)) as server:
        app = application(address, folder)
        with app.app_context():
            places = data.find(db.session)
            db.session.remove()
            db.engine.dispose()
        yield {role: signed_in(server.port, login) for role, login in LOGINS.items()}, places


@contextmanager
def stage(address: str, folder: Path) -> Iterator[Stage]:
    """Ours, Django with its admin, Flask-Admin and the floor, each behind its own gunicorn of the same settings."""
    floor = Floor(folder)
    environment = _environment(address, folder)
    prepare_django(environment)
    modules = {OURS: OURS_APP, DJANGO: "bench.peers.wsgi:application",
               FLASK_ADMIN: "bench.peers.flask_admin_site:create_app()", FLOOR: "bench.floor:app"}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(served(module.split(":")[0], module, folder, environment))
                   for name, module in modules.items()}
        app = application(address, folder)
        stack.callback(_dispose, app)
        with app.app_context():
            places = data.find(db.session)
            db.session.remove()
        yield Stage(desks(*servers.values()), places, floor, app, servers)


def _environment(address: str, folder: Path) -> dict[str, str]:
    return {"DATABASE_URL": address, "BENCH_ADDRESS": address, "BENCH_FLOOR": str(folder), "JOURNAL_DEMO": "1",
            "JOURNAL_RECENT_MINUTES": "120", "JOURNAL_EXPORTS": "1000", "SECRET_KEY": SECRET,
            "DJANGO_SETTINGS_MODULE": "bench.peers.site"}


def _dispose(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
