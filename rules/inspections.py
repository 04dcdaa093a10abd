"""An inspection of journals: its act, remarks until mended, the four questions of a semester (п. 7.2–7.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from rules.calendar import month_of
from rules.deadlines import is_reason
from rules.norms import Norms
from rules.terms import FindingState, InspectionKind, Term
from rules.violation import Violation
from rules.words import plural

SUBJECT_LENGTH, CONCLUSION_LENGTH, REMARK_LENGTH = 250, 4000, 2000
NAMED = 3  # findings told in full in a remark that sums up many
OVER = frozenset({FindingState.FIXED, FindingState.ACCEPTED})


class RemarkState(Term):
    """How a remark stands on a day, what needs an answer first."""

    OVERDUE = "overdue", "просрочено"
    OPEN = "open", "не устранено"
    EXPLAINED = "explained", "есть объяснение"
    MENDED = "mended", "устранено"
    CLEAN = "clean", "замечаний нет"


class Question(Term):
    """What is checked at the end of a semester, in the words of п. 7.3."""

    PROGRAMME = "programme", "Усвоение программы: учебный план и тематическое планирование"
    MARKS = "marks", "Объективность текущих и итоговых отметок"
    WORKS = "works", "Контрольные и проверочные работы"
    SUBSTITUTIONS = "substitutions", "Записи замен занятий"


# checks of the control desk by the question they answer
ANSWERED_BY: dict[Question, frozenset[str]] = {
    Question.PROGRAMME: frozenset({
        "hours_differ", "topic_out_of_order", "topic_repeated", "lesson_without_topic", "topic_not_in_russian",
        "lesson_on_day_off", "lesson_outside_timetable", "timetable_lesson_not_given", "subgroup_hours_twice",
        "practice_without_placement", "practice_without_log", "practice_without_sheet"}),
    Question.MARKS: frozenset({
        "few_marks", "student_without_marks", "student_with_one_mark", "mark_beside_absence", "two_not_followed",
        "two_after_absence", "final_without_basis", "final_on_few_marks", "attested_despite_absence", "final_missing",
        "foreign_hand", "mass_change"}),
    Question.WORKS: frozenset({"planned_work_not_held", "work_not_named", "results_missing", "results_late"}),
    Question.SUBSTITUTIONS: frozenset({
        "substitution_not_recorded", "substitution_not_planned", "group_at_two_lessons", "teacher_at_two_lessons"}),
}


def question_of(check: str) -> Question | None:
    """The question of п. 7.3 that a check answers; None for checks of deadlines."""
    return next((question for question, checks in ANSWERED_BY.items() if check in checks), None)


def remark_state(text: str | None, fixed_on: dt.date | None, findings: Collection[FindingState],
                 due_on: dt.date | None, today: dt.date) -> RemarkState:
    """Mended by the inspector's word or when all its findings are; late the day after its term (п. 7.4)."""
    if not text:
        return RemarkState.CLEAN
    if fixed_on is not None or (findings and OVER.issuperset(findings)):
        return RemarkState.MENDED
    if due_on is not None and today > due_on:
        return RemarkState.OVERDUE
    left = [state for state in findings if state not in OVER]
    if left and all(state == FindingState.EXPLAINED for state in left):
        return RemarkState.EXPLAINED
    return RemarkState.OPEN


def summed_up(title: str, point: str, texts: Sequence[str]) -> str:
    """One remark about all that a check found in a journal: its title, its point, how many, the first of them."""
    told = "; ".join(dict.fromkeys(text.rstrip(".") for text in texts[:NAMED]))
    more = len(texts) - NAMED
    tail = f"; и ещё {more}" if more > 0 else ""
    count = f", {len(texts)} {plural(len(texts), 'случай', 'случая', 'случаев')}" if len(texts) > 1 else ""
    return f"{title} (п. {point}){count}: {told}{tail}"[:REMARK_LENGTH]


def number_after(known: Iterable[str], year: int) -> str:
    """«3/23»: the next number of an act in the academic year; numbers of another shape do not count."""
    tail = f"/{year % 100:02d}"
    used = [int(number.removesuffix(tail)) for number in known
            if number.endswith(tail) and number.removesuffix(tail).isdecimal()]
    return f"{max(used, default=0) + 1}{tail}"


def check_act(kind: InspectionKind | None, subject: str, date: dt.date, due_on: dt.date | None,
              today: dt.date) -> list[Violation]:
    """What is inspected, when, and until when remarks are to be mended (п. 7.2, 7.4)."""
    found = []
    if kind is None:
        found.append(Violation("7.2", "Выберите вид проверки", "kind"))
    if not is_reason(subject):
        found.append(Violation("7.2", "Напишите, что проверено: «Ведение журналов за октябрь»", "subject"))
    elif len(subject) > SUBJECT_LENGTH:
        found.append(Violation("7.2", f"Длиннее {SUBJECT_LENGTH} знаков: сократите", "subject"))
    if date > today:
        found.append(Violation("7.2", "Проверка ещё не прошла: дата в будущем", "date"))
    if due_on is not None and due_on < date:
        found.append(Violation("7.4", "Срок устранения раньше проверки", "due_on"))
    return found


def check_remark_words(text: str) -> Violation | None:
    """A remark by hand says what to mend (п. 7.4)."""
    if not is_reason(text):
        return Violation("7.4", "Напишите, что исправить в журнале", "text")
    return Violation("7.4", f"Длиннее {REMARK_LENGTH} знаков: сократите", "text") if len(text) > REMARK_LENGTH else None


def check_conclusion(conclusion: str, due_on: dt.date | None, date: dt.date, remarks: bool) -> list[Violation]:
    """The act ends with a conclusion; where there are remarks, with a term to mend them (п. 7.4)."""
    found = []
    if not is_reason(conclusion):
        found.append(Violation("7.4", "Напишите вывод словами", "conclusion"))
    elif len(conclusion) > CONCLUSION_LENGTH:
        found.append(Violation("7.4", f"Длиннее {CONCLUSION_LENGTH} знаков: сократите", "conclusion"))
    if due_on is None and remarks:
        found.append(Violation("7.4", "Есть замечания: укажите, до какого дня их устранить", "due_on"))
    elif due_on is not None and due_on < date:
        found.append(Violation("7.4", "Срок устранения раньше проверки", "due_on"))
    return found


def check_concluded(conclusion: str | None) -> Violation | None:
    """An act becomes a document when it has its conclusion: until then it is still being written."""
    return None if conclusion else Violation("7.4", "Проверка ещё идёт: запишите вывод, затем печатайте справку",
                                             "inspection")


def is_due(last: dt.date | None, today: dt.date, norms: Norms) -> bool:
    """Whether this month is the last one for the next inspection, or past it (п. 7.2)."""
    due = next_due(last, norms)
    return due is None or due <= month_of(today)[1]


def next_due(last: dt.date | None, norms: Norms) -> dt.date | None:
    """The last day of the month by which journals are to be inspected again (п. 7.2); None before the first time."""
    if last is None:
        return None
    month = last.year * 12 + last.month - 1 + norms.inspection_every_months + 1
    return dt.date(month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
