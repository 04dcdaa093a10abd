"""A refusal by the regulation: which point forbids it and what to do instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(unsafe_hash=True)
class Violation(Exception):
    """One broken rule.

    point: number in the regulation, "6.3"; "" when common sense refuses.
    message: Russian phrase that says what is wrong and what to do instead.
    field: name of the form field it belongs to, None for the whole form.
    needs: what would make it acceptable: "reason", "reopening", "words" of a basis, "theme" of a project.
    """

    point: str
    message: str
    field: str | None = None
    needs: str | None = None

    @property
    def violations(self) -> list[Violation]:
        """One is shown as several are."""
        return [self]

    @property
    def is_lifted_by_reopening(self) -> bool:
        """Whether a leave of the deputy to write into closed days is enough (п. 7.2)."""
        return self.needs == "reopening"

    def __str__(self) -> str:
        return f"{self.message} (п. {self.point})" if self.point else self.message
