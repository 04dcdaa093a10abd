"""Issued papers: the next number, the list, what a code or a hash belongs to (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import AcademicYear, Closing, IssuedDocument, NumberSeries, Student, db
from queries.college import college
from rules.names import short_name
from rules.spans import Days

PAGE = 50


@dataclass(frozen=True)
class Issued:
    """A line of the list; ``about``: whom it is about, as far as the reader may read the student's name."""

    id: int
    kind: str
    title: str
    designation: str
    issued_on: dt.date
    about: str
    who: str
    closed: bool
    sha256: str
    code: str


@dataclass(frozen=True)
class Known:
    """What anybody may know of a paper: no personal data."""

    title: str
    designation: str
    issued_on: dt.date
    sha256: str
    college: str


def next_number(kind: str, year: int, prefix: str) -> tuple[int, str]:
    """The next number of the kind and the letters before it: the college's, else those of the form."""
    found = db.session.execute(sa.select(NumberSeries.year, NumberSeries.last, NumberSeries.prefix).where(
        NumberSeries.kind == kind, NumberSeries.year <= year).order_by(NumberSeries.year.desc()).limit(1)).first()
    if found is None:
        return 1, prefix
    return (found.last + 1 if found.year == year else 1), found.prefix


def is_closed(days: Days) -> bool:
    """The year is in the archive, or both ends of the span are in closed periods (п. 7.2, 7.5)."""
    return all(_is_day_closed(day) for day in (days.starts, days.ends or days.starts))


def issued(user: Identity, page: int = 0) -> tuple[list[Issued], bool]:
    """A page of what the reader may see of the issued, newest first, and whether there are more."""
    found = db.session.scalars(_papers(user).order_by(IssuedDocument.id.desc()).offset(page * PAGE).limit(PAGE + 1))
    lines = _lines(user, list(found))
    return lines[:PAGE], len(lines) > PAGE


def issued_line(user: Identity, document_id: int) -> Issued:
    return _lines(user, list(db.session.scalars(_papers(user).where(IssuedDocument.id == document_id))))[0]


def same(user: Identity, kind: str, arguments: Mapping[str, Any]) -> int | None:
    """The paper of a closed period that the reader has issued already for the same arguments: it is printed again."""
    found = db.session.execute(sa.select(IssuedDocument.id, IssuedDocument.arguments).where(
        rows(user, READ, IssuedDocument), IssuedDocument.kind == kind, IssuedDocument.closed,
        IssuedDocument.user_id == user.id).order_by(IssuedDocument.id.desc()))
    return next((row.id for row in found if row.arguments == dict(arguments)), None)


def known(code: str) -> Known | None:
    """What the public page tells of a code."""
    row = db.session.scalar(sa.select(IssuedDocument).where(IssuedDocument.code == code))
    owner = college()
    return None if row is None else Known(row.title, row.designation, row.issued_on, row.sha256,
                                          owner.title if owner else "")


def _papers(user: Identity) -> sa.Select[IssuedDocument]:
    return sa.select(IssuedDocument).where(rows(user, READ, IssuedDocument)).options(
        joinedload(IssuedDocument.user), joinedload(IssuedDocument.group))


def _lines(user: Identity, found: list[IssuedDocument]) -> list[Issued]:
    students = {row.student_id for row in found if row.student_id}
    names = {row.id: short_name(row.last_name, row.first_name, row.patronymic) for row in db.session.execute(
        sa.select(Student.id, Student.last_name, Student.first_name, Student.patronymic).where(
            Student.id.in_(students), rows(user, READ, Student)))} if students else {}
    return [Issued(row.id, row.kind, row.title, row.designation, row.issued_on,
                   ", ".join(filter(None, (names.get(row.student_id or 0), row.group.name if row.group else ""))),
                   row.user.short_name, row.closed, row.sha256, row.code) for row in found]


def _is_day_closed(day: dt.date) -> bool:
    return bool(db.session.scalar(sa.select(sa.or_(
        sa.exists().where(Closing.starts <= day, Closing.ends >= day),
        sa.exists().where(AcademicYear.starts <= day, AcademicYear.ends >= day,
                          AcademicYear.archived_at.is_not(None))))))
