"""`make migration`: the step from the last released schema to the models, in a file of its own (ADR 20).

A released file never changes: ``migrations/released.txt`` holds its number and SHA-256. The step after the last of them
is written anew from the models, until ``python -m tools.migration release`` writes it down too; the change after that
begins the next file, named by ``make migration NAME=what_changes``.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import tempfile
from pathlib import Path

from app import create_app
from cli.migrations import upgrade
from cli.migrations import write as write_step
from config import ROOT, Settings
from models import db

VERSIONS = ROOT / "migrations" / "versions"
RELEASED = ROOT / "migrations" / "released.txt"
NAME = "changes"


def released() -> dict[str, str]:
    """SHA-256 of the released files by number."""
    return dict(line.split() for line in RELEASED.read_text(encoding="utf-8").splitlines())


def digests() -> dict[str, str]:
    """SHA-256 of the files that are there by number."""
    return {path.name[:4]: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(VERSIONS.glob("0*.py"))}


def changed() -> list[str]:
    """Released files that are not what was released."""
    found = digests()
    return [number for number, digest in released().items() if found.get(number) != digest]


def release() -> None:
    RELEASED.write_text("".join(f"{number} {digest}\n" for number, digest in digests().items()), encoding="utf-8")


def main() -> None:
    if changed():
        sys.exit(f"released and changed: {', '.join(changed())}; bring it back: git checkout main -- migrations")
    write()


def write() -> None:
    """The step to the models; a file that is not released yet keeps its name."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    last = max(released())
    number = f"{int(last) + 1:04}"
    coming = [path for path in VERSIONS.glob("0*.py") if path.name[:4] > last]
    name = os.environ.get("NAME") or (coming[0].stem[5:] if coming else NAME)
    for path in coming:
        path.unlink()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(database_url=f"sqlite:///{folder}/empty.db", instance=Path(folder), testing=True))
        with app.app_context():
            upgrade()
            write_step(message=name, rev_id=number)
            db.engine.dispose()
    written = VERSIONS / f"{number}_{name}.py"
    if not written.exists():
        print("\nthe models are the released schema: nothing to write")
        return
    lines = written.read_text(encoding="utf-8").splitlines(keepends=True)
    written.write_text("".join(line for line in lines if "# ### " not in line), encoding="utf-8")
    print(f"\nwritten: {written.relative_to(ROOT)}")


if __name__ == "__main__":
    release() if sys.argv[1:] == ["release"] else main()
