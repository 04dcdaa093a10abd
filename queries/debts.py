"""Academic debts: the list of those who may read them, one of them with its attempts (п. 6.7; 273-ФЗ, ст. 58)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from access.check import rows
from access.grants import Action
from access.identity import Identity
from models import Debt, DebtAttempt, FinalMark, Journal, Student, db
from queries.college import norms_on
from rules.attestation import is_positive, short
from rules.debts import state_of
from rules.names import full_name, search_key
from rules.norms import Norms
from rules.terms import DebtState, FinalKind, FinalValue, Role

PAGE = 50
FAMILY = (Role.STUDENT, Role.PARENT)
STILL_OWED = (DebtState.OPEN, DebtState.FIRST_FAILED, DebtState.EXPIRED)


@dataclass(frozen=True)
class Attempt:
    """``result`` is "" until it is entered; ``mine``: the user examines it."""

    id: int
    number: int
    date: dt.date
    examiner_id: int
    examiner: str
    members: str
    value: FinalValue | None
    version: int
    mine: bool

    @property
    def result(self) -> str:
        return short(self.value) if self.value else ""

    @property
    def passed(self) -> bool:
        return self.value is not None and is_positive(self.value)


@dataclass(frozen=True)
class DebtLine:
    """A debt as the pages show it; ``state`` is judged today, whatever the night has written."""

    id: int
    version: int
    student: str
    group: str
    group_id: int
    subject: str
    journal_id: int
    final_kind: FinalKind
    final: str
    published: bool
    form: FinalKind
    opened: dt.date
    due: dt.date
    state: DebtState
    attempts: tuple[Attempt, ...]

    @property
    def next(self) -> Attempt | None:
        """The attempt that has no result yet."""
        return next((attempt for attempt in self.attempts if attempt.value is None), None)

    @property
    def passed(self) -> Attempt | None:
        return next((attempt for attempt in self.attempts if attempt.passed), None)


@dataclass(frozen=True)
class DebtList:
    lines: tuple[DebtLine, ...]
    total: int


def debt_list(user: Identity, owed: bool = True, surname: str = "", page: int = 0) -> DebtList:
    """Debts the user may read, the nearest term first; ``owed`` leaves out those made up."""
    criteria = [rows(user, Action.READ, Debt)]
    if owed:
        criteria.append(Debt.state.in_(STILL_OWED))
    if key := search_key(surname):
        criteria.append(Student.search_key.startswith(key, autoescape=True))
    found = (sa.select(Debt).join(Debt.final_mark).join(FinalMark.student).where(*criteria))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(found.with_only_columns(Debt.id).subquery())) or 0
    query = _whole(found).order_by(Debt.due_on, Student.sort_key, Debt.id).limit(PAGE).offset(page * PAGE)
    norms = norms_on(user.today)
    return DebtList(tuple(_line(user, debt, norms) for debt in db.session.scalars(query)), total)


def debt_card(user: Identity, debt: Debt) -> DebtLine:
    """One debt that the user has been found to read."""
    whole = db.session.scalars(_whole(sa.select(Debt).where(Debt.id == debt.id))
                               .execution_options(populate_existing=True)).one()
    return _line(user, whole, norms_on(user.today))


def debts_of(user: Identity, student_id: int) -> list[DebtLine]:
    """A student's debts by published results, as the student and the parents read them."""
    family = user.acting_as(*FAMILY)
    query = (_whole(sa.select(Debt).join(Debt.final_mark))
             .where(FinalMark.student_id == student_id, rows(family, Action.READ, Debt)).order_by(Debt.due_on, Debt.id))
    found = db.session.scalars(query).all()
    norms = norms_on(user.today) if found else Norms()
    return [_line(family, debt, norms) for debt in found]


def _whole(query: sa.Select[Debt]) -> sa.Select[Debt]:
    """With everything a line shows: two statements whatever the number of debts."""
    final = joinedload(Debt.final_mark)
    journal = final.joinedload(FinalMark.journal)
    return query.options(final.joinedload(FinalMark.student), journal.joinedload(Journal.line),
                         journal.joinedload(Journal.group),
                         selectinload(Debt.attempts).joinedload(DebtAttempt.examiner))


def _line(user: Identity, debt: Debt, norms: Norms) -> DebtLine:
    final, attempts = debt.final_mark, tuple(_attempt(user, one) for one in debt.attempts)
    student, journal = final.student, final.journal
    return DebtLine(
        debt.id, debt.row_version, full_name(student.last_name, student.first_name, student.patronymic),
        journal.group.name, journal.group_id, journal.line.title, journal.id, FinalKind(final.kind),
        short(FinalValue(final.value)),
        final.published_at is not None, FinalKind(debt.form), debt.opened_on, debt.due_on,
        state_of([one.value for one in attempts], debt.due_on, user.today, norms), attempts)


def _attempt(user: Identity, attempt: DebtAttempt) -> Attempt:
    return Attempt(attempt.id, attempt.number, attempt.date, attempt.examiner_id, attempt.examiner.short_name,
                   attempt.members or "", FinalValue(attempt.value) if attempt.value else None, attempt.row_version,
                   attempt.examiner_id == user.id)
