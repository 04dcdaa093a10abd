"""Leave to write late: a teacher asks, a deputy grants it for a while or declines with words (п. 6.1, 7.2)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from access.identity import Identity
from actions import turns
from actions.refusals import Refused
from models import Journal, ReopeningGrant, ReopeningRequest, db
from rules.periods import check_reopening
from rules.terms import OPEN_REQUESTS, RequestState
from rules.violation import Violation

TERMS = {1: "до конца завтрашнего дня", 3: "на три дня", 7: "на неделю"}  # days that a grant lives
LONGEST_TEXT = 500


def ask(user: Identity, journal: Journal, starts: dt.date | None, ends: dt.date | None,
        reason: str) -> ReopeningRequest:
    """Ask the deputies to open days of one's own journal."""
    turns.take(ReopeningRequest)  # of two presses the second finds what the first has asked
    reason = " ".join(reason.split())
    found = _violations(user, journal, starts, ends, reason)
    if found or starts is None or ends is None:
        raise Refused(found)
    made = ReopeningRequest(journal_id=journal.id, starts=starts, ends=ends, reason=reason, state=RequestState.NEW,
                            author_id=user.account, created_at=user.now)
    db.session.add(made)
    db.session.flush()  # its number is named to the teacher
    return made


def _violations(user: Identity, journal: Journal, starts: dt.date | None, ends: dt.date | None,
                reason: str) -> list[Violation]:
    missing = [Violation("7.2", "Укажите день", name) for name, day in (("starts", starts), ("ends", ends)) if not day]
    if missing or starts is None or ends is None:
        return missing
    found = check_reopening(starts, ends, reason, None, user.now)
    if len(reason) > LONGEST_TEXT:
        found.append(Violation("7.2", f"Не длиннее {LONGEST_TEXT} знаков, сейчас {len(reason)}", "reason"))
    semester = journal.semester
    if not found and not semester.starts <= starts <= ends <= semester.ends:
        found.append(Violation("7.2", f"Журнал ведут с {semester.starts:%d.%m.%Y} по {semester.ends:%d.%m.%Y}",
                               "starts"))
    if not found and db.session.scalar(sa.select(ReopeningRequest.id).where(
            ReopeningRequest.journal_id == journal.id, ReopeningRequest.author_id == user.account,
            ReopeningRequest.starts == starts, ReopeningRequest.ends == ends,
            ReopeningRequest.state.in_(OPEN_REQUESTS)).limit(1)):
        found.append(Violation("7.2", "Такая просьба уже ждёт ответа", "starts"))
    return found


def grant(user: Identity, request: ReopeningRequest, days: int) -> ReopeningGrant:
    """Open the asked days to the teacher who asked; the leave closes by itself at the end of its last day."""
    _require_waiting(request)
    if days not in TERMS:
        raise Violation("7.2", "Выберите, на сколько открыть", "days")
    last = user.today + dt.timedelta(days=days)
    made = ReopeningGrant(
        starts=request.starts, ends=request.ends, journal_id=request.journal_id, user_id=request.author_id,
        reason=request.reason, granted_by_id=user.account, granted_at=user.now,
        expires_at=dt.datetime.combine(last, dt.time(23, 59), tzinfo=user.now.tzinfo))
    request.grant = made
    _decide(user, request, RequestState.DONE, None)
    return made


def decline(user: Identity, request: ReopeningRequest, reply: str) -> None:
    """Leave the days closed and tell the teacher why."""
    _require_waiting(request)
    reply = " ".join(reply.split())
    if not any(map(str.isalpha, reply)):
        raise Violation("7.2", "Напишите преподавателю, почему запись не открыта", "reply")
    if len(reply) > LONGEST_TEXT:
        raise Violation("7.2", f"Не длиннее {LONGEST_TEXT} знаков, сейчас {len(reply)}", "reply")
    _decide(user, request, RequestState.DECLINED, reply)


def _decide(user: Identity, request: ReopeningRequest, state: RequestState, reply: str | None) -> None:
    request.state, request.reply = state, reply
    request.decided_by_id, request.decided_at = user.account, user.now
    db.session.flush()  # so that a request decided by another at this moment refuses here


def _require_waiting(request: ReopeningRequest) -> None:
    if request.state not in OPEN_REQUESTS:
        raise Violation("7.2", f"Эта просьба уже решена: {RequestState(request.state).title}")
