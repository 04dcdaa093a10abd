"""Timetables from files (п. 5.5): lessons by date, a sheet of a day, a substitution sheet, the week of aSc."""

from __future__ import annotations

import datetime as dt

from access.identity import Identity
from actions.intake.chosen import Chosen
from actions.intake.report import Report
from actions.timetable_intake import Asked, Mode, load_timetable
from importers.timetable import LIMITS, read_timetable
from jobs.intake import Field, Intake, Option, OptionKind
from rules.spans import Days
from rules.terms import ImportKind


def _timetable(user: Identity, data: bytes, name: str, chosen: Chosen) -> Report:
    starts, ends = _date(chosen.get("starts")), _date(chosen.get("ends"))
    semester = chosen.get("semester")
    file = read_timetable(data, _date(chosen.get("day")), int(semester) if semester else None)
    days = Days(starts or user.today, ends) if starts or ends else None
    mode = chosen.get("mode")
    return load_timetable(user, file, Asked(Mode(mode) if mode else None, days, chosen.update))


def _date(value: object) -> dt.date | None:
    """The page stores a date as text, the command gives a moment."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(str(value)[:10]) if value else None


TIMETABLE = Intake(
    "timetable", ImportKind.TIMETABLE, "расписание",
    "Load a timetable: our table (xlsx, csv), a sheet of a day (xlsx), a substitution sheet (xlsx, html), aSc (xml).",
    "Таблица занятий или лист дня (xlsx, csv), лист замен (xlsx, html), aSc Timetables (xml)", _timetable, (
        Option("mode", OptionKind.CHOICE, "Что записать",
               "What lessons by date become; by default a file of more than a week makes the weekly timetable.",
               hint="Пусто: файл длиннее недели составляет недельное расписание, короткий сравнивается с ним",
               choices=tuple((item.value, item.title) for item in Mode)),
        Option("day", OptionKind.DATE, "День листа", "The day of a sheet that does not tell it.",
               hint="Для листа дня или листа замен, в котором даты нет или их две"),
        Option("starts", OptionKind.DATE, "Действует с", "First day of a week without dates (aSc).",
               hint="Для aSc; пусто — с начала семестра"),
        Option("ends", OptionKind.DATE, "Действует по", "Last day of a week without dates (aSc).",
               hint="Для aSc; пусто — до конца семестра"),
        Option("semester", OptionKind.CHOICE, "Семестр файла aSc", "Which term of an aSc file with two.",
               hint="Если в файле aSc два семестра", choices=(("1", "первый"), ("2", "второй")))),
    updates=True, limits=LIMITS, template=(
        Field("дата", "Дата занятия", "01.09.2023"),
        Field("пара", "Номер пары", 1),
        Field("группа", "Название группы", "ИС-22"),
        Field("подгруппа", "Номер подгруппы; пусто — вся группа", 1),
        Field("индекс", "Индекс из учебного плана", "ОП.04"),
        Field("дисциплина", "Наименование из учебного плана", "Основы алгоритмизации и программирования"),
        Field("вид", "Вид занятия; в расписание не записывается", "лекция"),
        Field("преподаватель", "Фамилия и инициалы или полное имя", "Рябова Н. Г."),
        Field("аудитория", "Номер или название", "214"),
        Field("замена", "Кто замещает; «отмена» — занятие отменено; пусто — по расписанию")))

INTAKES = (TIMETABLE,)
