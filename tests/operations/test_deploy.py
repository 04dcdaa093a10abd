"""Files of deploy/ say what the journal needs and nothing that contradicts it (п. 9.6)."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections import defaultdict
from configparser import RawConfigParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
import yaml

from config import ROOT, Settings

DEPLOY = ROOT / "deploy"
UNITS = ("journal.service", "journal-jobs.service")
OURS = {str(field.validation_alias) for field in Settings.model_fields.values() if field.validation_alias}
OF_THE_SERVER = {"JOURNAL_BIND", "JOURNAL_WORKERS", "JOURNAL_THREADS", "PROMETHEUS_MULTIPROC_DIR"}
HARD = {"NoNewPrivileges": "true", "ProtectSystem": "strict", "ProtectHome": "true", "PrivateTmp": "true",
        "PrivateDevices": "true", "CapabilityBoundingSet": "", "UMask": "0077", "User": "journal"}


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


# gunicorn

@pytest.fixture(scope="module")
def gunicorn() -> Any:
    found = importlib.util.spec_from_file_location("gunicorn_conf", DEPLOY / "gunicorn.conf.py")
    made = importlib.util.module_from_spec(found)
    with pytest.MonkeyPatch.context() as kept:  # it names a folder to the environment, for servers after this test too
        kept.setenv("PROMETHEUS_MULTIPROC_DIR", "nowhere")
        found.loader.exec_module(made)
    return made


def test_the_server_believes_no_proxy_and_ends_gracefully(gunicorn, unit):
    assert gunicorn.forwarded_allow_ips == "", "JOURNAL_PROXIES says whom to believe"
    assert gunicorn.preload_app and gunicorn.accesslog is None
    assert gunicorn.threads <= Settings.model_fields["pool"].default, "a connection for each thread"
    stop = int(unit("journal.service")["Service"]["TimeoutStopSec"])
    assert gunicorn.graceful_timeout < stop
    assert nginx()["proxy_read_timeout"] == [f"{gunicorn.timeout + 10}s"]


@pytest.mark.parametrize(("extensions", "warmed"), [({"settings": 1}, 1), ({}, 0)], ids=["the journal", "a peer"])
def test_pages_are_drawn_before_workers_are_forked(gunicorn, monkeypatch, extensions, warmed):
    application, drawn, kept = SimpleNamespace(extensions=extensions), [], Mock()
    monkeypatch.setattr("views.warming.warm", drawn.append)
    monkeypatch.setattr(gunicorn, "gc", kept)
    gunicorn.when_ready(SimpleNamespace(app=SimpleNamespace(wsgi=lambda: application)))
    assert drawn == [application] * warmed
    assert [call[0] for call in kept.method_calls] == ["collect", "freeze", "set_threshold"]


# systemd

@pytest.fixture(scope="module")
def unit() -> Any:
    def parse(name: str) -> RawConfigParser:
        made = RawConfigParser(strict=False)
        made.optionxform = str
        made.read_string(read(f"systemd/{name}"))
        return made
    return parse


@pytest.mark.parametrize("name", UNITS)
def test_units_can_reach_their_own_folders_only(unit, name):
    service = unit(name)["Service"]
    assert {key: service[key] for key in HARD} == HARD
    assert service["EnvironmentFile"] == "/etc/journal.env"
    assert service["StateDirectory"] == "journal"


def test_units_are_understood_by_systemd(tmp_path):
    """Programs of an installation are not here; everything else is judged."""
    if shutil.which("systemd-analyze") is None:
        return  # they are read as text above
    for file in (DEPLOY / "systemd").iterdir():
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    answer = subprocess.run(["systemd-analyze", "verify", *map(str, tmp_path.iterdir())], capture_output=True,
                            text=True)
    said = [line for line in answer.stderr.splitlines() if "journal" in line]
    assert said == []


# nginx

def nginx() -> dict[str, list[str]]:
    """Directive → its values, wherever it stands."""
    text = re.sub(r"#.*", "", read("nginx.conf"))
    assert text.count("{") == text.count("}")
    found = defaultdict(list)
    for name, value in re.findall(r"(?:^|[;{}])\s*(\w+)\s+([^;{}]+)(?=[;{])", text):
        found[name].append(" ".join(value.split()))
    return found


def test_every_directive_ends():
    for line in read("nginx.conf").splitlines():
        told = line.split("#")[0].strip()
        assert not told or told[-1] in ";{}" or told.startswith("log_format"), line


def test_what_a_visitor_says_of_himself_is_thrown_away():
    headers = dict(value.split(" ", 1) for value in nginx()["proxy_set_header"])
    assert headers["X-Forwarded-For"] == "$remote_addr", "set, not appended"
    assert {name for name, value in headers.items() if value == '""'} == {
        "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded"}
    assert (headers["Host"], headers["X-Request-ID"]) == ("$host", "$request_id")


def test_nginx_lets_uploads_through_and_little_more():
    megabytes = int(nginx()["client_max_body_size"][0].removesuffix("m"))
    assert megabytes == Settings.model_fields["upload_megabytes"].default + 1
    assert {"client_header_timeout", "client_body_timeout", "send_timeout"} <= set(nginx())


def test_tls_is_of_today_and_safety_headers_are_the_journals():
    assert nginx()["ssl_protocols"] == ["TLSv1.2 TLSv1.3"]
    assert not nginx()["add_header"]
    assert "return 301 https://" in read("nginx.conf")


@pytest.mark.parametrize("place", ["= /metrics", "= /health/ready"])
def test_what_is_for_the_machine_stays_there(place):
    assert re.search(rf"location {re.escape(place)} {{\s*return 404;", read("nginx.conf"))


@pytest.mark.parametrize("place", ["= /search", "/admin/"])
def test_pages_that_repeat_a_searched_word_are_not_compressed(place):
    assert re.search(rf"location {re.escape(place)} {{\s*gzip off;", read("nginx.conf"))


def test_the_log_of_nginx_names_nobody():
    assert not re.search(r"\$(args|query_string|request_uri|request |remote_addr|http_)", nginx()["log_format"][0])


# containers, variables

def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(read("compose.yaml"))
    return found


def test_containers_write_into_volumes_only():
    services = compose()["services"]
    assert set(services) == {"db", "migrate", "web", "jobs"}
    for name in ("migrate", "web", "jobs"):
        assert services[name]["read_only"] and services[name]["cap_drop"] == ["ALL"]
        assert services[name]["image"] == "journal"
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"], "the world comes through nginx"
    assert "ports" not in services["db"]
    volumes = {one.split(":")[0] for service in services.values() for one in service.get("volumes", ())}
    assert volumes == set(compose()["volumes"])
    client = re.search(r"postgresql-client-(\d+)", read("Dockerfile"))[1]
    assert services["db"]["image"] == f"postgres:{client}", "pg_dump of the server's version"


def test_the_image_is_made_of_files_that_are_there():
    text = read("Dockerfile")
    assert (ROOT / "requirements.txt").exists() and "USER journal" in text
    assert "deploy/gunicorn.conf.py" in text and "app:create_app()" in text


@pytest.mark.parametrize("names", [
    re.findall(r"^#?([A-Z_]+)=", read("journal.env.example"), re.MULTILINE),
    list(compose()["services"]["web"]["environment"]),
    re.findall(r"\b(JOURNAL_[A-Z_]+)=", read("Dockerfile")),
])
def test_no_variable_is_invented(names):
    assert names and set(names) <= OURS | OF_THE_SERVER


def test_the_example_starts_when_its_key_is_filled_in(monkeypatch, tmp_path):
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    for name, value in re.findall(r"^([A-Z_]+)=(.*)$", read("journal.env.example"), re.MULTILINE):
        monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match="SECRET_KEY"):
        Settings()
    monkeypatch.setenv("SECRET_KEY", "0123456789abcdef0123456789abcdef")
    assert Settings().production
    assert Settings().backups == Path("/var/backups/journal")
