"""Every endpoint × thirteen identities (and a substitute), over HTTP, on own and foreign rows: 0 differences."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from rules.terms import Role
from tests.access.matrix import back_office
from tests.access.matrix.endpoints import Page
from tests.access.matrix.families import PAGES
from tests.access.matrix.specification import DECIDED, MODELS, NOT_NAMED, SPECIFICATION
from tests.access.matrix.stage import Person, Stage, same_page
from tests.access.matrix.world import ANONYMOUS, OF_LESSON, SUBSTITUTE, World
from tests.plugins.databases import ENGINES

MISSING = re.compile(r"\{away_(?:journal|student)\}|\{foreign_\w+\}")
pytestmark = pytest.mark.timeout(600)  # hundreds of pages in a test
PEOPLE = (ANONYMOUS, *(role.value for role in Role))


def visitor(stage: Stage, name: str) -> Person:
    """A door that the role shuts is shut before the database is asked: the second engine is asked for rows alone."""
    engine = "sqlite" if stage.app.extensions["settings"].is_sqlite else "postgresql"
    return Person(stage, name, tries_shut_doors=engine == ENGINES[0])


def test_every_mapped_class_is_ruled():
    assert SPECIFICATION.keys() == MODELS.keys()
    assert NOT_NAMED.keys() | DECIDED.keys() <= SPECIFICATION.keys()


@pytest.mark.parametrize("name", [*PEOPLE, SUBSTITUTE])
def test_back_office(stage: Stage, name: str) -> None:
    person = visitor(stage, name)
    for view in back_office.views(stage.app):
        if name != SUBSTITUTE or view.entity.__tablename__ in OF_LESSON:
            back_office.Visit(person, view).walk()
    person.finish()


@pytest.mark.parametrize("name", [*PEOPLE, SUBSTITUTE])
def test_pages(stage: Stage, name: str) -> None:
    person = visitor(stage, name)
    ids = addresses(stage.world, name)
    for page in PAGES:
        answers = [(page.path, page.home, "(home)")] + ([(page.foreign, page.away, "(foreign)")] if page.away else [])
        for path, who, note in answers:
            expected = who(person.role, name)
            passed = page.counts or isinstance(expected, tuple) or expected < 400
            with stage.trial() if passed else person.refused(f"{page.method} {path}"):
                answer = person.ask(page.method, path.format(**ids), expected, note, **sent(page, ids))
            if expected == 404 and answer is not None:
                with person.refused(path):
                    missing = person.ask(page.method, MISSING.sub(str(back_office.NOBODY), path).format(**ids), 404,
                                         "(missing)", **sent(page, ids))
                person.expect(missing is None or same_page(answer, missing), f"{path}: foreign differs from missing")
    person.finish()


def sent(page: Page, ids: dict[str, int]) -> dict[str, Any]:
    """What the page sends, each time anew, with ids in the place of their names."""
    made = page.send()
    if "data" in made:
        made["data"] = {name: value.format(**ids) for name, value in made["data"].items()}
    return made


def addresses(world: World, name: str) -> dict[str, int]:
    """The world's ids by the names in paths: ``own_plan_event`` is the person's, ``foreign_plan_event`` another's."""
    who = name if name != ANONYMOUS else "teacher"
    rows = {"own": world.own[who], "foreign": world.foreign[who]}
    mine = {f"{whose}_{table}": found[0] for whose, tables in rows.items() for table, found in tables.items() if found}
    return {**world.ids, **mine}


def test_every_endpoint_is_in_the_matrix(built_app: Flask) -> None:
    """A new endpoint must be given its line, a line must have its endpoint."""
    real = {rule.endpoint for rule in built_app.url_map.iter_rules()}
    office = {f"{view.endpoint}.{name}" for view in back_office.views(built_app) for name in back_office.COMMON}
    listed = {page.endpoint for page in PAGES} | office
    assert not real - listed, f"in no table of the matrix: {sorted(real - listed)}"
    assert not listed - real, f"no such endpoint: {sorted(listed - real)}"
