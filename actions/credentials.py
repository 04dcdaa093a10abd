"""Issuing access: an account when there is none, a one-time password, old sessions ended (п. 5.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.identity import Identity
from access.scopes import accounts_with
from actions import identities
from actions.audit import context
from actions.passwords import OneTime, issue_one_time
from actions.refusals import NotYours
from actions.signin import end_all_sessions
from models import Guardian, Guardianship, Student, User, UserRole, db
from queries.college import norms_on
from queries.credentials import students_of
from rules.logins import login_for
from rules.terms import STAFF_ROLES, Role
from rules.violation import Violation

Person = Student | Guardian | User
ROLES: dict[type[Person], Role] = {Student: Role.STUDENT, Guardian: Role.PARENT}


@dataclass(frozen=True)
class Issued:
    """One strip: the password is known only here and is stored nowhere."""

    name: str
    role: str
    login: str
    password: str


def issue(user: Identity, keys: Sequence[str], made: Sequence[OneTime], wall_now: dt.datetime) -> list[Issued]:
    """One-time passwords for the chosen people, in the order asked; raises ``NotYours``, Violation.

    made: one for each of ``choose``; hashing two hundred of them takes longer than anybody waits for SQLite's writer.
    """
    people = choose(user, keys)
    if len(people) != len(made):
        raise Violation("5.2", "Список изменился, пока готовились пароли. Выдайте доступ ещё раз")
    context.explain(db.session, "выданы реквизиты доступа (п. 5.2)")
    norms, taken = norms_on(user.today), _taken(people)
    issued = []
    for person, fresh in zip(people, made, strict=True):
        account = _account(person) or _open(person, taken)
        issue_one_time(account, fresh, wall_now, norms)
        issued.append(Issued(person.full_name, _role(person), account.login, fresh.password))
    db.session.flush()  # new accounts get their ids before sessions are ended by them
    for person in people:
        end_all_sessions(_account(person).id, wall_now)  # type: ignore[union-attr]
    identities.forget(user, [_account(person).id for person in people])  # type: ignore[union-attr]
    return issued


def choose(user: Identity, keys: Sequence[str]) -> list[Person]:
    """Who would get a password; raises ``NotYours``, Violation."""
    people = _find(user, keys)
    if not people:
        raise Violation("5.2", "Выберите, кому выдать пароль")
    shut = [person.full_name for person in people if (account := _account(person)) and account.blocked_at]
    if shut:
        raise Violation("5.2", f"Доступ закрыт: {', '.join(shut)}. Сначала его должен открыть администратор")
    more = [person.full_name for person in people if not isinstance(person, User) and is_staff(person.user)]
    if more:
        raise Violation("5.2", f"Пароль сотрудника выдаёт администратор: {', '.join(more)}")
    return people


def is_staff(account: User | None) -> bool:
    """An account that opens more than a diary: a card of a family is no way to it (п. 5.2, 9.3)."""
    return account is not None and bool(account.role_set & STAFF_ROLES)


def _find(user: Identity, keys: Sequence[str]) -> list[Person]:
    """The people behind the keys, all of them the user's: staff for the administrator, own groups for a curator."""
    found: dict[str, Person] = {}
    wanted = list(dict.fromkeys(keys))
    if user.has(Role.ADMINISTRATOR):
        staff = sa.select(User).where(User.id.in_(_ids(wanted, "user")), User.id.in_(accounts_with(*STAFF_ROLES)))
        found |= {f"user:{row.id}": row for row in db.session.scalars(staff)}
    if user.has(Role.CURATOR):
        mine = students_of(user).with_only_columns(Student.id).order_by(None)
        found |= {f"student:{row.id}": row for row in db.session.scalars(
            students_of(user).where(Student.id.in_(_ids(wanted, "student"))).options(joinedload(Student.user)))}
        found |= {f"guardian:{row.id}": row for row in db.session.scalars(
            sa.select(Guardian).where(Guardian.id.in_(_ids(wanted, "guardian")), Guardian.id.in_(
                sa.select(Guardianship.guardian_id).where(Guardianship.student_id.in_(mine))))
            .options(joinedload(Guardian.user)))}
    if missing := [key for key in wanted if key not in found]:
        raise NotYours(", ".join(missing))
    return [found[key] for key in wanted]


def _ids(keys: Iterable[str], kind: str) -> list[int]:
    parts = [key.partition(":") for key in keys]
    return [int(number) for name, _, number in parts if name == kind and number.isdecimal() and len(number) < 10]


def _account(person: Person) -> User | None:
    return person if isinstance(person, User) else person.user


def _role(person: Person) -> str:
    if isinstance(person, User):
        return person.position or ", ".join(role.title for role in sorted(person.role_set))
    return ROLES[type(person)].title


def _open(person: Person, taken: set[str]) -> User:
    """A new account; its login is made of the name."""
    assert not isinstance(person, User)
    login = login_for(person.last_name, person.first_name, person.patronymic, taken)
    taken.add(login)
    account = User(login=login, last_name=person.last_name, first_name=person.first_name,
                   patronymic=person.patronymic, roles=[UserRole(role=ROLES[type(person)])])
    person.user = account
    db.session.add(account)
    return account


def _taken(people: Iterable[Person]) -> set[str]:
    """Logins that new ones might clash with."""
    stems = {login_for(row.last_name, row.first_name, row.patronymic, ()) for row in people if _account(row) is None}
    if not stems:
        return set()
    return set(db.session.scalars(sa.select(User.login).where(
        sa.or_(*(User.login.startswith(stem, autoescape=True) for stem in stems)))))
