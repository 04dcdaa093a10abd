"""Those who left: whom the page finds, what would be erased of them and what stays (152-ФЗ; order 9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import (
    Activation,
    ChangeRequest,
    Consent,
    Erasure,
    ExcuseNote,
    FinalMark,
    Guardian,
    Guardianship,
    IssuedDocument,
    Mark,
    Membership,
    Movement,
    Notification,
    Outbox,
    Student,
    UserRole,
    UserSession,
    db,
)
from models.base import Base, label_of
from models.cell import Cell
from queries.year_operations import retention
from rules.leavers import GUARDIAN_FIELDS, LEFT, STUDENT_FIELDS, check_leaver
from rules.names import search_key
from rules.retention_terms import PaperKind
from rules.terms import STAFF_ROLES, MovementKind
from rules.violation import Violation

SHOWN = 30


@dataclass(frozen=True)
class Leaver:
    id: int
    name: str
    left: str
    erased: str


@dataclass(frozen=True)
class Erasable:
    """What goes with a leaver: accounts that are nobody else's, parents without other children here."""

    student: Student
    guardians: tuple[Guardian, ...]
    accounts: tuple[int, ...]
    erased: tuple[tuple[str, int], ...]
    kept: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True)
class ActLine:
    id: int
    title: str
    student: str
    who: str
    basis: str


def find(user: Identity, text: str) -> list[Leaver]:
    """Leavers whose name holds the text; the latest first."""
    order = _last_order()
    query = (sa.select(Student, Movement, Erasure).join(order, order.c.student_id == Student.id)
             .join(Movement, Movement.id == order.c.id).join(Erasure, Erasure.student_id == Student.id, isouter=True)
             .where(rows(user, READ, Student), Movement.kind.in_(LEFT), Movement.effective_on <= user.today)
             .order_by(Movement.effective_on.desc(), Student.sort_key).limit(SHOWN))
    if text.strip():
        query = query.where(Student.search_key.contains(search_key(text), autoescape=True))
    return [Leaver(student.id, student.full_name, str(movement), str(act) if act else "")
            for student, movement, act in db.session.execute(query)]


def refusal(student: Student, today: dt.date) -> Violation | None:
    """Why the person's data are not erased."""
    last = max((one for one in student.movements if one.effective_on <= today), default=None,
               key=lambda one: (one.effective_on, one.id))
    inside = db.session.scalar(sa.select(Membership.id).where(
        Membership.student_id == student.id, sa.or_(Membership.ends.is_(None), Membership.ends >= today)).limit(1))
    act = db.session.scalar(sa.select(Erasure.id).where(Erasure.student_id == student.id).limit(1))
    return check_leaver(MovementKind(last.kind) if last else None, inside is not None, act is not None)


def erasable(student: Student, today: dt.date) -> Erasable:
    """The list that is confirmed before anything is erased, and that stands in the act."""
    guardians = tuple(one for one in db.session.scalars(
        sa.select(Guardian).join(Guardianship).where(Guardianship.student_id == student.id).order_by(Guardian.id))
        if not _has_others(one, student, today))
    accounts = tuple(_accounts(student, guardians))
    return Erasable(student, guardians, accounts, tuple(_erased(student, guardians, accounts)), tuple(_kept(student)))


def acts(user: Identity) -> list[ActLine]:
    return [ActLine(row.id, str(row), row.student.short_name, row.user.short_name, row.basis)
            for row in db.session.scalars(
                sa.select(Erasure).where(rows(user, READ, Erasure)).order_by(Erasure.id.desc()).limit(SHOWN)
                .options(joinedload(Erasure.student), joinedload(Erasure.user)))]


def _last_order() -> Any:
    """The last order of each student."""
    place = sa.func.row_number().over(partition_by=Movement.student_id,
                                      order_by=(Movement.effective_on.desc(), Movement.id.desc()))
    ranked = sa.select(Movement.id, Movement.student_id, place.label("place")).subquery()
    return sa.select(ranked.c.id, ranked.c.student_id).where(ranked.c.place == 1).subquery()


def _has_others(guardian: Guardian, student: Student, today: dt.date) -> bool:
    """Whether another child, whose data are still here, needs the parent now or later."""
    return db.session.scalar(sa.select(sa.exists().where(
        Guardianship.guardian_id == guardian.id, Guardianship.student_id != student.id,
        sa.or_(Guardianship.ends.is_(None), Guardianship.ends >= today),
        Guardianship.student_id.not_in(sa.select(Erasure.student_id))))) or False


def _accounts(student: Student, guardians: Iterable[Guardian]) -> Iterable[int]:
    """Accounts that nobody else needs: a teacher keeps the own one, so does who is another student or parent too."""
    going = list(guardians)
    asked = [id for id in (student.user_id, *(one.user_id for one in going)) if id is not None]
    needed: sa.CompoundSelect[Any] = sa.union(
        sa.select(UserRole.user_id).where(UserRole.user_id.in_(asked), UserRole.role.in_(STAFF_ROLES)),
        sa.select(Student.user_id).where(Student.user_id.in_(asked), Student.id != student.id),
        sa.select(Guardian.user_id).where(Guardian.user_id.in_(asked), Guardian.id.not_in([one.id for one in going])))
    kept = set(db.session.scalars(needed))
    return [id for id in asked if id not in kept]


def _erased(student: Student, guardians: tuple[Guardian, ...], accounts: tuple[int, ...],
            ) -> Iterable[tuple[str, int]]:
    people = [one.id for one in guardians]
    found = [(label_of(Student, name), 1) for name in STUDENT_FIELDS if getattr(student, name) is not None]
    found += [("Имена родителей, у которых здесь нет других детей", len(people)),
              ("Контакты родителей", sum(getattr(one, name) is not None
                                         for one in guardians for name in GUARDIAN_FIELDS)),
              ("Учётные записи с паролем и почтой", len(accounts)),
              ("Сеансы входа", _count(UserSession, UserSession.user_id.in_(accounts))),
              ("Уведомления", _count(Notification, of_person(Notification, student.id, accounts))),
              ("Письма и SMS", _count(Outbox, of_person(Outbox, student.id, accounts, people))),
              ("Сообщения об изменении данных", _count(ChangeRequest, ChangeRequest.student_id == student.id)),
              ("Коды входа родителей", _count(Activation, Activation.guardian_id.in_(people)))]
    return [(title, number) for title, number in found if number]


def of_person(model: type[Any], student_id: int, accounts: Iterable[int], guardians: Iterable[int] = (),
              ) -> sa.ColumnElement[bool]:
    """Rows told to the accounts, or about the student."""
    found = [model.user_id.in_(tuple(accounts)), model.student_id == student_id]
    return sa.or_(*found, model.guardian_id.in_(tuple(guardians))) if guardians else sa.or_(*found)


def _kept(student: Student) -> Iterable[tuple[str, int, str]]:
    """What stays, how many rows, by which term."""
    terms = {one.kind: one.words for one in retention()}
    marks = sa.select(sa.func.count()).select_from(Mark).join(Cell).where(Cell.student_id == student.id)
    counted = [("Фамилия, имя, отчество и личное дело", 1, PaperKind.PERSONAL_FILES),
               ("Отметки в журналах", db.session.scalar(marks) or 0, PaperKind.JOURNALS),
               ("Итоговые отметки", _count(FinalMark, FinalMark.student_id == student.id), PaperKind.SUMMARIES),
               ("Приказы", _count(Movement, Movement.student_id == student.id), PaperKind.ORDERS),
               ("Справки о пропусках", _count(ExcuseNote, ExcuseNote.student_id == student.id), PaperKind.JOURNALS),
               ("Выданные документы", _count(IssuedDocument, IssuedDocument.student_id == student.id),
                PaperKind.PERSONAL_FILES),
               ("Согласия", _count(Consent, Consent.student_id == student.id), PaperKind.PERSONAL_FILES)]
    return [(title, number, terms[kind]) for title, number, kind in counted if number]


def _count(model: type[Base], criterion: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model).where(criterion)) or 0


