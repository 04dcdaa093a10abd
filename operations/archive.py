"""The folder of a year's archive: files with their hashes, a manifest, the manifest's own hash beside it (п. 7.5)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any, BinaryIO

from operations.databases import sync_folder

MANIFEST, DETACHED = "manifest.json", "manifest.json.sha256"
FORMAT = 1
PIECE = 1 << 20
PERSONAL = 0o600  # marks and names: nobody but the owner of the service


class Refused(Exception):
    """The archive cannot be put there."""


@dataclass(frozen=True)
class Entry:
    """A file of the archive."""

    size: int
    sha256: str


class Writing:
    """An archive on its way: `.part` until it is whole; leaving the block without ``finish`` leaves nothing."""

    def __init__(self, target: Path) -> None:
        self.target, self.part = target, target.with_name(f"{target.name}.part")
        self.entries: dict[str, Entry] = {}
        if target.exists():
            raise Refused(f"{target} уже есть: выберите другое имя")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.part.mkdir(mode=0o700)
        except FileExistsError as error:
            raise Refused(f"Рядом лежит неоконченный архив {self.part}: если его никто не составляет, "
                          "удалите эту папку") from error

    def __enter__(self) -> Writing:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        shutil.rmtree(self.part, ignore_errors=True)

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write one file; ``name`` is its place inside the archive, with «/» between folders."""
        place = inside(self.part, name)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest, size = hashlib.sha256(), 0
        with _created(place) as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        self.entries[name] = Entry(size, digest.hexdigest())

    def finish(self, facts: dict[str, Any]) -> str:
        """Write the manifest, give the folder its name; the manifest's hash. From here on the archive is whole."""
        files = {name: {"size": entry.size, "sha256": entry.sha256} for name, entry in sorted(self.entries.items())}
        data = json.dumps({"format": FORMAT, **facts, "files": files}, ensure_ascii=False, indent=1).encode() + b"\n"
        digest = hashlib.sha256(data).hexdigest()
        for name, content in ((MANIFEST, data), (DETACHED, detached(digest))):
            with _created(self.part / name) as file:
                file.write(content)
        for folder, _, _ in os.walk(self.part):
            sync_folder(Path(folder))
        self.part.rename(self.target)
        sync_folder(self.target.parent)
        return digest


@contextmanager
def _created(place: Path) -> Iterator[BinaryIO]:
    """A new file for its owner only; on the disk when the block ends."""
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PERSONAL), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def inside(folder: Path, name: str) -> Path:
    """The place of a name in the folder; raises ValueError for one that would leave it."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or any(part in ("..", ".") or "\\" in part or ":" in part for part in parts):
        raise ValueError(f"имя «{name}» выходит из папки архива")
    return folder.joinpath(*parts)


def detached(digest: str) -> bytes:
    """As sha256sum writes it, so that the manifest is checked without the journal too."""
    return f"{digest}  {MANIFEST}\n".encode()
