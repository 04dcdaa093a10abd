"""What cannot be done faster here: the statements in plain SQL, then bytes that are ready; a WSGI app of one function.

BENCH_FLOOR names a folder: ``plan.json`` has for each path its statements, ``<name>`` the body to answer.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from argon2 import PasswordHasher

Start = Callable[[str, list[tuple[str, str]]], Any]


@dataclass(frozen=True)
class Step:
    """Statements of one transaction and the file to answer with."""

    statements: list[tuple[str, list[Any]]]
    body: str
    hash: str = ""  # a password to verify before


@dataclass
class Floor:
    """Writes the plan that the server reads."""

    folder: Path
    plan: dict[str, dict[str, Any]] = field(default_factory=dict)

    paths: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, body: bytes, statements: list[tuple[str, list[Any]]], hash: str = "") -> str:
        """The path that answers the line of that name with ``body`` after the statements."""
        file = f"{len(self.paths)}.body"
        (self.folder / file).write_bytes(body)
        path = self.paths[name] = f"/{len(self.paths)}"
        self.plan[path] = {"statements": statements, "body": file, "hash": hash}
        (self.folder / "plan.json").write_text(json.dumps(self.plan, default=str), encoding="utf-8")
        return path


@cache
def _plan(path: str) -> tuple[Step, bytes]:
    """Read when a path is first asked for: every worker has the whole plan by then."""
    folder = Path(os.environ["BENCH_FLOOR"])
    step = Step(**json.loads((folder / "plan.json").read_text(encoding="utf-8"))[path])
    return step, (folder / step.body).read_bytes()


_own = threading.local()


def _connection() -> psycopg.Connection:
    """One of each thread."""
    if not hasattr(_own, "connection"):
        _own.connection = psycopg.connect(os.environ["BENCH_ADDRESS"], prepare_threshold=0)
    connection: psycopg.Connection = _own.connection
    return connection


def app(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    step, body = _plan(environ["PATH_INFO"])
    if step.hash:
        PasswordHasher().verify(step.hash, "novoaltaysk-2023")
    connection = _connection()
    for statement, parameters in step.statements:
        cursor = connection.execute(statement, parameters)
        if cursor.description:
            cursor.fetchall()
    connection.commit()
    start("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
