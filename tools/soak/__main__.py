"""`make soak`: the table of what was killed, starved and loaded; exit code 1 when a promise was not kept.

ARGS names subjects (all of them otherwise); ROUNDS and MINUTES in the environment make them shorter.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tools.soak import day, subjects

ALL: dict[str, Callable[[Path], list[subjects.Line]]] = {
    "web-sqlite": subjects.web_killed_on_sqlite,
    "web-postgresql": subjects.web_killed_on_postgresql,
    "postgresql": subjects.postgresql_killed,
    "lost": subjects.answers_lost,
    "full": subjects.disk_full,
    "synced": subjects.synced,
    "load": subjects.load,
    "day": day.whole_day,
}


def main(names: list[str]) -> int:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    if unknown := set(names) - set(ALL):
        print(f"Нет такого: {', '.join(sorted(unknown))}. Есть: {', '.join(ALL)}")
        return 2
    kept = True
    for name in names or ALL:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="journal-soak-") as folder:
            lines = ALL[name](Path(folder))
        for line in lines:
            kept &= line.kept is not False
            print(line, flush=True)
        print(f"{name}: {time.monotonic() - began:.0f} с\n", flush=True)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
