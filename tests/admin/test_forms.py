"""Forms: refusals under their fields, both versions of a stale row, nothing lost, no SQL on the page."""

from __future__ import annotations

import re
from html import unescape

import pytest
import sqlalchemy as sa

from admin.constraint_words import CHECKS, UNIQUE
from admin.constraints import explain, unique_keys
from models import AuditRecord, Base, Group, Speciality, Student, User
from models.spans import EXCLUSIONS
from rules.terms import Role
from tests.factories import CurriculumFactory, GroupFactory, SpecialityFactory, StudentFactory, UserFactory

CARD = {"last_name": "Осинцева", "first_name": "Алина", "patronymic": "", "medical_group": "main"}


def test_every_check_of_the_schema_has_words():
    named = {str(check.name) for table in Base.metadata.tables.values() for check in table.constraints
             if isinstance(check, sa.CheckConstraint) and check.name}
    assert CHECKS.keys() == named | EXCLUSIONS.keys()
    keys = {name for table in Base.metadata.tables for name in unique_keys(table)}
    assert UNIQUE.keys() - keys == set()


def test_words_stand_under_fields_that_are_there():
    for name, (field, message) in {**CHECKS, **UNIQUE}.items():
        table = max((table for table in Base.metadata.tables if name[3:].startswith(f"{table}_")), key=len)
        mapper = next(mapper for mapper in Base.registry.mappers if mapper.class_.__tablename__ == table)
        assert field is None or field in mapper.attrs, name
        assert message.endswith("."), name


def test_new_row(db, login):
    answer = login(Role.DATA_CLERK).post("/admin/student/new/", data=CARD)
    assert answer.status_code == 302
    made = db.scalar(sa.select(Student))
    assert (made.full_name, made.search_key, made.patronymic) == ("Осинцева Алина", "осинцева алина", None)
    record = db.scalar(sa.select(AuditRecord).where(AuditRecord.entity == "student"))
    assert record.actor.has_role if hasattr(record.actor, "has_role") else record.actor is not None


@pytest.mark.parametrize(("field", "value", "message"), [
    ("last_name", "   ", "Заполните поле."),
    ("last_name", "я" * 81, "Не длиннее 80 знаков."),
    ("birth_date", "31.02.2006", "Введите дату в виде 01.09.2023."),
    ("birth_date", "0006-05-05", "Проверьте год."),
    ("birth_date", "2030-01-01", "Дата рождения ещё не наступила"),
    ("birth_date", "2020-01-01", "проверьте год рождения"),
    ("gender", "x", "Выберите значение из списка."),
    ("email", "иванова", "Похоже, в адресе ошибка."),
    ("phone", "позвоните", "Телефон из 5–15 цифр."),
])
def test_wrong_value_is_told_under_its_field(login, db, field, value, message):
    answer = login(Role.DATA_CLERK).post("/admin/student/new/", data={**CARD, field: value})
    assert answer.status_code == 422
    assert message in answer.text
    assert f'id="{field}-error"' in answer.text
    assert "Алина" in answer.text
    assert answer.text.count(message) == 1
    assert db.scalar(sa.select(sa.func.count()).select_from(Student)) == 0


@pytest.mark.parametrize(("value", "message"), [("abc", "Введите целое число."),
    ("99999999999", "Число слишком большое."),
                                                ("-40000", "Число слишком маленькое."), ("9", "Курс от 1 до 6.")])
def test_wrong_number(db, login, value, message):
    speciality = SpecialityFactory()
    answer = login(Role.DATA_CLERK).post("/admin/group/new/", data={
        "name": "ИС-21", "speciality": speciality.id, "admission_year": 2023, "first_course": value,
        "study_form": "full_time"})
    assert answer.status_code == 422
    assert message in answer.text
    assert "SQL" not in answer.text


def test_unique_key_becomes_a_phrase(db, login):
    StudentFactory(file_number="22-001")
    answer = login(Role.DATA_CLERK).post("/admin/student/new/", data={**CARD, "file_number": "22-001"})
    assert answer.status_code == 422
    assert "Такое значение уже есть: личное дело №." in answer.text
    assert 'id="file_number-error"' in answer.text
    assert "student.file_number" not in answer.text


def test_composite_key_names_its_fields(db, login):
    taken = GroupFactory(name="ИС-21", admission_year=2023)
    answer = login(Role.DATA_CLERK).post("/admin/group/new/", data={
        "name": "ИС-21", "speciality": taken.speciality_id, "admission_year": 2023, "first_course": 1,
        "study_form": "full_time"})
    assert "Такая группа этого набора уже есть." in answer.text
    assert 'id="name-error"' in answer.text


def test_any_unique_key_is_explained(db):
    """A key without words of its own is told by the labels of its columns."""
    from sqlalchemy.exc import IntegrityError

    from models import Semester
    from tests.factories import SemesterFactory

    first = SemesterFactory(number=1)
    db.add(Semester(academic_year_id=first.academic_year_id, number=1, starts=first.starts, ends=first.ends))
    with pytest.raises(IntegrityError) as caught:
        db.flush()
    db.rollback()
    refusal = explain(Semester, caught.value)
    assert refusal.field == "academic_year"
    assert refusal.message == "Такая строка уже есть: совпадают учебный год, номер."


def test_cross_field_rule_stands_under_its_field(db, login):
    plan = CurriculumFactory()
    other = SpecialityFactory()
    answer = login(Role.DATA_CLERK).post("/admin/group/new/", data={
        "name": "ИС-21", "speciality": other.id, "curriculum": plan.id, "admission_year": 2023, "first_course": 1,
        "study_form": "full_time"})
    assert answer.status_code == 422
    assert "Учебный план другой специальности." in answer.text
    assert 'id="curriculum-error"' in answer.text


# a stale form

def test_stale_form_shows_both_versions(db, login):
    student = StudentFactory(last_name="Осинцева", phone="+7 900 000-00-01")
    seen = student.row_version
    url, form = f"/admin/student/edit/?id={student.id}", {**CARD, "row_version": seen}
    assert login(Role.DATA_CLERK).post(url, data={**form, "phone": "+7 900 000-00-02"}).status_code == 302
    late = login(Role.DATA_CLERK).post(url, data={**form, "phone": "+7 900 000-00-03"})
    assert late.status_code == 409
    assert "+7 900 000-00-03" in late.text  # what was typed
    assert "Сейчас записано: +7 900 000-00-02." in late.text
    db.expire_all()
    assert db.get(Student, student.id).phone == "+7 900 000-00-02"
    assert f'value="{seen + 1}"' in late.text  # a second save overwrites knowingly
    again = login(Role.DATA_CLERK).post(url, data={**form, "row_version": seen + 1, "phone": "+7 900 000-00-03"})
    assert again.status_code == 302


@pytest.mark.parametrize("version", ["", "abc", "-1", "999999999999"])
def test_form_without_its_version_is_stale(db, login, version):
    student = StudentFactory()
    answer = login(Role.DATA_CLERK).post(f"/admin/student/edit/?id={student.id}", data={**CARD, "row_version": version})
    assert answer.status_code == 409


# deleting

def test_without_scripts_the_bin_leads_to_a_page_that_asks(db, login):
    kept = SpecialityFactory()
    number = kept.id
    client = login(Role.DEPUTY_OOD)
    address = re.search(r'href="([^"]+)"[^>]*data-delete', client.get("/admin/speciality/?page_size=50").text)[1]
    page = client.get(unescape(address))
    assert (page.status_code, f"Удалить «{kept}»?" in page.text) == (200, True)
    db.expire_all()
    assert db.get(Speciality, number) is not None, "asked and not yet done"
    form = page.text[page.text.index('action="/admin/speciality/delete/"'):]
    sent = {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
    assert sent.keys() == {"csrf_token", "id", "url"}
    answer = client.post("/admin/speciality/delete/", data=sent, csrf=False)
    assert answer.location.endswith("/admin/speciality/?page_size=50"), "back to the list as it was"
    db.expire_all()
    assert db.get(Speciality, number) is None


def test_row_in_use_is_not_deleted(db, login):
    from tests.factories import UserRoleFactory

    held = UserRoleFactory()
    answer = login(Role.ADMINISTRATOR).post("/admin/user/delete/", data={"id": held.user_id})
    assert answer.status_code == 403  # accounts are blocked, never deleted


def test_words_of_a_refused_delete(db, app):
    from queries.references import used_in
    from tests.factories import MembershipFactory

    made = MembershipFactory()
    assert used_in(made.group) == ["Составы групп", "Движение контингента"]
    assert used_in(made.student) == ["Составы групп", "Движение контингента"]
    assert used_in(made) == []


# accounts

def test_account_is_made_with_a_password_shown_once(db, login):
    answer = login(Role.ADMINISTRATOR).post("/admin/user/new/", data={
        "last_name": "Ким", "first_name": "Вера", "login": "Kim.Vera", "roles": ["teacher", "curator"]})
    assert answer.status_code == 200
    made = db.scalar(sa.select(User).where(User.login == "kim.vera"))
    assert made.role_set == {Role.TEACHER, Role.CURATOR}
    assert made.must_change_password
    assert "Одноразовый пароль" in answer.text
    records = db.scalars(sa.select(AuditRecord).where(AuditRecord.entity == "user"))
    assert all("argon2" not in str(record.after) for record in records)


@pytest.mark.parametrize(("data", "message"), [
    ({"login": "ким"}, "латин"), ({"roles": []}, "Выберите хотя бы одну роль."), ({"roles": ["king"]}, "из списка")])
def test_account_refused(db, login, data, message):
    answer = login(Role.ADMINISTRATOR).post("/admin/user/new/", data={
        "last_name": "Ким", "first_name": "Вера", "login": "kim", "roles": ["teacher"], **data})
    assert answer.status_code == 422
    assert message in answer.text


def test_administrator_keeps_the_own_role(db, login):
    admin = UserFactory(roles=(Role.ADMINISTRATOR,))
    answer = login(admin).post(f"/admin/user/edit/?id={admin.id}", data={
        "last_name": admin.last_name, "first_name": admin.first_name, "login": admin.login, "roles": ["teacher"],
        "row_version": admin.row_version})
    assert answer.status_code == 422
    assert "Нельзя снять с себя роль администратора" in answer.text


def test_group_edit_keeps_a_plan_of_its_own(db, login):
    group = GroupFactory()
    answer = login(Role.DATA_CLERK).post(f"/admin/group/edit/?id={group.id}", data={
        "name": "ИС-99", "speciality": group.speciality_id, "curriculum": group.curriculum_id or "",
        "admission_year": group.admission_year, "first_course": 1, "study_form": "full_time",
        "row_version": group.row_version})
    assert answer.status_code == 302
    db.expire_all()
    assert db.get(Group, group.id).name == "ИС-99"


def test_passwords_are_issued_to_staff_only(db, login):
    teacher, parent = UserFactory(roles=(Role.TEACHER,)), UserFactory(roles=(Role.PARENT,))
    client = login(Role.ADMINISTRATOR)
    before = teacher.password_hash
    answer = client.post("/admin/user/action/", data={"action": "password", "rowid": [teacher.id]})
    assert teacher.login in answer.text and "Одноразовый пароль" in answer.text
    db.expire_all()
    assert db.get(User, teacher.id).password_hash != before
    answer = client.post("/admin/user/action/", data={"action": "password", "rowid": [parent.id, teacher.id]})
    assert answer.status_code == 302
    page = client.get("/admin/user/")
    assert "Студентам и родителям пароли выдаёт куратор" in page.text


def test_blocking_needs_a_reason(db, login):
    from admin.bulk import ASKED

    teacher, admin = UserFactory(roles=(Role.TEACHER,)), UserFactory(roles=(Role.ADMINISTRATOR,))
    data = {"action": "block", "rowid": [teacher.id], ASKED: "1", "reason": " "}
    assert login(admin).post("/admin/user/action/", data=data).status_code == 422
    own = login(admin).post("/admin/user/action/", data={**data, "rowid": [admin.id], "reason": "Уволен"})
    assert "Себя заблокировать нельзя" in own.text
