"""Printed forms: what they hold, in whose words, nothing cut (п. 4.1, Пр. 12)."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from pypdf import PdfReader

from documents.forms.absence_sheet import absence_sheet_layout
from documents.forms.diploma import diploma_layout, diploma_tables
from documents.forms.exam_sheet import exam_sheet_layout, exam_sheet_table
from documents.forms.frame import Frame, form_pdf
from documents.forms.group_sheet import group_sheet_layout
from documents.forms.layout import Layout
from documents.forms.orders import orders_layout
from documents.forms.practice import attestation_layout, characteristic_layout, diary_layout
from documents.forms.transcript import transcript_layout, transcript_table
from documents.grid import as_cell
from queries.forms.diploma import CourseWork, DiplomaLine, Graduate, Subject
from queries.practice_sheets import Sheet
from queries.reports.ask import Letterhead
from rules.terms import FinalKind, FinalValue, LineKind, PracticeKind
from tests.documents.forms import papers as p

HEAD = Letterhead("КГБПОУ «Новоалтайский лицей профессионального образования»", "НЛПО", "Министерство образования",
                  "Громова И. П.", "Лапин С. С.", "658080, г. Новоалтайск, ул. Парковая, д. 1, ОГРН 1022200000000")
FRAME = Frame(HEAD, "ЭВ-15/23", dt.date(2023, 12, 20), "0" * 26, "https://journal.example.ru/verify/" + "0" * 26)


def pages_of(layout: Layout) -> list[str]:
    """As it is issued: in the frame with the number, signatures and the code."""
    data = form_pdf(layout, FRAME)
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


def told(layout: Layout) -> str:
    """The whole text with the words that were broken between lines put together."""
    return re.sub(r"-\s", "-", " ".join(pages_of(layout)))


def rows_of(layout: Layout, grid: str) -> list[list[str]]:
    return [[as_cell(cell).text for cell in row] for row in layout.grids[grid].body]


def test_the_exam_sheet_has_five_numbered_columns() -> None:
    layout = exam_sheet_layout(p.exam(4), HEAD)
    assert [[as_cell(cell).text for cell in row] for row in layout.grids["marks"].head] == [
        ["№ п/п", "Фамилия, имя, отчество экзаменующегося", "№ экзаменационного билета", "Отметка",
         "Подпись экзаменатора"], ["1", "2", "3", "4", "5"]]
    assert rows_of(layout, "marks")[1:3] == [["2", "Васильченко2 Артём Игоревич", "", "3 (удовл.)", ""],
                                             ["3", "Васильченко3 Артём Игоревич", "", "неявка", ""]]
    assert rows_of(layout, "counts") == [["Человек", "1", "1", "1", "0", "0", "1", "", ""],
                                         ["%", "25,00", "25,00", "25,00", "0,00", "0,00", "25,00", "75,00", "50,00"]]


def test_a_blank_sheet_leaves_everything_to_the_pen() -> None:
    blank = p.exam(3, is_filled=False, held_on=None, lines=tuple(replace(one, value=None) for one in p.exam(3).lines))
    layout = exam_sheet_layout(blank, HEAD)
    assert {text for row in rows_of(layout, "marks") for text in row[2:]} == {""}
    assert {text for row in rows_of(layout, "counts") for text in row[1:]} == {""}
    assert "«____» ______________ 20____ г." in told(layout)


@pytest.mark.parametrize("count", [1, 25, 30])
def test_a_group_stands_and_is_signed_on_one_page(count: int) -> None:
    (page,) = pages_of(exam_sheet_layout(p.exam(count), HEAD))
    for words in ("№ ЭВ-15/23 от 20 декабря 2023 года", "Кабанова Елизавета Игоревна", "Громова И. П.", p.LONG_NAME,
                  "ПС-41, подгруппа 2, 4 курс", "экзамен, 20.12.2023"):
        assert words in re.sub(r"-\s", "-", page)


def test_an_empty_group_and_a_course_project() -> None:
    assert "В группе нет обучающихся." in told(exam_sheet_layout(p.exam(0), HEAD))
    project = p.exam(1, kind=FinalKind.COURSE_PROJECT, lines=(replace(p.exam(1).lines[0], theme="Проект депо"),))
    layout = exam_sheet_layout(project, HEAD)
    assert layout.title == "Зачётная ведомость"
    assert rows_of(layout, "marks")[0][2] == "Проект депо"
    assert list(exam_sheet_table(project).rows) == [(1, p.LONG_NAME, "Проект депо", "4 (хорошо)")]


@pytest.mark.parametrize(("students", "subjects", "page", "pages"), [
    (25, 13, "landscape", 2), (33, 13, "a3", 2), (15, 30, "a3", 1), (0, 0, "landscape", 2)])
def test_the_summary_takes_the_paper_it_needs(students: int, subjects: int, page: str, pages: int) -> None:
    layout = group_sheet_layout(p.summary(students, subjects), HEAD)
    assert layout.page == page
    assert len(pages_of(layout)) == pages


def test_the_summary_groups_columns_and_counts_under_them() -> None:
    layout = group_sheet_layout(p.summary(2, 5), HEAD)
    sections = [as_cell(cell).text for cell in layout.grids["marks"].head[0]]
    assert [text for text in sections[2:-3] if text] == ["экзамены", "дифф. зачёты", "практики", "итоги семестра"]
    assert rows_of(layout, "marks")[0] == ["1", p.LONG_NAME, *["5"] * 5, "5,00", "114", "16"]
    rows = {row[1]: row[2:8] for row in rows_of(layout, "counts")}
    assert rows["«5»"] == ["2", "2", "2", "2", "2", "10"]
    assert rows["Не аттестовано"] == [""] * 6
    assert rows["Всего"] == ["2"] * 6
    assert rows["% качества"] == ["100,00"] * 6
    assert "Итоги не опубликованы: Химия." in told(layout)


def test_the_absence_sheet_shades_days_off_and_sums_by_month_and_semester() -> None:
    layout = absence_sheet_layout(p.absences(2), HEAD)
    head = [as_cell(cell) for cell in layout.grids["days"].head[1]]
    assert [cell.text for cell in head if cell.shaded] == ["1", "8", "15", "22", "29"]
    first, _, total = rows_of(layout, "days")
    assert (first[3], first[-6:]) == ("2+4н", ["4", "2", "6", "40", "20", "60"])
    assert (total[3], total[-6:]) == ("12", ["8", "4", "12", "80", "40", "120"])
    assert [len(pages_of(absence_sheet_layout(p.absences(count), HEAD))) for count in (2, 25, 30)] == [1, 1, 2]


def test_the_certificate_names_the_student_and_every_result() -> None:
    text = told(transcript_layout(p.certificate(), HEAD))
    assert "Выдана Беловой Ксении Сергеевне, студентке 4 курса группы ПС-41" in text
    assert text.count("3 (удовл.)") == 13
    assert "Средний балл: 3,00" in text
    assert "опубликованных итогов нет" in told(transcript_layout(p.certificate(0), HEAD))
    assert next(iter(transcript_table(p.certificate()).rows)) == (
        1, p.LONG_TITLE, 122, "Дифф. зачёт", "3 (удовл.)", "20.12.2023")


def test_the_attestation_sheet_has_one_plus_a_row() -> None:
    layout = attestation_layout(p.practice())
    assert rows_of(layout, "work") == [["1", p.LONG_TITLE, "+", "", ""], ["2", "Разборка узлов", "", "", "+"]]
    assert rows_of(layout, "professional")[0][2:] == ["", "+", ""]
    assert rows_of(layout, "general")[0][2:] == ["", "+", ""]
    assert [(one.office, one.name) for one in layout.signatures] == [
        ("Наставник от организации", "Громов П. С."), ("Руководитель практики от лицея", "Карелина Дарья Михайловна")]
    text = told(layout)
    for words in ("с 23.10.2023 по 07.11.2023, 72 ч", "№ 17-П от 13.10.2023", "3 (удовл.)", p.LONG_NAME):
        assert words in text


def test_in_the_workshops_the_supervisor_signs_alone() -> None:
    face = replace(p.practice().face, kind=PracticeKind.STUDY)
    layout = attestation_layout(p.practice(face=face, place="", address="", mentor=""))
    assert [one.office for one in layout.signatures] == ["Руководитель практики от лицея"]
    assert "учебные мастерские" in told(layout)


def test_the_diary_and_the_characteristic() -> None:
    diary = diary_layout(p.practice())
    assert rows_of(diary, "days") == [["23.10.2023", f"{p.LONG_TITLE}: инструктаж", "6", "5", ""],
                                      ["24.10.2023", "отсутствовал(а): б", "", "", ""]]
    assert "Всего: 1 день, 6 ч" in told(diary)
    assert "Записей о днях практики нет." in told(diary_layout(p.practice(days=())))
    text = told(characteristic_layout(p.practice()))
    for words in ("8 (48 ч)", "4 (24 ч, из них без уважительной причины 12 ч)", "Правила охраны труда соблюдал."):
        assert words in text
    assert "Отметка за практику" not in told(characteristic_layout(p.practice(sheet=Sheet())))


def test_an_order_is_written_once_beside_all_its_students() -> None:
    layout = orders_layout(p.orders(), HEAD)
    assert rows_of(layout, "orders") == [
        ["1", "№ 42-С от 18.08.2023. решение приёмной комиссии", "зачисление", p.LONG_NAME, "СВ-12", "01.09.2023"],
        ["", "", "", "Белова Ксения Сергеевна", "СВ-12", "01.09.2023"],
        ["2", "№ 50-С от 02.10.2023", "перевод в другую группу", "Зимин Роман Андреевич", "СВ-12 – ПК-11",
         "03.10.2023"]]
    assert "Приказов: 2, студентов в них: 3." in told(layout)
    assert "Приказов за этот период нет." in told(orders_layout(p.orders(0), HEAD))


def test_the_diploma_takes_a_page_a_student() -> None:
    subject = Subject("d1", "ОП.01", p.LONG_TITLE, LineKind.DISCIPLINE, 122, 100, Decimal(0), (7,))
    weeks = replace(subject, key="p1", index="УП.01", title="Учебная практика", kind=LineKind.PRACTICE,
                    weeks=Decimal("2.0"))
    lines = (DiplomaLine(subject, FinalKind.EXAM, FinalValue.FIVE, 7), DiplomaLine(weeks, None, FinalValue.FOUR, 7),
             DiplomaLine(replace(subject, key="d2", index="ОП.02", title="Химия")))
    work = CourseWork("Математика", "Проект депо", FinalValue.THREE, p.SEMESTER.last)
    one = Graduate(p.certificate().face, lines, (work,))
    layout = diploma_layout([one, one], HEAD)
    assert len(pages_of(layout)) == 2
    assert rows_of(layout, "lines1") == [["ОП.01", p.LONG_TITLE, "122", "5 (отлично)", ""],
                                         ["УП.01", "Учебная практика", "2 нед.", "4 (хорошо)", ""]]
    assert "Математика: «Проект депо», 3 (удовл.)" in told(layout)
    sheets = {table.title: list(table.rows) for table in diploma_tables([one])}
    assert {title: len(rows) for title, rows in sheets.items()} == {
        "Дисциплины и МДК": 2, "Практики": 1, "ГИА": 0, "Курсовые": 1, "Нет итога": 1}
    assert sheets["Нет итога"] == [("Белова Ксения Сергеевна", None, "ПС-41", "ОП.02 Химия")]
