"""How an action says no: not the user's, or what forbids a form, all of it at once."""

from __future__ import annotations

from collections.abc import Iterable

from rules.violation import Violation


class NotYours(Exception):
    """What is asked about or written is not among the user's rows: answered as if it were not there."""


class Refused(Exception):
    """Everything that forbids what was typed; the violations name the fields of the form."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self.violations = list(violations)
        super().__init__("; ".join(map(str, self.violations)))
