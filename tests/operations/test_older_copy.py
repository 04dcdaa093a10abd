"""A copy of the released schema is restored by today's code: migrated up, nothing lost, a teacher signs in (п. 7.1)."""

from __future__ import annotations

import datetime as dt
import re

import sqlalchemy as sa
from alembic.script import ScriptDirectory

from app import create_app
from cli.migrations import downgrade
from config import DEMO_NOW, Settings
from models import db as database_of_the_app
from operations import backup
from operations.databases import facts_of, scratch_database
from rules.terms import Role
from tests import factories as f
from tests.plugins.web import Client, open_session
from tools.migration import released

NOW = dt.datetime(2023, 11, 20, 8, 0, tzinfo=dt.UTC)


def test_an_older_copy_migrates_up_and_a_teacher_signs_in(app, database, tmp_path):
    with app.app_context():
        teacher = f.UserFactory(login="petrova", roles=(Role.TEACHER,))
        f.MarkFactory(cell=f.CellFactory(lesson=f.LessonFactory(journal=f.JournalFactory(teacher=teacher))))
        cookie = open_session(teacher)
        database_of_the_app.session.remove()
        downgrade(revision=max(released()))
        engine = database_of_the_app.engine
        made = backup.create(engine, tmp_path, NOW)
        assert made.facts["revision"] == max(released())
        engine.dispose()
    with scratch_database(engine, tmp_path) as place:  # outside the first installation: a command takes its own
        restored(place.url.render_as_string(hide_password=False), made, cookie, tmp_path)
    database.rebuild()


def restored(url: str, made: backup.Copy, cookie: str, folder) -> None:
    """By the command, into an installation of its own."""
    app = create_app(Settings(database_url=url, demo=True, now_text=DEMO_NOW, testing=True, password_memory=8,
                              instance=folder / "instance"))
    answer = app.test_cli_runner().invoke(args=["backup", "restore", str(made.path)])
    assert answer.exit_code == 0, answer.output
    with app.app_context(), database_of_the_app.engine.connect() as connection:
        facts = facts_of(connection, made.facts["counts"])
        assert facts["revision"] == ScriptDirectory("migrations").get_current_head()
        assert facts["counts"] == {**made.facts["counts"], "user_session": 0}
        assert facts["heads"] == made.facts["heads"]
        assert sa.inspect(connection).has_table("api_client")
    client = Client(app, app.response_class)
    client.set_cookie("sid", cookie)
    assert client.get("/journal/").status_code == 302, "the sessions of the copy are void"
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/login").text)
    answer = client.post("/login", data={"login": "petrova", "password": f.PASSWORD, "csrf_token": token[1]})
    assert (answer.status_code, answer.location) == (302, "/")
    assert client.get("/journal/").status_code == 200
    with app.app_context():
        database_of_the_app.engine.dispose()
