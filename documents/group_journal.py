"""The journal of a group for a year on paper: cover, contents, facing pages, substitutions, results (п. 4.1)."""

from __future__ import annotations

from collections.abc import Sequence

from documents.forms.frame import Frame
from documents.grid import Cell, Grid, GridColumn, Row
from documents.journal import CLOSING, split_lessons
from documents.journal_marks import Room, marks_grid
from documents.journal_topics import HEAD_ROW, topics_grid
from documents.sheets import ROOM, Line, Sheet, room_under, sheets_pdf, split
from queries.group_journal import GroupJournal, Member, Order
from queries.reports.ask import Letterhead
from queries.sheets import JournalSheet
from rules.documents import date_in_words, shown_code
from rules.groups import with_subgroup

COVER_GAP = 34.0
NOTHING = "Записей нет."
Section = tuple[str, str, list[Sheet]]  # title and teacher as the contents name them, pages


def group_journal_pdf(data: GroupJournal, head: Letterhead, frame: Frame | None) -> bytes:
    """Without a frame it is a copy without a number: of a set, while the year goes on."""
    members = _members(data)
    sections: list[Section] = [
        ("Список студентов", "", members),
        *((sheet.subject_line + _part(sheet), sheet.teacher, _book(sheet)) for sheet in data.books),
        *((sheet.subject_line + _part(sheet), sheet.teacher, _book(sheet)) for sheet in data.practices),
        ("Замены", "", _substitutions(data)), ("Замечания проверяющих", "", _remarks(data)),
        ("Сводная ведомость итогов и пропусков", "", _summary(data))]
    own = len(split(_title("Содержание"), _contents_grid(sections, 0)))
    if (1 + own + len(members)) % 2 == 0:
        members.append(Sheet(_title("Для заметок")))  # a left page lies on an even number
    contents = _contents(sections, own)
    sheets = [_cover(data, head, frame), *contents, *(sheet for _, _, pages in sections for sheet in pages)]
    number = f" № {frame.designation}" if frame else ""
    title = f"Журнал учебных занятий{number}: группа {data.face.name}, {data.period.title}"
    return sheets_pdf(sheets, title, title)


def _title(text: str) -> list[Line]:
    return [Line(text, 13.0, bold=True, centred=True), Line(" ", 4.0)]


def _part(sheet: JournalSheet) -> str:
    return f", {with_subgroup(sheet.semester_title, sheet.subgroup)}"


def _cover(data: GroupJournal, head: Letterhead, frame: Frame | None) -> Sheet:
    face = data.face
    lines = [Line(head.founder or " ", 10.0, centred=True), Line(head.title, 14.0, bold=True, centred=True),
             Line(head.requisites or " ", 9.0, centred=True),
             Line("Журнал учебных занятий", 26.0, bold=True, centred=True, gap=COVER_GAP),
             Line(f"группы {face.name}", 20.0, bold=True, centred=True, gap=4.0),
             Line(f"{face.course} курс · {face.speciality}", 12.0, centred=True, gap=3.0),
             Line(data.period.title, 14.0, centred=True, gap=3.0),
             Line(f"Куратор: {', '.join(face.curators) or 'не назначен'}", 12.0, centred=True, gap=10.0)]
    if frame is None:
        return Sheet(lines)
    told = [Line(f"Документ № {frame.designation} от {date_in_words(frame.day)} составлен в электронном журнале.",
                 9.0, gap=22.0),
            Line(f"Подлинность проверяется по адресу {frame.address}", 9.0, gap=1.0),
            Line(f"Код проверки: {shown_code(frame.code)}", 9.0, bold=True, gap=1.0),
            Line(f"Директор ____________________ / {head.director or '____________________'} /", 10.0, gap=8.0)]
    return Sheet([*lines, *told], qr=frame.address)


def _contents(sections: Sequence[Section], pages: int) -> list[Sheet]:
    """``pages`` of its own stand before what it names; so does the cover."""
    return split(_title("Содержание"), _contents_grid(sections, 1 + pages))


def _contents_grid(sections: Sequence[Section], before: int) -> Grid:
    body: list[Row] = []
    page = before + 1
    for number, (title, teacher, pages) in enumerate(sections, 1):
        body.append([str(number), title, teacher, str(page)])
        page += len(pages)
    columns = [GridColumn(12, "CENTER"), GridColumn(160), GridColumn(ROOM - 192), GridColumn(20, "CENTER")]
    return Grid(columns, [["№", "Дисциплина, практика, раздел", "Преподаватель", "Стр."]], (7.0,), body,
                row_height=5.2, size=9.5)


def _members(data: GroupJournal) -> list[Sheet]:
    body: list[Row] = [[str(number), one.name, f"{one.starts:%d.%m.%Y}", _order(one.came),
                        f"{one.ends:%d.%m.%Y}" if one.ends else "", _order(one.left)]
                       for number, one in enumerate(data.members, 1)]
    columns = [GridColumn(12, "CENTER"), GridColumn(ROOM - 12 - 48 - 130), GridColumn(24, "CENTER"), GridColumn(65),
               GridColumn(24, "CENTER"), GridColumn(65)]
    head = ["№", "Фамилия, имя, отчество", "В группе с", "Приказ", "Выбыл(а)", "Приказ"]
    return split(_title("Список студентов"), _table(columns, head, body))


def _order(order: Order | None) -> str:
    return f"{order[0].title}, № {order[1]} от {order[2]:%d.%m.%Y}" if order else ""


def _book(sheet: JournalSheet) -> list[Sheet]:
    """Facing pages: marks on the left, topics on the right; the last right page is signed."""
    head = [Line(f"{sheet.subject_line}", 12.0, bold=True),
            Line(f"Группа {sheet.group_line} · {sheet.course} курс · {sheet.year_title}, {sheet.semester_title} · "
                 f"Преподаватель: {sheet.teacher}", 9.0)]
    left = [*head, Line("Учёт посещаемости и успеваемости", 10.0, bold=True, centred=True, gap=1.0)]
    right = [*head, Line("Содержание занятий", 10.0, bold=True, centred=True, gap=1.0)]
    room = room_under(right)
    spreads = split_lessons(sheet.lessons, room - HEAD_ROW)
    pages: list[Sheet] = []
    for number, lessons in enumerate(spreads):
        last = number == len(spreads) - 1
        marks = marks_grid(sheet, lessons, Room(ROOM, room), with_finals=last)
        pages += [Sheet(left, marks), Sheet(right, topics_grid(sheet, lessons), _closing(sheet) if last else ())]
    return pages


def _closing(sheet: JournalSheet) -> list[Line]:
    return [Line(f"По плану {sheet.planned_hours} ч., дано {sheet.given_hours} ч.        Преподаватель "
                 f"____________________ / {sheet.teacher} /        «____» ______________ 20____ г.", 10.0,
                 gap=CLOSING - 9.0)]


def _substitutions(data: GroupJournal) -> list[Sheet]:
    body: list[Row] = [[str(number), f"{one.date:%d.%m.%Y}", str(one.pair or ""), str(one.hours), one.subject,
                        one.instead_of, one.teacher, one.reason] for number, one in enumerate(data.substitutions, 1)]
    columns = [GridColumn(12, "CENTER"), GridColumn(22, "CENTER"), GridColumn(12, "CENTER"), GridColumn(12, "CENTER"),
               GridColumn(85), GridColumn(40), GridColumn(40), GridColumn(ROOM - 223)]
    head = ["№", "Дата", "Пара", "Часы", "Дисциплина", "Вместо кого", "Кто провёл", "Причина"]
    return split(_title("Замены"), _table(columns, head, body))


def _remarks(data: GroupJournal) -> list[Sheet]:
    body: list[Row] = [[f"{one.date:%d.%m.%Y}", one.act, one.subject, one.text,
                        f"устранено {one.fixed_on:%d.%m.%Y}" if one.fixed_on else ""] for one in data.remarks]
    columns = [GridColumn(22, "CENTER"), GridColumn(22, "CENTER"), GridColumn(70), GridColumn(ROOM - 154),
               GridColumn(40)]
    return split(_title("Замечания проверяющих"),
                 _table(columns, ["Дата", "Справка №", "Журнал", "Замечание", "Отметка об устранении"], body))


def _summary(data: GroupJournal) -> list[Sheet]:
    """A narrow column per result, then the hours missed; more results than a page holds go on to the next."""
    results = [(sheet, key) for sheet in (*data.books, *data.practices) for key in sheet.final_titles
               if any(final[1] == key for final in sheet.finals)]
    pages: list[Sheet] = []
    for start in range(0, max(len(results), 1), 24):
        part = results[start:start + 24]
        columns = [GridColumn(10, "CENTER"), GridColumn(62), *(GridColumn(7.6, "CENTER", one_line=True) for _ in part),
                   GridColumn(11, "CENTER", strong=True), GridColumn(11, "CENTER")]
        head: Row = ["№", "Фамилия, имя, отчество", *(_result_head(sheet, key) for sheet, key in part),
                     Cell("Пропущено, ч", upright=True), Cell("без причины, ч", upright=True)]
        body: list[Row] = [_result_row(data, number, one, part) for number, one in enumerate(_people(data), 1)]
        pages += split(_title("Сводная ведомость итогов и пропусков"),
                       Grid(columns, [head], (62.0,), body or [[NOTHING, *[""] * (len(columns) - 1)]], 4.4, 8.0, 5))
    return pages


def _result_head(sheet: JournalSheet, key: str) -> Cell:
    part = f" (п/г {sheet.subgroup})" if sheet.subgroup else ""
    return Cell(f"{sheet.subject}{part}, {sheet.final_titles[key]}", upright=True)


def _result_row(data: GroupJournal, number: int, one: Member, part: Sequence[tuple[JournalSheet, str]]) -> Row:
    missed = data.missed.get(one.id)
    return [str(number), one.name, *(sheet.finals.get((one.id, key), "") for sheet, key in part),
            str(missed.total if missed else 0), str(missed.unexcused if missed else 0)]


def _people(data: GroupJournal) -> list[Member]:
    """Each once, whatever the number of stays."""
    return list({one.id: one for one in data.members}.values())


def _table(columns: Sequence[GridColumn], head: Sequence[str], body: list[Row]) -> Grid:
    nothing: Row = [Cell(NOTHING, span=(len(columns), 1), align="CENTER"), *[""] * (len(columns) - 1)]
    return Grid(columns, [list(head)], (8.0,), body or [nothing], row_height=5.2, size=9.0)
