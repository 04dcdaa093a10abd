"""Copies of the journal: made, checked, turned over, restored, tried out (п. 7.1, 9.6)."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from operations import container
from operations.databases import Failed, facts_of, fill, is_empty, scratch_database, snapshot, sync_folder
from rules.retention import kept

SUFFIX = ".ejb"
NAME = re.compile(r"journal-(\d{8}-\d{6})\.ejb")
LEFTOVERS = (f"*{SUFFIX}.part", "copy-????????/", "drill-????????/")  # folders as tempfile names them
STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class Copy:
    """A copy on the disk; ``made``: UTC; ``size``: of the file."""

    path: Path
    made: dt.datetime
    size: int
    facts: dict[str, Any]


class NotEmpty(Exception):
    """A copy is never put over somebody's data."""


def create(engine: sa.Engine, target: Path, now: dt.datetime, password: str | None = None) -> Copy:
    """Write a copy and read it back; ``target`` is a file or a folder. Raises Failed, Damaged, OSError."""
    made = now.astimezone(dt.UTC).replace(microsecond=0)
    path = target / f"journal-{made:{STAMP}}{SUFFIX}" if target.is_dir() else target
    if path.exists():
        raise FileExistsError(f"Файл {path} уже есть")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        with snapshot(engine, path.parent) as taken, part.open("wb") as file:
            os.chmod(part, 0o600)
            header = {"made": made.isoformat(), **taken.facts}
            written = container.write(file, header, taken.pieces, password)
            file.flush()
            os.fsync(file.fileno())
        if container.check(part) != written:
            raise container.Damaged("Записана не вся копия")
        part.replace(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)
    return describe(path)


def describe(path: Path) -> Copy:
    """What the copy says of itself; raises Damaged."""
    header = container.read_header(path)
    return Copy(path, dt.datetime.fromisoformat(header["made"]), path.stat().st_size, header)


def verify(path: Path, password: str | None = None) -> int:
    """Read every byte; the size of the content. Raises Damaged with the place, WrongPassword."""
    return sum(map(len, container.read(path, password)))


def copies(folder: Path) -> list[Copy]:
    """The copies of a folder that can be read, the newest first."""
    found = [path for path in folder.glob(f"*{SUFFIX}") if NAME.fullmatch(path.name)]
    return sorted(_readable(found), key=lambda copy: copy.made, reverse=True)


def _readable(paths: list[Path]) -> Iterator[Copy]:
    for path in paths:
        try:
            yield describe(path)
        except (container.Damaged, KeyError, ValueError):
            continue


def clear_up(folder: Path, before: dt.datetime) -> None:
    """Remove what a killed worker left half-made before that moment: an unfinished copy is not sealed."""
    for path in (path for pattern in LEFTOVERS for path in folder.glob(pattern)):
        if path.stat().st_mtime < before.timestamp():
            if path.is_dir():
                shutil.rmtree(path)
            elif NAME.fullmatch(path.stem):
                path.unlink()


def turn_over(folder: Path) -> list[Path]:
    """Remove the copies that the rule of 7 days, 4 weeks, 12 months no longer keeps; which ones."""
    found = copies(folder)
    stays = kept(copy.made for copy in found)
    gone = [copy.path for copy in found if copy.made not in stays]
    for path in gone:
        path.unlink()
    return gone


def restore(engine: sa.Engine, path: Path, password: str | None = None) -> dict[str, Any]:
    """Put the copy into an empty installation of the same engine; its facts. The schema is migrated afterwards.

    Raises NotEmpty, Damaged, WrongPassword, Failed: the place is then as it was.
    """
    header = container.read_header(path)
    if header["engine"] != engine.dialect.name:
        raise Failed(f"Копия сделана на {header['engine']}, а база — {engine.dialect.name}: "
                     "перенесите данные командой flask transfer")
    if not is_empty(engine):
        raise NotEmpty("База не пуста: копию восстанавливают в новую установку. "
                       "Задайте DATABASE_URL новой базы или уберите прежнюю в сторону")
    _fill_and_compare(engine, path, password, header)
    return header


def drill(engine: sa.Engine, path: Path, password: str | None = None) -> dict[str, Any]:
    """Restore the copy into a scratch database beside and compare; its facts. Raises as ``restore`` does."""
    header = container.read_header(path)
    with scratch_database(engine, path.parent) as scratch:
        _fill_and_compare(scratch, path, password, header)
    return header


def _fill_and_compare(engine: sa.Engine, path: Path, password: str | None, header: dict[str, Any]) -> None:
    fill(engine, container.read(path, password))
    with engine.connect() as connection:
        found = facts_of(connection, header["counts"])
    differing = [name for name, count in header["counts"].items() if found["counts"][name] != count]
    if differing or found["heads"] != header["heads"]:
        raise Failed(f"После восстановления не сходится: {', '.join(differing) or 'конец журнала изменений'}")
