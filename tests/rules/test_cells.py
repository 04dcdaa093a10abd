"""The grammar of a cell (ADR 1; п. 5.6, 6.5, 6.8)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cells import LETTERS, AbsenceLetter, CellValue, check_letter, is_worked_off, parse
from rules.norms import Norms
from rules.violation import Violation

READ = [
    ("", (), None, "cleared"),
    ("   ", (), None, "only spaces"),
    ("5", (5,), None, "a mark"),
    ("2", (2,), None, "the lowest of the scale"),
    ("5/4", (5, 4), None, "two marks"),
    (" 5 / 4 ", (5, 4), None, "spaces do not matter"),
    ("5/4/3/2", (5, 4, 3, 2), None, "four is the most by default"),
    ("н", (), "н", "absent"),
    ("Н", (), "н", "capital"),
    ("б", (), "б", "ill"),
    ("у", (), "у", "excused"),
    ("о", (), "о", "late"),
    ("y", (), "н", "Latin layout: the key of н"),
    ("Y", (), "н", "Latin layout, capital"),
    (",", (), "б", "Latin layout: the key of б"),
    ("<", (), "б", "Latin layout with Shift: the key of Б"),
    ("e", (), "у", "Latin layout: the key of у"),
    ("j", (), "о", "Latin layout: the key of о"),
    ("о/4", (4,), "о", "a late student may have a mark"),
    ("j/4", (4,), "о", "the same in the Latin layout"),
    ("о/4/5", (4, 5), "о", "a late student, two marks"),
]


@pytest.mark.parametrize(("text", "marks", "absence", "why"), READ)
def test_reads(text: str, marks: tuple[int, ...], absence: str | None, why: str) -> None:
    assert parse(text) == CellValue(marks, absence), why


REFUSED = [
    ("н/а", "6.5", "«н/а» is a final result"),
    ("Н/А", "6.5", "capitals"),
    ("на", "6.5", "without the slash"),
    ("н.а.", "6.5", "with dots"),
    ("н а", "6.5", "with a space"),
    ("y/f", "6.5", "typed in the Latin layout"),
    ("n/a", "6.5", "in English"),
    ("не аттестован", "6.5", "in full"),
    ("5/на", "6.5", "beside a mark"),
    ("Осв.", "6.8", "exempt is not an entry"),
    ("осв", "6.8", "without the dot"),
    ("ОСВОБОЖДЁН", "6.8", "in full"),
    ("осв/5", "6.8", "beside a mark"),
    ("jcd", "6.8", "typed in the Latin layout"),
    ("jcd.", "6.8", "typed in the Latin layout with the dot"),
    ("зач", "", "a credit is a final result"),
    ("незачёт", "", "a failed credit too"),
    ("н/я", "", "a no-show is a final result"),
    ("1", "", "not on the scale"),
    ("6", "", "not on the scale"),
    ("0", "", "not on the scale"),
    ("10", "", "not on the scale"),
    ("54", "", "two marks need a slash"),
    ("5+", "", "no pluses"),
    ("5-", "", "no minuses"),
    ("-5", "", "no negative marks"),
    ("4.5", "", "no parts"),
    ("4,5", "", "no parts"),
    ("٥", "", "Arabic five is not a five"),
    ("²", "", "a power of two is not a two"),
    ("５", "", "a full-width digit is not on a Russian keyboard"),
    ("5/", "", "nothing after the slash"),
    ("/5", "", "nothing before the slash"),
    ("5//4", "", "nothing between"),
    ("5/4/3/2/5", "", "five marks do not fit"),
    ("5/н", "", "the letter stands first"),
    ("н/б", "", "one absence"),
    ("нн", "", "one letter"),
    ("о/о", "", "one lateness"),
    ("ъ", "", "not in the dictionary"),
    ("<script>", "", "not a value"),
    ("5; DROP", "", "not a value"),
    ("х" * 10_000, "", "a long text"),
]


@pytest.mark.parametrize(("text", "point", "why"), REFUSED)
def test_refuses(text: str, point: str, why: str) -> None:
    with pytest.raises(Violation) as refused:
        parse(text)
    assert refused.value.point == point, why
    assert refused.value.needs is None
    assert refused.value.message


BESIDE_ABSENCE = ["н/5", "б/4", "у/3", "y/5", "н/5/4"]


@pytest.mark.parametrize("text", BESIDE_ABSENCE)
def test_a_mark_beside_an_absence_only_for_a_lesson_made_up(text: str) -> None:
    with pytest.raises(Violation) as refused:
        parse(text)
    assert refused.value.needs == "reason"
    assert parse(text, worked_off=True).marks
    with pytest.raises(Violation) as refused:
        parse(text, same_day=True)
    assert refused.value.needs is None, "on the lesson's own day no reason helps"


@pytest.mark.parametrize(("day", "reason", "made_up"), [
    (21, "отработано на консультации 21.11", True),   # later, with words
    (20, "отработано", False),                        # on the day of the absence nothing is made up yet
    (21, "", False),                                  # no words
    (21, None, False),
    (21, "...", False),                               # dots are not words
])
def test_made_up(day: int, reason: str | None, made_up: bool) -> None:
    assert is_worked_off(dt.date(2023, 11, day), dt.date(2023, 11, 20), reason) is made_up


def test_the_dictionary_is_the_colleges() -> None:
    letters = (*LETTERS, AbsenceLetter("уп"), AbsenceLetter("к", is_late=True))
    assert parse("УП", letters) == CellValue((), "уп")
    assert parse("eg", letters) == CellValue((), "уп")        # the Latin layout follows the dictionary
    assert parse("к/5", letters) == CellValue((5,), "к")
    with pytest.raises(Violation):
        parse("уп", LETTERS)


def test_the_advice_names_the_dictionary() -> None:
    with pytest.raises(Violation, match="н, б, у, о"):
        parse("щ")


def test_marks_per_cell_is_a_norm() -> None:
    assert parse("5/4", norms=Norms(marks_per_cell=2)).marks == (5, 4)
    with pytest.raises(Violation):
        parse("5/4/3", norms=Norms(marks_per_cell=2))


@pytest.mark.parametrize(("letter", "point"), [
    ("к", None), ("уп", None), ("ОП", None),
    ("", "5.6"), ("5", "5.6"), ("h", "5.6"), ("длинно", "5.6"), ("н/", "5.6"),
    ("на", "6.5"),    # would read as «н/а»
    ("осв", "6.8"),   # would read as «Осв.»
])
def test_letters_a_college_may_add(letter: str, point: str | None) -> None:
    violation = check_letter(letter)
    assert (violation.point if violation else None) == point


MARKS = st.lists(st.sampled_from([2, 3, 4, 5]), max_size=4).map(tuple)
ABSENCES = st.sampled_from([None, *(letter.letter for letter in LETTERS)])


@given(MARKS, ABSENCES)
def test_round_trip(marks: tuple[int, ...], absence: str | None) -> None:
    value = CellValue(marks, absence)
    assert parse(str(value), worked_off=True) == value
    assert parse(str(value).upper(), worked_off=True) == value


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        value = parse(text)
    except Violation:
        return
    assert set(value.marks) <= {2, 3, 4, 5}
    assert parse(str(value)) == value


@given(st.text(alphabet="2345нбуоyej,/ НБУО16а.", max_size=8))
def test_texts_near_the_grammar_never_break_it(text: str) -> None:
    try:
        value = parse(text)
    except Violation:
        return
    assert not (value.marks and value.absence) or value.absence == "о"
