"""gunicorn's settings: .venv/bin/gunicorn -c deploy/gunicorn.conf.py 'app:create_app()' from the journal's folder.

JOURNAL_BIND, JOURNAL_WORKERS and JOURNAL_THREADS change what is here; options of the command line win over both.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

_INSTANCE = Path(os.environ.get("JOURNAL_INSTANCE") or "instance").resolve()
_MEMORY = "/dev/shm"  # noqa: S108 - gunicorn makes a private file in it
_FIGURES = os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(_INSTANCE / "metrics"))

# glibc keeps a heap for each thread and what a password's hash has taken: two workers held 250 MB, and hold 180 MB so
_HEAPS = {-8: 1, -3: 256 * 1024, -1: 256 * 1024}  # M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD of mallopt(3)
if sys.platform == "linux" and hasattr(ctypes.CDLL(None), "mallopt"):
    for _option, _value in _HEAPS.items():
        ctypes.CDLL(None).mallopt(_option, _value)

bind = os.environ.get("JOURNAL_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("JOURNAL_WORKERS", "2"))  # as many as cores, at least two: one may draw a long PDF
# Python runs one thread at a time, a third makes the others wait longer: a save of 30 teachers at once beside 64
# readers of diaries took 309 ms (p95) with four threads, 287 with two. Each holds one connection: see JOURNAL_DB_POOL
threads = int(os.environ.get("JOURNAL_THREADS", "2"))
worker_class = "deploy.saves_first.Worker"  # gthread, in whose queue a save goes before pages
preload_app = True  # one import for all workers; they share its memory
worker_tmp_dir = _MEMORY if Path(_MEMORY).is_dir() else None  # a heartbeat must not wait for a disk

timeout = 60  # a worker that does not answer the master for so long is replaced
graceful_timeout = 30  # what is being answered may end
keepalive = 5
max_requests = 20_000  # then a worker is replaced, one at a time by the jitter
max_requests_jitter = 4_000
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190

forwarded_allow_ips = ""  # nobody: whom to believe is JOURNAL_PROXIES, read by the journal itself
control_socket_disable = True
accesslog = None  # the journal writes a line per request itself, without addresses and query strings


class logger_class(Logger):
    """Its own lines as JSON, like the journal's."""

    def setup(self, cfg: Any) -> None:
        from logs import JsonLines

        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())


def on_starting(server: Any) -> None:
    """Figures of workers that are no more go, unless this master takes over from a living one (USR2).

    They are sums: those of a replaced worker still count, 128 kB each until the next start.
    """
    Path(_FIGURES).mkdir(parents=True, exist_ok=True)
    if server.master_pid == 0:
        for file in Path(_FIGURES).glob("*.db"):
            file.unlink(missing_ok=True)


def when_ready(server: Any) -> None:
    """What is made once for all pages is made before workers are forked, and never walked by the collector again: they
    keep sharing it."""
    application = server.app.wsgi()
    if "settings" in getattr(application, "extensions", ()):  # peers of the bench run by this file too
        from views.warming import warm

        warm(application)
    gc.collect()
    gc.freeze()
    gc.set_threshold(3_000)  # a page of marks leaves 2,700 objects in circles, others few: once a page at most
