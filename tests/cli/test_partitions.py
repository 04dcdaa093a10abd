"""Large tables by academic years: nothing is lost, the pages notice nothing, an archived year goes and comes back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from models import Absence, AcademicYear, AuditRecord, Cell, Mark, Student, User
from operations import partitions
from operations.rows import lines
from tests import factories as f

LARGE = (Cell.__table__, Mark.__table__, Absence.__table__, AuditRecord.__table__)
EARLIER = 2022


@pytest.fixture(autouse=True)
def whole_again(database: Any) -> Iterator[None]:
    yield
    if not database.url.startswith("sqlite"):
        database.rebuild()


@pytest.fixture
def college(db: Any) -> Any:
    """Cells with marks and an absence in two years, each with its record of changes; the lesson of today is empty."""
    earlier = f.JournalFactory(semester=f.SemesterFactory(academic_year=f.AcademicYearFactory(year=EARLIER)))
    today = f.LessonFactory(date=dt.date(2023, 11, 20), pair=1)
    for journal in (earlier, today.journal):
        f.MarkFactory(cell=f.CellFactory(lesson=f.LessonFactory(journal=journal)))
        f.AbsenceFactory(cell=f.CellFactory(lesson=f.LessonFactory(journal=journal)))
    f.MembershipFactory(group=today.journal.group)
    db.flush()
    return today


def stored(db: Any) -> list[list[bytes]]:
    return [list(lines(db.connection(), table)) for table in LARGE]


def divided(db: Any) -> bool:
    return partitions.is_divided(db.connection())


def on_postgres(db: Any) -> bool:
    return bool(db.get_bind().dialect.name == "postgresql")


def test_a_whole_engine_refuses_in_words(db, command, college):
    if on_postgres(db):
        answer = command("partitions", "add", "2024")
        assert (answer.code, "не разделены" in answer.err) == (2, True)
        return
    answer = command("partitions", "divide")
    assert answer.code == 2
    assert "только PostgreSQL" in answer.err


def test_a_divided_journal_is_the_same_journal(db, command, login, college):
    if not on_postgres(db):
        assert not divided(db)
        return
    student = db.scalars(sa.select(Student).order_by(Student.id.desc())).first()
    page, teacher = f"/journal/{college.journal_id}", college.journal.teacher_id
    place = f"{page}/cells/{college.id}/{student.id}"
    db.commit()
    before = stored(db)
    answer = command("partitions", "divide")
    assert answer.code == 0, answer.err
    assert divided(db)
    assert stored(db) == before
    assert command("partitions", "divide").code == 2, "once is enough"
    client = login(db.get(User, teacher))
    saved = client.put(place, json={"value": "5", "version": 0, "key": str(uuid.uuid4())})
    assert (saved.status_code, saved.json["version"]) == (200, 1)
    again = client.put(place, json={"value": "4", "version": 0, "key": str(uuid.uuid4())})
    assert again.status_code == 409, "unique keys hold"
    assert client.get(page).status_code == 200
    assert command("audit", "verify").code == 0
    assert rows_of(db, "mark_2023") == 2
    assert rows_of(db, f"mark_{EARLIER}") == 1


def test_a_coming_year_has_its_tables_before_its_rows(db, command, college):
    if not on_postgres(db):
        assert command("partitions", "add", "2024").code == 2
        return
    command("partitions", "divide")
    assert "2024" in command("partitions", "add", "2024", "2023").out
    later = f.JournalFactory(semester=f.SemesterFactory(academic_year=f.AcademicYearFactory(year=2024)))
    f.MarkFactory(cell=f.CellFactory(lesson=f.LessonFactory(journal=later)))
    unknown = f.JournalFactory(semester=f.SemesterFactory(academic_year=f.AcademicYearFactory(year=2031)))
    f.MarkFactory(cell=f.CellFactory(lesson=f.LessonFactory(journal=unknown)))
    db.commit()
    assert (rows_of(db, "mark_2024"), rows_of(db, "mark_rest")) == (1, 1)
    assert "mark" not in command("partitions", "add", "2031").out, "its rows lie among the rest already"


def test_an_archived_year_goes_and_comes_back_whole(db, command, college):
    if not on_postgres(db):
        assert command("partitions", "detach", EARLIER).code == 2
        return
    command("partitions", "divide")
    before = stored(db)
    refused = command("partitions", "detach", EARLIER)
    assert (refused.code, "п. 7.5" in refused.err) == (2, True), "only what is in the archive"
    db.execute(sa.update(AcademicYear).where(AcademicYear.year == EARLIER).values(archived_at=dt.datetime.now(dt.UTC)))
    db.commit()
    assert command("partitions", "detach", EARLIER).code == 0
    assert db.scalar(sa.select(sa.func.count()).select_from(Mark)) == 1
    assert command("audit", "verify").code == 0, "the chains of other years do not depend on it"
    assert command("partitions", "detach", EARLIER).code == 2, "it is gone already"
    assert command("partitions", "attach", EARLIER).code == 0
    assert stored(db) == before
    assert command("audit", "verify").code == 0


def test_the_journal_of_changes_stays_append_only_in_every_part(db, command, college):
    if not on_postgres(db):
        assert not divided(db)
        return
    command("partitions", "divide")
    for sql in ("TRUNCATE audit_record_2023", "TRUNCATE audit_record", "UPDATE audit_record_2023 SET reason = 'x'",
                "DELETE FROM audit_record_2023"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.get_bind().begin() as connection:
            connection.exec_driver_sql(sql)


def rows_of(db: Any, table: str) -> int:
    return int(db.scalar(sa.text(f"SELECT count(*) FROM {table}")))
