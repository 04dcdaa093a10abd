"""A person at a browser: signs in by the form, keeps the connection, saves cells and repeats what was not answered."""

from __future__ import annotations

import http.client
import json
import re
import time
import uuid
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"|name="csrf_token" value="([^"]+)"')
LOST = (OSError, http.client.HTTPException)
AWAY = 503  # «not written, ask again»
PATIENCE, PAUSE = 60.0, 0.02


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    location: str = ""

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Save:
    """One key pressed in one cell, and how it was answered."""

    path: str
    value: str
    version: int
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    answer: dict[str, Any] | None = None
    seconds: float = 0.0
    lost: list[float] = field(default_factory=list)  # when an attempt was not answered, by the clock on the wall


class NotAnswered(Exception):
    """The server said something else than «saved»."""


class NotNow(Exception):
    """The server said that it cannot at the moment."""


class Person:
    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self.host, self.port = host, port
        self.cookies: dict[str, str] = {}
        self.token = ""
        self._connection: http.client.HTTPConnection | None = None

    def sign_in(self, login: str, password: str, page: str = "/notifications/") -> Person:
        """By the form, as everybody; ``page`` is the one that stays open."""
        self._read_token(self.get("/login"))
        answer = self.ask("POST", "/login", urlencode({"login": login, "password": password, "csrf_token": self.token}),
                          {"Content-Type": "application/x-www-form-urlencoded"})
        if answer.status != 302 or "sid" not in self.cookies:
            raise NotAnswered(f"{login}: {answer.status}")
        self._read_token(self.get(page))
        return self

    def get(self, path: str) -> Answer:
        """Asked again, as browsers do, when the server had closed the connection that was kept."""
        kept = self._connection is not None
        try:
            return self.ask("GET", path)
        except LOST:
            if not kept:
                raise
            return self.ask("GET", path)

    def follow(self, path: str) -> str:
        """Where the page leads in the end."""
        while (answer := self.get(path)).status == 302:
            path = answer.location
        return path

    def put(self, save: Save) -> Answer:
        body = {"value": save.value, "version": save.version, "key": save.key}
        return self.ask("PUT", save.path, json.dumps(body),
                        {"Content-Type": "application/json", "X-CSRFToken": self.token})

    def save(self, save: Save) -> Save:
        """Send until it is answered, always with the same key, as the grid's queue does."""
        until = time.monotonic() + PATIENCE
        while True:
            started = time.perf_counter()
            try:
                answer = self.put(save)
                if answer.status == AWAY:
                    raise NotNow
            except (*LOST, NotNow):
                save.lost.append(time.time())
                if time.monotonic() > until:
                    raise
                time.sleep(PAUSE)
                continue
            if answer.status != 200:
                raise NotAnswered(f"{save.path}: {answer.status} {answer.text[:200]}")
            save.answer, save.seconds = answer.json, time.perf_counter() - started
            return save

    def ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        """One request; a connection that broke is forgotten and the fault goes to the caller."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **(headers or {})}
        try:
            self._connection.request(method, path, body, sent)
            answer = self._connection.getresponse()
            content = answer.read()
        except LOST:
            self.close()
            raise
        self._keep_cookies(answer)
        return Answer(answer.status, content, answer.headers.get("Location", ""))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}

    def _read_token(self, page: Answer) -> None:
        found = TOKEN.search(page.text)
        if page.status != 200 or found is None:
            raise NotAnswered(f"no token: {page.status}")
        self.token = found[1] or found[2]
