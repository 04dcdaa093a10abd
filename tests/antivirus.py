"""clamd as tests meet it: speaks INSTREAM, finds the test string of EICAR, and can be ill in every way."""

from __future__ import annotations

import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# in pieces: a scanner of this folder must not find it
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
NAME = "Eicar-Test-Signature"
VERSION = b"ClamAV 1.4.3/27830/Thu Nov 26 08:26:10 2026\0"
PATIENCE = 0.3  # seconds that the journal waits for a silent one in tests


class Daemon:
    """What it has been sent; ``says``: its answer to every file; ``stops_after`` so many bytes; ``silent``, ``slow``
    (a byte of the answer at a time); ``largest``: the limit of a stream; ``asked`` is called before it answers."""

    def __init__(self) -> None:
        self.scanned: list[bytes] = []
        self.says: bytes | None = None
        self.stops_after: int | None = None
        self.silent = self.slow = False
        self.largest = 2**25
        self.asked: Callable[[], None] = lambda: None
        self.over = threading.Event()
        self.address = ""

    def answer(self, content: bytes) -> bytes:
        if self.says is not None:
            return self.says
        return f"stream: {NAME} FOUND\0".encode() if EICAR in content else b"stream: OK\0"


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        daemon: Daemon = self.server.daemon  # type: ignore[attr-defined]
        if daemon.silent:
            daemon.over.wait(30)
            return
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zVERSION\0":
            self.wfile.write(VERSION)
        elif command == b"zINSTREAM\0":
            self.scan(daemon)
        else:
            self.wfile.write(b"UNKNOWN COMMAND\0")

    def scan(self, daemon: Daemon) -> None:
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            if len(content) + size > daemon.largest:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
            content += self.rfile.read(size)
            if daemon.stops_after is not None and len(content) >= daemon.stops_after:
                return
        daemon.scanned.append(content)
        daemon.asked()
        for piece in (bytes([sign]) for sign in daemon.answer(content)) if daemon.slow else (daemon.answer(content),):
            self.wfile.write(piece)
            if daemon.slow:
                time.sleep(0.05)


class _Quiet:
    """Whoever hangs up in the middle is what the tests are about."""

    daemon_threads, block_on_close, allow_reuse_address = True, False, True

    def handle_error(self, *told: Any) -> None:
        """Nothing."""


class _Unix(_Quiet, socketserver.ThreadingUnixStreamServer):
    pass


class _Tcp(_Quiet, socketserver.ThreadingTCPServer):
    pass


@contextmanager
def clamd(folder: Path | None = None) -> Iterator[Daemon]:
    """A daemon on a socket in the folder, without one on a free port of this machine."""
    daemon = Daemon()
    server: Any = _Unix(str(folder / "clamd.ctl"), _Handler) if folder else _Tcp(("127.0.0.1", 0), _Handler)
    server.daemon = daemon
    daemon.address = f"unix:{folder / 'clamd.ctl'}" if folder else f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield daemon
    finally:
        daemon.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
