"""Final results: which values, on what basis, when «н/а» is recommended (п. 6.5, 6.6, 6.7). None is ever computed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from rules.accumulation import Progress
from rules.norms import Norms
from rules.terms import BasisKind, FinalKind, FinalValue, LineKind
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
    """Advice to put «н/а» and why; the teacher decides (п. 6.7)."""

    reason: str
    value: FinalValue = FinalValue.NOT_ATTESTED


def final_kinds(line: LineKind, controls: Controls) -> tuple[FinalKind, ...]:
    """Which final results a journal has by the form of control of the curriculum."""
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


def allowed_values(kind: FinalKind) -> tuple[FinalValue, ...]:
    """Values of a final result by its kind: зачёт is never a digit, an exam is never a зачёт."""
    return ALLOWED[kind]


def check_value(kind: FinalKind, value: FinalValue) -> Violation | None:
    """The value suits the form of control."""
    if value in ALLOWED[kind]:
        return None
    titles = ", ".join(allowed.title for allowed in ALLOWED[kind])
    return Violation("6.6", f"{kind.title.capitalize()}: «{value.title}» не ставят. Можно: {titles}", "value")


def check_basis(value: FinalValue, basis: BasisKind | None, words: str | None) -> Violation | None:
    """Every final result rests on something, and never on the average (п. 6.6)."""
    said = (words or "").strip()
    if basis is None:
        return Violation("6.6", "Укажите основание итоговой отметки", "basis_kind")
    if basis is BasisKind.WORDS and not has_russian_word(said):
        return Violation("6.6", "Напишите основание словами", "basis")
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
    return None


def check_final(kind: FinalKind, value: FinalValue, basis: BasisKind | None, words: str | None) -> list[Violation]:
    """All that forbids such a final result."""
    found = (check_value(kind, value), check_basis(value, basis, words))
    return [violation for violation in found if violation]


def recommend(missed: int, held: int, marks: int, norms: Norms) -> Recommendation | None:
    """«Н/а» when strictly more than half of the lessons held during membership is missed, or there are no marks."""
    if held and Decimal(missed) > norms.missed_share * held:
        share = _percent(norms.missed_share)
        return Recommendation(f"пропущено {missed} из {held} занятий — больше {share} % (п. 6.7)")
    if marks == 0:
        return Recommendation("нет текущих отметок (п. 6.7)")
    return None


def warning(value: FinalValue, progress: Progress, advice: Recommendation | None) -> str | None:
    """What the teacher is told before a final result is put; it forbids nothing."""
    if value in (FinalValue.NOT_ATTESTED, FinalValue.CREDITED, FinalValue.NO_SHOW):
        return None
    if advice:
        return f"Рекомендуется «н/а»: {advice.reason}"
    return None if progress.is_enough else f"Текущих отметок {progress} (п. 6.4)"


def opens_debt(value: FinalValue) -> bool:
    """An academic debt opens when the teacher enters «н/а» or a failed result (п. 6.7; 273-ФЗ, ст. 58)."""
    return value in DEBT_VALUES


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}".replace(".", ",")
