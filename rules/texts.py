"""What is written in words: topics, works, tasks, homework — in Russian and complete (п. 5.6)."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rules.terms import LessonKind, TaskKind, WorkKind
from rules.violation import Violation

TOPIC_LENGTH = 500
TASK_LENGTH = 1000
HOMEWORK_LENGTH = 2000
WORK_NUMBERS = range(1, 201)

LESSON_WORKS = {
    LessonKind.PRACTICAL: WorkKind.PRACTICAL,
    LessonKind.LABORATORY: WorkKind.LABORATORY,
    LessonKind.CONTROL: WorkKind.CONTROL,
}

_WORK_HEAD = re.compile(r"^(контрольная|проверочная|лабораторная|практическая)\s+(работа\s+)?№\s*\d+\s*[.:–—-]?\s*",
                        re.IGNORECASE)
_RUSSIAN_WORD = re.compile("[А-Яа-яЁё]{2,}")


@dataclass(frozen=True)
class DeclaredWork:
    """A control, check, laboratory or practical work as the teacher declares it at a lesson.

    held_on: when it was held, None on the day of the lesson; the week of п. 6.3 counts from it.
    """

    kind: WorkKind
    number: int | None
    title: str
    held_on: dt.date | None = None


def clean(text: str | None) -> str:
    """Text as it is stored: composed letters, single spaces, no control characters."""
    composed = unicodedata.normalize("NFC", text or "")
    if not composed.isprintable():  # nearly every text is: nothing to take out of it
        composed = "".join(" " if sign.isspace() else sign for sign in composed
                           if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co"))
    return " ".join(composed.split())


def has_russian_word(text: str) -> bool:
    """At least one Cyrillic word: two Cyrillic letters in a row («Present Perfect. Практика» has one)."""
    return _RUSSIAN_WORD.search(unicodedata.normalize("NFC", text)) is not None


def bare_work_title(topic: str) -> str:
    """«Практическая работа № 6. События формы» → «События формы»: the number stands in a field of its own."""
    return _WORK_HEAD.sub("", clean(topic)) or clean(topic)


def check_topic(text: str | None, field: str = "topic") -> Violation | None:
    """A topic is present, in Russian, and more than a number (п. 5.6)."""
    return _check_title("Тема занятия", clean(text), field)


def check_works(kind: LessonKind, works: Sequence[DeclaredWork]) -> list[Violation]:
    """Practical, laboratory and control lessons declare their work; every work has a number and a title (п. 5.6)."""
    violations = [violation for place, work in enumerate(works) for violation in _check_work(work, f"works-{place}")]
    wanted = LESSON_WORKS.get(kind)
    if wanted and all(work.kind != wanted for work in works):
        violations.append(Violation("5.6", f"Вид занятия «{kind.title}»: укажите номер и тему — {wanted.title} № …",
                                    "works"))
    named = [(work.kind, work.number) for work in works]
    for work_kind, number in sorted({pair for pair in named if named.count(pair) > 1 and pair[1] is not None}, key=str):
        violations.append(Violation("5.6", f"{work_kind.title.capitalize()} № {number} указана дважды", "works"))
    return violations


def check_held(work: DeclaredWork, lesson_date: dt.date, today: dt.date, field: str = "works") -> Violation | None:
    """A work is held at its lesson or after it, by fact: a date to come would move the week of п. 6.3."""
    if work.held_on is None or lesson_date <= work.held_on <= max(today, lesson_date):
        return None
    return Violation("6.3", f"{work.kind.title.capitalize()}: дата проведения — от дня занятия {lesson_date:%d.%m} "
                            f"до сегодняшнего, от неё идёт неделя на отметки", f"{field}-held_on")


def check_homework(text: str | None, kind: TaskKind | None, field: str = "homework") -> Violation | None:
    """Homework goes with its kind, in Russian; «§ 12, № 3–7» has no foreign word and passes (п. 5.6, 6.2)."""
    return _check_task("Домашнее задание", clean(text), kind, field, HOMEWORK_LENGTH)


def check_task(text: str | None, kind: TaskKind | None, field: str = "tasks") -> Violation | None:
    """A task done in class goes with its type (п. 5.6)."""
    return _check_task("Задание на уроке", clean(text), kind, field, TASK_LENGTH)


def _check_work(work: DeclaredWork, field: str) -> list[Violation]:
    violations = []
    name = work.kind.title.capitalize()
    if work.number is None or work.number not in WORK_NUMBERS:
        violations.append(Violation("5.6", f"{name}: укажите номер от 1 до {WORK_NUMBERS[-1]}", f"{field}-number"))
    wrong_title = _check_title(f"{name}: тема работы", clean(work.title), f"{field}-title")
    return [*violations, wrong_title] if wrong_title else violations


def _check_title(what: str, text: str, field: str) -> Violation | None:
    if not text:
        return Violation("5.6", f"{what} не указана", field)
    if len(text) > TOPIC_LENGTH:
        return Violation("5.6", f"{what} длиннее {TOPIC_LENGTH} знаков", field)
    if not any(sign.isalpha() for sign in text):
        return Violation("5.6", f"{what} не может состоять из одних цифр и знаков: назовите её словами", field)
    if not has_russian_word(text):
        return Violation("5.6", f"{what} записывается на русском языке: нужно хотя бы одно русское слово, "
                                "например «Present Perfect. Практика»", field)
    return None


def _check_task(what: str, text: str, kind: TaskKind | None, field: str, longest: int) -> Violation | None:
    if not text:
        if kind is None:
            return None
        return Violation("5.6", f"{what}: указан вид «{kind.title}», но нет самого задания", field)
    if kind is None:
        return Violation("5.6", f"{what}: укажите вид задания", field)
    if len(text) > longest:
        return Violation("5.6", f"{what} длиннее {longest} знаков", field)
    if any(sign.isalpha() for sign in text) and not has_russian_word(text):
        return Violation("5.6", f"{what} записывается на русском языке: добавьте русские слова, например «упр.»", field)
    return None
