"""Words in texts: any case, ё as е, every other sign as it is written, on both engines alike."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from queries.searching import contains, split

CASES = [
    ("Решение уравнений", "РЕШЕНИЕ", True, "any case"),
    ("РЕШЕНИЕ УРАВНЕНИЙ", "решение", True, "any case of the text too"),
    ("Ёмкость и объём", "емкость", True, "ё is е"),
    ("Объем", "ОБЪЁМ", True, "е is ё"),
    ("Протокол HTTP/2", "http/2", True, "Latin letters, too"),
    ("Решение", "решение1", False, "all of the word"),
    ("Скидка 50%", "0%", True, "a sign of LIKE is itself"),
    ("Скидка 500", "5%0", False, "and nothing else"),
    ("Скидка 500", "5_0", False, "nor one sign"),
    ("Массив a[0]", "a[0]", True, "brackets are themselves"),
    ("Массив a0", "a[0]", False, "and no set of signs"),
    ("Что такое 2^3?", "2^3?", True, "signs of patterns are themselves"),
    ("Путь C:\\Temp", "c:\\t", True, "a backslash, too"),
    ("Указатель *p", "*p", True, "a star is a star"),
    ("Указатель p", "*p", False, "and not anything"),
    ("f(x) = a.b", "(x)", True, "parentheses are themselves"),
    ("f(x) = axb", "a.b", False, "a point is not any sign"),
    ("]]-[[", "]-[", True, "brackets in the wrong order"),
]


@pytest.mark.parametrize(("text", "word", "found", "reason"), CASES, ids=[case[3] for case in CASES])
def test_word_in_a_text(db, text, word, found, reason):
    (folded,) = split(word)
    assert bool(db.scalar(sa.select(contains(sa.literal(text), folded)))) is found
