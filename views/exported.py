"""Files that leave the journal: sent, and written down after the reading (п. 4.1, rights.md «reports, exports»)."""

from __future__ import annotations

import io
from typing import IO, Any

from flask import Response, send_file

from actions import audit
from models import db
from models.base import Base
from models.engine import writing
from views.guards import identity

MEDIA = {
    "pdf": "application/pdf", "zip": "application/zip", "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sent(data: bytes, name: str) -> Response:
    """A file by its name: PDF opens in the browser, tables are saved."""
    kind = name.rpartition(".")[2]
    return whole(io.BytesIO(data), kind, file_name(name), saved=kind != "pdf")


def whole(data: IO[bytes], kind: str, name: str, *, saved: bool = True) -> Response:
    """Never in parts: each would be made anew, and an answer in parts is not counted (views/pace.py)."""
    return send_file(data, MEDIA[kind], as_attachment=saved, download_name=name, conditional=False)


def file_name(text: str) -> str:
    """A name for a header and a disk: without separators of folders and what is not printed."""
    return "".join(sign if sign.isprintable() and sign not in "/\\" else "-" for sign in text)


def exported(data: bytes, name: str, about: Base | type[Base], detail: dict[str, Any] | None = None) -> Response:
    """The same with a line of the audit: whose data have left the journal, in which format."""
    note(about, {**(detail or {}), "format": name.rpartition(".")[2]})
    return sent(data, name)


def note(about: Base | type[Base], detail: dict[str, Any]) -> None:
    """A short transaction of its own, after the reading is over (ADR 8)."""
    user = identity()
    key = None if isinstance(about, type) else (type(about), about.id)  # the reading ends below
    db.session.rollback()
    writing.set(True)
    audit.describe(db.session, user)
    row = db.session.get(*key) if key is not None else None
    if row is not None:
        audit.exported(db.session(), row, detail)
    else:
        audit.exported_list(db.session(), about if isinstance(about, type) else type(about), detail)
    db.session.commit()
