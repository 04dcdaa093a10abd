"""Findings over HTTP: who sees which, what is found by the filters, explained, accepted, checked again (п. 7.2–7.4)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from models import Acknowledgement, Finding
from rules.terms import AcknowledgementKind, FindingState, Role, Severity
from tests import factories as f
from tests.control.harness import lesson, member
from tests.teachers import taught, teacher

LIST = "/control/findings/"


@dataclasses.dataclass
class World:
    """Two journals of two groups, a finding in each; the first group has a curator."""

    teacher: Any
    other: Any
    curator: Any
    mine: Finding
    foreign: Finding


@pytest.fixture
def world(db) -> World:
    own, other = teacher(), teacher()
    journal, away = taught(own, "ИС-21", "Физика"), taught(other, "ИС-22", "Химия")
    curator = f.CuratorshipFactory(group=journal.group).user
    bad = lesson(journal, topic="")
    made = World(own, other, curator,
                 f.FindingFactory(journal=journal, lesson=bad, fingerprint=f"lesson_id={bad.id}", day=bad.date,
                                  text="14.11, 1-я пара: тема занятия не указана"),
                 f.FindingFactory(journal=away, rule="few_marks", point="6.4", severity=Severity.NOTICE,
                                  text="Химия: отметок мало", day=dt.date(2023, 9, 1)))
    db.commit()
    return made


def shown(client: Any, query: str = "") -> tuple[bool, bool]:
    page = client.get(LIST + query)
    assert page.status_code == 200
    return "тема занятия не указана" in page.text, "Химия: отметок мало" in page.text


@pytest.mark.parametrize(("who", "seen"), [
    ("teacher", (True, False)), ("other", (False, True)), ("curator", (True, False)),
    (Role.DEPUTY_UPR, (True, True)), (Role.DIRECTOR, (True, True)), (Role.METHODIST, (True, True)),
    (Role.SENIOR_MASTER, (False, False)),
])
def test_everybody_sees_his_own(world, login, who, seen):
    assert shown(login(getattr(world, who) if isinstance(who, str) and hasattr(world, who) else who)) == seen


@pytest.mark.parametrize("who", [Role.STUDENT, Role.PARENT, Role.DATA_CLERK])
def test_others_have_no_such_page(world, login, who):
    assert login(who).get(LIST).status_code == 403


@pytest.mark.parametrize(("query", "seen"), [
    ("?what=lesson_without_topic", (True, False)), ("?what=6.4", (False, True)), ("?severity=warning", (True, False)),
    ("?state=fixed", (False, False)), ("?state=all", (True, True)), ("?month=2023-11", (True, True)),
    ("?month=2023-10", (False, True)), ("?month=2023-08", (False, False)), ("?group={group}", (True, False)),
    ("?teacher={teacher}", (True, False)), ("?what=nothing", (False, False)),
])
def test_filters(world, login, query, seen):
    query = query.format(group=world.mine.group_id, teacher=world.teacher.id)
    assert shown(login(Role.DEPUTY_UPR), query) == seen


def test_unknown_words_of_an_address_do_no_harm(world, login):
    assert login(Role.DEPUTY_UPR).get(f"{LIST}?endpoint=index&_external=1&state=all").status_code == 200


@pytest.mark.parametrize("query", ["?month=november", "?severity=bad", "?state=gone", "?group=x", "?page=-1"])
def test_a_malformed_filter_is_refused(world, login, query):
    assert login(Role.DEPUTY_UPR).get(LIST + query).status_code == 400


def test_each_leads_to_the_very_place(db, world, login):
    bad = world.mine.lesson
    student = member(bad.journal)
    cell = f.FindingFactory(rule="mark_beside_absence", journal=bad.journal, lesson=bad, student=student)
    final = f.FindingFactory(rule="final_missing", journal=bad.journal)
    db.commit()
    root, own, deputy = f"/journal/{bad.journal_id}", login(world.teacher), login(Role.DEPUTY_UPR)
    for client, finding, place in (
            (own, world.mine, f"{root}/lessons/{bad.id}"), (deputy, world.mine, f"{root}/topics?month=2023-11"),
            (own, cell, f"{root}?month=2023-11#cell-{bad.id}-{student.id}"), (own, final, f"{root}/finals")):
        page = client.get(f"{LIST}{finding.id}").text
        assert f'href="{place}"' in page
        assert client.get(place).status_code == 200


def test_the_teacher_explains_and_the_deputy_accepts(db, world, login):
    own, deputy, url = login(world.teacher), login(Role.DEPUTY_UPR), f"{LIST}{world.mine.id}"
    refused = own.post(f"{url}/explain", data={"explanation": "…"})
    assert refused.status_code == 422
    assert "Напишите, почему так вышло" in refused.text
    assert ">…</textarea>" in refused.text, "what was typed stays"
    assert own.post(f"{url}/explain", data={"explanation": "Тему внесу завтра"}).status_code == 303
    assert "Тему внесу завтра" in deputy.get(LIST).text
    assert deputy.post(f"{url}/accept", data={"accepted_reason": ""}).status_code == 422
    assert deputy.post(f"{url}/accept", data={"accepted_reason": "Занятие вела замена"}).status_code == 303
    db.refresh(world.mine)
    assert (world.mine.state, world.mine.explanation, world.mine.accepted_reason) == (
        FindingState.ACCEPTED, "Тему внесу завтра", "Занятие вела замена")
    assert shown(deputy) == (False, True)
    assert shown(deputy, "?state=accepted") == (True, False)


@pytest.mark.parametrize(("who", "act", "answer"), [
    ("teacher", "accept", 403), ("other", "explain", 404), ("other", "recheck", 404), ("other", "", 404),
    ("curator", "explain", 403), (Role.DEPUTY_UPR, "explain", 403), (Role.METHODIST, "accept", 403),
    (Role.ADMINISTRATOR, "accept", 403), (Role.SENIOR_MASTER, "accept", 404), (Role.SENIOR_MASTER, "explain", 404),
    (Role.DEPUTY_OOD, "acknowledge", 403),
])
def test_nobody_says_for_another(db, world, login, who, act, answer):
    client = login(getattr(world, who) if isinstance(who, str) and hasattr(world, who) else who)
    url = f"{LIST}{world.mine.id}"
    said = {"explanation": "Тему внесу завтра", "accepted_reason": "Занятие вела замена"}
    found = client.post(f"{url}/{act}", data=said) if act else client.get(url)
    assert found.status_code == answer
    db.refresh(world.mine)
    assert world.mine.state == FindingState.OPEN


def test_a_stale_form_overwrites_nothing(db, world, login):
    own, url = login(world.teacher), f"{LIST}{world.mine.id}"
    own.post(f"{url}/explain", data={"explanation": "Тему внесу завтра", "version": "1"})
    late = own.post(f"{url}/explain", data={"explanation": "Тема внесена", "version": "1"})
    assert late.status_code == 409
    assert "Тема внесена" in late.text
    db.refresh(world.mine)
    assert world.mine.explanation == "Тему внесу завтра"


def test_the_curator_notes_that_it_is_known(db, world, login):
    curator, url = login(world.curator), f"{LIST}{world.mine.id}"
    for _ in range(2):
        assert curator.post(f"{url}/acknowledge").status_code == 303
    assert "Вы ознакомлены" in curator.get(url).text
    noted = db.scalars(sa.select(Acknowledgement)).one()
    assert (noted.user_id, noted.kind, noted.subject_id) == (
        world.curator.id, AcknowledgementKind.FINDING, world.mine.id)
    assert curator.post(f"{LIST}{world.foreign.id}/acknowledge").status_code == 404


def test_it_is_checked_again_at_once(db, world, login):
    own, url = login(world.teacher), f"{LIST}{world.mine.id}"
    assert "Пока не исправлено" in own.post(f"{url}/recheck", follow_redirects=True).text
    world.mine.lesson.topic = "Массивы"
    db.commit()
    assert "Исправлено: замечание закрыто" in own.post(f"{url}/recheck", follow_redirects=True).text
    db.refresh(world.mine)
    db.refresh(world.foreign)
    assert (world.mine.state, world.foreign.state) == (FindingState.FIXED, FindingState.OPEN)


def test_the_start_page_counts_ones_own(db, world, login):
    assert "1 замечание контроля" in login(world.teacher).get("/").text
    world.mine.state = FindingState.EXPLAINED
    db.commit()
    assert "замечание контроля" not in login(world.teacher).get("/").text


def test_emptiness_is_explained(db, login):
    page = login(Role.TEACHER).get(LIST).text
    assert "Замечаний нет" in page
    assert "Таких замечаний нет" in login(Role.TEACHER).get(f"{LIST}?state=fixed").text


def test_a_long_list_costs_no_more_than_a_short_one(db, login, count_queries):
    journal, costs = taught(teacher()), []
    deputy = login(Role.DEPUTY_UPR)
    for number in (5, 25):
        for _ in range(number):
            f.FindingFactory(journal=journal, student=member(journal))
        db.commit()
        with count_queries(at_most=10) as statements:
            deputy.get(LIST)
        costs.append(len(statements))
    assert costs[0] == costs[1]
    for _ in range(25):
        f.FindingFactory(journal=journal)
    db.commit()
    assert "1–50 из 55" in deputy.get(LIST).text
    assert "51–55 из 55" in deputy.get(f"{LIST}?page=1").text
