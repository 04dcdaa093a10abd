"""Lines of a thematic plan, their hours, the way to approval (п. 5.6, 7.3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.syllabus import TopicLine, check_hours, check_line, check_ready, check_remark, check_step, takes_over
from rules.terms import LessonKind, SyllabusState, TaskKind, WorkKind

LINE = TopicLine("Матрицы и действия над ними", 2)
D, S, A, X = SyllabusState


@pytest.mark.parametrize("changes", [
    {},
    {"title": "Present Perfect. Практика"},
    {"hours": 1}, {"hours": 99},
    {"kind": LessonKind.PRACTICAL, "work_kind": WorkKind.PRACTICAL, "work_number": 1},
    {"work_kind": WorkKind.CHECK, "work_number": 200},  # a check work may be held at any lesson
    {"homework": "§ 12, № 3–7", "homework_kind": TaskKind.PROBLEM},
    {"section": "Раздел 1. " + "о" * 239},
])
def test_good_lines(changes):
    assert check_line(replace(LINE, **changes)) == []


@pytest.mark.parametrize(("changes", "field", "said"), [
    ({"title": " "}, "title", "не указана"),
    ({"title": "Present Perfect"}, "title", "на русском языке"),
    ({"title": "12"}, "title", "одних цифр"),
    ({"title": "я" * 501}, "title", "длиннее 500"),
    ({"section": "я" * 251}, "section", "длиннее 250"),
    ({"hours": 0}, "hours", "от 1 до 99"),
    ({"hours": 100}, "hours", "от 1 до 99"),
    ({"hours": -2}, "hours", "от 1 до 99"),
    ({"kind": LessonKind.PRACTICAL}, "work_kind", "практическая работа № …"),
    ({"kind": LessonKind.CONTROL, "work_kind": WorkKind.CHECK, "work_number": 1}, "work_kind", "контрольная работа №"),
    ({"work_number": 3}, "work_kind", "не её вид"),
    ({"work_kind": WorkKind.CHECK}, "work_number", "от 1 до 200"),
    ({"work_kind": WorkKind.CHECK, "work_number": 201}, "work_number", "от 1 до 200"),
    ({"homework": "§ 12"}, "homework_kind", "укажите вид задания"),
    ({"homework": "", "homework_kind": TaskKind.READING}, "homework", "нет самого задания"),
    ({"homework": "Read the text", "homework_kind": TaskKind.READING}, "homework", "на русском языке"),
    ({"homework": "я" * 1001, "homework_kind": TaskKind.READING}, "homework", "длиннее 1000"),
])
def test_bad_lines_say_what_is_wrong_and_where(changes, field, said):
    [violation] = check_line(replace(LINE, **changes))
    assert violation.field == field
    assert said in violation.message


@pytest.mark.parametrize(("total", "expected", "said"), [
    (72, 72, None),
    (70, 72, "В тематическом плане 70 ч, по учебному плану на семестр 72 ч: добавьте 2 ч (п. 7.3)"),
    (75, 72, "В тематическом плане 75 ч, по учебному плану на семестр 72 ч: уберите 3 ч (п. 7.3)"),
    (10, 0, None),  # the curriculum names no hours
])
def test_hours_are_those_of_the_curriculum(total, expected, said):
    refusal = check_hours(total, expected)
    assert (str(refusal).replace("\u00a0", " ") if refusal else None) == said


def test_an_empty_plan_is_not_ready():
    assert "нет ни одной темы" in str(check_ready([], 36))
    assert check_ready([LINE], 2) is None
    assert check_ready([LINE], 4).point == "7.3"


@pytest.mark.parametrize(("state", "wanted", "said"), [
    (D, S, None), (S, D, None), (S, A, None), (A, X, None),
    (D, A, "ещё не отправлен"), (S, S, "уже на утверждении"), (A, D, "в новую версию"), (A, S, "в новую версию"),
    (A, A, "уже утверждён"), (X, A, "уже заменён"), (X, D, "в новую версию"), (D, X, "ещё не отправлен"),
])
def test_the_way_to_approval(state, wanted, said):
    refusal = check_step(state, wanted)
    assert (refusal is None) if said is None else (said in refusal.message)


@pytest.mark.parametrize(("words", "good"), [
    ("Нет контрольных работ", True), ("", False), (None, False), ("...", False), ("я" * 501, False)])
def test_a_plan_comes_back_with_words(words, good):
    assert (check_remark(words) is None) is good


@pytest.mark.parametrize(("current", "new", "over"), [
    (None, D, True), (D, D, True), (S, D, True), (D, S, True), (D, A, True),  # lessons do not wait for approval
    (A, D, False), (A, S, False), (X, D, False), (A, A, True), (X, A, True),
])
def test_when_a_journal_goes_over(current, new, over):
    assert takes_over(current, new) is over
