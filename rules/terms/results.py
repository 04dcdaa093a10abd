"""Words of results: finals, debts, sheets of practice."""

from __future__ import annotations

from rules.terms.term import Term


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
