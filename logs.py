"""One JSON line per request: id, route, status, time; never a name, a query string or a body."""

from __future__ import annotations

import logging
import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, request

from config import Settings


def install(app: Flask, settings: Settings) -> None:
    structlog.configure(
        processors=[structlog.processors.TimeStamper(fmt="iso", utc=True), structlog.processors.add_log_level,
                    structlog.processors.JSONRenderer(ensure_ascii=False)],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if settings.testing else logging.INFO))
    log = structlog.get_logger()

    @app.before_request
    def _start() -> None:
        g.started, g.request_id = time.perf_counter(), secrets.token_hex(8)

    @app.after_request
    def _finish(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule is not None else "-"
        log.info("request", request_id=g.get("request_id"), method=request.method, route=route,
                 status=response.status_code, ms=round((time.perf_counter() - g.get("started", 0.0)) * 1000, 1))
        response.headers["X-Request-ID"] = g.get("request_id", "")
        return response
