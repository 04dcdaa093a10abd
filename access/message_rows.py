"""Row rules of messages, requests and acknowledgements: to whom each role may write, what it may read."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from access import scopes
from access.grants import Rule
from access.identity import Identity
from access.paths import Ids, ids
from access.rows import Scope, mine, one_of, rule
from models import (
    Acknowledgement,
    Attachment,
    Consent,
    Group,
    Guardian,
    ImportBatch,
    Journal,
    Message,
    Participant,
    SupportRequest,
    Thread,
    User,
)
from rules.terms import AcknowledgementKind, Audience, ImportKind, ImportState, Role, SupportCategory, ThreadKind

Accounts = Ids | sa.CompoundSelect[Any]


# reading

def participating(user: Identity) -> Ids:
    """Threads in which the user takes part."""
    return ids(Participant.thread_id).where(scopes.is_me(Participant.user_id, user))


def my_threads(user: Identity) -> Ids:
    """Threads the user began or takes part in."""
    return ids(Thread.id).where(sa.or_(scopes.is_me(Thread.author_id, user), Thread.id.in_(participating(user))))


@rule("свои переписки", Thread)
def threads_of_mine(user: Identity) -> sa.ColumnElement[bool]:
    """Threads the user began or takes part in."""
    return sa.or_(scopes.is_me(Thread.author_id, user), Thread.id.in_(participating(user)))


@rule("объявления всему лицею", Thread)
def to_everybody(user: Identity) -> sa.ColumnElement[bool]:
    """Announcements to the whole college."""
    return sa.and_(Thread.kind == ThreadKind.ANNOUNCEMENT, Thread.audience == Audience.COLLEGE)


def to_groups(groups: Scope, title: str) -> Rule:
    """Announcements to the groups and to their courses."""
    def criterion(user: Identity) -> sa.ColumnElement[bool]:
        course = user.school_year + Group.first_course - Group.admission_year
        courses = sa.select(course).where(Group.id.in_(groups(user))).correlate(None)
        return sa.and_(Thread.kind != ThreadKind.DIALOGUE, sa.or_(
            sa.and_(Thread.audience == Audience.GROUP, Thread.group_id.in_(groups(user))),
            sa.and_(Thread.audience == Audience.COURSE, Thread.course.in_(courses))))
    return Rule(title, criterion, Thread)


def my_group_now(user: Identity) -> Ids:
    """The student's group today."""
    return scopes.current_groups_of(scopes.myself(user), user.today)


def groups_of_my_children_now(user: Identity) -> Ids:
    """The children's groups today."""
    return scopes.current_groups_of(scopes.my_children(user), user.today)


def messages_in(threads: Rule) -> Rule:
    """Messages of the threads."""
    return Rule(threads.title, lambda user: Message.thread_id.in_(ids(Thread.id).where(threads(user))), Message)


def attachments_in(threads: Rule) -> Rule:
    """Files of the messages of the threads."""
    messages = messages_in(threads)
    return Rule(threads.title, lambda user: Attachment.message_id.in_(ids(Message.id).where(messages(user))),
                Attachment)


@rule("своих переписок", Participant)
def participants_of_mine(user: Identity) -> sa.ColumnElement[bool]:
    """Who takes part in the user's threads."""
    return Participant.thread_id.in_(my_threads(user))


# writing

began = mine(Thread.author_id, "от себя")
to_people = one_of(Thread.audience, "отдельным людям", Audience.PEOPLE)
dialogue = one_of(Thread.kind, "переписка", ThreadKind.DIALOGUE)


def to_people_or(groups: Scope, title: str) -> Rule:
    """Threads addressed to people or to one of the groups."""
    return Rule(f"отдельным людям и {title}", lambda user: sa.or_(
        Thread.audience == Audience.PEOPLE,
        sa.and_(Thread.audience == Audience.GROUP, Thread.group_id.in_(groups(user)))), Thread)


@rule("в своих переписках от себя", Message)
def my_answers(user: Identity) -> sa.ColumnElement[bool]:
    """Messages of the user in own threads; announcements are answered by their author only."""
    answered = ids(Thread.id).where(sa.or_(
        scopes.is_me(Thread.author_id, user),
        sa.and_(Thread.kind == ThreadKind.DIALOGUE, Thread.id.in_(participating(user)))))
    return sa.and_(scopes.is_me(Message.author_id, user), Message.thread_id.in_(answered))


@rule("к своим сообщениям", Attachment)
def files_of_my_messages(user: Identity) -> sa.ColumnElement[bool]:
    """Files of the user's own messages."""
    return Attachment.message_id.in_(ids(Message.id).where(scopes.is_me(Message.author_id, user)))


@rule("к своим обращениям", Attachment)
def files_of_my_requests(user: Identity) -> sa.ColumnElement[bool]:
    """Files of the user's own support requests."""
    return Attachment.support_request_id.in_(
        ids(SupportRequest.id).where(scopes.is_me(SupportRequest.author_id, user)))


@rule("к обращениям", Attachment)
def files_of_requests(user: Identity) -> sa.ColumnElement[bool]:
    """Files of anybody's support requests."""
    return Attachment.support_request_id.is_not(None)


@rule("к обращениям о данных", Attachment)
def files_of_data_requests(user: Identity) -> sa.ColumnElement[bool]:
    """Files of support requests about data."""
    return Attachment.support_request_id.in_(ids(SupportRequest.id).where(data_questions(user)))


my_requests = mine(SupportRequest.author_id)
data_questions = one_of(SupportRequest.category, "о данных", SupportCategory.DATA)


# recipients: who may be invited into one's own thread

def recipients(role: Role) -> Rule:
    """Participants that the role may invite into a thread the user began."""
    title, accounts = RECIPIENTS[role]
    return Rule(f"в свою переписку: {title}", lambda user: sa.and_(
        Participant.thread_id.in_(ids(Thread.id).where(scopes.is_me(Thread.author_id, user))),
        sa.or_(scopes.is_me(Participant.user_id, user),
               *(Participant.user_id.in_(chosen) for chosen in accounts(user)))), Participant)


def addressees(user: Identity) -> sa.ColumnElement[bool]:
    """Accounts to whom the user may write, whichever of the roles allows it."""
    chosen = [accounts for role in sorted(user.roles) for accounts in RECIPIENTS[role][1](user)]
    return sa.or_(sa.false(), *(User.id.in_(accounts) for accounts in chosen))


def _everybody(user: Identity) -> list[Accounts]:
    return [ids(User.id).where(User.blocked_at.is_(None))]


def _staff(user: Identity) -> list[Accounts]:
    return [scopes.staff_accounts()]


def _around_my_group(user: Identity) -> list[Accounts]:
    return [scopes.staff_accounts(), scopes.accounts_of(scopes.students_of_my_groups(user), user.today)]


def _around_my_journals(user: Identity) -> list[Accounts]:
    return [scopes.accounts_with(*scopes.ADMINISTRATION),
            scopes.curators_of(scopes.groups_i_teach(user), user.today),
            scopes.accounts_of(scopes.students_i_teach(user), user.today)]


def _around(students: Ids, user: Identity) -> list[Accounts]:
    teachers = ids(Journal.teacher_id).where(Journal.id.in_(scopes.journals_of(students)))
    groups = scopes.current_groups_of(students, user.today)
    return [scopes.accounts_with(*scopes.ADMINISTRATION), teachers, scopes.curators_of(groups, user.today)]


_ALL = ("все", _everybody)
RECIPIENTS = {
    **dict.fromkeys((*scopes.ADMINISTRATION, Role.METHODIST, Role.SENIOR_MASTER), _ALL),
    Role.DATA_CLERK: ("сотрудники", _staff),
    Role.CURATOR: ("сотрудники, студенты и родители своей группы", _around_my_group),
    Role.TEACHER: ("студенты, родители и кураторы своих групп, администрация", _around_my_journals),
    Role.STUDENT: ("свои преподаватели, куратор, администрация", lambda user: _around(scopes.myself(user), user)),
    Role.PARENT: ("преподаватели и кураторы детей, администрация",
                  lambda user: _around(scopes.my_children(user), user)),
}


# acknowledgements, consents, imports

my_acknowledgements = mine(Acknowledgement.user_id)


def acknowledged(*kinds: AcknowledgementKind) -> Rule:
    """Acknowledgements of the kinds."""
    return one_of(Acknowledgement.kind, "; ".join(kind.title for kind in kinds), *kinds)


def diary_of(students: Scope, title: str) -> Rule:
    """Acknowledgements of the students' diaries."""
    return Rule(title, lambda user: sa.and_(
        Acknowledgement.kind == AcknowledgementKind.DIARY, Acknowledgement.subject_id.in_(students(user))),
        Acknowledgement)


@rule("с объявлениями от себя", Acknowledgement)
def of_my_announcements(user: Identity) -> sa.ColumnElement[bool]:
    """Who has read the user's announcements."""
    return sa.and_(Acknowledgement.kind == AcknowledgementKind.ANNOUNCEMENT,
                   Acknowledgement.subject_id.in_(ids(Thread.id).where(scopes.is_me(Thread.author_id, user))))


@rule("от своего имени", Consent)
def given_by_me_as_parent(user: Identity) -> sa.ColumnElement[bool]:
    """Consents given by the user as a legal representative."""
    return Consent.guardian_id.in_(ids(Guardian.id).where(scopes.is_me(Guardian.user_id, user)))


@rule("от своего имени", Consent)
def given_by_student(user: Identity) -> sa.ColumnElement[bool]:
    """Consents given by the student, not by a parent."""
    return Consent.guardian_id.is_(None)


@rule("загруженные", ImportBatch)
def applied_imports(user: Identity) -> sa.ColumnElement[bool]:
    """A waiting file is its owner's alone."""
    return ImportBatch.state != ImportState.DRAFT


def imports_of(*kinds: ImportKind) -> Rule:
    """The user's own imports of the kinds."""
    return mine(ImportBatch.user_id) & one_of(ImportBatch.kind, ", ".join(kind.title for kind in kinds), *kinds)
