"""Numbers, codes and names on papers (п. 4.1)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules import documents as r
from rules.declension import Case, declined
from rules.terms import Gender

CODE = "0123456789abcdefghjkmnpqrs"


@pytest.mark.parametrize(("prefix", "number", "year", "shown"), [
    ("СО", 15, 2023, "СО-15/23"), ("", 1, 2009, "1/09"), ("Ф2", 100, 2100, "Ф2-100/00")])
def test_a_number_is_written(prefix, number, year, shown):
    assert r.designation(prefix, number, year) == shown


@pytest.mark.parametrize(("typed", "read"), [
    (CODE, CODE), (r.shown_code(CODE), CODE),  # as printed
    (f"  {CODE.upper()} ", CODE),
    (CODE.replace("0", "O").replace("1", "l"), CODE),  # what people take for one another
    (CODE[:-1], None), (CODE + "0", None), ("", None), ("я" * 26, None), ("u" * 26, None), ("٣" * 26, None)])
def test_a_code_is_read_as_people_type_it(typed, read):
    assert r.read_code(typed) == read


@pytest.mark.parametrize(("typed", "read"), [
    ("AB" * 32, "ab" * 32), (f"{'ab' * 16} {'ab' * 16}\n", "ab" * 32),
    ("ab" * 31, None), ("xy" * 32, None), ("", None)])
def test_a_hash_is_read(typed, read):
    assert r.read_hash(typed) == read


@pytest.mark.parametrize(("months", "ends"), [(10, 2024), (34, 2026), (36, 2026), (46, 2027)])
def test_studies_end_in_june(months, ends):
    assert r.end_of_studies(dt.date(2023, 9, 1), months) == dt.date(ends, 6, 30)


@pytest.mark.parametrize(("name", "gender", "dative"), [
    (("Абрамова", "Анна", "Ильинична"), None, "Абрамовой Анне Ильиничне"),  # the patronymic tells
    (("Ткач", "Иван", "Петрович"), Gender.MALE, "Ткачу Ивану Петровичу"),
    (("Ткач", "Анна", "Петровна"), Gender.FEMALE, "Ткач Анне Петровне"),  # a woman's name on a consonant stands
    (("Черных", "Олег", "Олегович"), None, "Черных Олегу Олеговичу"),
    (("Шевченко", "Пётр", "Ильич"), None, "Шевченко Петру Ильичу"),
    (("Бондаренко-Белый", "Семён", "Львович"), None, "Бондаренко-Белому Семёну Львовичу"),
    (("Мамедов", "Рашид", "Али оглы"), None, "Мамедову Рашиду Али оглы"),
    (("Ким", "Саша", None), None, "Ким Саша"),  # nothing tells the gender: as it stands
    (("Ким", "Саша", None), Gender.MALE, "Киму Саше")])
def test_a_name_declines_by_the_gender_of_the_card(name, gender, dative):
    assert declined(Case.DATIVE, *name, gender) == dative


def test_the_other_cases():
    name = ("Осинцев", "Лев", "Лукич")
    assert declined(Case.GENITIVE, *name) == "Осинцева Льва Лукича"
    assert declined(Case.INSTRUMENTAL, *name) == "Осинцевым Львом Лукичом"
