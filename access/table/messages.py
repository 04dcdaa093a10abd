"""Messages, announcements, support, acknowledgements and notices (п. 4.1, 5.3, 7.4, 8.2)."""

from __future__ import annotations

from access.grants import CREATE, DELETE, READ, UPDATE, Grant, Rule, can
from access.message_rows import (
    acknowledged,
    attachments_in,
    began,
    data_questions,
    dialogue,
    diary_of,
    files_of_data_requests,
    files_of_my_messages,
    files_of_my_requests,
    files_of_requests,
    groups_of_my_children_now,
    messages_in,
    my_acknowledgements,
    my_answers,
    my_group_now,
    my_requests,
    of_my_announcements,
    participants_of_mine,
    recipients,
    threads_of_mine,
    to_everybody,
    to_groups,
    to_people,
    to_people_or,
)
from access.rows import mine, of_my_students
from access.scopes import ADMINISTRATION, OFFICE, groups_i_teach, my_children, my_groups, myself, students_of_my_groups
from access.table.blocks import EVERYBODY, STAFF, Block, Table, each
from models import (
    Acknowledgement,
    Attachment,
    Message,
    Notification,
    NotificationSetting,
    Outbox,
    ParentLetter,
    Participant,
    SupportRequest,
    Thread,
)
from rules.terms import AcknowledgementKind as Kind
from rules.terms import Role

READABLE: dict[Role, tuple[Rule, ...]] = {
    **dict.fromkeys(EVERYBODY, (threads_of_mine, to_everybody)),
    Role.CURATOR: (threads_of_mine, to_everybody, to_groups(my_groups, "объявления своей группе")),
    Role.TEACHER: (threads_of_mine, to_everybody, to_groups(groups_i_teach, "объявления группам, где преподаёт")),
    Role.STUDENT: (threads_of_mine, to_everybody, to_groups(my_group_now, "объявления своей группе")),
    Role.PARENT: (threads_of_mine, to_everybody, to_groups(groups_of_my_children_now, "объявления группам детей")),
}
STARTED: Block = {
    **each((*OFFICE, Role.SENIOR_MASTER), can(CREATE, rows=began)),
    Role.DATA_CLERK: (can(CREATE, rows=began & to_people),),
    Role.CURATOR: (can(CREATE, rows=began & to_people_or(my_groups, "своей группе")),),
    Role.TEACHER: (can(CREATE, rows=began & to_people_or(groups_i_teach, "группам, где преподаёт")),),
    **each((Role.STUDENT, Role.PARENT), can(CREATE, rows=began & to_people & dialogue)),
}
ASK: tuple[Grant, ...] = (can(READ, rows=my_requests),
                          can(CREATE, rows=my_requests, only={"category", "page", "text"}))
ANSWER = ("state", "answer", "answered_by_id", "answered_at")
WORDS = frozenset({"text", "file_name", "file_sha256", "key"})  # letters are read by those they are for
seen_by_staff = acknowledged(Kind.ANNOUNCEMENT, Kind.INSPECTION, Kind.FINDING)


def readable(role: Role) -> tuple[Grant, ...]:
    """Files of the messages that the role reads."""
    return tuple(can(READ, rows=attachments_in(threads)) for threads in READABLE[role])


TABLE: Table = {
    Thread: {role: (*(can(READ, rows=rule) for rule in READABLE[role]), *STARTED[role]) for role in EVERYBODY},
    Message: {
        role: (*(can(READ, rows=messages_in(rule)) for rule in READABLE[role]),
               can(CREATE, rows=my_answers),
               can(UPDATE, rows=messages_in(threads_of_mine), only={"reported_at"}))
        for role in EVERYBODY
    },
    Participant: {
        role: (can(READ, rows=participants_of_mine),
               can(CREATE, rows=recipients(role)),
               can(UPDATE, rows=mine(Participant.user_id, "о себе"), only={"read_at"}))
        for role in EVERYBODY
    },
    Attachment: {
        **{role: (*readable(role), can(READ, CREATE, rows=files_of_my_requests), can(CREATE, rows=files_of_my_messages))
           for role in EVERYBODY},
        Role.ADMINISTRATOR: (*readable(Role.ADMINISTRATOR), can(READ, rows=files_of_requests),
                             can(CREATE, rows=files_of_my_requests), can(CREATE, rows=files_of_my_messages)),
        Role.DATA_CLERK: (*readable(Role.DATA_CLERK), can(READ, rows=files_of_data_requests),
                          can(READ, CREATE, rows=files_of_my_requests), can(CREATE, rows=files_of_my_messages)),
    },
    SupportRequest: {
        **each(EVERYBODY, *ASK),
        Role.ADMINISTRATOR: (*ASK, can(READ), can(UPDATE, only=ANSWER)),
        Role.DATA_CLERK: (*ASK, can(READ, rows=data_questions), can(UPDATE, rows=data_questions, only=ANSWER)),
    },
    Acknowledgement: {
        **each(STAFF, can(READ, rows=my_acknowledgements), can(READ, rows=of_my_announcements),
               can(CREATE, rows=my_acknowledgements & seen_by_staff)),
        **each(ADMINISTRATION, can(READ), can(CREATE, rows=my_acknowledgements & seen_by_staff)),
        Role.CURATOR: (
            can(READ, rows=my_acknowledgements), can(READ, rows=of_my_announcements),
            can(READ, rows=diary_of(students_of_my_groups, "с дневниками своей группы, пока куратор")),
            can(CREATE, rows=my_acknowledgements & seen_by_staff)),
        Role.STUDENT: (
            can(READ, rows=my_acknowledgements),
            can(CREATE, rows=my_acknowledgements & acknowledged(Kind.ANNOUNCEMENT)),
            can(CREATE, rows=my_acknowledgements & diary_of(myself, "со своим дневником"))),
        Role.PARENT: (
            can(READ, rows=my_acknowledgements),
            can(CREATE, rows=my_acknowledgements & acknowledged(Kind.ANNOUNCEMENT)),
            can(CREATE, rows=my_acknowledgements & diary_of(my_children, "с дневниками своих детей"))),
    },
    Notification: each(EVERYBODY, can(READ, rows=mine(Notification.user_id)),
                       can(UPDATE, rows=mine(Notification.user_id), only={"read_at"})),
    NotificationSetting: each(EVERYBODY, can(READ, CREATE, UPDATE, DELETE, rows=mine(NotificationSetting.user_id))),
    Outbox: {
        **each((Role.ADMINISTRATOR, Role.DIRECTOR), can(READ, hidden=WORDS)),
        Role.CURATOR: (can(READ, rows=mine(Outbox.author_id, "от себя")),),
    },
    ParentLetter: {  # when each parent was last written to is also the deputy's to see (п. 5.3, Пр. 11)
        **each(ADMINISTRATION, can(READ)),
        Role.CURATOR: (
            can(READ, rows=of_my_students(ParentLetter)),
            can(CREATE, rows=of_my_students(ParentLetter) & mine(ParentLetter.author_id, "от себя"))),
    },
}
