"""What leaves the journal is named entity by entity; keys and hashes are not among it."""

from __future__ import annotations

import sqlalchemy as sa

from access.exchange import FAMILIES, STAYS, by_name, columns_for, entities, leaving, personal, scopes_of
from access.identity import Identity
from models import AuditRecord, Base, Cell, ExcuseNote, Guardian, Student, User
from rules.terms import ApiScope, DataFamily, Role
from tests import factories as f

MAPPED = {mapper.class_ for mapper in Base.registry.mappers}
ADMINISTRATOR = Identity(None, frozenset({Role.ADMINISTRATOR}), f.NOW)
ALL = frozenset(DataFamily)


def test_every_entity_leaves_or_stays_for_a_reason():
    gone = {model for models in FAMILIES.values() for model in models}
    assert gone | STAYS.keys() == MAPPED
    assert not gone & STAYS.keys()


def test_keys_hashes_and_bookkeeping_never_leave():
    marked = {(model, attribute.key) for model in MAPPED for attribute in sa.inspect(model).column_attrs
              if {"secret", "derived", "untracked"} & attribute.columns[0].info.keys()}
    assert (User, "password_hash") in marked
    assert not [(model, name) for model, name in marked if name in leaving(model)]
    suspicious = ("password_hash", "token", "nonce", "secret", "search_key", "sort_key")
    named = {(model.__name__, name) for models in FAMILIES.values() for model in models for name in leaving(model)
             if any(word in name for word in suspicious)}
    assert named == set()


def test_a_family_is_a_scope_and_the_journal_of_changes_is_none():
    assert {scope for scope in ApiScope if not scope.endswith("_personal")} == {
        ApiScope(family.value) for family in DataFamily if family is not DataFamily.AUDIT}
    assert scopes_of(AuditRecord) == frozenset()
    assert scopes_of(Cell) == {ApiScope.MARKS, ApiScope.ABSENCES}
    assert by_name("user_session") is None


def test_personal_columns_need_the_scope_that_names_them():
    contacts = {"phone", "email", "address"}
    assert personal(Guardian) == contacts
    bare = columns_for(ADMINISTRATOR, Student, frozenset({ApiScope.STUDENTS, ApiScope.STAFF_PERSONAL}))
    assert not {*contacts, "birth_date", "medical_group"} & set(bare)
    assert {"last_name", "first_name", "patronymic"} <= set(bare)
    full = columns_for(ADMINISTRATOR, Student, frozenset({ApiScope.STUDENTS, ApiScope.STUDENTS_PERSONAL}))
    assert {*contacts, "birth_date"} <= set(full)
    assert "medical_group" not in full, "the administrator does not read it, nor does a program"


def test_what_a_role_may_not_read_is_not_among_its_entities():
    assert ExcuseNote not in entities(ADMINISTRATOR, ALL)
    assert entities(Identity(None, frozenset(), f.NOW), ALL) == ()
    assert len(entities(ADMINISTRATOR, ALL)) == len(set(entities(ADMINISTRATOR, ALL)))
