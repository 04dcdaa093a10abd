"""`make bench GROWTH=1`: our own pages on 100 thousand, 1 and 10 million marks of one college, in turn within one run.

The figures stand in docs/benchmarks.md between marks of their own.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from bench import database
from bench.client import Client
from bench.data import SHAPES, Places
from bench.growth import TIMES
from bench.lines_lists import DISCIPLINE, FIRST, OURS_AT, SIZE, SURNAME, far
from bench.lines_pages import DIARY, MONDAY
from bench.lines_writes import saving
from bench.measure import Line, Work, measured
from bench.reasons import GROWS, UNKNOWN
from bench.report import PAGE, between, machine, spaced
from bench.stage import only_ours

SIZES, ROUNDS, SHAPE, FAR = (100_000, 1_000_000, 10_000_000), 21, SHAPES[1].name, 5_000
TOLD = 1.5  # what grows more from the second size to the third is told with its reason
BEGIN, END = "<!-- figures: make bench GROWTH=1 -->", "<!-- end of growth -->"
Found = Mapping[str, Sequence[float]]  # milliseconds of a page, by the sizes


def main() -> None:
    began = time.monotonic()
    with database.server() as address, ExitStack() as stack:
        copies = [stack.enter_context(_copy(address, marks)) for marks in SIZES]
        exact = [database.size_of(copy, "mark", "student") for copy in copies]
        found = _measured([stack.enter_context(_served(*one)) for one in zip(copies, SIZES, strict=True)])
    lines = [f"{machine()}. PostgreSQL, fsync on, two workers of gunicorn. Medians of {ROUNDS} interleaved rounds. "
             f"{dt.datetime.now(dt.UTC):%d.%m.%Y}.", "", *table(exact, found)]
    between(PAGE, BEGIN, END, lines)
    print(*lines, f"{time.monotonic() - began:.0f} s in all.", sep="\n")


@contextmanager
def _copy(address: str, marks: int) -> Iterator[str]:
    """A copy for this run alone: the largest takes as much of the disk as what it is copied from."""
    name = f"size_{marks}"
    yield database.college(address, marks, name)
    database.drop(address, name)


@contextmanager
def _served(copy: str, marks: int) -> Iterator[dict[str, Work]]:
    with tempfile.TemporaryDirectory() as folder, only_ours(copy, Path(folder)) as served:
        yield works(*served, marks)


def works(clients: Mapping[str, Client], places: Places, marks: int) -> dict[str, Work]:
    """What is asked of each size, by the names of the usual lines; of fewer pages one near their end."""
    admin, teacher = clients["admin"], clients["teacher"]
    journal, lesson, student = places.journals[SHAPE], places.lessons[SHAPE], places.students[SHAPE][0]
    of_discipline, by_surname = f"&flt0_{DISCIPLINE}={places.taught_most}", f"&search={quote(SURNAME.lower())}"
    far_page = f"{OURS_AT}{far(admin, min(FAR, marks * 9 // SIZE // 10))}"
    return {
        FIRST: lambda: admin.get(OURS_AT),
        "marks of one discipline": lambda: admin.get(OURS_AT + of_discipline),
        "marks by surname": lambda: admin.get(OURS_AT + by_surname),
        f"list of marks, page {spaced(FAR)}": lambda: admin.get(far_page),
        "teacher's start page": lambda: clients["demo_teacher"].get("/"),
        f"journal {SHAPE}": lambda: teacher.get(f"/journal/{journal}?month=all"),
        "group attendance, a week": lambda: clients["curator"].get(f"/curator/absences/?week={MONDAY}"),
        DIARY: lambda: clients["student"].get(f"/diary/{places.student}?week={MONDAY}"),
        "save of a cell": saving(teacher, f"/journal/{journal}/cells/{lesson}/{student}")}


def _measured(sizes: Sequence[Mapping[str, Work]]) -> dict[str, list[float]]:
    found = {}
    for name in sizes[0]:
        line = Line(name, {str(place): size[name] for place, size in enumerate(sizes)})
        found[name] = list(measured(line, ROUNDS).ms.values())
        print(f"{name:<30}", *(f"{ms:>8.1f}" for ms in found[name]), flush=True)
    return found


def table(exact: Sequence[str], found: Found) -> Iterator[str]:
    """The figures, how many times more each next size costs, and the reasons of what grows."""
    yield f"| Page, ms | {' | '.join(exact)} | first to second | second to third |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, ms in found.items():
        second, third = (f"**{times:.2f}**" if times > most else f"{times:.2f}" for times, most in _growth(name, ms))
        yield f"| {name} | {' | '.join(f'{one:.1f}' for one in ms)} | {second} | {third} |"
    yield ""
    grown = [(name, ms) for name, ms in found.items() if any(times > most for times, most in _growth(name, ms))]
    yield from (f"- {name}: {GROWS.get(name, UNKNOWN)}." for name, _ in grown)
    if not grown:
        yield (f"The list of marks grows no more than {TIMES} times from the first size to the second, "
               f"nothing more than {TOLD} times to the third.")


def _growth(name: str, ms: Sequence[float]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Times that each step costs, with what it may."""
    return (ms[1] / ms[0], TIMES if name == FIRST else float("inf")), (ms[2] / ms[1], TOLD)


if __name__ == "__main__":
    main()
