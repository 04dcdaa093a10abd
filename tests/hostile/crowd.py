"""Many hands that press at one moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import Flask

from tests.hostile.hands import at_once as together
from tests.plugins.web import Client

HANDS = 12


def at_once(app: Flask, press: Callable[[Client], Any], hands: int = HANDS) -> Counter[int]:
    """The statuses of what so many clients ask at one moment."""
    def hand() -> int:
        return int(press(Client(app, app.response_class)).status_code)
    return Counter(together("many hands", *[hand] * hands))


def as_one(client: Client, path: str, data: dict[str, Any], app: Flask) -> Counter[int]:
    """One session from many pages: each has a key of its own."""
    token, cookies = client.csrf_token(), {name: client.get_cookie(name).value for name in ("sid", "page")}

    def press(other: Client) -> Any:
        for name, value in cookies.items():
            other.set_cookie(name, value)
        return other.post(path, data=data, csrf=False, headers={"X-CSRFToken": token})
    return at_once(app, press, 6)
