"""How long a page, a job and a command may hold the database, and what of it can be set (п. 7.1)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models import db as database_of_the_app
from models.engine import options, patient

LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


def limits(session) -> tuple[str, ...]:
    found = tuple(session.scalar(sa.text(f"SHOW {name}")) for name in LIMITS)
    session.rollback()
    return found


@pytest.mark.parametrize(("who_waits", "wanted"), [
    (False, ("15s", "5s", "1min")),  # a person
    (True, ("0", "1min", "0")),  # a job or a command
])
def test_a_page_may_take_less_than_a_job(db, who_waits, wanted):
    if db.get_bind().dialect.name == "sqlite":
        return  # its one limit, busy_timeout, is looked at in test_smoke
    db.rollback()
    patient.set(who_waits)
    assert limits(db) == wanted
    patient.set(False)
    assert limits(db) == ("15s", "5s", "1min"), "patience ends with the transaction"


def test_a_job_is_patient_and_a_request_is_not(app, db, client):
    import jobs

    seen = []
    jobs._run(app, lambda: seen.append(patient.get()))
    patient.set(False)
    client.get("/login")
    assert (seen, patient.get()) == ([True], False)


def test_what_is_set_reaches_the_server(app):
    made = options(sa.make_url("postgresql+psycopg://host/journal?options=-csearch_path%3Dcollege_7"), 3, 20, 2)
    assert (made["pool_size"], made["max_overflow"]) == (3, 0), "connections never exceed what was counted on"
    said = made["connect_args"]["options"]
    for part in ("-csearch_path=college_7", "statement_timeout=20s", "lock_timeout=2s", "timezone=UTC"):
        assert part in said
    with app.app_context():
        assert database_of_the_app.engine.hide_parameters
