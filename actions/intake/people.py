"""People as their tables tell of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from actions.intake.refusal import Refusal
from rules.terms import Role


@dataclass(frozen=True)
class GuardianRow:
    line: int
    surname: str
    name: str
    patronymic: str
    phone: str | None

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.surname, self.name, self.patronymic)))


@dataclass(frozen=True)
class StudentRow:
    """One student; the rows of two parents have become one with two guardians."""

    line: int
    surname: str
    name: str
    patronymic: str
    birth_date: dt.date
    group: str
    order_number: str
    order_date: dt.date
    guardians: tuple[GuardianRow, ...] = ()

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.surname, self.name, self.patronymic)))

    @property
    def person(self) -> tuple[str, str, str, dt.date]:
        """The same person whatever the case and «ё»."""
        surname, name, patronymic = (
            part.casefold().replace("ё", "е") for part in (self.surname, self.name, self.patronymic)
        )
        return surname, name, patronymic, self.birth_date


@dataclass(frozen=True)
class StudentsFile:
    """The rows that were read and why others were not: all of them are refused together."""

    students: tuple[StudentRow, ...]
    rows: int
    warnings: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class StaffRow:
    line: int
    surname: str
    name: str
    patronymic: str
    login: str
    roles: tuple[Role, ...]
    position: str | None = None
    phone: str | None = None
    email: str | None = None

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.surname, self.name, self.patronymic)))


@dataclass(frozen=True)
class StaffFile:
    """The rows that were read and why others were not: all of them are refused together."""

    people: tuple[StaffRow, ...]
    rows: int
    refused: tuple[Refusal, ...] = ()
