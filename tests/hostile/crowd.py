"""Many hands that press at one moment."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import Flask

from tests.plugins.web import Client

HANDS = 12


def at_once(app: Flask, press: Callable[[Client], Any], hands: int = HANDS) -> Counter[int]:
    """The statuses of what so many clients ask at one moment."""
    start, found = threading.Barrier(hands), list[int]()

    def hand() -> None:
        client = Client(app, app.response_class)
        start.wait(60)
        found.append(press(client).status_code)
    people = [threading.Thread(target=hand) for _ in range(hands)]
    for each in people:
        each.start()
    for each in people:
        each.join(60)
    assert len(found) == hands
    return Counter(found)


def as_one(client: Client, path: str, data: dict[str, Any], app: Flask) -> Counter[int]:
    """One session from many pages: each has a key of its own."""
    token, cookies = client.csrf_token(), {name: client.get_cookie(name).value for name in ("sid", "page")}

    def press(other: Client) -> Any:
        for name, value in cookies.items():
            other.set_cookie(name, value)
        return other.post(path, data=data, csrf=False, headers={"X-CSRFToken": token})
    return at_once(app, press, 6)
