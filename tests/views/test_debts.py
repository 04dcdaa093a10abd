"""Academic debts over HTTP: opened with a result, appointed, passed or not, and what stays as it was (п. 6.7)."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from access.identity import Identity
from actions.debts import expire
from models import AuditRecord, Debt, DebtAttempt, FinalMark
from queries.debts import debts_of
from rules.terms import BasisKind, ClosingScope, DebtState, FinalKind, FinalValue, Role
from tests import factories as f

DAY = "2023-12-25 12:00+07:00"


@pytest.fixture
def journal(db, school_time):
    school_time(DAY)
    return f.JournalFactory(line__graded_credits=1)


@pytest.fixture
def student(journal):
    return f.MembershipFactory(group=journal.group).student


@pytest.fixture
def debt(journal, student):
    """Opened on 20 November by a published «н/а», to be passed by 19 January."""
    return f.DebtFactory(form=FinalKind.GRADED_CREDIT, final_mark=f.FinalMarkFactory(
        journal=journal, student=student, kind=FinalKind.GRADED_CREDIT, value=FinalValue.NOT_ATTESTED,
        basis_kind=BasisKind.ABSENCE, published_at=f.NOW))


@pytest.fixture
def deputy(login):
    return login(Role.DEPUTY_OOD)


def put(client: Any, journal: Any, student: Any, value: str, version: int = 0, **more: Any) -> Any:
    return client.put(f"/journal/{journal.id}/finals/graded_credit/{student.id}", json={
        "value": value, "version": version, "key": str(uuid.uuid4()), "basis_kind": "current_work", **more})


def debts(db: Any) -> list[Debt]:
    db.expire_all()
    return list(db.scalars(sa.select(Debt)))


def appointment(examiner: Any, date: str = "2023-12-26", **more: str) -> dict[str, Any]:
    return {"date": date, "examiner_id": examiner.id, **more}


# opening

@pytest.mark.parametrize(("value", "opens"), [
    ("н/а", True), ("2", True), ("н/я", True), ("3", False), ("5", False)])
def test_a_debt_opens_with_the_teachers_entry_and_with_nothing_else(db, login, journal, student, value, opens):
    client = login(journal.teacher)
    client.get(f"/journal/{journal.id}/finals")
    assert debts(db) == []
    assert put(client, journal, student, value).status_code == 200
    assert [(one.form, one.opened_on, one.due_on, one.state) for one in debts(db)] == ([
        (FinalKind.GRADED_CREDIT, dt.date(2023, 12, 25), dt.date(2024, 12, 25), DebtState.OPEN)] if opens else [])


def test_a_draft_that_was_a_mistake_takes_its_debt_back(db, login, journal, student):
    client = login(journal.teacher)
    put(client, journal, student, "2")
    put(client, journal, student, "н/а", 1)
    assert len(debts(db)) == 1
    put(client, journal, student, "4", 2)
    assert debts(db) == []
    assert db.scalar(sa.select(sa.func.count()).select_from(AuditRecord).where(AuditRecord.entity == "debt")) == 2


def test_a_result_with_an_attempt_made_is_not_rewritten(db, login, journal, student, debt):
    f.DebtAttemptFactory(debt=debt, value=FinalValue.THREE, date=dt.date(2023, 12, 10))
    answer = put(login(journal.teacher), journal, student, "3", 1, reason="сдал")
    assert (answer.status_code, answer.json["point"]) == (422, "6.7")
    assert db.scalars(sa.select(FinalMark.value)).one() == FinalValue.NOT_ATTESTED


def test_an_attempt_waits_for_the_result_to_be_published(db, deputy, debt, journal):
    debt.final_mark.published_at = None
    answer = deputy.post(f"/debts/{debt.id}/attempts", data=appointment(journal.teacher))
    assert answer.status_code == 422
    assert "после публикации" in answer.text


# the whole way

def test_two_attempts_the_second_before_a_commission(db, login, deputy, debt, journal, school_time):
    examiner, root = f.TeacherFactory(), f"/debts/{debt.id}"
    assert deputy.post(f"{root}/attempts", data=appointment(examiner)).status_code == 302
    first = db.scalars(sa.select(DebtAttempt)).one()
    teacher = login(examiner)
    early = teacher.post(f"{root}/attempts/{first.id}", data={"value": "2"})
    assert "вносят после сдачи" in early.text
    school_time("2023-12-26 16:00+07:00")
    assert teacher.post(f"{root}/attempts/{first.id}", data={"value": "2"}).status_code == 302
    assert debts(db)[0].state == DebtState.FIRST_FAILED

    alone = deputy.post(f"{root}/attempts", data=appointment(examiner, "2024-01-15"))
    assert "принимает комиссия" in alone.text
    assert 'value="2024-01-15"' in alone.text, "what was typed stays"
    named = appointment(examiner, "2024-01-15", members="Домнин А. А., Чуев Б. Б.")
    assert deputy.post(f"{root}/attempts", data=named).status_code == 302
    second = db.scalars(sa.select(DebtAttempt).where(DebtAttempt.number == 2)).one()
    assert second.commission
    school_time("2024-01-15 16:00+07:00")
    f.ClosingFactory(scope=ClosingScope.SEMESTER, starts=dt.date(2023, 9, 1), ends=dt.date(2023, 12, 29))
    assert teacher.post(f"{root}/attempts/{second.id}", data={"value": "4"}).status_code == 302, "after closing too"
    assert debts(db)[0].state == DebtState.CLOSED
    assert "попыток больше не назначают" in deputy.post(f"{root}/attempts", data=named).text

    office = login(Role.DEPUTY_OOD)
    assert "сдано: 4, 15.01.2024" in office.get(f"/journal/{journal.id}/finals").text
    printed = office.get(f"/journal/{journal.id}/print.csv").text
    assert "н/а" in printed, "the printed form does not change"
    assert "15.01" not in printed
    assert db.scalars(sa.select(FinalMark.value)).one() == FinalValue.NOT_ATTESTED


def test_both_failed_leaves_the_debt_uncleared(db, login, deputy, debt):
    f.DebtAttemptFactory(debt=debt, value=FinalValue.TWO, date=dt.date(2023, 12, 1))
    second = f.DebtAttemptFactory(debt=debt, number=2, commission=True, members="Домнин", date=dt.date(2023, 12, 20))
    debt.state = DebtState.FIRST_FAILED
    url = f"/debts/{debt.id}/attempts/{second.id}"
    assert login(second.examiner).post(url, data={"value": "н/я"}).status_code == 302
    assert debts(db)[0].state == DebtState.EXPIRED
    assert "не ликвидирована в срок" in deputy.get("/debts/").text


# refusals

@pytest.mark.parametrize(("data", "said"), [
    ({"date": "2023-11-19"}, "в срок задолженности"),
    ({"date": "2024-01-20"}, "в срок задолженности"),
    ({"date": "завтра"}, "Укажите дату"),
    ({"examiner_id": "0"}, "Принимает преподаватель"),
    ({"examiner_id": "x"}, "Принимает преподаватель"),
    ({"version": "7"}, "записали другое"),
])
def test_refused_appointments(db, deputy, debt, journal, data, said):
    answer = deputy.post(f"/debts/{debt.id}/attempts", data={**appointment(journal.teacher), **data})
    assert answer.status_code == (409 if "version" in data else 422)
    assert said in answer.text
    assert db.scalar(sa.select(sa.func.count()).select_from(DebtAttempt)) == 0


def test_only_a_teacher_examines(db, deputy, debt):
    curator = f.UserFactory(roles=[Role.CURATOR])
    assert deputy.post(f"/debts/{debt.id}/attempts", data=appointment(curator)).status_code == 422


@pytest.mark.parametrize(("data", "said"), [
    ({"form": "semester", "due_on": "2024-02-01"}, "Выберите форму"),
    ({"form": "exam", "due_on": "2023-11-20"}, "после дня"),
    ({"form": "exam", "due_on": "2024-11-21"}, "укажите причину"),
    ({"form": "exam", "due_on": ""}, "Укажите дату"),
])
def test_refused_terms(db, deputy, debt, data, said):
    answer = deputy.post(f"/debts/{debt.id}", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert debts(db)[0].form == FinalKind.GRADED_CREDIT


def test_a_longer_term_with_a_reason_opens_an_uncleared_debt_again(db, deputy, debt):
    debt.due_on, debt.state = dt.date(2023, 12, 1), DebtState.EXPIRED
    answer = deputy.post(f"/debts/{debt.id}", data={
        "form": "exam", "due_on": "2025-02-01", "reason": "академический отпуск"})
    assert answer.status_code == 302
    assert [(one.form, one.due_on, one.state) for one in debts(db)] == [
        (FinalKind.EXAM, dt.date(2025, 2, 1), DebtState.OPEN)]
    assert db.scalars(sa.select(AuditRecord.reason).where(AuditRecord.entity == "debt").order_by(
        AuditRecord.id.desc())).first() == "академический отпуск"


def test_a_result_is_corrected_with_a_reason_until_the_next_attempt(db, login, debt):
    attempt = f.DebtAttemptFactory(debt=debt, value=FinalValue.TWO, date=dt.date(2023, 12, 1))
    client, url = login(attempt.examiner), f"/debts/{debt.id}/attempts/{attempt.id}"
    assert "укажите причину" in client.post(url, data={"value": "3"}).text
    assert client.post(url, data={"value": "3", "reason": "ошибка при вводе"}).status_code == 302
    assert debts(db)[0].state == DebtState.CLOSED
    f.DebtAttemptFactory(debt=debt, number=2, commission=True, members="Домнин", date=dt.date(2023, 12, 20))
    assert "больше не меняют" in client.post(url, data={"value": "2", "reason": "ошибка"}).text


@pytest.mark.parametrize("value", ["н/а", "перезач.", "зач.", "", "7"])
def test_what_an_attempt_does_not_end_with(db, login, debt, value):
    attempt = f.DebtAttemptFactory(debt=debt, date=dt.date(2023, 12, 1))
    answer = login(attempt.examiner).post(f"/debts/{debt.id}/attempts/{attempt.id}", data={"value": value})
    assert answer.status_code == 422
    assert db.scalars(sa.select(DebtAttempt.value)).one() is None


# who may

@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY_UPR, Role.DEPUTY_OOD, Role.METHODIST])
def test_nobody_but_the_examiner_enters_a_result(db, login, debt, role):
    attempt = f.DebtAttemptFactory(debt=debt, date=dt.date(2023, 12, 1))
    client = login(role)
    assert client.post(f"/debts/{debt.id}/attempts/{attempt.id}", data={"value": "5"}).status_code == 403
    assert client.get(f"/debts/{debt.id}").status_code == 200
    assert db.scalars(sa.select(DebtAttempt.value)).one() is None


def test_the_journals_teacher_reads_and_another_teacher_does_not_know(login, debt, journal):
    attempt = f.DebtAttemptFactory(debt=debt, date=dt.date(2023, 12, 1))
    own = login(journal.teacher)
    assert own.get(f"/debts/{debt.id}").status_code == 200
    assert own.post(f"/debts/{debt.id}/attempts/{attempt.id}", data={"value": "5"}).status_code == 404
    assert own.post(f"/debts/{debt.id}", data={"form": "exam"}).status_code == 403
    stranger = login(Role.TEACHER)
    assert stranger.get(f"/debts/{debt.id}").status_code == 404
    assert str(debt.final_mark.student.last_name) not in stranger.get("/debts/").text


@pytest.mark.parametrize("role", [Role.STUDENT, Role.PARENT, Role.DATA_CLERK, Role.SENIOR_MASTER])
def test_the_rest_have_no_such_page(login, debt, role):
    client = login(role)
    assert (client.get("/debts/").status_code, client.get(f"/debts/{debt.id}").status_code) == (403, 403)


def test_a_curator_sees_debts_of_published_results(login, debt, journal):
    curator = f.CuratorshipFactory(group=journal.group).user
    name = debt.final_mark.student.last_name
    assert name in login(curator).get("/debts/").text
    debt.final_mark.published_at = None
    assert name not in login(curator).get("/debts/").text
    assert login(curator).get(f"/debts/{debt.id}").status_code == 404


def test_a_student_reads_the_own_debts_and_no_draft(db, debt):
    account = f.UserFactory(roles=[Role.STUDENT])
    student = debt.final_mark.student
    student.user = account
    f.DebtFactory()
    db.commit()
    user = Identity(account.id, account.role_set, dt.datetime(2023, 12, 25, 12, tzinfo=dt.UTC))
    assert [line.id for line in debts_of(user, student.id)] == [debt.id]
    debt.final_mark.published_at = None
    db.commit()
    assert debts_of(user, student.id) == []


# the list

def test_the_list_is_searched_by_surname_and_hides_what_is_made_up(db, deputy, journal):
    for name, state in (("Ёлкин", DebtState.OPEN), ("Зимин", DebtState.CLOSED)):
        student = f.MembershipFactory(group=journal.group, student__last_name=name).student
        final = f.FinalMarkFactory(journal=journal, student=student, kind=FinalKind.GRADED_CREDIT, published_at=f.NOW,
                                   value=FinalValue.TWO)
        f.DebtFactory(final_mark=final, state=state)
    assert re.findall("Ёлкин|Зимин", deputy.get("/debts/").text) == ["Ёлкин"]
    assert set(re.findall("Ёлкин|Зимин", deputy.get("/debts/?all=1").text)) == {"Ёлкин", "Зимин"}
    assert "Ёлкин" in deputy.get("/debts/?q=елк").text
    assert "Никого не нашлось" in deputy.get("/debts/?q=%25").text
    assert deputy.get("/debts/?page=99999999&q=%00").status_code == 200


@pytest.mark.parametrize("count", [5, 25])
def test_the_cost_does_not_grow(deputy, journal, count_queries, count):
    for _ in range(count):
        student = f.MembershipFactory(group=journal.group).student
        final = f.FinalMarkFactory(journal=journal, student=student, kind=FinalKind.GRADED_CREDIT, published_at=f.NOW,
                                   value=FinalValue.TWO)
        f.DebtAttemptFactory(debt=f.DebtFactory(final_mark=final))
    with count_queries(at_most=6):
        assert deputy.get("/debts/").status_code == 200


def test_at_night_what_is_over_is_marked(db, debt):
    debt.due_on = dt.date(2023, 12, 24)
    f.DebtFactory(due_on=dt.date(2023, 12, 25))
    f.DebtFactory(due_on=dt.date(2023, 12, 24), state=DebtState.CLOSED)
    assert expire(dt.date(2023, 12, 25)) == 1
    db.refresh(debt)
    assert debt.state == DebtState.EXPIRED


def test_the_diary_tells_the_student_how_and_when(login, debt):
    account = f.UserFactory(roles=[Role.STUDENT])
    student = debt.final_mark.student
    student.user = account
    page = f"/diary/{student.id}/subjects"
    shown = login(account).get(page).text
    assert "до 19.01.2024, день ещё не назначен" in shown
    attempt = f.DebtAttemptFactory(debt=debt, date=dt.date(2023, 12, 26))
    assert f"26.12.2023, принимает {attempt.examiner.short_name}" in login(account).get(page).text
    debt.final_mark.published_at = None
    assert "Задолженности" not in login(account).get(page).text
