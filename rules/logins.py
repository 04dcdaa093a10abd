"""Logins made of Russian names (п. 5.2): Latin letters, short enough to type on a phone."""

from __future__ import annotations

from collections.abc import Container

_LATIN = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", (
    "a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f",
    "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"), strict=True))
LONGEST_SURNAME = 24


def latin(text: str) -> str:
    """«Щербинина» → «shcherbinina»: as passports write it, signs that have no letter dropped."""
    letters = (_LATIN.get(sign, sign if sign.isascii() and sign.isalnum() else "") for sign in text.casefold())
    return "".join(letters)


def login_for(last: str, first: str, patronymic: str | None, taken: Container[str]) -> str:
    """«Осинцева Алина Николаевна» → «osintseva.an», with a number when it is taken."""
    surname = latin(last)[:LONGEST_SURNAME].lstrip("0123456789") or "user"
    marks = "".join(latin(part)[:1] for part in (first, patronymic or "") if part)
    stem = f"{surname}.{marks}" if marks else f"{surname}.x"
    number, login = 1, stem
    while login in taken:
        number += 1
        login = f"{stem}{number}"
    return login
