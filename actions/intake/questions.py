"""Names of a file that the college does not know: what they may mean is asked (п. 5.5)."""

from __future__ import annotations

from dataclasses import dataclass

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
