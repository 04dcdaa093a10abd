"""One question to an HTTP service: what was asked before it was sent, and what may have been heard, is told apart."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from gateways.failures import Down, Unclear

TIMEOUT = 15  # seconds
LARGEST = 64 * 1024


def ask(base: str, path: str, fields: Mapping[str, str], service: str) -> dict[str, Any]:
    """POST the fields (addresses and texts are not for URLs and their logs); the JSON object of the answer.

    Raises ``Down`` when nothing was handed over or the service itself said no, ``Unclear`` when nobody knows.
    """
    connection = _connect(base, service)
    try:
        connection.request("POST", path, urlencode(fields).encode(), {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "Accept": "application/json"})
        with connection.getresponse() as answer:
            body = answer.read(LARGEST)
    except (OSError, http.client.HTTPException) as error:
        raise Unclear(f"{service}: ответа нет ({type(error).__name__})") from error
    finally:
        connection.close()
    if answer.status in (429, 503):
        raise Down(f"{service} просит подождать ({answer.status})")
    if answer.status >= 500:
        raise Unclear(f"{service}: ошибка на стороне сервиса ({answer.status})")
    if answer.status != 200:
        raise Down(f"{service} не принял запрос ({answer.status})")
    return _read(body, service)


def _connect(base: str, service: str) -> http.client.HTTPConnection:
    parts = urlsplit(base)
    host = parts.hostname or ""
    connection = (http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT, context=ssl.create_default_context())
                  if parts.scheme == "https" else http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT))
    try:
        connection.connect()
    except OSError as error:
        raise Down(f"{service} не отвечает ({type(error).__name__})") from error
    return connection


def _read(body: bytes, service: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise Unclear(f"{service}: непонятный ответ") from error
    if not isinstance(found, dict):
        raise Unclear(f"{service}: непонятный ответ")
    return found


def kopecks(value: Any) -> int | None:
    """«1.40» roubles → 140; None when the service does not tell."""
    try:
        return round(float(value) * 100)
    except (TypeError, ValueError):
        return None
