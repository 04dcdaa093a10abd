"""Programmes of practice come in from a table by the rules of their page: whole or not at all (Пр. 12)."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import sqlalchemy as sa

from models import PracticeProgramme, ProgrammeSection
from rules.terms import Role
from tests import factories as f
from tests.lookalikes import grid, table_csv, table_xlsx

COLUMNS = ("группа", "индекс", "начало", "конец", "руководитель", "база", "приказ_номер", "приказ_дата", "раздел",
           "вид_работ", "часы")
FIRST = {"группа": "ИС-21", "индекс": "УП.01", "начало": "13.11.2023", "конец": "18.11.2023",
         "руководитель": "Лесков Пётр Иванович", "база": "ООО «Депо»", "приказ_номер": "17-П",
         "приказ_дата": "01.11.2023", "раздел": "Вводное занятие", "вид_работ": "Инструктаж", "часы": "6"}
SECOND = {"раздел": "Сварка", "вид_работ": "Сварка швов", "часы": "30"}


@pytest.fixture
def practice(db):
    """A practice of 36 hours without a programme, a master, a base."""
    group = f.GroupFactory(name="ИС-21")
    line = f.CurriculumLineFactory(of_practice=True, curriculum=group.curriculum, index="УП.01")
    made = f.JournalFactory(group=group, line=line, planned_hours=36,
                            teacher=f.TeacherFactory(last_name="Лесков", first_name="Пётр", patronymic="Иванович"))
    f.EnterpriseFactory(name="ООО «Депо»")
    db.commit()
    return made


@pytest.fixture
def master(login):
    return login(Role.SENIOR_MASTER)


def draft(client, *rows, data=None):
    data = data or table_csv(grid(rows, COLUMNS))
    answer = client.post("/imports/new/practice", content_type="multipart/form-data", data={
        "file": (io.BytesIO(data), "практика.csv"), "update": "1"})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def brought(client, *rows, data=None):
    url = draft(client, *rows, data=data)
    client.post(f"{url}/apply")
    return url


def programme(db):
    db.rollback()
    return db.scalars(sa.select(PracticeProgramme)).one_or_none()


def sections(db):
    return [tuple(row) for row in db.execute(sa.select(ProgrammeSection.title, ProgrammeSection.work,
            ProgrammeSection.hours).order_by(ProgrammeSection.position))]


def test_a_programme_comes_in_once_changes_and_goes_back(db, practice, master):
    url = brought(master, FIRST, SECOND)
    made = programme(db)
    assert (made.journal_id, made.starts, made.ends, made.supervisor_id, made.enterprise.name, made.order_number,
            made.order_date) == (practice.id, dt.date(2023, 11, 13), dt.date(2023, 11, 18), practice.teacher_id,
                                 "ООО «Депо»", "17-П", dt.date(2023, 11, 1))
    assert sections(db) == [("Вводное занятие", "Инструктаж", 6), ("Сварка", "Сварка швов", 30)]
    assert "ничего не изменит" in master.get(draft(master, FIRST, SECOND)).text
    assert master.post(f"{url}/rollback").status_code == 303
    assert programme(db) is None
    brought(master, FIRST, SECOND)
    before = db.scalars(sa.select(ProgrammeSection.id).order_by(ProgrammeSection.position)).all()
    again = draft(master, FIRST | {"конец": "20.11.2023", "часы": "12"}, SECOND | {"часы": "24"})
    page = master.get(again).text
    for words in ("Конец: 18.11.2023 → 20.11.2023", "Сварка швов, 30 ч → Сварка, Сварка швов, 24 ч"):
        assert words in page, words
    master.post(f"{again}/apply")
    assert sections(db) == [("Вводное занятие", "Инструктаж", 12), ("Сварка", "Сварка швов", 24)]
    assert db.scalars(sa.select(ProgrammeSection.id).order_by(ProgrammeSection.position)).all() == before
    assert master.post(f"{again}/rollback").status_code == 303
    assert (programme(db).ends, sections(db)[0]) == (dt.date(2023, 11, 18), ("Вводное занятие", "Инструктаж", 6))


@pytest.mark.parametrize(("rows", "words"), [
    ([FIRST, SECOND | {"часы": "24"}], ["по учебному плану 36 ч"]),
    ([FIRST | {"группа": "ИС-99"}, SECOND], ["Журнала практики УП.01 у группы ИС-99 нет"]),
    ([FIRST | {"начало": "13.11.2022"}, SECOND], ["по плану идёт в другое время"]),
    ([FIRST | {"руководитель": "Петров Пётр Петрович"}, SECOND], ["Преподавателя «Петров Пётр Петрович» нет"]),
    ([FIRST | {"база": "ООО «Нет»"}, SECOND], ["Базы «ООО «Нет»» в списке нет"]),
    ([FIRST | {"приказ_дата": "14.11.2023"}, SECOND], ["Приказ о практике издают до её начала"]),
    ([SECOND], ["группа", "не заполнено"]),
    ([FIRST | {"часы": "шесть"}, SECOND | {"вид_работ": ""}], ["«шесть» не число", "не заполнено"]),
    ([FIRST, SECOND, FIRST | {"конец": "17.11.2023"}], ["не те, что в строке 2"]),
    ([FIRST | {"начало": "32.11.2023"}, SECOND, FIRST | {"группа": "ИС-98"}, SECOND],
     ["даты «32.11.2023» нет в календаре", "у группы ИС-98 нет"]),
    ([FIRST | {"приказ_номер": "1" * 33}, SECOND | {"раздел": "С" * 251, "вид_работ": "С" * 501}],
     ["длиннее 32 знаков", "длиннее 250 знаков", "длиннее 500 знаков"]),
])
def test_everything_refused_is_named_and_nothing_is_written(db, practice, master, rows, words):
    url = draft(master, *rows)
    page = master.get(url).text.replace("&#34;", '"')
    assert "Загрузить нельзя" in page
    for one in words:
        assert one in page, one
    assert master.post(f"{url}/apply").status_code in (303, 422)
    assert programme(db) is None


def test_a_workbook_with_real_dates(db, practice, master):
    row = FIRST | {"начало": dt.date(2023, 11, 13), "конец": dt.date(2023, 11, 18), "часы": 6}
    brought(master, data=table_xlsx(grid([row, SECOND | {"часы": 30}], COLUMNS)))
    assert programme(db) is not None


@pytest.mark.parametrize("role", [Role.TEACHER, Role.METHODIST, Role.ADMINISTRATOR, Role.DEPUTY_OOD])
def test_only_the_senior_master_brings_programmes(db, practice, login, role):
    client = login(role)
    assert client.get("/imports/new/practice").status_code == 404
    assert client.get("/imports/template/practice.xlsx").status_code == 404


def test_sections_cost_no_questions(db, practice, master, count_queries):
    """What the file may name is read once, whatever the number of its rows."""
    rows = [FIRST, *({"раздел": f"Раздел {number}", "вид_работ": "Работа", "часы": "1"} for number in range(30))]
    with count_queries() as statements:
        draft(master, *rows)
    assert sum(one.startswith("SELECT") for one in statements) <= 16
