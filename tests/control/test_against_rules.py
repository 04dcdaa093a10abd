"""Where a select restates a rule, both answer the same on generated worlds (п. 6.7, 6.9, 7.3)."""

from __future__ import annotations

import datetime as dt
import random
from itertools import product

import sqlalchemy as sa

from models import CurriculumLine, Journal, Lesson, Membership
from queries.control import BY_NAME
from queries.control.finals import expected
from queries.control.frame import Asked
from queries.control.standing import held, missed
from queries.finals_facts import facts
from queries.journal_kinds import kinds_of_line
from queries.roster import roster
from queries.surroundings import surroundings
from rules.deviation import PlannedTopic
from rules.topics import Deviation, GivenLesson, deviations
from tests import factories as f
from tests.control.faults_finals import planned
from tests.control.harness import FIRST, JOB, LAST, day, lesson, member


def asked() -> Asked:
    return Asked(FIRST, LAST, JOB.now, surroundings(JOB, JOB.today))


def lessons_of(db, name: str) -> set[int]:
    return {row.lesson_id for row in db.execute(BY_NAME[name].select(asked()))}


def student_spells(db, student) -> list[Membership]:
    return list(db.scalars(sa.select(Membership).where(Membership.student_id == student.id)))


def test_the_order_of_topics_is_the_rules(db):
    dice, wanted = random.Random(7), {kind: set() for kind in Deviation}
    for _ in range(20):
        journal, topics = planned(*(dice.choice((2, 4)) for _ in range(dice.randint(1, 4))))
        given = []
        for number in range(dice.randint(2, 7)):
            near = topics[max(0, min(number // 2 + dice.choice((-1, 0, 0, 1)), len(topics) - 1))]
            given.append(lesson(journal, day(number // 2 + 7), number % 2 + 1, homework=False,
                                syllabus_topic=dice.choice((near, near, near, near, None))))
        plan = [PlannedTopic(topic.id, topic.position, topic.title, topic.hours) for topic in topics]
        for id, one in deviations(plan, [GivenLesson(one.id, one.hours, one.syllabus_topic_id)
                                         for one in given]).items():
            wanted[one.kind].add(id)
    db.commit()
    assert all(wanted.values()), "the dice have made every kind of deviation"
    assert lessons_of(db, "topic_repeated") == wanted[Deviation.REPEATED]
    assert lessons_of(db, "topic_out_of_order") == wanted[Deviation.OUT_OF_ORDER] | wanted[Deviation.OFF_PLAN]


def test_results_expected_are_the_rules(db):
    for exams, graded, credits, projects in product((0, 1), (0, 2), (0, 1), (0, 1)):
        f.CurriculumLineFactory(exams=exams, graded_credits=graded, credits=credits, course_works=projects)
    f.CurriculumLineFactory(of_practice=True)
    db.commit()
    found = db.execute(sa.select(CurriculumLine, expected()))
    assert [(line.id, number) for line, number in found if number != len(kinds_of_line(line))] == []


def test_held_and_missed_are_those_of_the_finals_page(db):
    """Students who came late, left and came back, changed the subgroup: two roads, one number."""
    dice = random.Random(11)
    group = f.GroupFactory()
    part = f.SubgroupFactory(group=group)
    late = f.AbsenceKindFactory(letter="о", is_late=True, counts_hours=False)
    away = f.AbsenceKindFactory()
    whole = f.JournalFactory(group=group, line__curriculum=group.curriculum)
    half = f.JournalFactory(group=group, line__curriculum=group.curriculum, subgroup=part)
    made = [lesson(journal, day(number), homework=False) for journal in (whole, half)
            for number in (1, 2, 3, 7, 8, 9, 10, 13, 14, 15)]
    for number in range(12):
        starts = dice.choice((dt.date(2022, 9, 1), day(3), day(9)))
        student = member(whole, starts=starts)
        if number % 4 == 0 and starts > day(2):
            f.MembershipFactory(group=group, student=student, starts=dt.date(2023, 9, 1), ends=day(2))
        if number % 3:
            f.SubgroupMembershipFactory(subgroup=part, student=student, starts=dice.choice(
                (dt.date(2023, 9, 1), day(7))))
        for one in made:
            stays = [spell for spell in student_spells(db, student) if spell.starts <= one.date <= (spell.ends or LAST)]
            if stays and dice.random() < 0.3:
                f.AbsenceFactory(cell=f.CellFactory(lesson=one, student=student), kind=dice.choice((away, late)))
    db.commit()
    question = asked()
    given, absences = held(question), missed(question)
    sums = {(row.journal_id, row.student_id): row.held for row in db.execute(sa.select(given))}
    gone = {(row.journal_id, row.student_id): row.missed for row in db.execute(sa.select(absences))}
    for journal in db.scalars(sa.select(Journal)):
        lines = [line for line in roster(journal, journal.semester) if any(stay.holds(LAST) for stay in line.stays)]
        page = facts(journal, lines, LAST)
        assert {student: one.held for student, one in page.items() if one.held} == {
            student: number for (id, student), number in sums.items() if id == journal.id}
        assert lines and db.scalar(sa.select(sa.func.count(Lesson.id)).where(Lesson.journal_id == journal.id)) == 10
        if journal is whole:  # a subgroup's cells of other days are nobody's absences
            assert {student: one.missed for student, one in page.items() if one.missed} == {
                student: number for (id, student), number in gone.items() if id == journal.id}
