"""Numbered papers: how a number is written, how a code is read, when a paper cannot change any more (п. 4.1, 7.2)."""

from __future__ import annotations

import datetime as dt
import re

from rules.words import MONTHS

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: nothing that is taken for another sign
CODE_LENGTH = 26  # five bits a sign: 130 bits
_LOOKALIKES = str.maketrans({"o": "0", "i": "1", "l": "1", "-": "", " ": "", "\u00a0": ""})
_CODE = re.compile(f"[{ALPHABET}]{{{CODE_LENGTH}}}")
_HASH = re.compile("[0-9a-f]{64}")


def designation(prefix: str, number: int, year: int) -> str:
    """«СО-15/23»: the letters of the kind, the number within the academic year, the year."""
    return f"{prefix}{'-' if prefix else ''}{number}/{year % 100:02d}"


def read_code(typed: str) -> str | None:
    """A code as it was typed from paper, with spaces, capitals, «O» for «0»; None when it cannot be one."""
    code = typed.strip().casefold().translate(_LOOKALIKES)
    return code if _CODE.fullmatch(code) else None


def shown_code(code: str) -> str:
    """In groups that are easy to read aloud."""
    return "-".join(code[start:start + 5] for start in range(0, len(code), 5)).upper()


def read_hash(typed: str) -> str | None:
    """A SHA-256 as it was typed or pasted."""
    digest = "".join(typed.split()).casefold()
    return digest if _HASH.fullmatch(digest) else None


def date_in_words(day: dt.date) -> str:
    """«20 ноября 2023 года»."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} года"


def end_of_studies(began: dt.date, months: int) -> dt.date:
    """The last day of studies of so many months from September: 30 June of the last year (п. 5.4)."""
    return dt.date(began.year + (months + 11) // 12, 6, 30)
