"""Which topic became which, and what changed (п. 5.6)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.syllabus import TopicLine
from rules.syllabus_versions import changes, match
from rules.terms import LessonKind, TaskKind, WorkKind


def plan(text):
    return [TopicLine(f"Тема {letter}", 2) for letter in text]


@pytest.mark.parametrize(("old", "new", "pairs", "by_place"), [
    ("абв", "абв", {0: 0, 1: 1, 2: 2}, ()),
    ("абв", "щабв", {0: 1, 1: 2, 2: 3}, ()),  # a topic put before the others
    ("абв", "ав", {0: 0, 2: 1}, ()),  # one is gone
    ("абв", "вба", {0: 2, 1: 1, 2: 0}, ()),  # another order
    ("абв", "аэв", {0: 0, 1: 1, 2: 2}, (1,)),  # another title at the same place
    ("абвг", "аэг", {0: 0, 3: 2}, ()),  # which of two became the one is not known
    ("абвг", "аэюг", {0: 0, 1: 1, 2: 2, 3: 3}, (1, 2)),
    ("аба", "ааб", {0: 1, 1: 2, 2: 0}, ()),  # the same title twice
    ("", "аб", {}, ()), ("аб", "", {}, ()),
    ("аб", "вг", {0: 0, 1: 1}, (0, 1)),
])
def test_topics_keep_their_identity(old, new, pairs, by_place):
    found = match(plan(old), plan(new))
    assert found.pairs == pairs
    assert found.by_place == set(by_place)


@pytest.mark.parametrize(("old", "new", "same"), [
    (TopicLine("Счёт", 2), TopicLine("счет.", 4), True),
    (TopicLine("Практическая работа № 3. События", 2, work_kind=WorkKind.PRACTICAL, work_number=3),
     TopicLine("Практическая работа № 4. События", 2, work_kind=WorkKind.PRACTICAL, work_number=4), True),
    (TopicLine("События", 2), TopicLine("Практическая работа № 4. События", 2, work_kind=WorkKind.PRACTICAL,
                                        work_number=4), False),
])
def test_what_is_the_same_title(old, new, same):
    filler = plan("абв")
    found = match([old, *filler], [*filler, new, TopicLine("Другое", 2)])
    assert (found.pairs.get(0) == 3) is same


def test_changes_are_told_line_by_line():
    old = [*plan("абвг"), TopicLine("Итог", 2)]
    new = [TopicLine("Вводное", 2), old[0], replace(old[2], hours=4, kind=LessonKind.SEMINAR),
           replace(old[3], homework="§ 5", homework_kind=TaskKind.READING), old[4]]
    told = [(one.old_number, one.new_number, one.words) for one in changes(old, new)]
    assert told == [
        (None, 1, ("добавлена",)),
        (2, None, ("убрана",)),
        (3, 3, ("часы: 2 → 4", "вид занятия: урок → семинар")),
        (4, 4, ("домашнее задание: — → § 5", "вид задания: — → чтение, конспект")),
    ]


def test_a_moved_topic_is_told_once():
    told = [(one.new_number, one.words) for one in changes(plan("абвг"), plan("бвга"))]
    assert told == [(4, ("перенесена, была 1-й",))]


def test_the_same_plan_has_no_changes():
    assert changes(plan("абв"), plan("абв")) == []


@given(st.text("абвгд", max_size=12), st.text("абвгд", max_size=12))
def test_every_line_is_accounted_for(old, new):
    """What is paired, added and gone makes up both versions, and the difference back names the same lines."""
    found, told = match(plan(old), plan(new)), changes(plan(old), plan(new))
    assert len(set(found.pairs.values())) == len(found.pairs)
    added = [one for one in told if one.old is None]
    gone = [one for one in told if one.new is None]
    assert len(found.pairs) + len(gone) == len(old)
    assert len(found.pairs) + len(added) == len(new)
    assert (told == []) == (old == new)
