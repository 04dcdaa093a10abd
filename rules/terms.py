"""The college's words: enums whose members carry their Russian titles."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A word of the trade: its stored value and the title that people read."""

    title: str  # type: ignore[assignment]  # the title people read hides str.title

    def __new__(cls, value: str, title: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.title = title
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(member.value, member.title) for member in cls]


class Role(Term):
    """Who a user is (docs/roles.md, order 156/2-У)."""

    ADMINISTRATOR = "administrator", "администратор"
    DIRECTOR = "director", "директор"
    DEPUTY_UPR = "deputy_upr", "заместитель директора по УПР"
    DEPUTY_OOD = "deputy_ood", "заместитель директора по ООД"
    DEPUTY_UVR = "deputy_uvr", "заместитель директора по УВР"
    METHODIST = "methodist", "методист"
    SENIOR_MASTER = "senior_master", "старший мастер"
    DATA_CLERK = "data_clerk", "технический специалист"
    CURATOR = "curator", "куратор"
    TEACHER = "teacher", "преподаватель"
    STUDENT = "student", "студент"
    PARENT = "parent", "родитель"


STAFF_ROLES = frozenset(set(Role) - {Role.STUDENT, Role.PARENT})


class Gender(Term):
    MALE = "m", "мужской"
    FEMALE = "f", "женский"


class MedicalGroup(Term):
    """Medical group for physical education (п. 6.8)."""

    MAIN = "main", "основная"
    PREPARATORY = "preparatory", "подготовительная"
    SPECIAL_A = "special_a", "специальная «А»"
    SPECIAL_B = "special_b", "специальная «Б»"


class Relation(Term):
    MOTHER = "mother", "мать"
    FATHER = "father", "отец"
    GUARDIAN = "guardian", "опекун"
    OTHER = "other", "законный представитель"


class ProgrammeLevel(Term):
    """Level of the vocational programme (273-ФЗ, ст. 23, 68)."""

    WORKERS = "workers", "ППКРС — профессия"
    SPECIALISTS = "specialists", "ППССЗ — специальность"


class BaseEducation(Term):
    BASIC = "basic", "основное общее (9 классов)"
    SECONDARY = "secondary", "среднее общее (11 классов)"


class StudyForm(Term):
    FULL_TIME = "full_time", "очная"
    PART_TIME = "part_time", "очно-заочная"
    EXTRAMURAL = "extramural", "заочная"


class MovementKind(Term):
    """Movement of students, each by an order with number and date (п. 5.4)."""

    ENROLMENT = "enrolment", "зачисление"
    TRANSFER = "transfer", "перевод в другую группу"
    LEAVE = "leave", "академический отпуск"
    RETURN = "return", "выход из академического отпуска"
    EXPULSION = "expulsion", "отчисление"
    GRADUATION = "graduation", "выпуск"


class LineKind(Term):
    """What a line of the curriculum teaches; a module's own line repeats the sum of its parts."""

    MODULE = "module", "профессиональный модуль"
    DISCIPLINE = "discipline", "дисциплина"
    MDK = "mdk", "междисциплинарный курс"
    PRACTICE = "practice", "практика"
    MODULE_EXAM = "module_exam", "экзамен по модулю"
    STATE_EXAM = "state_exam", "государственная итоговая аттестация"


TAUGHT = (LineKind.DISCIPLINE, LineKind.MDK)  # lessons in class, current marks, a thematic plan (п. 5.6, 6.4)


class PracticeKind(Term):
    STUDY = "up", "учебная практика (УП)"
    INDUSTRIAL = "pp", "производственная практика (ПП)"
    PREDIPLOMA = "pdp", "преддипломная практика (ПДП)"


class LessonKind(Term):
    LECTURE = "lecture", "лекция"
    COMBINED = "combined", "урок"
    PRACTICAL = "practical", "практическое занятие"
    LABORATORY = "laboratory", "лабораторное занятие"
    SEMINAR = "seminar", "семинар"
    CONTROL = "control", "контрольная работа"
    COURSE_PROJECT = "course_project", "курсовое проектирование"
    CONSULTATION = "consultation", "консультация"
    CREDIT = "credit", "зачёт"
    PRACTICE_DAY = "practice_day", "день практики"


class WorkKind(Term):
    """Works that a lesson may declare; the week of п. 6.3 starts with them."""

    CONTROL = "control", "контрольная работа"
    CHECK = "check", "проверочная работа"
    LABORATORY = "laboratory", "лабораторная работа"
    PRACTICAL = "practical", "практическая работа"


class MarkKind(Term):
    """Kind of work a current mark is given for."""

    ANSWER = "answer", "ответ на уроке"
    CONTROL = "control", "контрольная работа"
    CHECK = "check", "проверочная работа"
    LABORATORY = "laboratory", "лабораторная работа"
    PRACTICAL = "practical", "практическая работа"
    INDEPENDENT = "independent", "самостоятельная работа"
    HOMEWORK = "homework", "домашнее задание"
    TEST = "test", "тест"
    PROJECT = "project", "проект"
    THEORY = "theory", "теоретические знания"
    PRACTICE = "practice", "работа на практике"


class TaskKind(Term):
    """Type of a task done in class or set for home (п. 5.6)."""

    EXERCISE = "exercise", "упражнение"
    PROBLEM = "problem", "решение задач"
    READING = "reading", "чтение, конспект"
    ORAL = "oral", "устный ответ"
    WRITTEN = "written", "письменная работа"
    PRACTICAL = "practical", "практическое задание"
    LABORATORY = "laboratory", "лабораторное задание"
    TEST = "test", "тест"
    PROJECT = "project", "проект, сообщение"
    CREATIVE = "creative", "творческое задание"


class SyllabusState(Term):
    DRAFT = "draft", "черновик"
    SUBMITTED = "submitted", "на утверждении"
    APPROVED = "approved", "утверждён"
    SUPERSEDED = "superseded", "заменён новой версией"


class WeekParity(Term):
    EVERY = "every", "каждую неделю"
    ODD = "odd", "по нечётным неделям"
    EVEN = "even", "по чётным неделям"

    @property
    def weeks(self) -> str:
        return {WeekParity.ODD: "нечётные недели", WeekParity.EVEN: "чётные недели"}.get(self, "все недели")


class ChangeKind(Term):
    """A change of the timetable on one date (п. 5.5, 6.1)."""

    CANCELLED = "cancelled", "отменено"
    SUBSTITUTED = "substituted", "замена преподавателя"
    REPLACED = "replaced", "другая дисциплина вместо"
    ADDED = "added", "дополнительное занятие"
    MOVED = "moved", "перенос"
    ROOM = "room", "другая аудитория"


class ClashKind(Term):
    """In what two lessons that go at once get in each other's way (п. 5.5)."""

    STUDENTS = "students", "группа"
    TEACHER = "teacher", "преподаватель"
    ROOM = "room", "аудитория"


class NameKind(Term):
    """What a name in a timetable's file stands for."""

    GROUP = "group", "группа"
    DISCIPLINE = "discipline", "дисциплина"
    TEACHER = "teacher", "преподаватель"


class FinalKind(Term):
    SEMESTER = "semester", "семестр"
    CREDIT = "credit", "зачёт"
    GRADED_CREDIT = "graded_credit", "дифференцированный зачёт"
    EXAM = "exam", "экзамен"
    COURSE_PROJECT = "course_project", "курсовой проект (работа)"
    COURSE = "course", "итоговая за курс"
    MODULE = "module", "экзамен по модулю"
    PRACTICE = "practice", "практика"


class FinalValue(Term):
    """Values of final results; «н/а» exists only here (п. 6.5, 6.7)."""

    FIVE = "5", "5 (отлично)"
    FOUR = "4", "4 (хорошо)"
    THREE = "3", "3 (удовлетворительно)"
    TWO = "2", "2 (неудовлетворительно)"
    PASSED = "passed", "зачёт"
    FAILED = "failed", "незачёт"
    NOT_ATTESTED = "na", "н/а"
    NO_SHOW = "no_show", "неявка"
    CREDITED = "credited", "перезачтено"


class BasisKind(Term):
    """What a final result rests on; never the average (п. 6.6)."""

    CURRENT_WORK = "current_work", "работа в течение семестра"
    WRITTEN_WORKS = "written_works", "контрольные и проверочные работы"
    PRACTICAL_WORKS = "practical_works", "лабораторные и практические работы"
    EXAM_ANSWER = "exam_answer", "ответ на экзамене (зачёте)"
    ABSENCE = "absence", "пропущено более половины занятий (п. 6.7)"
    RECREDIT = "recredit", "перезачёт по приказу"
    WORDS = "words", "другое основание"


class DebtState(Term):
    OPEN = "open", "открыта"
    FIRST_FAILED = "first_failed", "первая попытка не сдана"
    CLOSED = "closed", "ликвидирована"
    EXPIRED = "expired", "не ликвидирована в срок"


class Quality(Term):
    HIGH = "high", "высокое"
    MEDIUM = "medium", "среднее"
    LOW = "low", "низкое"


class Mastery(Term):
    FULL = "full", "освоена полностью"
    PARTIAL = "partial", "освоена частично"
    NONE = "none", "не освоена"


class Regularity(Term):
    REGULAR = "regular", "проявлялась регулярно"
    EPISODIC = "episodic", "проявлялась эпизодически"
    NONE = "none", "не проявлялась"


class SheetPart(Term):
    """Tables of the attestation sheet of a practice."""

    WORK = "work", "виды и качество работ"
    PROFESSIONAL = "professional", "профессиональные компетенции"
    GENERAL = "general", "общие компетенции"


class ThreadKind(Term):
    DIALOGUE = "dialogue", "переписка"
    ANNOUNCEMENT = "announcement", "объявление"
    LETTER = "letter", "письмо родителям"


class Audience(Term):
    PEOPLE = "people", "отдельным людям"
    GROUP = "group", "группе"
    COURSE = "course", "курсу"
    COLLEGE = "college", "всему лицею"


class NotificationKind(Term):
    LOW_MARK = "low_mark", "новая отметка 2"
    ABSENCE = "absence", "пропуск сегодня"
    FINAL = "final", "опубликована итоговая отметка"
    HOMEWORK = "homework", "задание на завтра"
    MESSAGE = "message", "новое сообщение"
    FINDING = "finding", "замечание контроля"
    UNFILLED = "unfilled", "занятие не заполнено"
    FOREIGN_EDIT = "foreign_edit", "изменено в ваших журналах"
    REQUEST = "request", "обращение"
    DOCUMENT = "document", "документ готов"
    ANNOUNCEMENT = "announcement", "объявление"
    PLAN = "plan", "срок по плану-графику"
    SUMMARY = "summary", "сводка недели"


class LetterKind(Term):
    """What a curator writes to parents about (п. 5.3)."""

    REPORT = "report", "информационное письмо"
    BEHAVIOUR = "behaviour", "о поведении"
    ABSENCES = "absences", "о пропусках"


class LetterWay(Term):
    MESSAGE = "message", "сообщением"
    PAPER = "paper", "на бумаге"
    EMAIL = "email", "по электронной почте"
    SMS = "sms", "по SMS"


class Channel(Term):
    APP = "app", "в журнале"
    EMAIL = "email", "по электронной почте"
    SMS = "sms", "по SMS"


class DeliveryState(Term):
    WAITING = "waiting", "ждёт отправки"
    SENDING = "sending", "отправляется"
    SENT = "sent", "отправлено"
    FAILED = "failed", "не отправлено"
    REFUSED = "refused", "отменено"
    UNCLEAR = "unclear", "неизвестно, ушло ли"


class RequestState(Term):
    NEW = "new", "новое"
    IN_WORK = "in_work", "в работе"
    DONE = "done", "выполнено"
    DECLINED = "declined", "отклонено"


OPEN_REQUESTS = (RequestState.NEW, RequestState.IN_WORK)  # somebody has yet to answer


class AccessState(Term):
    """How somebody stands at the desk that issues passwords (п. 5.2)."""

    NONE = "none", "доступа нет"
    ISSUED = "issued", "пароль выдан, входа не было"
    EXPIRED = "expired", "пароль истёк"
    ACTIVE = "active", "входит"
    BLOCKED = "blocked", "заблокирован"


class SupportCategory(Term):
    ACCESS = "access", "вход и пароль"
    DATA = "data", "ошибка в данных"
    JOURNAL = "journal", "работа с журналом"
    DIARY = "diary", "работа с дневником"
    OTHER = "other", "другое"


class AcknowledgementKind(Term):
    DIARY = "diary", "с дневником ознакомлен(а)"
    ANNOUNCEMENT = "announcement", "с объявлением ознакомлен(а)"
    INSPECTION = "inspection", "с результатами проверки ознакомлен(а)"
    FINDING = "finding", "с замечанием ознакомлен(а)"


class ConsentKind(Term):
    PROCESSING = "processing", "обработка персональных данных"
    PHOTO = "photo", "фотография"
    MESSENGER = "messenger", "уведомления через внешние службы"
    TRANSFER = "transfer", "передача третьим лицам"


class FindingState(Term):
    OPEN = "open", "открыто"
    EXPLAINED = "explained", "есть объяснение"
    ACCEPTED = "accepted", "принято с обоснованием"
    FIXED = "fixed", "исправлено"


class Severity(Term):
    NOTICE = "notice", "к сведению"
    WARNING = "warning", "замечание"
    VIOLATION = "violation", "нарушение"


class InspectionKind(Term):
    MONTHLY = "monthly", "ежемесячная (п. 7.2)"
    SEMESTER = "semester", "в конце семестра (п. 7.3)"
    THEMATIC = "thematic", "тематическая"


class ClosingScope(Term):
    MONTH = "month", "месяц"
    SEMESTER = "semester", "семестр"
    YEAR = "year", "учебный год"


class PlanState(Term):
    PLANNED = "planned", "запланировано"
    DONE = "done", "выполнено"
    OVERDUE = "overdue", "просрочено"


class Repeat(Term):
    """When a report is made by itself (п. 4.1)."""

    WEEKLY = "weekly", "по понедельникам, за прошедшую неделю"
    MONTHLY = "monthly", "первого числа, за прошедший месяц"
    SEMESTER = "semester", "после конца семестра"


class AuditAction(Term):
    CREATE = "create", "создано"
    UPDATE = "update", "изменено"
    DELETE = "delete", "удалено"
    BULK = "bulk", "загружено"
    SIGN_IN = "sign_in", "вход"
    EXPORT = "export", "выгрузка"


class ImportKind(Term):
    STUDENTS = "students", "студенты и родители"
    STAFF = "staff", "сотрудники"
    CURRICULUM = "curriculum", "учебный план"
    TIMETABLE = "timetable", "расписание"
    PRACTICE = "practice", "практика"
    SYLLABUS = "syllabus", "тематический план"
    MARKS = "marks", "отметки прошлого периода"


class ImportState(Term):
    DRAFT = "draft", "ждёт загрузки"
    APPLIED = "applied", "загружено"
    UNDONE = "undone", "отменено"


class TaskState(Term):
    """How work that a page ordered stands."""

    WAITING = "waiting", "ждёт очереди"
    RUNNING = "running", "выполняется"
    DONE = "done", "готово"
    FAILED = "failed", "не удалось"
    CANCELLED = "cancelled", "остановлено"


UNFINISHED = (TaskState.WAITING, TaskState.RUNNING)


class Outcome(Term):
    """What became of one row of a file."""

    NEW = "new", "новое"
    CHANGED = "changed", "изменено"
    SAME = "same", "без изменений"
    KEPT = "kept", "оставлено как было"
    REFUSED = "refused", "отказано"


class DayKind(Term):
    HOLIDAY = "holiday", "праздничный день"
    VACATION = "vacation", "каникулы"
    DAY_OFF = "day_off", "нерабочий день"
    WORKDAY = "workday", "рабочий день (перенос)"


class DataFamily(Term):
    """Entities that leave the journal together: a choice of the export, a scope of the API."""

    REFERENCE = "reference", "сведения о лицее, учебный год, звонки, нормы"
    PROGRAMME = "programme", "специальности и учебные планы"
    GROUPS = "groups", "группы, подгруппы, кураторы"
    STUDENTS = "students", "студенты и родители, приказы"
    STAFF = "staff", "сотрудники и роли"
    JOURNALS = "journals", "журналы, занятия, тематические планы"
    TIMETABLE = "timetable", "расписание и его изменения"
    MARKS = "marks", "текущие отметки"
    ABSENCES = "absences", "пропуски и опоздания"
    FINALS = "finals", "итоговые отметки и задолженности"
    PRACTICE = "practice", "практика"
    CONTROL = "control", "контроль, закрытые периоды, план-график"
    AUDIT = "audit", "журнал изменений и просмотры карточек"


class ApiScope(Term):
    """What a program may read: a family of data, or the personal columns of one."""

    REFERENCE = DataFamily.REFERENCE.value, DataFamily.REFERENCE.title
    PROGRAMME = DataFamily.PROGRAMME.value, DataFamily.PROGRAMME.title
    GROUPS = DataFamily.GROUPS.value, DataFamily.GROUPS.title
    STUDENTS = DataFamily.STUDENTS.value, "студенты и родители: фамилия, имя, отчество; приказы"
    STUDENTS_PERSONAL = "students_personal", "студенты и родители: телефон, почта, адрес, дата рождения"
    STAFF = DataFamily.STAFF.value, "сотрудники: фамилия, имя, отчество, логин; роли"
    STAFF_PERSONAL = "staff_personal", "сотрудники: телефон, почта"
    JOURNALS = DataFamily.JOURNALS.value, DataFamily.JOURNALS.title
    TIMETABLE = DataFamily.TIMETABLE.value, DataFamily.TIMETABLE.title
    MARKS = DataFamily.MARKS.value, DataFamily.MARKS.title
    ABSENCES = DataFamily.ABSENCES.value, DataFamily.ABSENCES.title
    FINALS = DataFamily.FINALS.value, DataFamily.FINALS.title
    PRACTICE = DataFamily.PRACTICE.value, DataFamily.PRACTICE.title
    CONTROL = DataFamily.CONTROL.value, DataFamily.CONTROL.title
