"""The college's words: enums whose members carry their Russian titles."""

from rules.terms.control import ClosingScope, FindingState, InspectionKind, PlanState, Repeat, Severity
from rules.terms.data import UNFINISHED, ApiScope, AuditAction, DataFamily, ImportKind, ImportState, Outcome, TaskState
from rules.terms.lessons import (
    ChangeKind,
    ClashKind,
    DayKind,
    LessonKind,
    MarkKind,
    NameKind,
    TaskKind,
    WeekParity,
    WorkKind,
)
from rules.terms.messages import (
    OPEN_REQUESTS,
    AcknowledgementKind,
    Audience,
    Channel,
    DeliveryState,
    LetterKind,
    LetterWay,
    NotificationKind,
    RequestState,
    SupportCategory,
    ThreadKind,
)
from rules.terms.people import STAFF_ROLES, AccessState, ConsentKind, Gender, MedicalGroup, MovementKind, Relation, Role
from rules.terms.results import BasisKind, DebtState, FinalKind, FinalValue, Mastery, Quality, Regularity, SheetPart
from rules.terms.study import TAUGHT, BaseEducation, LineKind, PracticeKind, ProgrammeLevel, StudyForm, SyllabusState
from rules.terms.term import Term

__all__ = [
    "OPEN_REQUESTS", "STAFF_ROLES", "TAUGHT", "UNFINISHED", "AccessState", "AcknowledgementKind", "ApiScope",
    "Audience", "AuditAction", "BaseEducation", "BasisKind", "ChangeKind", "Channel", "ClashKind", "ClosingScope",
    "ConsentKind", "DataFamily", "DayKind", "DebtState", "DeliveryState", "FinalKind", "FinalValue", "FindingState",
    "Gender", "ImportKind", "ImportState", "InspectionKind", "LessonKind", "LetterKind", "LetterWay", "LineKind",
    "MarkKind", "Mastery", "MedicalGroup", "MovementKind", "NameKind", "NotificationKind", "Outcome", "PlanState",
    "PracticeKind", "ProgrammeLevel", "Quality", "Regularity", "Relation", "Repeat", "RequestState", "Role",
    "Severity", "SheetPart", "StudyForm", "SupportCategory", "SyllabusState", "TaskKind", "TaskState", "Term",
    "ThreadKind", "WeekParity", "WorkKind",
]
