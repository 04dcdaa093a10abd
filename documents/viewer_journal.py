"""One journal on a page of the archive: students × lessons with results, then topics."""

from __future__ import annotations

from markupsafe import Markup

from queries.sheets import JournalLesson, JournalSheet, JournalStudent

REGION = Markup('<div class="wide" tabindex="0" role="region" aria-label="{}"><table class="{}"><thead><tr>{}</tr>'
                "</thead><tbody>{}</tbody></table></div>")
COLUMNS = ("№", "Дата", "Часы", "Тема", "Вид занятия", "Домашнее задание", "Провёл")


def grid(sheet: JournalSheet) -> Markup:
    """Marks and absences as they stand in the cells; days outside membership are shaded."""
    if not sheet.students:
        return Markup("<p>В журнале нет студентов.</p>")
    repeated = sheet.repeated_dates()
    days = Markup("").join(_day(lesson, lesson.date in repeated) for lesson in sheet.lessons)
    finals = Markup("").join(Markup('<th scope="col">{}</th>').format(title) for title in sheet.final_titles.values())
    rows = Markup("").join(_row(sheet, student) for student in sheet.students)
    head = Markup('<th scope="col">Студент</th>{}{}').format(days, finals)
    return REGION.format("Отметки", "grid", head, rows)


def topics(sheet: JournalSheet) -> Markup:
    if not sheet.lessons:
        return Markup("<p>Занятий не было.</p>")
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(title) for title in COLUMNS)
    rows = Markup("").join(_lesson(number, lesson) for number, lesson in enumerate(sheet.lessons, 1))
    return REGION.format("Темы занятий", "topics", head, rows)


def _day(lesson: JournalLesson, repeated: bool) -> Markup:
    pair = Markup('<span class="note">{} п.</span>').format(lesson.pair) if repeated and lesson.pair else ""
    return Markup('<th scope="col">{:%d.%m}{}</th>').format(lesson.date, pair)


def _row(sheet: JournalSheet, student: JournalStudent) -> Markup:
    cells = Markup("").join(
        Markup('<td class="closed">{}</td>' if lesson.id in student.closed else "<td>{}</td>").format(  # noqa: S704
            sheet.cells.get((student.id, lesson.id), "")) for lesson in sheet.lessons)
    finals = Markup("").join(Markup('<td class="final">{}</td>').format(sheet.finals.get((student.id, key), ""))
                             for key in sheet.final_titles)
    note = Markup('<span class="note">{}</span>').format(student.note) if student.note else ""
    return Markup('<tr><th scope="row">{}. {}{}</th>{}{}</tr>').format(student.number, student.name, note, cells,
                                                                       finals)


def _lesson(number: int, lesson: JournalLesson) -> Markup:
    substituted = Markup('<span class="note">замена</span>') if lesson.substitution else ""
    return Markup('<tr><td class="num">{}</td><td class="num">{:%d.%m.%Y}</td><td class="num">{}</td><td>{}</td>'
                  "<td>{}</td><td>{}</td><td>{}{}</td></tr>").format(
        number, lesson.date, lesson.hours, lesson.topic, lesson.kind, lesson.homework, lesson.teacher_short,
        substituted)
