"""Errors in Russian, without a stack; JSON for those who asked for JSON."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, current_app, g, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, InterfaceError, InternalError, OperationalError, StatementError, TimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from actions.cells import Stale
from actions.refusals import NotYours
from extensions import login_manager
from models import db
from rules.violation import Violation
from views.guards import wants_json

WORDS = {
    400: ("Запрос не понят", "Вернитесь назад и попробуйте ещё раз."),
    401: ("Нужен вход", "Войдите, чтобы продолжить."),
    403: ("Нет доступа", "Эта страница не для вашей роли. Если доступ нужен, напишите администратору журнала."),
    404: ("Не найдено", "Такой страницы нет, или она не ваша."),
    405: ("Так нельзя", "Эта страница только для просмотра."),
    409: ("Уже изменено", "Пока вы работали, здесь записали другое. Обновите страницу и сравните."),
    413: ("Слишком большой файл", "Уменьшите файл и загрузите его снова."),
    422: ("Не записано", "Исправьте введённое и сохраните ещё раз."),
    429: ("Слишком часто", "Подождите минуту и повторите."),
    500: ("Ошибка на сервере", "Мы записали её и разберёмся. Сохранённое не потеряно."),
    503: ("Журнал временно недоступен", "Подождите минуту и обновите страницу. Записанное ранее не пропало."),
}
STALE = "Страница устарела: обновите её и повторите. Введённое можно скопировать с прежней страницы."
UNSAVED = ("Подождите минуту, вернитесь на прежнюю страницу и отправьте ещё раз: введённое там осталось. "
           "Записанное ранее не пропало.")
# the database is full, read-only, busy, stopped, or nobody of the pool has come back
AWAY = (OperationalError, InternalError, InterfaceError, TimeoutError)
RETRY_AFTER = "30"


def install(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(NotYours, _not_yours)
    app.register_error_handler(Violation, _violation)
    app.register_error_handler(Stale, _stale)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(DataError, _bad_value)
    app.register_error_handler(OverflowError, _bad_value)
    app.register_error_handler(StatementError, _statement)
    for trouble in AWAY:
        app.register_error_handler(trouble, away)
    if not app.testing:
        app.register_error_handler(Exception, _crash)


def answer(code: int, message: str | None = None, **extra: Any) -> Any:
    title, advice = WORDS.get(code, WORDS[500])
    if wants_json():
        return jsonify({"message": message or f"{title}. {advice}", **extra}), code
    return render_template("errors/error.html", code=code, title=title, message=message or advice), code


def _http(error: HTTPException) -> Any:
    if error.response is not None:
        return error.response
    if error.code is not None and error.code < 400:
        return error
    return _with_headers(error, answer(error.code or 500))


def _with_headers(error: HTTPException, made: Any) -> Any:
    body, code = made
    allow = getattr(error, "valid_methods", None)
    return (body, code, {"Allow": ", ".join(allow)}) if allow else (body, code)


def _csrf(error: CSRFError) -> Any:
    return answer(400, getattr(error, "words", STALE))


def _not_yours(error: NotYours) -> Any:
    """Nothing half-written stays, and nobody can tell it from what does not exist."""
    db.session.rollback()
    return answer(404)


def _violation(error: Violation) -> Any:
    db.session.rollback()
    extra = {"needs": error.needs} if error.needs else {}
    return answer(422, error.message, point=error.point, **extra)


def _stale(error: Stale | StaleDataError) -> Any:
    """Somebody was quicker: another hand, or the same one that has pressed twice."""
    db.session.rollback()
    return answer(409)


def _bad_value(error: Exception) -> Any:
    db.session.rollback()
    return answer(400)


def _statement(error: StatementError) -> Any:
    db.session.rollback()
    if isinstance(error.orig, (ValueError, TypeError, OverflowError, LookupError)):
        return answer(400)
    raise error


def away(error: Exception) -> Any:
    """Nothing was written; the answer is made without the database, which the next request finds again by itself."""
    structlog.get_logger().error("database", error=type(getattr(error, "orig", None) or error).__name__)
    db.session.rollback()
    g._login_user = login_manager.anonymous_user()  # the page's frame must not look for who asks once more
    return *answer(503, UNSAVED if request.method == "POST" else None), {"Retry-After": RETRY_AFTER}


def _crash(error: Exception) -> Any:
    current_app.logger.exception("unhandled error")
    db.session.rollback()
    return answer(500)
