"""A device that keeps passkeys, in software: each part of what it says can be made wrong."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40
ORIGIN = "http://localhost"


class Authenticator:
    """One key of one account; it counts its signatures. ``wrong`` parts: origin, host, challenge, kind, flags."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = bytes_to_base64url(secrets.token_bytes(16))
        self.handle, self.count = "", 0

    def make(self, question: dict[str, Any], *, flags: int = PRESENT | VERIFIED, kind: str = "webauthn.create",
             **wrong: str) -> str:
        """What it answers to the question that makes a key."""
        self.handle = question["user"]["id"]
        number = base64url_to_bytes(self.id)
        of_key = b"\0" * 16 + struct.pack(">H", len(number)) + number + encode_cbor(self._public())
        data = self._data(question["rp"]["id"], flags | NEW, **wrong) + of_key
        attested = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(attestationObject=bytes_to_base64url(attested),
                            clientDataJSON=bytes_to_base64url(self._client(kind, question, **wrong)))

    def sign(self, question: dict[str, Any], *, flags: int = PRESENT | VERIFIED, kind: str = "webauthn.get",
             handle: str | None = None, **wrong: str) -> str:
        """What it answers to the question that asks for a proof."""
        data, client = self._data(question["rpId"], flags, **wrong), self._client(kind, question, **wrong)
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            authenticatorData=bytes_to_base64url(data), clientDataJSON=bytes_to_base64url(client),
            signature=bytes_to_base64url(signature), userHandle=self.handle if handle is None else handle)

    def _public(self) -> dict[int, Any]:
        numbers = self.private.public_key().public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}

    def _data(self, name: str, flags: int, **wrong: str) -> bytes:
        self.count += 1
        return hashlib.sha256(wrong.get("host", name).encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client(self, kind: str, question: dict[str, Any], **wrong: str) -> bytes:
        return json.dumps({"type": kind, "challenge": wrong.get("challenge", question["challenge"]),
                           "origin": wrong.get("origin", ORIGIN), "crossOrigin": False}).encode()

    def _answer(self, **response: str) -> str:
        return json.dumps({"id": self.id, "rawId": self.id, "type": "public-key", "response": response})
