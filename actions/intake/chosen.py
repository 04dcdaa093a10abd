"""What was chosen besides the file: options of the kind, whether the known is corrected, who a likely double is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Chosen:
    """values: the kind's options by name; update: correct what is stored already;
    answers: line of a likely double → the stored person it is, None when it is another person."""

    values: Mapping[str, Any] = field(default_factory=dict)
    update: bool = True
    answers: Mapping[int, int | None] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        """The value of an option; None when it was left empty."""
        return self.values.get(name)

    def as_json(self) -> dict[str, Any]:
        return {"values": dict(self.values), "update": self.update,
                "answers": {str(line): person for line, person in self.answers.items()}}

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Chosen:
        answers = {int(line): person for line, person in stored.get("answers", {}).items()}
        return cls(stored.get("values", {}), stored.get("update", True), answers)
