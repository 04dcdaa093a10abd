"""The timetable with its changes, and who cannot be in two places: selects answer as the pure rules do (п. 5.5)."""

from __future__ import annotations

import random
from itertools import combinations

import sqlalchemy as sa

from models import TimetableChange, TimetableSlot
from queries.control import BY_NAME
from queries.control.frame import Asked
from queries.control.timetable import planned
from queries.surroundings import surroundings
from queries.timetable_changes import rule_of
from rules import planned as rules
from rules.terms import ChangeKind, DayKind, WeekParity
from rules.timetable import Class
from tests import factories as f
from tests.control.harness import FIRST, JOB, LAST, day, lesson
from tests.teachers import teacher


def asked() -> Asked:
    return Asked(FIRST, LAST, JOB.now, surroundings(JOB, JOB.today))


def test_the_timetable_is_the_rules(db):
    dice = random.Random(5)
    f.HolidayFactory(starts=day(6), ends=day(7))
    f.HolidayFactory(starts=day(12), ends=day(12), kind=DayKind.WORKDAY)
    journals, substitute = [f.JournalFactory() for _ in range(3)], teacher()
    for journal in journals:
        for weekday in (1, 2, 3, 7):
            f.TimetableSlotFactory(journal=journal, weekday=weekday, pair=dice.randint(1, 2), starts=day(1),
                                   parity=dice.choice(list(WeekParity)), ends=dice.choice((day(15), day(30))))
    for _ in range(90):
        make_change(dice, dice.choice(journals), dice.choice(journals), substitute)
    db.commit()
    question = asked()
    places = [rules.Place(slot.journal_id, slot.weekday, slot.pair, WeekParity(slot.parity), slot.starts, slot.ends)
              for slot in db.scalars(sa.select(TimetableSlot))]
    changes = [rule_of(change) for change in db.scalars(sa.select(TimetableChange).order_by(TimetableChange.id))]
    wanted = {(one.date, one.pair, one.journal, one.substitute)
              for one in rules.planned(places, changes, FIRST, question.over, question.around.calendar,
                                       question.around.term.year_starts) if not one.off}
    found = {tuple(row) for row in db.execute(sa.select(planned(question)))}
    assert found == wanted
    assert any(one[3] for one in wanted) and len(wanted) > 20


def make_change(dice, journal, other, substitute) -> None:
    """A change that may be made: at a place of the week or wherever it comes."""
    kind = dice.choice([*(one for one in ChangeKind if one is not ChangeKind.ROOM), *[ChangeKind.SUBSTITUTED] * 4])
    more = {ChangeKind.SUBSTITUTED: {"substitute": substitute}, ChangeKind.ADDED: {"new_journal": journal},
            ChangeKind.REPLACED: {"new_journal": other},
            ChangeKind.MOVED: {"new_date": day(dice.randint(1, 28)), "new_pair": dice.choice((None, 1, 2, 3))}}
    if kind is ChangeKind.REPLACED and other is journal:
        return
    f.TimetableChangeFactory(journal=journal, date=day(dice.randint(1, 20)), pair=dice.randint(1, 2), kind=kind,
                             **more.get(kind, {}))


def test_who_shares_students_is_the_rules(db):
    group, other = f.GroupFactory(), f.GroupFactory()
    parts = [f.SubgroupFactory(group=group, number=number, split=split)
             for split in ("Английский", "Немецкий") for number in (1, 2)]
    journals = [f.JournalFactory(group=one, line__curriculum=one.curriculum, subgroup=part, teacher=teacher())
                for one, part in ((group, None), (group, None), *((group, part) for part in parts), (other, None))]
    held = [lesson(journal, homework=False) for journal in journals]
    db.commit()
    classes = [Class("", journal.group_id, journal.teacher_id, journal.subgroup_id,
                     journal.subgroup.split if journal.subgroup else None) for journal in journals]
    wanted = {held[later].id for first, later in combinations(range(len(held)), 2)
              if classes[first].shares_students(classes[later])}
    found = {row.lesson_id for row in db.execute(BY_NAME["group_at_two_lessons"].select(asked()))}
    assert found == wanted
    assert 0 < len(wanted) < len(held)
