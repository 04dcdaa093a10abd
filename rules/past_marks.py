"""Marks and absences as another journal wrote them, brought over when this one begins (Пр. 4, п. 5.6, 6.5)."""

from __future__ import annotations

import re
from collections.abc import Collection

from rules.names import search_key

WORDS = {"нп": "н", "нб": "н", "уп": "у", "ув": "у", "оп": "о"}  # letters of other journals → ours
LONGEST_SHEET_NAME = 31  # Excel cuts the name of a sheet there
PLACEHOLDER_TOPIC = "Занятие перенесено из прежнего журнала"

_BETWEEN = re.compile(r"[\s/;\\]+")
_INDEX = re.compile(r"^[а-яё]+\.?\s?\d\d(\.\d\d)?\s+")
_SIGNS = re.compile(r"[^а-яёa-z0-9]+")


def cell_text(text: str, letters: Collection[str]) -> str:
    """«5 4», «Н», «4 ОП» as the grid writes them: «5/4», «н», «о/4»; what is not known stays for the grammar to refuse.

    A comma is left alone: «4,5» is an average, not two marks.
    """
    known = {letter.casefold() for letter in letters}
    parts = [part if part in known else WORDS.get(part, part)
             for part in _BETWEEN.split(text.casefold().strip(" /;")) if part]
    return "/".join(sorted(parts, key=lambda part: part not in known))


def is_named(typed: str, last: str, first: str, patronymic: str | None) -> bool:
    """Whether a table's line is this student: full name, or surname and first name where it holds no more."""
    words = search_key(typed).split()
    full = search_key(last, first, patronymic).split()
    return words == full or words == search_key(last, first).split()


def is_titled(sheet: str, title: str) -> bool:
    """Whether a sheet is of the discipline: its index does not count, a long title is cut by Excel."""
    wanted, known = (_SIGNS.sub(" ", _INDEX.sub("", search_key(text))).strip() for text in (sheet, title))
    return bool(wanted) and (wanted == known or (len(sheet.strip()) >= LONGEST_SHEET_NAME
                                                 and known.startswith(wanted)))
