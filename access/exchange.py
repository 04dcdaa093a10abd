"""What leaves the journal for another system: families of entities, columns, which of them are personal."""

from __future__ import annotations

import datetime as dt
from functools import cache

import sqlalchemy as sa

from access.check import allows, hidden_fields
from access.grants import READ
from access.identity import Identity
from access.scopes import accounts_with
from models import (
    Absence,
    AbsenceKind,
    AcademicYear,
    Acknowledgement,
    Activation,
    ApiClient,
    ApiUse,
    Attachment,
    AttestationSheet,
    AuditHead,
    AuditRecord,
    BellSchedule,
    BellSlot,
    Cell,
    ChangeRequest,
    CheckSetting,
    Closing,
    College,
    Competence,
    Consent,
    Curatorship,
    Curriculum,
    CurriculumLine,
    DayLog,
    Debt,
    DebtAttempt,
    Discipline,
    Enterprise,
    Erasure,
    ExcuseNote,
    FileContent,
    FinalMark,
    Finding,
    Group,
    Guardian,
    Guardianship,
    Holiday,
    Homework,
    IdempotencyKey,
    ImportBatch,
    Inspection,
    IssuedDocument,
    JobRun,
    Journal,
    Lesson,
    LessonTask,
    Mark,
    Membership,
    Message,
    Module,
    Movement,
    NormValue,
    Notification,
    NotificationSetting,
    NumberSeries,
    Outbox,
    ParentLetter,
    Participant,
    Passkey,
    PasskeyChallenge,
    PersonKey,
    Placement,
    PlanEvent,
    Practice,
    PracticeProgramme,
    ProgrammeSection,
    PublicDocument,
    RecoveryCode,
    Remark,
    ReopeningGrant,
    ReopeningRequest,
    RetentionTerm,
    SavedFilter,
    SavedReport,
    SecondFactor,
    Semester,
    SheetRow,
    Speciality,
    Student,
    Subgroup,
    SubgroupMembership,
    SupportRequest,
    Syllabus,
    SyllabusTopic,
    Task,
    Thread,
    Throttle,
    TimetableChange,
    TimetableName,
    TimetableSlot,
    User,
    UserIdentity,
    UserRole,
    UserSession,
    ViewRecord,
    Visit,
    Work,
    YearOperation,
)
from models.base import Base
from models.person import PersonName
from rules.terms import STAFF_ROLES, ApiScope, DataFamily, Role

FAMILIES: dict[DataFamily, tuple[type[Base], ...]] = {
    DataFamily.REFERENCE: (College, AcademicYear, Semester, Holiday, BellSchedule, BellSlot, AbsenceKind, NormValue,
                           RetentionTerm, CheckSetting, PublicDocument),
    DataFamily.PROGRAMME: (Speciality, Module, Discipline, Practice, Curriculum, CurriculumLine, Competence),
    DataFamily.GROUPS: (Group, Subgroup, Curatorship),
    DataFamily.STUDENTS: (Student, Guardian, Guardianship, Membership, SubgroupMembership, Movement, Consent),
    DataFamily.STAFF: (User, UserRole),
    DataFamily.JOURNALS: (Journal, Syllabus, SyllabusTopic, Lesson, LessonTask, Work, Homework),
    DataFamily.TIMETABLE: (TimetableSlot, TimetableChange),
    DataFamily.MARKS: (Cell, Mark),
    DataFamily.ABSENCES: (Cell, Absence, AbsenceKind, ExcuseNote),
    DataFamily.FINALS: (FinalMark, Debt, DebtAttempt),
    DataFamily.PRACTICE: (Enterprise, PracticeProgramme, ProgrammeSection, Placement, DayLog, AttestationSheet,
                          SheetRow),
    DataFamily.CONTROL: (Finding, Inspection, Remark, Closing, ReopeningGrant, ReopeningRequest, PlanEvent),
    DataFamily.AUDIT: (AuditRecord, ViewRecord),
}
CORRESPONDENCE = "переписка людей: её читают только участники"
QUEUE = "очередь самого журнала"
KEYS = "ключи и сеансы не покидают журнал"
ISSUED = "выданные бумаги хранятся целыми файлами: на странице документов"
OWN = "настройки человека для него самого"
STAYS: dict[type[Base], str] = {
    Message: CORRESPONDENCE, Thread: CORRESPONDENCE, Participant: CORRESPONDENCE, Attachment: CORRESPONDENCE,
    FileContent: CORRESPONDENCE, ParentLetter: CORRESPONDENCE, SupportRequest: CORRESPONDENCE,
    ChangeRequest: "просьбы об изменении карточки: принятое видно в самой карточке",
    Acknowledgement: "отметки о том, что прочитано", Visit: "дни входа: считаются в отчётах, по дням никому не видны",
    IssuedDocument: ISSUED, NumberSeries: ISSUED, Notification: QUEUE, Outbox: QUEUE, JobRun: QUEUE, Task: QUEUE,
    ImportBatch: "отчёты о загрузках: видны на странице загрузок",
    TimetableName: "какие имена из файлов расписания что значат: нужно только загрузке",
    YearOperation: "что сделано при переходе года: видно на его странице",
    Erasure: "акты об уничтожении данных: видны на их странице",
    ApiClient: KEYS, ApiUse: "счёт обращений программ: виден на странице программ",
    UserSession: KEYS, PersonKey: KEYS, Activation: KEYS, Throttle: KEYS, IdempotencyKey: KEYS, AuditHead: KEYS,
    SecondFactor: KEYS, RecoveryCode: KEYS, UserIdentity: KEYS, Passkey: KEYS, PasskeyChallenge: KEYS,
    NotificationSetting: OWN, SavedFilter: OWN, SavedReport: OWN,
}
PERSONAL_SCOPES = {DataFamily.STUDENTS: ApiScope.STUDENTS_PERSONAL, DataFamily.STAFF: ApiScope.STAFF_PERSONAL}
NEVER = ("secret", "derived", "untracked")  # keys and hashes, what is counted from other columns, one's own bookkeeping
MACHINE = frozenset({"row_version"})


def entities(user: Identity, families: frozenset[DataFamily]) -> tuple[type[Base], ...]:
    """Entities of the families that the user may read, each once, parents before children."""
    chosen = dict.fromkeys(model for family in FAMILIES if family in families for model in FAMILIES[family])
    return tuple(model for model in chosen if allows(user, READ, model))


@cache
def leaving(model: type[Base]) -> tuple[str, ...]:
    """Columns of the entity that may leave at all, whoever asks."""
    return tuple(attribute.key for attribute in sa.inspect(model).column_attrs
                 if attribute.key not in MACHINE and not any(attribute.columns[0].info.get(mark) for mark in NEVER))


@cache
def personal(model: type[Base]) -> frozenset[str]:
    """Columns with a person's own data; a name is what the entity itself is about."""
    names = frozenset({"last_name", "first_name", "patronymic"}) if issubclass(model, PersonName) else frozenset()
    return frozenset(key for key in leaving(model)
                     if sa.inspect(model).attrs[key].columns[0].info.get("personal")) - names


def columns_for(user: Identity, model: type[Base], scopes: frozenset[ApiScope] | None = None) -> tuple[str, ...]:
    """Columns the user may take; with ``scopes`` the personal ones only where a scope names them."""
    closed = hidden_fields(user, model)
    if scopes is not None and not scopes & personal_scopes(model):
        closed |= personal(model)
    return tuple(key for key in leaving(model) if key not in closed)


def program(now: dt.datetime, address: str | None) -> Identity:
    """A program of another system reads what the administrator may, narrowed by its scopes."""
    return Identity(None, frozenset({Role.ADMINISTRATOR}), now, "api", address)


ANY_PROGRAM = program(dt.datetime(2000, 1, 1, tzinfo=dt.UTC), None)  # what is open at all depends on no moment


@cache
def for_programs() -> tuple[type[Base], ...]:
    """Entities of the API: what a program could read with every scope; the journal of changes leaves by the export."""
    return entities(ANY_PROGRAM, frozenset(DataFamily) - {DataFamily.AUDIT})


def within_scope(model: type[Base]) -> list[sa.ColumnElement[bool]]:
    """Rows that the entity's scope names: accounts of students and parents are not staff."""
    if model is User:
        return [User.id.in_(accounts_with(*sorted(STAFF_ROLES)))]
    if model is UserRole:
        return [UserRole.role.in_(sorted(STAFF_ROLES))]
    return []


def scopes_of(model: type[Base]) -> frozenset[ApiScope]:
    """Scopes any of which opens the entity; none when the API has no such entity."""
    if model not in for_programs():
        return frozenset()
    return frozenset(ApiScope(family.value) for family, models in FAMILIES.items() if model in models)


def personal_scopes(model: type[Base]) -> frozenset[ApiScope]:
    return frozenset(scope for family, scope in PERSONAL_SCOPES.items() if model in FAMILIES[family])


def by_name(name: str) -> type[Base] | None:
    """The entity by its table's name; None for what does not leave."""
    return _NAMES.get(name)


_NAMES = {model.__tablename__: model for models in FAMILIES.values() for model in models}
