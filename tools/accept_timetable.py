"""The genuine days of a college's timetable and aSc's sample through the real command (п. 5.5).

The sheet is read here a second time, cell by cell and without the product's reader: what the journal then holds is
compared with that, lesson by lesson.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
from flask import Flask

DAYS = {"timetable_day_2025-02-01.xlsx": dt.date(2025, 2, 1), "timetable_day_2025-10-27.xlsx": dt.date(2025, 10, 27)}
ASC = "timetable_asc_sample.xml"
COLUMNS = (5, 10, 15, 20)  # where the four groups of a band begin
NAMES = {letter: f"{letter}н" for letter in "АБВГДЕЁЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"}
FLAT = ("дата", "пара", "группа", "подгруппа", "индекс", "дисциплина", "вид", "преподаватель", "аудитория", "замена")
FIRST, LAST = dt.date(2024, 9, 1), dt.date(2026, 6, 30)


@dataclass(frozen=True)
class Seen:
    """A lesson as the sheet says it."""

    group: str
    pair: int
    part: int | None
    subject: str
    teacher: str
    room: str


@dataclass(frozen=True)
class DaySheet:
    groups: tuple[str, ...]
    cells: int
    split: int
    lessons: tuple[Seen, ...]


class TimetableSteps:
    """Steps of the walk: two days, their copies in other clothes, aSc; ``flask`` runs a command."""

    def __init__(self, data: Path, place: Path, flask: Callable[..., str], app: Callable[[], Flask]) -> None:
        self.data, self.place, self.flask, self.app = data, place, flask, app
        self.sheets = {name: plain_reading(data / name) for name in DAYS if (data / name).is_file()}

    def all(self) -> list[Callable[[], str]]:
        if len(self.sheets) < len(DAYS) or not (self.data / ASC).is_file():
            return [self.nothing]
        return [self.college_is_entered, self.unknown_names_are_asked, self.days_come_in, self.days_again,
                self.other_clothes, self.asc_comes_in]

    def nothing(self) -> str:
        return "расписание пропущено: нет файлов " + ", ".join([*DAYS, ASC])

    def college_is_entered(self) -> str:
        with self.app().app_context():
            made = enter(self.sheets)
        return f"колледж для расписания: групп {made[0]}, преподавателей {made[1]}, журналов {made[2]}"

    def unknown_names_are_asked(self) -> str:
        """A sheet with a teacher nobody knows is refused whole; the answer is given once and remembered."""
        name, day = next(iter(DAYS.items()))
        stranger = self.place / "stranger.csv"
        lesson = self.sheets[name].lessons[0]
        stranger.write_text(flat(day, [lesson], teacher="Неведомский Ю.Ю."), encoding="utf-8")
        report, code = self.report(stranger, check=False)
        assert code == 2 and len(report["refused"]) == 1, report
        with self.app().app_context():
            answer("Неведомский Ю.Ю.", lesson.teacher)
        report, code = self.report(stranger, "--dry-run")
        assert not report["refused"], report
        return "незнакомый преподаватель: отказ целиком; после ответа тот же файл проходит"

    def days_come_in(self) -> str:
        told = []
        for name in self.sheets:
            sheet = self.sheets[name]
            started = time.perf_counter()
            report, _ = self.report(self.data / name)
            took = time.perf_counter() - started
            assert report["created"] == len(sheet.lessons), (name, report["created"], len(sheet.lessons))
            self.compare(name)
            told.append(f"{DAYS[name]:%d.%m.%Y}: групп {len(sheet.groups)}, клеток {sheet.cells}, поделено "
                        f"{sheet.split}, занятий {report['created']}, все на месте, лишних нет, {took:.1f} с")
        return "; ".join(told)

    def compare(self, name: str) -> None:
        """Every lesson of the sheet is in the journal's timetable, and no other."""
        wanted = sorted(map(normal, self.sheets[name].lessons))
        with self.app().app_context():
            held = sorted(normal(one) for one in stored(DAYS[name]))
        lost = [one for one in wanted if one not in held]
        invented = [one for one in held if one not in wanted]
        assert wanted == held, f"{name}: потеряно {lost[:3]}, выдумано {invented[:3]}"

    def days_again(self) -> str:
        for name in self.sheets:
            self.changes_nothing(self.data / name)
        return "оба дня второй раз: изменений 0"

    def other_clothes(self) -> str:
        done = []
        for name in self.sheets:
            for copy in self.copies(name):
                self.changes_nothing(copy)
                done.append(copy)
        return f"переименованные, пересохранённые, с переставленными полосами групп, csv в UTF-8 и cp1251: " \
               f"файлов {len(done)}, изменений 0"

    def copies(self, name: str) -> Iterable[Path]:
        day = DAYS[name]
        renamed = self.place / f"{day}.xls"
        renamed.write_bytes((self.data / name).read_bytes())
        shuffled = self.place / f"{day}-shuffled.xlsx"
        shuffle(self.data / name, shuffled)
        yield from (renamed, shuffled)
        for encoding in ("utf-8", "cp1251"):
            copy = self.place / f"{day}-{encoding}.csv"
            copy.write_text(flat(day, reversed(self.sheets[name].lessons)), encoding=encoding)
            yield copy

    def asc_comes_in(self) -> str:
        text = (self.data / ASC).read_bytes().decode("cp1251")
        utf = self.place / "asc-utf8.xml"
        utf.write_text(text.replace("windows-1251", "utf-8", 1), encoding="utf-8")
        report, _ = self.report(self.data / ASC, "--starts", "2025-09-01")
        assert report["created"] == 1, report
        self.changes_nothing(utf, "--starts", "2025-09-01")
        with self.app().app_context():
            slots = weekly()
        assert slots == [("ИСП-21", 1, 1, "every", "Разработка программных модулей", "301")], slots
        return f"aSc в windows-1251: мест недели {report['created']}; тот же файл в UTF-8: изменений 0"

    def changes_nothing(self, file: Path, *words: str) -> None:
        report, _ = self.report(file, *words)
        assert (report["created"], report["changed"]) == (0, 0) and report["same"], (file.name, report)

    def report(self, file: Path, *words: str, check: bool = True) -> tuple[dict[str, Any], int]:
        said = self.flask("import", "timetable", str(file), "--json", *words, refused=not check)
        return json.loads(said), 0 if check else 2


# the second reading of the sheet

def plain_reading(file: Path) -> DaySheet:
    sheet = openpyxl.load_workbook(file).worksheets[0]
    groups: list[str] = []
    lessons: list[Seen] = []
    band, cells, split, pair = [""] * 4, 0, 0, 0
    for row in range(1, sheet.max_row + 1):
        if str(sheet.cell(row, 3).value or "").startswith("Группа"):
            band = [text(sheet.cell(row, column).value) for column in COLUMNS]
            groups += [name for name in band if name]
            continue
        if not any(band) or sheet.cell(row, 1).value is None:
            continue
        pair = int(sheet.cell(row, 1).value)
        for name, column in zip(band, COLUMNS, strict=True):
            left, between, right, edge = (text(sheet.cell(row, column + shift).value) for shift in range(4))
            who, other = text(sheet.cell(row + 1, column).value), text(sheet.cell(row + 1, column + 2).value)
            if not left and not right:
                continue
            cells += 1
            if right:
                split += 1
                lessons += [Seen(name, pair, 1, left, who, between), Seen(name, pair, 2, right, other, edge)]
            else:
                lessons.append(Seen(name, pair, None, left, who, edge))
    return DaySheet(tuple(groups), cells, split, tuple(lessons))


def text(value: Any) -> str:
    return " ".join(str(value).replace("_x000D_", " ").split()) if value is not None else ""


def normal(one: Seen) -> tuple[str, int, int, str, str, str]:
    """Letters and figures only: what is written, however it is written."""
    subject = re.sub(r"\(\s*(?:л|лек|п|пр)\s*\)\s*$", "", one.subject, flags=re.IGNORECASE)
    room = "moodle" if "oodle" in one.room else letters(one.room)
    subject = letters(re.sub(r"(?<!\d)0+(?=\d)", "", subject))
    return one.group, one.pair, one.part or 0, subject, letters(one.teacher), room


def letters(words: str) -> str:
    return re.sub(r"[^0-9a-zа-яё]", "", words.casefold())


# what the journal holds

def stored(day: dt.date) -> list[Seen]:
    from models import TimetableChange, TimetableSlot, db

    assert db.session.query(TimetableSlot).count() == 0, "листы дней не должны менять недельное расписание"
    found = []
    for change in db.session.query(TimetableChange).filter_by(date=day):
        journal = change.new_journal or change.journal
        assert journal is not None
        part = journal.subgroup.number if journal.subgroup else None
        found.append(Seen(journal.group.name, change.pair, part, f"{journal.line.index} {journal.line.title}",
                          journal.teacher.short_name, change.room or ""))
    return found


def weekly() -> list[tuple[str, int, int, str, str, str | None]]:
    from models import TimetableSlot, db

    return [(slot.journal.group.name, slot.weekday, slot.pair, slot.parity.value, slot.journal.line.title, slot.room)
            for slot in db.session.query(TimetableSlot)]


# other clothes of a day

def shuffle(source: Path, target: Path) -> None:
    """The same sheet with its bands in another order."""
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[0]
    starts = [row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 3).value or "").startswith("Группа")]
    rows = [[sheet.cell(row, column).value for column in range(1, 25)] for row in range(1, sheet.max_row + 1)]
    bands = [rows[start - 1:end - 1] for start, end in zip(starts, [*starts[1:], sheet.max_row + 1], strict=True)]
    made = openpyxl.Workbook()
    made.worksheets[0].title = sheet.title
    for row in [*rows[:starts[0] - 1], *(row for band in reversed(bands) for row in band)]:
        made.worksheets[0].append(row)
    made.save(target)


def flat(day: dt.date, lessons: Iterable[Seen], teacher: str = "") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(FLAT)
    for one in lessons:
        writer.writerow((f"{day:%d.%m.%Y}", one.pair, one.group, one.part or "", "", one.subject, "",
                         teacher or one.teacher, one.room, ""))
    return out.getvalue()


# the college of the sheets

def answer(text_in_file: str, teacher: str) -> None:
    """What the methodist enters in the back office."""
    from models import TimetableName, db
    from rules.terms import NameKind

    db.session.add(TimetableName(kind=NameKind.TEACHER, text=text_in_file, teacher=person(teacher)))
    db.session.commit()


def person(name: str) -> Any:
    from models import User, db

    surname, letter = name.split(" ")[0], name.split(" ")[1][0]
    return db.session.query(User).filter_by(last_name=surname, first_name=NAMES[letter]).filter(
        User.patronymic.startswith(re.findall(r"[А-ЯЁ]", name)[-1])).one()


def enter(sheets: dict[str, DaySheet]) -> tuple[int, int, int]:
    """Groups, teachers, disciplines, subgroups and journals of both days and of the sample, by the ordinary actions."""
    from tools.accept_college import College

    college = College(FIRST, LAST)
    for name, sheet in sheets.items():
        for lesson in sheet.lessons:
            college.teach(DAYS[name], lesson.group, lesson.subject, lesson.teacher, lesson.part)
        for group in sheet.groups:
            college.group(group)
    college.teach(dt.date(2025, 9, 1), "ИСП-21", "МДК.01.01 Разработка программных модулей", "Иванов И.И.", None)
    return college.enter()
