"""The antivirus at its socket and at its port: what it finds, and that no answer but «OK» lets a file through."""

from __future__ import annotations

import io
import socket
import threading
import time
from pathlib import Path

import pytest

from config import Settings
from gateways import antivirus
from gateways.antivirus import Clamd
from gateways.failures import Down, Never
from tests.antivirus import EICAR, NAME, PATIENCE, VERSION, clamd

pytestmark = pytest.mark.one_engine
LARGE = antivirus.PART * 20


@pytest.fixture(params=["socket", "port"])
def daemon(request, tmp_path, monkeypatch):
    monkeypatch.setattr(antivirus, "SCAN", PATIENCE)
    monkeypatch.setattr(antivirus, "GLANCE", PATIENCE)
    with clamd(tmp_path if request.param == "socket" else None) as made:
        yield made


def scan(daemon, content=b"words"):
    return Clamd(daemon.address).scan(io.BytesIO(content))


@pytest.mark.parametrize(("content", "found"), [pytest.param(*case[:2], id=case[2]) for case in [
    (b"words", None, "clean"), (b"", None, "empty"), (EICAR, NAME, "the test string"),
    (b"a" * (antivirus.PART - 10) + EICAR, NAME, "over the border of two parts"),
    (b"a" * LARGE, None, "many parts"),
]])
def test_what_it_finds(daemon, content, found):
    assert scan(daemon, content) == found
    assert daemon.scanned == [content], "all of it, once"


@pytest.mark.parametrize("told", ["", "(44d88612fea8a8f36de82e1278abb02f:68)"])
def test_the_name_of_what_it_finds(daemon, told):
    daemon.says = f"stream: Win.Test.EICAR_HDB-1{told} FOUND\0".encode()
    assert scan(daemon) == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize("says", [pytest.param(says, id=why) for says, why in [
    (b"", "nothing"), (b"\0", "an empty answer"), (b"stream: OK", "cut off"), (b"stream: OK\n", "another protocol"),
    (b"stream: OK\0stream: OK\0 ", "more than an answer"), (b"OK\0", "of another command"), (b"stream: ok\0", "case"),
    (b"stream: Access denied. ERROR\0", "its own error"), (b"stream: OK FOUND ERROR\0", "nonsense"),
    (b"HTTP/1.0 200 OK\r\n\r\n\0", "a web server"), (b"\xff\xfe\0", "no letters"), (b"a" * 5000, "without an end"),
    (b"stream: " + b"a" * 500 + b" FOUND\0", "a name without an end"),
]])
def test_whatever_is_not_understood_is_no_leave(daemon, says):
    daemon.says = says
    with pytest.raises(Down, match="антивирус"):
        scan(daemon)


@pytest.mark.parametrize("ill", [{"silent": True}, {"slow": True}], ids=["silent", "slow"])
def test_it_is_not_waited_for_longer_than_said(daemon, ill):
    vars(daemon).update(ill)
    began = time.monotonic()
    with pytest.raises(Down, match="TimeoutError"):
        scan(daemon)
    assert PATIENCE * 0.9 < time.monotonic() - began < PATIENCE + 2


@pytest.mark.parametrize("after", [1, antivirus.PART * 3])
def test_a_daemon_that_stops_in_the_middle(daemon, after):
    daemon.stops_after = after
    with pytest.raises(Down):
        scan(daemon, b"a" * LARGE)


def test_a_silent_one_that_takes_no_more_bytes(daemon):
    """The pipe is full and nobody reads: sending has its time too."""
    daemon.silent = True
    with pytest.raises(Down, match="TimeoutError"):
        scan(daemon, b"a" * 2**24)


def test_a_file_larger_than_it_takes(daemon):
    daemon.largest = LARGE - 1
    with pytest.raises(Never, match="StreamMaxLength"):
        scan(daemon, b"a" * LARGE)
    assert scan(daemon, b"a" * (LARGE - 1)) is None


def test_an_ok_before_the_end_is_none():
    """Said and hung up while the file was still on its way."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        def answer() -> None:
            line, _ = server.accept()
            with line:
                line.recv(10)
                line.sendall(b"stream: OK\0")
        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(Down):
            Clamd(f"127.0.0.1:{server.getsockname()[1]}").scan(io.BytesIO(b"a" * 2**24))


def test_its_version(daemon):
    assert Clamd(daemon.address).version() == VERSION.removesuffix(b"\0").decode()
    daemon.silent = True
    with pytest.raises(Down):
        Clamd(daemon.address).version()


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd.ctl", "127.0.0.1:1", "unix:/tmp", f"unix:/{'a' * 300}"])
def test_nobody_is_there(address):
    with pytest.raises(Down):
        Clamd(address).scan(io.BytesIO(b"words"))


@pytest.mark.parametrize(("value", "taken"), [
    ("unix:/run/clamav/clamd.ctl", True), ("127.0.0.1:3310", True), ("clamav:3310", True), ("[::1]:3310", True),
    ("", True), ("clamav", False), ("clamav:", False), ("clamav:0", False), ("clamav:99999", False),
    ("clamav:port", False), ("unix:", False), ("unix:clamd.ctl", False), ("/run/clamav/clamd.ctl", False),
    ("tcp://clamav:3310", False), ("user@clamav:3310", False), ("clamav:3310/path", False), (":3310", False),
    ("[::1:3310", False),
])
def test_the_setting(value, taken, tmp_path):
    made = None
    try:
        made = Settings(clamd=value, instance=Path(tmp_path))
    except ValueError as error:
        assert "JOURNAL_CLAMD: нужен вид unix:" in str(error)
    assert (made is not None) == taken
