"""Who gets which form: the reader's rows alone, everybody else as if it were not there (rights.md, «documents»)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from documents.forms.layouts import BOOKS, LAYOUTS, TABLES
from queries.forms import asked as a
from queries.forms.registry import FORMS
from rules.report_periods import PeriodKind
from rules.terms import STAFF_ROLES, FinalKind, Role
from rules.violation import Violation
from tests import factories as f
from tests.families import asks, parent_of
from tests.report_world import journal, result, student

NOBODY = ("teacher2", "substitute", "curator2", "parent", "student", "data_clerk")


@pytest.fixture(scope="module")
def roles() -> dict[str, set[str]]:
    """Form → who gets it, by rights.md: who reads what it shows."""
    office = {"director", "deputy_upr", "deputy_ood", "deputy_uvr", "administrator", "methodist"}
    return {
        "exam": {*office, "teacher", "curator"}, "summary": {*office, "curator"}, "missed": {*office, "curator"},
        "certificate": {*office, "curator"}, "diploma": {*office, "curator"}, "group diploma": {*office, "curator"},
        "practice": {*office, "senior_master", "supervisor", "curator"}}


@pytest.fixture
def world(db) -> SimpleNamespace:
    group = f.GroupFactory(name="ИС-21")
    teacher = f.TeacherFactory()
    of = journal(group, "Математика", teacher=teacher)
    of.line.exams, of.line.graded_credits = 1, 0
    who = student(group, "Абрамова")
    who.user = f.UserFactory(roles=(Role.STUDENT,))
    result(of, who, "5", kind=FinalKind.EXAM)
    line = f.CurriculumLineFactory(of_practice=True, curriculum=group.curriculum)
    programme = f.PracticeProgrammeFactory(journal=f.JournalFactory(group=group, line=line))
    substitute = f.TeacherFactory()
    f.LessonFactory(journal=of, date=f.TODAY, teacher=substitute, substituted=teacher)
    people = {role.value: f.UserFactory(roles=(role,)) for role in Role if role not in (
        Role.TEACHER, Role.CURATOR, Role.STUDENT, Role.PARENT)}
    people |= {"teacher": teacher, "teacher2": f.TeacherFactory(), "substitute": substitute,
               "curator": f.CuratorshipFactory(group=group).user, "curator2": f.CuratorshipFactory().user,
               "parent": parent_of(who), "student": who.user, "supervisor": programme.supervisor}
    return SimpleNamespace(people=people, forms={
        "exam": (a.sheet_of_journal, {"journal": of.id, "kind": "exam", "filled": True}),
        "summary": (a.of_report("group", PeriodKind.SEMESTER), {"group": group.id, "period": "2023.1"}),
        "missed": (a.missed_hours, {"group": group.id, "period": "2023-11"}),
        "certificate": (a.certificate, {"student": who.id}),
        "diploma": (a.diploma, {"student": who.id}), "group diploma": (a.diploma, {"group": group.id}),
        "practice": (a.practice_paper, {"journal": programme.journal_id, "student": who.id})})


def test_who_gets_which_form(world, roles):
    found = {name: {who for who, user in world.people.items() if form(asks(user), chosen) is not None}
             for name, (form, chosen) in world.forms.items()}
    assert found == roles
    assert not any(set(NOBODY) & readers for readers in found.values())


@pytest.mark.parametrize(("form", "wrong"), [
    ("exam", {"kind": "semester"}), ("exam", {"kind": "credit"}), ("exam", {"kind": "drop table"}),
    ("exam", {"journal": 10**9}), ("exam", {"journal": "1e3"}), ("exam", {"journal": None}),
    ("summary", {"period": "2023-11"}), ("summary", {"period": ""}), ("summary", {"group": ""}),
    ("summary", {"group": 99999}), ("missed", {"period": "2023.1"}), ("missed", {"group": None}),
    ("certificate", {"period": "2023-11"}), ("certificate", {"period": "nonsense"}), ("certificate", {"student": 0}),
    ("group diploma", {"group": 99999}), ("practice", {"student": 99999}), ("practice", {"journal": 99999})])
def test_what_is_not_there(world, form, wrong):
    query, chosen = world.forms[form]
    deputy = asks(world.people["deputy_ood"])
    assert query(deputy, chosen) is not None
    assert query(deputy, {**chosen, **wrong}) is None


def test_a_journal_of_lessons_has_no_papers_of_practice(world):
    _, exam = world.forms["exam"]
    assert a.practice_paper(asks(world.people["deputy_ood"]), {"journal": exam["journal"]}) is None


def test_only_signed_sheets_are_documents(world):
    _, chosen = world.forms["practice"]
    with pytest.raises(Violation, match="ещё не подписан: Абрамова"):
        a.practice_paper(asks(world.people["senior_master"]), chosen, signed=True)


def test_every_form_has_its_layout_and_readers_who_may_read_it():
    assert set(FORMS) == {*LAYOUTS, *BOOKS}
    assert set(TABLES) <= set(FORMS)
    for form in FORMS.values():
        assert form.roles <= STAFF_ROLES, "papers of the college are its staff's: a family prints the diary"
        assert bool(form.periods) == ("period" in (*form.asks, *form.may))


def test_a_teacher_who_is_a_parent_gets_no_certificate_of_the_child(db, world):
    """Roles are not mixed: the child's results are the family's in the diary, not a document of the college."""
    query, chosen = world.forms["certificate"]
    both: Any = world.people["parent"]
    f.UserRoleFactory(user=both, role=Role.TEACHER)
    assert query(asks(both, Role.PARENT, Role.TEACHER), chosen) is None
