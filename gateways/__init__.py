"""The outside: mail and SMS behind one interface; which service it is, the address in the settings says (ADR 27)."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from gateways.files import FileGateway
from gateways.smsc import SmscGateway
from gateways.smsru import SmsRuGateway
from rules.parcels import Outgoing, Receipt

MAIL = {"smtp": ("PLAIN", 25), "smtps": ("TLS", 465), "smtp+starttls": ("STARTTLS", 587)}
SMS = {"smsc": ("https", "smsc.ru"), "smsru": ("https", "sms.ru"),
       "smsc+http": ("http", "127.0.0.1"), "smsru+http": ("http", "127.0.0.1")}


class Gateway(Protocol):
    """A service that delivers; ``gateways.failures`` says why it did not."""

    name: str

    def send(self, item: Outgoing) -> Receipt: ...

    def seek(self, item: Outgoing) -> Receipt | None:
        """What became of an earlier attempt of the same parcel: taken, or None when it may be sent (again)."""

    def close(self) -> None: ...


def mail_gateway(url: str | None, folder: Path) -> Gateway:
    """Mail by «smtp+starttls://user:password@host:port?from=…»; without an address, files in the folder."""
    if not url:
        return FileGateway(folder)
    from gateways.mail import MailGateway, Security  # what writes letters takes memory: only where a server is set

    parts = urlsplit(url)
    security, port = MAIL[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    sender = parse_qs(parts.query).get("from", [user])[0]
    return MailGateway(parts.hostname or "", parts.port or port, Security[security], user, password, sender)


def sms_gateway(url: str | None, folder: Path) -> Gateway:
    """SMS by «smsc://login:password@smsc.ru» or «smsru://api_id@sms.ru»; without an address, files in the folder."""
    if not url:
        return FileGateway(folder)
    parts = urlsplit(url)
    scheme, host = SMS[parts.scheme]
    base = f"{scheme}://{parts.hostname or host}{f':{parts.port}' if parts.port else ''}"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    query = parse_qs(parts.query)
    if parts.scheme.startswith("smsru"):
        return SmsRuGateway(base, user, query.get("from", [""])[0])
    return SmscGateway(base, user, password, query.get("sender", [""])[0])
