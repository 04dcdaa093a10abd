"""Our own template of a curriculum (xlsx, xls, csv): one row is one line of the plan in one semester."""

from __future__ import annotations

import re
from decimal import Decimal

from actions.intake.refusal import Refusals
from importers.limits import DEFAULT, Limits
from importers.sheet import Columns, Line, Row, column_key, read_lines, table_of
from importers.text import clean, normalise_competency, normalise_index
from importers.values import BadValue, to_decimal, to_text, to_whole
from rules.plan import Controls, CurriculumFile, CurriculumRow, Hours, ObjectType, differences
from rules.plan_table import COLUMNS, CONTROL_COLUMNS, EXTRA_HOUR_COLUMNS, HOUR_COLUMNS, OPTIONAL

TABLE = Columns(COLUMNS, OPTIONAL)

TYPE_WORDS = {
    "модуль": ObjectType.MODULE, "пм": ObjectType.MODULE,
    "дисциплина": ObjectType.DISCIPLINE, "мдк": ObjectType.DISCIPLINE,
    "практика": ObjectType.PRACTICE, "уп": ObjectType.PRACTICE, "пп": ObjectType.PRACTICE, "пдп": ObjectType.PRACTICE,
    "экзамен_по_модулю": ObjectType.MODULE_EXAM, "контроль": ObjectType.MODULE_EXAM, "эк": ObjectType.MODULE_EXAM,
    "гиа": ObjectType.STATE_EXAM,
}  # fmt: skip
HEADER_LINES = {
    "специальность": "speciality_code", "наименование_специальности": "speciality_title",
    "квалификация": "qualification", "год_набора": "admission_year", "план": "title", "база": "base_education",
    "срок_месяцев": "duration_months", "фгос": "fgos",
}  # fmt: skip
_CODE = re.compile(r"\d\d\.\d\d\.\d\d")


def read_curriculum_table(
    data: bytes,
    *,
    speciality_code: str = "",
    admission_year: int | None = None,
    file_name: str = "",
    limits: Limits = DEFAULT,
) -> CurriculumFile:
    """The plan; speciality and year come from the lines above the heading unless they are given."""
    header, lines = _split_header(read_lines(data, TABLE, limits))
    rows = _read_rows(table_of(lines, TABLE, limits))
    code, year = speciality_code or header.get("speciality_code", ""), admission_year or _year(header)
    refusals = Refusals()
    if not _CODE.fullmatch(code):
        refusals.add(None, None, f"не указана специальность (код вида 09.02.07), есть: «{code}»")
    if year is None:
        refusals.add(None, None, "не указан год набора")
    refusals.check()
    duration = header.get("duration_months", "")
    return CurriculumFile(
        speciality_code=code,
        speciality_title=header.get("speciality_title", ""),
        qualification=header.get("qualification", ""),
        admission_year=year or 0,
        title=header.get("title", ""),
        base_education=header.get("base_education", ""),
        duration_months=int(duration) if duration.isdecimal() else None,
        fgos=header.get("fgos", ""),
        file_name=file_name,
        competencies=tuple((code, "") for code in sorted({code for row in rows for code in row.competencies})),
        lines=tuple(rows),
        warnings=tuple(differences(rows)),
    )


def _split_header(lines: list[Line]) -> tuple[dict[str, str], list[Line]]:
    """«специальность | 09.02.07» and the like above the heading."""
    header: dict[str, str] = {}
    for place, line in enumerate(lines):
        filled = [to_text(cell) for cell in line.cells if to_text(cell)]
        key = column_key(filled[0]) if filled else ""
        if filled and (key not in HEADER_LINES or len(filled) != 2):
            return header, lines[place:]
        if filled:
            header[HEADER_LINES[key]] = filled[1]
    return header, []


def _year(header: dict[str, str]) -> int | None:
    match = re.match(r"(19[9]\d|20\d\d)", header.get("admission_year", ""))
    return int(match[1]) if match else None


def _read_rows(table: list[Row]) -> list[CurriculumRow]:
    refusals = Refusals()
    rows = [_read_row(row, place, refusals) for place, row in enumerate(table, start=1)]
    _check_together(rows, refusals)
    refusals.check()
    return rows


def _read_row(row: Row, place: int, refusals: Refusals) -> CurriculumRow:
    for column in ("цикл", "индекс", "наименование"):
        if not row.text(column):
            refusals.add(row.line, column, "не заполнено")
    hours = {field: _whole(row, name, refusals) for name, field in (HOUR_COLUMNS | EXTRA_HOUR_COLUMNS).items()}
    controls = {field: _whole(row, name, refusals) for name, field in CONTROL_COLUMNS.items()}
    return CurriculumRow(
        cycle=row.text("цикл"),
        index=normalise_index(row.text("индекс")),
        title=row.text("наименование"),
        object_type=_type(row, refusals),
        parent_index=normalise_index(row.text("индекс_родителя")) or None,
        semester=_semester(row, refusals),
        hours=Hours(**hours, weeks=_weeks(row, refusals)),
        controls=Controls(**controls),
        competencies=tuple(
            normalise_competency(code) for code in re.split(r"[,;]", row.text("компетенции")) if clean(code)
        ),
        complex_group=row.text("комплексная_форма") or None,
        position=place,
        line=row.line,
    )


def _whole(row: Row, column: str, refusals: Refusals) -> int:
    try:
        return to_whole(row.get(column))
    except BadValue as error:
        refusals.add(row.line, column, str(error))
        return 0


def _weeks(row: Row, refusals: Refusals) -> Decimal:
    try:
        return to_decimal(row.get("Нед"))
    except BadValue as error:
        refusals.add(row.line, "Нед", str(error))
        return Decimal(0)


def _semester(row: Row, refusals: Refusals) -> int:
    text = row.text("семестр")
    if text.isdecimal() and 1 <= int(text) <= 12:
        return int(text)
    refusals.add(row.line, "семестр", f"нужен номер семестра от 1 до 12, а не «{text}»")
    return 0


def _type(row: Row, refusals: Refusals) -> ObjectType:
    text = row.text("тип_объекта")
    found = TYPE_WORDS.get(column_key(text))
    if found is None and text in {str(int(kind)) for kind in ObjectType if kind is not ObjectType.CHOICE}:
        found = ObjectType(int(text))
    if found is None:
        refusals.add(row.line, "тип_объекта", f"«{text}»: нужно 1 (модуль), 2 (дисциплина, МДК), 3 (практика), "
                     "4 (экзамен по модулю) или 6 (ГИА)")  # fmt: skip
    return found or ObjectType.DISCIPLINE


def _check_together(rows: list[CurriculumRow], refusals: Refusals) -> None:
    modules = {row.index for row in rows if row.is_sum}
    first: dict[str, CurriculumRow] = {}
    lines: dict[tuple[str, int], int | None] = {}
    for row in rows:
        known = first.setdefault(row.index, row)
        if (known.title, known.object_type, known.parent_index) != (row.title, row.object_type, row.parent_index):
            refusals.add(row.line, "индекс", f"«{row.index}» в строке {known.line} назван или подчинён иначе")
        if (row.index, row.semester) in lines:
            refusals.add(
                row.line, "семестр",
                f"«{row.index}» с семестром {row.semester} уже есть в строке {lines[row.index, row.semester]}",
            )  # fmt: skip
        lines.setdefault((row.index, row.semester), row.line)
        if row.parent_index and row.parent_index not in modules:
            refusals.add(row.line, "индекс_родителя", f"модуля «{row.parent_index}» нет в этом файле")


