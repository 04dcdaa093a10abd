"""Papers of the open pages (План-график, rows 3 and 8)."""

from __future__ import annotations

from urllib.parse import urlsplit

from rules.violation import Violation


def check_address(url: str | None) -> Violation | None:
    """An address in the network that a browser may be sent to: never a script."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in ("https", "http") and parts.hostname and url.isprintable() and " " not in url:
        return None
    return Violation("", "Адрес начинается с https:// и не содержит пробелов", "url")
