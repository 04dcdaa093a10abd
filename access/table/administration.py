"""Accounts, roles, the college's requisites, imports, audit (п. 5.2, 9.1, 9.2; Пр. 8)."""

from __future__ import annotations

from access.entity_rows import (
    audit_declared,
    audit_except,
    of_published,
    published,
    remarks_of_concluded,
    staff,
    teachers,
)
from access.grants import CHOOSE, CREATE, DELETE, READ, UPDATE, can
from access.message_rows import applied_imports, imports_of
from access.rows import about, mine, of_my_groups, of_my_journals, of_my_students
from access.scopes import ADMINISTRATION, LEADERS
from access.table.blocks import EVERYBODY, STAFF, Table, each, learners
from models import (
    ApiClient,
    ApiUse,
    AuditRecord,
    College,
    Debt,
    DebtAttempt,
    ImportBatch,
    IssuedDocument,
    JobRun,
    NumberSeries,
    PublicDocument,
    SavedFilter,
    SavedReport,
    Task,
    User,
    UserRole,
    UserSession,
    ViewRecord,
)
from rules.terms import ImportKind, Role

SECRET = frozenset({"password_hash", "seen_audit_id", "seen_digest_id"})
ACCOUNT = ("last_name", "first_name", "patronymic", "login", "position", "email", "phone", "must_change_password",
           "password_expires_at", "blocked_at", "block_reason", "roles")
VALUES = frozenset({"before", "after"})
ADDRESS = frozenset({"address"})
LETTERS = ("thread", "message", "attachment", "support_request")  # the words of others are not read through the audit
DRAFTS = (published, of_published(Debt), of_published(DebtAttempt))  # results: one's own before they are declared
SESSION = frozenset({"token_hash"})
PROGRAM = ("name", "scopes", "expires_at", "per_minute", "blocked_at", "token_hash", "issued_at", "issued_by_id")
FILE = frozenset({"content", "made", "chosen", "report"})  # shown by their own page
IMPORTS: dict[Role, tuple[ImportKind, ...]] = {  # what whose files may bring in
    Role.ADMINISTRATOR: (ImportKind.STAFF,),
    Role.DEPUTY_OOD: (ImportKind.CURRICULUM,),
    Role.METHODIST: (ImportKind.TIMETABLE,),
    Role.SENIOR_MASTER: (ImportKind.PRACTICE,),
    Role.DATA_CLERK: (ImportKind.STUDENTS,),
    Role.TEACHER: (ImportKind.SYLLABUS, ImportKind.MARKS),
}

TABLE: Table = {
    User: {
        Role.ADMINISTRATOR: (can(READ, hidden=SECRET), can(CREATE, UPDATE, only=ACCOUNT)),
        **each(LEADERS, can(READ, hidden=SECRET)),
        **each((Role.METHODIST, Role.SENIOR_MASTER), can(CHOOSE, rows=staff)),
        Role.TEACHER: (can(CHOOSE, rows=teachers),),
    },
    UserRole: {
        Role.ADMINISTRATOR: (can(READ, CREATE, UPDATE, DELETE),),
        **each(LEADERS, can(READ)),
    },
    UserSession: each(EVERYBODY, can(READ, rows=mine(UserSession.user_id), hidden=SESSION),
                      can(UPDATE, rows=mine(UserSession.user_id), only={"ended_at"})),
    SavedFilter: each(STAFF, can(READ, CREATE, UPDATE, DELETE, rows=mine(SavedFilter.user_id))),
    JobRun: {**each(LEADERS, can(READ)), Role.ADMINISTRATOR: (can(READ, CREATE),)},  # copies, archives
    ApiClient: {  # as the state of the system: the administrator keeps it, the administration sees it
        **each(LEADERS, can(READ, hidden=SESSION)),
        Role.ADMINISTRATOR: (can(READ, hidden=SESSION), can(CREATE, UPDATE, only=PROGRAM)),
    },
    ApiUse: each(ADMINISTRATION, can(READ)),
    SavedReport: each(STAFF, can(READ, CREATE, DELETE, rows=mine(SavedReport.user_id))),  # the job makes and plans them
    Task: each(STAFF, can(READ, CREATE, rows=mine(Task.user_id)),
               can(UPDATE, rows=mine(Task.user_id), only={"stop_asked"})),
    IssuedDocument: {  # the file itself is sent to whoever may have the form, asked anew
        **each(STAFF, can(READ, CREATE, rows=mine(IssuedDocument.user_id))),
        **each(ADMINISTRATION, can(READ), can(CREATE, rows=mine(IssuedDocument.user_id)))},
    NumberSeries: {**each(LEADERS, can(READ)), Role.ADMINISTRATOR: (can(READ), can(UPDATE, only={"prefix"}))},
    College: {**each(EVERYBODY, can(READ)), Role.ADMINISTRATOR: (can(READ, CREATE, UPDATE),)},
    PublicDocument: {**each(EVERYBODY, can(READ)),
                     **each((Role.ADMINISTRATOR, Role.DEPUTY_UPR), can(READ, CREATE, UPDATE, DELETE))},
    ImportBatch: {
        **each(LEADERS, can(READ, rows=applied_imports, hidden=FILE)),
        **{role: (can(READ, CREATE, rows=imports_of(*kinds), hidden=FILE),) for role, kinds in IMPORTS.items()},
        **{role: (can(READ, rows=applied_imports, hidden=FILE), can(READ, CREATE, rows=imports_of(*IMPORTS[role]),
                                                                    hidden=FILE))
           for role in (Role.ADMINISTRATOR, Role.DEPUTY_OOD)},
    },
    AuditRecord: {  # a journal of changes must not show what the entity itself hides
        Role.ADMINISTRATOR: (can(READ, hidden=VALUES), can(READ, rows=audit_except("excuse_note", *LETTERS))),
        **each(LEADERS, can(READ, hidden=VALUES), can(READ, rows=audit_except(*LETTERS))),
        Role.CURATOR: (can(READ, rows=of_my_groups(AuditRecord) & audit_declared(*DRAFTS, remarks_of_concluded),
                           hidden=VALUES | ADDRESS),
                       can(READ, hidden=ADDRESS, rows=of_my_groups(AuditRecord) & audit_except(
                           "final_mark", "debt", "debt_attempt", "remark", *LETTERS))),
        Role.TEACHER: (can(READ, hidden=ADDRESS,
                           rows=of_my_journals(AuditRecord) & audit_declared(remarks_of_concluded)),),
    },
    ViewRecord: {
        **each(ADMINISTRATION, can(READ)),
        Role.CURATOR: (can(READ, rows=of_my_students(ViewRecord)),),
        **learners(about, ViewRecord),
    },
}
