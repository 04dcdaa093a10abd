"""A curator's word that a card must change: asked, applied, declined (п. 5.3)."""

from __future__ import annotations

import sqlalchemy as sa

from access.check import writable_on
from access.grants import Action
from access.identity import Identity
from models import ChangeRequest, Guardian, Guardianship, Student, db
from rules.cards import OF_GUARDIAN, TITLES, read_value, show_value
from rules.terms import OPEN_REQUESTS, RequestState
from rules.violation import Violation

DONE = "Внесено"


def ask(user: Identity, request: ChangeRequest) -> ChangeRequest:
    """Send the word to the clerk: who asks, when and what stands in the card now are the server's to say."""
    found = violations(user, request.student, request.guardian, request.field, request.new_value)
    if found:
        raise found[0]
    request.old_value = show_value(getattr(_card(request), request.field))
    request.new_value = show_value(read_value(request.field, request.new_value, user.today))
    request.author_id, request.created_at, request.state = user.account, user.now, RequestState.NEW
    db.session.add(request)
    return request


def violations(user: Identity, student: Student, guardian: Guardian | None, field: str,
               new_value: str | None) -> list[Violation]:
    """What forbids to ask."""
    if field not in (TITLES if guardian is None else OF_GUARDIAN):
        return [Violation("5.3", "Это поле карточки по сообщению не меняют", "field")]
    with db.session.no_autoflush:
        if guardian is not None and not _is_parent(guardian, student):
            return [Violation("5.3", "Это не родитель этого студента", "guardian")]
        try:
            value = read_value(field, new_value, user.today)
        except Violation as violation:
            return [violation]
        if value == getattr(guardian or student, field):
            return [Violation("5.3", "В карточке уже записано это значение", "new_value")]
        if _waits(student, guardian, field):
            return [Violation("5.3", "Сообщение об этом поле уже ждёт технического специалиста", "field")]
    return []


def apply(user: Identity, request: ChangeRequest) -> None:
    """Write the new value into the card; raises a Violation when the card or the request is not what it was."""
    _require_open(request)
    card = _card(request)
    allowed = writable_on(user, Action.UPDATE, card)
    if allowed is not None and request.field not in allowed:
        raise Violation("5.3", "Карточку меняет технический специалист")
    now = show_value(getattr(card, request.field))
    value = read_value(request.field, request.new_value, user.today)
    if request.old_value is not None and now not in (request.old_value, show_value(value)):
        raise Violation("5.3", f"{card}: пока сообщение ждало, {TITLES[request.field]} в карточке изменили на «{now}». "
                               "Сверьте с куратором и отклоните сообщение")
    setattr(card, request.field, value)
    _decide(user, request, RequestState.DONE, request.reply or DONE)


def decline(user: Identity, request: ChangeRequest, reply: str | None) -> None:
    """Leave the card as it is and tell the curator why."""
    _require_open(request)
    reply = " ".join((reply or "").split())
    if not reply:
        raise Violation("5.3", "Напишите куратору, почему изменение не внесено", "reply")
    _decide(user, request, RequestState.DECLINED, reply)


def _decide(user: Identity, request: ChangeRequest, state: RequestState, reply: str) -> None:
    request.state, request.reply = state, reply
    request.decided_by_id, request.decided_at = user.account, user.now
    db.session.flush()  # so that a card changed by another at this moment refuses here


def _require_open(request: ChangeRequest) -> None:
    if request.state not in OPEN_REQUESTS:
        raise Violation("5.3", f"Это сообщение уже решено: {RequestState(request.state).title}")


def _card(request: ChangeRequest) -> Student | Guardian:
    return request.guardian or request.student


def _is_parent(guardian: Guardian, student: Student) -> bool:
    return db.session.scalar(sa.select(Guardianship.id).where(
        Guardianship.guardian_id == guardian.id, Guardianship.student_id == student.id)) is not None


def _waits(student: Student, guardian: Guardian | None, field: str) -> bool:
    whose = ChangeRequest.guardian_id.is_(None) if guardian is None else ChangeRequest.guardian_id == guardian.id
    return db.session.scalar(sa.select(ChangeRequest.id).where(
        ChangeRequest.student_id == student.id, whose, ChangeRequest.field == field,
        ChangeRequest.state.in_(OPEN_REQUESTS)).limit(1)) is not None
