"""Pages drawn before workers are forked: all of them, for nobody, and nothing of it stays but what is shared."""

from __future__ import annotations

import sqlalchemy as sa
from structlog.testing import capture_logs

from models import db as database_of_the_app
from models.base import Base
from rules.terms import Role
from tests import control_world
from tests import factories as f
from tests.plugins.web import open_session
from views import warming
from views.metrics import OWN
from views.warming import PAGES, warm


def everything(db) -> dict[str, list]:
    found = {table.name: db.execute(sa.select(table).order_by(*table.primary_key.columns)).all()
             for table in Base.metadata.sorted_tables}
    db.rollback()
    return found


def people(db) -> control_world.College:
    made = control_world.college()
    f.CuratorshipFactory(group=made.group)
    made.students[0].user = f.UserFactory(roles=(Role.STUDENT,))
    for role in (Role.DEPUTY_UPR, Role.ADMINISTRATOR):
        f.UserFactory(roles=(role,))
    db.commit()
    return made


def drawn_by(app, monkeypatch) -> tuple[list[tuple], list[dict]]:
    drawn = []
    draw = warming._draw

    def noted(app, user_id, path):
        leads_to = draw(app, user_id, path)
        drawn.append((user_id, path))
        return leads_to

    monkeypatch.setattr(warming, "_draw", noted)
    with capture_logs() as said:
        warm(app)
    return drawn, said


def test_pages_of_each_role_are_drawn_and_nothing_is_written_counted_or_said(app, db, school_time, monkeypatch):
    school_time("2023-11-20 15:00+07:00")
    made = people(db)
    before, counted = everything(db), list(OWN.collect())
    drawn, said = drawn_by(app, monkeypatch)
    assert database_of_the_app.engine.pool.checkedin() == 0, "a worker would take the connection over"
    paths = [path for _, path in drawn]
    assert said == []
    assert {path for _, path in PAGES} <= set(paths)
    assert f"/journal/{made.journal.id}" in paths
    assert f"/diary/{made.students[0].id}" in paths  # «/diary/» leads on
    assert everything(db) == before
    assert list(OWN.collect()) == counted


def test_what_was_drawn_for_one_is_not_shown_to_another(app, db, login, school_time):
    """The statements that are kept hold nobody: after the warming a stranger is led to the sign-in as ever."""
    school_time("2023-11-20 15:00+07:00")
    made = people(db)
    warm(app)
    stranger = app.test_client()
    for path in ("/", "/diary/", f"/journal/{made.journal.id}", "/control/", "/admin/mark/"):
        assert stranger.get(path).headers["Location"].startswith("/login")
    other = login(f.TeacherFactory())
    assert other.get(f"/journal/{made.journal.id}").status_code == 404
    assert "Вершинина" not in other.get("/").text


def test_nobody_blocked_is_taken_and_whoever_came_last_is(app, db, monkeypatch):
    gone, earlier, last = (f.UserFactory(roles=(Role.ADMINISTRATOR,)) for _ in range(3))
    for user, day in ((earlier, 1), (last, 2), (gone, 3)):
        user.last_sign_in_at = control_world.moment(day)
    gone.blocked_at = control_world.moment(4)
    db.commit()
    drawn, said = drawn_by(app, monkeypatch)
    assert {user_id for user_id, _ in drawn} == {None, last.id}
    assert said == []


def test_an_empty_journal_draws_the_sign_in_alone(app, db):
    assert warm(app) == 1


def test_a_database_that_does_not_answer_is_no_reason_not_to_start(app, db, monkeypatch):
    def refused(*_):
        raise sa.exc.OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(warming, "_visits", refused)
    with capture_logs() as said:
        assert warm(app) == 0
    assert [(line["event"], line["error"]) for line in said] == [("not-warmed", "OperationalError")]
    monkeypatch.undo()
    assert app.test_client().get("/login").status_code == 200


def test_a_page_that_refuses_is_told_and_the_rest_is_left(app, db, monkeypatch):
    who = f.UserFactory(roles=(Role.TEACHER,)).id
    db.commit()
    monkeypatch.setattr(warming, "_visits", lambda: iter([(who, "/admin/user/"), (who, "/journal/")]))
    with capture_logs() as said:
        assert warm(app) == 0
    assert said[-1]["event"] == "not-warmed"


def test_it_ends_in_time(app, db, monkeypatch):
    people(db)
    monkeypatch.setattr(warming, "SECONDS", -1)
    assert warm(app) == 0


def test_a_living_session_is_not_touched(app, db):
    """Whoever is signed in stays so, and their visit is not moved on."""
    user = f.UserFactory(roles=(Role.ADMINISTRATOR,))
    db.commit()
    open_session(user)
    before = everything(db)
    warm(app)
    assert everything(db) == before


def test_it_takes_no_lock_and_waits_for_none(app, db, school_time):
    """A job may be writing while the server begins: on SQLite there is one writer."""
    school_time("2023-11-20 15:00+07:00")
    people(db)
    with sa.create_engine(db.get_bind().url, poolclass=sa.NullPool).connect() as other:
        other.exec_driver_sql("DELETE FROM throttle" if other.dialect.name == "sqlite" else
                              "LOCK TABLE user_session, cell, throttle IN EXCLUSIVE MODE")
        with capture_logs() as said:
            assert warm(app) > len(PAGES)
        other.rollback()
    assert said == []


def test_a_teacher_who_is_one_no_more_is_not_asked_for(app, db, school_time, monkeypatch):
    school_time("2023-11-20 15:00+07:00")
    made = people(db)
    f.LessonFactory(journal=f.JournalFactory(teacher=f.UserFactory(roles=()), group__name="ПД-11"))
    made.teacher.last_sign_in_at = control_world.moment(3)
    db.commit()
    drawn, said = drawn_by(app, monkeypatch)
    assert f"/journal/{made.journal.id}" in [path for _, path in drawn]
    assert said == []


def test_addresses_that_pages_keep_are_those_of_any_request(app, db, school_time, monkeypatch):
    """The menu is kept for all who hold a role: a path in the address of the journal must not come into it."""
    school_time("2023-11-20 15:00+07:00")
    made = people(db)
    own = app.extensions["settings"]
    monkeypatch.setitem(app.extensions, "settings", own.model_copy(update={"base_url": f"{own.base_url}/under"}))
    warm(app)
    monkeypatch.setitem(app.extensions, "settings", own)
    client = app.test_client()
    client.set_cookie("sid", open_session(made.teacher))
    assert "/under/" not in client.get("/journal/").text
