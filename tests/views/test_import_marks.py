"""A past journal on /imports/: the teacher sees every cell before it is written; another's journal is not there."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import sqlalchemy as sa

from actions.intake.trace import tracing
from models import AuditRecord, Cell, Mark, TimetableSlot
from rules.terms import ImportKind, Role
from tests import factories as f
from tests.lookalikes import table_csv
from tests.teachers import MONDAY, taught, teacher

TUESDAY = dt.date(2023, 9, 5)


@pytest.fixture
def journal(db, login):
    for letter in "нб":
        f.AbsenceKindFactory(letter=letter)
    f.NormValueFactory(code="kept_here", value=0, valid_from=dt.date(2023, 9, 1))
    f.NormValueFactory(code="kept_here", value=1, valid_from=dt.date(2023, 11, 1))
    made = taught(teacher(), title="Базы данных", students=0)
    f.TimetableSlotFactory(journal=made, weekday=2, pair=3)
    f.MembershipFactory(group=made.group, starts=dt.date(2023, 9, 1), student__last_name="Алтынова",
                        student__first_name="Анна", student__patronymic="Сергеевна")
    db.commit()
    return made


def rows(*cells):
    return table_csv([["дата", "студент", "значение"], *cells])


def upload(client, data, **more):
    return client.post("/imports/new/marks", content_type="multipart/form-data", data={
        "file": (io.BytesIO(data), "прошлое.csv"), **more})


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text.replace("\u00a0", " ")))


ANNA = "Алтынова Анна Сергеевна"


def test_from_the_file_to_the_cells_and_back(db, login, journal):
    client = login(journal.teacher)
    assert "Базы данных" in client.get("/imports/new/marks").text
    data = rows(["05.09.2023", ANNA, "5"], ["12.09.2023", ANNA, "н"])
    url = upload(client, data, journal=journal.id).headers["Location"]
    page = words(client.get(url))
    assert "Добавится 2, изменится 0, останется без изменений 0." in page
    assert "Алтынова Анна, 05.09.2023" in page
    assert db.scalar(sa.select(sa.func.count()).select_from(Cell)) == 0
    assert client.post(f"{url}/apply").status_code == 303
    cells = db.scalars(sa.select(Cell).order_by(Cell.id)).all()
    assert [cell.updated_by_id for cell in cells] == [journal.teacher_id] * 2
    assert cells[0].late_reason == "Перенос из прежнего журнала, файл «прошлое.csv»"
    again = upload(client, rows(["05.09.2023", ANNA, "4"], ["12.09.2023", ANNA, "н"]), journal=journal.id)
    page = words(client.get(again.headers["Location"]))
    assert "оставлено как было 5 → 4" in page, "a conflict is shown and left alone"


def test_a_refused_cell_names_its_place_and_nothing_is_applied(db, login, journal):
    client = login(journal.teacher)
    url = upload(client, rows(["05.09.2023", ANNA, "н/а"], ["12.09.2023", ANNA, "5"]),
                 journal=journal.id).headers["Location"]
    page = words(client.get(url))
    assert "6.5" in page
    client.post(f"{url}/apply")
    assert db.scalar(sa.select(sa.func.count()).select_from(Cell)) == 0


def test_anothers_journal_is_not_there(db, login, journal):
    client = login(teacher())
    assert "Базы данных" not in client.get("/imports/new/marks").text
    url = upload(client, rows(["05.09.2023", ANNA, "5"]), journal=journal.id).headers["Location"]
    assert f"Журнала № {journal.id} нет" in words(client.get(url))
    client.post(f"{url}/apply")
    assert db.scalar(sa.select(sa.func.count()).select_from(Cell)) == 0


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DEPUTY_OOD, Role.METHODIST, Role.DATA_CLERK])
def test_nobody_else_brings_marks(login, journal, role):
    client = login(role)
    assert client.get("/imports/new/marks").status_code == 404
    assert upload(client, rows(["05.09.2023", ANNA, "5"]), journal=journal.id).status_code == 404


# taking back, and what was shown

def values(db):
    db.expire_all()
    return db.scalars(sa.select(Mark.value)).all()


def brought(client, journal, *cells, **more):
    url = upload(client, rows(*cells), journal=journal.id, **more).headers["Location"]
    client.post(f"{url}/apply")
    return url


@pytest.fixture
def here(journal, db):
    """A lesson of today in the journal that is kept here."""
    f.LessonFactory(journal=journal, date=MONDAY, pair=3, teacher=journal.teacher)
    db.commit()
    return journal


def test_who_has_given_the_journal_away_takes_nothing_back(db, login, journal):
    client = login(journal.teacher)
    url = brought(client, journal, ["05.09.2023", ANNA, "5"])
    journal.teacher = teacher()
    db.commit()
    refused = client.post(f"{url}/rollback")
    assert refused.status_code == 409
    assert "п. 9.4" in refused.text
    assert values(db) == [5]


def test_marks_kept_here_are_not_taken_back_when_their_time_is_over(db, login, here, school_time):
    url = brought(login(here.teacher), here, ["20.11.2023", ANNA, "2"])
    school_time("2023-12-18 12:00")
    refused = login(here.teacher).post(f"{url}/rollback")
    assert refused.status_code == 409
    assert "6.1" in refused.text
    assert values(db) == [2]


def test_marks_kept_here_are_taken_back_while_the_journal_is_open_again(db, login, here, school_time):
    url = brought(login(here.teacher), here, ["20.11.2023", ANNA, "2"])
    school_time("2023-12-18 12:00")
    f.ReopeningGrantFactory(journal=here, starts=MONDAY, ends=MONDAY,
                            expires_at=dt.datetime(2023, 12, 19, tzinfo=dt.UTC))
    db.commit()
    assert login(here.teacher).post(f"{url}/rollback").status_code == 303
    assert values(db) == []


def test_in_time_the_reason_is_written_down(db, login, here):
    client = login(here.teacher)
    url = brought(client, here, ["20.11.2023", ANNA, "2"])
    assert client.post(f"{url}/rollback").status_code == 303
    assert values(db) == []
    assert "отменена загрузка № 1, файл «прошлое.csv»" in set(db.scalars(sa.select(AuditRecord.reason)))


@pytest.mark.parametrize(("reason", "left"), [("", [2]), ("Ошибка при переносе", [5])])
def test_a_mark_kept_here_is_overwritten_with_a_reason_of_ones_own(db, login, here, school_time, reason, left):
    brought(login(here.teacher), here, ["20.11.2023", ANNA, "2"])
    school_time("2023-11-21 10:00")
    url = brought(login(here.teacher), here, ["20.11.2023", ANNA, "5"], overwrite="1", reason=reason)
    assert values(db) == left
    assert reason or "причин" in words(login(here.teacher).get(url)).lower()


def test_what_is_applied_is_what_was_shown(db, login, journal):
    client = login(journal.teacher)
    brought(client, journal, ["05.09.2023", ANNA, "4"])
    url = upload(client, rows(["05.09.2023", ANNA, "5"]), journal=journal.id, overwrite="1").headers["Location"]
    assert "4 → 5" in words(client.get(url))
    db.scalars(sa.select(Mark)).one().value = 2
    db.commit()
    client.post(f"{url}/apply")
    assert values(db) == [2]
    assert "2 → 5" in words(client.get(url)), "shown anew"


def test_an_archived_week_is_not_taken_back(db, login):
    year = f.AcademicYearFactory(year=2022)
    old = f.JournalFactory(semester=f.SemesterFactory(academic_year=year, number=1))
    methodist = f.UserFactory(roles=(Role.METHODIST,))
    with tracing(db) as trace:
        f.TimetableSlotFactory(journal=old)
        db.flush()
        made = trace.as_json()
    batch = f.ImportBatchFactory(kind=ImportKind.TIMETABLE, user=methodist, made=made, slug="timetable")
    year.archived_at = f.NOW
    db.commit()
    refused = login(methodist).post(f"/imports/{batch.id}/rollback")
    assert refused.status_code == 409
    assert "в архиве" in refused.text
    assert db.scalar(sa.select(sa.func.count()).select_from(TimetableSlot)) == 1
