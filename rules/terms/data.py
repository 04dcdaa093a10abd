"""Words of data on their way: the journal of changes, imports, the queue, exchange."""

from __future__ import annotations

from rules.terms.term import Term


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
