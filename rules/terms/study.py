"""Words of what is studied: programmes, curricula, thematic plans."""

from __future__ import annotations

from rules.terms.term import Term


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


class SyllabusState(Term):
    DRAFT = "draft", "черновик"
    SUBMITTED = "submitted", "на утверждении"
    APPROVED = "approved", "утверждён"
    SUPERSEDED = "superseded", "заменён новой версией"
