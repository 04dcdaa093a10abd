"""Papers of a practice: attestation sheet, diary, characteristic (Пр. 12)."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from documents.forms.layout import GAP, Layout, facts, grid_tag
from documents.grid import Cell, Grid, GridColumn, Row
from documents.reports.paper import Signature
from queries.forms.practice import DiaryDay, PracticePaper
from rules.attestation import written
from rules.practice import LEVELS, short_level
from rules.terms import PracticeKind, SheetPart
from rules.words import plural

TABLES = {SheetPart.WORK: ("Виды и качество выполнения работ", "Вид работ"),
          SheetPart.PROFESSIONAL: ("Профессиональные компетенции", "Компетенция"),
          SheetPart.GENERAL: ("Общие компетенции", "Компетенция")}
WIDTH, NUMBER, LEVEL = 180.0, 9.0, 24.0
DIARY = (GridColumn(20.0, "CENTER"), GridColumn(98.0), GridColumn(14.0, "CENTER"), GridColumn(16.0, "CENTER"),
         GridColumn(32.0))
DIARY_HEAD = ("Дата", "Содержание выполненной работы", "Часы", "Отметка", "Подпись наставника")
NO_DAYS = "Записей о днях практики нет."


def attestation_layout(data: PracticePaper) -> Layout:
    """Three tables with one «+» a row; at an enterprise its mentor signs too, in the workshops the supervisor alone."""
    body, grids = _facts(data), {}
    for part, titles in data.expected.items():
        if titles:
            grids[part.value] = _levels(part, titles, data)
            body += Markup('<p class="caption">{}</p>{}').format(TABLES[part][0], grid_tag(part.value))
    mark = written(data.sheet.value) if data.sheet.value else ""
    body += GAP + Markup('<p class="text">Отметка за практику (дифференцированный зачёт): <b>{}</b></p>').format(mark)
    return Layout("Аттестационный лист по практике", [_kind(data)], body, grids, _signs(data))


def diary_layout(data: PracticePaper) -> Layout:
    """A line a day: what was done, for how long, the mark, a place for the mentor's signature."""
    body: list[Row] = [_day(day) for day in data.days]
    hours, given = sum(day.hours for day in data.days), len([day for day in data.days if day.hours])
    total = f"Всего: {given} {plural(given, 'день', 'дня', 'дней')}, {hours} ч"
    table = grid_tag("days") + GAP + Markup('<p class="text">{}</p>').format(total) if body else Markup(
        '<p class="text">{}</p>').format(NO_DAYS)
    grid = Grid(DIARY, [[Cell(title) for title in DIARY_HEAD]], (7.0,), body, row_height=6.0, size=9.0)
    return Layout("Дневник практики", [_kind(data)], _facts(data) + table, {"days": grid} if body else {}, _signs(data))


def characteristic_layout(data: PracticePaper) -> Layout:
    """Where and when, days worked and missed, what the supervisor says."""
    work = data.work
    missed = f"{work.missed_days} ({work.missed} ч, из них без уважительной причины {work.unexcused} ч)"
    body = _facts(data) + facts([("Рабочих дней", f"{work.days} ({work.hours} ч)"),
                                 ("Пропущено дней", missed if work.missed_days else "0")])
    said = [Markup('<p class="text">{}</p>').format(line) for line in data.sheet.characteristics.splitlines() if line]
    mark = Markup('<p class="text">Отметка за практику: <b>{}</b></p>').format(
        written(data.sheet.value)) if data.sheet.value else Markup("")
    return Layout("Характеристика", ["на обучающегося по итогам практики", _kind(data)],
                  body + GAP + Markup("").join(said) + mark, {}, _signs(data))


def _kind(data: PracticePaper) -> str:
    return data.face.kind.title


def _facts(data: PracticePaper) -> Markup:
    face = data.face
    place = ", ".join(part for part in (data.place, data.address) if part)
    return facts([
        ("Обучающийся", data.student), ("Группа, курс", f"{face.group}, {face.course} курс, {face.study_form.title}"),
        ("Специальность", face.speciality), ("Практика", f"{face.index} {face.title}"), ("Модуль", face.module),
        ("Сроки, объём", f"{face.days}, {face.hours} ч"), ("Приказ", face.order),
        ("Место прохождения", place or "учебные мастерские"), ("Наставник", data.mentor),
        ("Руководитель практики", face.supervisor),
        ("Дата подписания", f"{data.sheet.signed_on:%d.%m.%Y}" if data.sheet.signed_on else "")])


def _levels(part: SheetPart, titles: Sequence[str], data: PracticePaper) -> Grid:
    kinds = list(LEVELS[part])
    columns = [GridColumn(NUMBER, "CENTER"), GridColumn(WIDTH - NUMBER - LEVEL * len(kinds)),
               *(GridColumn(LEVEL, "CENTER") for _ in kinds)]
    head: Row = ["№", TABLES[part][1], *(short_level(kind.title) for kind in kinds)]
    body: list[Row] = [[str(place), title, *("+" if data.sheet.levels.get((part, title)) == kind.value else ""
                                             for kind in kinds)] for place, title in enumerate(titles, 1)]
    return Grid(columns, [head], (6.0,), body, row_height=5.0, size=9.0)


def _day(day: DiaryDay) -> Row:
    if day.absent:
        return [f"{day.date:%d.%m.%Y}", f"отсутствовал(а): {day.absent}", "", day.mark, ""]
    return [f"{day.date:%d.%m.%Y}", day.work, str(day.hours), day.mark, ""]


def _signs(data: PracticePaper) -> list[Signature]:
    mentor = [Signature("Наставник от организации", data.mentor)] if data.face.kind is not PracticeKind.STUDY else []
    return [*mentor, Signature("Руководитель практики от лицея", data.face.supervisor)]
