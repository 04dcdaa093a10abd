"""Students with their groups, enrolment orders and parents (п. 5.3, 5.4): a table becomes people."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from actions.intake.people import GuardianRow, StudentRow, StudentsFile
from actions.intake.refusal import Refusals
from importers.limits import DEFAULT, Limits
from importers.reader import RowReader
from importers.sheet import Columns, Row, read_table
from importers.text import to_cyrillic
from importers.values import BadValue, Cell, to_date, to_name, to_phone, to_text

TABLE = Columns(
    ("фамилия", "имя", "отчество", "дата_рождения", "группа", "приказ_номер", "приказ_дата", "родитель_фио",
     "родитель_телефон"),
)
YOUNGEST, OLDEST = 13, 70
EARLIEST_ORDER = dt.date(1990, 1, 1)


def read_students(data: bytes, today: dt.date, limits: Limits = DEFAULT) -> StudentsFile:
    """Every student of the file and every refused cell; raises ImportRefused when it is no such table."""
    table = read_table(data, TABLE, limits)
    refusals = Refusals()
    parsed = [student for row in table if (student := _Reader(row, today, refusals).student())]
    students = _join(parsed, refusals)
    return StudentsFile(tuple(students), len(table), tuple(_namesakes(students)), tuple(refusals))


class _Reader(RowReader):
    def __init__(self, row: Row, today: dt.date, refusals: Refusals) -> None:
        super().__init__(row, refusals)
        self.today = today

    def student(self) -> StudentRow | None:
        surname, name = self.required("фамилия", to_name), self.required("имя", to_name)
        patronymic = self.optional("отчество", _patronymic)
        birth, group = self.required("дата_рождения", to_date), self.required("группа", to_group)
        number, date = self.required("приказ_номер", _order_number), self.required("приказ_дата", to_date)
        guardian = self.guardian()
        if birth and date:
            self.check_dates(birth, date)
        if self.failed or not (surname and name and birth and group and number and date):
            return None
        guardians = (guardian,) if guardian else ()
        return StudentRow(self.row.line, surname, name, patronymic or "", birth, group, number, date, guardians)

    def guardian(self) -> GuardianRow | None:
        phone = self.optional("родитель_телефон", to_phone)
        parts = self.optional("родитель_фио", _full_name)
        if not parts:
            if phone and not self.row.text("родитель_фио"):
                self.refuse("родитель_фио", "указан телефон, но не указано, чей он")
            return None
        return GuardianRow(self.row.line, *parts, phone=phone)

    def check_dates(self, birth: dt.date, order: dt.date) -> None:
        """Files for the next intake are prepared ahead, so age is counted on the later of both days."""
        age = years_between(birth, max(self.today, order))
        if birth >= self.today:
            return self.refuse("дата_рождения", f"дата {birth:%d.%m.%Y} ещё не наступила")
        if not YOUNGEST <= age <= OLDEST:
            self.refuse("дата_рождения", f"возраст {age}: ожидается от {YOUNGEST} до {OLDEST} лет")
        if not EARLIEST_ORDER <= order <= self.today + dt.timedelta(days=366):
            self.refuse("приказ_дата", f"дата приказа {order:%d.%m.%Y} вне разумных пределов")
        elif order <= birth:
            self.refuse("приказ_дата", "приказ раньше дня рождения")


def to_group(cell: Cell) -> str:
    """«ИC – 231» with a Latin C → «ИС-231»."""
    group = to_cyrillic(to_text(cell)).replace("–", "-").replace("—", "-")
    group = "-".join(part.strip() for part in group.split("-"))
    if len(group) > 40:
        raise BadValue("название группы длиннее 40 знаков")
    return group


def years_between(earlier: dt.date, later: dt.date) -> int:
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))


def _patronymic(cell: Cell) -> str:
    """A dash stands where there is none."""
    return "" if to_text(cell).strip("-–— ") == "" else to_name(cell)


def _order_number(cell: Cell) -> str:
    number = to_text(cell).removeprefix("№").strip()
    if not number or len(number) > 32:
        raise BadValue("номер приказа пуст или длиннее 32 знаков")
    return number


def _full_name(cell: Cell) -> tuple[str, str, str]:
    words = to_text(cell).split()
    if len(words) < 2:
        raise BadValue(f"«{to_text(cell)}»: нужны фамилия, имя и отчество через пробел")
    return to_name(words[0]), to_name(words[1]), to_name(" ".join(words[2:])) if words[2:] else ""


def _join(parsed: list[StudentRow], refusals: Refusals) -> list[StudentRow]:
    """Rows of one person become one student; what differs between them is refused."""
    students: dict[tuple[str, str, str, dt.date], StudentRow] = {}
    for row in parsed:
        known = students.get(row.person)
        if known is None:
            students[row.person] = row
            continue
        _check_same(known, row, refusals)
        students[row.person] = replace(known, guardians=_join_guardians(known, row, refusals))
    return list(students.values())


def _check_same(known: StudentRow, row: StudentRow, refusals: Refusals) -> None:
    pairs = {
        "группа": (known.group, row.group),
        "приказ_номер": (known.order_number, row.order_number),
        "приказ_дата": (f"{known.order_date:%d.%m.%Y}", f"{row.order_date:%d.%m.%Y}"),
    }
    for column, (before, now) in pairs.items():
        if before != now:
            refusals.add(row.line, column, f"{row.full_name}: «{now}», а в строке {known.line} «{before}»")


def _join_guardians(known: StudentRow, row: StudentRow, refusals: Refusals) -> tuple[GuardianRow, ...]:
    guardians = list(known.guardians)
    for guardian in row.guardians:
        same = next((other for other in guardians if other.full_name == guardian.full_name), None)
        if same is None:
            guardians.append(guardian)
        elif same.phone != guardian.phone:
            refusals.add(
                guardian.line, "родитель_телефон",
                f"{guardian.full_name}: в строке {same.line} телефон «{same.phone or 'не указан'}»",
            )  # fmt: skip
    return tuple(guardians)


def _namesakes(students: list[StudentRow]) -> list[str]:
    """Likely one person typed twice; shown, never merged silently."""
    seen: dict[tuple[str, str, str, str], StudentRow] = {}
    warnings = []
    for student in students:
        first = seen.setdefault((*student.person[:3], student.group), student)
        if first is not student:
            warnings.append(
                f"строки {first.line} и {student.line}: {student.full_name} в группе {student.group}"
                " с разными датами рождения — проверьте, два ли это человека"
            )
    return warnings
