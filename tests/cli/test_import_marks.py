"""`flask import marks`: a past journal arrives once, is no debt of its teacher, and can be taken back (Пр. 4)."""

import datetime as dt

import pytest
import sqlalchemy as sa

from models import Absence, Cell, ImportBatch, Lesson, Mark
from rules.terms import ClosingScope
from tests import factories as f
from tests.lookalikes import table_csv
from tests.lookalikes_past import network_city

TUESDAY, NEXT = dt.date(2023, 9, 5), dt.date(2023, 9, 12)
NAMES = ("Алтынова Анна Сергеевна", "Бобров Борис Ильич")
TABLES = (Lesson, Cell, Mark, Absence)


@pytest.fixture
def journal(db, school_time):
    school_time("2023-11-20 15:00")
    for letter in "нбуо":
        f.AbsenceKindFactory(letter=letter)
    f.NormValueFactory(code="kept_here", value=0, valid_from=dt.date(2023, 9, 1))
    f.NormValueFactory(code="kept_here", value=1, valid_from=dt.date(2023, 11, 1))
    journal = f.JournalFactory(semester__starts=dt.date(2023, 9, 1), semester__ends=dt.date(2023, 12, 29))
    f.TimetableSlotFactory(journal=journal, weekday=2, pair=3)
    for last, first, patronymic in map(str.split, NAMES):
        f.MembershipFactory(group=journal.group, starts=dt.date(2023, 9, 1), student__last_name=last,
                            student__first_name=first, student__patronymic=patronymic)
    db.flush()
    return journal


def sheets(journal):
    grid = [["№", "ФИО", TUESDAY, NEXT], [1, NAMES[0], "5 4", "н"], [2, NAMES[1], 3, ""]]
    return network_city({journal.line.title[:31]: grid, "Астрономия": grid})


def counts(db):
    return [db.scalar(sa.select(sa.func.count()).select_from(model)) for model in TABLES]


def test_sheets_of_network_city_arrive_once_and_go_back(db, journal, command, file):
    number, group, path = journal.id, journal.group_id, file("Сетевой.xlsx", sheets(journal))
    dry = command("import", "marks", path, "--group", group, "--dry-run")
    assert (dry.code, counts(db)) == (0, [0, 0, 0, 0])
    first = command("import", "marks", path, "--group", group)
    assert "Новых 3, изменено 0, без изменений 0" in first.out
    assert "«Астрономия» не прочитан" in first.out
    assert counts(db) == [2, 3, 3, 1]
    again = command("import", "marks", path, "--journal", number, "--json").json
    assert (again["created"], again["changed"], again["same"]) == (0, 0, 3)
    batch = db.scalars(sa.select(ImportBatch.id).order_by(ImportBatch.id)).first()
    assert command("import", "rollback", batch).code == 0
    assert counts(db) == [0, 0, 0, 0]


def test_overwritten_cells_come_back_as_they_were(db, journal, command, file):
    number = journal.id
    command("import", "marks", file("1.xlsx", sheets(journal)), "--journal", number)
    kept = [tuple(row) for row in db.execute(sa.select(Mark.cell_id, Mark.position, Mark.value).order_by(Mark.id))]
    other = table_csv([["дата", "студент", "значение"], ["05.09.2023", NAMES[0], "н"], ["12.09.2023", NAMES[0], "2"]])
    changed = command("import", "marks", file("2.csv", other), "--journal", number, "--overwrite", "--json").json
    assert (changed["created"], changed["changed"]) == (0, 2)
    batch = db.scalars(sa.select(ImportBatch.id).order_by(ImportBatch.id.desc())).first()
    assert command("import", "rollback", batch).code == 0
    assert sorted(kept) == sorted(tuple(row) for row in db.execute(
        sa.select(Mark.cell_id, Mark.position, Mark.value)))
    assert counts(db)[3] == 1


def test_a_closed_month_is_not_taken_back(db, journal, command, file):
    command("import", "marks", file("1.xlsx", sheets(journal)), "--journal", journal.id)
    f.ClosingFactory(scope=ClosingScope.MONTH, starts=dt.date(2023, 9, 1), ends=dt.date(2023, 9, 30))
    db.commit()
    batch = db.scalars(sa.select(ImportBatch.id)).one()
    refused = command("import", "rollback", batch)
    assert refused.code == 2
    assert "Закрыто" in refused.err
    assert counts(db) == [2, 3, 3, 1]


def test_a_refusal_of_a_book_names_its_sheet(db, journal, command, file):
    grid = [["ФИО", TUESDAY], ["Чужой Пётр", 5], [NAMES[0], "н/а"]]
    book = network_city({journal.line.title[:31]: grid, "Астрономия": grid})
    refused = command("import", "marks", file("1.xlsx", book), "--group", journal.group_id, "--json").json["refused"]
    sheet = refused[0]["column"]
    assert [(one["line"], one["column"]) for one in refused] == [(2, sheet), (3, f"{sheet}, 05.09.2023")]


@pytest.mark.parametrize(("options", "words"), [
    ((), "Выберите журнал — или группу"),
    (("--journal", 1, "--group", 1), "Выберите журнал — или группу"),
    (("--journal", 999), "Журнала № 999 нет"),
    (("--group", 999), "ваших журналов этой группы нет"),
])
def test_whose_file_it_is_must_be_told(journal, command, file, options, words):
    refused = command("import", "marks", file("1.xlsx", sheets(journal)), *options)
    assert (refused.code, words in refused.err) == (2, True)
