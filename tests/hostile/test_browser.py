"""The string made to harm before a real browser: no dialog, no word of the console, no violation of the policy."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from models import User, db
from models.engine import writing
from rules.terms import Role
from tests.access.matrix.world import World, build
from tests.hostile.markers import mark

PAGES = {
    Role.TEACHER: ("/journal/{journal}", "/journal/{journal}/topics", "/journal/{journal}/lessons/{lesson}",
                   "/journal/{journal}/finals", "/syllabus/{syllabus}", "/admin/mark/"),
    Role.CURATOR: ("/curator/", "/curator/contacts/", "/curator/letters/", "/messages/", "/admin/student/"),
    Role.ADMINISTRATOR: ("/admin/audit_record/", "/admin/user/", "/support/", "/sending/", "/timetable/"),
    Role.PARENT: ("/diary/", "/diary/{student}/subjects", "/notifications/", "/me/"),
    Role.DIRECTOR: ("/control/", "/control/findings/", "/control/clocks/", "/reports/"),
}


@pytest.fixture
def marked(db: Any) -> World:
    """The college of the matrix with the string in every field, committed for the server."""
    token = writing.set(True)
    made = build()
    connection = db.connection()
    taken, _ = mark(connection)
    assert len(taken) > 120
    db.commit()
    writing.reset(token)
    return made


def test_nothing_comes_to_life_in_a_browser(marked: World, open_browser: Any, problems: list[str]) -> None:
    opened = 0
    for role, paths in PAGES.items():
        page = open_browser(db.session.scalar(sa.select(User).where(User.id == marked.users[role])))
        page.on("dialog", lambda dialog: problems.append(f"dialog: {dialog.message}"))
        for path in paths:
            address = path.format(**marked.ids)
            answer = page.goto(address, wait_until="load")
            assert answer is not None and answer.status == 200, (role, address, answer and answer.status)
            assert page.locator("img[src='x'], b[onload], q[onx]").count() == 0, address
            opened += 1
    print(f"browser: {opened} pages")
    assert problems == []
