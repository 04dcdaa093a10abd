"""`make run`: one process with the demo college, the web server and the job worker; Ctrl+C stops both."""

from __future__ import annotations

import errno
import gc
import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import waitress
from flask import Flask

import jobs
from cli import seeds
from cli.migrations import upgrade

PASSWORD = "novoaltaysk-2023"
LOGINS = "admin director upr ood uvr metodist master tech curator teacher teacher2 student parent"


def main() -> None:
    os.environ.setdefault("JOURNAL_DEMO", "1")
    port = int(os.environ.get("PORT") or 5000)
    os.environ.setdefault("JOURNAL_BASE_URL", f"http://127.0.0.1:{port}")
    from app import create_app

    app = create_app()
    with app.app_context():
        logging.getLogger("alembic").setLevel(logging.WARNING)
        upgrade()
        if seeds.is_empty():
            say("Создаю демонстрационный колледж (один раз)…")
            seeds.make_demo_college()
    serve(app, port)


def serve(app: Flask, port: int) -> None:
    try:
        server = waitress.create_server(app, host="127.0.0.1", port=port, threads=8)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sys.exit(f"Порт {port} занят. Выберите другой: PORT={port + 1} make run")
    gc.collect()
    gc.freeze()  # what lives as long as the process need not be walked again: a fifth of a big page
    with worker(app):
        say(f"\nЭлектронный журнал: http://127.0.0.1:{port}\n"
            f"Демонстрационные логины: {LOGINS}\nПароль у всех один: {PASSWORD}\nОстановить: Ctrl+C\n")
        server.run()
    say("Остановлено.")


@contextmanager
def worker(app: Flask) -> Iterator[None]:
    """The job worker in threads of this process."""
    consumer: Any = jobs.queue_of(app).create_consumer(workers=3)
    consumer._set_signal_handlers = lambda: None  # signals belong to the server
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    consumer.start()
    try:
        yield
    finally:
        consumer.stop(graceful=True)


def _stop(number: int, frame: Any) -> None:
    raise SystemExit


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
