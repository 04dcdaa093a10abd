"""Support requests: one's own, and the queue of those who answer (п. 8.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from access.check import allows, rows
from access.grants import Action
from access.identity import Identity
from access.scopes import is_me
from models import SupportRequest, User, db
from queries.attachments import AttachedFile, files_of_requests
from rules.support import ANSWERED, usual_wait
from rules.terms import RequestState, Role, SupportCategory

PAGE = 50
_Author, _Answerer = aliased(User), aliased(User)


@dataclass(frozen=True)
class RequestLine:
    """A request as lists and its own page show it; moments in the college's zone."""

    id: int
    category: SupportCategory
    state: RequestState
    text: str
    page: str | None
    author: str
    role: Role
    created: dt.datetime
    answer: str | None
    answerer: str | None
    answered: dt.datetime | None
    mine: bool
    files: tuple[AttachedFile, ...]

    @property
    def is_open(self) -> bool:
        return self.state not in ANSWERED


@dataclass(frozen=True)
class Queue:
    """waiting: requests not answered yet; usual: the median time to an answer over the last ones."""

    lines: tuple[RequestLine, ...]
    waiting: int
    usual: dt.timedelta | None


def may_answer(user: Identity) -> bool:
    return allows(user, Action.UPDATE, SupportRequest)


def may_answer_one(user: Identity, request_id: int) -> bool:
    """Whether this very request is the user's to answer: the clerk answers questions about data."""
    return db.session.scalar(sa.select(SupportRequest.id).where(
        SupportRequest.id == request_id, rows(user, Action.UPDATE, SupportRequest))) is not None


def own_requests(user: Identity) -> list[RequestLine]:
    """The user's requests, newest first."""
    return _lines(user, is_me(SupportRequest.author_id, user), SupportRequest.created_at.desc())


def one_request(user: Identity, request_id: int) -> RequestLine:
    """A request the user may read."""
    return _lines(user, SupportRequest.id == request_id, SupportRequest.id)[0]


def queue(user: Identity, everything: bool = False) -> Queue:
    """Requests the user answers: the open ones, oldest first, or all of them, newest first."""
    mine = rows(user, Action.UPDATE, SupportRequest)
    waiting = sa.and_(mine, SupportRequest.state.not_in(ANSWERED))
    lines = (_lines(user, mine, SupportRequest.created_at.desc()) if everything
             else _lines(user, waiting, SupportRequest.created_at))
    number = db.session.scalar(sa.select(sa.func.count()).select_from(SupportRequest).where(waiting)) or 0
    answered = db.session.execute(
        sa.select(SupportRequest.created_at, SupportRequest.answered_at)
        .where(mine, SupportRequest.answered_at.is_not(None)).order_by(SupportRequest.answered_at.desc()).limit(PAGE))
    return Queue(tuple(lines), number, usual_wait([row.answered_at - row.created_at for row in answered]))


def _lines(user: Identity, which: sa.ColumnElement[bool], order: Any) -> list[RequestLine]:
    query = (sa.select(SupportRequest, _Author, _Answerer).join(_Author, _Author.id == SupportRequest.author_id)
             .join(_Answerer, _Answerer.id == SupportRequest.answered_by_id, isouter=True)
             .where(which, rows(user, Action.READ, SupportRequest)).order_by(order, SupportRequest.id).limit(PAGE))
    found = db.session.execute(query).all()
    files = files_of_requests(user, [request.id for request, *_ in found])
    zone = user.now.tzinfo
    return [RequestLine(
        request.id, SupportCategory(request.category), RequestState(request.state), request.text, request.page,
        author.short_name, Role(request.author_role), request.created_at.astimezone(zone), request.answer,
        answerer.short_name if answerer else None,
        request.answered_at.astimezone(zone) if request.answered_at else None, request.author_id == user.id,
        tuple(files.get(request.id, ()))) for request, author, answerer in found]
