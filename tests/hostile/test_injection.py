"""A string made to harm stands in every field; every page, file and list of the product is opened (ASVS 1.2, 1.3)."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from rules.terms import STAFF_ROLES, Role
from tests.access.matrix import back_office
from tests.access.matrix.families import PAGES
from tests.access.matrix.stage import Person, Stage
from tests.access.matrix.test_matrix import addresses
from tests.hostile.markers import harm_in_cell, harm_on_page, mark
from tests.hostile.test_headers import faults
from views.pace import PACED

pytestmark = [pytest.mark.one_engine, pytest.mark.timeout(600)]

FREE = {"imports.template", "syllabus.template", "files.show"}


class Tour:
    """Everybody's pages, opened one after another; what is wrong is collected."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.found, self.opened = stage, list[str](), dict[str, int]()
        self.people = {role: Person(stage, role.value) for role in Role}
        for role, person in self.people.items():
            person.client.set_cookie("sid", stage.world.tokens[role.value])

    def open(self, role: Role, path: str) -> None:
        try:
            answer = self.people[role].client.get(path, csrf=False)
        except Exception as error:
            self.found.append(f"{role} {path}: {type(error).__name__} {str(error)[:200]}")
            return
        kind = answer.mimetype.rpartition("/")[2] if answer.status_code == 200 else str(answer.status_code)
        self.opened[kind] = self.opened.get(kind, 0) + 1
        wrong = [*faults(answer, static=path.startswith("/static")), *self.harm(answer)]
        if answer.status_code >= 500:
            wrong.append(str(answer.status_code))
        if answer.status_code == 200 and "attachment" in answer.headers.get("Content-Disposition", "inline"):
            wrong += self.uncounted(path)
        self.found += [f"{role} {path}: {fault}" for fault in wrong]

    def uncounted(self, path: str) -> list[str]:
        """Whatever leaves as a file is paced (views/pace.py), but for empty samples and what one was sent."""
        endpoint, _ = self.stage.app.url_map.bind("").match(path.partition("?")[0])
        paced = hasattr(self.stage.app.view_functions[endpoint], PACED)
        return [] if paced or endpoint in FREE else [f"{endpoint} lets files out uncounted"]

    def harm(self, answer: Any) -> list[str]:
        if any("\n" in value or "\r" in value for _, value in answer.headers):
            return ["a line break in a header"]
        match answer.mimetype:
            case "text/html":
                return harm_on_page(answer.text)
            case "text/csv":
                rows = csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";")
                return [f"formula {cell[:40]}" for row in rows for cell in row if harm_in_cell(cell)]
            case kind if kind.endswith("spreadsheetml.sheet"):
                return formulas(answer.data)
        return []


def formulas(data: bytes) -> list[str]:
    """A sheet has neither formulas nor links that lead out."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    return [name for name, text in parts.items() if re.search(rb"<f[ >]|TargetMode=\"External\"|macro", text)]


def pages(stage: Stage) -> Iterator[tuple[Role, str]]:
    """Every address of the matrix that is looked at, as some of those who may."""
    for page in PAGES:
        if page.method == "GET":
            may = [role for role in Role if page.home(role, role.value) in (200, (200, 302))]
            for role in {*may[:1], *may[-1:]}:  # the office and the family see different columns
                yield role, page.path.format(**addresses(stage.world, role.value))


def office(stage: Stage, role: Role) -> Iterator[str]:
    """Lists, rows, forms, files and look-ups of every entity that the role reads."""
    for number, view in enumerate(back_office.views(stage.app)):
        visit = back_office.Visit(Person(stage, role.value), view)
        if visit.right("R") == "none":
            continue
        yield from (visit.root, f"{visit.root}export/{('csv', 'xlsx')[number % 2]}/")
        yield from (f"{visit.root}details/?id={id}" for id in visit.own[:1])
        if visit.right("U") != "none":
            yield from (f"{visit.root}edit/?id={id}" for id in visit.own[:1])
        elif visit.right("C") != "none":
            yield f"{visit.root}new/"
        for name in {field for field, _ in visit.lookups()}:
            yield f"{visit.root}ajax/lookup/?name={name}&query="


def test_no_field_brings_anything_to_life(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    tour = Tour(stage)
    taken, shut = mark(stage.connection)
    assert len(taken) > 120, sorted(shut)
    for role, path in pages(stage):
        tour.open(role, path)
    seen = set[str]()
    for role in (role for role in Role if role in STAFF_ROLES):
        for path in office(stage, role):
            if path not in seen:  # the first that may
                seen.add(path)
                tour.open(role, path)
    print(f"injection: {len(taken)} fields took it, {len(shut)} are shut, opened {tour.opened}")
    assert not tour.found, "\n".join(tour.found)
    assert tour.opened["html"] > 300
