"""A browser without a screen: cookies, the token of a page, its forms; and many of them at once."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import json
import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def packed(self) -> int:
        """Bytes after gzip, as a web server in front sends them."""
        return len(gzip.compress(self.body, 6))


@dataclass
class Client:
    """Talks to one port of this machine; raises on an answer that is not the one expected."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token_field: str = "csrf_token"
    token_header: str = "X-CSRFToken"
    token: str = ""

    def get(self, path: str, status: int = 200) -> Answer:
        return self._ask("GET", path, None, {}, status)

    def post(self, path: str, form: Mapping[str, Any], status: int = 302) -> Answer:
        body = urlencode({**form, self.token_field: self.token}, doseq=True).encode()
        return self._ask("POST", path, body, {"Content-Type": FORM, **self._same_origin()}, status)

    def put(self, path: str, body: Any, status: int = 200, method: str = "PUT") -> Answer:
        headers = {"Content-Type": "application/json", self.token_header: self.token, **self._same_origin()}
        return self._ask(method, path, json.dumps(body).encode(), headers, status)

    def upload(self, path: str, name: str, data: bytes, form: Mapping[str, str], status: int = 303) -> Answer:
        edge = uuid.uuid4().hex
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
                 for key, value in {**form, self.token_field: self.token}.items()]
        parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                     "Content-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n")
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}", **self._same_origin()}
        return self._ask("POST", path, b"".join([*parts, f"--{edge}--\r\n".encode()]), headers, status)

    def request(self, path: str) -> bytes:
        """The bytes of a GET, for many at once."""
        lines = (f"GET {path} HTTP/1.0", f"Host: 127.0.0.1:{self.port}", f"Cookie: {self._cookie()}", "", "")
        return "\r\n".join(lines).encode()

    def _same_origin(self) -> dict[str, str]:
        return {"Origin": f"http://127.0.0.1:{self.port}", "Referer": f"http://127.0.0.1:{self.port}/",
                "Sec-Fetch-Site": "same-origin"}

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], status: int) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, body, {"Cookie": self._cookie(), **headers})
        got = connection.getresponse()
        answer = Answer(got.status, dict(got.headers), got.read())
        connection.close()
        for header in got.headers.get_all("Set-Cookie") or ():
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status != status:
            said = answer.body[:3000].decode("utf-8", "replace")
            raise RuntimeError(f"{method} {self.port}{path}: {answer.status}\n{said}")
        return answer


def token(page: str) -> str:
    """The token of a page: of its head, or of its first form."""
    found = re.search(r'<meta name="csrf-token" content="([^"]+)"', page) or re.search(
        r'name="csrf(?:_|middleware)token"[^>]*value="([^"]+)"', page)
    return found[1] if found else ""


class Fields(HTMLParser):
    """What a browser would send back from the form of that id, untouched."""

    def __init__(self, form: str, page: str) -> None:
        super().__init__()
        self.wanted, self.inside = form, False
        self.values: dict[str, str] = {}
        self.area: str | None = None
        self.select: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        if tag == "form":
            self.inside = own.get("id") == self.wanted
        if not self.inside:
            return
        name, value = own.get("name") or "", own.get("value") or ""
        if tag == "textarea" and name:
            self.area, self.values[name] = name, ""
        elif tag == "select":
            self.select = name or None
        elif tag == "option" and self.select and ("selected" in own or self.select not in self.values):
            self.values[self.select] = value
        elif tag == "input" and name and (own.get("type") not in ("radio", "checkbox") or "checked" in own):
            self.values[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data.strip("\n")


def answers_a_second(port: int, request: bytes, clients: int, seconds: float) -> float:
    """How many whole answers of 200 so many clients get together, each asking again as soon as it is answered."""
    return asyncio.run(_crowd(port, request, clients, seconds))


async def _crowd(port: int, request: bytes, clients: int, seconds: float) -> float:
    started = time.perf_counter()
    counts = await asyncio.gather(*[_one(port, request, started + seconds) for _ in range(clients)])
    return sum(counts) / (time.perf_counter() - started)


async def _one(port: int, request: bytes, until: float) -> int:
    count = 0
    while time.perf_counter() < until:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        answer = await reader.read(-1)
        writer.close()
        if not answer.startswith((b"HTTP/1.1 200", b"HTTP/1.0 200")):
            raise RuntimeError(answer[:500].decode("utf-8", "replace"))
        count += 1
    return count
