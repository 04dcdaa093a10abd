"""What an import is to the page and to the command line: who loads what from which file, with which options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from access.identity import Identity
from actions.intake.chosen import Chosen
from actions.intake.report import Report
from documents.table import Column, Table, Value
from documents.xlsx import xlsx_bytes
from importers.limits import DEFAULT, Limits
from rules.terms import ImportKind

# user, bytes of the file, its name, what was chosen → what it did; raises ImportRefused, flushes, never commits
Loading = Callable[[Identity, bytes, str, Chosen], Report]


class OptionKind(StrEnum):
    """What an option holds: records by their id, a speciality by its code, the rest as typed."""

    TEXT = "text"
    YEAR = "year"
    DATE = "date"
    CHOICE = "choice"
    FLAG = "flag"
    JOURNAL = "journal"
    GROUP = "group"
    SPECIALITY = "speciality"


@dataclass(frozen=True)
class Option:
    """name: key in ``Chosen.values`` and, with dashes, the command's option; title: Russian; help: for the command;
    choices: value and Russian title."""

    name: str
    kind: OptionKind
    title: str
    help: str
    required: bool = False
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Field:
    """A column of the template: its heading, what to write there, an example."""

    heading: str
    hint: str
    example: Value = ""


@dataclass(frozen=True)
class Intake:
    """slug: part of the address and the command's name; kind: decides who may (``access.importing``);
    accepts: Russian, which files; updates: «обновлять существующие» is a choice; asks: likely doubles of people are
    asked; page: the endpoint of an own page, when there is one, instead of /imports/; limits: how much a file may
    hold."""

    slug: str
    kind: ImportKind
    title: str
    help: str
    accepts: str
    read_and_load: Loading
    options: tuple[Option, ...] = ()
    template: tuple[Field, ...] = ()
    updates: bool = False
    asks: bool = False
    page: str | None = None
    limits: Limits = DEFAULT


def template_xlsx(intake: Intake) -> bytes:
    """A table to fill in: headings with an example row, and on the second sheet what each column means."""
    fields = intake.template
    rows = [tuple(field.example for field in fields)]
    hints = [(field.heading, field.hint, field.example) for field in fields]
    return xlsx_bytes(
        Table(intake.title.capitalize(), [Column(field.heading) for field in fields], rows),
        Table("Как заполнять", [Column("Столбец", 24), Column("Что писать", 60), Column("Пример", 30)], hints))
