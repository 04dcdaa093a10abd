"""Passkeys: what a device is asked, and whether its answer is a proof (п. 9.1, ADR 38).

The library is imported by whoever asks: a process that no key has come to does not hold its 7 MB.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rules.texts import clean
from rules.violation import Violation

if TYPE_CHECKING:
    from webauthn.helpers.structs import AuthenticationCredential, PublicKeyCredentialDescriptor

LIMIT = 10  # keys of one account: everybody's devices, and a list that is still read
LIFE = dt.timedelta(minutes=5)  # between the question and the device's answer
NAME_LENGTH = 60
ID_LENGTH, KEY_LENGTH = 1400, 2000  # signs; the standard knows no longer numbers, RSA of 8192 bits fits
ANSWER_LENGTH = 20_000  # signs; a genuine one has two or three thousand
ISSUER = "Электронный журнал"


@dataclass(frozen=True)
class Site:
    """Whose keys these are: the name of the host, and the origin of the pages that may ask for them."""

    host: str
    origin: str


@dataclass(frozen=True)
class Answer:
    """What a device has said, to which question, at whose page."""

    text: str
    challenge: str
    site: Site


@dataclass(frozen=True)
class NewKey:
    credential_id: str
    public_key: str
    sign_count: int


@dataclass(frozen=True)
class Claim:
    """Which key an answer says it comes from, and whose it says that is; neither is proved yet."""

    credential_id: str
    handle: str | None
    answer: Answer
    parsed: AuthenticationCredential


def check_name(typed: str) -> Violation | None:
    """A name by which its owner knows the device."""
    if not clean(typed):
        return Violation("", "Назовите ключ, например «Телефон» или «Рабочий компьютер»", "key_name")
    if len(clean(typed)) > NAME_LENGTH:
        return Violation("", f"Название не длиннее {NAME_LENGTH} знаков: сократите его", "key_name")
    return None


def check_number(keys: int) -> Violation | None:
    """No more keys than their owner can tell apart."""
    if keys < LIMIT:
        return None
    return Violation("", f"У вас уже {LIMIT} ключей, больше не нужно: удалите тот, которым не пользуетесь", "key_name")


def ask_for_new(site: Site, challenge: str, handle: str, login: str, known: list[str]) -> dict[str, Any]:
    """The question that makes a key: kept by the device with the account, opened by its owner only."""
    import webauthn
    from webauthn.helpers import options_to_json_dict
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    return options_to_json_dict(webauthn.generate_registration_options(
        rp_id=site.host, rp_name=ISSUER, user_name=login, user_id=_bytes(handle), challenge=_bytes(challenge),
        timeout=_milliseconds(), exclude_credentials=_described(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED)))


def ask_for_proof(site: Site, challenge: str, known: list[str]) -> dict[str, Any]:
    """The question to a key: any of this site, opened by its owner, or one of the known after a right password."""
    import webauthn
    from webauthn.helpers import options_to_json_dict
    from webauthn.helpers.structs import UserVerificationRequirement

    return options_to_json_dict(webauthn.generate_authentication_options(
        rp_id=site.host, challenge=_bytes(challenge), timeout=_milliseconds(), allow_credentials=_described(known),
        user_verification=UserVerificationRequirement.PREFERRED if known else UserVerificationRequirement.REQUIRED))


def read_new(answer: Answer) -> NewKey | None:
    """The key that a device has made for this very question; None when the answer is no such thing."""
    import webauthn
    from webauthn.helpers import bytes_to_base64url

    try:
        made = webauthn.verify_registration_response(
            credential=answer.text, expected_challenge=_bytes(answer.challenge), expected_rp_id=answer.site.host,
            expected_origin=answer.site.origin, require_user_verification=True)
    except Exception:  # whatever a forged answer breaks in the reader, it is no key
        return None
    found = NewKey(bytes_to_base64url(made.credential_id), bytes_to_base64url(made.credential_public_key),
                   made.sign_count)
    return found if len(found.credential_id) <= ID_LENGTH and len(found.public_key) <= KEY_LENGTH else None


def read_claim(answer: Answer) -> Claim | None:
    """What an answer says of itself; the number is spelt from its bytes, since nobody has read the typed one yet."""
    from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json

    try:
        parsed = parse_authentication_credential_json(answer.text)
    except Exception:  # as above
        return None
    handle = parsed.response.user_handle
    return Claim(bytes_to_base64url(parsed.raw_id), bytes_to_base64url(handle) if handle else None, answer, parsed)


def proved_count(claim: Claim, public_key: str, *, by_owner: bool) -> int | None:
    """How many times the key has signed by its own account; None when this is no signature of it to this question.

    by_owner: the device must have made sure who holds it. The count is judged by whoever keeps the last one: the
    library judges it before the signature, and a forged answer would tell of a copied key.
    """
    import webauthn

    try:
        return webauthn.verify_authentication_response(
            credential=claim.parsed, expected_challenge=_bytes(claim.answer.challenge),
            expected_rp_id=claim.answer.site.host, expected_origin=claim.answer.site.origin,
            credential_public_key=_bytes(public_key), credential_current_sign_count=0,
            require_user_verification=by_owner).new_sign_count
    except Exception:  # as above
        return None


def _described(known: list[str]) -> list[PublicKeyCredentialDescriptor]:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=_bytes(one)) for one in known]


def _bytes(text: str) -> bytes:
    from webauthn.helpers import base64url_to_bytes

    return base64url_to_bytes(text)


def _milliseconds() -> int:
    return int(LIFE.total_seconds() * 1000)
