"""Every answer is guarded, whoever makes it: pages, refusals, files, what fails half-way (ASVS 3.4, 14.3)."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask

from rules.terms import Role
from views import headers, policy
from views.headers import OF_FILES, PLAIN

pytestmark = pytest.mark.one_engine
NONCED = re.compile(r"default-src 'self'; script-src 'self' 'nonce-([\w-]{22})'; style-src 'self' 'nonce-\1'; .*"
                    r"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
PART = '--b\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n'
MANY_PARTS = {"data": (PART * 2100 + "--b--\r\n").encode(), "content_type": "multipart/form-data; boundary=b"}
FILE = "/static/css/tokens.css"
OFFICE_FILE = "/admin/static/bootstrap/bootstrap4/css/bootstrap.min.css"


def faults(answer: Any, *, static: bool = False) -> list[str]:
    """What an answer lacks; a static file may be kept by browsers and load nothing, a page the other way round."""
    policy_of_content = answer.headers.get_all("Content-Security-Policy")
    kept = answer.headers.get("Cache-Control", "")
    found = [name for name, value in PLAIN.items() if answer.headers.get_all(name) != [value]]
    if len(policy_of_content) != 1 or "unsafe" in policy_of_content[0]:
        found.append(f"CSP {policy_of_content}")
    elif not (policy_of_content[0] == OF_FILES if static else NONCED.fullmatch(policy_of_content[0])):
        found.append(f"CSP {policy_of_content[0]}")
    if (kept == "no-store") is static:
        found.append(f"Cache-Control {kept}")
    if "Access-Control-Allow-Origin" in answer.headers:
        found.append("open to other origins")
    return found


def addresses(app: Flask) -> list[Any]:
    """An address of every rule with numbers of nobody."""
    values = {"date": "2023-11-20", "filename": "no-such-file", "code": "0" * 26, "export_type": "csv"}
    adapter = app.url_map.bind("")
    return [(rule, adapter.build(rule.endpoint, {
        name: values.get(name, 999_999 if "IntegerConverter" in repr(rule._converters[name]) else "x")
        for name in rule.arguments})) for rule in app.url_map.iter_rules()]


def test_every_rule_refuses_a_visitor_under_guard(app, client):
    found, asked = [], 0
    for rule, path in addresses(app):
        for method in sorted(rule.methods - {"OPTIONS"} | {"PROPFIND"}):
            answer = client.open(path, method=method)
            asked += 1
            found += [f"{method} {path} {answer.status_code}: {fault}" for fault in faults(answer)]
    assert found == []
    assert asked > 1500


@pytest.mark.parametrize(("method", "path", "sent", "code"), [
    ("GET", "/no-such-page", {}, 404),
    ("GET", "/login?x=%00%ff", {}, 200),
    ("GET", "/health/live", {}, 200),
    ("GET", "/journal/" + "9" * 4000, {}, 302),
    ("POST", "/login", {"data": b"login=%ff&password=%00"}, 401),
    ("POST", "/login", {"data": b"a" * (2 * 1024 * 1024), "content_type": "application/json"}, 413),
    ("POST", "/login", {"data": {"login": "x" * 1_100_000}}, 413),
    ("POST", "/login", MANY_PARTS, 413),
    ("POST", "/login", {"data": b"--b\r\nbroken", "content_type": "multipart/form-data; boundary=b"}, 401),
    ("POST", "/login", {"data": b"x", "content_type": "multipart/form-data"}, 401),
    ("PUT", "/login", {}, 405), ("OPTIONS", "/login", {}, 200), ("TRACE", "/login", {}, 405),
])
def test_odd_requests_are_answered_in_russian(client, method, path, sent, code):
    answer = client.open(path, method=method, **sent)
    assert answer.status_code == code
    assert faults(answer) == []
    if code >= 400:
        assert re.search("[а-я]{3}", answer.json["message"] if answer.is_json else answer.text)
        assert not re.search(r"Traceback|werkzeug|<title>4\d\d ", answer.text)


@pytest.mark.parametrize(("path", "sent", "code"), [
    (FILE, {}, 200), (FILE, {"headers": {"Range": "bytes=0-9"}}, 206),
    (FILE, {"headers": {"Range": "bytes=999999-"}}, 416),
    (FILE, {"method": "POST"}, 405), (FILE, {"headers": {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}}, 304),
    (OFFICE_FILE, {}, 200), (OFFICE_FILE, {"headers": {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}}, 304),
])
def test_files_are_guarded_whatever_the_answer(client, path, sent, code):
    answer = client.open(path, **sent)
    assert answer.status_code == code
    assert [fault for fault in faults(answer, static=True)
            if code < 400 or not fault.startswith("Cache-Control")] == []
    if code == 200:
        assert "max-age=3600" in answer.headers["Cache-Control"]


def test_what_fails_after_the_page_was_made_is_guarded(app, client, monkeypatch):
    """An error in the very last step leaves an answer without a stack, and the outermost gate adds what is missing."""
    def crash(response: Any) -> Any:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.after_request_funcs, None, [crash])
    answer = client.get("/health/live")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert faults(answer, static=True) == ["Cache-Control no-store"]


def test_a_streamed_answer_is_guarded(app, client, monkeypatch):
    def stream():
        return app.response_class(iter(["а", "б"]), mimetype="text/plain")

    monkeypatch.setitem(app.view_functions, "health.live", policy.guard(policy.public())(stream))
    answer = client.get("/health/live")
    assert (answer.text, faults(answer)) == ("аб", [])


def test_under_tls_nothing_may_go_without_it(client):
    """HSTS is on what neither Flask nor the file server knows of."""
    sent: list[Any] = []
    guarded = headers.Guarded(lambda environ, start: start("400 BAD REQUEST", []) or [], secure=True)
    guarded({}, lambda status, listed: sent.append(dict(listed)))
    assert sent[0]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_every_script_and_style_of_a_page_carries_the_nonce(login):
    page = login(Role.DIRECTOR).get("/admin/student/")
    nonce = NONCED.fullmatch(page.headers["Content-Security-Policy"])[1]
    inline = re.findall(r"<(?:script|style)(?![^>]*\bsrc=)([^>]*)>", page.text)
    assert inline
    assert all(f'nonce="{nonce}"' in attributes or "application/json" in attributes for attributes in inline), inline
    assert not re.search(r"<[^>]+\s(?:on\w+|style)=", page.text)


def test_a_json_refusal_is_json(client):
    answer = client.put("/journal/1/cells/1/1", data=json.dumps({"value": "5"}), content_type="application/json")
    assert (answer.status_code, answer.mimetype, faults(answer)) == (401, "application/json", [])
