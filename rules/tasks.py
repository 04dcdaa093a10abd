"""Work in the queue: when it is lost with its worker, how long its outcome is kept, how many may wait."""

from __future__ import annotations

import datetime as dt

from rules.violation import Violation

BEAT = dt.timedelta(seconds=10)  # a worker says at least as often that it lives
LOST = dt.timedelta(minutes=2)  # silent for longer: the worker has died
MOST_ATTEMPTS = 3
TOGETHER = 2  # tasks at once: letters and copies wait in the same queue
KEPT = dt.timedelta(days=14)  # the outcome, after the end
MOST_WAITING = 5


def check_ordering(unfinished: int) -> Violation | None:
    """One person does not fill the queue."""
    if unfinished < MOST_WAITING:
        return None
    return Violation("", f"У вас уже {unfinished} незаконченных задач: дождитесь их или остановите лишние")


def lost_words(is_last: bool) -> str:
    """What a task says whose worker has died."""
    return "Прервано: сервер останавливали. Закажите ещё раз" if is_last else "Прервано, начинается заново"
