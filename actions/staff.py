"""Loading staff: accounts with roles, their first passwords still to be issued (п. 5.2, Пр. 8)."""

from __future__ import annotations

import sqlalchemy as sa

from actions.intake.chosen import Chosen
from actions.intake.people import StaffFile, StaffRow
from actions.intake.refusal import Alike, Refusals
from actions.intake.report import Report, Tally, bring
from models import User, UserRole, db
from rules.names import search_key
from rules.terms import Role


def load_staff(file: StaffFile, chosen: Chosen) -> Report:
    """Create accounts without a password, correct the known ones by login; roles are only added.

    A namesake under another login is asked; the answer may be that it is the same person: the login stays as it was.

    Raises ImportRefused with every refused line; flushes, never commits.
    """
    refusals, tally, known = Refusals(file.refused), Tally(), _Known(file, chosen)
    with db.session.no_autoflush:  # what changes is read off the rows that wait
        for row in file.people:
            stored = known.of(row)
            doubt = _doubt(row, stored, known.namesake(row) if stored is None else None)
            if doubt is not None:
                refusals.add(row.line, "логин", *doubt)
            else:
                _write(row, stored, tally, chosen.update)
    refusals.check(tally.told)
    db.session.flush()  # so that a clash of logins shows here and not at the commit
    if tally.created:
        tally.warnings.append("Новым учётным записям ещё не выданы пароли: до выдачи войти нельзя")
    return tally.report(None)


class _Known:
    """Accounts under the logins of the file and under the names of its people."""

    def __init__(self, file: StaffFile, chosen: Chosen) -> None:
        self.answers = chosen.answers
        found = list(db.session.scalars(sa.select(User).where(sa.or_(
            User.login.in_([row.login for row in file.people]),
            User.search_key.in_([_key(row) for row in file.people])))))
        self.by_login = {user.login: user for user in found}
        self.by_key = {user.search_key: user for user in found}

    def of(self, row: StaffRow) -> User | None:
        """The account of the row: by its login, else the namesake that somebody said to be the same person."""
        stored = self.by_login.get(row.login)
        alike = self.by_key.get(_key(row))
        if stored is None and alike is not None and self.answers.get(row.line) == alike.id:
            return alike
        return stored

    def namesake(self, row: StaffRow) -> User | None:
        """Somebody who may be the row's person, unless another person has been confirmed."""
        return self.by_key.get(_key(row)) if row.line not in self.answers else None


def _doubt(row: StaffRow, stored: User | None, namesake: User | None) -> tuple[str, Alike | None] | None:
    """Another person under this login, or this person under another login."""
    if stored is not None:
        given = search_key(stored.first_name, stored.patronymic)
        if search_key(stored.full_name) != _key(row) and given != search_key(row.name, row.patronymic):
            return f"логин «{row.login}» принадлежит другому человеку: {stored.full_name}", None
        return None
    if namesake is not None:
        who = ", ".join(filter(None, (namesake.full_name, f"логин {namesake.login}", namesake.position)))
        return (f"{row.full_name} уже есть с логином «{namesake.login}»: если это другой человек, подтвердите строку",
                Alike(namesake.id, who, f"{row.full_name}, логин {row.login}"))
    return None


def _write(row: StaffRow, stored: User | None, tally: Tally, update: bool) -> None:
    person = stored
    if person is None:
        person = User(login=row.login, must_change_password=True)
        db.session.add(person)
    write = update or stored is None
    told = {"last_name": row.surname, "first_name": row.name, "patronymic": row.patronymic or None}
    told |= {name: value for name in ("position", "phone", "email")
             if (value := getattr(row, name)) is not None}  # an empty cell is silence
    words = bring(person, told, write)
    held = {Role(item.role) for item in person.roles}
    for role in row.roles:
        if role not in held:
            words.append(f"роль: {role.title}")
            if write:
                person.roles.append(UserRole(role=role))
    extra = [role.title for role in Role if role in held.difference(row.roles)]
    if extra:
        tally.warnings.append(f"{row.login}: кроме ролей из файла есть {', '.join(extra)}; снять роль можно в карточке")
    tally.add(row.full_name, created=stored is None, differences=words if stored is not None else (), line=row.line,
              kept=not update)


def _key(row: StaffRow) -> str:
    return search_key(row.surname, row.name, row.patronymic)
