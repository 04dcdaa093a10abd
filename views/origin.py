"""Where a request says it comes from: the host it names, the site whose page sent it, the size of what it carries."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask_wtf.csrf import CSRFError

from config import Settings
from rules.passkeys import Site

PROBES = ("/health/", "/metrics")  # asked by address, and without an address in the answer
PLAIN_BYTES = 1024 * 1024  # of a body that is no file


class ForeignSite(CSRFError):
    """A page of another site has sent the form: refused even with a token."""

    words = "Запрос пришёл с другого сайта и не выполнен. Откройте журнал по его адресу и повторите."


def install(app: Flask) -> None:
    app.before_request(_own_host)
    app.before_request(_small_body)


def _own_host() -> None:
    """In production the journal answers to its own name only, so that nothing can be built on a forged one."""
    asked = _settings().production and not request.path.startswith(PROBES)
    if asked and urlsplit(f"//{request.host}").hostname != site().host:
        abort(400)


def _small_body() -> None:
    """Declared sizes are refused before a byte is read, the rest while it is."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = min(PLAIN_BYTES, current_app.config["MAX_CONTENT_LENGTH"])
    if (request.content_length or 0) > (request.max_content_length or 0):
        abort(413)


def require_own_page() -> None:
    """A write is sent by the journal's own page: Sec-Fetch-Site, or Origin, or Referer say so (ASVS 3.5.1)."""
    site = request.headers.get("Sec-Fetch-Site")
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    by_address = sender is None or _origin(sender) == _own_origin()
    if not (by_address if site is None else site in ("same-origin", "none")):  # none: typed by the person
        raise ForeignSite


def site() -> Site:
    """Whose passkeys are asked for: on https the host and the origin of the settings, whatever the request says."""
    scheme, host = _own_origin()
    return Site(urlsplit(f"//{host}").hostname or "", f"{scheme}://{host}")


def _own_origin() -> tuple[str, str]:
    config = _settings()
    return _origin(config.base_url if config.production else request.host_url)


def _origin(address: str) -> tuple[str, str]:
    """As browsers write it: «https://журнал.рф:443» is https and xn--80alqgor.xn--p1ai."""
    try:
        parts = urlsplit(address)
        host = parts.netloc.lower()
        if not host.isascii():
            name = parts.hostname or ""
            host = host.replace(name, name.encode("idna").decode())
    except ValueError:
        return "", ""
    return parts.scheme, host.removesuffix(":443" if parts.scheme == "https" else ":80")


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
