"""Whose journal a line of a timetable means: groups, disciplines, teachers, subgroups by their names (п. 5.5).

What is not known or may mean several becomes a question once, however many lines say it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from actions.intake.questions import Choice, Unknown
from actions.intake.refusal import Refusal, Refusals
from actions.intake.timetable import Named
from models import TimetableName
from queries.timetable_books import (
    TaughtBook,
    Teacher,
    known_names,
    open_groups,
    taught_books,
    teachers,
)
from rules.names import search_key
from rules.terms import NameKind
from rules.timetable_words import group_key, is_teacher, name_key, remembered_key, split_teacher

OFFERED, TOLD = 300, 3  # choices of a question; those that its words name


@dataclass(frozen=True)
class Found:
    """Journals of a lesson (several when the whole group listens in journals of its parts) and who substitutes."""

    books: tuple[TaughtBook, ...]
    substitute: int | None = None


class _Stop(Exception):
    """The line is not resolved: a refusal, or ``skipped``, the name that is not to be loaded."""

    def __init__(self, refusal: Refusal | None, skipped: str = "") -> None:
        super().__init__()
        self.refusal, self.skipped = refusal, skipped


class Names:
    """Names of one file; ``skipped``: those whose lines are not loaded by an earlier answer."""

    def __init__(self, semesters: Iterable[int], day: dt.date, refusals: Refusals) -> None:
        self.refusals, self.skipped = refusals, set[str]()
        self.known = known_names()
        self.books: dict[tuple[int, int], list[TaughtBook]] = defaultdict(list)
        self.by_id: dict[int, TaughtBook] = {}
        for book in taught_books(set(semesters)):
            self.books[book.semester, book.group].append(book)
            self.by_id[book.id] = book
        self.groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for id, name in open_groups(day):
            self.groups[group_key(name)].append((id, name))
        self.people: dict[str, list[Teacher]] = defaultdict(list)
        for person in teachers():
            self.people[search_key(person.last)].append(person)
        self.teacher_names = {person.id: person.name for same in self.people.values() for person in same}
        self.answers: dict[object, object] = {}
        self.asked: set[tuple[NameKind, str]] = set()

    def group(self, line: int | None, text: str) -> int | None:
        """None: refused, or not to be loaded."""
        found = self._once(("group", text), lambda: self._group(line, text))
        return found if isinstance(found, int) else None

    def knows_group(self, text: str) -> bool:
        return bool(self.groups.get(group_key(text))) or (NameKind.GROUP, remembered_key(NameKind.GROUP, text)
                                                          ) in self.known

    def lesson(self, line: int | None, place: str, semester: int, group: int, what: Named,
               substitute: str = "") -> Found | None:
        """None: refused, or not to be loaded."""
        found = self._once((semester, group, what.discipline, what.index, what.teacher, what.subgroup, substitute),
                           lambda: self._lesson(line, place, semester, group, what, substitute))
        return found if isinstance(found, Found) else None

    def discipline(self, line: int | None, place: str, semester: int, group: int, what: Named) -> list[TaughtBook]:
        """Journals of the group with this discipline, whoever teaches."""
        found = self._once((semester, group, what.discipline, what.index),
                           lambda: self._discipline(line, place, self.books[semester, group], what))
        return list(found) if isinstance(found, list) else []

    def teacher_name(self, id: int) -> str:
        """«Иванова Л. А.»"""
        return self.teacher_names.get(id, "")

    def _once(self, key: object, resolve: Callable[[], object]) -> object:
        if key not in self.answers:
            try:
                self.answers[key] = resolve()
            except _Stop as stop:
                self.answers[key] = stop
                self._put(stop)
        return self.answers[key]

    def _put(self, stop: _Stop) -> None:
        """A name that several groups have is asked once."""
        refusal = stop.refusal
        if isinstance(refusal, Unknown):
            name = refusal.kind, remembered_key(refusal.kind, refusal.text)
            if name in self.asked:
                return
            self.asked.add(name)
        if refusal is not None:
            self.refusals.put(refusal)
        elif stop.skipped:
            self.skipped.add(stop.skipped)

    # groups

    def _group(self, line: int | None, text: str) -> int:
        answer = self._answer(NameKind.GROUP, text)
        if answer is not None and answer.group_id is not None:
            return answer.group_id
        found = self.groups.get(group_key(text), [])
        with_books = [one for one in found if any(group == one[0] for _, group in self.books)]
        found = with_books if len(found) > 1 and with_books else found
        if len(found) == 1:
            return found[0][0]
        every = [Choice(f"group:{id}", name) for same in self.groups.values() for id, name in same]
        why = "таких групп несколько" if found else "такой группы нет"
        raise _ask(NameKind.GROUP, text, line, "группа", why, _likely(text, every))

    def _answer(self, kind: NameKind, text: str) -> TimetableName | None:
        """What was answered before; a line with a name that is not to be loaded stops here."""
        answer = self.known.get((kind, remembered_key(kind, text)))
        if answer is not None and answer.skipped:
            raise _Stop(None, text)
        return answer

    # disciplines

    def _lesson(self, line: int | None, place: str, semester: int, group: int, what: Named, substitute: str) -> Found:
        books = self._discipline(line, place, self.books[semester, group], what)
        parts = self._part(line, place, books, what)
        found = self._taught(line, place, parts, what)
        if substitute:
            return Found(found.books, self._person(line, substitute, parts).id)
        return found

    def _discipline(self, line: int | None, place: str, books: list[TaughtBook], what: Named) -> list[TaughtBook]:
        if not books:
            raise _Stop(Refusal(line, place, "у группы нет журналов на этот семестр: создайте их из учебного плана"))
        text = f"{what.index} {what.discipline}".strip()
        answer = self._answer(NameKind.DISCIPLINE, text)
        if answer is not None:
            found = [book for book in books if (book.discipline, book.practice) == (
                answer.discipline_id, answer.practice_id)]
        else:
            found = _named_so(books, what)
        if len({book.line for book in found}) == 1:
            return found
        why = "таких дисциплин у группы несколько" if found else "нет среди журналов группы " + books[0].group_name
        choices = [Choice(_target(book), f"{book.index} {book.title}") for book in books]
        raise _ask(NameKind.DISCIPLINE, text, line, place, why, _likely(text, choices))

    def _part(self, line: int | None, place: str, books: list[TaughtBook], what: Named) -> list[TaughtBook]:
        if what.subgroup is None:
            return books
        found = [book for book in books if book.number == what.subgroup]
        if not found:
            raise _Stop(Refusal(line, place, f"по «{books[0].title}» нет журнала подгруппы {what.subgroup} группы "
                                             f"{books[0].group_name}: заведите подгруппы и их журналы"))
        return found

    # teachers

    def _taught(self, line: int | None, place: str, books: list[TaughtBook], what: Named) -> Found:
        if not what.teacher:
            if len({book.teacher.id for book in books}) > 1 and len({book.number for book in books}) < len(books):
                raise _Stop(Refusal(line, place, f"журналов «{books[0].title}» несколько: укажите преподавателя"))
            return Found(tuple(books))
        own = self._own(books, what.teacher)
        if own:
            return Found(tuple(own))
        person = self._person(line, what.teacher, books)
        if len(books) > 1:
            raise _Stop(Refusal(line, place, f"«{books[0].title}» ведут {_names(books)}, а в файле {person.name}: "
                                             "укажите подгруппу, вместо кого занятие"))
        return Found((books[0],), person.id)

    def _own(self, books: list[TaughtBook], text: str) -> list[TaughtBook]:
        answer = self._answer(NameKind.TEACHER, text)
        if answer is not None:
            return [book for book in books if book.teacher.id == answer.teacher_id]
        return [book for book in books if is_teacher(
            text, book.teacher.last, book.teacher.first, book.teacher.patronymic)]

    def _person(self, line: int | None, text: str, books: list[TaughtBook]) -> Teacher:
        """The one teacher the name means."""
        answer = self._answer(NameKind.TEACHER, text)
        everybody = [person for same in self.people.values() for person in same]
        if answer is not None:
            found = [person for person in everybody if person.id == answer.teacher_id]
        else:
            found = [person for person in self.people.get(split_teacher(text)[0], ())
                     if is_teacher(text, person.last, person.first, person.patronymic)]
        if len(found) == 1:
            return found[0]
        why = "таких преподавателей несколько" if found else "такого преподавателя нет"
        first = [Choice(f"teacher:{book.teacher.id}", book.teacher.name) for book in books]
        likely = _likely(text, [Choice(f"teacher:{one.id}", one.name) for one in found or everybody])
        raise _ask(NameKind.TEACHER, text, line, "преподаватель", why, tuple(dict.fromkeys([*first, *likely])))


def _ask(kind: NameKind, text: str, line: int | None, place: str, why: str, choices: tuple[Choice, ...]) -> _Stop:
    """A question whose words name the likeliest answers."""
    alike = ", ".join(choice.title for choice in choices[:TOLD])
    reason = f"«{text}»: {why}" + (f"; похожи: {alike}" if alike else "")
    return _Stop(Unknown(line, place, reason, kind=kind, text=text, choices=choices))


def _named_so(books: list[TaughtBook], what: Named) -> list[TaughtBook]:
    """By the title; of several the one with the index; a line without a title goes by the index alone."""
    title = name_key(what.discipline)
    same = [book for book in books if title in book.keys] if title else books
    indexed = [book for book in same if book.index == what.index]
    return indexed if indexed or not title else same


def _target(book: TaughtBook) -> str:
    return f"practice:{book.practice}" if book.practice is not None else f"discipline:{book.discipline}"


def _names(books: Sequence[TaughtBook]) -> str:
    return " и ".join(dict.fromkeys(book.teacher.name for book in books))


def _likely(text: str, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """The most alike first: the same index weighs more than the letters."""
    key = search_key(text)
    head = key.split(" ")[0]

    def likeness(choice: Choice) -> float:
        title = search_key(choice.title)
        return SequenceMatcher(None, key, title).ratio() + (title.split(" ")[0] == head)

    return tuple(sorted(dict.fromkeys(choices), key=likeness, reverse=True)[:OFFERED])
