"""Everything as JSONL: a file per table and a manifest, the same from both engines (п. 7.1; docs/exchange.md)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from operations.rows import BATCH, decode, lines, tables

MANIFEST = "manifest.json"
FORMAT = 1


class Refused(Exception):
    """The folder cannot be taken in; file and line are named."""


@dataclass(frozen=True)
class Part:
    """A table of the exchange: how many rows, the hash of its lines."""

    table: str
    rows: int
    sha256: str


def give(connection: sa.Connection, folder: Path, made: str) -> list[Part]:
    """Write every table of the database into an empty folder; ``made`` is the moment, in words of ISO 8601."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Refused(f"Папка {folder} не пуста")
    parts = [_write(connection, table, folder) for table in tables()]
    revision = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    manifest = {"format": FORMAT, "made": made, "engine": connection.dialect.name, "revision": revision,
                "tables": {part.table: {"rows": part.rows, "sha256": part.sha256} for part in parts}}
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return parts


def _write(connection: sa.Connection, table: sa.Table, folder: Path) -> Part:
    digest, number = hashlib.sha256(), 0
    with (folder / f"{table.name}.jsonl").open("wb") as file:
        for line in lines(connection, table):
            file.write(line + b"\n")
            digest.update(line + b"\n")
            number += 1
    return Part(table.name, number, digest.hexdigest())


def take(connection: sa.Connection, folder: Path) -> list[Part]:
    """Put every table into a migrated database without rows; raises Refused. The caller commits, or nothing is in."""
    manifest = read_manifest(folder)
    revision = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    if manifest.get("revision") != revision:
        raise Refused(f"Схема выгрузки {manifest.get('revision')}, а базы {revision}: нужна та же версия журнала")
    known = {table.name for table in tables()}
    if set(manifest["tables"]) != known:
        raise Refused(f"Состав таблиц другой: {', '.join(sorted(set(manifest['tables']) ^ known))}")
    filled = [table.name for table in tables()
              if connection.scalar(sa.select(sa.literal(1)).select_from(table).limit(1))]
    if filled:
        raise Refused(f"База не пуста: {', '.join(filled[:5])}")
    parts = [_read(connection, table, folder, manifest["tables"][table.name]) for table in tables()]
    _move_numbers(connection)
    return parts


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of an exchange; raises Refused."""
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(f"{folder / MANIFEST} не прочитать: {error}") from error
    if found.get("format") != FORMAT or not isinstance(found.get("tables"), dict):
        raise Refused(f"{folder / MANIFEST}: это не выгрузка журнала")
    return found


def _read(connection: sa.Connection, table: sa.Table, folder: Path, promised: dict[str, Any]) -> Part:
    digest, number = hashlib.sha256(), 0
    coming = _rows(table, folder / f"{table.name}.jsonl", digest)
    while rows := list(islice(coming, BATCH)):
        connection.execute(sa.insert(table), rows)
        number += len(rows)
    part = Part(table.name, number, digest.hexdigest())
    if (part.rows, part.sha256) != (promised.get("rows"), promised.get("sha256")):
        raise Refused(f"{table.name}.jsonl изменён: строк {part.rows}, обещано {promised.get('rows')}")
    return part


def _rows(table: sa.Table, file: Path, digest: Any) -> Iterator[dict[str, Any]]:
    try:
        with file.open("rb") as source:
            for number, line in enumerate(source, 1):
                digest.update(line)
                try:
                    yield decode(table, line)
                except (ValueError, TypeError, ArithmeticError) as error:
                    raise Refused(f"{file.name}, строка {number}: {error}") from error
    except OSError as error:
        raise Refused(f"{file.name} не прочитать: {error.strerror}") from error


def _move_numbers(connection: sa.Connection) -> None:
    """PostgreSQL numbers new rows after the last that came."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables():
        if "id" in table.columns:
            sequence = sa.func.pg_get_serial_sequence(f'"{table.name}"', "id")
            following = sa.select(sa.func.coalesce(sa.func.max(table.columns["id"]), 0) + 1).scalar_subquery()
            connection.execute(sa.select(sa.func.setval(sequence, following, False)))
