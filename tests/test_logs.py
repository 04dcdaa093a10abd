"""Lines of log: one per request, job and command, with a number, without people (п. 9.1, 9.6)."""

from __future__ import annotations

import io
import json
import logging
import sys

import pytest
import structlog
from werkzeug.test import EnvironBuilder, run_wsgi_app

import jobs
from actions.job_runs import Told
from logs import JsonLines
from rules.terms import Role
from tests import factories as f


@pytest.fixture
def lines():
    """What was written, as an installation writes it."""
    kept, buffer = structlog.get_config(), io.StringIO()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
                        logger_factory=structlog.PrintLoggerFactory(buffer))
    yield lambda: [json.loads(line) for line in buffer.getvalue().splitlines()]
    structlog.configure(**kept)


def test_one_line_per_request_without_people(app, db, login, lines):
    surname = f.StudentFactory(last_name="Рунолётов").last_name
    answer = login(Role.ADMINISTRATOR).get(f"/search?q={surname}", headers={"X-Request-ID": "forged-by-the-visitor"})
    (line,) = lines()
    assert set(line) == {"event", "level", "timestamp", "request_id", "method", "route", "status", "ms", "sql"}
    assert (line["event"], line["method"], line["route"], line["status"]) == ("request", "GET", "/search", 200)
    assert line["sql"] > 1
    assert line["request_id"] == answer.headers["X-Request-ID"] != "forged-by-the-visitor"
    assert surname not in json.dumps(line, ensure_ascii=False)


@pytest.mark.parametrize(("proxies", "forwarded", "given", "kept"), [
    ("", None, "0123456789abcdef", False),  # nobody is believed
    ("", "10.0.0.5", "0123456789abcdef", False),
    ("127.0.0.1", "10.0.0.5", "0123456789abcdef", True),
    ("127.0.0.1", None, "0123456789abcdef", False),  # asked past the proxy
    ("10.9.9.9", "10.0.0.5", "0123456789abcdef", False),  # through another one
    ("127.0.0.1", "10.0.0.5", "Петров", False),
    ("127.0.0.1", "10.0.0.5", "a" * 65, False),
    ("127.0.0.1", "10.0.0.5", "short", False),
])
def test_the_number_of_a_request_is_a_configured_proxys(app, lines, proxies, forwarded, given, kept):
    from views.proxies import Proxies

    settings = app.extensions["settings"].model_copy(update={"proxies": proxies})
    headers = {"X-Request-ID": given, **({"X-Forwarded-For": forwarded} if forwarded else {})}
    sent = [(name, value.encode().decode("latin-1")) for name, value in headers.items()]
    environ = EnvironBuilder("/health/live", environ_base={"REMOTE_ADDR": "127.0.0.1"}, headers=sent).get_environ()
    _, _, answered = run_wsgi_app(Proxies(app.wsgi_app.inner, settings), environ)
    assert (answered["X-Request-ID"] == given) is kept
    assert lines()[-1]["request_id"] == answered["X-Request-ID"]


def good() -> Told:
    structlog.get_logger().info("inside")
    return Told("Петров Пётр")


def bad() -> Told:
    raise ValueError("Петров Пётр")


def test_a_job_is_a_line_and_what_it_says_has_its_number(app, db, lines):
    jobs._run(app, good)
    with pytest.raises(ValueError, match="Петров"):
        jobs._run(app, bad)
    inside, ended, failed = lines()
    assert (ended["event"], ended["name"], ended["ok"]) == ("job", "good", True)
    assert inside["request_id"] == ended["request_id"] != failed["request_id"]
    assert (failed["name"], failed["ok"], failed["error"]) == ("bad", False, "ValueError")
    assert failed["stack"][-1].endswith(" bad")
    assert "Петров" not in json.dumps([ended, failed], ensure_ascii=False)


@pytest.mark.parametrize(("arguments", "name", "code"), [
    (["audit", "verify"], "audit verify", 0),
    (["users", "create", "Петров", "--role", "teacher", "--name", "Петров"], "users create", 2),
])
def test_a_command_is_a_line_without_its_arguments(app, db, lines, arguments, name, code):
    answer = app.test_cli_runner().invoke(args=arguments)
    line = lines()[-1]
    assert (line["event"], line["exit"], answer.exit_code) == ("command", code, code), answer.output
    assert line["name"].endswith(name)
    assert "Петров" not in json.dumps(line, ensure_ascii=False)


def test_lines_of_libraries_lose_query_strings_and_words_of_errors():
    try:
        raise LookupError("Петров Пётр")
    except LookupError:
        record = logging.LogRecord("gunicorn.error", logging.ERROR, "", 0, "Error handling request %s",
                                   ("/search?q=Петров&page=2",), sys.exc_info())
    line = json.loads(JsonLines().format(record))
    assert (line["event"], line["error"]) == ("Error handling request /search?…", "LookupError")
    assert "Петров" not in json.dumps(line, ensure_ascii=False)


def test_an_error_of_the_database_does_not_repeat_the_values(db):
    import sqlalchemy as sa

    with pytest.raises(sa.exc.DBAPIError) as caught:
        db.execute(sa.text("SELECT :name FROM no_such_table"), {"name": "Петров Пётр"})
    assert "Петров" not in str(caught.value)
    db.rollback()
