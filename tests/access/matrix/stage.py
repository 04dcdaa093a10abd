"""The stage of the matrix: one connection in a transaction that is never committed, and people who ask over HTTP.

Whatever pages commit are savepoints of it, so that a thousand writes leave the world as it was.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import Flask
from pypdf import PdfReader

from models import db
from models.base import Base
from rules.terms import Role
from tests.access.matrix import people
from tests.access.matrix.specification import ADDRESS, BIRTH, HASH, HIDDEN, MEDICAL, PHONE
from tests.access.matrix.world import ANONYMOUS, SUBSTITUTE, World
from tests.plugins.web import Client

MARKERS = {
    PHONE: re.compile(r"999\D{0,3}123\D{0,2}45\D{0,2}67"),
    ADDRESS: re.compile(people.HOME_ADDRESS),
    BIRTH: re.compile(r"13\.03\.2006|2006-03-13"),
    MEDICAL: re.compile(f"{people.HOME_MEDICAL.value}|{people.HOME_MEDICAL.title}"),
    HASH: re.compile(r"argon2"),
}
CHANGING = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)
PASSING = re.compile(r'nonce="[^"]*"|"?csrf[-_]token"? (content|value)="[^"]*"')
VISITS = {"user_session"}  # the moment of the last visit is noted on every page


class Stage:
    """The connection all requests share, and what they have written on it."""

    def __init__(self, app: Flask, world: World, record: Callable[[str, Any], None]) -> None:
        self.app, self.world, self.record, self.written = app, world, record, 0

    @contextmanager
    def open(self) -> Iterator[None]:
        engines = db._app_engines[self.app]
        engine = engines[None]
        with engine.connect().execution_options(compiled_cache=self.world.statements) as self.connection:
            whole = self.connection.begin()
            self.connection.begin_nested()
            sa.event.listen(self.connection, "before_cursor_execute", self._note)
            engines[None] = self.connection
            self.baseline = self.state()
            try:
                yield
            finally:
                engines[None] = engine
                whole.rollback()

    def _note(self, connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if CHANGING.match(statement) and not any(table in statement[:40] for table in VISITS):
            self.written += 1

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Whatever is written inside is undone."""
        savepoint = self.connection.begin_nested()
        yield
        savepoint.rollback()

    def row(self, table: str, id: int) -> Any:
        return self.connection.execute(sa.select(Base.metadata.tables[table]).where(sa.column("id") == id)).first()

    def count(self, table: str) -> int:
        counted = sa.select(sa.func.count()).select_from(Base.metadata.tables[table])
        return int(self.connection.scalar(counted) or 0)

    def state(self) -> dict[str, str]:
        """A hash of every table."""
        return {name: _hash(self.connection.execute(sa.select(table)))
                for name, table in Base.metadata.tables.items() if name not in VISITS}

    def changed(self) -> list[str]:
        """Tables that are not as they were at the beginning."""
        now = self.state()
        return [name for name in now if now[name] != self.baseline[name]]


def _hash(rows: Any) -> str:
    return hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()


class Person:
    """One of the thirteen identities (and the substitute) at the keyboard; differences are collected, not raised."""

    def __init__(self, stage: Stage, name: str, tries_shut_doors: bool = True) -> None:
        self.stage, self.name, self.tries_shut_doors = stage, name, tries_shut_doors
        self.role = {ANONYMOUS: None, SUBSTITUTE: Role.TEACHER}.get(name) or (Role(name) if name in set(Role) else None)
        self.client = Client(stage.app, stage.app.response_class)
        self.token = self.client.csrf_token()
        self.calls, self.differences = 0, list[str]()

    @property
    def closed(self) -> int:
        """How a door is shut to this person whatever lies behind it."""
        return 302 if self.name == ANONYMOUS else 403

    def differ(self, text: str) -> None:
        self.differences.append(f"{self.name}: {text}")

    def finish(self) -> None:
        """Fail with the whole list."""
        self.stage.record("matrix", (self.calls, len(self.differences)))
        print(f"{self.name}: {self.calls} calls, {len(self.differences)} differences")
        listed = "\n".join(self.differences)
        assert not self.differences, f"{len(self.differences)} differences in {self.calls} calls:\n{listed}"

    def expect(self, what: bool, text: str) -> None:
        if not what:
            self.differ(text)

    def ask(self, method: str, path: str, expected: int | tuple[int, ...], note: str = "", echoes: bool = False,
            **kwargs: Any) -> Any:
        """Ask and compare the status; an answer below 400 to a refused question would be the worst leak."""
        if expected == self.closed and not self.tries_shut_doors:
            return None
        self.calls += 1
        if self.name != ANONYMOUS and self.client.get_cookie("sid") is None:  # signing out takes it away
            self.client.set_cookie("sid", self.stage.world.tokens[self.name])
            self.token = self.client.csrf_token()
        expected = (expected,) if isinstance(expected, int) else expected
        if kwargs.pop("csrf", True) and method != "GET":
            kwargs["headers"] = {"X-CSRFToken": self.token, **kwargs.get("headers", {})}
        try:
            answer = self.client.open(path, method=method, buffered=True, csrf=False, **kwargs)
        except Exception as error:
            self.differ(f"{method} {path} {note}: {type(error).__name__}: {str(error)[:300]}")
            return None
        if answer.status_code not in expected:
            shown = {key: kwargs[key] for key in ("data", "json") if kwargs.get(key)}
            self.differ(f"{method} {path} {note}: {answer.status_code}, not {' or '.join(map(str, expected))} "
                        f"{shown or ''} {_reason(answer)}".rstrip())
        if not echoes:  # what one has typed oneself comes back in the form
            self._hide(method, path, answer)
        return answer

    @contextmanager
    def refused(self, note: str) -> Iterator[None]:
        """What is asked inside changes nothing; tables are compared when something was sent to the database."""
        written = self.stage.written
        with self.stage.trial():
            yield
            if self.stage.written != written:
                changed = self.stage.changed()
                self.expect(not changed, f"{note}: refused, yet {', '.join(changed)} changed")

    def _hide(self, method: str, path: str, answer: Any) -> None:
        text = words(answer)
        for field in HIDDEN[self.role]:
            if found := MARKERS[field].search(text):
                around = text[max(0, found.start() - 60):found.end() + 20].replace("\n", " ")
                self.differ(f"{method} {path}: shows {field}: …{around}…")


def words(answer: Any) -> str:
    """The text of an answer, of a spreadsheet too."""
    if answer.is_json:
        return json.dumps(answer.json, ensure_ascii=False)
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            return " ".join(book.read(name).decode(errors="replace") for name in book.namelist())
    if answer.data[:4] == b"%PDF" and answer.data.rstrip().endswith(b"%%EOF"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    return str(answer.get_data(as_text=True))


def same_page(first: Any, second: Any) -> bool:
    """Two refusals that nobody can tell apart."""
    return (first.status_code, first.headers.get("Content-Type"), PASSING.sub("", words(first))) == (
        second.status_code, second.headers.get("Content-Type"), PASSING.sub("", words(second)))


def _reason(answer: Any) -> str:
    """What a form said about itself."""
    said = re.findall(r"<li>(.*?)</li>", "".join(re.findall(
        r'class="(?:invalid-feedback|note bad summary)"(.*?)</ul>', words(answer), re.DOTALL)), re.DOTALL)
    return " | ".join(re.sub(r"<[^>]*>", "", part) for part in said if part.strip())[:300]
