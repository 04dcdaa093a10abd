"""Names of a file that the college does not know: what they may mean is asked (п. 5.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from actions.intake.refusal import Refusal
from rules.terms import NameKind


@dataclass(frozen=True)
class Choice:
    """What a name may mean: ``target`` is the field of the answer with the row's number, «teacher:7»."""

    target: str
    title: str


@dataclass(frozen=True)
class Unknown(Refusal):
    """A refusal that an answer lifts: which group, discipline or teacher ``text`` is; likely ones first."""

    kind: NameKind = NameKind.GROUP
    text: str = ""
    choices: tuple[Choice, ...] = ()


def asked_names(refusals: Iterable[Refusal]) -> list[dict[str, Any]]:
    """Questions as a waiting file keeps them."""
    return [{"kind": one.kind.value, "text": one.text, "line": one.line, "reason": one.reason,
             "choices": [[choice.target, choice.title] for choice in one.choices]}
            for one in refusals if isinstance(one, Unknown)]
