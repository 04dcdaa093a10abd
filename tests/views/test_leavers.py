"""Data of leavers over HTTP: confirmed, erased by an act, the chain whole and its values gone (152-ФЗ; order 9)."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from actions.audit.verification import verify
from models import (
    AuditRecord,
    ChangeRequest,
    Erasure,
    FinalMark,
    ImportBatch,
    Mark,
    Movement,
    Notification,
    Outbox,
    Passkey,
    PersonKey,
    UserSession,
)
from rules.terms import ImportKind, ImportState, MovementKind, Role
from tests import factories as f

PHONE, STREET = "+79130000077", "ул. Рунная, 7"
BASIS = {"basis": "заявление от 20.11.2023 № 14"}


@pytest.fixture
def world(db):
    """One who was expelled, with two parents: one of another child too; a mark, a final, letters."""
    account = f.UserFactory(roles=(Role.STUDENT,), phone=PHONE)
    student = f.StudentFactory(last_name="Рунный", user=account, phone=PHONE, address=STREET,
                               birth_date=dt.date(2006, 1, 2))
    stay = f.MembershipFactory(student=student, ends=dt.date(2023, 10, 31))
    out = f.MovementFactory(student=student, kind=MovementKind.EXPULSION, to_group=None,
                            effective_on=dt.date(2023, 11, 1))
    stay.left_by = out
    parent = f.GuardianFactory(last_name="Рунная", phone="+79130000078",
                               user=f.UserFactory(roles=(Role.PARENT,), last_name="Рунная"))
    shared = f.GuardianFactory(last_name="Общий", phone="+79130000079")
    for one in (parent, shared):
        f.GuardianshipFactory(student=student, guardian=one)
    f.GuardianshipFactory(student=f.StudentFactory(), guardian=shared)
    mark = f.MarkFactory(cell=f.CellFactory(student=student))
    f.FinalMarkFactory(student=student)
    f.NotificationFactory(user=account, student_id=student.id)
    f.PasskeyFactory(user=account)
    f.LetterFactory(guardian=parent, user=None, student=student, text=f"Ваш ребёнок, {PHONE}")
    f.ChangeRequestFactory(student=student, new_value=STREET)
    f.ImportBatchFactory(kind=ImportKind.STUDENTS, made={"made": {"student": [[student.id, "0"]]}},
                         report={"told": [[2, "changed", student.full_name, [f"Телефон: пусто → {PHONE}"]]]})
    db.commit()
    student.phone = "+79130000070"  # so that the journal of changes keeps both values
    db.commit()
    return SimpleNamespace(student=student, account=account, parent=parent, shared=shared, mark=mark)


@pytest.fixture
def clerk(login):
    return login(Role.DATA_CLERK)


def erase(client, world, **more):
    return client.post(f"/leavers/{world.student.id}", data={**BASIS, "surname": "рунный", **more})


def test_a_request_erases_what_may_go_and_keeps_what_must_stay(db, world, clerk, login):
    page = clerk.get(f"/leavers/{world.student.id}").text
    for words in ("Телефон", "Рунная", "5 лет", "75 лет", "Итоговые отметки"):
        assert words in page
    assert "Общий" not in page
    assert erase(clerk, world).status_code == 303
    db.expire_all()
    student = world.student
    assert (student.phone, student.address, student.birth_date, student.last_name) == (None, None, None, "Рунный")
    assert world.parent.phone is None and "Рунная" not in world.parent.full_name
    assert world.shared.phone is not None and world.shared.last_name == "Общий"
    for account in (world.account, world.parent.user):
        assert account.login == f"erased-{account.id}" and account.blocked_at and not account.password_hash
    for model in (Notification, Outbox, Passkey):
        assert db.scalar(sa.select(sa.func.count()).select_from(model)) == 0
    assert db.scalar(sa.select(sa.func.count()).select_from(UserSession).where(
        UserSession.user_id == world.account.id)) == 0
    assert db.scalars(sa.select(ChangeRequest.new_value)).one() is None
    batch = db.scalars(sa.select(ImportBatch)).one()
    assert batch.made is None and PHONE not in str(batch.report)
    for kept in (Mark, FinalMark, Movement):
        assert db.scalar(sa.select(sa.func.count()).select_from(kept)) > 0

    keys = {(key.entity, key.entity_id): key.key for key in db.scalars(sa.select(PersonKey))}
    assert keys["student", student.id] is None
    assert list(verify(db())) == []
    stored = " ".join(str((row.before, row.after)) for row in db.scalars(sa.select(AuditRecord)))
    assert PHONE not in stored and STREET not in stored
    card = login(Role.DIRECTOR).get(f"/admin/audit_record/?search={student.id}")
    assert PHONE not in card.text

    again = erase(clerk, world)
    assert again.status_code == 422 and "уже уничтожены" in again.text
    act = db.scalars(sa.select(Erasure)).one()
    answer = clerk.get(f"/leavers/acts/{act.id}.pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    for words in ("АКТ № 1", "20 ноября 2023 г.", "Имена родителей", "Рунный",
                  "заявление от 20.11.2023", "Телефон", "75 лет"):
        assert words in text
    assert answer.data == clerk.get(f"/leavers/acts/{act.id}.pdf").data
    student.phone = "+79130000071"  # a new key opens nothing old
    db.commit()
    assert list(verify(db())) == []


@pytest.mark.parametrize(("more", "words"), [
    ({"basis": ""}, "Укажите основание"), ({"basis": "по просьбе"}, "Укажите основание"),
    ({"surname": ""}, "Впишите фамилию"), ({"surname": "Другой"}, "Впишите фамилию")])
def test_without_a_paper_and_a_second_look_nothing_goes(db, world, clerk, more, words):
    answer = erase(clerk, world, **more)
    assert answer.status_code == 422 and words in answer.text
    db.expire_all()
    assert world.student.phone and db.scalar(sa.select(Erasure.id)) is None


@pytest.mark.parametrize("kind", [None, MovementKind.LEAVE])
def test_who_studies_or_is_on_leave_is_not_touched(db, clerk, kind):
    student = f.StudentFactory(last_name="Рунный", phone=PHONE)
    f.MembershipFactory(student=student, ends=dt.date(2023, 10, 31) if kind else None)
    if kind:
        f.MovementFactory(student=student, kind=kind, to_group=None, effective_on=dt.date(2023, 11, 1))
    db.commit()
    answer = erase(clerk, SimpleNamespace(student=student))
    assert answer.status_code == 422 and "Студент учится" in answer.text
    assert "Рунный" not in clerk.get("/leavers/").text.split("Акты")[0]
    db.expire_all()
    assert student.phone == PHONE


def test_a_parent_who_works_here_keeps_the_account(db, world, clerk):
    f.UserRoleFactory(user=world.parent.user, role=Role.TEACHER)
    db.commit()
    assert erase(clerk, world).status_code == 303
    db.expire_all()
    assert world.parent.user.password_hash and world.parent.user.blocked_at is None


@pytest.mark.parametrize(("role", "status"), [
    (Role.ADMINISTRATOR, 303), (Role.DIRECTOR, 403), (Role.CURATOR, 403), (Role.TEACHER, 403), (Role.STUDENT, 403)])
def test_only_the_clerk_and_the_administrator_erase(db, world, login, role, status):
    assert erase(login(role), world).status_code == status
    db.expire_all()
    assert (world.student.phone is None) is (status == 303)


def test_numbers_of_acts_go_on_within_a_year(db, world, clerk):
    f.ErasureFactory(number=7, year=2023)
    f.ErasureFactory(number=9, year=2022)
    db.commit()
    erase(clerk, world)
    assert db.scalar(sa.select(Erasure.number).where(Erasure.student_id == world.student.id)) == 8


def test_passed_terms_are_shown_and_nothing_is_deleted(db, login, school_time):
    f.JournalFactory()
    f.RetentionTermFactory(kind="journals", years=1, basis="номенклатура дел № 1")
    f.RetentionTermFactory(kind="exam_sheets", years=None)
    db.commit()
    administrator = login(Role.ADMINISTRATOR)
    assert "2023-2024 учебный год" not in administrator.get("/year/").text
    school_time("2026-01-09T10:00:00+07:00")
    page = administrator.get("/year/").text
    assert "2023-2024 учебный год, по 31.12.2025" in page and "постоянно" in page and "номенклатура дел № 1" in page


def erased_by(login, student):
    return login(Role.DATA_CLERK).post(f"/leavers/{student.id}", data={"surname": student.last_name, **BASIS})


def test_an_account_that_another_needs_stays(db, login, world):
    sister = f.StudentFactory(user=world.parent.user)
    own_child = f.GuardianFactory(user=world.account)
    db.commit()
    assert erased_by(login, world.student).status_code == 303
    db.expire_all()
    assert not sister.user.login.startswith("erased") and sister.user.blocked_at is None
    assert not own_child.user.login.startswith("erased") and own_child.user.blocked_at is None


def test_a_parent_of_a_child_who_comes_tomorrow_stays(db, login, world):
    f.GuardianshipFactory(student=f.StudentFactory(), guardian=world.parent, starts=dt.date(2023, 11, 21))
    db.commit()
    erased_by(login, world.student)
    db.expire_all()
    assert (world.parent.last_name, world.parent.phone) == ("Рунная", "+79130000078")


def test_waiting_files_and_loads_of_the_parents_forget_them(db, login, world):
    loaded = f.ImportBatchFactory(kind=ImportKind.STUDENTS, made={"changed": {"guardian": {str(world.parent.id): {
        "phone": ["+79130000078", PHONE]}}}})
    waits = f.ImportBatchFactory(kind=ImportKind.STUDENTS, state=ImportState.DRAFT, content=PHONE.encode(),
                                 report={"told": [[2, "changed", world.student.full_name, [PHONE]]]})
    db.commit()
    numbers = loaded.id, waits.id
    erased_by(login, world.student)
    db.expire_all()
    assert db.get(ImportBatch, numbers[0]).made is None
    assert db.get(ImportBatch, numbers[1]) is None
