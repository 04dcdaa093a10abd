"""The outside as tests meet it: a real SMTP server, and an HTTP server that behaves like SMSC.ru and SMS.ru."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as POLICY
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tools.ports import free_port


class Mailbox:
    """Keeps what an SMTP server accepts; ``refuse`` answers for a step, ``accepted`` is told of each letter."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.refuse: dict[str, str] = {}
        self.accepted: Callable[[int], None] = lambda count: None

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        return self.refuse.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if "RCPT" in self.refuse:
            return self.refuse["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if "DATA" in self.refuse:
            return self.refuse["DATA"]
        self.letters.append(message_from_bytes(envelope.content, policy=POLICY))
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        self.accepted(len(self.letters))
        return "250 Message accepted for delivery"


def _sign_in(server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"journal@college.test", b"p@ss:word"), handled=False)


@contextmanager
def mail_server(*, auth: bool = False, tls: Any = None, starttls: bool = False) -> Iterator[tuple[Mailbox, int]]:
    """A server on a free port; ``auth`` wants journal@college.test / p@ss:word."""
    mailbox, options = Mailbox(), {}
    if auth:
        options |= {"authenticator": _sign_in, "auth_required": True, "auth_require_tls": False}
    if starttls:
        options |= {"tls_context": tls, "require_starttls": True}
    port = free_port()
    server = Controller(mailbox, hostname="127.0.0.1", port=port, ssl_context=None if starttls else tls, **options)
    server.start()
    try:
        yield mailbox, port
    finally:
        server.stop()


class SmsService(ThreadingHTTPServer):
    """Both services at once: what was taken by number, what was asked, what to answer instead."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[dict[str, str]] = []
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answer: dict[str, Any] | str | int | None = None  # JSON, junk or an HTTP status instead of the usual
        self.accepted: Callable[[int], None] = lambda count: None
        self.silent = False  # takes the message and closes the connection

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is gone is a part of the play."""

    def smsc_send(self, fields: dict[str, str]) -> dict[str, Any]:
        if (fields.get("login"), fields.get("psw")) not in (("college", "se:cret"), ("", "key")):
            return {"error": "authorise error", "error_code": 2}
        if any((old["phones"], old["mes"]) == (fields["phones"], fields["mes"]) for old in self.taken):
            return {"error": "duplicate request, wait a minute", "error_code": 9}
        self.taken.append(fields)
        self.accepted(len(self.taken))
        return {"id": fields["id"], "cnt": 1, "cost": "3.25", "balance": "100.5"}

    def smsc_status(self, fields: dict[str, str]) -> dict[str, Any]:
        known = any((old["phones"], old["id"]) == (fields["phone"], fields["id"]) for old in self.taken)
        return {"status": 1, "last_date": "20.11.2023 15:00:00", "cost": "3.25"} if known else {"status": -3}

    def smsru_send(self, fields: dict[str, str]) -> dict[str, Any]:
        if fields.get("api_id") != "ABC-1":
            return {"status": "ERROR", "status_code": 301, "status_text": "Неправильный api_id"}
        self.taken.append(fields)
        self.accepted(len(self.taken))
        return {"status": "OK", "status_code": 100, "balance": 12.3, "sms": {
            fields["to"]: {"status": "OK", "status_code": 100, "sms_id": f"000000-{len(self.taken)}", "cost": "5.50"}}}


class _Handler(BaseHTTPRequestHandler):
    server: SmsService

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
        self.server.asked.append((self.path, fields))
        doors = {"/sys/send.php": self.server.smsc_send, "/sys/status.php": self.server.smsc_status,
                 "/sms/send": self.server.smsru_send}
        answer = self.server.answer
        if answer is None or self.server.silent:
            answer = doors[self.path](fields)
        if self.server.silent:
            self.connection.close()
            return
        self.send_response(answer if isinstance(answer, int) else 200)
        self.end_headers()
        if not isinstance(answer, int):
            self.wfile.write((answer if isinstance(answer, str) else json.dumps(answer)).encode("latin-1"))

    def do_GET(self) -> None:
        """Phones and texts must not be in addresses, which services log."""
        self.send_error(405)

    def log_message(self, *args: Any) -> None:
        """Nothing is printed."""


@contextmanager
def sms_service() -> Iterator[SmsService]:
    service = SmsService()
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.shutdown()
        service.server_close()
        thread.join()
