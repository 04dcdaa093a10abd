"""OpenID Connect: code with PKCE, state and nonce; everything the token says is checked before it is believed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from gateways.failures import Down, Never
from gateways.identity import Journey, Outside, code_of, secret

TIMEOUT = 5  # seconds: a person waits
LEEWAY = 60  # seconds between the provider's clock and ours
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")  # signatures only the provider can make
LONGEST_SUBJECT = 255  # OpenID Connect Core, 2
WELL_KNOWN = "/.well-known/openid-configuration"


class OidcGateway:
    """One provider, known by its issuer; what it publishes about itself is asked once."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, title: str) -> None:
        self.issuer, self.client_id, self.client_secret, self.title = issuer, client_id, client_secret, title
        self._published: dict[str, Any] | None = None

    def begin(self, callback: str, now: dt.datetime) -> Journey:
        state, nonce, verifier = secret(), secret(), secret()
        address = self._address("authorization_endpoint")
        with self._session(callback) as session:
            url, _ = session.create_authorization_url(address, state=state, nonce=nonce, code_verifier=verifier)
        return Journey(url, state, nonce, verifier)

    def finish(self, journey: Journey, answer: Mapping[str, str], callback: str, now: dt.datetime) -> Outside:
        code = code_of(journey, answer)
        if answer.get("iss", self.issuer) != self.issuer:  # RFC 9207: an answer of another provider
            raise Never("ответ другого поставщика. Начните вход заново")
        try:
            with self._session(callback) as session:
                token = session.fetch_token(self._address("token_endpoint"), code=code, timeout=TIMEOUT,
                                            code_verifier=journey.verifier)
        except OAuthError as error:
            raise Never("код входа не подошёл или уже использован. Начните вход заново") from error
        except (requests.RequestException, ValueError) as error:
            raise Down(f"поставщик входа не отвечает ({type(error).__name__})") from error
        return self._outside(token.get("id_token"), journey.nonce, now)

    def _outside(self, id_token: object, nonce: str, now: dt.datetime) -> Outside:
        keys = self._get(self._address("jwks_uri"))
        rules = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()), leeway=LEEWAY, iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id}, sub={"essential": True}, exp={"essential": True},
            iat={"essential": True}, nonce={"essential": True, "value": nonce})
        try:
            claims = jwt.decode(str(id_token), KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims  # type: ignore[arg-type]
            rules.validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise Never(f"удостоверение поставщика не прошло проверку ({type(error).__name__})") from error
        audience, subject = claims["aud"], claims["sub"]
        if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != self.client_id:
            raise Never("удостоверение выдано не журналу")
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
            raise Never("в удостоверении нет идентификатора")
        return Outside(self.issuer, subject, "mfa" in (claims.get("amr") or ()))

    def _session(self, callback: str) -> Any:
        return OAuth2Session(self.client_id, self.client_secret, scope="openid", redirect_uri=callback,
                             code_challenge_method="S256")

    def _address(self, name: str) -> str:
        """An endpoint as the provider publishes it; over TLS when the issuer is."""
        found = self._metadata().get(name)
        if not isinstance(found, str) or not found.startswith(self.issuer.partition("://")[0] + "://"):
            raise Down(f"поставщик входа не назвал адреса {name}")
        return found

    def _metadata(self) -> dict[str, Any]:
        if self._published is None:
            found = self._get(self.issuer.rstrip("/") + WELL_KNOWN)
            if found.get("issuer") != self.issuer:
                raise Never("по адресу поставщика отвечает другой поставщик: проверьте OIDC_ISSUER")
            self._published = found
        return self._published

    def _get(self, url: str) -> dict[str, Any]:
        try:
            answer = requests.get(url, timeout=TIMEOUT, allow_redirects=False, headers={"Accept": "application/json"})
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise Down(f"поставщик входа не отвечает ({type(error).__name__})") from error
        if not isinstance(found, dict):
            raise Down("непонятный ответ поставщика входа")
        return found
