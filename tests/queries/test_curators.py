"""What the deputy sees of curators: one line per group, the same cost for any number of them (Пр. 11)."""

from __future__ import annotations

import datetime as dt

import pytest

from queries.curators import by_curator, curator_facts
from rules.norms import Norms
from rules.terms import LetterWay, Role
from tests import factories as f
from tests.families import asks
from tests.views.test_curator_desk import DAY, STEP, desk

NORMS = Norms()


def test_a_line_of_a_group(db):
    curator, journal, ties = desk(3)
    curator.last_name, curator.first_name, curator.patronymic = "Усольцева", "Софья", "Павловна"
    ties[0].guardian.user.last_sign_in_at = f.NOW
    ties[1].guardian.user = None
    f.GuardianshipFactory(student=ties[1].student, guardian=ties[0].guardian)  # of two students one person
    f.GuardianshipFactory(student=ties[2].student, ends=DAY - STEP)  # a parent no longer
    f.ParentLetterFactory(student=ties[0].student, guardian=ties[0].guardian, author=curator, way=LetterWay.PAPER)
    f.ParentLetterFactory(student=ties[2].student, guardian=ties[2].guardian, author=curator,
                          sent_at=f.NOW - dt.timedelta(days=40))
    kind = f.AbsenceKindFactory(letter="н", excused=False, is_late=False)
    for number, by in ((1, None), (2, curator.id)):
        lesson = f.LessonFactory(journal=journal, date=DAY - number * STEP, pair=1)
        f.AbsenceFactory(cell=f.CellFactory(lesson=lesson, student=ties[0].student), kind=kind, confirmed_by_id=by)
    db.commit()
    [line] = curator_facts(asks(f.UserFactory(roles=(Role.DEPUTY_UVR,))), NORMS)
    assert (line.group, line.curator, line.students, line.parents) == (journal.group.name, "Усольцева С. П.", 3, 3)
    assert (line.issued, line.entering) == (2, 1)
    assert (line.silent, line.last) == (3, DAY)  # the other child's mother, one never written to, one long ago
    assert (line.waiting.count, line.waiting.oldest) == (1, DAY - STEP)


def test_a_group_without_a_curator_and_whose_lines_are_seen(db):
    curator, journal, _ = desk()
    f.GroupFactory(name="ЯЯ-11"), f.GroupFactory(name="ЗЗ-11", closed_on=DAY)
    db.commit()
    deputy = curator_facts(asks(f.UserFactory(roles=(Role.DEPUTY_UVR,))), NORMS)
    assert {line.group for line in deputy} == {journal.group.name, "ЯЯ-11"}
    assert [name for name, _ in by_curator(deputy)] == [curator.short_name, ""]
    assert [line.group for line in curator_facts(asks(curator), NORMS)] == [journal.group.name]
    assert curator_facts(asks(f.UserFactory(roles=(Role.PARENT,))), NORMS) == []


@pytest.mark.parametrize("groups", [1, 6])
def test_any_number_of_groups_costs_the_same(db, count_queries, groups):
    for _ in range(groups):
        desk(2)
    db.commit()
    user = asks(f.UserFactory(roles=(Role.DEPUTY_UVR,)))
    db.commit()
    with count_queries(at_most=6):
        assert len(curator_facts(user, NORMS)) == groups
