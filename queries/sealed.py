"""Personal values of the journal of changes: opened by the person's key, gone with it."""

from __future__ import annotations

from typing import Any

from cryptography.fernet import Fernet, InvalidToken

SEALED = "sealed"
GONE = "удалено"


def is_sealed(value: Any) -> bool:
    return isinstance(value, dict) and SEALED in value


def unseal(values: dict[str, Any], key: str | None) -> dict[str, Any]:
    """Stored values as people read them; «удалено» where the person's key is gone."""
    return {name: _open(value[SEALED], key) if is_sealed(value) else value for name, value in values.items()}


def _open(text: str, key: str | None) -> str:
    if key is None:
        return GONE
    try:
        return Fernet(key.encode()).decrypt(text.encode()).decode()
    except InvalidToken:
        return GONE
