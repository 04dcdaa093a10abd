"""JSON lines on stderr: a line per request, job and command; never a name, a query string, a body or a value.

Errors are told by their kind and place: their words may hold people's data (п. 9.1).
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars

from config import Settings
from models.engine import asked

FRAMES = 12  # the innermost of an error
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
QUERY = re.compile(r"\?\S*")


def install(app: Flask, settings: Settings) -> None:
    """The lines of this application, of its libraries and of the server around it."""
    least = logging.WARNING if settings.testing else logging.INFO
    structlog.configure(
        processors=[merge_contextvars, structlog.processors.TimeStamper(fmt="iso", utc=True),
                    structlog.processors.add_log_level, _error, structlog.processors.JSONRenderer(ensure_ascii=False)],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(least))
    if not settings.testing:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        logging.basicConfig(handlers=[handler], level=logging.WARNING)
    app.before_request(_start)
    app.after_request(_finish)


def _start() -> None:
    """The route is the rule of the address, which holds no numbers and no names; the metrics take it from here."""
    g.started, g.request_id = time.perf_counter(), _request_id()
    g.route = request.url_rule.rule if request.url_rule is not None else "-"
    asked.set(0)
    clear_contextvars()
    bind_contextvars(request_id=g.request_id)


def _finish(response: Response) -> Response:
    structlog.get_logger().info("request", method=request.method, route=g.route, status=response.status_code,
                                ms=round((time.perf_counter() - g.started) * 1000, 1), sql=asked.get())
    response.headers["X-Request-ID"] = g.request_id
    return response


def _request_id() -> str:
    """A proxy's number for the request, so that its log and ours meet (views/proxies.py lets only theirs through)."""
    given = request.headers.get("X-Request-ID", "")
    return given if GIVEN.fullmatch(given) else secrets.token_hex(8)


def _error(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """``exc_info`` as the error's kind and place."""
    given = line.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        line.update(_place(error, error.__traceback__))
    return line


def _place(error: BaseException, trace: TracebackType | None) -> dict[str, Any]:
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return {"error": type(error).__name__, "stack": [f"{one.filename}:{one.lineno} {one.name}" for one in frames]}


class JsonLines(logging.Formatter):
    """Lines of libraries and of gunicorn (deploy/gunicorn.conf.py)."""

    def format(self, record: logging.LogRecord) -> str:
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat().replace("+00:00", "Z")
        line = {"event": QUERY.sub("?…", record.getMessage()), "logger": record.name, "timestamp": moment,
                "level": record.levelname.lower()}
        if record.exc_info and record.exc_info[1] is not None:
            line.update(_place(record.exc_info[1], record.exc_info[2]))
        return json.dumps(line, ensure_ascii=False)
