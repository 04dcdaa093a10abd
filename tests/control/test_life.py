"""A finding lives: mended and broken again, explained, accepted, switched off, moved; what a run costs (п. 7.2–7.4)."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
import sqlalchemy as sa

from actions.findings import accept, explain, run
from jobs.control import check_journals
from models import AuditRecord, CheckSetting, Finding, Lesson
from queries.control import BY_NAME
from rules.findings import SWITCHED_OFF
from rules.terms import FindingState as State
from rules.violation import Violation
from tests import factories as f
from tests.control.harness import FIRST, JOB, LAST, day, lesson

CHECK = BY_NAME["lesson_without_topic"]
TOMORROW = dataclasses.replace(JOB, now=JOB.now + dt.timedelta(days=1))


def once(db, user=JOB, first=FIRST, last=LAST, **more):
    outcome, = run(user, first, last, checks=[CHECK], **more)
    db.commit()
    db.expire_all()
    return outcome


@pytest.fixture
def bad(db) -> Lesson:
    made = lesson(topic="")
    db.commit()
    once(db)
    return made


@pytest.fixture
def finding(db, bad) -> Finding:
    return db.scalars(sa.select(Finding)).one()


def test_broken_again_it_opens_again_since_now(db, bad, finding):
    bad.topic = "Массивы"
    once(db)
    bad.topic = ""
    assert once(db, TOMORROW).reopened == 1
    assert (finding.state, finding.fixed_at, finding.found_at) == (State.OPEN, None, TOMORROW.now)
    assert finding.row_version == 3


@pytest.mark.parametrize("act", [explain, accept])
def test_explained_and_accepted_stay_until_mended(db, bad, finding, act):
    act(JOB, finding, "Тему внесёт методист")
    kept = finding.state
    once(db, TOMORROW)
    assert finding.state == kept != State.OPEN
    assert finding.found_at == JOB.now
    bad.topic = "Массивы"
    once(db, TOMORROW)
    assert finding.state == State.FIXED


@pytest.mark.parametrize(("act", "field"), [(explain, "explanation"), (accept, "accepted_reason")])
@pytest.mark.parametrize("words", ["", "   ", "…", "12", "а" * 501])
def test_an_explanation_is_words(db, finding, act, field, words):
    with pytest.raises(Violation) as refused:
        act(JOB, finding, words)
    assert (refused.value.field, finding.state) == (field, State.OPEN)


@pytest.mark.parametrize("act", [explain, accept])
def test_what_is_mended_asks_for_nothing(db, bad, finding, act):
    bad.topic = "Массивы"
    once(db)
    with pytest.raises(Violation, match="уже исправлено"):
        act(JOB, finding, "Тему внесёт методист")


def test_switched_off_and_on_again(db, bad, finding):
    setting = CheckSetting(code=CHECK.name, enabled=False)
    db.add(setting)
    assert once(db).enabled is False
    assert (finding.state, finding.accepted_reason) == (State.ACCEPTED, SWITCHED_OFF)
    setting.enabled = True
    assert once(db, TOMORROW).reopened == 1
    assert (finding.state, finding.accepted_reason) == (State.OPEN, None)


def test_another_month_leaves_it_alone(db, bad, finding):
    bad.topic = "Массивы"
    db.flush()
    once(db, first=day(1, 10), last=day(31, 10))
    assert finding.state == State.OPEN
    once(db)
    assert finding.state == State.FIXED


def test_a_moved_lesson_takes_its_finding_along(db, bad, finding):
    bad.date = day(24, 10)
    once(db, first=day(1, 10), last=day(31, 10))
    assert db.scalar(sa.select(sa.func.count(Finding.id))) == 1
    assert (finding.day, finding.text[:5], finding.state) == (day(24, 10), "24.10", State.OPEN)


def test_a_lesson_given_to_another_names_another(db, bad, finding):
    bad.teacher = f.TeacherFactory()
    once(db)
    assert finding.responsible == bad.teacher


def test_one_journal_is_asked_alone(db, bad, finding):
    other = lesson(topic="")
    bad.topic = "Массивы"
    db.flush()
    once(db, journal=other.journal_id)
    assert finding.state == State.OPEN
    assert db.scalar(sa.select(Finding.lesson_id).where(Finding.id != finding.id)) == other.id
    once(db, journal=bad.journal_id)
    assert finding.state == State.FIXED


def test_a_run_is_one_record_of_the_audit(db, bad):
    record = db.scalars(sa.select(AuditRecord).where(AuditRecord.entity == "finding")).one()
    assert record.after == {"count": 1, "made": 1, "reopened": 0, "fixed": 0}
    once(db)
    assert db.scalar(sa.select(sa.func.count(AuditRecord.id)).where(AuditRecord.entity == "finding")) == 1


def test_a_hundred_faults_cost_no_more_than_one(db, count_queries):
    journal = f.JournalFactory()
    made = [lesson(journal, day(number), pair, topic="", homework=False)
            for number in range(1, 18) for pair in (1, 2, 3, 4, 5, 6)]
    db.commit()
    for topic, at_most in (("", 11), ("Массивы", 11), ("", 11)):  # made, mended, broken again
        for one in made:
            one.topic = topic
        db.commit()
        with count_queries(at_most=at_most):
            once(db)
    assert db.scalar(sa.select(sa.func.count(Finding.id))) == len(made)


def test_at_night_the_whole_year_is_checked(db, configure):
    """What was left in the first semester is found in the second, and closes when it is mended."""
    bad = lesson(topic="")
    spring = f.SemesterFactory(number=2)
    db.commit()
    configure(now_text="2024-02-05T01:30:00+07:00")
    check_journals()
    db.commit()
    finding = db.scalars(sa.select(Finding).where(Finding.rule == CHECK.name)).one()
    assert (finding.lesson_id, finding.state, spring.number) == (bad.id, State.OPEN, 2)
    bad.topic = "Массивы"
    db.commit()
    check_journals()
    db.commit()
    db.refresh(finding)
    assert finding.state == State.FIXED
