"""A net that loses answers: the request has reached the server, nobody hears what came of it."""

from __future__ import annotations

import http.client
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOP_BY_HOP = {"connection", "transfer-encoding", "keep-alive", "content-length"}


class Lossy(ThreadingHTTPServer):
    """Passes requests on; every answer has the same chance to be lost, and the connection with it."""

    daemon_threads = True

    def __init__(self, port: int, share: float, seed: int = 1) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.upstream, self.share, self.chance, self.lost = port, share, random.Random(seed), 0

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is what this is for."""


class _Passing(BaseHTTPRequestHandler):
    server: Lossy

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        connection = http.client.HTTPConnection("127.0.0.1", self.server.upstream, timeout=30)
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if self.server.chance.random() < self.server.share:
            self.server.lost += 1
            self.close_connection = True
            return
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = _pass_on

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def lossy(port: int, share: float) -> Iterator[Lossy]:
    """The net in front of the server at ``port``; ``share`` may be changed under way."""
    net = Lossy(port, share)
    thread = threading.Thread(target=net.serve_forever, daemon=True)
    thread.start()
    yield net
    net.shutdown()
    thread.join()
    net.server_close()
