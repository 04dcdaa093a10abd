"""Staff with their logins and roles (п. 5.2): a table becomes accounts to make."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from actions.intake.people import StaffFile, StaffRow
from actions.intake.refusal import Refusals
from importers.limits import DEFAULT, Limits
from importers.sheet import Columns, Row, column_key, read_table
from importers.values import BadValue, Cell, to_name, to_phone, to_text
from rules.contacts import normalise_email
from rules.credentials import check_login, normalise_login
from rules.terms import STAFF_ROLES, Role
from rules.violation import Violation

COLUMNS = ("фамилия", "имя", "отчество", "логин", "роли", "должность", "телефон", "почта")
TABLE = Columns(("фамилия", "имя", "логин", "роли"), ("отчество", "должность", "телефон", "почта"))
Value = TypeVar("Value")
ROLES = {column_key(word): role for role in Role if role in STAFF_ROLES for word in (role.value, role.title)}


def read_staff(data: bytes, limits: Limits = DEFAULT) -> StaffFile:
    """Every person of the file and every refused cell; raises ImportRefused when it is no such table."""
    table = read_table(data, TABLE, limits)
    refusals = Refusals()
    people = [person for row in table if (person := _Reader(row, refusals).person())]
    _check_logins(people, refusals)
    return StaffFile(tuple(people), len(table), tuple(refusals))


class _Reader:
    """Reads one row; a bad cell is noted and the rest is still read."""

    def __init__(self, row: Row, refusals: Refusals) -> None:
        self.row, self.refusals, self.failed = row, refusals, False

    def person(self) -> StaffRow | None:
        surname, name = self.read("фамилия", to_name), self.read("имя", to_name)
        patronymic = self.read("отчество", _patronymic, required=False)
        login, roles = self.read("логин", _login), self.read("роли", _roles)
        position = self.read("должность", _position, required=False)
        phone, email = self.read("телефон", to_phone, required=False), self.read("почта", _email, required=False)
        if self.failed or not (surname and name and login and roles):
            return None
        return StaffRow(self.row.line, surname, name, patronymic or "", login, roles, position, phone, email)

    def read(self, column: str, convert: Callable[[Cell], Value], required: bool = True) -> Value | None:
        if not self.row.text(column):
            if required:
                self.refuse(column, "не заполнено")
            return None
        try:
            return convert(self.row.get(column))
        except (BadValue, Violation) as error:
            self.refuse(column, error.message if isinstance(error, Violation) else str(error))
            return None

    def refuse(self, column: str, reason: str) -> None:
        self.failed = True
        self.refusals.add(self.row.line, column, reason)


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
