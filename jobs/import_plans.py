"""Curricula and thematic plans from files (п. 5.6, Пр. 10)."""

from __future__ import annotations

from access.check import get_or_none
from access.grants import Action
from access.identity import Identity
from actions.curricula import load_curriculum
from actions.intake.chosen import Chosen
from actions.intake.refusal import ImportRefused
from actions.intake.report import Report
from actions.syllabus_intake import load_topics
from importers.curriculum import read_curriculum
from importers.syllabus import read_syllabus
from jobs.intake import Field, Intake, Option, OptionKind
from models import Journal
from rules.plan_table import CONTROL_COLUMNS, EXTRA_HOUR_COLUMNS, HOUR_COLUMNS
from rules.terms import BaseEducation, ImportKind


def _curriculum(user: Identity, data: bytes, name: str, chosen: Chosen) -> Report:
    base = chosen.get("base")
    plan = read_curriculum(
        data, name, speciality_code=chosen.get("speciality") or "", admission_year=chosen.get("year"),
        base_education=BaseEducation(base).title if base else "")
    return load_curriculum(plan, chosen.update)


def _syllabus(user: Identity, data: bytes, name: str, chosen: Chosen) -> Report:
    number = chosen.get("journal")
    journal = get_or_none(user, Action.READ, Journal, number)
    if journal is None:
        raise ImportRefused.because(f"Журнала № {number} нет. Номера журналов — в служебном разделе, «Журналы»")
    return load_topics(user, journal, read_syllabus(data))


CURRICULUM = Intake(
    "curriculum", ImportKind.CURRICULUM, "учебный план",
    "Load a curriculum: .plx or .plm.xml of ММИС, or our table. The report's id is the curriculum's.",
    "Файл плана plx, старый plm.xml или таблица xlsx, xls, csv", _curriculum, (
        Option("speciality", OptionKind.SPECIALITY, "Специальность",
               "Code of the speciality, for a table that does not name it.", hint="Нужна таблице, в которой её нет"),
        Option("year", OptionKind.YEAR, "Год набора", "Year of admission, for a table that does not name it.",
               hint="Нужен таблице, в которой его нет"),
        Option("base", OptionKind.CHOICE, "На базе какого образования",
               "Previous education, for a table that does not name it.", hint="Нужно таблице, в которой этого нет",
               choices=tuple((item.value, item.title) for item in BaseEducation))),
    updates=True, template=(
        Field("цикл", "Цикл плана: ОГСЭ, ЕН, ОП, ПМ", "ОП"),
        Field("индекс", "Индекс из плана", "ОП.01"),
        Field("наименование", "Дисциплина, МДК, модуль или практика", "Операционные системы и среды"),
        Field("тип_объекта", "1 — модуль, 2 — дисциплина или МДК, 3 — практика, 4 — экзамен по модулю, 6 — ГИА", 2),
        Field("индекс_родителя", "Индекс модуля, если строка входит в модуль"),
        Field("семестр", "Номер семестра с начала обучения", 3),
        *(Field(name, "Часы; пусто — нет", 36 if field in ("lecture", "total") else "")
          for name, field in HOUR_COLUMNS.items()),
        Field("Нед", "Недель практики"),
        *(Field(name, "1, если есть такой контроль", 1 if field == "exam" else "")
          for name, field in CONTROL_COLUMNS.items()),
        Field("компетенции", "Через запятую", "ОК 01, ПК 4.1"),
        Field("комплексная_форма", "Название комплексного экзамена или зачёта, если он общий"),
        *(Field(name, "Часы; столбец можно убрать") for name in EXTRA_HOUR_COLUMNS)))

SYLLABUS = Intake(
    "syllabus", ImportKind.SYLLABUS, "тематический план",
    "Load a thematic plan: our table (xlsx, xls, csv). The report's id is the plan's.",
    "Таблица xlsx, xls, csv: тема в строке", _syllabus, (
        Option("journal", OptionKind.JOURNAL, "Журнал", "The journal whose thematic plan it is.", required=True),),
    page="syllabus.index")

INTAKES = (CURRICULUM, SYLLABUS)
