"""Words of control: findings, inspections, closed periods, the plan schedule."""

from __future__ import annotations

from rules.terms.term import Term


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
