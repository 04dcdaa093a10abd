"""What waits for each role of the administration, the most urgent first (п. 5.2–5.7, 7.1–7.4, 8.2; Пр. 6–15)."""

from __future__ import annotations

from collections.abc import Iterable

from rules.indicators import Indicator
from rules.terms import Role, Term

MOST = 3  # a start page names no more: what is not done first hides the rest


class Duty(Term):
    """Work that somebody waits for; the title is what to do."""

    BROKEN_JOBS = "broken_jobs", "Разобрать задания, которые не удались (п. 7.1)"
    UNSENT = "unsent", "Разобрать неотправленные письма и SMS"
    QUESTIONS = "questions", "Ответить на обращения (п. 8.2)"
    EXPIRED = "expired", "Выдать новые пароли вместо истёкших (п. 5.2)"
    REOPENINGS = "reopenings", "Ответить на просьбы открыть запись (п. 7.2)"
    EXPLAINED = "explained", "Рассмотреть объяснения преподавателей (п. 7.4)"
    VIOLATIONS = "violations", "Разобрать нарушения (п. 7.2)"
    INSPECTION = "inspection", "Проверить журналы: в этом месяце проверки не было (п. 7.2)"
    PLAN = "plan", "Выполнить просроченное по плану-графику (Пр. 15)"
    NO_CURATOR = "no_curator", "Назначить кураторов группам (п. 5.3)"
    DEBTS = "debts", "Решить о задолженностях, срок которых прошёл (п. 6.7)"
    ABSENCES = "absences", "Напомнить кураторам о пропусках дольше недели без решения (п. 5.3)"
    PLANS = "plans", "Утвердить тематические планы (п. 5.6)"
    NO_TIMETABLE = "no_timetable", "Внести расписание журналов, у которых его нет (п. 5.5)"
    NO_SYLLABUS = "no_syllabus", "Получить тематические планы журналов, у которых их нет (п. 5.6)"
    CHANGES = "changes", "Внести изменения в карточки по сообщениям кураторов (п. 5.3)"
    NO_CONSENT = "no_consent", "Внести согласия на обработку данных (п. 9.2)"


DUTIES: dict[Role, tuple[Duty, ...]] = {
    Role.ADMINISTRATOR: (Duty.BROKEN_JOBS, Duty.QUESTIONS, Duty.EXPIRED, Duty.UNSENT),
    Role.DIRECTOR: (Duty.VIOLATIONS, Duty.INSPECTION, Duty.PLAN),
    Role.DEPUTY_UPR: (Duty.REOPENINGS, Duty.EXPLAINED, Duty.INSPECTION, Duty.PLAN, Duty.VIOLATIONS),
    Role.DEPUTY_OOD: (Duty.REOPENINGS, Duty.NO_CURATOR, Duty.DEBTS, Duty.EXPLAINED, Duty.INSPECTION),
    Role.DEPUTY_UVR: (Duty.ABSENCES, Duty.NO_CURATOR, Duty.EXPLAINED, Duty.VIOLATIONS),
    Role.METHODIST: (Duty.PLANS, Duty.NO_TIMETABLE, Duty.NO_SYLLABUS),
    Role.DATA_CLERK: (Duty.CHANGES, Duty.QUESTIONS, Duty.NO_CONSENT),
}
# the two figures of п. 5.7 that a role answers for; the director answers for all
FIGURES: dict[Role, tuple[Indicator, ...]] = {
    Role.DIRECTOR: tuple(Indicator),
    Role.DEPUTY_UPR: (Indicator.PARTICIPATION, Indicator.HOMEWORK),
    Role.DEPUTY_OOD: (Indicator.MATERIAL, Indicator.NO_MARKS),
    Role.DEPUTY_UVR: (Indicator.FAMILIES, Indicator.ONE_MARK),
    Role.METHODIST: (Indicator.MATERIAL, Indicator.HOMEWORK),
}


def duties_of(roles: Iterable[Role]) -> tuple[Duty, ...]:
    """The duties of all the roles, in the order of the roles, each once."""
    return tuple(dict.fromkeys(duty for role in DUTIES if role in set(roles) for duty in DUTIES[role]))


def figures_of(roles: Iterable[Role]) -> tuple[Indicator, ...]:
    """The figures the roles answer for, each once; all of them when one of the roles is the director's."""
    return tuple(dict.fromkeys(one for role in FIGURES if role in set(roles) for one in FIGURES[role]))
