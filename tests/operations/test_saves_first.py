"""The order in which gunicorn's threads take what waits: a save before pages, a second one after them."""

from __future__ import annotations

import socket
from threading import Event

import pytest

from deploy import saves_first
from deploy.saves_first import Pool, writes


class Asked:
    """A connection on which a request has come; ``handle`` notes when it begins and waits until it may end."""

    def __init__(self, name, method, begun, held=False):
        self.name, self.begun, self.may_end = name, begun, Event()
        self.sock, self.other = socket.socketpair()
        self.other.sendall(f"{method} /journal/ HTTP/1.1\r\n".encode())
        if not held:
            self.may_end.set()

    def handle(self, connection):
        assert connection is self
        self.begun.append(self.name)
        assert self.may_end.wait(10)
        return self.name


@pytest.fixture
def begun():
    return []


@pytest.fixture
def asked(begun):
    made = []

    def ask(name, method="GET", held=False):
        made.append(Asked(name, method, begun, held))
        return made[-1]

    yield ask
    for one in made:
        one.may_end.set()
        one.sock.close()
        one.other.close()


def send(pool, *waiting):
    return [pool.submit(one.handle, one) for one in waiting]


def until(begun, *names):
    for _ in range(1000):
        if len(begun) >= len(names):
            break
        Event().wait(0.01)
    assert begun == list(names)


def test_what_writes_begins_before_readers_that_came_earlier(begun, asked):
    with Pool(1) as pool:
        first = asked("first", held=True)
        jobs = send(pool, first)
        until(begun, "first")
        jobs += send(pool, asked("reader"), asked("another"), asked("mark", "PUT"), asked("form", "POST"))
        first.may_end.set()
        assert [job.result(10) for job in jobs] == ["first", "reader", "another", "mark", "form"]
    assert begun == ["first", "mark", "form", "reader", "another"]


def test_a_second_save_begins_only_while_nobody_waits_to_read(begun, asked):
    with Pool(2) as pool:
        mark, reader = asked("mark", "PUT", held=True), asked("reader", held=True)
        jobs = send(pool, mark, reader)
        until(begun, "mark", "reader")
        jobs += send(pool, asked("second", "PUT"), asked("another"), asked("third", "PUT"))
        reader.may_end.set()
        assert [job.result(10) for job in jobs[1:]] == ["reader", "second", "another", "third"]
        assert begun == ["mark", "reader", "another", "second", "third"], "the first goes on meanwhile"
        mark.may_end.set()
        assert jobs[0].result(10) == "mark"


def test_whoever_has_waited_a_second_goes_first(begun, asked, monkeypatch):
    """Beside a save that does not end readers come without a pause, and beside saves without a pause a reader."""
    monkeypatch.setattr(saves_first, "LONG", 0.05)
    with Pool(2) as pool:
        mark, reader = asked("mark", "PUT", held=True), asked("reader", held=True)
        jobs = send(pool, mark, reader)
        until(begun, "mark", "reader")
        jobs += send(pool, asked("old save", "PUT"))
        Event().wait(0.1)
        jobs += send(pool, asked("another"))
        reader.may_end.set()
        assert [job.result(10) for job in jobs[1:]] == ["reader", "old save", "another"]
        assert begun == ["mark", "reader", "old save", "another"]
        mark.may_end.set()
    begun.clear()
    with Pool(1) as pool:
        first = asked("first", held=True)
        jobs = send(pool, first, asked("old reader"))
        until(begun, "first")
        Event().wait(0.1)
        jobs += send(pool, asked("save", "PUT"))
        first.may_end.set()
        assert [job.result(10) for job in jobs] == ["first", "old reader", "save"]
    assert begun == ["first", "old reader", "save"]


def test_who_fails_tells_only_its_own(begun, asked):
    def fail(connection):
        raise OSError("the connection is gone")

    with Pool(2) as pool:
        broken, good = asked("broken", "PUT"), asked("good", "PUT")
        failed, done = pool.submit(fail, broken), pool.submit(good.handle, good)
        assert done.result(10) == "good"
        with pytest.raises(OSError, match="gone"):
            failed.result(10)


@pytest.mark.parametrize(("sent", "found"), [
    ("PUT /x", True), ("POST /login", True), ("PATCH /x", True), ("DELETE /x", True),
    ("GET /x", False), ("HEAD /x", False), ("PUTTING", False), ("\x16\x03\x01\x02", False), ("", False),
])
def test_a_request_is_known_by_how_it_begins(sent, found):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(sent.encode())
        assert writes(ours) is found
        assert not sent or ours.recv(len(sent)) == sent.encode(), "nothing is taken from it"


def test_a_closed_connection_writes_nothing():
    ours, theirs = socket.socketpair()
    ours.close()
    theirs.close()
    assert writes(ours) is False
