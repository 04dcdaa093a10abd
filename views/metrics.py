"""`/metrics` for Prometheus: requests, statements, saves, jobs. Labels are rules of addresses: no numbers, no names."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from typing import Any

from flask import Blueprint, Flask, Response, abort, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy.exc import SQLAlchemyError

from clock import wall_now
from models import db
from models.engine import asked
from queries.health import beats
from views.guards import settings
from views.policy import guard, public

blueprint = Blueprint("metrics", __name__)

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # set by deploy/gunicorn.conf.py: the figures of all workers together
CELL = "cells.save"
OUTCOMES = {200: "saved", 409: "stale", 422: "refused"}
TRACES = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "Via")
COPIES = {"back_up": "backup", "try_out": "trial_restore"}

OWN = CollectorRegistry()
REQUESTS = Counter("journal_requests", "Requests answered", ["method", "route", "status"], registry=OWN)
SECONDS = Histogram("journal_request_seconds", "Time to answer", ["route"], registry=OWN,
                    buckets=(.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 15))
STATEMENTS = Histogram("journal_request_statements", "SQL statements of a request", ["route"], registry=OWN,
                       buckets=(1, 2, 4, 6, 8, 10, 15, 20, 30, 50, 100))
SAVES = Counter("journal_cell_saves", "Saves of a cell of the journal's grid", ["outcome"], registry=OWN)
REFUSED = Counter("journal_sign_in_refused", "Sign-ins, codes and passwords refused", ["why"], registry=OWN)
UPLOADS = Counter("journal_upload_refused", "Files refused by the antivirus or without it", ["why"], registry=OWN)


def install(app: Flask) -> None:
    """Count every answer; ``g.started`` and ``g.route`` are logs.py's."""
    app.after_request(_count)


def _count(response: Response) -> Response:
    # a word of the request itself may be anything: where no rule matched, there is none of it
    REQUESTS.labels(request.method if request.url_rule else "-", g.route, response.status_code).inc()
    SECONDS.labels(g.route).observe(time.perf_counter() - g.started)
    STATEMENTS.labels(g.route).observe(asked.get())
    if request.endpoint == CELL:
        SAVES.labels(OUTCOMES.get(response.status_code, "failed")).inc()
    return response


@blueprint.get("/metrics")
@guard(public())
def index() -> Any:
    """For the machine itself and for whoever has the token; others learn of nothing here."""
    if not (_has_token() or _is_near()):
        abort(404)
    shown = CollectorRegistry()
    if SHARED in os.environ:
        MultiProcessCollector(shown)
    else:
        shown.register(OWN)
    shown.register(_States())
    return Response(generate_latest(shown), content_type=CONTENT_TYPE_LATEST)


def _has_token() -> bool:
    wanted = settings().metrics_token
    given = request.headers.get("Authorization", "")
    return wanted is not None and secrets.compare_digest(given.encode(), f"Bearer {wanted}".encode())


def _is_near() -> bool:
    """From this machine, and not through a proxy on it that passes on whatever comes."""
    address = request.remote_addr or ""
    return (":" in address or "." in address) and ip_address(address).is_loopback and not any(
        name in request.headers for name in TRACES)


class _States:
    """What is in the database, asked when somebody looks: the same on every host."""

    def collect(self) -> Iterator[Metric]:
        try:
            found, up = beats(), 1
        except SQLAlchemyError:
            db.session.rollback()
            found, up = (), 0
        yield _gauge("journal_database_up", "Whether the database answers", "", [("", up)])
        yield _gauge("journal_job_failed", "Whether the last run of a job failed", "job",
                     [(beat.name, not beat.ok) for beat in found])
        ages = [(beat.name, (wall_now() - beat.succeeded).total_seconds()) for beat in found if beat.succeeded]
        yield _gauge("journal_job_age_seconds", "Since the job last succeeded", "job", ages)
        yield _gauge("journal_copy_age_seconds", "Since the last good copy and since its trial restore", "kind",
                     [(COPIES[name], age) for name, age in ages if name in COPIES])


def _gauge(name: str, words: str, label: str, values: Iterable[tuple[str, float]]) -> Metric:
    made = GaugeMetricFamily(name, words, labels=[label] if label else [])
    for member, value in values:
        made.add_metric([member] if label else [], value)
    return made
