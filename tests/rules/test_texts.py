"""Topics, works, tasks, homework in words (п. 5.6)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.terms import LessonKind, TaskKind, WorkKind
from rules.texts import (
    DeclaredWork,
    bare_work_title,
    check_held,
    check_homework,
    check_task,
    check_topic,
    check_works,
    clean,
    has_russian_word,
)

TOPICS = [
    ("Основные понятия алгебры логики", True, "Russian"),
    ("Present Perfect. Практика", True, "one Cyrillic word is enough"),
    ("Present Perfect", False, "no Cyrillic word"),
    ("α", False, "Greek"),
    ("α и β", False, "one Cyrillic letter is not a word"),
    ("Ток", True, "a short word is a word"),
    ("Ёж", True, "ё is a letter"),
    ("", False, "empty"),
    ("   ", False, "spaces"),
    (None, False, "absent"),
    ("12", False, "digits"),
    ("§ 12.3", False, "a number of a paragraph is not a topic"),
    ("...", False, "dots"),
    ("Тема 12", True, "digits after a word"),
    ("Топ " + "а" * 496, True, "500 signs fit"),
    ("Топ " + "а" * 497, False, "501 do not"),
    ("\u200b\u200b", False, "invisible signs are not a topic"),
]


@pytest.mark.parametrize(("text", "fits", "why"), TOPICS)
def test_topics(text: str | None, fits: bool, why: str) -> None:
    violation = check_topic(text)
    assert (violation is None) is fits, why
    assert violation is None or (violation.point, violation.field) == ("5.6", "topic")


WORKS = [
    (LessonKind.COMBINED, [], 0, "an ordinary lesson needs no work"),
    (LessonKind.LECTURE, [], 0, "a lecture neither"),
    (LessonKind.PRACTICAL, [], 1, "a practical lesson names its work"),
    (LessonKind.LABORATORY, [], 1, "a laboratory lesson too"),
    (LessonKind.CONTROL, [], 1, "a control lesson too"),
    (LessonKind.PRACTICAL, [(WorkKind.PRACTICAL, 3, "Настройка маршрутизатора")], 0, "number and title"),
    (LessonKind.PRACTICAL, [(WorkKind.LABORATORY, 3, "Настройка маршрутизатора")], 1, "a work of another kind"),
    (LessonKind.CONTROL, [(WorkKind.CONTROL, None, "Пределы")], 1, "no number"),
    (LessonKind.CONTROL, [(WorkKind.CONTROL, 0, "Пределы")], 1, "zero is not a number of a work"),
    (LessonKind.CONTROL, [(WorkKind.CONTROL, 201, "Пределы")], 1, "the database holds up to 200"),
    (LessonKind.CONTROL, [(WorkKind.CONTROL, 1, " ")], 1, "no title"),
    (LessonKind.CONTROL, [(WorkKind.CONTROL, 1, "Test")], 1, "the title is not in Russian"),
    (LessonKind.CONTROL, [(WorkKind.CONTROL, 1, "5")], 1, "the title is a number"),
    (LessonKind.COMBINED, [(WorkKind.CHECK, 1, "Степени")], 0, "a проверочная at an ordinary lesson"),
    (LessonKind.COMBINED, [(WorkKind.CHECK, None, "")], 2, "without both"),
    (LessonKind.COMBINED, [(WorkKind.CHECK, 1, "Степени"), (WorkKind.CHECK, 1, "Корни")], 1, "the same number twice"),
    (LessonKind.COMBINED, [(WorkKind.CHECK, 1, "Степени"), (WorkKind.PRACTICAL, 1, "Корни")], 0, "two kinds"),
]


@pytest.mark.parametrize(("kind", "works", "count", "why"), WORKS)
def test_works(kind: LessonKind, works: list[tuple[WorkKind, int | None, str]], count: int, why: str) -> None:
    violations = check_works(kind, [DeclaredWork(*work) for work in works])
    assert len(violations) == count, why
    assert all(violation.point == "5.6" for violation in violations)


TASKS = [
    ("Упр. 5, с. 34", TaskKind.EXERCISE, True, "text and kind"),
    ("§ 12, № 3–7", TaskKind.READING, True, "no foreign word"),
    ("Ex. 5, p. 34", TaskKind.EXERCISE, False, "foreign words only"),
    ("Student's book, упр. 5", TaskKind.EXERCISE, True, "with a Russian word"),
    ("", None, True, "nothing is set"),
    (None, None, True, "nothing is set"),
    ("", TaskKind.TEST, False, "a kind without a text"),
    ("Упр. 5", None, False, "a text without a kind"),
    ("Сообщение " + "а" * 2000, TaskKind.PROJECT, False, "too long"),
]


@pytest.mark.parametrize(("text", "kind", "fits", "why"), TASKS)
@pytest.mark.parametrize("check", [check_homework, check_task])
def test_tasks(check, text: str | None, kind: TaskKind | None, fits: bool, why: str) -> None:
    violation = check(text, kind)
    assert (violation is None) is fits, why
    assert violation is None or violation.point == "5.6"


@pytest.mark.parametrize(("text", "cleaned"), [
    ("  Две \t строки\n текста ", "Две строки текста"),
    ("и\u0306", "й"),                      # a letter pasted in two parts
    ("без\u200bшва\x00", "безшва"),
    ("5 кг", "5 кг"),                 # a non-breaking space becomes plain
    (None, ""),
])
def test_clean(text: str | None, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_a_word_in_two_parts_is_a_word() -> None:
    assert has_russian_word("и\u0306о")


@pytest.mark.parametrize(("topic", "title"), [
    ("Практическая работа № 6. События формы", "События формы"),
    ("лабораторная № 12: Закон Ома", "Закон Ома"),
    ("Делегаты и события", "Делегаты и события"),
    ("Контрольная работа № 3", "Контрольная работа № 3"),         # nothing would be left
])
def test_a_works_title_is_without_its_number(topic, title):
    assert bare_work_title(topic) == title


HELD = [
    (None, True, "on the day of the lesson"),
    (dt.date(2023, 11, 16), True, "the same"),
    (dt.date(2023, 11, 18), True, "finished two days later"),
    (dt.date(2023, 11, 20), True, "today"),
    (dt.date(2023, 11, 21), False, "a day to come would move the week"),
    (dt.date(2023, 11, 15), False, "before its lesson"),
]


@pytest.mark.parametrize(("held_on", "fits", "why"), HELD)
def test_a_work_is_held_by_fact(held_on, fits, why):
    work = DeclaredWork(WorkKind.CONTROL, 1, "Степени", held_on)
    violation = check_held(work, dt.date(2023, 11, 16), dt.date(2023, 11, 20), "works-0")
    assert (violation is None) is fits, why
    assert violation is None or (violation.point, violation.field) == ("6.3", "works-0-held_on")
