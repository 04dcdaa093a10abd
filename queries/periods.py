"""Months and semesters of the year: closed or open, with findings still open; requests and leave to write (п. 7.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import (
    AcademicYear,
    Closing,
    CurriculumLine,
    Group,
    Journal,
    ReopeningGrant,
    ReopeningRequest,
    Semester,
    User,
    db,
)
from queries.findings import awaited_in
from rules.names import short_name
from rules.terms import OPEN_REQUESTS, ClosingScope, RequestState
from rules.words import MONTH_TITLES

LAST = 50
_Author, _Decider = aliased(User), aliased(User)


@dataclass(frozen=True)
class Period:
    """``findings``: as many as their list shows of these days, open and explained; ``closed_by`` is None of one closed
    by the norm too; ``within`` which all its days of study are closed anyway."""

    scope: ClosingScope
    starts: dt.date
    ends: dt.date
    title: str
    is_over: bool
    findings: int
    closed_by: str | None
    closed_at: dt.datetime | None
    within: ClosingScope | None


@dataclass(frozen=True)
class RequestLine:
    """A request with its answer; ``open_until``: the end of the leave that was given."""

    id: int
    journal_id: int
    journal: str
    starts: dt.date
    ends: dt.date
    reason: str
    state: RequestState
    author: str
    created: dt.datetime
    reply: str | None
    decided_by: str | None
    decided: dt.datetime | None
    open_until: dt.datetime | None

    @property
    def waits(self) -> bool:
        return self.state in OPEN_REQUESTS


@dataclass(frozen=True)
class GrantLine:
    starts: dt.date
    ends: dt.date
    journal: str
    teacher: str
    reason: str
    expires: dt.datetime
    granted_by: str


def periods(user: Identity) -> list[Period]:
    """Semesters and whole months, begun by today, of the last year begun; in order of time."""
    terms = db.session.execute(sa.select(Semester.starts, Semester.ends, Semester.number).join(AcademicYear).where(
        AcademicYear.starts == sa.select(sa.func.max(AcademicYear.starts)).where(
            AcademicYear.starts <= user.today).scalar_subquery()).order_by(Semester.starts)).all()
    if not terms:
        return []
    first, last = terms[0].starts, terms[-1].ends
    closed = {(row.scope, row.starts): row for row in db.session.execute(
        sa.select(Closing.scope, Closing.starts, Closing.ends, Closing.closed_at, User.last_name,
                  User.first_name, User.patronymic)
        .outerjoin(User, User.id == Closing.closed_by_id).where(rows(user, READ, Closing)))}
    spans = [*_months(first, last), *((ClosingScope.SEMESTER, term.starts, term.ends, f"{term.number} семестр")
                                      for term in terms)]
    begun = [span for span in spans if span[1] <= user.today]
    counts = awaited_in(user, [(starts, ends) for _, starts, ends, _ in begun])
    return sorted((_period(user, span, closed, found, terms) for span, found in zip(begun, counts, strict=True)),
                  key=lambda one: (one.ends.year, one.ends.month, one.scope is ClosingScope.SEMESTER))


def open_months(today: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Whole months that are over and nobody has closed, of years begun and not archived."""
    years = db.session.execute(sa.select(AcademicYear.starts, AcademicYear.ends).where(
        AcademicYear.starts <= today, AcademicYear.archived_at.is_(None)).order_by(AcademicYear.starts)).all()
    closed = set(db.session.scalars(sa.select(Closing.starts).where(Closing.scope == ClosingScope.MONTH)))
    months = dict.fromkeys(span[1:3] for year in years for span in _months(year.starts, year.ends))  # August is of two
    return [(starts, ends) for starts, ends in months if ends < today and starts not in closed]


def calendar(scope: ClosingScope) -> set[tuple[dt.date, dt.date]]:
    """First and last days of all semesters, or of all years; months need no calendar."""
    spans = {ClosingScope.SEMESTER: sa.select(Semester.starts, Semester.ends),
             ClosingScope.YEAR: sa.select(AcademicYear.starts, AcademicYear.ends)}
    return {(row[0], row[1]) for row in db.session.execute(spans[scope])} if scope in spans else set()


def _months(first: dt.date, last: dt.date) -> Iterator[tuple[ClosingScope, dt.date, dt.date, str]]:
    day = first.replace(day=1)
    while day <= last:
        after = (day + dt.timedelta(days=32)).replace(day=1)
        yield ClosingScope.MONTH, day, after - dt.timedelta(days=1), f"{MONTH_TITLES[day.month - 1]} {day.year}"
        day = after


def _period(user: Identity, span: tuple[ClosingScope, dt.date, dt.date, str], closed: dict[Any, Any],
            findings: int, terms: Sequence[Any]) -> Period:
    scope, starts, ends, title = span
    closing = closed.get((scope, starts))
    return Period(scope, starts, ends, title, ends < user.today, findings,
                  _name(closing) if closing and closing.last_name else None,
                  _local(user, closing.closed_at) if closing else None, _within(span, terms, closed.values()))


def _within(span: tuple[ClosingScope, dt.date, dt.date, str], terms: Sequence[Any], closed: Iterable[Any],
            ) -> ClosingScope | None:
    """The semester or year closed in which all days of study of the span lie: nobody writes about them either."""
    scope, starts, ends, _ = span
    parts = [(max(starts, term.starts), min(ends, term.ends)) for term in terms
             if term.starts <= ends and term.ends >= starts]
    return next((one.scope for one in closed if one.scope != scope and parts
                 and all(one.starts <= first and one.ends >= last for first, last in parts)), None)


def requests(user: Identity, journal: Journal | None = None) -> list[RequestLine]:
    """Requests the user may read: those that wait first, then the newest."""
    waiting = sa.case((ReopeningRequest.state.in_(OPEN_REQUESTS), 0), else_=1)
    query = sa.select(
        ReopeningRequest, CurriculumLine.title, Group.name.label("group"), ReopeningGrant.expires_at,
        *_names(_Author, "author"), *_names(_Decider, "decider")).join(
        Journal, Journal.id == ReopeningRequest.journal_id).join(CurriculumLine).join(
        Group, Group.id == Journal.group_id).join(_Author, _Author.id == ReopeningRequest.author_id).outerjoin(
        _Decider, _Decider.id == ReopeningRequest.decided_by_id).outerjoin(
        ReopeningGrant, ReopeningGrant.id == ReopeningRequest.grant_id).where(
        rows(user, READ, ReopeningRequest)).order_by(waiting, ReopeningRequest.id.desc()).limit(LAST)
    if journal is not None:
        query = query.where(ReopeningRequest.journal_id == journal.id)
    return [_request(user, row) for row in db.session.execute(query)]


def _request(user: Identity, row: Any) -> RequestLine:
    asked: ReopeningRequest = row[0]
    return RequestLine(
        asked.id, asked.journal_id, f"{row.title}, {row.group}", asked.starts, asked.ends, asked.reason,
        RequestState(asked.state), _short(row, "author") or "",
        asked.created_at.astimezone(user.now.tzinfo), asked.reply,
        _short(row, "decider"), _local(user, asked.decided_at), _local(user, row.expires_at))


def grants(user: Identity) -> list[GrantLine]:
    """Leave that is in force now, the soonest to end first."""
    giver = aliased(User)
    query = sa.select(ReopeningGrant, CurriculumLine.title, Group.name.label("group"), *_names(_Author, "author"),
                      *_names(giver, "giver")).join(giver, giver.id == ReopeningGrant.granted_by_id).outerjoin(
        Journal, Journal.id == ReopeningGrant.journal_id).outerjoin(
        CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id).outerjoin(
        Group, Group.id == Journal.group_id).outerjoin(_Author, _Author.id == ReopeningGrant.user_id).where(
        rows(user, READ, ReopeningGrant), ReopeningGrant.expires_at > user.now).order_by(ReopeningGrant.expires_at)
    return [GrantLine(
        row[0].starts, row[0].ends, f"{row.title}, {row.group}" if row.title else "все журналы",
        _short(row, "author") or "все преподаватели", row[0].reason, row[0].expires_at.astimezone(user.now.tzinfo),
        _short(row, "giver") or "") for row in db.session.execute(query)]


def _names(person: Any, prefix: str) -> tuple[Any, ...]:
    return (person.last_name.label(f"{prefix}_last"), person.first_name.label(f"{prefix}_first"),
            person.patronymic.label(f"{prefix}_patronymic"))


def _short(row: Any, prefix: str) -> str | None:
    names = [getattr(row, f"{prefix}_{part}") for part in ("last", "first", "patronymic")]
    return short_name(*names) if names[0] else None


def _name(row: Any) -> str:
    return short_name(row.last_name, row.first_name, row.patronymic)


def _local(user: Identity, moment: dt.datetime | None) -> dt.datetime | None:
    return moment.astimezone(user.now.tzinfo) if moment is not None else None
