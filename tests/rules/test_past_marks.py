"""Values, names and sheets of other journals as ours understands them."""

import pytest

from rules.past_marks import cell_text, is_named, is_titled

LETTERS = ("н", "б", "у", "о")


@pytest.mark.parametrize(("text", "ours", "why"), [
    ("5", "5", "a mark"), (" 5 4 ", "5/4", "two marks by a space"), ("5/4", "5/4", "by our own sign"),
    ("5;4", "5/4", "by a semicolon"), ("Н", "н", "any case"), ("НП", "н", "a letter of another journal"),
    ("уп", "у", "a good reason"), ("4 ОП", "о/4", "the letter stands first"), ("о/4", "о/4", "late with a mark"),
    ("н/а", "н/а", "left for the grammar, which refuses it"), ("4,5", "4,5", "an average is no two marks"),
    ("осв.", "осв.", "left for the grammar"), ("54", "54", "left for the grammar"), ("", "", "nothing"),
])
def test_values(text, ours, why):
    assert cell_text(text, LETTERS) == ours, why


def test_a_letter_of_the_college_wins_over_the_dictionary():
    assert cell_text("уп", (*LETTERS, "уп")) == "уп"


@pytest.mark.parametrize(("typed", "is_it"), [
    ("Ёлкина Алёна Игоревна", True), ("елкина  алена игоревна", True), ("Ёлкина Алёна", True), ("Ёлкина А. И.", False),
    ("Ёлкина", False), ("Елкин Ален Игоревич", False), ("", False),
])
def test_names(typed, is_it):
    assert is_named(typed, "Ёлкина", "Алёна", "Игоревна") is is_it


@pytest.mark.parametrize(("sheet", "title", "same"), [
    ("Математика", "Математика", True), ("ОД.07 Математика", "Математика", True), ("математика ", "Математика", True),
    ("Основы алгоритмизации и програм", "Основы алгоритмизации и программирования", True),
    ("Основы", "Основы философии", False), ("МДК.01.01 Разработка модулей", "Разработка модулей", True),
    ("Физика", "Математика", False), ("Лист1", "Математика", False), ("", "Математика", False),
])
def test_sheets(sheet, title, same):
    assert is_titled(sheet, title) is same
