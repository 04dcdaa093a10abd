"""How letters and SMS are sent: lengths, pauses between attempts, the day's limit (п. 4.1, 5.3)."""

from __future__ import annotations

import datetime as dt
import math

from rules.files import check_file as check_content
from rules.terms import Channel
from rules.violation import Violation

LETTER_LENGTH = 4000
MOST_PARTS = 5  # SMS of one letter: more is a letter by mail
LEASE = dt.timedelta(minutes=5)  # who took a letter and has not said more for as long is dead
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))  # after each failure
MOST_ATTEMPTS = len(PAUSES) + 1
SERVICE_PAUSE = dt.timedelta(minutes=5)  # the service itself is away: letters are not to blame
RESERVE = 5  # one in so many SMS of the day is kept for codes of activation: letters never lock parents out
MORNING = 9  # nobody is woken by an SMS that yesterday's limit has held back
FRESH = dt.timedelta(days=3)  # older news is no news
_LATIN = frozenset("\n\r !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")


def sms_parts(text: str) -> int:
    """How many SMS a text is: 70 Russian signs, or 67 in each of several; 160 or 153 of Latin ones."""
    single, several = (160, 153) if set(text) <= _LATIN else (70, 67)
    length = len(text.encode("utf-16-le")) // 2
    return 1 if length <= single else math.ceil(length / several)


def check_letter(text: str, channel: Channel) -> Violation | None:
    """A letter has words, and not more than the way of sending takes (п. 5.3)."""
    if not text.strip():
        return Violation("5.3", "Напишите письмо", "text")
    if len(text) > LETTER_LENGTH:
        return Violation("5.3", f"Письмо не длиннее {LETTER_LENGTH} знаков, сейчас {len(text)}", "text")
    if channel is Channel.SMS and sms_parts(text) > MOST_PARTS:
        return Violation("5.3", f"Для SMS это слишком длинно: {sms_parts(text)} SMS вместо {MOST_PARTS}. "
                                "Сократите текст или отправьте письмо по почте", "text")
    return None


def check_file(file: tuple[str, bytes] | None, channel: Channel) -> Violation | None:
    """A file goes by mail only, and only of a kind that may be attached."""
    if file is None:
        return None
    if channel is not Channel.EMAIL:
        return Violation("5.3", "Файл можно приложить только к письму по электронной почте", "files")
    return check_content(*file)


def pause_after(attempts: int) -> dt.timedelta | None:
    """How long to wait after the failure of that attempt (1 is the first); None: enough has been tried."""
    return PAUSES[attempts - 1] if attempts < MOST_ATTEMPTS else None


def next_try(attempts: int, queued_at: dt.datetime, now: dt.datetime, down: bool = False) -> dt.datetime | None:
    """When to try again; None when enough has been tried, or what is to be told is older than three days."""
    pause = SERVICE_PAUSE if down else pause_after(attempts)
    return now + pause if pause is not None and now + pause - queued_at <= FRESH else None


def limit_for(limit: int, is_code: bool) -> int:
    """How many SMS of the day letters and notices may take: the rest is kept for codes."""
    return limit if is_code else limit - limit // RESERVE


def check_limit(sent_today: int, parts: int, limit: int) -> Violation | None:
    """SMS beyond the college's limit of a day wait for tomorrow; 0 forbids SMS."""
    if sent_today + parts <= limit:
        return None
    return Violation("5.3", f"Дневной лимит SMS ({limit}) исчерпан: отправим завтра")
