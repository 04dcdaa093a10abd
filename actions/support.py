"""Asking the support desk and answering (п. 8.2–8.3)."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from actions.attachments import Upload, attach, check_all
from actions.refusals import NotYours, Refused
from models import SupportRequest, db
from rules.support import check_answer, check_request
from rules.terms import RequestState, Role, SupportCategory


def role_of(user: Identity) -> Role:
    """The role a user speaks in: the first of the list of roles."""
    return next(role for role in Role if role in user.roles)


def ask(user: Identity, category: SupportCategory | None, text: str, page: str | None = None,
        uploads: Sequence[Upload] = ()) -> SupportRequest:
    """Send a request with its screenshots; raises ``Refused``."""
    text = text.strip()
    violations = [*check_request(category, text), *check_all(uploads)]
    if violations:
        raise Refused(violations)
    request = SupportRequest(author_id=user.account, author_role=role_of(user), category=category, text=text,
                             page=(page or None) and page[:200], created_at=user.now)
    db.session.add(request)
    db.session.flush()  # files need its number
    attach(request, uploads)
    return request


def answer(user: Identity, request: SupportRequest, state: RequestState, text: str) -> None:
    """Answer a request or take it into work; raises Violation, ``NotYours``."""
    if db.session.scalar(sa.select(SupportRequest.id).where(
            SupportRequest.id == request.id, rows(user, Action.UPDATE, SupportRequest))) is None:
        raise NotYours
    refusal = check_answer(state, text)
    if refusal is not None:
        raise refusal
    request.state, request.answer = state, text.strip() or None
    if request.answer:
        request.answered_by_id, request.answered_at = user.account, user.now
