"""Loading staff: accounts with roles, their first passwords still to be issued (п. 5.2, Пр. 8)."""

from __future__ import annotations

import sqlalchemy as sa

from access.identity import Identity
from actions.intake.people import StaffFile, StaffRow
from actions.intake.refusal import Refusals
from actions.intake.report import Report, Tally, differences
from models import User, UserRole, db
from rules.names import search_key
from rules.terms import Role


def load_staff(user: Identity, file: StaffFile, new: frozenset[int] = frozenset()) -> Report:
    """Create accounts without a password, correct the known ones by login; roles are only added.

    Raises ImportRefused with every refused line; flushes, never commits.
    """
    refusals, tally = Refusals(), Tally()
    by_login = {found.login: found for found in db.session.scalars(
        sa.select(User).where(User.login.in_([row.login for row in file.people])))}
    namesakes = {found.search_key: found.login for found in db.session.execute(
        sa.select(User.search_key, User.login).where(User.search_key.in_([_key(row) for row in file.people])))}
    with db.session.no_autoflush:  # what changes is read off the rows that wait
        for row in file.people:
            stored = by_login.get(row.login)
            reason = _doubt(row, stored, namesakes.get(_key(row)), row.line in new)
            if reason is not None:
                refusals.add(row.line, "логин", reason)
            else:
                _write(row, stored, tally)
    refusals.check()
    db.session.flush()  # so that a clash of logins shows here and not at the commit
    if tally.created:
        tally.warnings.append("Новым учётным записям ещё не выданы пароли: до выдачи войти нельзя")
    return tally.report(None)


def _doubt(row: StaffRow, stored: User | None, namesake: str | None, confirmed: bool) -> str | None:
    """Another person under this login, or this person under another login."""
    if stored is not None:
        given = search_key(stored.first_name, stored.patronymic)
        if search_key(stored.full_name) != _key(row) and given != search_key(row.name, row.patronymic):
            return f"логин «{row.login}» принадлежит другому человеку: {stored.full_name}"
        return None
    if namesake is not None and not confirmed:
        return f"{row.full_name} уже есть с логином «{namesake}»: если это другой человек, подтвердите строку"
    return None


def _write(row: StaffRow, stored: User | None, tally: Tally) -> None:
    person = stored
    if person is None:
        person = User(login=row.login, must_change_password=True)
        db.session.add(person)
    person.last_name, person.first_name, person.patronymic = row.surname, row.name, row.patronymic or None
    for name in ("position", "phone", "email"):
        if getattr(row, name) is not None:  # an empty cell is silence
            setattr(person, name, getattr(row, name))
    words = differences(person) if stored is not None else []
    held = {Role(item.role) for item in person.roles}
    for role in row.roles:
        if role not in held:
            person.roles.append(UserRole(role=role))
            words.append(f"роль: {role.title}")
    extra = [role.title for role in Role if role in held.difference(row.roles)]
    if extra:
        tally.warnings.append(f"{row.login}: кроме ролей из файла есть {', '.join(extra)}; снять роль можно в карточке")
    tally.add(row.full_name, created=stored is None, differences=words)


def _key(row: StaffRow) -> str:
    return search_key(row.surname, row.name, row.patronymic)
