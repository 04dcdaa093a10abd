"""The interpreter of rights, and what every block of the table must keep to."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from access import check
from access.describe import render
from access.grants import CREATE, DELETE, READ, UPDATE, Grant, Rule, can, everything
from access.identity import Identity
from access.table import TABLE, merged
from access.table.blocks import stamps
from models import Absence, AuditRecord, Base, Cell, Discipline, FinalMark, Lesson, Mark, Student, User
from rules.terms import Role

NOW = dt.datetime(2023, 11, 20, 15, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
GRANTS = [(model, role, grant) for model, block in TABLE.items() for role, found in block.items() for grant in found]
ENTITIES = pytest.mark.parametrize("model", TABLE, ids=lambda model: model.__tablename__)
NOTHING = "0 = 1"
DIALECTS = (sqlite.dialect(), postgresql.dialect())

first = Rule("первая", lambda user: Discipline.id == 1)
second = Rule("вторая", lambda user: Discipline.id == 2)


def someone(*roles: Role, id: int | None = 7) -> Identity:
    return Identity(id, frozenset(roles), NOW)


def sql(criterion: sa.ColumnElement[bool]) -> str:
    return str(criterion.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))


def grants_of(model: type[Base]) -> list[Grant]:
    return [grant for grants in TABLE[model].values() for grant in grants]


@pytest.fixture
def ruled(monkeypatch: pytest.MonkeyPatch):
    """``ruled({role: grants})``: the block of a discipline for one test."""
    return lambda block: monkeypatch.setitem(TABLE, Discipline, block)


# the interpreter

def test_absent_is_denied(ruled):
    ruled({Role.TEACHER: (can(READ),)})
    assert not check.allows(someone(), READ, Discipline), "no role"
    assert not check.allows(someone(Role.STUDENT), READ, Discipline), "a role that the block does not name"
    assert not check.allows(someone(Role.TEACHER), UPDATE, Discipline), "an action that the grant does not name"
    assert sql(check.rows(someone(Role.TEACHER), UPDATE, Discipline)) == NOTHING
    assert check.writable(someone(Role.TEACHER), UPDATE, Discipline) == frozenset()


def test_entity_out_of_the_table_is_denied(monkeypatch):
    monkeypatch.delitem(TABLE, Discipline)
    assert not check.allows(someone(*Role), READ, Discipline)


def test_roles_and_grants_are_added(ruled):
    ruled({Role.TEACHER: (can(READ, rows=first),), Role.CURATOR: (can(READ, rows=second), can(UPDATE, rows=second))})
    both = someone(Role.TEACHER, Role.CURATOR)
    assert "discipline.id = 2 OR discipline.id = 1" in sql(check.rows(both, READ, Discipline))
    assert sql(check.rows(both, UPDATE, Discipline)) == "discipline.id = 2", "the right to change does not spread"


def test_field_is_hidden_only_when_every_reading_grant_hides_it(ruled):
    ruled({Role.TEACHER: (can(READ, rows=first, hidden={"title", "short_title"}),),
           Role.CURATOR: (can(READ, rows=second, hidden={"title"}), can(UPDATE, rows=second))})
    both = someone(Role.TEACHER, Role.CURATOR)
    assert check.hidden_fields(both, Discipline) == {"title"}
    assert check.limited_fields(both, Discipline) == {"title", "short_title"}
    assert sql(check.field_rows(both, Discipline, "short_title")) == "discipline.id = 2"
    assert sql(check.field_rows(both, Discipline, "title")) == NOTHING
    assert check.hidden_fields(someone(Role.STUDENT), Discipline) == frozenset(), "nothing is read, nothing to hide"


@pytest.mark.parametrize(("roles", "fields"), [
    ([Role.TEACHER], {"title"}),
    ([Role.TEACHER, Role.CURATOR], {"title", "short_title"}),  # the union
    ([Role.TEACHER, Role.METHODIST], None),  # one grant without a list writes everything
    ([Role.STUDENT], set()),  # no grant writes nothing
])
def test_writable_fields(ruled, roles, fields):
    ruled({Role.TEACHER: (can(UPDATE, only={"title"}),), Role.CURATOR: (can(UPDATE, only={"short_title"}),),
           Role.METHODIST: (can(UPDATE),)})
    assert check.writable(someone(*roles), UPDATE, Discipline) == fields


def test_rules_are_joined_by_and():
    joined = first & second
    assert sql(joined(someone())) == "discipline.id = 1 AND discipline.id = 2"
    assert joined.title == "первая, вторая"


def test_choices_are_offered_without_opening(ruled):
    user = someone(Role.METHODIST)
    assert not check.allows(user, READ, User)
    offered = sql(check.choices(user, User))
    assert "user_role" in offered
    assert NOTHING not in offered, "an OR with a constant keeps SQLite from its indexes"


def test_chapters_do_not_rule_an_entity_twice():
    with pytest.raises(ValueError, match="Discipline"):
        merged({Discipline: {}}, {Discipline: {}})


# the table

def test_every_entity_is_ruled():
    mapped = {mapper.class_ for mapper in Base.registry.mappers}
    assert mapped == set(TABLE), "an entity without a block is closed to all: say so in access/table/system.py"


@ENTITIES
def test_grants_name_real_fields_and_their_own_entity(model: type[Base]):
    fields = set(sa.inspect(model).attrs.keys())
    for grant in grants_of(model):
        assert grant.hidden <= fields
        assert (grant.only or frozenset()) <= fields
        assert isinstance(grant.rows, Rule)
        assert grant.rows.title
        assert grant.rows.model in (None, model), "the rule speaks of another entity's rows"


@ENTITIES
def test_row_rules_compile_alone_on_both_engines(model: type[Base]):
    for grant in grants_of(model):
        for user in (someone(*Role), someone(*Role, id=None)):
            query = sa.select(model.id).where(grant.rows(user))
            assert query.get_final_froms() == [model.__table__], "the criterion must not join the list's tables"
            for dialect in DIALECTS:
                assert str(query.compile(dialect=dialect))


def test_keys_and_relationships_are_hidden_together():
    for model, _, grant in GRANTS:
        for relation in sa.inspect(model).relationships:
            keys = {column.key for column in relation.local_columns if column.foreign_keys}
            if keys & grant.hidden or relation.key in grant.hidden:
                assert keys | {relation.key} <= grant.hidden, f"{model.__name__}.{relation.key}"


def test_stamps_are_not_written_by_forms():
    assert {"entered_at", "entered_by_id", "attendance_at", "year"} <= stamps(Lesson)
    for role in Role:
        for model in (Lesson, Cell, Mark, Absence, FinalMark):
            for action in (CREATE, UPDATE):
                fields = check.writable(someone(role), action, model)
                assert fields is not None, f"{role} {action} {model.__name__}"
                assert not fields & stamps(model), f"{role} {action} {model.__name__}"


# sentences of the specification that no later edit may loosen

@pytest.mark.parametrize("role", sorted(set(Role) - {Role.TEACHER}))
def test_nobody_but_a_teacher_writes_marks_and_finals(role: Role):
    for model in (Mark, FinalMark):
        for action in (CREATE, UPDATE, DELETE):
            assert not check.allows(someone(role), action, model), "п. 9.4, 9.8"


@pytest.mark.parametrize("role", [Role.STUDENT, Role.PARENT])
def test_students_and_parents_write_only_their_own_small_things(role: Role):
    written = {model.__tablename__ for model, block in TABLE.items() for grant in block.get(role, ())
               if grant.actions & {CREATE, UPDATE, DELETE}}
    assert written == {"consent", "thread", "message", "participant", "attachment", "support_request",
                       "acknowledgement", "notification", "notification_setting", "user_session"}
    for model, block in TABLE.items():
        for grant in block.get(role, ()):
            if grant.rows is everything:
                assert grant.actions == {READ}, f"{model.__name__}: all rows may only be read"


@pytest.mark.parametrize(("role", "seen"), [
    (Role.ADMINISTRATOR, False), (Role.DIRECTOR, False), (Role.DEPUTY_UPR, False), (Role.DEPUTY_OOD, False),
    (Role.DEPUTY_UVR, False), (Role.METHODIST, False), (Role.SENIOR_MASTER, False), (Role.TEACHER, False),
    (Role.DATA_CLERK, True), (Role.CURATOR, True), (Role.STUDENT, True), (Role.PARENT, True),
])
def test_medical_group_is_for_the_clerk_the_curator_and_the_person(role: Role, seen: bool):
    assert ("medical_group" not in check.hidden_fields(someone(role), Student)) is seen


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SENIOR_MASTER])
def test_names_only(role: Role):
    hidden = check.hidden_fields(someone(role), Student)
    assert set(sa.inspect(Student).attrs.keys()) - hidden == {
        "id", "last_name", "first_name", "patronymic", "sort_key", "search_key", "row_version"}


@pytest.mark.parametrize("role", list(Role))
def test_password_hash_is_shown_to_nobody(role: Role):
    assert check.field_rows(someone(role), User, "password_hash").compare(sa.or_(sa.false()))
    for action in (CREATE, UPDATE):
        fields = check.writable(someone(role), action, User)
        assert fields is not None
        assert "password_hash" not in fields


def test_audit_is_only_read():
    assert all(grant.actions == {READ} for grants in TABLE[AuditRecord].values() for grant in grants)


def test_page_of_roles_is_fresh():
    page = Path(__file__).parents[2] / "docs" / "roles.md"
    assert page.read_text(encoding="utf-8") == render(), "write it again: make docs"
