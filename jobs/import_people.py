"""Students with their parents, and staff, from files (п. 5.2, 5.4)."""

from __future__ import annotations

import datetime as dt

from access.identity import Identity
from actions.intake.chosen import Chosen
from actions.intake.report import Report
from actions.staff import load_staff
from actions.students import load_students
from importers.staff import read_staff
from importers.students import read_students
from jobs.intake import Field, Intake
from rules.terms import ImportKind


def _students(user: Identity, data: bytes, name: str, chosen: Chosen) -> Report:
    return load_students(user, read_students(data, user.today), chosen)


def _staff(user: Identity, data: bytes, name: str, chosen: Chosen) -> Report:
    return load_staff(read_staff(data), chosen)


STUDENTS = Intake(
    "students", ImportKind.STUDENTS, "студенты и родители",
    "Load students with their groups, orders of enrolment and parents.",
    "Таблица xlsx, xls или csv: студент в строке, второй родитель — ещё одной строкой с теми же данными студента",
    _students, updates=True, asks=True, template=(
        Field("фамилия", "Русскими буквами", "Берёзкина"),
        Field("имя", "Русскими буквами", "Анна"),
        Field("отчество", "Если отчества нет, оставьте пустым", "Сергеевна"),
        Field("дата_рождения", "Дата, например 14.03.2007", dt.date(2007, 3, 14)),
        Field("группа", "Как группа называется в журнале; группа должна быть создана", "ИС-231"),
        Field("приказ_номер", "Номер приказа о зачислении (п. 5.4)", "45-к"),
        Field("приказ_дата", "Дата приказа о зачислении", dt.date(2023, 8, 21)),
        Field("родитель_фио", "Фамилия, имя и отчество родителя через пробел; можно не указывать",
              "Берёзкина Ольга Петровна"),
        Field("родитель_телефон", "11 цифр, например +7 913 000-00-01; можно не указывать", "+7 913 000-00-01")))

STAFF = Intake(
    "staff", ImportKind.STAFF, "сотрудники",
    "Load staff with logins and roles; their first passwords are issued afterwards.",
    "Таблица xlsx, xls или csv: сотрудник в строке; пароли выдаются после загрузки", _staff, updates=True, asks=True,
    template=(
        Field("фамилия", "Русскими буквами", "Лесков"),
        Field("имя", "Русскими буквами", "Пётр"),
        Field("отчество", "Если отчества нет, оставьте пустым", "Иванович"),
        Field("логин", "Латинские буквы, цифры, точка, дефис; не повторяется", "leskov"),
        Field("роли", "Через запятую: преподаватель, куратор, методист…", "преподаватель, куратор"),
        Field("должность", "Можно не указывать", "преподаватель математики"),
        Field("телефон", "11 цифр; можно не указывать", "+7 913 000-00-02"),
        Field("почта", "Можно не указывать", "leskov@example.ru")))

INTAKES = (STUDENTS, STAFF)
