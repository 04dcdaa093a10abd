"""The start page of the administration: three things to do, the figures of the role, what it costs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from models import User
from queries.desk import _COUNTS
from rules.duties import DUTIES, FIGURES, MOST, Duty, duties_of, figures_of
from rules.indicators import Indicator
from rules.terms import FindingState, RequestState, Role, Severity, SyllabusState
from tests import factories as f
from views.desk import PLACES

YEAR_AGO = f.NOW - dt.timedelta(days=365)


def test_every_duty_is_counted_has_a_place_and_somebody():
    assert set(PLACES) == set(Duty)
    assert {*_COUNTS, Duty.INSPECTION, Duty.ABSENCES} == set(Duty)
    assert {duty for duties in DUTIES.values() for duty in duties} == set(Duty)
    assert all(len(DUTIES[role]) >= MOST for role in DUTIES)


@pytest.mark.parametrize("role", sorted(FIGURES))
def test_a_role_answers_for_two_figures_the_director_for_all(role):
    assert len(figures_of([role])) == (6 if role is Role.DIRECTOR else 2)


def test_roles_are_joined_without_doubles():
    both = duties_of([Role.DEPUTY_OOD, Role.DEPUTY_UPR])
    assert both[:len(DUTIES[Role.DEPUTY_UPR])] == DUTIES[Role.DEPUTY_UPR]
    assert len(both) == len(set(both))
    assert figures_of([Role.DEPUTY_UPR, Role.DIRECTOR]) == tuple(Indicator)
    assert duties_of([Role.TEACHER, Role.STUDENT]) == ()


def work(times: int) -> None:
    """What the roles wait for, so many times."""
    for _ in range(times):
        journal = f.JournalFactory()
        f.MembershipFactory(group=journal.group)
        f.FindingFactory(journal=journal, state=FindingState.EXPLAINED, severity=Severity.VIOLATION,
                         fingerprint=journal.group.name)
        f.ReopeningRequestFactory(journal=journal)
        f.ReopeningRequestFactory(journal=journal, state=RequestState.DONE)
        f.ChangeRequestFactory()
        f.SupportRequestFactory()
        f.SyllabusFactory(state=SyllabusState.SUBMITTED)
        f.PlanEventFactory(due_on=f.TODAY - dt.timedelta(days=2))
        f.JobRunFactory(ok=False)


@pytest.mark.parametrize(("role", "words"), [
    (Role.DEPUTY_UPR, ["Ответить на просьбы открыть запись", "Рассмотреть объяснения", "в этом месяце проверки не было",
                       "Показать ещё 2"]),
    (Role.DEPUTY_OOD, ["Ответить на просьбы открыть запись", "Назначить кураторов"]),
    (Role.DEPUTY_UVR, ["Назначить кураторов", "Рассмотреть объяснения", "Родители и обучающиеся входили"]),
    (Role.DIRECTOR, ["Разобрать нарушения", "просроченное по плану-графику", *(one.title for one in Indicator)]),
    (Role.METHODIST, ["Утвердить тематические планы", "Учебный материал пройден"]),
    (Role.DATA_CLERK, ["Внести изменения в карточки", "Внести согласия"]),
])
def test_each_role_sees_its_own(db: Any, login: Any, role: Role, words: list[str]) -> None:
    work(2)
    db.commit()
    page = login(role).get("/").text
    assert [said for said in words if said not in page] == []
    assert page.count('class="soon"') <= len(DUTIES[role])
    others = {duty.title for duty in Duty} - {duty.title for duty in DUTIES[role]}
    assert [title for title in others if title in page] == []


def test_nothing_to_do_is_said(db, login):
    f.InspectionFactory(date=f.TODAY)
    db.commit()
    assert "Всё сделано" in login(Role.DEPUTY_UPR).get("/").text


@pytest.mark.parametrize("roles", [(Role.DIRECTOR,), (Role.DEPUTY_UPR, Role.DEPUTY_OOD), (Role.DATA_CLERK,)])
def test_the_page_costs_the_same_whatever_there_is(db, login, count_queries, roles):
    person: User = f.UserFactory(roles=roles)
    f.SemesterFactory()
    work(1)
    db.commit()
    client = login(person)
    with count_queries(at_most=22) as few:
        assert client.get("/").status_code == 200
    work(5)
    db.commit()
    with count_queries(at_most=22) as many:
        client.get("/")
    assert len(many) == len(few)


def test_a_leader_who_is_a_curator_too_starts_at_the_desk(login):
    page = login(f.UserFactory(roles=(Role.CURATOR, Role.DEPUTY_UVR))).get("/")
    assert (page.status_code, "Сделать сейчас" in page.text) == (200, True)


def test_the_administrator_of_a_working_college_has_a_desk(db, login, monkeypatch):
    monkeypatch.setattr("views.home.first_steps", list)
    f.JobRunFactory(name="back_up", ok=False)
    f.SupportRequestFactory()
    f.UserFactory(must_change_password=True, password_expires_at=YEAR_AGO)
    db.commit()
    page = login(Role.ADMINISTRATOR).get("/").text
    for said in ("Разобрать задания, которые не удались", "Ответить на обращения", "Выдать новые пароли"):
        assert said in page
