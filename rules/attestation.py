"""Final results: which values, on what basis, when «н/а» is recommended (п. 6.5, 6.6, 6.7). None is ever computed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rules.accumulation import Progress
from rules.norms import Norms
from rules.terms import TAUGHT, BasisKind, FinalKind, FinalValue, LineKind
from rules.texts import has_russian_word
from rules.violation import Violation

_DIGITS = (FinalValue.FIVE, FinalValue.FOUR, FinalValue.THREE, FinalValue.TWO)
_EXAMINED = (*_DIGITS, FinalValue.NOT_ATTESTED, FinalValue.NO_SHOW, FinalValue.CREDITED)
ALLOWED: dict[FinalKind, tuple[FinalValue, ...]] = {
    FinalKind.SEMESTER: (*_DIGITS, FinalValue.NOT_ATTESTED, FinalValue.CREDITED),
    FinalKind.CREDIT: (FinalValue.PASSED, FinalValue.FAILED, FinalValue.NOT_ATTESTED, FinalValue.NO_SHOW,
                       FinalValue.CREDITED),
    FinalKind.GRADED_CREDIT: _EXAMINED,
    FinalKind.EXAM: _EXAMINED,
    FinalKind.COURSE_PROJECT: _EXAMINED,
    FinalKind.COURSE: (*_DIGITS, FinalValue.PASSED, FinalValue.NOT_ATTESTED, FinalValue.CREDITED),
    FinalKind.MODULE: _EXAMINED,
    FinalKind.PRACTICE: _EXAMINED,
}
# as the journal writes them: in cells, on paper, typed
SHORT = {FinalValue.PASSED: "зач.", FinalValue.FAILED: "незач.", FinalValue.NOT_ATTESTED: "н/а",
         FinalValue.NO_SHOW: "н/я", FinalValue.CREDITED: "перезач."}
# as papers write them: a digit with its word
WRITTEN = {FinalValue.FIVE: "5 (отлично)", FinalValue.FOUR: "4 (хорошо)", FinalValue.THREE: "3 (удовл.)",
           FinalValue.TWO: "2 (неудовл.)"}
DEBT_VALUES = frozenset({FinalValue.TWO, FinalValue.FAILED, FinalValue.NOT_ATTESTED, FinalValue.NO_SHOW})
_BASIS_LENGTH = 500
_AVERAGE = re.compile(r"средн\w*\s+(балл|отметк|оценк|арифм|знач)|\bср\.?\s*балл", re.IGNORECASE)


@dataclass(frozen=True)
class Controls:
    """Forms of control of a curriculum line in its semester."""

    exams: int = 0
    graded_credits: int = 0
    credits: int = 0
    course_projects: int = 0


@dataclass(frozen=True)
class Recommendation:
    """Advice to put «н/а» and why; the teacher decides (п. 6.7). ``absent``: more than the share is missed."""

    reason: str
    absent: bool = False
    value: FinalValue = FinalValue.NOT_ATTESTED


def final_kinds(line: LineKind, controls: Controls, concludes: bool = False) -> tuple[FinalKind, ...]:
    """Which final results a journal has by the form of control of the curriculum.

    ``concludes``: the discipline has run for several semesters and ends here, the diploma takes its «итоговая».
    """
    kinds = _kinds_of_control(line, controls)
    return (*kinds, FinalKind.COURSE) if concludes and line in TAUGHT else kinds


def _kinds_of_control(line: LineKind, controls: Controls) -> tuple[FinalKind, ...]:
    if line is LineKind.PRACTICE:
        return (FinalKind.PRACTICE,)
    if line in (LineKind.MODULE_EXAM, LineKind.STATE_EXAM):
        return (FinalKind.MODULE,) if line is LineKind.MODULE_EXAM else (FinalKind.EXAM,)
    kinds = [FinalKind.COURSE_PROJECT] if controls.course_projects else []
    if controls.exams:
        return (FinalKind.SEMESTER, *kinds, FinalKind.EXAM)
    if controls.graded_credits:
        return (*kinds, FinalKind.GRADED_CREDIT)
    if controls.credits:
        return (*kinds, FinalKind.CREDIT)
    return (FinalKind.SEMESTER, *kinds)


def short(value: FinalValue) -> str:
    """«5», «зач.», «н/а»: a result as it stands in a cell."""
    return SHORT.get(value, value.value)


def written(value: FinalValue) -> str:
    """«5 (отлично)», «3 (удовл.)», «зачёт»: a result as it stands on paper."""
    return WRITTEN.get(value, value.title)


def read_value(kind: FinalKind, text: str) -> FinalValue:
    """A result as typed: a digit, «зач.» or «зачёт», «н/а», in any case; raises Violation on anything else."""
    typed = _folded(text)
    if typed.startswith("осв"):
        raise Violation("6.8", "Запись «Осв.» в журнале не допускается: оценивают теоретические знания", "value")
    found = next((value for value in FinalValue if typed and typed in _spellings(value)), None)
    if found is None:
        raise Violation("6.6", f"Такого результата нет. Можно: {_titles(kind)}", "value")
    refusal = check_value(kind, found)
    if refusal:
        raise refusal
    return found


def _folded(text: str) -> str:
    return text.casefold().replace("ё", "е").replace(" ", "").strip(".")


def _spellings(value: FinalValue) -> set[str]:
    return {_folded(value.value), _folded(value.title), _folded(short(value))}


def _titles(kind: FinalKind) -> str:
    return ", ".join(allowed.title for allowed in ALLOWED[kind])


def check_value(kind: FinalKind, value: FinalValue) -> Violation | None:
    """The value suits the form of control."""
    if value in ALLOWED[kind]:
        return None
    return Violation("6.6", f"{kind.title.capitalize()}: «{value.title}» не ставят. Можно: {_titles(kind)}", "value")


def check_basis(value: FinalValue, basis: BasisKind | None, words: str | None) -> Violation | None:
    """Every final result rests on something, and never on the average (п. 6.6)."""
    said = (words or "").strip()
    if basis is None:
        return Violation("6.6", "Укажите основание итоговой отметки", "basis_kind")
    if basis is BasisKind.WORDS and not has_russian_word(said):
        return Violation("6.6", "Напишите основание словами", "basis", "words")
    if len(said) > _BASIS_LENGTH:
        return Violation("6.6", f"Основание длиннее {_BASIS_LENGTH} знаков", "basis")
    if _AVERAGE.search(said):
        return Violation("6.6", "Итоговая отметка не привязывается к среднему баллу: назовите работы и ответы, "
                                "на которых она основана", "basis")
    if basis is BasisKind.ABSENCE and value is not FinalValue.NOT_ATTESTED:
        return Violation("6.7", "Пропуски — основание только для «н/а»", "basis_kind")
    if (basis is BasisKind.RECREDIT) is not (value is FinalValue.CREDITED):
        return Violation("6.6", "Основание «перезачёт по приказу» и результат «перезачтено» бывают только вместе",
                         "basis_kind")
    if basis is BasisKind.RECREDIT and not any(sign.isdigit() for sign in said):
        return Violation("6.6", "Укажите номер и дату приказа о перезачёте", "basis", "words")
    return None


def check_theme(kind: FinalKind, value: FinalValue, theme: str | None) -> Violation | None:
    """A course project or work is marked under its theme, in Russian (п. 5.6, 8.1)."""
    said = (theme or "").strip()
    if len(said) > _BASIS_LENGTH:
        return Violation("5.6", f"Тема длиннее {_BASIS_LENGTH} знаков", "theme")
    if kind is not FinalKind.COURSE_PROJECT or value not in _DIGITS or has_russian_word(said):
        return None
    return Violation("5.6", "Укажите тему курсового проекта (работы) на русском языке", "theme", "theme")


def check_final(kind: FinalKind, value: FinalValue, basis: BasisKind | None, words: str | None,
                theme: str | None = None) -> list[Violation]:
    """All that forbids such a final result."""
    found = (check_value(kind, value), check_basis(value, basis, words), check_theme(kind, value, theme))
    return [violation for violation in found if violation]


def recommend(missed: int, held: int, marks: int, norms: Norms) -> Recommendation | None:
    """«Н/а» when strictly more than half of the lessons held during membership is missed, or there are no marks."""
    if held and Decimal(missed) > norms.missed_share * held:
        share = _percent(norms.missed_share)
        return Recommendation(f"пропущено {missed} из {held} занятий — больше {share} % (п. 6.7)", True)
    if marks == 0:
        return Recommendation("нет текущих отметок (п. 6.7)")
    return None


def assessed_by_marks(line: LineKind) -> bool:
    """Whether the result sums up lessons: an exam of a module or of the state has none of its own."""
    return line not in (LineKind.MODULE_EXAM, LineKind.STATE_EXAM)


def sums_up_marks(kind: FinalKind) -> bool:
    """Whether the accumulation of п. 6.4 speaks of such a result: a project and an exam of a module stand apart."""
    return kind not in (FinalKind.COURSE_PROJECT, FinalKind.MODULE)


def unfinished_warning(parts: Sequence[str]) -> str | None:
    """Parts of the module without a published positive result, told before its exam.

    A warning and not a refusal: neither the regulation nor the law forbids the entry, a part may have been taught
    before the journal was kept here, and its result may be late through another's fault.
    """
    return f"Нет положительных итогов по частям модуля: {', '.join(parts)}" if parts else None


def warning(value: FinalValue, progress: Progress, advice: Recommendation | None) -> str | None:
    """What the teacher is told before a final result is put; it forbids nothing."""
    if value in (FinalValue.NOT_ATTESTED, FinalValue.CREDITED, FinalValue.NO_SHOW):
        return None
    if advice:
        return f"Рекомендуется «н/а»: {advice.reason}"
    return None if progress.is_enough else f"Текущих отметок {progress} (п. 6.4)"


def is_positive(value: FinalValue) -> bool:
    """3 and better, зачёт, перезачтено: nothing is owed."""
    return value not in DEBT_VALUES


def opens_debt(value: FinalValue) -> bool:
    """An academic debt opens when the teacher enters «н/а» or a failed result (п. 6.7; 273-ФЗ, ст. 58)."""
    return value in DEBT_VALUES


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}".replace(".", ",")
