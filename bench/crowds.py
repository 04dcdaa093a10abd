"""Many clients at once on the hot pages: whole answers a second."""

from __future__ import annotations

import statistics

from bench import lines_pages
from bench.client import answers_a_second
from bench.data import SHAPES
from bench.measure import FLOOR, OURS
from bench.report import Crowd
from bench.stage import DJANGO, FLASK_ADMIN, HANDMADE, Stage

FEW, MANY = 8, 64
FLAT = (DJANGO, FLASK_ADMIN)  # a list of a thousand rows is not asked by many: it would take minutes
LEAST = {(lines_pages.JOURNAL, FEW): 120.0}


def crowds(stage: Stage, rounds: int, seconds: float) -> list[Crowd]:
    found = []
    for page, requests in pages(stage).items():
        for clients in (FEW, MANY):
            rates: dict[str, list[float]] = {who: [] for who in requests if clients == FEW or who not in FLAT}
            for _ in range(rounds):
                for who in rates:
                    port, request = requests[who]
                    rates[who].append(answers_a_second(port, request, clients, seconds))
            found.append(Crowd(f"{page}, clients {clients}",
                               {who: round(statistics.median(each), 1) for who, each in rates.items()},
                               LEAST.get((page, clients))))
            print(f"{found[-1].name}: {found[-1].rates} answers a second", flush=True)
    return found


def pages(stage: Stage) -> dict[str, dict[str, tuple[int, bytes]]]:
    """By page: whose port, and the request."""
    desks, places = stage.desks, stage.places
    journal, student = places.journals[SHAPES[1].name], places.student
    floors = {name: stage.floor.paths[name] for name in (lines_pages.JOURNAL, lines_pages.DIARY)}
    asked = {
        lines_pages.JOURNAL: {
            OURS: (desks.teacher, f"/journal/{journal}?month=all"), HANDMADE: (desks.django, f"/journal/{journal}/"),
            DJANGO: (desks.django, f"/admin/peers/mark/?journal__id={journal}&all="),
            FLASK_ADMIN: (desks.flask_admin, f"/admin/mark/?flt0_14={journal}&page_size=5000"),
            FLOOR: (desks.floor, floors[lines_pages.JOURNAL])},
        lines_pages.DIARY: {
            OURS: (desks.student, f"/diary/{student}?week={lines_pages.MONDAY}"),
            HANDMADE: (desks.django, f"/diary/{student}/?week={lines_pages.MONDAY}"),
            FLOOR: (desks.floor, floors[lines_pages.DIARY])}}
    return {page: {who: (client.port, client.request(path)) for who, (client, path) in each.items()}
            for page, each in asked.items()}
