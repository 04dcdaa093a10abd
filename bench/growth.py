"""The same pages on a college a tenth of the size: what grows with the marks."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from bench import database, lines_lists
from bench.data import SHAPES
from bench.measure import OURS, Line, measured
from bench.report import Report, spaced
from bench.stage import Stage, only_ours

TIMES, LESS = 1.2, 10


def measure(report: Report, large: Stage, address: str, marks: int, rounds: int) -> None:
    """Both colleges are served at once, so that their turns are interleaved too."""
    copy = database.college(address, marks // LESS)
    with tempfile.TemporaryDirectory() as folder, only_ours(copy, Path(folder)) as (clients, places):
        smaller = f"ours, marks {spaced(marks // LESS)}"
        name = SHAPES[1].name
        asked = (
            ("list of marks", "admin", lines_lists.OURS_AT, lines_lists.OURS_AT),
            (f"journal {name}", "teacher", f"/journal/{large.places.journals[name]}?month=all",
             f"/journal/{places.journals[name]}?month=all"),
            ("diary", "student", f"/diary/{large.places.student}", f"/diary/{places.student}"))
        for title, who, path, smaller_path in asked:
            ours, theirs = getattr(large.desks, who), clients[who]
            work = {OURS: partial(ours.get, path), smaller: partial(theirs.get, smaller_path)}
            report.add(measured(Line(f"growth {LESS} times: {title}", work, (TIMES, smaller)), rounds))
