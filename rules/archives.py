"""The archive of a year: when it is made, when it is taken back, how its files are called (п. 7.5)."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Mapping

from rules.deadlines import is_reason
from rules.spans import Days
from rules.violation import Violation

LONGEST_NAME = 70
LONGEST_REASON = 500
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # Windows opens no such files


def check_archive(today: dt.date, ends: dt.date, semesters: Mapping[int, Days], closings: Collection[Days],
                  ) -> Violation | None:
    """A year is archived after its end, every semester closed by a deputy's act before (п. 7.3, 7.5).

    ends: of the year; semesters: days by number; closings: of semesters and years.
    """
    if ends >= today:
        return Violation("7.5", f"Учебный год идёт до {ends:%d.%m.%Y}: в архив передают оконченный")
    if not semesters:
        return Violation("7.5", "В учебном году нет семестров: архивировать нечего")
    for number, days in sorted(semesters.items()):
        if not any(closed.covers(days) for closed in closings):
            return Violation("7.3", f"{number} семестр не закрыт. Попросите заместителя директора закрыть его на "
                                    "странице «Закрытие периодов»")
    return None


def check_return(is_archived: bool, reason: str) -> Violation | None:
    """A year comes back from the archive by a deputy's act with a reason (п. 7.2, 7.5)."""
    if not is_archived:
        return Violation("7.5", "Этот учебный год не в архиве")
    if not is_reason(reason):
        return Violation("7.5", "Укажите причину словами", "reason")
    if len(reason) > LONGEST_REASON:
        return Violation("7.5", f"Не длиннее {LONGEST_REASON} знаков, сейчас {len(reason)}", "reason")
    return None


def file_name(text: str, number: int) -> str:
    """A name for a file or a folder out of somebody's words: stays inside its folder on every system, is unique."""
    tidy = "".join(letter if letter.isalnum() or letter in " -_." else " "
                   for letter in unicodedata.normalize("NFC", text))
    tidy = " ".join(tidy.split())[:LONGEST_NAME].strip(" .")
    if not any(map(str.isalnum, tidy)) or RESERVED.fullmatch(tidy):
        return f"№ {number}"
    return f"{tidy} ({number})"
