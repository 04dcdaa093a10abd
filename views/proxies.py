"""Whose address a request has behind proxies: X-Forwarded-For counts only as far as they were told of.

The number of the request that they write beside it (X-Request-ID) goes on; a visitor's own does not.

Not Werkzeug's ProxyFix: it understands quotes, so that a visitor's own «"» swallows what the proxy has added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any

from config import Settings

REQUEST_ID = "HTTP_X_REQUEST_ID"


class Proxies:
    """Gives the application the client's address; the host and the scheme are those of JOURNAL_BASE_URL."""

    def __init__(self, inner: Callable[..., Iterable[bytes]], settings: Settings) -> None:
        self.inner, self.number, self.networks = inner, settings.proxy_number, settings.proxy_networks

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        passed = [address.strip() for address in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        hops = self.number or self._known(environ.get("REMOTE_ADDR", ""), passed)
        if not 0 < hops <= len(passed) or not _is_address(passed[-hops]):
            return self.inner({name: environ[name] for name in environ if name != REQUEST_ID}, start_response)
        return self.inner({**environ, "REMOTE_ADDR": passed[-hops]}, start_response)

    def _known(self, nearest: str, passed: list[str]) -> int:
        """How many of the addresses, from the nearest on, are proxies of the list: behind the last is the client."""
        hops = 0
        for address in (nearest, *reversed(passed)):
            if not self._trusted(address):
                break
            hops += 1
        return min(hops, len(passed))

    def _trusted(self, text: str) -> bool:
        return _is_address(text) and any(ip_address(text) in network for network in self.networks)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
