"""What stands in a curator's letter: by kind, on paper and in an SMS; nobody's name in its title (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from rules.letters import TITLES, About, SubjectLine, check_words, greeting, subject_words, waits_too_long, write
from rules.norms import Norms
from rules.sending import MOST_PARTS, sms_parts
from rules.terms import LetterKind

DAY = dt.date(2023, 11, 20)
PHYSICS = SubjectLine("Физика", (3, 2, 0, 1), Decimal("4.17"), ("4",), 6, 2)
HISTORY = SubjectLine("История", (0, 0, 0, 0), None, (), 0, 0)
ABOUT = About("Осинцева Алина Николаевна", "Осинцева А. Н.", "ИС-21", "1 семестр", DAY, (PHYSICS, HISTORY),
              ((dt.date(2023, 11, 13), 2),), dt.date(2023, 10, 21))
MOTHER = ("Наталья", "Викторовна")


@pytest.mark.parametrize(("name", "expected"), [
    (MOTHER, "Уважаемая Наталья Викторовна,"), (("Пётр", "Ильич"), "Уважаемый Пётр Ильич,"),
    (("Гульнара", None), "Уважаемый(ая) Гульнара,")])
def test_greeting(name, expected):
    assert greeting(*name) == expected


@pytest.mark.parametrize(("line", "expected"), [
    (PHYSICS, "Физика: «5» — 3, «4» — 2, «2» — 1; средний 4,17; итоговая 4; пропущено 6 ч"),
    (HISTORY, "История: отметок нет")])
def test_a_subject_in_words(line, expected):
    assert subject_words(line) == expected


def test_the_informing_letter_has_every_subject_and_the_note_of_the_regulation():
    letter = write(LetterKind.REPORT, ABOUT, MOTHER, "Усольцева С. П.")
    assert letter.lines == (PHYSICS, HISTORY)
    for words in ("Студент: Осинцева Алина Николаевна, группа ИС-21.", "на 20.11.2023", "История: отметок нет",
                  "Пропущено часов: 6, из них без уважительной причины: 2.", "не привязана к среднему баллу (п. 6.6)",
                  "Куратор группы ИС-21 Усольцева С. П."):
        assert words in letter.text


def test_the_letter_about_absences_names_the_days():
    letter = write(LetterKind.ABSENCES, ABOUT, MOTHER, "Усольцева С. П.", "Жду справку.")
    assert "Без уважительной причины с 21.10.2023: 13.11 (2 ч)." in letter.text and "Жду справку." in letter.text
    assert letter.lines == ()
    none = write(LetterKind.ABSENCES, replace(ABOUT, lines=(HISTORY,), days=()), MOTHER, "Усольцева С. П.")
    assert "Пропусков нет." in none.text and "пропусков без уважительной причины нет" in none.text


def test_of_behaviour_one_writes_in_own_words_and_no_marks_are_told():
    letter = write(LetterKind.BEHAVIOUR, ABOUT, MOTHER, "Усольцева С. П.", "  Помогает другим. ")
    assert "Помогает другим." in letter.text and "Физика" not in letter.text and "средний" not in letter.text
    assert check_words(LetterKind.BEHAVIOUR, " ").field == "words"
    assert check_words(LetterKind.REPORT, "") is None
    assert check_words(LetterKind.REPORT, "а" * 1501) is not None


@pytest.mark.parametrize(("kind", "words", "expected"), [
    (LetterKind.REPORT, "", "6 отметок, двоек 1, пропущено 6 ч, без уважительной 2 ч"),
    (LetterKind.ABSENCES, "", "с 21.10 пропущено без уважительной причины 2 ч"),
    (LetterKind.BEHAVIOUR, "Прошу прийти.", "Прошу прийти")])
def test_an_sms_fits_and_says_who_writes(kind, words, expected):
    sms = write(kind, ABOUT, MOTHER, "Усольцева С. П.", words).sms
    assert sms == f"Осинцева А. Н.: {expected}. Куратор Усольцева С. П."
    assert sms_parts(sms) <= MOST_PARTS


def test_titles_name_nobody():
    assert set(TITLES) == set(LetterKind)
    assert all("Осинцева" not in write(kind, ABOUT, MOTHER, "Усольцева С. П.", "слово").title for kind in LetterKind)


@pytest.mark.parametrize(("days", "late"), [(None, False), (7, False), (8, True)])
def test_absences_are_decided_within_a_week(days, late):
    today = dt.date(2023, 11, 20)
    assert waits_too_long(None if days is None else today - dt.timedelta(days=days), today, Norms()) is late
