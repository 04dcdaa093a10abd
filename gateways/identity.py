"""Sign-in through a provider of identities: one interface, an adapter per kind; the settings say which (ADR 34)."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from gateways.failures import Never


@dataclass(frozen=True)
class Journey:
    """The way to the provider and what must come back with the visitor: kept by their browser, signed by us."""

    url: str
    state: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True)
class Outside:
    """Whom the provider has recognised; ``second_factor``: it says that it asked for more than a password."""

    issuer: str
    subject: str
    second_factor: bool = False


class IdentityGateway(Protocol):
    """``gateways.failures`` says why somebody was not recognised: nobody answers (Down), or a refusal (Never)."""

    title: str
    issuer: str

    def begin(self, callback: str, now: dt.datetime) -> Journey: ...

    def finish(self, journey: Journey, answer: Mapping[str, str], callback: str, now: dt.datetime) -> Outside: ...


def secret() -> str:
    """43 signs of an address: as long as a verifier of PKCE has to be."""
    return secrets.token_urlsafe(32)


def code_of(journey: Journey, answer: Mapping[str, str]) -> str:
    """The code that the visitor has brought; raises ``Never`` when it is not the answer to our question."""
    if not hmac.compare_digest(answer.get("state", "").encode(), journey.state.encode()):
        raise Never("ответ не на наш запрос. Начните вход заново")
    if answer.get("error"):
        raise Never("вход у поставщика отменён или запрещён")
    code = answer.get("code", "")
    if not 0 < len(code) <= 4000:
        raise Never("поставщик не прислал кода входа")
    return code
