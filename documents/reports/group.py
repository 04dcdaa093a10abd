"""The group's summary of a semester on paper."""

from __future__ import annotations

from documents.reports.paper import Heading, Paper, Part, Signature, facts, name, narrow, number, text
from documents.table import Value
from queries.reports.ask import Letterhead
from queries.reports.group import GroupResults, StudentLine, Subject
from queries.reports.people import GroupFace
from rules.attestation import short
from rules.report_periods import Period, PeriodKind
from rules.statistics import Standing, average, performance, quality
from rules.terms import FinalKind

COUNTED = ("Считаются опубликованные итоги студентов, которые числятся в группе на день подсчёта. Перезачтённое и "
           "отсутствие итога в расчёт не входят, «н/а» и неявка входят.")
WAYS = ("Успеваемость группы — студенты без долгов, качество — отличники и хорошисты, в процентах от студентов, "
        "у которых есть итоги. СОУ: 5 — 100, 4 — 64, 3 — 36, 2 — 16, «н/а» — по норме лицея.")
# the title of the line says it already, or the usual thing is meant
SPECIAL = {FinalKind.SEMESTER: "", FinalKind.PRACTICE: "", FinalKind.MODULE: "", FinalKind.COURSE: "итоговая"}
STANDINGS = ((Standing.EXCELLENT, "Отличники"), (Standing.GOOD, "Хорошисты"), (Standing.ONE_THREE, "С одной «3»"),
             (Standing.FAILING, "Неуспевающие"))


def group_paper(data: GroupResults, head: Letterhead) -> Paper:
    """Marks by disciplines, then disciplines, then who stands where."""
    return Paper("Сводная ведомость успеваемости группы", group_lines(data.face, data.period),
                 [_indicators(data), _marks(data), _subjects(data), standings_part(data)], _notes(data),
                 [Signature("Куратор", ", ".join(data.face.curators)),
                  Signature("Заместитель директора", head.deputy)])


def group_lines(face: GroupFace, period: Period) -> list[str]:
    """Which group, whose and for what time."""
    course = f", {face.course} курс" if face.course > 0 else ""
    curators = f". Куратор: {', '.join(face.curators)}" if face.curators else ""
    return [f"Группа {face.name}{course}, {face.speciality}", period.title + curators]


def _indicators(data: GroupResults) -> Part:
    counted = [(title, len(data.standing_there(standing))) for standing, title in STANDINGS]
    return facts("Показатели группы", [
        ("Студентов на день подсчёта", len(data.students)),
        ("Из них без итогов", len(data.standing_there(None))),
        ("Успеваемость, %", data.performance), ("Качество знаний, %", data.quality), ("СОУ, %", data.sou),
        ("Средний балл", data.average), *counted])


def _marks(data: GroupResults) -> Part:
    columns = [Heading("№", 8.0), name(), *(narrow(_column(one)) for one in data.subjects),
               narrow("Средний балл", width=10.0), narrow("Пропущено, ч", width=10.0),
               narrow("из них без причины", width=10.0)]
    return Part("Итоги по дисциплинам", columns,
                [_student(place, one) for place, one in enumerate(data.students, 1)],
                empty="В группе нет студентов на день подсчёта.")


def _student(place: int, one: StudentLine) -> list[Value]:
    values: list[Value] = ["" if value is None else int(value.value) if value.value.isdecimal() else short(value)
                           for value in one.values]
    return [place, one.name, *values, one.average, one.missed.total, one.missed.unexcused]


def _column(one: Subject) -> str:
    kind = SPECIAL.get(one.kind, one.kind.title)
    return one.title + (f", {kind}" if kind else "")


def _subjects(data: GroupResults) -> Part:
    columns = [text("Дисциплина"), Heading("Преподаватель", 34.0), *(number(title, 9.0) for title in "5432"),
               number("н/а", 10.0), number("зач.", 11.0), number("незач.", 14.0), number("нет итога", 14.0),
               number("Успев., %"), number("Кач., %"), number("СОУ, %"), number("Ср. балл", 14.0)]
    return Part("Дисциплины", columns, [_subject(one) for one in data.subjects],
                empty="За этот семестр опубликованных итогов нет.",
                note=f"Итоги не опубликованы: {', '.join(data.without)}." if data.without else "")


def _subject(one: Subject) -> list[Value]:
    tally = one.tally
    return [_column(one), ", ".join(one.teachers), tally.fives, tally.fours, tally.threes, tally.twos,
            tally.not_attested, tally.passed, tally.failed, one.blank, performance(tally), quality(tally), one.sou,
            average(tally)]


def standings_part(data: GroupResults) -> Part:
    """Who stands where, by name; what the failing have not passed."""
    rows: list[list[Value]] = []
    for standing, title in STANDINGS:
        for one in data.standing_there(standing):
            owed = data.owed(one) if standing is Standing.FAILING else ""
            three = _three(data, one) if standing is Standing.ONE_THREE else ""
            rows.append([title, one.name, owed or three, one.average])
    return Part("Отличники, хорошисты, с одной «3», неуспевающие",
                (Heading("Кто", 30.0), name(), text("Дисциплины"), number("Средний балл")), rows,
                empty="Никого: итогов за семестр ещё нет.")


def _three(data: GroupResults, student: StudentLine) -> str:
    return next(one.title for one, value in zip(data.subjects, student.values, strict=True)
                if value is not None and value.value == "3")


def _notes(data: GroupResults) -> list[str]:
    gone = "; ".join(f"{one.name} ({one.why}, последний день {one.on:%d.%m.%Y})" for one in data.left)
    notes = [COUNTED, WAYS]
    if data.period.kind is not PeriodKind.SEMESTER:
        notes.append("За год собраны итоги обоих семестров.")
    return [*notes, f"Выбыли за период и не считаются: {gone}."] if gone else notes
