"""ЕСИА («Госуслуги»): requests signed by a plug-in, since GOST keys need certified software (docs/esia.md).

Written by the published rules (v2/ac, v3/te) and tried against a stand-in only: no college has a mnemonic here yet.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import importlib
import json
import uuid
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urlencode

from gateways.asking import ask
from gateways.failures import Never
from gateways.identity import Journey, Outside, code_of

SERVICE = "Госуслуги"
LEEWAY = dt.timedelta(minutes=1)


class Signer(Protocol):
    """The plug-in: the college's key and the certificate of ЕСИА, whatever software keeps them."""

    certificate_hash: str  # of the college's certificate, as the technological portal has it

    def sign(self, data: bytes) -> bytes:
        """The signature of the college's system (GOST R 34.10-2012)."""

    def verify(self, algorithm: str, data: bytes, signature: bytes) -> bool:
        """Whether ЕСИА has signed; False for an algorithm that is not trusted."""


def load_signer(path: str) -> Signer:
    """The plug-in named «package.module:callable»; raises ValueError in words when there is none."""
    module, _, name = path.partition(":")
    try:
        made: Signer = getattr(importlib.import_module(module), name)()
        usable = callable(made.sign) and callable(made.verify) and bool(made.certificate_hash)
    except Exception as error:
        raise ValueError(f"ESIA_SIGNER: модуль подписи «{path}» не загружен ({type(error).__name__})") from error
    if not usable:
        raise ValueError(f"ESIA_SIGNER: у модуля подписи «{path}» нет sign, verify или certificate_hash")
    return made


class EsiaGateway:
    """The person is the number of the account in ЕСИА (``sub``), never a name, a СНИЛС or a mail address."""

    title = "Войти через Госуслуги"

    def __init__(self, base: str, issuer: str, client_id: str, signer: Signer) -> None:
        self.base, self.issuer, self.client_id, self.signer = base.rstrip("/"), issuer, client_id, signer

    def begin(self, callback: str, now: dt.datetime) -> Journey:
        state = str(uuid.uuid4())
        fields = self._signed(state, callback, now) | {"response_type": "code", "access_type": "online"}
        return Journey(f"{self.base}/aas/oauth2/v2/ac?{urlencode(fields)}", state, "", "")

    def finish(self, journey: Journey, answer: Mapping[str, str], callback: str, now: dt.datetime) -> Outside:
        code = code_of(journey, answer)
        fields = self._signed(str(uuid.uuid4()), callback, now, code) | {
            "grant_type": "authorization_code", "code": code, "token_type": "Bearer"}
        token = ask(self.base, "/aas/oauth2/v3/te", fields, SERVICE).get("id_token")
        claims = self._claims(str(token), now)
        return Outside(self.issuer, str(claims["sub"]))

    def _signed(self, state: str, callback: str, now: dt.datetime, code: str = "") -> dict[str, str]:
        stamp = now.astimezone(dt.UTC).strftime("%Y.%m.%d %H:%M:%S +0000")
        text = "".join((self.client_id, "openid", stamp, state, callback, code))
        return {"client_id": self.client_id, "scope": "openid", "timestamp": stamp, "state": state,
                "redirect_uri": callback, "client_certificate_hash": self.signer.certificate_hash,
                "client_secret": base64.urlsafe_b64encode(self.signer.sign(text.encode())).decode().rstrip("=")}

    def _claims(self, token: str, now: dt.datetime) -> dict[str, Any]:
        """What ЕСИА says of the person: signed by it, for this system, now."""
        signed, _, signature = token.rpartition(".")
        head, _, body = signed.partition(".")
        try:
            header, claims, sign = json.loads(_decode(head)), json.loads(_decode(body)), _decode(signature)
            genuine = self.signer.verify(str(header["alg"]), signed.encode(), sign)
            living = (dt.datetime.fromtimestamp(claims["exp"], dt.UTC) > now - LEEWAY
                      and dt.datetime.fromtimestamp(claims.get("nbf", 0), dt.UTC) < now + LEEWAY)
            fits = claims["iss"] == self.issuer and claims["aud"] == self.client_id and bool(claims["sub"])
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise Never("удостоверение Госуслуг не разобрано") from error
        if not (genuine and living and fits):
            raise Never("удостоверение Госуслуг не прошло проверку")
        found: dict[str, Any] = claims
        return found


def _decode(part: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except binascii.Error as error:
        raise ValueError("base64") from error
