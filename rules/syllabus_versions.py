"""Two versions of a thematic plan: which topic became which, and what changed line by line (п. 5.6)."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rules.syllabus import COLUMN_OF, FIELDS, TopicLine
from rules.terms import WorkKind
from rules.texts import bare_work_title

Key = tuple[WorkKind | None, str]


@dataclass(frozen=True)
class Matching:
    """Places from 0: of the old version to the new one's; ``by_place`` has another title where the old one stood."""

    pairs: dict[int, int]
    by_place: frozenset[int] = frozenset()
    moved: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Change:
    """One line of the difference; numbers count from 1, None where the line is not there."""

    old_number: int | None
    new_number: int | None
    old: TopicLine | None
    new: TopicLine | None
    words: tuple[str, ...]


def match(old: Sequence[TopicLine], new: Sequence[TopicLine]) -> Matching:
    """Topics keep their identity by title, wherever they went; a retitled one by its place among the others."""
    before, after = [_key(line) for line in old], [_key(line) for line in new]
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    pairs = {first + step: start + step for tag, first, last, start, _ in blocks if tag == "equal"
             for step in range(last - first)}
    moved = _moved(before, after, pairs)
    pairs |= moved
    by_place = _by_place(blocks, pairs)
    return Matching(pairs | by_place, frozenset(by_place), frozenset(moved))


def changes(old: Sequence[TopicLine], new: Sequence[TopicLine]) -> list[Change]:
    """What the new version does to each line, in its order; a line that is gone stands where it stood."""
    found = match(old, new)
    back = {new_place: old_place for old_place, new_place in found.pairs.items()}
    gone = deque(place for place in range(len(old)) if place not in found.pairs)
    lines: list[Change] = []
    reached = -1
    for place, line in enumerate(new):
        if place not in back:
            lines.append(Change(None, place + 1, None, line, ("добавлена",)))
            continue
        if back[place] not in found.moved:
            reached = back[place]
        while gone and gone[0] < reached:
            lines.append(_gone(old, gone.popleft()))
        words = _words(old[back[place]], line, back[place] + 1 if back[place] in found.moved else None)
        if words:
            lines.append(Change(back[place] + 1, place + 1, old[back[place]], line, words))
    return lines + [_gone(old, place) for place in gone]


def _key(line: TopicLine) -> Key:
    """The title without case, «ё» and the number of its work: renumbered works stay the same."""
    return line.work_kind, bare_work_title(line.title).casefold().replace("ё", "е").rstrip(".")


def _moved(before: Sequence[Key], after: Sequence[Key], pairs: dict[int, int]) -> dict[int, int]:
    """The same titles in another order, taken one by one."""
    free: dict[Key, deque[int]] = defaultdict(deque)
    taken = set(pairs.values())
    for place, key in enumerate(after):
        if place not in taken:
            free[key].append(place)
    return {place: free[key].popleft() for place, key in enumerate(before) if place not in pairs and free[key]}


def _by_place(blocks: Sequence[tuple[str, int, int, int, int]], pairs: dict[int, int]) -> dict[int, int]:
    """Between the same neighbours as many topics as there were are the old ones under other titles."""
    taken, found = set(pairs.values()), dict[int, int]()
    for tag, first, last, start, end in blocks:
        old = [place for place in range(first, last) if place not in pairs]
        new = [place for place in range(start, end) if place not in taken]
        if tag == "replace" and len(old) == len(new):
            found |= dict(zip(old, new, strict=True))
    return found


def _gone(old: Sequence[TopicLine], place: int) -> Change:
    return Change(place + 1, None, old[place], None, ("убрана",))


def _words(old: TopicLine, new: TopicLine, from_number: int | None) -> tuple[str, ...]:
    moved = (f"перенесена, была {from_number}-й",) if from_number else ()
    return moved + tuple(f"{COLUMN_OF[field].replace('_', ' ')}: {old.shown(field)} → {new.shown(field)}"
                         for field in FIELDS if getattr(old, field) != getattr(new, field))
