"""Two hands on one button: both requests are let go at the same moment."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from models import db
from tests.access.matrix.world import World
from tests.plugins.web import Client

FILE = "file"  # its words are sent as a file


def both(app: Flask, world: World, who: str, path: str, **sent: Any) -> list[int]:
    """The statuses of one request sent twice at once, of one session."""
    first = Client(app, app.response_class)
    first.set_cookie("sid", world.tokens[who])
    token = first.csrf_token()
    page = first.get_cookie("page")
    assert page is not None

    def press() -> int:
        client = Client(app, app.response_class)
        client.set_cookie("sid", world.tokens[who])
        client.set_cookie("page", page.value)
        return int(client.post(path, csrf=False, headers={"X-CSRFToken": token}, **unread(sent)).status_code)
    return at_once(path, press, press)


def at_once(named: str, *presses: Any) -> list[int]:
    """What they return, sorted; whatever one of them raises fails the test under the name."""
    gate, found, failed = threading.Barrier(len(presses)), list[int](), list[str]()

    def run(press: Any) -> None:
        gate.wait()
        try:
            found.append(press())
        except Exception as error:
            failed.append(f"{named}: {type(error).__name__} {str(error)[:300]}")
    hands = [threading.Thread(target=run, args=(press,)) for press in presses]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert not failed, failed
    return sorted(found)


@contextmanager
def met_before_writing() -> Iterator[None]:
    """Each of two hands has read before either writes; whom a lock holds back, as SQLite's, is not waited for long."""
    meet = meeting()
    sa.event.listen(Session, "before_flush", meet)
    yield
    sa.event.remove(Session, "before_flush", meet)


def meeting() -> Callable[..., None]:
    """Where each of two hands waits, once, for the other."""
    gate, hand = threading.Barrier(2), threading.local()
    patience = 0.3 if db.session.get_bind().dialect.name == "sqlite" else 2.0  # SQLite holds the other back anyway

    def meet(*about: Any) -> None:
        if threading.current_thread() is not threading.main_thread() and not hasattr(hand, "met"):
            hand.met = True
            with suppress(threading.BrokenBarrierError):
                gate.wait(patience)
    return meet


def unread(sent: dict[str, Any]) -> dict[str, Any]:
    """The same to be sent once more, its file from the beginning."""
    data = sent.get("data", {})
    if FILE not in data:
        return sent
    return {**sent, "data": {**data, FILE: (io.BytesIO(data[FILE].encode()), "список.csv")}}


def count(table: str) -> int:
    db.session.commit()
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(db.metadata.tables[table])) or 0)
