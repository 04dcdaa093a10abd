"""Where a practice stands and what it lacks, in the senior master's words (Пр. 12)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rules.spans import Days
from rules.terms import Term
from rules.words import plural


class Lack(Term):
    """What a practice has not got; in the order in which it is needed."""

    PROGRAMME = "programme", "нет программы"
    SECTIONS = "sections", "нет разделов"
    PLACES = "places", "нет мест"
    DAYS = "days", "не заполнены дни"
    SHEETS = "sheets", "нет листов"
    FINALS = "finals", "нет итоговых отметок"


class Phase(Term):
    NOT_ENTERED = "not_entered", "не внесена"
    AHEAD = "ahead", "впереди"
    RUNNING = "running", "идёт"
    OVER = "over", "закончилась"
    CLOSED = "closed", "закрыта"


@dataclass(frozen=True)
class Progress:
    """Counts of one practice: of its students, of its days up to today; ``days`` is None without a programme."""

    days: Days | None
    planned_hours: int
    section_hours: int = 0
    students: int = 0
    placed: int = 0
    days_planned: int = 0
    days_filled: int = 0
    days_unfilled: int = 0
    sheets: int = 0
    finals: int = 0


@dataclass(frozen=True)
class Missing:
    lack: Lack
    text: str


def missing(progress: Progress, today: dt.date) -> tuple[Missing, ...]:
    """What the practice lacks by today; papers of the end are asked for when it is over."""
    if progress.days is None:
        return (Missing(Lack.PROGRAMME, Lack.PROGRAMME.title),)
    found = []
    if progress.section_hours != progress.planned_hours:
        found.append(Missing(Lack.SECTIONS, _sections(progress)))
    if progress.placed < progress.students:
        found.append(Missing(Lack.PLACES, f"{Lack.PLACES.title}: {progress.students - progress.placed}"))
    if progress.days_unfilled:
        word = plural(progress.days_unfilled, "день", "дня", "дней")
        found.append(Missing(Lack.DAYS, f"не заполнено: {progress.days_unfilled} {word}"))
    if is_over(progress.days, today):
        found += [Missing(lack, f"{lack.title}: {progress.students - done}")
                  for lack, done in ((Lack.SHEETS, progress.sheets), (Lack.FINALS, progress.finals))
                  if done < progress.students]
    return tuple(found)


def phase(progress: Progress, today: dt.date) -> Phase:
    """Closed is a practice that is over and lacks nothing."""
    if progress.days is None:
        return Phase.NOT_ENTERED
    if today < progress.days.starts:
        return Phase.AHEAD
    if not is_over(progress.days, today):
        return Phase.RUNNING
    return Phase.OVER if missing(progress, today) else Phase.CLOSED


def words(progress: Progress, today: dt.date) -> str:
    """«идёт, заполнено 12 из 18 дней»"""
    now = phase(progress, today)
    if now is Phase.NOT_ENTERED:
        return Lack.PROGRAMME.title
    assert progress.days is not None and progress.days.ends is not None
    if now is Phase.AHEAD:
        return f"начнётся {progress.days.starts:%d.%m}"
    if now is Phase.CLOSED:
        return now.title
    word = plural(progress.days_planned, "дня", "дней", "дней")
    filled = f"заполнено {progress.days_filled} из {progress.days_planned} {word}"
    return f"идёт, {filled}" if now is Phase.RUNNING else f"закончилась {progress.days.ends:%d.%m}, {filled}"


def is_over(days: Days, today: dt.date) -> bool:
    """The last day itself still belongs to the practice."""
    return days.ends is not None and days.ends < today


def _sections(progress: Progress) -> str:
    if not progress.section_hours:
        return Lack.SECTIONS.title
    return f"в разделах {progress.section_hours} из {progress.planned_hours} ч"
