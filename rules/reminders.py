"""What is reminded of, in words: homework, lessons not written, the plan schedule, the week (п. 6.1, 6.2, Пр. 15)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from rules.clocks import Clock
from rules.words import WEEKDAYS, date_words, plural, span_words

SHOWN = 5  # lessons named in one reminder
TOLD = {Clock.UNRECORDED: "не записано", Clock.GRACE: "с опозданием", Clock.LATER: "позже отсрочки",
        Clock.ATTENDANCE: "без посещаемости", Clock.HOMEWORK_LATE: "задание поздно", Clock.HOMEWORK: "нет задания",
        Clock.RESULTS: "работ без отметок", Clock.FINALS: "нет итогов"}


def homework_text(subjects: Sequence[str], day: dt.date, today: dt.date) -> str:
    """«На завтра, 21 ноября: Математика, Физика»; «На понедельник, 27 ноября: …»."""
    when = "завтра" if (day - today).days == 1 else _on(day)
    return f"На {when}, {date_words(day)}: {', '.join(dict.fromkeys(subjects))}"


def _on(day: dt.date) -> str:
    """The weekday after «на»: «на среду», «на пятницу», «на субботу»."""
    name = WEEKDAYS[day.weekday()]
    return f"{name[:-1]}у" if name.endswith("а") else name


def unfilled_text(lessons: Sequence[str]) -> str:
    """«Не записано 2 занятия: ИС-21, 1-я пара; ЭК-11, 3-я пара. Записать нужно сегодня (п. 6.1)»."""
    count = len(lessons)
    rest = f" и ещё {count - SHOWN}" if count > SHOWN else ""
    return (f"Не записано {count} {plural(count, 'занятие', 'занятия', 'занятий')}: {'; '.join(lessons[:SHOWN])}{rest}."
            " Записать нужно сегодня (п. 6.1)")


def plan_text(title: str, due_on: dt.date, today: dt.date) -> str:
    """«Срок 27.11: Семинар», «Срок сегодня: Семинар», «Просрочено с 20.11: Семинар»."""
    if due_on < today:
        return f"Просрочено с {due_on:%d.%m}: {title}"
    return f"Срок {'сегодня' if due_on == today else f'{due_on:%d.%m}'}: {title}"


def week_text(first: dt.date, last: dt.date, held: int, counts: Mapping[Clock, int], teachers: int) -> str:
    """«За 13–19 ноября занятий: 310, не записано: 12, с опозданием: 7. Преподавателей с просрочками: 5»."""
    late = [f"{words}: {counts.get(clock, 0)}" for clock, words in TOLD.items() if counts.get(clock, 0)]
    said = ", ".join([f"За {span_words(first, last, last.year)} занятий: {held}", *late])
    return f"{said}. Преподавателей с просрочками: {teachers}" if late else f"{said}, всё записано в срок"
