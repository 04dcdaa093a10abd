"""Commands as an operator types them."""

from __future__ import annotations

import contextvars
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


@pytest.fixture
def command(app: Flask, db: Session) -> Callable[..., Answer]:
    """``command("import", "students", path)``: in a context of its own, after the test's rows are committed."""
    def run(*words: Any) -> Answer:
        db.commit()
        db.remove()  # type: ignore[attr-defined]
        found = contextvars.Context().run(app.test_cli_runner().invoke, args=[str(word) for word in words])
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return Answer(found.exit_code, found.stdout, found.stderr)
    return run


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name
    return write
