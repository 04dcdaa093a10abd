"""Is a year's archive what was written: every file hashed anew, missing and foreign files named (п. 7.5)."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from operations.archive import DETACHED, FORMAT, MANIFEST, PIECE, detached, inside

Noticed = Callable[[int, int], None]  # files read, files in all


@dataclass(frozen=True)
class Verdict:
    """``problems``: what is not as it was written, a line per file; ``manifest``: its hash as found."""

    problems: tuple[str, ...]
    files: int
    size: int
    manifest: str


def verify(folder: Path, noticed: Noticed = lambda done, total: None) -> Verdict:
    """Read every byte of the archive. A damaged manifest says nothing about the rest: then it alone is named."""
    try:
        data = (folder / MANIFEST).read_bytes()
    except OSError as error:
        return Verdict((f"{MANIFEST}: не прочитать ({error.strerror})",), 0, 0, "")
    digest = hashlib.sha256(data).hexdigest()
    problems = list(_of_manifest(folder, data, digest))
    if problems:
        return Verdict(tuple(problems), 1, len(data), digest)
    files: dict[str, dict[str, Any]] = json.loads(data)["files"]
    size = 0
    for number, (name, promised) in enumerate(files.items(), 1):
        found, problem = _look(folder, name, promised)
        size += found
        problems += [f"{name}: {problem}"] if problem else []
        noticed(number, len(files))
    problems += [f"{name}: лишний файл, в описи его нет" for name in sorted(_names(folder) - files.keys())
                 if name not in (MANIFEST, DETACHED)]
    return Verdict(tuple(problems), len(files), size, digest)


def _of_manifest(folder: Path, data: bytes, digest: str) -> Iterator[str]:
    try:
        beside = (folder / DETACHED).read_bytes()
    except OSError as error:
        yield f"{DETACHED}: не прочитать ({error.strerror})"
        return
    if beside != detached(digest):
        written = beside.decode("ascii", "replace")
        whole = len(beside) == len(detached(digest)) and set(written[:64]) <= set("0123456789abcdef") and (
            written[64:] == detached(digest).decode()[64:])
        yield f"{MANIFEST}: изменён (или изменён его хеш в {DETACHED})" if whole else f"{DETACHED}: изменён"
        return
    try:
        facts = json.loads(data)
        if facts["format"] != FORMAT or not all(
                inside(folder, name) and {"size", "sha256"} <= entry.keys() for name, entry in facts["files"].items()):
            raise ValueError("формат не тот")
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        yield f"{MANIFEST}: это не опись архива ({error})"


def _look(folder: Path, name: str, promised: dict[str, Any]) -> tuple[int, str]:
    """Bytes read, and what is wrong with the file."""
    place = inside(folder, name)
    if place.is_symlink() or not place.is_file():
        return 0, "файла нет"
    digest, size = hashlib.sha256(), 0
    try:
        with place.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
    except OSError as error:
        return size, f"не прочитать ({error.strerror})"
    if size != promised["size"]:
        return size, f"изменён: байт {size}, было {promised['size']}"
    return size, "" if digest.hexdigest() == promised["sha256"] else "содержимое изменено"


def _names(folder: Path) -> set[str]:
    """Everything that lies there, links and empty folders too."""
    found = set()
    for place, folders, files in os.walk(folder):
        here = Path(place)
        found |= {(here / name).relative_to(folder).as_posix() for name in files}
        found |= {(here / name).relative_to(folder).as_posix() for name in folders
                  if (here / name).is_symlink() or not any((here / name).iterdir())}
    return found
