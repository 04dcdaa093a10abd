"""Staff with their logins and roles (п. 5.2): a table becomes accounts to make."""

from __future__ import annotations

import re

from actions.intake.people import StaffFile, StaffRow
from actions.intake.refusal import Refusals
from importers.limits import DEFAULT, Limits
from importers.reader import RowReader
from importers.sheet import Columns, column_key, read_table
from importers.values import BadValue, Cell, to_name, to_phone, to_text
from rules.contacts import normalise_email
from rules.credentials import check_login, normalise_login
from rules.terms import STAFF_ROLES, Role

TABLE = Columns(("фамилия", "имя", "логин", "роли"), ("отчество", "должность", "телефон", "почта"))
ROLES = {column_key(word): role for role in Role if role in STAFF_ROLES for word in (role.value, role.title)}


def read_staff(data: bytes, limits: Limits = DEFAULT) -> StaffFile:
    """Every person of the file and every refused cell; raises ImportRefused when it is no such table."""
    table = read_table(data, TABLE, limits)
    refusals = Refusals()
    people = [person for row in table if (person := _Reader(row, refusals).person())]
    _check_logins(people, refusals)
    return StaffFile(tuple(people), len(table), tuple(refusals))


class _Reader(RowReader):
    def person(self) -> StaffRow | None:
        surname, name = self.required("фамилия", to_name), self.required("имя", to_name)
        patronymic = self.optional("отчество", _patronymic)
        login, roles = self.required("логин", _login), self.required("роли", _roles)
        position = self.optional("должность", _position)
        phone, email = self.optional("телефон", to_phone), self.optional("почта", _email)
        if self.failed or not (surname and name and login and roles):
            return None
        return StaffRow(self.row.line, surname, name, patronymic or "", login, roles, position, phone, email)


def _patronymic(cell: Cell) -> str:
    return "" if to_text(cell).strip("-–— ") == "" else to_name(cell)


def _login(cell: Cell) -> str:
    problem = check_login(to_text(cell))
    if problem is not None:
        raise problem
    return normalise_login(to_text(cell))


def _roles(cell: Cell) -> tuple[Role, ...]:
    """«преподаватель, куратор»; a deputy's title has no comma inside."""
    words = [word.strip() for word in re.split(r"[,;/]", to_text(cell)) if word.strip()]
    unknown = [word for word in words if column_key(word) not in ROLES]
    if unknown or not words:
        raise BadValue(f"«{', '.join(unknown)}»: роли сотрудника — " + ", ".join(
            role.title for role in Role if role in STAFF_ROLES))
    return tuple(dict.fromkeys(ROLES[column_key(word)] for word in words))


def _position(cell: Cell) -> str:
    text = to_text(cell)
    if len(text) > 120:
        raise BadValue("должность длиннее 120 знаков")
    return text


def _email(cell: Cell) -> str:
    return normalise_email(to_text(cell))


def _check_logins(people: list[StaffRow], refusals: Refusals) -> None:
    first: dict[str, StaffRow] = {}
    for person in people:
        known = first.setdefault(person.login, person)
        if known is not person:
            refusals.add(person.line, "логин", f"«{person.login}» уже есть в строке {known.line}")
