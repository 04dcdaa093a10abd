"""Lines of what is seldom and heavy: a journal on paper, students from a file."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial

from bench import floor_sql
from bench.data import NEWCOMERS, SHAPES
from bench.measure import FLOOR, OURS, Build, Line
from bench.stage import HANDMADE, Stage

PLAIN_PDF = "xhtml2pdf"
COLUMNS = "фамилия|имя|отчество|дата_рождения|группа|приказ_номер|приказ_дата|родитель_фио|родитель_телефон"
ROWS = 25
LETTERS = "абвгдежзиклмнопрст"


def lines(stage: Stage) -> Iterator[Build]:
    yield from (partial(make, stage) for make in (paper, newcomers))


def paper(stage: Stage) -> Line:
    """A small journal as PDF; the peer lays the same table out by xhtml2pdf alone."""
    number, desks = stage.places.journals[SHAPES[0].name], stage.desks
    return Line(f"journal {SHAPES[0].name} as PDF", {
        OURS: lambda: desks.teacher.get(f"/journal/{number}/print.pdf"),
        PLAIN_PDF: lambda: desks.django.get(f"/journal/{number}/print.pdf")}, rounds=3)


def newcomers(stage: Stage) -> Line:
    """A file of new students with their parents: looked at, then loaded; the peer loads names alone."""
    files, clerk, django = (_file(number) for number in itertools.count()), stage.desks.clerk, stage.desks.django

    def load() -> None:
        seen = clerk.upload("/imports/new/students", "students.csv", next(files), {"update": "1"})
        clerk.post(f"{seen.headers['Location']}/apply", {}, 303)

    floor = stage.floor.add("students", b"", floor_sql.students(stage.places.newcomers))
    return Line(f"import of {ROWS} students", {
        OURS: load,
        HANDMADE: lambda: django.upload("/students/import/", "students.csv", next(files),
                                        {"group": str(stage.places.newcomers)}, 200),
        FLOOR: lambda: stage.desks.floor.get(floor)}, rounds=5)


def _file(number: int) -> bytes:
    """Students that nobody has seen: names of letters that count."""
    rows = [COLUMNS]
    for row in range(ROWS):
        name = "".join(LETTERS[int(digit)] for digit in f"{number:03d}{row:02d}")
        rows.append(f"Новичков{name}|Иван|Петрович|2007-05-{row % 28 + 1:02d}|{NEWCOMERS}|100-С|2023-08-30|"
                    f"Новичкова{name} Анна Петровна|+7900{number:03d}{row:04d}")
    return "\n".join(rows).encode()
