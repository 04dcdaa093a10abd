"""What is handed to a gateway and what it answers: plain values (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rules.terms import Channel


@dataclass(frozen=True)
class Outgoing:
    """One letter or SMS, ready to be sent.

    parcel: 32 signs, the same in every attempt: the service and the mailbox tell a repetition by it.
    address: «+79132123456» or a mail address; subject: without personal data, empty for SMS.
    """

    parcel: str
    channel: Channel
    address: str
    subject: str
    body: str
    at: dt.datetime
    file: tuple[str, str, bytes] | None = None  # name, media type, bytes


@dataclass(frozen=True)
class Receipt:
    """The service has taken it: its number there, the cost in kopecks where it is told."""

    provider_id: str
    cost: int | None = None
