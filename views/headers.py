"""Security headers on every answer that leaves, whoever made it, and the nonce of the content security policy."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, g, request
from werkzeug.datastructures import Headers

PLAIN = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
OF_FILES = "default-src 'none'; frame-ancestors 'none'"  # what somebody opens as a page may load and run nothing
STATIC = {"static", "admin.static"}


def csp_nonce() -> str:
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def install(app: Flask) -> None:
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.after_request(_of_page)


def _of_page(response: Response) -> Response:
    """What only the page itself knows: its nonce, and that it holds data."""
    if request.endpoint in STATIC and response.status_code < 400:
        return response
    nonce = csp_nonce()
    response.headers["Content-Security-Policy"] = (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
        "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
    response.headers["Cache-Control"] = "no-store"
    return response


class Guarded:
    """The outermost gate: files, their 304 and 405, and answers that failed half-way have the headers too."""

    def __init__(self, inner: Callable[..., Iterable[bytes]], *, secure: bool) -> None:
        self.inner = inner
        self.always = {**PLAIN, **({"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
                                   if secure else {})}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, listed: list[tuple[str, str]], *error: Any) -> Any:
            headers = Headers(listed)
            headers.update(self.always)
            headers.setdefault("Content-Security-Policy", OF_FILES)
            headers.setdefault("Cache-Control", "no-store")
            return start_response(status, headers.to_wsgi_list(), *error)
        return self.inner(environ, start)
