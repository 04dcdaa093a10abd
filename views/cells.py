"""One cell: its card, and saving it (ADR 2)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, abort, jsonify, request
from sqlalchemy.exc import IntegrityError

from access.check import allows
from access.grants import Action
from access.identity import Identity
from actions import cells, idempotency
from clock import wall_now
from models import Absence, Journal, Lesson, Mark, db
from queries.cell_history import CardMark, CellCard, cell_card
from queries.cell_place import find_place
from rules.terms import MarkKind
from rules.violation import Violation
from views.errors import answer
from views.guards import identity, loaded
from views.policy import Policy, guard

blueprint = Blueprint("cells", __name__, url_prefix="/journal")

PLACE = "/<int:journal_id>/cells/<int:lesson_id>/<int:student_id>"
_UNSTORABLE = re.compile("[\\x00\\ud800-\\udfff]")  # no database keeps NUL or half a surrogate pair
TEXTS = {"value": 32, "key": 64, "reason": 250, "work": 32, "comment": 250}  # name → longest
REQUIRED, OPTIONAL = {"value", "version", "key"}, {"reason", "work", "weight", "comment"}


def _find_place(user: Identity, arguments: dict[str, Any]) -> dict[str, Any] | None:
    """Journal, lesson, student, cell, rights and the key's answer in one question; the body is judged afterwards."""
    body = _sent()
    key = body.get("key") if isinstance(body, dict) else None
    place = find_place(user, **arguments, key=key if _is_text(key, TEXTS["key"]) else None)
    return None if place is None else {"place": place}


SAVE = Policy("update mark or absence", finds=_find_place,
              allows=lambda user: allows(user, Action.UPDATE, Mark) or allows(user, Action.UPDATE, Absence))
READ = Policy("read mark or absence",
              allows=lambda user: allows(user, Action.READ, Mark) or allows(user, Action.READ, Absence),
              loads=(("journal_id", Journal, Action.READ), ("lesson_id", Lesson, Action.READ)))


@blueprint.get(PLACE)
@guard(READ)
def card(journal_id: int, lesson_id: int, student_id: int) -> Any:
    """The cell as its card shows it: marks, absence, who wrote what and when."""
    lesson = loaded("lesson_id")
    found = cell_card(identity(), loaded("journal_id"), lesson, student_id) if lesson.journal_id == journal_id else None
    return abort(404) if found is None else jsonify(_card(found))


def _card(card: CellCard) -> dict[str, Any]:
    return {
        "value": card.value, "version": card.version, "author": card.author, "saved_at": _moment(card.saved_at),
        "late_reason": card.late_reason, "theory_only": card.theory_only,
        "marks": [_mark(mark) for mark in card.marks],
        "absence": asdict(card.absence) if card.absence else None,
        "history": [{**asdict(change), "at": _moment(change.at)} for change in card.history],
    }


def _mark(mark: CardMark) -> dict[str, Any]:
    return {**asdict(mark), "kind": mark.kind.value, "kind_title": mark.kind.title}


@dataclass(frozen=True)
class CellRequest:
    entry: cells.Entry
    key: str
    fingerprint: str


@blueprint.put(PLACE)
@guard(SAVE)
def save(journal_id: int, lesson_id: int, student_id: int) -> Any:
    """Save one cell (ADR 2): answered only after the commit."""
    asked, place = _read_cell_request(lesson_id, student_id), loaded("place")
    stored = idempotency.answered(place.answer, asked.fingerprint)
    if stored is not None:
        return jsonify(stored)
    try:
        saved = cells.write_cell(identity(), place, asked.entry)
        body = {"value": saved.value, "version": saved.version, "saved_at": _moment(saved.saved_at)}
        idempotency.remember(identity(), asked.key, asked.fingerprint, body, wall_now())
        db.session.commit()
    except cells.Stale as stale:
        return _stale(asked, stale)
    except IntegrityError:
        return _repeated(asked)
    return jsonify(body)


def _stale(asked: CellRequest, stale: cells.Stale) -> Any:
    """409 with what stands in the cell now, unless it is this very request that came twice."""
    body = {"value": stale.value, "version": stale.version, "author": stale.author,
            "saved_at": _moment(stale.saved_at)}
    db.session.rollback()
    stored = idempotency.replay(identity(), asked.key, asked.fingerprint)
    return jsonify(stored) if stored is not None else (jsonify(body), 409)


def _repeated(asked: CellRequest) -> Any:
    """Another worker stored the same key at the same moment: its answer is this one's."""
    db.session.rollback()
    stored = idempotency.replay(identity(), asked.key, asked.fingerprint)
    return jsonify(stored) if stored is not None else answer(409)


def _sent() -> Any:
    try:
        return request.get_json(silent=True)
    except RecursionError:  # brackets nested by the thousand
        return None


def _read_cell_request(lesson_id: int, student_id: int) -> CellRequest:
    body = _sent()
    if not isinstance(body, dict) or not REQUIRED <= set(body) <= REQUIRED | OPTIONAL or not _well_formed(body):
        abort(400)
    kind = body.get("work")
    if kind is not None and kind not in set(MarkKind):
        raise Violation("5.6", "Такого вида работы нет: выберите из списка", "work")
    weight = body.get("weight")
    if weight is not None and not 1 <= weight <= 10:
        raise Violation("", "Вес отметки — целое число от 1 до 10", "weight")
    entry = cells.Entry(body["value"], body["version"], body.get("reason"), MarkKind(kind) if kind else None, weight,
                        body.get("comment"))
    return CellRequest(entry, body["key"], idempotency.body_hash(lesson_id, student_id, body))


def _well_formed(body: dict[str, Any]) -> bool:
    texts = all(_is_text(body.get(name), longest) or (name not in REQUIRED and body.get(name) is None)
                for name, longest in TEXTS.items())
    numbers = [body["version"], *([body["weight"]] if body.get("weight") is not None else [])]
    return texts and bool(body["key"]) and all(type(number) is int and 0 <= number < 2**31 for number in numbers)


def _is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest and not _UNSTORABLE.search(value)


def _moment(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(identity().now.tzinfo).isoformat(timespec="seconds") if moment else None
