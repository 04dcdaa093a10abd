"""Programmes of practice from files (Пр. 12)."""

from __future__ import annotations

import datetime as dt

from access.identity import Identity
from actions.intake.chosen import Chosen
from actions.intake.report import Report
from actions.practice_intake import load_programmes
from importers.practice import read_programmes
from jobs.intake import Field, Intake
from rules.terms import ImportKind


def _practice(user: Identity, data: bytes, name: str, chosen: Chosen) -> Report:
    return load_programmes(user, read_programmes(data), chosen)


PRACTICE = Intake(
    "practice", ImportKind.PRACTICE, "программы практики",
    "Load programmes of practice: dates, order, supervisor, sections with hours.",
    "Таблица xlsx, xls или csv: раздел программы в строке; группу, даты и приказ можно писать только в первой строке "
    "программы", _practice, updates=True, template=(
        Field("группа", "Как группа называется в журнале; пусто — программа строкой выше", "ИС-231"),
        Field("индекс", "Индекс практики из учебного плана", "УП.01"),
        Field("начало", "Первый день практики, внутри семестра", dt.date(2023, 11, 13)),
        Field("конец", "Последний день", dt.date(2023, 11, 25)),
        Field("руководитель", "Фамилия, имя и отчество преподавателя или мастера", "Лесков Пётр Иванович"),
        Field("база", "Название из «Баз практики»; пусто — мастерские лицея"),
        Field("приказ_номер", "Можно не указывать", "17-П"),
        Field("приказ_дата", "Не позже начала практики", dt.date(2023, 11, 1)),
        Field("раздел", "Раздел программы", "Вводное занятие"),
        Field("вид_работ", "Что делают", "Инструктаж по охране труда"),
        Field("часы", "Часы раздела; вместе — сколько по учебному плану", 6)))

INTAKES = (PRACTICE,)
