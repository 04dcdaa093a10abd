"""Tokens that a provider might send, and ЕСИА with a stand-in for its signatures: what is believed, what is refused."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from gateways.esia import EsiaGateway, load_signer
from gateways.failures import Down, Never
from gateways.identity import Journey, Outside, code_of
from gateways.oidc import OidcGateway

NOW = dt.datetime(2026, 11, 26, 8, 0, tzinfo=dt.UTC)
STAMP = int(NOW.timestamp())
ISSUER = "https://id.example"
KEYS = {"RS256": RSAKey.generate_key(2048, {"kid": "a"}), "ES256": ECKey.generate_key("P-256", {"kid": "b"})}
SYMMETRIC = OctKey.import_key("secret-of-the-client-that-is-long", {"kid": "c"})
PUBLISHED = KeySet([*KEYS.values()]).as_dict(private=False)
RIGHT = {"iss": ISSUER, "aud": "journal", "sub": "42", "iat": STAMP, "exp": STAMP + 300, "nonce": "n"}
CALLBACK = "https://journal.example.ru/login/provider/callback"
METADATA = {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks", "authorization_endpoint": f"{ISSUER}/go",
            "token_endpoint": f"{ISSUER}/token"}


def gateway(monkeypatch, metadata=METADATA):
    made = OidcGateway(ISSUER, "journal", "secret", "Войти")
    monkeypatch.setattr(made, "_get", lambda url: PUBLISHED if url.endswith("jwks") else metadata)
    return made


def signed(claims, algorithm="RS256", key=None):
    key = key or KEYS[algorithm]
    return jwt.encode({"alg": algorithm, "kid": key.kid}, claims, key, algorithms=[algorithm])


@pytest.mark.parametrize(("changes", "factor"), [
    ({}, False), ({"aud": ["journal"]}, False), ({"aud": ["journal", "other"], "azp": "journal"}, False),
    ({"amr": ["pwd"]}, False), ({"amr": ["pwd", "mfa"]}, True), ({"exp": STAMP - 30}, False),  # clocks differ a little
])
@pytest.mark.parametrize("algorithm", KEYS)
def test_a_right_token(monkeypatch, changes, factor, algorithm):
    found = gateway(monkeypatch)._outside(signed(RIGHT | changes, algorithm), "n", NOW)
    assert found == Outside(ISSUER, "42", factor)


@pytest.mark.parametrize("changes", [
    {"iss": "https://evil.example"}, {"iss": ISSUER + "/"}, {"aud": "other"}, {"aud": ["other"]},
    {"aud": ["journal", "other"]}, {"aud": ["journal", "other"], "azp": "other"}, {"nonce": "m"}, {"nonce": None},
    {"exp": STAMP - 61}, {"exp": None}, {"iat": STAMP + 600}, {"nbf": STAMP + 600}, {"sub": ""}, {"sub": None},
    {"sub": "4" * 256}, {"sub": 42},
])
def test_a_wrong_claim(monkeypatch, changes):
    claims = {name: value for name, value in (RIGHT | changes).items() if value is not None}
    with pytest.raises(Never):
        gateway(monkeypatch)._outside(signed(claims), "n", NOW)


def unsigned() -> str:
    head, body = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
                  for part in ({"alg": "none"}, RIGHT))
    return f"{head}.{body}."


@pytest.mark.parametrize("token", [
    None, "", "x.y.z", unsigned(), signed(RIGHT)[:-8] + "AAAAAAAA",
    signed(RIGHT, key=RSAKey.generate_key(2048, {"kid": "a"})),
    signed(RIGHT, "HS256", SYMMETRIC),
], ids=["none", "empty", "rubbish", "unsigned", "cut", "another's key", "the client's own secret"])
def test_a_signature_that_is_not_the_provider_s(monkeypatch, token):
    with pytest.raises(Never):
        gateway(monkeypatch)._outside(token, "n", NOW)


def test_the_question(monkeypatch):
    journey = gateway(monkeypatch).begin(CALLBACK, NOW)
    asked = {name: value for name, (value,) in parse_qs(urlsplit(journey.url).query).items()}
    challenge = base64.urlsafe_b64encode(hashlib.sha256(journey.verifier.encode()).digest()).decode().rstrip("=")
    assert journey.url.startswith(f"{ISSUER}/go?")
    assert asked == {"response_type": "code", "client_id": "journal", "redirect_uri": CALLBACK, "scope": "openid",
                     "state": journey.state, "nonce": journey.nonce, "code_challenge": challenge,
                     "code_challenge_method": "S256"}
    assert len({journey.state, journey.nonce, journey.verifier}) == 3


@pytest.mark.parametrize(("changes", "failure"), [
    ({"issuer": "https://evil.example"}, Never), ({"authorization_endpoint": "http://id.example/go"}, Down),
    ({"authorization_endpoint": None}, Down),
])
def test_metadata_of_another_or_in_the_clear(monkeypatch, changes, failure):
    with pytest.raises(failure):
        gateway(monkeypatch, METADATA | changes).begin(CALLBACK, NOW)


@pytest.mark.parametrize("answer", [
    {}, {"code": "c"}, {"code": "c", "state": "t"}, {"code": "c", "state": ""}, {"code": "c", "state": "ё"},
    {"state": "s"}, {"state": "s", "code": ""}, {"state": "s", "code": "c" * 5000},
    {"state": "s", "error": "access_denied", "code": "c"},
])
def test_an_answer_to_another_question(answer):
    with pytest.raises(Never):
        code_of(Journey("", "s", "n", "v"), answer)


class Standin:
    """Signs with a key that both sides of the test know: for the shape of requests, not for cryptography."""

    certificate_hash = "ABCDEF"

    def sign(self, data):
        return hmac.new(b"college", data, "sha256").digest()

    def verify(self, algorithm, data, signature):
        return algorithm == "GOST3410_2012_256" and hmac.compare_digest(
            signature, hmac.new(b"esia", data, "sha256").digest())


ESIA, ESIA_ISSUER = "https://esia.example", "http://esia.example/"
OF_ESIA = {"iss": ESIA_ISSUER, "aud": "COLLEGE", "sub": "1000", "exp": STAMP + 300, "nbf": STAMP}


def esia_token(claims, algorithm="GOST3410_2012_256", key=b"esia"):
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
             for part in ({"alg": algorithm}, claims)]
    signature = hmac.new(key, ".".join(parts).encode(), "sha256").digest()
    return ".".join([*parts, base64.urlsafe_b64encode(signature).decode().rstrip("=")])


def esia():
    return EsiaGateway(ESIA, ESIA_ISSUER, "COLLEGE", Standin())


def test_the_question_to_esia_is_signed():
    journey = esia().begin(CALLBACK, NOW)
    asked = {name: value for name, (value,) in parse_qs(urlsplit(journey.url).query).items()}
    text = f"COLLEGEopenid2026.11.26 08:00:00 +0000{journey.state}{CALLBACK}"
    assert journey.url.startswith(f"{ESIA}/aas/oauth2/v2/ac?")
    assert base64.urlsafe_b64decode(asked.pop("client_secret") + "=") == Standin().sign(text.encode())
    assert asked == {"client_id": "COLLEGE", "scope": "openid", "timestamp": "2026.11.26 08:00:00 +0000",
                     "state": journey.state, "redirect_uri": CALLBACK, "client_certificate_hash": "ABCDEF",
                     "response_type": "code", "access_type": "online"}


def test_the_answer_of_esia(monkeypatch):
    sent = {}

    def answer(base, path, fields, service):
        sent.update(fields, path=path)
        return {"id_token": esia_token(OF_ESIA)}

    monkeypatch.setattr("gateways.esia.ask", answer)
    way = esia()
    journey = way.begin(CALLBACK, NOW)
    assert way.finish(journey, {"state": journey.state, "code": "c0de"}, CALLBACK, NOW) == Outside(ESIA_ISSUER, "1000")
    text = f"COLLEGEopenid{sent['timestamp']}{sent['state']}{CALLBACK}c0de"
    assert base64.urlsafe_b64decode(sent["client_secret"] + "=") == Standin().sign(text.encode())
    assert (sent["path"], sent["code"], sent["grant_type"]) == ("/aas/oauth2/v3/te", "c0de", "authorization_code")
    with pytest.raises(Never):
        way.finish(journey, {"state": "another", "code": "c0de"}, CALLBACK, NOW)


@pytest.mark.parametrize("token", [
    esia_token(OF_ESIA | {"iss": "http://evil.example/"}), esia_token(OF_ESIA | {"aud": "OTHER"}),
    esia_token(OF_ESIA | {"exp": STAMP - 61}), esia_token(OF_ESIA | {"nbf": STAMP + 61}),
    esia_token(OF_ESIA | {"sub": ""}), esia_token(OF_ESIA, algorithm="none"), esia_token(OF_ESIA, key=b"evil"),
    esia_token({}), "", "a.b.c", "é.é.é", esia_token(OF_ESIA | {"exp": "soon"}), esia_token(OF_ESIA | {"exp": 1e300}),
])
def test_what_esia_did_not_say(token):
    with pytest.raises(Never):
        esia()._claims(token, NOW)


@pytest.mark.parametrize("path", ["", "nothing", "no.such.module:make", "gateways.esia:nothing", "builtins:object",
                                  "gateways.esia:Signer"])
def test_without_a_signer_nothing_starts(path):
    with pytest.raises(ValueError, match="ESIA_SIGNER"):
        load_signer(path)


def test_a_signer_is_found_by_its_name():
    assert load_signer("tests.gateways.test_identity:Standin").certificate_hash == "ABCDEF"
