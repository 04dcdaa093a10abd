"""«Изменено в ваших журналах» as the start page tells it: a line per hand and lesson (п. 2.1, 5.3, 5.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from access.identity import Identity
from queries.digest import OthersChange, changed_by_others
from rules.terms import AuditAction
from rules.words import plural


@dataclass(frozen=True)
class DigestLine:
    """What one person did at one lesson; ``what`` in words, ``told`` why it is in order."""

    journal_id: int
    lesson_id: int | None
    title: str
    author: str
    at: dt.datetime
    what: str
    told: str


@dataclass(frozen=True)
class Digest:
    """Alarming lines first; ``seq``: the newest record told, for «просмотрено»."""

    lines: tuple[DigestLine, ...]
    seq: int


def digest(user: Identity, since: int) -> Digest:
    """What others have changed in the user's journals after the record ``since``."""
    changed = changed_by_others(user, since)
    together = sorted(changed, key=lambda one: (one.alarming, *_key(one)))
    lines = [_line(list(group)) for _, group in groupby(together, _key)]
    lines.sort(key=lambda line: line.at, reverse=True)
    return Digest(tuple(sorted(lines, key=lambda line: bool(line.told))), max((one.seq for one in changed), default=0))


def _key(one: OthersChange) -> tuple[int, int, str, str]:
    return one.journal_id, one.lesson_id or 0, one.author, one.told


def _line(group: Sequence[OthersChange]) -> DigestLine:
    newest = max(group, key=lambda one: one.seq)
    when = f", занятие {newest.lesson_date:%d.%m}" if newest.lesson_date else ""
    return DigestLine(newest.journal_id, newest.lesson_id, f"{newest.journal}{when}", newest.author, newest.at,
                      _words(group), newest.told)


def _words(group: Sequence[OthersChange]) -> str:
    if len(group) > 1:
        return f"{len(group)} {plural(len(group), 'изменение', 'изменения', 'изменений')}"
    [one] = group
    if one.student:
        return f"{one.student}: {_turn(one)}"
    return f"{one.what[0].lower()}{one.what[1:]}, {one.action.title}"


def _turn(one: OthersChange) -> str:
    """«было 4, стало 5»; a record without a cell's content tells what was done."""
    if one.before and one.after:
        return f"было {one.before}, стало {one.after}"
    if one.after:
        return f"записано {one.after}"
    if one.before:
        return f"стёрто {one.before}"
    return f"{one.what.lower()}, {AuditAction(one.action).title}"
