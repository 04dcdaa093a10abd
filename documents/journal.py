"""The journal of a discipline on paper: facing pages, students × dates on the left, topics on the right."""

from __future__ import annotations

from markupsafe import Markup

from documents.csvfile import csv_bytes
from documents.fonts import BOLD, wrap
from documents.footer import CSS as FOOTER_CSS
from documents.footer import footer, footer_frame
from documents.grid import Grid
from documents.journal_marks import Room, marks_grid
from documents.journal_tables import marks_table, topics_table
from documents.journal_topics import HEAD_ROW, lesson_height, topics_grid
from documents.pdf import render_pdf
from documents.xlsx import xlsx_bytes
from queries.sheets import JournalLesson, JournalSheet

DATES_ON_PAGE = 28
PAGE_HEIGHT, PAGE_WIDTH, SIDE, TOP, BOTTOM = 210.0, 277.0, 10.0, 8.0, 13.0
CAPTION, CLOSING = 6.5, 14.0  # the title over a table; totals and signature
TEXT_SIZE, TITLE_SIZE, TEXT_LINE, TITLE_LINE = 9, 13, 4.6, 5.4  # points; millimetres of a line of the header


def journal_pdf(sheet: JournalSheet) -> bytes:
    """Landscape A4; a left page is always followed by the right page of the same lessons."""
    header = _header_lines(sheet)
    top = TOP + sum(height for _, height in header) + 1.0
    room = PAGE_HEIGHT - top - BOTTOM - CAPTION
    spreads = split_lessons(sheet.lessons, room - HEAD_ROW)
    grids: dict[str, Grid] = {}
    body = Markup('<div id="header">{}</div>{}').format(Markup("").join(line for line, _ in header), _footer(sheet))
    for number, lessons in enumerate(spreads):
        last = number == len(spreads) - 1
        grids[f"marks{number}"] = marks_grid(sheet, lessons, Room(PAGE_WIDTH, room), with_finals=last)
        grids[f"topics{number}"] = topics_grid(sheet, lessons)
        body += _spread(number, first=number == 0)
    title = f"Журнал: {sheet.group}, {sheet.subject_line}, {sheet.semester_title}"
    return render_pdf(body + _closing(sheet), css=_css(top), title=title, grids=grids)


def journal_xlsx(sheet: JournalSheet) -> bytes:
    return xlsx_bytes(marks_table(sheet), topics_table(sheet))


def journal_csv(sheet: JournalSheet) -> bytes:
    """Marks, an empty line, topics: one file holds both pages."""
    return csv_bytes(marks_table(sheet), topics_table(sheet))


def split_lessons(lessons: tuple[JournalLesson, ...], room: float) -> list[tuple[JournalLesson, ...]]:
    """As many lessons on a spread as its right page holds; the last one leaves room for the signature."""
    *full, last = _pack(lessons, room)
    spreads = [*full, *(_pack(last, room - CLOSING) if _height(last) > room - CLOSING else [last])]
    return spreads if len(spreads) == 1 else [*spreads[:-2], *_even(spreads[-2], spreads[-1], room)]


def _even(
    first: tuple[JournalLesson, ...], second: tuple[JournalLesson, ...], room: float
) -> list[tuple[JournalLesson, ...]]:
    """The last two spreads of about one length, so that two lessons do not take a sheet of their own."""
    both = first + second
    middle = (len(both) + 1) // 2
    halves = [both[:middle], both[middle:]]
    fits = _height(halves[0]) <= room and _height(halves[1]) <= room - CLOSING
    return halves if fits else [first, second]


def _height(lessons: tuple[JournalLesson, ...]) -> float:
    return sum(map(lesson_height, lessons))


def _pack(lessons: tuple[JournalLesson, ...], room: float) -> list[tuple[JournalLesson, ...]]:
    spreads: list[list[JournalLesson]] = [[]]
    used = 0.0
    for lesson in lessons:
        height = lesson_height(lesson)
        if spreads[-1] and (used + height > room or len(spreads[-1]) == DATES_ON_PAGE):
            spreads.append([])
            used = 0.0
        spreads[-1].append(lesson)
        used += height
    return [tuple(spread) for spread in spreads]


def _header_lines(sheet: JournalSheet) -> list[tuple[Markup, float]]:
    """Lines with their heights: the frame of the header is as high as this journal needs."""
    study = f"Группа {sheet.group_line} · {sheet.course} курс · {sheet.year_title}, {sheet.semester_title}"
    parts = [
        ("<p>{}</p>", f"{sheet.college} · {sheet.speciality}", TEXT_SIZE, TEXT_LINE),
        ("<h1>{}</h1>", sheet.subject_line, TITLE_SIZE, TITLE_LINE),
        ("<p>{}</p>", f"{study} · Преподаватель: {sheet.teacher}", TEXT_SIZE, TEXT_LINE),
    ]
    return [
        (Markup(tag).format(line), height)  # noqa: S704 - the tags are the constants above
        for tag, text, size, height in parts
        for line in wrap(text, PAGE_WIDTH - 2, size, BOLD)
    ]


def _footer(sheet: JournalSheet) -> Markup:
    return footer(f"Журнал учебных занятий · {sheet.group_line} · {sheet.index or sheet.subject}", PAGE_WIDTH)


def _spread(number: int, first: bool) -> Markup:
    turn = Markup("<pdf:nextpage/>")
    return Markup(
        '{}<p class="caption">Учёт посещаемости и успеваемости</p><pdf:grid name="marks{}"></pdf:grid>'
        '{}<p class="caption">Содержание занятий</p><pdf:grid name="topics{}"></pdf:grid>'
    ).format("" if first else turn, number, turn, number)


def _closing(sheet: JournalSheet) -> Markup:
    return Markup(
        '<table class="closing"><tr><td class="hours">По плану {} ч., дано {} ч.</td>'
        '<td class="sign">Преподаватель ____________________ / {} /'
        "&#160;&#160;&#160;«____» ______________ 20____ г.</td></tr></table>"
    ).format(sheet.planned_hours, sheet.given_hours, sheet.teacher)


def _css(top: float) -> str:
    return FOOTER_CSS + f"""
    @page {{ size: a4 landscape; margin: {top}mm {SIDE}mm {BOTTOM}mm {SIDE}mm;
      @frame header {{ -pdf-frame-content: header; top: {TOP}mm; left: {SIDE}mm; right: {SIDE}mm;
                       height: {top - TOP}mm }}
      {footer_frame(SIDE, 4)} }}
    #header p {{ font-size: {TEXT_SIZE}pt; line-height: {TEXT_LINE}mm }}
    #header h1 {{ font-size: {TITLE_SIZE}pt; line-height: {TITLE_LINE}mm }}
    .caption {{ font-size: 10pt; line-height: 4.6mm; font-weight: bold; padding-bottom: 1mm; text-align: center }}
    .closing td {{ font-size: 10pt; padding-top: 4mm }}
    .hours {{ font-weight: bold; width: 75mm }}
    .sign {{ text-align: right }}
    """
