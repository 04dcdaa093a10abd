"""Academic debts: form, term, two attempts, the second before a commission (п. 6.7; 273-ФЗ, ст. 58)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rules.attestation import ALLOWED, is_positive, short
from rules.deadlines import is_reason
from rules.norms import Norms
from rules.terms import DebtState, FinalKind, FinalValue
from rules.texts import has_russian_word
from rules.violation import Violation

LAW = "273-ФЗ, ст. 58"
FORMS = (FinalKind.CREDIT, FinalKind.GRADED_CREDIT, FinalKind.EXAM, FinalKind.COURSE_PROJECT, FinalKind.MODULE,
         FinalKind.PRACTICE)
_ONLY_FINAL = frozenset({FinalValue.NOT_ATTESTED, FinalValue.CREDITED})


@dataclass(frozen=True)
class Term:
    """The days of a debt, both inclusive, and how it stands."""

    opened: dt.date
    due: dt.date
    state: DebtState


def form_of(kind: FinalKind) -> FinalKind:
    """In which form a result is made up unless the deputy says otherwise: a semester's mark by a graded credit."""
    return kind if kind in FORMS else FinalKind.GRADED_CREDIT


def last_day(opened: dt.date, norms: Norms) -> dt.date:
    """A year from the day the debt arose, or the college's shorter term."""
    year, month = divmod(opened.month - 1 + norms.debt_months, 12)
    year, month = opened.year + year, month + 1
    return dt.date(year, month, min(opened.day, calendar.monthrange(year, month)[1]))


def check_term(form: FinalKind, opened: dt.date, due: dt.date, norms: Norms, reason: str | None = None,
               ) -> Violation | None:
    """The form is one of attestation, the term is within a year; days of illness and leave are added with a reason."""
    if form not in FORMS:
        titles = ", ".join(one.title for one in FORMS)
        return Violation("6.7", f"Форма сдачи — одна из: {titles}", "form")
    if due <= opened:
        return Violation("6.7", "Срок сдачи — после дня, когда открыта задолженность", "due_on")
    limit = last_day(opened, norms)
    if due <= limit or is_reason(reason):
        return None
    return Violation("6.7", f"Задолженность ликвидируют до {limit:%d.%m.%Y} ({LAW}). Болезнь и академический отпуск в "
                            "этот срок не входят: чтобы назначить позже, укажите причину", "due_on", "reason")


def check_attempt(number: int, date: dt.date, members: str | None, debt: Term, first: dt.date | None, norms: Norms,
                  ) -> Violation | None:
    """An attempt is appointed inside the term, the second one after the first has failed and before a commission."""
    if debt.state in (DebtState.CLOSED, DebtState.EXPIRED):
        return Violation("6.7", f"Задолженность {debt.state.title}: попыток больше не назначают", None)
    if number > norms.debt_attempts:
        return Violation("6.7", f"Попыток не больше {norms.debt_attempts} ({LAW})", "number")
    if number == 2 and debt.state is not DebtState.FIRST_FAILED:
        return Violation("6.7", "Вторую попытку назначают, когда первая не сдана", "number")
    if number == 2 and not has_russian_word(members or ""):
        return Violation("6.7", f"Вторую попытку принимает комиссия ({LAW}): укажите её состав", "members")
    if not debt.opened <= date <= debt.due:
        return Violation("6.7", f"Попытка — с {debt.opened:%d.%m.%Y} по {debt.due:%d.%m.%Y}, в срок задолженности",
                         "date")
    if number == 2 and first is not None and date <= first:
        return Violation("6.7", f"Вторая попытка — позже первой ({first:%d.%m.%Y})", "date")
    return None


def results(form: FinalKind) -> tuple[FinalValue, ...]:
    """What an attempt may end with: «н/а» is a final result only (п. 6.5), a re-credit is no attempt."""
    return tuple(value for value in ALLOWED[form] if value not in _ONLY_FINAL)


def check_result(form: FinalKind, value: FinalValue, date: dt.date, today: dt.date) -> Violation | None:
    """The result suits the form and is entered after the attempt was held, not before."""
    if value not in results(form):
        titles = ", ".join(short(one) for one in results(form))
        return Violation("6.7", f"{form.title.capitalize()}: «{short(value)}» не ставят. Можно: {titles}", "value")
    if today < date:
        return Violation("6.7", f"Попытка назначена на {date:%d.%m.%Y}: результат вносят после сдачи", "value")
    return None


def state_of(results: Sequence[FinalValue | None], due: dt.date, today: dt.date, norms: Norms) -> DebtState:
    """How a debt stands by the results of its attempts in order: a passed one closes it, the last failed one or the
    end of the term leaves it uncleared."""
    entered = [value for value in results if value is not None]
    if any(is_positive(value) for value in entered):
        return DebtState.CLOSED
    if len(entered) >= norms.debt_attempts or today > due:
        return DebtState.EXPIRED
    return DebtState.FIRST_FAILED if entered else DebtState.OPEN
