"""Whose: the journals, groups, lessons and students that are a user's own, as sub-selects of ids."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from access.paths import Column, Ids, ids
from models import (
    Curatorship,
    CurriculumLine,
    Guardian,
    Guardianship,
    Journal,
    Lesson,
    Membership,
    PracticeProgramme,
    Semester,
    Student,
    SubgroupMembership,
    TimetableChange,
    User,
    UserRole,
)
from rules.terms import STAFF_ROLES, ChangeKind, LineKind, Role

LEADERS = (Role.DIRECTOR, Role.DEPUTY_UPR, Role.DEPUTY_OOD, Role.DEPUTY_UVR)
ADMINISTRATION = (Role.ADMINISTRATOR, *LEADERS)
OFFICE = (*ADMINISTRATION, Role.METHODIST)  # those who read almost everything
ENTRY_DAYS = dt.timedelta(days=7)


def is_me(column: Column, user: Identity) -> sa.ColumnElement[bool]:
    """The column holds the user's account; nobody's for a user without one, so that NULL never matches."""
    return sa.false() if user.id is None else column == user.id


def covers(starts: Column, ends: Column, day: Any) -> sa.ColumnElement[bool]:
    """The span, open at either end, includes the day."""
    return sa.and_(sa.or_(starts.is_(None), starts <= day), sa.or_(ends.is_(None), ends >= day))


# journals

def my_journals(user: Identity) -> Ids:
    """Journals the user teaches."""
    return ids(Journal.id).where(is_me(Journal.teacher_id, user))


def teaches(user: Identity, journal: Journal) -> bool:
    """Whether a journal at hand is one of ``my_journals``; asks nothing."""
    return journal.teacher_id == user.id


def signs_for(user: Identity, journal: Journal) -> bool:
    """Whether the entries are the user's to make and to take back; a command has no account and signs for all."""
    return user.id is None or teaches(user, journal)


def supervised_journals(user: Identity) -> Ids:
    """Journals of practices the user supervises."""
    return ids(PracticeProgramme.journal_id).where(is_me(PracticeProgramme.supervisor_id, user))


def substituted_journals(user: Identity) -> sa.CompoundSelect[Any]:
    """Journals with a lesson the user substitutes, held or only in the timetable, until its п. 6.3 deadline."""
    return sa.union_all(*_substituted(user))


def taught_journals(user: Identity) -> sa.CompoundSelect[Any]:
    """Journals the user teaches or substitutes in."""
    return sa.union_all(*_taught(user))


def entered_journals(user: Identity) -> sa.CompoundSelect[Any]:
    """Journals the user teaches, substitutes in or supervises."""
    return sa.union_all(*_taught(user), supervised_journals(user))


def practice_journals(user: Identity) -> Ids:
    """Journals of practice, whoever teaches them."""
    return ids(Journal.id).join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id).where(
        CurriculumLine.kind == LineKind.PRACTICE)


def journals_of(students: Ids) -> Ids:
    """Journals in which the students study: their group's, their subgroup's, in the journal's semester."""
    return _studies(Journal.id).where(Membership.student_id.in_(students))


# lessons

def substituted_lessons(user: Identity) -> Ids:
    """Lessons the user gives instead of another, to the end of the 7th day after each (п. 6.3)."""
    return ids(Lesson.id).where(*_substituting(user))


def lessons_assigned_to_me(user: Identity) -> Ids:
    """Substituted lessons that a change of the timetable gives to the user (п. 6.1)."""
    same = sa.and_(TimetableChange.journal_id == Lesson.journal_id, TimetableChange.date == Lesson.date,
                   TimetableChange.pair == Lesson.pair)
    return ids(Lesson.id).join(TimetableChange, same).where(
        TimetableChange.kind == ChangeKind.SUBSTITUTED, is_me(TimetableChange.substitute_id, user),
        *_substituting(user))


def held_lessons_of(students: Ids, today: dt.date) -> Ids:
    """Lessons held while the students were in the group and, for a subgroup's journal, in the subgroup."""
    in_group = sa.and_(Membership.group_id == Journal.group_id,
                       covers(Membership.starts, Membership.ends, Lesson.date))
    in_subgroup = sa.and_(SubgroupMembership.subgroup_id == Journal.subgroup_id,
                          SubgroupMembership.student_id == Membership.student_id,
                          covers(SubgroupMembership.starts, SubgroupMembership.ends, Lesson.date))
    return (ids(Lesson.id).join(Journal, Journal.id == Lesson.journal_id).join(Membership, in_group)
            .outerjoin(SubgroupMembership, in_subgroup)
            .where(Membership.student_id.in_(students), Lesson.date <= today,
                   sa.or_(Journal.subgroup_id.is_(None), SubgroupMembership.id.is_not(None))))


# groups

def my_groups(user: Identity) -> Ids:
    """Groups the user curates today."""
    return ids(Curatorship.group_id).where(
        is_me(Curatorship.user_id, user), covers(Curatorship.starts, Curatorship.ends, user.today))


def groups_i_teach(user: Identity) -> Ids:
    """Groups of the journals the user teaches, substitutes in or supervises."""
    return ids(Journal.group_id).where(Journal.id.in_(entered_journals(user)))


def groups_of(students: Ids) -> Ids:
    """Groups the students are or were in."""
    return ids(Membership.group_id).where(Membership.student_id.in_(students))


def current_groups_of(students: Ids, today: dt.date) -> Ids:
    """Groups the students are in today."""
    return groups_of(students).where(covers(Membership.starts, Membership.ends, today))


# students

def myself(user: Identity) -> Ids:
    """The student who is the user."""
    return ids(Student.id).where(is_me(Student.user_id, user))


def my_children(user: Identity) -> Ids:
    """Students whose legal representative the user is today."""
    return ids(Guardianship.student_id).join(Guardian, Guardian.id == Guardianship.guardian_id).where(
        is_me(Guardian.user_id, user), covers(Guardianship.starts, Guardianship.ends, user.today))


def students_of_my_groups(user: Identity) -> Ids:
    """Students now in, or enrolled into, the groups the user curates; who has left is another's."""
    return ids(Membership.student_id).where(
        Membership.group_id.in_(my_groups(user)), sa.or_(Membership.ends.is_(None), Membership.ends >= user.today))


def students_of(journals: Ids) -> Ids:
    """Students of the journals' groups and subgroups in the journals' semesters."""
    return _studies(Membership.student_id).where(Journal.id.in_(journals))


def students_i_teach(user: Identity) -> Ids:
    """Students of the journals the user teaches, substitutes in or supervises."""
    return _studies(Membership.student_id).where(Journal.id.in_(entered_journals(user)))


# accounts

def accounts_with(*roles: Role) -> Ids:
    """Accounts that hold one of the roles."""
    return ids(UserRole.user_id).where(UserRole.role.in_(roles))


def staff_accounts() -> Ids:
    """Accounts of staff that are not blocked."""
    return ids(User.id).where(User.blocked_at.is_(None), User.id.in_(accounts_with(*sorted(STAFF_ROLES))))


def accounts_of(students: Ids, today: dt.date) -> sa.CompoundSelect[Any]:
    """Accounts of the students and of their legal representatives."""
    own = ids(Student.user_id).where(Student.id.in_(students), Student.user_id.is_not(None))
    parents = ids(Guardian.user_id).join(Guardianship, Guardianship.guardian_id == Guardian.id).where(
        Guardianship.student_id.in_(students), Guardian.user_id.is_not(None),
        covers(Guardianship.starts, Guardianship.ends, today))
    return sa.union_all(own, parents)


def curators_of(groups: Ids, today: dt.date) -> Ids:
    """Accounts that curate the groups today."""
    return ids(Curatorship.user_id).where(
        Curatorship.group_id.in_(groups), covers(Curatorship.starts, Curatorship.ends, today))


def _taught(user: Identity) -> tuple[Ids, ...]:
    return my_journals(user), *_substituted(user)


def _substituted(user: Identity) -> tuple[Ids, Ids]:
    planned = ids(TimetableChange.journal_id).where(
        TimetableChange.kind == ChangeKind.SUBSTITUTED, is_me(TimetableChange.substitute_id, user),
        TimetableChange.date >= user.today - ENTRY_DAYS, TimetableChange.journal_id.is_not(None))
    return planned, ids(Lesson.journal_id).where(*_substituting(user))


def _substituting(user: Identity) -> tuple[sa.ColumnElement[bool], ...]:
    return (is_me(Lesson.teacher_id, user), Lesson.substituted_id.is_not(None),
            Lesson.date >= user.today - ENTRY_DAYS)


def _studies(column: Column) -> Ids:
    """Who studies in which journal: membership and subgroup that meet the journal's semester."""
    in_group = sa.and_(Membership.group_id == Journal.group_id, Membership.starts <= Semester.ends,
                       sa.or_(Membership.ends.is_(None), Membership.ends >= Semester.starts))
    in_subgroup = sa.and_(SubgroupMembership.subgroup_id == Journal.subgroup_id,
                          SubgroupMembership.student_id == Membership.student_id,
                          SubgroupMembership.starts <= Semester.ends,
                          sa.or_(SubgroupMembership.ends.is_(None), SubgroupMembership.ends >= Semester.starts))
    return (ids(column).select_from(Journal).join(Semester, Semester.id == Journal.semester_id)
            .join(Membership, in_group).outerjoin(SubgroupMembership, in_subgroup)
            .where(sa.or_(Journal.subgroup_id.is_(None), SubgroupMembership.id.is_not(None))))
