"""Archives on the disk: found by the hash of their manifest, sent as one zip while it is made (п. 7.5)."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from operations.archive import DETACHED, MANIFEST, PERSONAL, PIECE, inside

DIGEST = 64  # signs of a SHA-256


def find(folder: Path, manifest: str | None) -> Path | None:
    """The archive in the folder whose manifest has this hash."""
    if manifest is None or not folder.is_dir():
        return None
    return next((place for place in sorted(folder.iterdir()) if _named(place) == manifest), None)


def _named(place: Path) -> str:
    try:
        return (place / DETACHED).read_text("ascii", "replace")[:DIGEST]
    except OSError:
        return ""


def zipped(archive: Path) -> Iterator[bytes]:
    """The archive as a zip in one folder, piece by piece; only what its manifest names."""
    out = _Out()
    names = [MANIFEST, DETACHED, *json.loads((archive / MANIFEST).read_bytes())["files"]]
    with zipfile.ZipFile(out, "w") as target:  # type: ignore[call-overload]
        for name in names:
            entry = zipfile.ZipInfo(f"{archive.name}/{name}")
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".pdf") else zipfile.ZIP_DEFLATED
            entry.external_attr = PERSONAL << 16
            with inside(archive, name).open("rb") as source, target.open(entry, "w", force_zip64=True) as file:
                while piece := source.read(PIECE):
                    file.write(piece)
                    yield out.taken()
            yield out.taken()
    yield out.taken()


class _Out:
    """What a zip has written and nobody has taken yet: it is never asked to go back."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Everything is in memory."""

    def taken(self) -> bytes:
        taken, self.pieces = b"".join(self.pieces), []
        return taken
