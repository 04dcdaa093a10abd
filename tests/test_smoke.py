"""The application stands: pages answer, every answer is guarded, unsafe settings do not start."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import abort

from config import Settings
from models import db as database_of_the_app
from models.engine import writing
from rules.terms import Role
from views import policy

GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
OWN_KEY = "0123456789abcdef0123456789abcdef"


def test_sign_in_page(client):
    page = client.get("/login")
    assert page.status_code == 200
    assert 'lang="ru"' in page.text
    for part in ('name="login"', 'name="password"', 'name="csrf_token"', '<meta name="csrf-token"'):
        assert part in page.text


@pytest.mark.parametrize(("method", "path", "code"), [
    ("GET", "/login", 200), ("GET", "/sessions", 302), ("GET", "/no-such-page", 404), ("DELETE", "/login", 405),
    ("POST", "/login", 401), ("GET", "/static/css/tokens.css", 200), ("GET", "/static/no-such-file.css", 404),
    ("GET", "/static/../config.py", 404), ("GET", "/health/live", 200),
])
def test_every_answer_is_guarded(client, method, path, code):
    answer = client.open(path, method=method)
    assert answer.status_code == code
    guarded(answer, page=not (path.startswith("/static/") and code == 200))


def test_a_crash_is_guarded_and_tells_nothing(app, client, monkeypatch):
    """In production an error is a Russian page without a stack."""
    def crash():
        raise RuntimeError("secret detail")

    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "health.live", policy.guard(policy.public())(crash))
    answer = client.get("/health/live")
    assert answer.status_code == 500
    assert "Ошибка на сервере" in answer.text
    assert "secret detail" not in answer.text
    guarded(answer)


def guarded(answer, page: bool = True) -> None:
    assert {name: answer.headers.get(name) for name in GUARDS} == GUARDS
    csp = answer.headers["Content-Security-Policy"]
    if not page:
        assert csp == "default-src 'none'; frame-ancestors 'none'"
        return
    assert re.search(r"script-src 'self' 'nonce-[\w-]{22}'; style-src 'self' 'nonce-[\w-]{22}';", csp)
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in csp
    assert "unsafe" not in csp


def test_nonces_are_never_repeated(client):
    assert len({client.get("/login").headers["Content-Security-Policy"] for _ in range(3)}) == 3


def test_pages_are_not_kept_by_browsers(client):
    assert client.get("/login").headers["Cache-Control"] == "no-store"
    assert "no-store" not in client.get("/static/css/tokens.css").headers["Cache-Control"]


def test_error_pages_are_russian(client):
    for path, method, words in (("/no-such-page", "GET", "Не найдено"), ("/login", "DELETE", "Так нельзя")):
        page = client.open(path, method=method)
        assert words in page.text
        assert "Traceback" not in page.text
    assert client.get("/no-such-page", headers={"Accept": "application/json"}).json["message"].startswith("Не найдено")


def test_every_endpoint_has_a_policy(app):
    assert [rule.endpoint for rule in app.url_map.iter_rules() if policy.policy_of(app, rule.endpoint) is None] == []


def test_an_endpoint_without_a_policy_stops_the_start(app, monkeypatch):
    monkeypatch.setitem(app.view_functions, "health.live", lambda: abort(404))
    with pytest.raises(RuntimeError, match=r"without a policy: health\.live"):
        policy.require_policies(app)


def test_routes_are_listed_for_black_box_checks(app):
    rows = json.loads(app.test_cli_runner().invoke(args=["routes-json"]).stdout)
    assert {row["endpoint"] for row in rows} == {rule.endpoint for rule in app.url_map.iter_rules()}
    assert all(row["policy"] for row in rows)


@pytest.mark.parametrize(("environment", "message"), [
    ({"JOURNAL_TZ": "Asia/Atlantis"}, "JOURNAL_TZ: часовой пояс «Asia/Atlantis» неизвестен"),
    ({"JOURNAL_DEMO": "1", "JOURNAL_NOW": "завтра"}, "JOURNAL_NOW: нужно время вида"),
    ({"JOURNAL_NOW": "2023-11-20T15:00:00+07:00"}, "JOURNAL_NOW действует только в демонстрации"),
    ({"JOURNAL_BASE_URL": "https://journal.example", "JOURNAL_DEMO": "1", "SECRET_KEY": OWN_KEY}, "на рабочем адресе"),
    ({"JOURNAL_BASE_URL": "https://journal.example"}, "SECRET_KEY: на рабочем адресе https нужен свой ключ"),
    ({"JOURNAL_BASE_URL": "HTTPS://journal.example"}, "SECRET_KEY: на рабочем адресе https нужен свой ключ"),
    ({"JOURNAL_BASE_URL": "journal.example"}, "JOURNAL_BASE_URL: начните с http://, https://"),
    ({"JOURNAL_BASE_URL": "https:///journal"}, "JOURNAL_BASE_URL: нужен адрес журнала"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY: нужно не меньше 16 знаков"),
    ({"JOURNAL_IDLE_MINUTES": "1"}, "JOURNAL_IDLE_MINUTES: нужно не меньше 5"),
    ({"JOURNAL_UPLOAD_MB": "много"}, "JOURNAL_UPLOAD_MB: нужно целое число"),
    ({"JOURNAL_DEMO": "maybe"}, "JOURNAL_DEMO: нужно 0 или 1"),
    ({"SMTP_URL": "mail.college.test"}, "SMTP_URL: начните с smtp://"),
    ({"SMTP_URL": "smtp://mail.college.test"}, "SMTP_URL: укажите адрес отправителя"),
    ({"SMTP_URL": "smtp://mail.college.test:many?from=a@b.test"}, "SMTP_URL: адрес записан неверно"),
    ({"SMTP_URL": "smtps://?from=a@b.test"}, "SMTP_URL: нет имени почтового сервера"),
    ({"SMS_URL": "https://smsc.ru"}, "SMS_URL: начните с smsc://"),
    ({"SMS_URL": "smsc://login@smsc.ru"}, "SMS_URL: нужен вид smsc://"),
    ({"SMS_URL": "smsc+http://a:b@smsc.ru"}, "SMS_URL: без шифрования можно обращаться только к 127.0.0.1"),
])
def test_unsafe_settings_do_not_start(environment, message, monkeypatch, capsys):
    from app import create_app

    for name in ("JOURNAL_DEMO", "JOURNAL_NOW", "JOURNAL_BASE_URL", "SECRET_KEY", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as stopped:
        create_app()
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


def test_the_database_lies_in_the_folder_of_the_installation(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("JOURNAL_INSTANCE", str(tmp_path))
    assert Settings().database_url == f"sqlite:///{tmp_path / 'journal.db'}"


def test_production_cookies_are_bound_to_the_host(tmp_path):
    from app import create_app

    made = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'empty.db'}", secret_key=OWN_KEY, testing=True,
                               base_url="https://journal.example", instance=tmp_path))
    answer = made.test_client().get("/login", base_url="https://journal.example")
    assert answer.headers["Set-Cookie"].startswith("__Host-page=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_sqlite_connections_keep_what_they_acknowledge(db):
    """Every connection of the pool, not only the first (engineering: WAL, full sync, keys enforced)."""
    engine = database_of_the_app.engine
    if engine.dialect.name != "sqlite":
        return
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "trusted_schema": 0,
              "journal_size_limit": 67108864}
    connections = [engine.connect() for _ in range(3)]
    for connection in connections:
        assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted
    for connection in connections:
        connection.close()


def test_writers_wait_their_turn_on_sqlite(db):
    """A writing request takes the write lock at once, a reading one never does."""
    engine = database_of_the_app.engine
    if engine.dialect.name != "sqlite":
        return
    writing.set(True)
    with engine.connect() as writer, sqlite3.connect(engine.url.database, timeout=0) as rival:
        writer.execute(sa.text("SELECT 1"))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            rival.execute("BEGIN IMMEDIATE")
        writer.rollback()
        writing.set(False)
        with engine.connect() as reader:
            reader.execute(sa.text("SELECT count(*) FROM student"))
            rival.execute("BEGIN IMMEDIATE")
            rival.rollback()
    rival.close()


def test_the_demo_clock_stands_still(app, school_time):
    from clock import school_now

    with app.app_context():
        assert school_now().isoformat() == "2023-11-20T15:00:00+07:00"
        school_time("2023-11-21 09:30")
        assert school_now().isoformat() == "2023-11-21T09:30:00+07:00"
        assert school_now().utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_start_page(login, role):
    answer = login(role).get("/", follow_redirects=True)
    assert answer.status_code == 200, answer.request.path
