"""Each check finds its fault and nothing healthy, names the right person, closes itself (п. 5.7, 7.2–7.4)."""

from __future__ import annotations

import dataclasses

import pytest
import sqlalchemy as sa

from actions.findings import run
from models import Finding
from queries.control import BY_NAME, CHECKS
from rules.terms import FindingState as State
from tests.control import FAMILIES, harness
from tests.control.harness import FAULTS, JOB


@pytest.mark.parametrize(("name", "build"), [(name, build) for name, _, build in FAULTS],
                         ids=[f"{name}-{title}" for name, title, _ in FAULTS])
def test_a_fault_is_found_named_and_closes_itself(db, count_queries, name, build):
    world = build()
    db.commit()
    check, user = BY_NAME[name], dataclasses.replace(JOB, now=world.now)

    with count_queries(at_most=12):
        outcome, = run(user, world.first, world.last, checks=[check])
        db.commit()
    finding = db.scalars(sa.select(Finding)).one_or_none()
    assert finding is not None, f"found {outcome.found} instead of one"
    assert finding.responsible == world.who
    assert (finding.lesson, finding.student) == (world.lesson, world.student)
    assert (finding.rule, finding.point, finding.severity) == (name, check.point, check.severity)
    assert finding.state == (State.EXPLAINED if world.explanation else State.OPEN)
    assert finding.explanation == world.explanation
    assert finding.journal is None or finding.group == finding.journal.group
    assert finding.text[0].isupper() or finding.text[0].isdigit()
    seen = finding.found_at

    again, = run(user, world.first, world.last, checks=[check])
    assert (again.found, again.made, again.reopened, again.fixed) == (1, 0, 0, 0)

    world.mend()
    db.commit()
    mended, = run(user, world.first, world.last, checks=[check])
    db.commit()
    db.expire_all()
    assert (mended.found, mended.made, mended.fixed) == (0, 0, 1)
    assert (finding.state, finding.fixed_at, finding.found_at) == (State.FIXED, user.now, seen)


def test_every_check_has_a_fault_here():
    assert {check.name for check in CHECKS} == {name for name, *_ in FAULTS}
    assert len(BY_NAME) == len(CHECKS), "a name twice"
    assert FAMILIES and harness


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_check_is_told_in_words(check):
    assert check.title[0].isupper() and not check.title.endswith(".")
    assert check.advice[0].isupper() and check.advice.endswith(".")
    assert (check.threshold is None) == (check.unit == "")
