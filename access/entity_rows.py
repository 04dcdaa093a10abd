"""Row rules of single entities: people, programmes, plans, results, practice, timetable, control, audit."""

from __future__ import annotations

from typing import cast

import sqlalchemy as sa

from access import scopes
from access.grants import Rule
from access.identity import Identity
from access.paths import Ids, ids, within
from access.rows import STUDY, Scope, mine, one_of, rule
from models import (
    AttestationSheet,
    AuditRecord,
    Curriculum,
    CurriculumLine,
    Debt,
    DebtAttempt,
    Enterprise,
    FinalMark,
    Finding,
    Group,
    Guardian,
    Guardianship,
    Inspection,
    Journal,
    Movement,
    Placement,
    Practice,
    PracticeProgramme,
    Remark,
    Syllabus,
    SyllabusTopic,
    TimetableChange,
    User,
)
from models.base import Base
from rules.terms import Role, SyllabusState

# people

@rule("сотрудники", User)
def staff(user: Identity) -> sa.ColumnElement[bool]:
    """Accounts of staff that are not blocked."""
    return User.id.in_(scopes.staff_accounts())


@rule("преподаватели", User)
def teachers(user: Identity) -> sa.ColumnElement[bool]:
    """Accounts of teachers."""
    return User.id.in_(scopes.accounts_with(Role.TEACHER))


def guardians_of(students: Scope, title: str) -> Rule:
    """Legal representatives of the students."""
    return Rule(title, lambda user: Guardian.id.in_(
        ids(Guardianship.guardian_id).where(Guardianship.student_id.in_(students(user)))), Guardian)


@rule("только своё", Guardianship)
def my_guardianships(user: Identity) -> sa.ColumnElement[bool]:
    """The user's own ties to children."""
    return Guardianship.guardian_id.in_(ids(Guardian.id).where(scopes.is_me(Guardian.user_id, user)))


@rule("родителя, у которого нет детей в чужих группах", Guardianship)
def guardian_of_my_students_only(user: Identity) -> sa.ColumnElement[bool]:
    """Ties of guardians without children in other groups: a tie must not open a stranger's card."""
    strangers = ids(Guardianship.guardian_id).where(
        Guardianship.student_id.not_in(scopes.students_of_my_groups(user)))
    return Guardianship.guardian_id.not_in(strangers)


def movements_of(groups: Scope, title: str) -> Rule:
    """Orders that bring into the groups or out of them."""
    return Rule(title, lambda user: sa.or_(
        Movement.from_group_id.in_(groups(user)), Movement.to_group_id.in_(groups(user))), Movement)


# the programme of a group

def programme_of(model: type[Base], groups: Scope, title: str) -> Rule:
    """Speciality, curriculum and what its lines teach, of the groups."""
    return Rule(title, lambda user: _programme(model, groups(user)), model)


def _programme(model: type[Base], groups: Ids) -> sa.ColumnElement[bool]:
    if model.__tablename__ == "speciality":
        return model.id.in_(ids(Group.speciality_id).where(Group.id.in_(groups)))
    curricula = ids(Group.curriculum_id).where(Group.id.in_(groups))
    if model is Curriculum:
        return Curriculum.id.in_(curricula)
    own = {"curriculum_line": CurriculumLine.id, "discipline": CurriculumLine.discipline_id,
           "module": CurriculumLine.module_id, "practice": CurriculumLine.practice_id}
    if column := own.get(model.__tablename__):
        return model.id.in_(ids(column).where(CurriculumLine.curriculum_id.in_(curricula)))
    return sa.inspect(model).columns["curriculum_id"].in_(curricula)


# thematic plans (п. 5.6)

my_syllabuses = mine(Syllabus.author_id)
not_approved = one_of(Syllabus.state, "до утверждения", SyllabusState.DRAFT, SyllabusState.SUBMITTED)


@rule("строк плана, которые преподаёт", Syllabus)
def lines_i_teach(user: Identity) -> sa.ColumnElement[bool]:
    """Plans for the lines of the curriculum the user teaches."""
    return Syllabus.curriculum_line_id.in_(
        ids(Journal.curriculum_line_id).where(scopes.is_me(Journal.teacher_id, user)))


def syllabuses_of(journals: Scope, title: str) -> Rule:
    """Plans by which the journals are taught."""
    return Rule(title, lambda user: Syllabus.id.in_(
        ids(Journal.syllabus_id).where(Journal.id.in_(journals(user)))), Syllabus)


def topics_of(plans: Rule) -> Rule:
    """Topics of the plans."""
    return Rule(plans.title, lambda user: SyllabusTopic.syllabus_id.in_(ids(Syllabus.id).where(plans(user))),
                SyllabusTopic)


def topics_of_studies(whose: Scope, model: type[Base]) -> Rule:
    """Topics of the approved plans by which the user or the children are taught: no drafts."""
    plans = syllabuses_of(lambda user: scopes.journals_of(whose(user)), f"планов журналов, {STUDY[whose]}")
    return topics_of(plans & one_of(Syllabus.state, "утверждённые", SyllabusState.APPROVED))


def journals_of_my_groups(user: Identity) -> Ids:
    """Journals of the groups the user curates."""
    return ids(Journal.id).where(Journal.group_id.in_(scopes.my_groups(user)))


# results

published = Rule("опубликованные", lambda user: FinalMark.published_at.is_not(None), FinalMark)


def of_published(model: type[Base]) -> Rule:
    """Rows that hang on published final marks: a draft must not show through its debt."""
    return Rule("по опубликованным итогам",
                lambda user: within(model, FinalMark, ids(FinalMark.id).where(FinalMark.published_at.is_not(None))),
                model)


@rule("где принимает попытку", Debt)
def my_examined_debts(user: Identity) -> sa.ColumnElement[bool]:
    """Debts of which the user examines an attempt."""
    return Debt.id.in_(ids(DebtAttempt.debt_id).where(scopes.is_me(DebtAttempt.examiner_id, user)))


# practice

def enterprises_of(journals: Scope, title: str) -> Rule:
    """Bases and places of the practices taught in the journals."""
    def criterion(user: Identity) -> sa.ColumnElement[bool]:
        programmes = ids(PracticeProgramme.id).where(PracticeProgramme.journal_id.in_(journals(user)))
        return sa.or_(
            Enterprise.id.in_(ids(Placement.enterprise_id).where(Placement.programme_id.in_(programmes))),
            Enterprise.id.in_(ids(PracticeProgramme.enterprise_id).where(PracticeProgramme.id.in_(programmes))))
    return Rule(title, criterion, Enterprise)


def my_enterprises(whose: Scope, model: type[Base]) -> Rule:
    """Places of the user's or the children's own practice, and its bases."""
    def criterion(user: Identity) -> sa.ColumnElement[bool]:
        bases = ids(PracticeProgramme.enterprise_id).where(
            PracticeProgramme.journal_id.in_(scopes.journals_of(whose(user))))
        return sa.or_(
            Enterprise.id.in_(ids(Placement.enterprise_id).where(Placement.student_id.in_(whose(user)))),
            Enterprise.id.in_(bases))
    return Rule(f"практик, {STUDY[whose]}", criterion, Enterprise)


@rule("своих журналов и практик, где руководит", Practice)
def practices_i_teach(user: Identity) -> sa.ColumnElement[bool]:
    """Practices that the user teaches or supervises."""
    lines = ids(Journal.curriculum_line_id).where(sa.or_(
        Journal.id.in_(scopes.my_journals(user)), Journal.id.in_(scopes.supervised_journals(user))))
    return Practice.id.in_(ids(CurriculumLine.practice_id).where(CurriculumLine.id.in_(lines)))


def signed_sheets(model: type[Base]) -> Rule:
    """Attestation sheets with the date of signing, and their rows."""
    return Rule("подписанные", lambda user: within(model, AttestationSheet, ids(AttestationSheet.id).where(
        AttestationSheet.signed_on.is_not(None))), model)


# timetable

def changes_of_studies(whose: Scope) -> Rule:
    """Changes of the timetable in the journals of the user's or the children's studies."""
    def criterion(user: Identity) -> sa.ColumnElement[bool]:
        journals = scopes.journals_of(whose(user))
        return sa.or_(TimetableChange.journal_id.in_(journals), TimetableChange.new_journal_id.in_(journals))
    return Rule(f"журналов, {STUDY[whose]}", criterion, TimetableChange)


# control (п. 5.7, 7.2–7.4)

def findings_of(journals: Scope, title: str) -> Rule:
    """Findings in the journals."""
    return Rule(title, lambda user: Finding.journal_id.in_(journals(user)), Finding)


@rule("своей группы, пока куратор", Finding)
def findings_of_my_groups(user: Identity) -> sa.ColumnElement[bool]:
    """Findings about the curated groups and their journals."""
    return sa.or_(Finding.group_id.in_(scopes.my_groups(user)), Finding.journal_id.in_(journals_of_my_groups(user)))


def inspections_of(journals: Scope, title: str) -> Rule:
    """Acts of inspection with a remark about one of the journals."""
    return Rule(title, lambda user: Inspection.id.in_(
        ids(Remark.inspection_id).where(Remark.journal_id.in_(journals(user)))), Inspection)


@rule("с выводом", Inspection)
def concluded_inspections(user: Identity) -> sa.ColumnElement[bool]:
    """Acts that their inspector has finished: until then nobody else reads them (п. 7.4)."""
    return Inspection.conclusion.is_not(None)


@rule("из справок с выводом", Remark)
def remarks_of_concluded(user: Identity) -> sa.ColumnElement[bool]:
    return Remark.inspection_id.in_(ids(Inspection.id).where(Inspection.conclusion.is_not(None)))


@rule("только о практике", Inspection)
def inspections_of_practice_only(user: Identity) -> sa.ColumnElement[bool]:
    """Acts without a remark about a journal that is not of practice."""
    others = ids(Remark.inspection_id).where(Remark.journal_id.not_in(scopes.practice_journals(user)))
    return Inspection.id.not_in(others)


# audit

def audit_except(*entities: str) -> Rule:
    """Changes of anything but the entities, whose values the reader may not see."""
    return Rule("кроме " + ", ".join(f"«{_label(name)}»" for name in entities),
                lambda user: AuditRecord.entity.not_in(entities), AuditRecord)


def audit_declared(*rules: Rule) -> Rule:
    """Changes of anything but rows that are not declared yet: a draft does not show by its record either."""
    of = {cast(type[Base], rule.model): rule for rule in rules}

    def declared(user: Identity) -> sa.ColumnElement[bool]:
        return sa.and_(*(sa.or_(AuditRecord.entity != model.__tablename__,
                                AuditRecord.entity_id.in_(ids(model.id).where(rule(user))))
                         for model, rule in of.items()))
    named = ", ".join(f"«{model.__label__}» только {rule.title}" for model, rule in of.items())
    return Rule(named, declared, AuditRecord)


def _label(table: str) -> str:
    return next(str(m.class_.__label__) for m in Base.registry.mappers if m.class_.__tablename__ == table)
