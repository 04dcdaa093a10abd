"""What a request says of a final result: JSON of one cell, or fields of the plain form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import abort, request

from actions import idempotency
from actions.finals import FinalEntry
from rules.attestation import read_value
from rules.terms import BasisKind, FinalKind
from rules.violation import Violation

REQUIRED, OPTIONAL = {"value", "version", "key"}, {"basis_kind", "basis", "theme", "reason"}
LONGEST = {"value": 32, "key": 64, "basis_kind": 32, "basis": 500, "theme": 500, "reason": 250}
_UNSTORABLE = re.compile("[\\x00\\ud800-\\udfff]")  # no database keeps NUL or half a surrogate pair


@dataclass(frozen=True)
class FinalRequest:
    entry: FinalEntry
    key: str
    fingerprint: str


def read_final(kind: FinalKind, student_id: int) -> FinalRequest:
    """The body of a PUT; 400 when it is malformed, Violation when it says what cannot be."""
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # brackets nested by the thousand
        abort(400)
    if not isinstance(body, dict) or not REQUIRED <= set(body) <= REQUIRED | OPTIONAL or not _well_formed(body):
        abort(400)
    entry = FinalEntry(kind, read_value(kind, body["value"]), read_basis(body.get("basis_kind")), body.get("basis"),
                       body.get("theme"), body.get("reason"), body["version"])
    return FinalRequest(entry, body["key"], idempotency.body_hash(kind.value, student_id, body))


def read_basis(text: str | None) -> BasisKind | None:
    """A basis of the list; None when nothing is chosen."""
    if not text:
        return None
    if text not in set(BasisKind):
        raise Violation("6.6", "Такого основания в списке нет: выберите другое или напишите словами", "basis_kind")
    return BasisKind(text)


def field(name: str, longest: int = 500) -> str:
    """A field of the plain form; 400 when no browser could have sent it."""
    text = request.form.get(name, "").strip()
    if _UNSTORABLE.search(text):
        abort(400)
    if len(text) > longest:
        raise Violation("", f"Слишком длинный текст: больше {longest} знаков")
    return text


def _well_formed(body: dict[str, Any]) -> bool:
    for name, longest in LONGEST.items():
        value = body.get(name)
        if value is None and name not in REQUIRED:
            continue
        if not isinstance(value, str) or len(value) > longest or _UNSTORABLE.search(value):
            return False
    version = body["version"]
    return bool(body["key"]) and type(version) is int and 0 <= version < 2**31
