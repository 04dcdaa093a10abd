"""What exists. Importing this package maps every table."""

from models import search as search
from models.api import ApiClient, ApiUse
from models.audit import AuditHead, AuditRecord, PersonKey, ViewRecord
from models.base import Base, db, label_of
from models.calendar import AcademicYear, BellSchedule, BellSlot, Holiday, Semester
from models.cell import Absence, AbsenceKind, Cell, ExcuseNote, Mark
from models.control import Closing, Finding, Inspection, PlanEvent, Remark, ReopeningGrant, ReopeningRequest
from models.curriculum import Competence, Curriculum, CurriculumLine, Discipline, Module, Practice, Speciality
from models.document import IssuedDocument, NumberSeries
from models.exchange import ImportBatch
from models.final import Debt, DebtAttempt, FinalMark
from models.group import Curatorship, Group, Membership, Movement, Subgroup, SubgroupMembership
from models.job import JobRun, Task
from models.journal import Journal, Syllabus, SyllabusTopic
from models.lesson import Homework, Lesson, LessonTask, Work
from models.message import (
    Attachment,
    FileContent,
    Message,
    Notification,
    NotificationSetting,
    Outbox,
    ParentLetter,
    Participant,
    Thread,
)
from models.practice import (
    AttestationSheet,
    DayLog,
    Enterprise,
    Placement,
    PracticeProgramme,
    ProgrammeSection,
    SheetRow,
)
from models.report import SavedReport
from models.request import Acknowledgement, ChangeRequest, Consent, SupportRequest
from models.setting import CheckSetting, College, NormValue, PublicDocument
from models.signin import Passkey, PasskeyChallenge, RecoveryCode, SecondFactor, UserIdentity
from models.student import Guardian, Guardianship, Student
from models.timetable import TimetableChange, TimetableName, TimetableSlot
from models.user import Activation, IdempotencyKey, SavedFilter, Throttle, User, UserRole, UserSession, Visit
from models.year import Erasure, RetentionTerm, YearOperation

__all__ = [
    "Absence", "AbsenceKind", "AcademicYear", "Acknowledgement", "Activation", "ApiClient", "ApiUse", "Attachment",
    "AttestationSheet", "AuditHead", "AuditRecord", "Base", "BellSchedule", "BellSlot", "Cell", "ChangeRequest",
    "CheckSetting", "Closing", "College", "Competence", "Consent", "Curatorship", "Curriculum", "CurriculumLine",
    "DayLog", "Debt", "DebtAttempt", "Discipline", "Enterprise", "Erasure", "ExcuseNote", "FileContent", "FinalMark",
    "Finding", "Group", "Guardian", "Guardianship", "Holiday", "Homework", "IdempotencyKey", "ImportBatch",
    "Inspection", "IssuedDocument", "JobRun", "Journal", "Lesson", "LessonTask", "Mark", "Membership", "Message",
    "Module", "Movement", "NormValue", "Notification", "NotificationSetting", "NumberSeries", "Outbox", "ParentLetter",
    "Participant", "Passkey", "PasskeyChallenge", "PersonKey", "Placement", "PlanEvent", "Practice",
    "PracticeProgramme", "ProgrammeSection", "PublicDocument", "RecoveryCode", "Remark", "ReopeningGrant",
    "ReopeningRequest", "RetentionTerm", "SavedFilter", "SavedReport", "SecondFactor", "Semester", "SheetRow",
    "Speciality", "Student", "Subgroup", "SubgroupMembership", "SupportRequest", "Syllabus", "SyllabusTopic", "Task",
    "Thread", "Throttle", "TimetableChange", "TimetableName", "TimetableSlot", "User", "UserIdentity", "UserRole",
    "UserSession", "ViewRecord", "Visit", "Work", "YearOperation", "db", "label_of",
]
