"""Final results: values, basis, recommendation (п. 6.5, 6.6, 6.7)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from rules.accumulation import Progress
from rules.attestation import (
    ALLOWED,
    Controls,
    check_basis,
    check_final,
    check_theme,
    check_value,
    final_kinds,
    is_positive,
    opens_debt,
    read_value,
    recommend,
    short,
    unfinished_warning,
    warning,
)
from rules.norms import Norms
from rules.terms import BasisKind, FinalKind, LineKind
from rules.terms import FinalValue as V
from rules.violation import Violation

KINDS = [
    (LineKind.DISCIPLINE, Controls(), [FinalKind.SEMESTER], "no form of control: the semester's mark"),
    (LineKind.DISCIPLINE, Controls(exams=1), [FinalKind.SEMESTER, FinalKind.EXAM], "a mark and an exam"),
    (LineKind.MDK, Controls(graded_credits=1), [FinalKind.GRADED_CREDIT], "ДЗ takes the place of the mark"),
    (LineKind.DISCIPLINE, Controls(credits=1), [FinalKind.CREDIT], "зачёт"),
    (LineKind.MDK, Controls(exams=1, course_projects=1),
     [FinalKind.SEMESTER, FinalKind.COURSE_PROJECT, FinalKind.EXAM], "a course project beside an exam"),
    (LineKind.MDK, Controls(course_projects=1), [FinalKind.SEMESTER, FinalKind.COURSE_PROJECT], "a project alone"),
    (LineKind.PRACTICE, Controls(graded_credits=1), [FinalKind.PRACTICE], "practice"),
    (LineKind.MODULE_EXAM, Controls(exams=1), [FinalKind.MODULE], "exam of a module"),
    (LineKind.STATE_EXAM, Controls(), [FinalKind.EXAM], "state exam"),
]


@pytest.mark.parametrize(("line", "controls", "kinds", "why"), KINDS)
def test_kinds_by_the_form_of_control(line: LineKind, controls: Controls, kinds: list[FinalKind], why: str) -> None:
    assert list(final_kinds(line, controls)) == kinds, why


@pytest.mark.parametrize(("line", "added"), [
    (LineKind.DISCIPLINE, True), (LineKind.MDK, True), (LineKind.PRACTICE, False), (LineKind.MODULE_EXAM, False)])
def test_a_discipline_of_several_semesters_ends_with_its_own_result(line: LineKind, added: bool) -> None:
    kinds = final_kinds(line, Controls(exams=1), concludes=True)
    assert (kinds[-1] is FinalKind.COURSE) is added


TYPED = [
    (FinalKind.EXAM, "5", V.FIVE), (FinalKind.EXAM, " н/а ", V.NOT_ATTESTED), (FinalKind.EXAM, "Н/Я", V.NO_SHOW),
    (FinalKind.CREDIT, "зач.", V.PASSED), (FinalKind.CREDIT, "Зачёт", V.PASSED), (FinalKind.CREDIT, "зачет", V.PASSED),
    (FinalKind.CREDIT, "незач", V.FAILED), (FinalKind.SEMESTER, "перезачтено", V.CREDITED),
    (FinalKind.EXAM, "na", V.NOT_ATTESTED), (FinalKind.EXAM, "4 (хорошо)", V.FOUR),
    (FinalKind.EXAM, "зач.", "6.6"), (FinalKind.CREDIT, "5", "6.6"), (FinalKind.EXAM, "", "6.6"),
    (FinalKind.EXAM, "5/4", "6.6"), (FinalKind.EXAM, "4,5", "6.6"), (FinalKind.EXAM, "осв", "6.8"),
    (FinalKind.SEMESTER, "Освобождён", "6.8"), (FinalKind.SEMESTER, "н", "6.6"),
]


@pytest.mark.parametrize(("kind", "text", "expected"), TYPED)
def test_results_as_typed(kind: FinalKind, text: str, expected: V | str) -> None:
    if isinstance(expected, V):
        assert read_value(kind, text) is expected
        return
    with pytest.raises(Violation) as refused:
        read_value(kind, text)
    assert refused.value.point == expected


@pytest.mark.parametrize("value", list(V))
def test_every_result_reads_back_as_it_is_written(value: V) -> None:
    kind = next(kind for kind, values in ALLOWED.items() if value in values)
    assert read_value(kind, short(value)) is value
    assert is_positive(value) is not opens_debt(value)


@pytest.mark.parametrize(("kind", "value", "theme", "point", "why"), [
    (FinalKind.COURSE_PROJECT, V.FIVE, "Сайт лицея", None, "under its theme"),
    (FinalKind.COURSE_PROJECT, V.FIVE, None, "5.6", "a digit without a theme"),
    (FinalKind.COURSE_PROJECT, V.TWO, "", "5.6", "a two has a theme too"),
    (FinalKind.COURSE_PROJECT, V.FIVE, "Web site", "5.6", "in Russian"),
    (FinalKind.COURSE_PROJECT, V.NO_SHOW, None, None, "nobody came, nothing was defended"),
    (FinalKind.COURSE_PROJECT, V.FIVE, "а" * 501, "5.6", "too long"),
    (FinalKind.EXAM, V.FIVE, None, None, "an exam has none"),
])
def test_themes(kind: FinalKind, value: V, theme: str | None, point: str | None, why: str) -> None:
    violation = check_theme(kind, value, theme)
    assert (violation and violation.point) == point, why


def test_parts_of_a_module_not_passed_are_named() -> None:
    assert unfinished_warning(()) is None
    assert unfinished_warning(("МДК.02.01", "УП.02")) == "Нет положительных итогов по частям модуля: МДК.02.01, УП.02"


VALUES = [
    (FinalKind.SEMESTER, V.FIVE, True, "a digit"),
    (FinalKind.SEMESTER, V.NOT_ATTESTED, True, "«н/а» lives here"),
    (FinalKind.SEMESTER, V.PASSED, False, "no credit for a semester's mark"),
    (FinalKind.SEMESTER, V.NO_SHOW, False, "nobody has to show up for a semester"),
    (FinalKind.CREDIT, V.PASSED, True, "зачёт"),
    (FinalKind.CREDIT, V.FIVE, False, "зачёт has no digits"),
    (FinalKind.GRADED_CREDIT, V.FIVE, True, "ДЗ has"),
    (FinalKind.GRADED_CREDIT, V.PASSED, False, "and is not a зачёт"),
    (FinalKind.EXAM, V.NO_SHOW, True, "did not come"),
    (FinalKind.EXAM, V.CREDITED, True, "re-credited by order"),
    (FinalKind.PRACTICE, V.FAILED, False, "practice ends with a digit"),
]


@pytest.mark.parametrize(("kind", "value", "fits", "why"), VALUES)
def test_values(kind: FinalKind, value: V, fits: bool, why: str) -> None:
    assert (check_value(kind, value) is None) is fits, why
    assert (value in ALLOWED[kind]) is fits


def test_every_kind_has_its_values() -> None:
    assert set(ALLOWED) == set(FinalKind)
    assert all(V.NOT_ATTESTED in values for values in ALLOWED.values())


BASES = [
    (V.FIVE, BasisKind.CURRENT_WORK, None, None, "from the list"),
    (V.FIVE, None, None, "6.6", "no basis"),
    (V.FIVE, BasisKind.WORDS, "", "6.6", "words without words"),
    (V.FIVE, BasisKind.WORDS, "5", "6.6", "a digit is not words"),
    (V.FIVE, BasisKind.WORDS, "ok", "6.6", "not in Russian"),
    (V.FIVE, BasisKind.WORDS, "победа в олимпиаде", None, "words"),
    (V.FOUR, BasisKind.WORDS, "средний балл 4,2", "6.6", "the average is no basis"),
    (V.FOUR, BasisKind.WORDS, "По среднему баллу", "6.6", "in any case"),
    (V.FOUR, BasisKind.CURRENT_WORK, "ср. балл 4,2", "6.6", "nor as a note"),
    (V.FOUR, BasisKind.WORDS, "работы среднего уровня сложности", None, "a word like it"),
    (V.FIVE, BasisKind.WORDS, "а" * 501, "6.6", "too long"),
    (V.NOT_ATTESTED, BasisKind.ABSENCE, None, None, "п. 6.7"),
    (V.THREE, BasisKind.ABSENCE, None, "6.7", "absence gives no three"),
    (V.CREDITED, BasisKind.RECREDIT, "пр. № 5", None, "by order"),
    (V.CREDITED, BasisKind.RECREDIT, None, "6.6", "an order without a number"),
    (V.CREDITED, BasisKind.CURRENT_WORK, None, "6.6", "re-credited without an order"),
    (V.FIVE, BasisKind.RECREDIT, None, "6.6", "an order gives no five of this journal"),
]


@pytest.mark.parametrize(("value", "basis", "words", "point", "why"), BASES)
def test_bases(value: V, basis: BasisKind | None, words: str | None, point: str | None, why: str) -> None:
    violation = check_basis(value, basis, words)
    assert (violation and violation.point) == point, why


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert len(check_final(FinalKind.CREDIT, V.FIVE, None, None)) == 2
    assert check_final(FinalKind.CREDIT, V.PASSED, BasisKind.EXAM_ANSWER, None) == []


ABSENT = [
    (5, 10, 3, False, "exactly a half is not more than a half"),
    (6, 10, 3, True, "more than a half"),
    (8, 15, 3, True, "53 %"),
    (7, 15, 3, False, "47 %"),
    (0, 10, 0, True, "no marks for another reason"),
    (0, 10, 1, False, "one mark is a mark"),
    (0, 0, 0, True, "came after the last lesson: nothing to assess"),
    (1, 1, 0, True, "missed the only lesson"),
]


@pytest.mark.parametrize(("missed", "held", "marks", "advised", "why"), ABSENT)
def test_recommendation(missed: int, held: int, marks: int, advised: bool, why: str) -> None:
    advice = recommend(missed, held, marks, Norms())
    assert (advice is not None) is advised, why
    assert advice is None or (advice.value is V.NOT_ATTESTED and "6.7" in advice.reason)


def test_the_share_is_a_norm() -> None:
    assert recommend(5, 10, 3, Norms(missed_share=Decimal("0.4"))) is not None
    assert recommend(6, 10, 3, Norms(missed_share=Decimal("0.6"))) is None


def test_warnings_forbid_nothing() -> None:
    short, enough = Progress(4, 10), Progress(10, 10)
    advice = recommend(6, 10, 3, Norms())
    assert warning(V.FIVE, short, None) == "Текущих отметок 4 из 10 (п. 6.4)"
    assert "пропущено 6 из 10" in (warning(V.FIVE, enough, advice) or "")
    assert warning(V.FIVE, enough, None) is None
    assert warning(V.NOT_ATTESTED, short, advice) is None


@pytest.mark.parametrize(("value", "opens"), [
    (V.NOT_ATTESTED, True), (V.TWO, True), (V.FAILED, True), (V.NO_SHOW, True),
    (V.THREE, False), (V.PASSED, False), (V.CREDITED, False),
])
def test_debts(value: V, opens: bool) -> None:
    assert opens_debt(value) is opens


def test_no_path_leads_from_the_average_to_a_final() -> None:
    """п. 6.6: the module of finals does not know the module of averages."""
    import rules.attestation as module

    assert module.__file__ is not None
    assert "averages" not in Path(module.__file__).read_text(encoding="utf-8")
