"""Who sends slowly waits alone: no connection and no write lock is held while a form comes in."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa

from models import db
from rules.terms import Role

BOUNDARY = "multipart/form-data; boundary=b"
PARTS = (b"--b\r\nContent-Disposition: form-data; name=category\r\n\r\njournal\r\n"
         b"--b\r\nContent-Disposition: form-data; name=files; filename=a.png\r\n\r\n" + b"0" * 700_000
         + b"\r\n--b--\r\n")


class Slow(io.RawIOBase):
    """A body; notes at each look for more of it how many statements were sent to the database by then."""

    def __init__(self, body, statements):
        self.body, self.statements, self.noted = io.BytesIO(body), statements, []

    def readable(self):
        return True

    def readinto(self, place):
        self.noted.append(len(self.statements))
        return self.body.readinto(place)


@pytest.fixture
def statements(app):
    found = []

    def note(connection, cursor, statement, *_):
        found.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield found
    sa.event.remove(engine, "before_cursor_execute", note)


def send(client, statements, path, body, kind):
    """The answer, and how many statements had been sent whenever more of the body was waited for."""
    slow = Slow(body, statements)
    statements.clear()
    method = "PUT" if kind == "application/json" else "POST"
    answer = client.open(path, method=method, content_type=kind, environ_overrides={
        "wsgi.input": slow, "CONTENT_LENGTH": str(len(body))})
    return answer, slow.noted


@pytest.mark.parametrize(("path", "body", "kind"), [
    ("/support/", PARTS, BOUNDARY),
    ("/support/", b"category=journal&text=" + b"a" * 100_000, "application/x-www-form-urlencoded"),
    ("/journal/1/cells/2/3", b"{" + b" " * 100_000 + b"}", "application/json"),
    ("/admin/group/new/", b"name=" + b"a" * 100_000, "application/x-www-form-urlencoded"),
])
def test_a_form_has_come_before_the_database_is_asked(login, statements, path, body, kind):
    answer, noted = send(login(Role.ADMINISTRATOR), statements, path, body, kind)
    assert answer.status_code < 500
    assert noted
    assert not any(noted)
    assert statements  # the session was looked for afterwards


def test_so_has_a_sign_in(client, statements):
    answer, noted = send(client, statements, "/login", b"login=a&password=" + b"b" * 50_000,
                         "application/x-www-form-urlencoded")
    assert (answer.status_code, any(noted)) == (401, False)
    assert noted


def test_of_a_stranger_nothing_is_read_that_will_be_refused(client, statements):
    answer, noted = send(client, statements, "/support/", PARTS, BOUNDARY)
    assert (answer.status_code, noted) == (302, [])
