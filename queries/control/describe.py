"""docs/checks.md, written from the registry by ``make docs``."""

from __future__ import annotations

from queries.control import BY_NAME, CHECKS, Check
from rules.norms import shown

HEAD = """# Проверки журнала

Страница написана из реестра `queries.control.CHECKS` (`make docs`), править её не нужно.
Каждая проверка — один запрос ко всему лицею за период. Ночью проверяется весь учебный год, командой
`flask --app app control run --month 2023-11` — месяц. Исправленное закрывается само, сломанное снова открывается
снова, объяснённое и принятое с обоснованием остаётся как есть, пока не исправлено. Выключить проверку или сменить её
порог может заместитель директора по УПР: раздел «Настройки проверок».
"""
# what the checks still to be written find, and whom they name
AHEAD = (
    ("lesson_on_day_off", "6.1", "занятие в праздник, каникулы или выходной", "проводивший занятие"),
    ("lesson_outside_timetable", "5.5", "занятие не по расписанию и не по изменению", "преподаватель журнала"),
    ("timetable_lesson_not_given", "6.1", "занятие по расписанию не записано и не перенесено", "преподаватель журнала"),
    ("substitution_not_recorded", "6.1", "замена в расписании не отражена в журнале", "преподаватель журнала"),
    ("substitution_not_planned", "5.5", "замена в журнале не внесена в расписание", "методист"),
    ("group_at_two_lessons", "5.5", "два занятия группы в одно время", "проводивший занятие"),
    ("teacher_at_two_lessons", "5.5", "два занятия преподавателя в одно время", "проводивший занятие"),
    ("subgroup_hours_twice", "7.3", "часы подгрупп сочтены дважды", "преподаватель журнала"),
    ("foreign_hand", "9.4", "запись сделана другим человеком", "преподаватель журнала"),
    ("mass_change", "9.1", "массовая правка отметок за короткое время", "чьим именем сделана"),
    ("parent_data_incomplete", "5.3", "нет данных родителя студента", "куратор"),
    ("practice_without_placement", "7.3", "практика без места прохождения", "старший мастер"),
    ("practice_without_log", "7.3", "день практики без дневника", "руководитель практики"),
    ("practice_without_sheet", "7.3", "практика окончена без аттестационного листа", "руководитель практики"),
    ("absences_not_resolved", "5.3", "пропуски не уточнены за неделю", "куратор"),
    ("parent_without_word", "5.3", "родителю месяц не писали", "куратор"),
    ("month_without_inspection", "7.2", "месяц без проверки журналов", "заместитель директора по УПР"),
)


def render() -> str:
    lines = [HEAD, "| Проверка | Пункт | Что находит | Важность | Порог | Что делать |", "|---|---|---|---|---|---|",
             *map(_row, CHECKS)]
    ahead = [row for row in AHEAD if row[0] not in BY_NAME]
    if ahead:
        lines += ["", "## Ещё не взято", "", "| Проверка | Пункт | Что находит | Кого называет |", "|---|---|---|---|",
                  *(f"| `{name}` | {point} | {what} | {who} |" for name, point, what, who in ahead)]
    return "\n".join(lines) + "\n"


def _row(check: Check) -> str:
    threshold = f"{shown(check.threshold)} {check.unit}" if check.threshold is not None else "—"
    return (f"| `{check.name}` | {check.point} | {check.title} | {check.severity.title} | {threshold} "
            f"| {check.advice} |")
