"""One row of a table read cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from actions.intake.refusal import Refusals
from importers.sheet import Row
from importers.values import BadValue, Cell
from rules.violation import Violation

Value = TypeVar("Value")


class RowReader:
    """A bad cell is noted and the rest is still read."""

    def __init__(self, row: Row, refusals: Refusals) -> None:
        self.row, self.refusals, self.failed = row, refusals, False

    def required(self, column: str, convert: Callable[[Cell], Value]) -> Value | None:
        if not self.row.text(column):
            self.refuse(column, "не заполнено")
            return None
        return self.optional(column, convert)

    def optional(self, column: str, convert: Callable[[Cell], Value]) -> Value | None:
        if not self.row.text(column):
            return None
        try:
            return convert(self.row.get(column))
        except (BadValue, Violation) as error:
            self.refuse(column, error.message if isinstance(error, Violation) else str(error))
            return None

    def refuse(self, column: str, reason: str) -> None:
        self.failed = True
        self.refusals.add(self.row.line, column, reason)
