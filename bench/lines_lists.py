"""Lines of the back office: the list of all marks, filtered, searched, far pages, CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from urllib.parse import quote

from bench import floor_sql
from bench.client import Client
from bench.measure import MS, Build, Line, Work
from bench.report import spaced
from bench.stage import DJANGO, FLASK_ADMIN, HANDMADE, Stage

FIRST, SIZE = "list of marks, first page", 100
DISCIPLINE = "cell.journal.line.discipline.eq"
OURS_AT, DJANGO_AT, FLASK_AT = "/admin/mark/?page_size=100", "/admin/peers/mark/?", "/admin/mark/?page_size=100"
SURNAME = "Осинцев"
FAR = (1_000, 5_000)


def lines(stage: Stage, marks: int) -> Iterator[Build]:
    discipline = stage.places.taught_most
    yield partial(_list, stage, FIRST, "", "", "", floor_sql.marks(), (30, MS))
    yield partial(_list, stage, "marks of one discipline", f"&flt0_{DISCIPLINE}={discipline}",
                  f"journal__line__discipline__id__exact={discipline}", f"&flt0_7={discipline}",
                  floor_sql.marks("WHERE cl.discipline_id = %s", discipline=discipline), (30, MS))
    name = quote(SURNAME.lower())
    yield partial(_list, stage, "marks by surname", f"&search={name}", f"q={name}", f"&search={name}",
                  floor_sql.marks("WHERE s.search_key LIKE %s", name=f"{SURNAME.lower()}%"), (35, MS))
    yield from (partial(_page, stage, page) for page in FAR if page * SIZE < marks)
    yield partial(export, stage)


def _page(stage: Stage, page: int) -> Line:
    return _list(stage, f"list of marks, page {spaced(page)}", far(stage.desks.admin, page), f"p={page}",
                 f"&page={page - 1}", floor_sql.marks(f"WHERE m.id < (SELECT max(id) FROM mark) - {page * SIZE}"),
                 (2, FIRST))


def far(client: Client, page: int) -> str:
    """The words of the address that «next» of the page before it leads to, as people come there."""
    before = client.get(f"{OURS_AT}&page={page - 2}").text
    links = [unescape(link) for link in re.findall(r'href="([^"]*[?&](?:amp;)?page=\d+[^"]*)"', before)]
    ours = next((link for link in links if re.search(rf"[?&]page={page - 1}(?:&|$)", link)), f"?page={page - 1}")
    return f"&{ours.partition('?')[2]}"


def _list(stage: Stage, name: str, ours: str, django: str, flask_admin: str, floor: floor_sql.Statements,
          limit: tuple[float, str]) -> Line:
    desks = stage.desks
    peers: dict[str, Work] = {DJANGO: lambda: desks.django.get(DJANGO_AT + django),
                              FLASK_ADMIN: lambda: desks.flask_admin.get(FLASK_AT + flask_admin)}
    return stage.page(name, desks.admin, OURS_AT + ours, floor, peers, limit, 9, most_statements=6)


def export(stage: Stage) -> Line:
    discipline, desks = stage.places.discipline, stage.desks
    return stage.page(
        "CSV of 3 000 marks", desks.admin, f"/admin/mark/export/csv/?flt0_{DISCIPLINE}={discipline}",
        floor_sql.export(discipline),
        {HANDMADE: lambda: desks.django.get(f"/marks.csv?discipline={discipline}"),
         FLASK_ADMIN: lambda: desks.flask_admin.get(f"/admin/mark/export/csv/?flt0_7={discipline}")}, (43, MS), 9)
