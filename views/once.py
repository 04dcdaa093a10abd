"""A form that makes something makes it once: pressed twice, or sent again because the answer was lost (ADR 2)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, flash, g, redirect, request
from werkzeug.datastructures import FileStorage

from actions import idempotency
from clock import wall_now
from models import db
from views.guards import identity

FIELD = "once"
ONCE = "once"
APART = {FIELD, "csrf_token", "password_again"}  # what may differ between two sendings of one form
SAID = "Это уже сохранено: второе нажатие ничего не добавило."


def install(app: Flask) -> None:
    app.jinja_env.globals["once_key"] = lambda: secrets.token_urlsafe(16)


def once(view: Callable[..., Any]) -> Callable[..., Any]:
    """The second sending leads where the first has led; the view says where by ``keep``."""
    @wraps(view)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return repeated() or view(*args, **kwargs)
        except idempotency.Repeated:
            db.session.rollback()
            return repeated()
    setattr(call, ONCE, True)
    return call


def repeated() -> Any:
    """The answer to a form that has been taken, None for one that has not; one under way is waited for.

    The key is taken in the transaction of what the form makes: a refusal that rolls back gives it back.
    """
    key = request.form.get(FIELD, "")[:64]
    if not key:
        return None
    if "once" not in g:  # asked again after a rollback, when the files have been read and closed
        g.once = _sent(key)
    answer = idempotency.claim(identity(), g.once, wall_now())
    if answer is None:
        return None
    flash(SAID, "success")
    return redirect(answer.get("location", request.path), 303)


def keep(location: str) -> None:
    """Where this form leads, written together with what it has made: call it before the commit."""
    if "once" in g:
        idempotency.settle(identity(), g.once, {"location": location}, wall_now())


def _sent(key: str) -> str:
    """The key of what was sent: the same page sent once more with other words in it makes another thing."""
    fields = sorted((name, value) for name, value in request.form.items(multi=True) if name not in APART)
    files = sorted((name, each.filename or "", _content(each)) for name, each in request.files.items(multi=True))
    return idempotency.body_hash(key, request.full_path, fields, files)


def _content(file: FileStorage) -> str:
    """A fingerprint: a file mended in one sign has its old name and length."""
    digest = hashlib.sha256()
    while part := file.stream.read(65_536):
        digest.update(part)
    file.stream.seek(0)
    return digest.hexdigest()
