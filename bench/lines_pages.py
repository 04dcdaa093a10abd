"""Lines of the pages that are only read: start page, journal, attendance, diary, the sheet of п. 5.7."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench import floor_sql
from bench.data import SHAPES, Shape
from bench.measure import FLOOR, FLOOR_OF, Build, Line
from bench.stage import DJANGO, FLASK_ADMIN, HANDMADE, Stage

MONDAY = "2023-11-13"
JOURNAL, DIARY = "journal 25 × 40", "diary, a week"
# a week of a group may take 8 ms where the floor of a journal takes 1.7: milliseconds of another machine are not ours
ATTENDANCE_MS, ELSEWHERE_MS = 8, 1.7
JOURNAL_IS, GROUP_IS = 14, 7  # numbers of Flask-Admin's filters


def lines(stage: Stage) -> Iterator[Build]:
    yield partial(start, stage)
    yield from (partial(journal, stage, shape) for shape in SHAPES)
    yield from (partial(make, stage) for make in (attendance, diary, sheet))


def journal(stage: Stage, shape: Shape) -> Line:
    """The whole semester as the teacher sees it; the back offices show its marks as a flat list."""
    number, desks = stage.places.journals[shape.name], stage.desks
    return stage.page(
        f"journal {shape.name}", desks.teacher, f"/journal/{number}?month=all", floor_sql.journal(number),
        {HANDMADE: lambda: desks.django.get(f"/journal/{number}/"),
         DJANGO: lambda: desks.django.get(f"/admin/peers/mark/?journal__id={number}&all="),
         FLASK_ADMIN: lambda: desks.flask_admin.get(f"/admin/mark/?flt0_{JOURNAL_IS}={number}&page_size=5000")},
        (5, FLOOR),
        most_statements=10, most_packed=8_000 if shape.lessons == 40 else None)


def diary(stage: Stage) -> Line:
    student, desks = stage.places.student, stage.desks
    return stage.page(
        DIARY, desks.student, f"/diary/{student}?week={MONDAY}",
        floor_sql.diary(student, stage.places.group, MONDAY),
        {HANDMADE: lambda: desks.django.get(f"/diary/{student}/?week={MONDAY}"),
         DJANGO: lambda: desks.django.get(f"/admin/peers/mark/?student__id={student}")}, (3, FLOOR),
        most_statements=8)


def attendance(stage: Stage) -> Line:
    group, desks = stage.places.group, stage.desks
    return stage.page(
        "group attendance, a week", desks.curator, f"/curator/absences/?week={MONDAY}",
        floor_sql.attendance(group, MONDAY),
        {HANDMADE: lambda: desks.django.get(f"/attendance/{group}/?week={MONDAY}"),
         DJANGO: lambda: desks.django.get(
             f"/admin/peers/absence/?journal__group__id={group}&cell__lesson__date__gte={MONDAY}"),
         FLASK_ADMIN: lambda: desks.flask_admin.get(f"/admin/absence/?flt0_{GROUP_IS}={group}&flt1_2={MONDAY}")},
        (ATTENDANCE_MS / ELSEWHERE_MS, FLOOR_OF + JOURNAL))


def start(stage: Stage) -> Line:
    teacher = stage.places.demo_teacher
    return stage.page("teacher's start page", stage.desks.demo_teacher, "/", floor_sql.today("teacher"),
                      {HANDMADE: lambda: stage.desks.django.get(f"/?teacher={teacher}"),
                       DJANGO: lambda: stage.desks.django.get("/admin/")})


def sheet(stage: Stage) -> Line:
    """Counted over all journals of the month: what the floor adds up is only the sums."""
    return stage.page("sheet of п. 5.7", stage.desks.director, "/control/", floor_sql.indicators(), {},
                      rounds=5)
