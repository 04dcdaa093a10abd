"""What stands behind a figure of п. 5.7, down to the lesson, the cell and the person: one page of a list."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from access.identity import Identity
from queries.indicators_basis import Asked, Basis, basis
from queries.indicators_figures import by_student, counting, material, studying, topics_of
from queries.indicators_lessons import LessonFact
from queries.indicators_names import absences, guardian_names, only_marks, student_names
from queries.indicators_people import Pair
from rules.indicators import Entry, Home, Indicator
from rules.names import sort_key
from rules.terms import Term

PAGE = 50
Item = TypeVar("Item")
ALL, PAIRS, STUDENTS, BEHIND, ABSENT, CAME = "all", "pairs", "students", "behind", "absent", "came"
BAD, WARN = "bad", "warn"
_TONES: dict[Term, str] = {Entry.MISSING: BAD, Entry.PARTIAL: WARN, Entry.LATE: WARN, Home.MISSING: BAD,
                           Home.LATE: WARN}


@dataclass(frozen=True)
class Row:
    """``values`` under the list's heads; journal, lesson, day, student: where the line leads."""

    title: str
    values: tuple[str, ...]
    state: str = ""
    tone: str = ""
    journal: int | None = None
    lesson: int | None = None
    day: dt.date | None = None
    student: int | None = None


@dataclass(frozen=True)
class Choice:
    name: str
    title: str
    count: int


@dataclass(frozen=True)
class Rows:
    """choices: parts of the list with their sizes; chosen: the one shown; page from 0."""

    indicator: Indicator
    asked: Asked
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    page: int
    total: int
    choices: tuple[Choice, ...]
    chosen: str


@dataclass(frozen=True)
class Wish:
    """What the reader of a list asked for; an unknown part is the first one."""

    part: str = ""
    page: int = 0
    student: int | None = None


def indicator_rows(user: Identity, asked: Asked, indicator: Indicator, wish: Wish) -> Rows:
    """The number of queries depends neither on the scope's size nor on the page."""
    return _LISTS[indicator](basis(user, asked), indicator, wish)


def _cut(items: Sequence[Item], wish: Wish) -> Sequence[Item]:
    return items[wish.page * PAGE:wish.page * PAGE + PAGE]


def _choose(choices: Sequence[Choice], wish: Wish) -> str:
    return wish.part if wish.part in {choice.name for choice in choices} else choices[0].name


# lessons

def _lessons(found: Basis, indicator: Indicator, wish: Wish) -> Rows:
    """Faults first, the newest above."""
    state_of: Callable[[LessonFact], Term | None] = (
        (lambda fact: fact.entry) if indicator is Indicator.PARTICIPATION else (lambda fact: fact.home))
    facts = [fact for fact in found.answered(found.within(found.asked.span))
             if state_of(fact) not in (None, Home.NOT_SET)]
    counts = Counter(state_of(fact) for fact in facts)
    kinds: type[Term] = Entry if indicator is Indicator.PARTICIPATION else Home
    choices = (Choice(ALL, "Все", len(facts)), *(Choice(state.value, state.title, counts[state])
                                               for state in kinds if counts[state]))
    chosen = _choose(choices, wish)
    shown = [fact for fact in facts if chosen in (ALL, state_of(fact))]
    shown.sort(key=lambda fact: (_severity(state_of(fact)), -fact.date.toordinal(), fact.pair, fact.journal))
    made = tuple(_lesson(found, fact, state_of(fact)) for fact in _cut(shown, wish))
    return Rows(indicator, found.asked, ("Занятие", "Группа", "Дисциплина", "Отвечает"), made, wish.page, len(shown),
                choices, chosen)


def _severity(state: Term | None) -> int:
    return {BAD: 0, WARN: 1}.get(_TONES.get(state, ""), 2) if state is not None else 2


def _lesson(found: Basis, fact: LessonFact, state: Term | None) -> Row:
    book = found.books[fact.journal]
    return Row(f"{fact.date:%d.%m}, {fact.pair}-я пара", (book.whose, book.title, found.teachers[fact.teacher]),
               state.title if state else "", _TONES.get(state, "") if state else "", fact.journal, fact.lesson,
               fact.date)


# students

def _students(found: Basis, indicator: Indicator, wish: Wish) -> Rows:
    """Students with so many marks in the whole scope, or in single journals of it."""
    exactly = 1 if indicator is Indicator.ONE_MARK else 0
    span = found.asked.span
    pairs = {pair: found.marks_of(pair)
             for pair in studying(found, found.within(span), counting(found), span)}
    whole = [student for student, count in by_student(pairs).items() if count == exactly]
    single = [pair for pair, count in pairs.items()
              if count == exactly and wish.student in (None, pair[1])]
    choices = (Choice(STUDENTS, "Обучающиеся", len(whole)), Choice(PAIRS, "По отдельным журналам", len(single)))
    chosen = _choose(choices, wish)
    if chosen == PAIRS:
        return _pairs(found, indicator, wish, single, choices)
    names = student_names(found.user, whole)
    page = _cut(sorted(whole, key=lambda id: (sort_key(names.get(id, "")), id)), wish)
    missed, held = absences(found, page), Counter(student for _, student in pairs)
    made = tuple(Row(names.get(id, "—"), (_groups(found, pairs, id), f"{held[id]}",
                                          f"{sum(missed[pair] for pair in pairs if pair[1] == id)}"), student=id)
                 for id in page)
    return Rows(indicator, found.asked, ("Обучающийся", "Группа", "Журналов", "Пропущено занятий"), made, wish.page,
                len(whole), choices, chosen)


def _groups(found: Basis, pairs: dict[Pair, int], student: int) -> str:
    return ", ".join(sorted({found.books[journal].group_name for journal, id in pairs if id == student}))


def _pairs(found: Basis, indicator: Indicator, wish: Wish, single: list[Pair], choices: tuple[Choice, ...]) -> Rows:
    names = student_names(found.user, {student for _, student in single})
    page = _cut(sorted(single, key=lambda pair: (found.books[pair[0]].whose, found.books[pair[0]].title,
                                                 sort_key(names.get(pair[1], "")))), wish)
    missed = absences(found, [student for _, student in page])
    marks = only_marks(found, page) if indicator is Indicator.ONE_MARK else {}
    made = tuple(_pair(found, pair, names, missed[pair], marks.get(pair)) for pair in page)
    return Rows(indicator, found.asked, ("Обучающийся", "Журнал", "Преподаватель", "Пропущено занятий"), made,
                wish.page, len(single), choices, PAIRS)


def _pair(found: Basis, pair: Pair, names: dict[int, str], missed: int, mark: tuple[int, dt.date, int] | None) -> Row:
    book = found.books[pair[0]]
    lesson, day, value = mark or (None, found.day(found.asked.span), None)
    return Row(names.get(pair[1], "—"), (f"{book.whose}, {book.title}", book.teacher_name, f"{missed}"),
               f"«{value}» {day:%d.%m}" if value else "", "", book.id, lesson, day)


# journals

def _material(found: Basis, indicator: Indicator, wish: Wish) -> Rows:
    """Journals, the most behind first."""
    first, last = found.asked.span
    books = [book for book in counting(found) if book.starts <= last and book.ends >= first]
    shares = {book.id: material((fact for fact in found.facts.get(book.id, ()) if first <= fact.date <= last),
                                [book]) for book in books}
    behind = [book for book in books if shares[book.id].part < shares[book.id].whole]
    choices = (Choice(ALL, "Все журналы", len(books)), Choice(BEHIND, "Отстают от плана", len(behind)))
    chosen = _choose(choices, wish)
    shown = sorted(behind if chosen == BEHIND else books, key=lambda book: (
        shares[book.id].part - shares[book.id].whole, book.whose, book.title))
    made = []
    for book in _cut(shown, wish):
        share, (given, due) = shares[book.id], topics_of(found, book)
        less = share.part < share.whole
        made.append(Row(book.title, (
            book.whose, book.teacher_name, f"{share.part} из {share.whole}\u00a0ч",
            f"{given} из {due}" if due or given else "плана нет"),
            f"−{share.whole - share.part}\u00a0ч" if less else "", WARN if less else "", book.id))
    return Rows(indicator, found.asked, ("Дисциплина", "Группа", "Преподаватель", "Часы", "Темы"), tuple(made),
                wish.page, len(shown), choices, chosen)


# families

def _families(found: Basis, indicator: Indicator, wish: Wish) -> Rows:
    """People of the families, those who did not come first."""
    day = found.day(found.asked.span)
    group_of = {student: book.group_name for book in counting(found) for student in found.people.of(book, day)}
    child_of = {parent: student for student in group_of for parent in found.people.parents_of([student], day)}
    everybody = [*((False, id) for id in group_of), *((True, id) for id in child_of)]
    came = [one for one in everybody if one[1] in found.came[one[0]]]
    absent = [one for one in everybody if one[1] not in found.came[one[0]]]
    choices = (Choice(ABSENT, "Не входили", len(absent)), Choice(CAME, "Входили", len(came)))
    chosen = _choose(choices, wish)
    students, parents = student_names(found.user, group_of), guardian_names(found.user, child_of)

    def key(one: tuple[bool, int]) -> tuple[str, str, bool, int]:
        child = child_of[one[1]] if one[0] else one[1]
        return group_of[child], sort_key(students.get(child, "")), *one
    shown = sorted(came if chosen == CAME else absent, key=key)
    made = tuple(
        Row(parents.get(id, "—"), (f"родитель: {students.get(child_of[id], '—')}", group_of[child_of[id]]))
        if is_parent else Row(students.get(id, "—"), ("обучающийся", group_of[id]))
        for is_parent, id in _cut(shown, wish))
    return Rows(indicator, found.asked, ("Кто", "Кем приходится", "Группа"), made, wish.page, len(shown), choices,
                chosen)


_LISTS = {
    Indicator.PARTICIPATION: _lessons, Indicator.HOMEWORK: _lessons, Indicator.NO_MARKS: _students,
    Indicator.ONE_MARK: _students, Indicator.MATERIAL: _material, Indicator.FAMILIES: _families,
}
