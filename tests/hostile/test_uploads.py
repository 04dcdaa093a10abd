"""No way in passes by the antivirus: every page that writes is sent an infected file, by everybody, in every field."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from models import Base
from rules.terms import Role
from tests.access.matrix.endpoints import Page, only
from tests.access.matrix.families import PAGES
from tests.access.matrix.stage import Person, Stage
from tests.access.matrix.test_matrix import addresses, sent
from tests.antivirus import EICAR, Daemon, clamd
from tests.test_house import PRODUCT, ROOT, name_of

pytestmark = [pytest.mark.one_engine, pytest.mark.timeout(600)]
FIELDS = ("file", "files", "content", "attachment")
BYTES = [column for table in Base.metadata.sorted_tables for column in table.columns
         if isinstance(column.type, sa.LargeBinary)]
# a hash of the file is made of it, and nothing else: who touches files of a request beside views/uploads.py
HASHED = {"views/once.py", "views/verify.py"}
COMPARED = "verify.compare"
OWN_PLAN = Page("syllabus.begin", "POST", "/syllabus/journal/{journal}", only(Role.TEACHER, answer=422))


@pytest.fixture
def daemon(stage: Stage, tmp_path: Path) -> Iterator[Daemon]:
    settings = stage.app.extensions["settings"]
    with clamd(tmp_path) as made:
        stage.app.extensions["settings"] = settings.model_copy(update={
            "clamd": made.address, "recent_minutes": 12 * 60})
        yield made
    stage.app.extensions["settings"] = settings


def kept(stage: Stage) -> list[str]:
    """Columns of bytes that hold the infected file now."""
    return [str(column) for column in BYTES
            if any(EICAR in value for value in stage.connection.scalars(sa.select(column)) if value)]


def test_an_infected_file_is_kept_nowhere(stage: Stage, daemon: Daemon) -> None:
    tried, passed, found = 0, set[str](), list[str]()
    for role in Role:
        person = Person(stage, role.value)
        ids = addresses(stage.world, role.value)
        for page in (*PAGES, OWN_PLAN):
            answer = page.home(role, role.value)
            if page.method == "GET" or answer in (403, 405) or page.endpoint == "auth.logout":
                continue
            fields = sent(page, ids).get("data", {})
            files = {name: (io.BytesIO(b"a;b\r\n" + EICAR), "a.csv") for name in FIELDS}
            person.client.set_cookie("sid", stage.world.tokens[person.name])  # signing out takes it away
            person.token = person.client.csrf_token()
            with stage.trial():
                told = person.client.open(
                    page.path.format(**ids), method=page.method, data={**fields, **files}, csrf=False,
                    content_type="multipart/form-data", headers={"X-CSRFToken": person.token})
                found += [f"{role} {page.endpoint}: {column}" for column in kept(stage)]
            tried += 1
            if stage.app.view_functions[page.endpoint].policy.files and told.status_code not in (403, 404):
                passed.add(page.endpoint)
                assert told.status_code == 422, (role, page.endpoint)
    takers = {name for name, view in stage.app.view_functions.items() if view.policy.files}
    print(f"uploads: {tried} infected files sent, {len(daemon.scanned)} looked at")
    assert found == []
    assert passed == takers, "each was really tried"
    assert daemon.scanned and all(EICAR in content for content in daemon.scanned)
    assert tried > 500


def test_a_clean_one_is_kept_here(stage: Stage, daemon: Daemon) -> None:
    """What the test above looks for would be seen."""
    person = Person(stage, Role.TEACHER.value)
    with stage.trial():
        daemon.says = b"stream: OK\0"
        person.ask("POST", "/support/", 303, content_type="multipart/form-data", data={
            "category": "other", "text": "Как распечатать журнал группы", "files": (io.BytesIO(EICAR), "a.txt")})
        assert kept(stage) == ["file_content.content"]
    person.finish()


def test_files_of_a_request_are_touched_in_one_place() -> None:
    touching = {name_of(path) for path in PRODUCT for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Attribute) and node.attr == "files"
                and isinstance(node.value, ast.Name) and node.value.id == "request"}
    assert touching == HASHED | {"views/uploads.py"}


def test_every_form_with_files_leads_to_a_door_that_asks(stage: Stage) -> None:
    led = set[str]()
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        forms = re.findall(r"<form[^>]*url_for\('([\w.]+)'[^>]*multipart/form-data", text)
        led.update(forms)
        if 'type="file"' in text:
            assert forms or path.name == "parts.html", path  # messages/parts.html is a macro of three forms
    takers = {name for name, view in stage.app.view_functions.items() if view.policy.files}
    assert led == takers | {COMPARED}
