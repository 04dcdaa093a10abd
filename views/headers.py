"""Security headers and the nonce of the content security policy, on every answer."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask, Response, g, request


def csp_nonce() -> str:
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


PLAIN = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def guard_file(headers: Any, path: str, url: str) -> None:
    """A static file that somebody opens as a page may load and run nothing."""
    for name, value in {**PLAIN, "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}.items():
        headers[name] = value


def install(app: Flask, *, secure: bool) -> None:
    app.jinja_env.globals["csp_nonce"] = csp_nonce

    @app.after_request
    def _add(response: Response) -> Response:
        nonce = csp_nonce()
        headers = response.headers
        headers["Content-Security-Policy"] = (
            f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
            "img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'")
        headers.update(PLAIN)
        if secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if not request.path.startswith("/static/") and not request.path.startswith("/admin/static/"):
            headers["Cache-Control"] = "no-store"
        return response
