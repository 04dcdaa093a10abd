"""The journal on paper: facing pages, nothing lost, nothing cut."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from documents.grid import as_cell
from documents.journal import CLOSING, journal_pdf, split_lessons
from documents.journal_marks import SLOTS, Room, marks_grid
from documents.journal_topics import lesson_height
from queries.sheets import JournalSheet
from tests.documents.sheets import make_lessons, make_sheet

ROOM = 167.0


def pages_of(sheet: JournalSheet) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(journal_pdf(sheet))).pages]


def test_every_page_is_landscape_a4() -> None:
    for page in PdfReader(io.BytesIO(journal_pdf(make_sheet(30, 60)))).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)


def test_left_and_right_pages_alternate_and_are_numbered() -> None:
    pages = pages_of(make_sheet(30, 60))
    assert len(pages) == 6
    for number, page in enumerate(pages, 1):
        assert ("Учёт посещаемости" in page) == (number % 2 == 1)
        assert ("Содержание занятий" in page) == (number % 2 == 0)
        assert f"Стр. {number} из 6" in page
        assert "ОП.04 Основы алгоритмизации и программирования" in page
        assert "Преподаватель: Соколова Елена Викторовна" in page
        assert "Группа ИС-21 · 2 курс · 2023-2024 учебный год, I семестр" in page


@pytest.mark.parametrize("lessons", [7, 23, 25, 27, 31, 49])  # around the edges of a page
@pytest.mark.parametrize("topic", ["Тема", "Тема занятия, которой мало одной строки, потому что в ней много слов " * 2])
def test_a_left_page_always_faces_its_right_page(lessons: int, topic: str) -> None:
    pages = pages_of(replace(make_sheet(20, lessons), lessons=make_lessons(lessons, (topic,))))
    assert ["Учёт посещаемости" in page for page in pages] == [True, False] * (len(pages) // 2)


def test_right_pages_hold_every_lesson_once() -> None:
    sheet = make_sheet(3, 60)
    right = "\n".join(pages_of(sheet)[1::2]).split("\n")
    for number, lesson in enumerate(sheet.lessons, 1):
        assert f"{lesson.date:%d.%m.%Y}" in right
        assert right.count(str(number)) >= 1
    text = "\n".join(right)
    assert text.count("замена: Петрова А. С.") == 1
    assert text.count("По плану 72 ч., дано 120 ч.") == 1
    assert "По плану" in pages_of(sheet)[-1]


def test_left_pages_name_every_student_and_why_one_left() -> None:
    sheet = make_sheet(30, 60)
    for page in pages_of(sheet)[::2]:
        assert all(student.name in page for student in sheet.students)
        assert "выбыл 13.10.2023, пр. № 214" in page


@pytest.mark.parametrize("students", [1, 25, 30, 33])
def test_students_of_a_full_group_fit_on_one_page(students: int) -> None:
    assert len(pages_of(make_sheet(students, 12))) == 2


def test_more_students_than_lines_continue_on_the_next_page() -> None:
    sheet = make_sheet(60, 5)
    pages = pages_of(sheet)
    assert len(pages) == 3
    assert "Фамилия, имя, отчество" in pages[1]
    assert all(f"{student.number}" in pages[0] + pages[1] for student in sheet.students)


def test_columns_of_the_left_page() -> None:
    sheet = make_sheet(2, 12)
    grid = marks_grid(sheet, sheet.lessons, Room(277, ROOM), with_finals=True)
    assert len(grid.columns) == 2 + SLOTS + len(sheet.final_titles)
    assert sum(column.width for column in grid.columns) == pytest.approx(277)
    months, days = ([as_cell(cell).text for cell in row] for row in grid.head)
    assert [month for month in months[2:-3] if month] == ["сентябрь"]
    assert days[2:14] == ["06", "08", "11", "13", "15", "18", "20", "22\n1 п.", "22\n2 п.", "25", "27", "29"]
    assert months[-3:] == ["I семестр", "Экзамен", "Итоговая"]


def test_results_stand_after_the_last_date_only() -> None:
    sheet = make_sheet(2, 12)
    grid = marks_grid(sheet, sheet.lessons, Room(277, ROOM), with_finals=False)
    assert len(grid.columns) == 2 + SLOTS
    assert sum(column.width for column in grid.columns) == pytest.approx(277)


def test_marks_are_printed_as_they_stand_and_closed_cells_are_shaded() -> None:
    sheet = make_sheet(5, 12)
    row = marks_grid(sheet, sheet.lessons, Room(277, ROOM), with_finals=True).body[4]
    for lesson, cell in zip(sheet.lessons, row[2:], strict=False):
        assert as_cell(cell).text == sheet.cells.get((5, lesson.id), "")
        assert as_cell(cell).shaded == (lesson.id in sheet.students[4].closed)


@pytest.mark.parametrize(
    ("students", "lessons", "words"),
    [
        (0, 5, ["В журнале нет обучающихся."]),
        (5, 0, ["Занятий ещё не было."]),
        (0, 0, ["В журнале нет обучающихся.", "Занятий ещё не было."]),
    ],
)
def test_empty_journal_says_so(students: int, lessons: int, words: list[str]) -> None:
    pages = pages_of(make_sheet(students, lessons))
    assert len(pages) == 2
    assert all(word in "".join(pages) for word in words)


@pytest.mark.parametrize(
    ("count", "topics"),
    [
        (1, ("Тема",)),
        (28, ("Тема",)),
        (29, ("Тема",)),
        (60, ("Тема",)),
        (60, ("Длинная тема занятия " * 8,)),
        (3, ("Очень длинная тема " * 400,)),  # a lesson higher than the page has a spread of its own
    ],
)
def test_spreads_fit_their_page_and_lose_no_lesson(count: int, topics: tuple[str, ...]) -> None:
    lessons = make_lessons(count, topics)
    spreads = split_lessons(lessons, ROOM)
    assert tuple(lesson for spread in spreads for lesson in spread) == lessons
    for number, spread in enumerate(spreads):
        room = ROOM - (CLOSING if number == len(spreads) - 1 else 0)
        assert 0 < len(spread) <= SLOTS
        assert len(spread) == 1 or sum(map(lesson_height, spread)) <= room


def test_last_spread_is_not_a_leftover_of_one_lesson() -> None:
    assert [len(spread) for spread in split_lessons(make_lessons(29, ("Тема",)), ROOM)] == [15, 14]


def test_long_and_hostile_texts_are_printed_whole() -> None:
    lessons = make_lessons(3)
    words = [f"задание{n}" for n in range(900)]
    lessons = (
        replace(lessons[0], homework=" ".join(words)),
        replace(lessons[1], topic="<script>alert(1)</script> & <pdf:nextpage/> " + "щ" * 300),
        lessons[2],
    )
    subject = "Очень длинное наименование дисциплины " * 8
    pages = pages_of(replace(make_sheet(3, 3), lessons=lessons, subject=subject, college="К" * 260))
    text = "".join(pages)
    assert set(words) <= set(text.split())
    assert "<script>alert(1)</script>" in text
    assert "К" * 260 in pages[0].replace("\n", "")
    assert " ".join(pages[0].split()).count("наименование дисциплины") == 8
    assert f"Стр. {len(pages)} из {len(pages)}" in pages[-1]


def test_same_sheet_gives_the_same_bytes() -> None:
    assert journal_pdf(make_sheet(10, 12)) == journal_pdf(make_sheet(10, 12))
