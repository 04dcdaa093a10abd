"""Whether a paper is genuine: open to everybody, tells nothing of people, guesses are counted (п. 4.1)."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from actions.throttle import blocked_until, count_failure
from clock import wall_now
from models import db
from models.engine import writing
from queries.documents import Known, known
from rules.documents import read_code, read_hash, shown_code
from views.policy import guard, public

blueprint = Blueprint("verify", __name__, url_prefix="/verify")

MALFORMED = "Такого кода не бывает: в нём 26 знаков, буквы латинские. Сверьте его с документом."
UNKNOWN = "Документа с таким кодом здесь не выдавали. Сверьте код; если он тот же, документ не отсюда."
MISSES = 30  # unknown codes from one address in a quarter of an hour


@blueprint.get("/")
@guard(public())
def index() -> Any:
    typed = request.args.get("code", "")
    if not typed:
        return render_template("issued/verify.html", typed="", problem="")
    code = read_code(typed)
    if code is None:
        return render_template("issued/verify.html", typed=typed, problem=MALFORMED), 404
    return redirect(url_for("verify.show", code=code))


@blueprint.get("/<code>")
@guard(public())
def show(code: str) -> Any:
    found = _found(code)
    return _answer(found, code) if found is not None else _unknown(code)


@blueprint.post("/<code>")
@guard(public())
def compare(code: str) -> Any:
    """The file or its hash against what was issued; the file is not kept."""
    found = _found(code)
    if found is None:
        return _unknown(code)
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        digest: str | None = hashlib.sha256(upload.stream.read()).hexdigest()
    else:
        digest = read_hash(request.form.get("sha256", ""))
    if digest is None:
        return _answer(found, code, problem="Выберите файл PDF или вставьте его SHA-256: 64 знака"), 422
    return _answer(found, code, same=digest == found.sha256)


def _answer(found: Known, typed: str, **result: Any) -> str:
    code = read_code(typed) or typed
    return render_template("issued/known.html", known=found, code=code, shown=shown_code(code),
                           **{"same": None, "problem": "", **result})


def _unknown(typed: str) -> Any:
    return render_template("issued/verify.html", typed=typed, problem=UNKNOWN), 404


def _found(typed: str) -> Known | None:
    """The paper of a code; a miss is counted, and after too many the door is closed for everybody's codes."""
    key, now = f"verify:{request.remote_addr}", wall_now()
    if blocked_until([key], now):
        abort(429)
    code = read_code(typed)
    found = known(code) if code is not None else None
    if found is None:
        db.session.rollback()
        writing.set(True)
        if count_failure(key, MISSES, now) is None:
            abort(429)
        db.session.commit()
    return found
