"""How much one person may write and send: nobody fills the disk or the boxes of others (ASVS 2.4.1, 15.2.2)."""

from __future__ import annotations

import datetime as dt

from actions.throttle import LONGEST, WINDOW, Locked, blocked_until, count_failure
from clock import wall_now
from rules.words import waiting
from views.guards import identity, settings
from views.uploads import uploads

# of a quarter of an hour in a day: nobody writes so all day long, and whoever does is stopped before the disk is full
LETTERS_A_DAY, FILES_A_DAY = 5, 2
LETTERS = "Слишком много писем и обращений подряд. Повторите {}"
FILES = "Слишком много файлов подряд. Отправьте без файлов или повторите {}"


class TooMuch(Locked):
    """Nothing is sent now; what was typed stays on the page."""

    seconds = 0


def counted_files(field: str) -> list[tuple[str, bytes]]:
    """Files of the letter that is about to be written; it and they are counted in its own transaction, so that what is
    refused costs nothing. Raises ``TooMuch`` under the letter's field or the files', ``NotTaken``."""
    config, found = settings(), uploads()
    _count("letters", 1, config.letters_limit, LETTERS_A_DAY, LETTERS, field)
    size = -(-sum(len(content) for _, content in found) // 1024)
    if size:
        _count("letters-kb", size, config.letters_megabytes * 1024, FILES_A_DAY, FILES, "files")
    return found


def status(refused: Exception) -> tuple[int, dict[str, str]]:
    """How the form answers that was not taken: its code, its headers."""
    return (429, {"Retry-After": str(refused.seconds)}) if isinstance(refused, TooMuch) else (422, {})


def _count(name: str, times: int, limit: int, a_day: int, words: str, field: str) -> None:
    key, now = f"{name}:{identity().account}", wall_now()
    doors = {key: (limit, WINDOW), f"{key}:day": (limit * a_day, LONGEST)}
    if any(count_failure(door, most, now, window, times) is None for door, (most, window) in doors.items()):
        raise _too_much((blocked_until(list(doors), now) or now) - now, words, field)


def _too_much(left: dt.timedelta, words: str, field: str) -> TooMuch:
    refusal = TooMuch("", words.format(waiting(left)), field)
    refusal.seconds = int(left.total_seconds()) + 1
    return refusal
