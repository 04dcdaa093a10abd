"""Timetables that look like colleges' own, with the same dirt; every name is invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

STARTS = (4, 9, 14, 19)  # columns of the four groups of a band
PAIRS = 7
FLAT = ("дата", "пара", "группа", "подгруппа", "индекс", "дисциплина", "вид", "преподаватель", "аудитория", "замена")


@dataclass(frozen=True)
class Box:
    """What stands in a group's cell of one pair; ``second``: the second subgroup's discipline, teacher, room."""

    discipline: str
    teacher: str = ""
    room: Any = ""
    second: tuple[str, str, Any] | None = None


@dataclass
class Day:
    """A sheet of a day: group → pair → box, four groups a band in the order given."""

    groups: dict[Any, dict[int, Box]]
    title: str = "на 20.11.2023 г. (понедельник) Неделя 1."
    sheet: str = "20.11.2023"
    extra: dict[tuple[int, int], Any] = field(default_factory=dict)  # row and column from 0 → value

    def xlsx(self) -> bytes:
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet = book.add_worksheet(self.sheet)
        sheet.write(0, 0, "Расписание занятий")
        sheet.write(1, 0, self.title)
        for column, word in ((0, "Пара"), (1, "Урок"), (2, "Время")):
            sheet.write(3, column, word)
        sheet.write(5, 2, "Подгруппа:")
        for start in STARTS:
            sheet.write(3, start, "Дисциплина")
            sheet.write(3, start + 3, "Ауд.")
            sheet.write(5, start, 1)
            sheet.write(5, start + 2, 2)
        names = list(self.groups)
        for number, band in enumerate(names[at:at + 4] for at in range(0, len(names), 4)):
            self._band(sheet, 6 + number * (1 + 2 * PAIRS), band)
        for (row, column), value in self.extra.items():
            sheet.write(row, column, value)
        book.add_worksheet("Лист2")
        book.close()
        return out.getvalue()

    def _band(self, sheet: Any, top: int, names: Sequence[Any]) -> None:
        sheet.write(top, 2, "Группа:")
        for start, name in zip(STARTS, names, strict=False):
            sheet.merge_range(top, start, top, start + 3, name)
        for pair in range(1, PAIRS + 1):
            row = top + 2 * pair - 1
            sheet.merge_range(row, 0, row + 1, 0, pair)
            sheet.write(row, 1, 2 * pair - 1)
            sheet.write(row + 1, 1, 2 * pair)
            sheet.merge_range(row, 2, row + 1, 2, "8:30-10:00")
            for start, name in zip(STARTS, names, strict=False):
                box = self.groups[name].get(pair)
                if box is not None:
                    self._box(sheet, row, start, box)

    @staticmethod
    def _box(sheet: Any, row: int, start: int, box: Box) -> None:
        if box.second is None:
            sheet.merge_range(row, start, row, start + 2, box.discipline)
            sheet.write(row, start + 3, box.room)
            sheet.merge_range(row + 1, start, row + 1, start + 3, box.teacher)
            return
        discipline, teacher, room = box.second
        for column, value in enumerate((box.discipline, box.room, discipline, room), start):
            sheet.write(row, column, value)
        sheet.write(row + 1, start, box.teacher)
        sheet.write(row + 1, start + 2, teacher)


def flat(rows: Iterable[dict[str, Any]], encoding: str = "utf-8", delimiter: str = ";") -> bytes:
    """Our table as csv."""
    out = io.StringIO()
    writer = csv.DictWriter(out, FLAT, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def book(rows: Sequence[Sequence[Any]], name: str = "Лист1") -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet(name)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    made.close()
    return out.getvalue()


def changes_html(rows: Iterable[Sequence[str]], title: str = "Замены на&nbsp;20&nbsp;НОЯБРЯ&nbsp;2023 (ПОНЕДЕЛЬНИК)",
                 heading: Sequence[str] = ("Группа", "Пара", "Предмет по расписанию", "ЗАМЕНА", "Аудитория")) -> str:
    """A page with a sheet of substitutions, as offices export it."""
    lines = ["<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in (heading, *rows)]
    return (f"<!DOCTYPE html><html><head><style>td {{color: red}}</style></head><body><p><b>{title}</b></p>"
            f"<table border=1>{''.join(lines)}</table></body></html>")


def asc(cards: str, *, lessons: str = "", groups: str = "", periods: str = "", days: str = "", options: str = "",
        encoding: str = "windows-1251") -> bytes:
    """aSc's file with one class of two halves, two teachers and two subjects."""
    text = f"""<?xml version="1.0" encoding="{encoding}"?>
<timetable ascttversion="2024.24.1" importtype="database" options="{options}">
<periods>{periods or '<period period="1" starttime="8:30" endtime="9:15"/>'}</periods>
<daysdefs>{days}</daysdefs>
<subjects><subject id="S1" name="ОП.01 Операционные системы" short="ОС"/>
<subject id="S2" name="Математика" short="Мат"/></subjects>
<teachers><teacher id="T1" name="Иван Иванов" short="ИИ" firstname="Иван Петрович" lastname="Рябов"/>
<teacher id="T2" name="Осина А.В." short="ОА"/></teachers>
<classes><class id="C1" name="ИС-22"/><class id="C2" name="ИС-21"/></classes>
<classrooms><classroom id="R1" name="214"/><classroom id="R2" name="215"/></classrooms>
<groups><group id="G0" name="Весь класс" classid="C1" entireclass="1" divisiontag="0"/>
<group id="G1" name="1 группа" classid="C1" entireclass="0" divisiontag="1"/>
<group id="G2" name="Вторая" classid="C1" entireclass="0" divisiontag="1"/>{groups}</groups>
<lessons><lesson id="L1" subjectid="S1" classids="C1" groupids="G0" teacherids="T1" classroomids="R1"
 periodspercard="2" periodsperweek="4.0"/>{lessons}</lessons>
<cards>{cards}</cards></timetable>"""
    return text.encode("cp1251" if "1251" in encoding else encoding)
