"""Files of a form: scanned by the antivirus of the settings while the request holds nothing, then given to the view.

Whoever may not send the form has been refused before; a file nobody has scanned is not taken (ASVS 5.4.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any

import structlog
from flask import Flask, g, request
from werkzeug.datastructures import FileStorage

from gateways.antivirus import Clamd
from gateways.failures import Failure, Never
from models import db
from rules.files import check_number
from rules.violation import Violation
from views.guards import asked_policy, enter_anew, identity, settings
from views.metrics import UPLOADS

INFECTED = ("Файл «{name}» не принят: антивирус нашёл в нём «{found}». Ничего не сохранено. Проверьте устройство, "
            "с которого файл, и приложите другой; если уверены, что файл безопасен, скажите администратору журнала")
TOO_LARGE = ("Файл «{name}» не принят: он больше, чем проверяет антивирус. Уменьшите его или скажите администратору "
             "журнала")
AWAY = ("Файл не принят: антивирус сейчас не отвечает, а без проверки файлы не сохраняют. Повторите через несколько "
        "минут; если не поможет, скажите администратору журнала")


class NotTaken(Violation):
    """A file that the antivirus refuses, or that it could not be asked about."""


def install(app: Flask) -> None:
    """After the gate and the password typed again."""
    app.before_request(_scan)


def uploads(name: str = "files") -> list[tuple[str, bytes]]:
    """Files of the form as they came, an empty file field sends a nameless part; raises ``NotTaken``."""
    if not _takes_files():
        raise RuntimeError(f"{request.endpoint} takes files: its policy must say so")
    parts = [part for part in request.files.getlist(name) if part.filename]
    refusal = g.get("scanned", AWAY) if parts and settings().clamd else ""
    if refusal:
        raise NotTaken("", refusal, name)
    return [(part.filename or "файл", _read(part)) for part in parts]


def daemon_says() -> str | Failure | None:
    """Its version, or why it does not tell it; None where the settings name none. The transaction is given back."""
    address = settings().clamd
    if address is None:
        return None
    db.session.rollback()
    try:
        return Clamd(address).version()
    except Failure as failure:
        return failure


def _scan() -> Any:
    """Nobody else waits for the daemon: the write lock and the connection are given back, the gate is passed anew."""
    if not _takes_files() or not settings().clamd:
        return None
    parts = [part for _, part in request.files.items(multi=True) if part.filename]
    if not parts:
        return None
    account = identity().account
    db.session.rollback()
    g.scanned = _refusal(parts, account)
    return enter_anew()


def _refusal(parts: Sequence[FileStorage], account: int | None) -> str:
    """Why the files are not taken, in words for their sender; «» when all are clean. The first that is not decides;
    more than a form may carry are not even looked at."""
    if too_many := check_number(len(parts)):
        return too_many.message
    scanner = Clamd(settings().clamd or "")
    for part in parts:
        try:
            found = scanner.scan(part.stream)
        except Failure as failure:
            large = isinstance(failure, Never)
            _note("too_large" if large else "unscanned", account, reason=str(failure))
            return TOO_LARGE.format(name=part.filename) if large else AWAY
        finally:
            part.stream.seek(0)
        if found:
            _note("infected", account, found=found)
            return INFECTED.format(name=part.filename, found=found)
    return ""


def _note(why: str, account: int | None, **told: str) -> None:
    """One line and one count, as of a refused sign-in; names of files may name people."""
    UPLOADS.labels(why).inc()
    structlog.get_logger().warning("upload refused", why=why, user=account, **told)


def _takes_files() -> bool:
    policy = asked_policy()
    return policy is not None and policy.files


def _read(part: FileStorage) -> bytes:
    """The bytes; a large part waits in a temporary file that is closed here."""
    with closing(part):
        return part.stream.read()
