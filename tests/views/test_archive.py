"""The page of archives: what stands on it, ordering, download, taking back; who may not (п. 7.5)."""

from __future__ import annotations

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from jobs import archives
from jobs.task_kinds import run_tasks
from models import AcademicYear, AuditRecord, Task
from operations.archive_check import verify
from rules.terms import Role, TaskState
from tests import factories as f
from tests.archive_world import YEAR, past_year


@pytest.fixture
def folder(app, tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "drawers", lambda: ThreadPoolExecutor(1))
    settings = app.extensions["settings"]
    app.extensions["settings"] = settings.model_copy(update={"archive_folder": tmp_path / "archives"})
    return tmp_path / "archives"


@pytest.fixture
def world(db):
    return past_year()


def work(db):
    db.commit()
    run_tasks()
    db.expire_all()
    return db.scalars(sa.select(Task).order_by(Task.id.desc())).first()


def year_of(db):
    return db.scalars(sa.select(AcademicYear).where(AcademicYear.year == YEAR)).one()


def test_from_the_order_to_the_download(db, folder, world, login, tmp_path):
    client = login(Role.ADMINISTRATOR)
    page = client.get("/archive/").text
    assert "можно передать" in page
    assert "Учебный год идёт до 30.06.2024" in page
    answer = client.post(f"/archive/{world.year}/create")
    assert answer.status_code == 303
    task = work(db)
    assert (task.state, task.url) == (TaskState.DONE, "/archive/")
    assert "файл" in task.words
    assert year_of(db).archived_by_id == task.user_id
    page = client.get("/archive/").text
    assert year_of(db).archive_sha256 in page
    assert "ещё не было" in page
    client.post(f"/archive/{world.year}/check")
    assert work(db).words == "Архив цел"
    assert year_of(db).archive_damage is None
    (made,) = folder.iterdir()
    sent = login(Role.DIRECTOR).get(f"/archive/{world.year}/download")
    assert sent.headers["Content-Disposition"] == 'attachment; filename="journal-2022-2023.zip"'
    with zipfile.ZipFile(io.BytesIO(sent.data)) as archive:
        archive.extractall(tmp_path / "out")
    assert verify(tmp_path / "out" / made.name).problems == ()
    record = db.scalars(sa.select(AuditRecord).order_by(AuditRecord.id.desc())).first()
    assert (record.action.value, record.after["format"]) == ("export", "zip")


def test_damage_is_named_on_the_page(db, folder, world, login):
    client = login(Role.ADMINISTRATOR)
    client.post(f"/archive/{world.year}/create")
    work(db)
    (folder / next(folder.iterdir()).name / "index.html").write_text("<p>другое</p>")
    client.post(f"/archive/{world.year}/check")
    assert "index.html" in work(db).words
    assert "index.html" in client.get("/archive/").text
    next(folder.iterdir()).rename(folder.parent / "elsewhere")
    assert "Папки этого архива" in client.get("/archive/").text
    assert client.get(f"/archive/{world.year}/download").status_code == 404
    client.post(f"/archive/{world.year}/check")
    assert work(db).state is TaskState.FAILED


def test_a_stopped_archive_leaves_nothing(db, folder, world, login, monkeypatch):
    def stop(*given):
        from jobs.tasks import Stopped
        raise Stopped

    client = login(Role.ADMINISTRATOR)
    client.post(f"/archive/{world.year}/create")
    monkeypatch.setattr(archives, "year_html", stop)
    assert work(db).state is TaskState.CANCELLED
    assert list(folder.iterdir()) == []
    assert year_of(db).archived_at is None


def test_a_deputy_takes_a_year_back_with_a_reason(db, folder, world, login):
    login(Role.ADMINISTRATOR).post(f"/archive/{world.year}/create")
    work(db)
    deputy = login(Role.DEPUTY_UPR)
    refused = deputy.post(f"/archive/{world.year}/return", data={"reason": "..."})
    assert refused.status_code == 422
    assert "Укажите причину словами" in refused.text
    assert 'value="..."' in refused.text
    assert deputy.post(f"/archive/{world.year}/return", data={"reason": "Предписание"}).status_code == 303
    db.expire_all()
    assert year_of(db).archived_at is None
    record = db.scalars(sa.select(AuditRecord).order_by(AuditRecord.id.desc())).first()
    assert (record.entity, record.reason) == ("academic_year", "Предписание")
    assert len(list(folder.iterdir())) == 1  # what was made of it stays


def test_an_open_semester_is_named_and_nothing_is_ordered(db, folder, login):
    world = past_year(closed=False)
    answer = login(Role.ADMINISTRATOR).post(f"/archive/{world.year}/create")
    assert answer.status_code == 422
    assert "1 семестр не закрыт" in answer.text
    assert db.scalar(sa.select(sa.func.count(Task.id))) == 0


def test_who_may_not(db, folder, world, login):
    for role in (Role.TEACHER, Role.METHODIST, Role.STUDENT, Role.CURATOR):
        assert login(role).get("/archive/").status_code == 403
    assert login(Role.DIRECTOR).post(f"/archive/{world.year}/create").status_code == 403
    assert login(Role.ADMINISTRATOR).post(f"/archive/{world.year}/return").status_code == 403
    assert "Составить архив" not in login(Role.DIRECTOR).get("/archive/").text


def test_many_years_ask_no_more_than_few(db, folder, world, login, count_queries):
    client = login(Role.ADMINISTRATOR)
    db.commit()
    with count_queries(at_most=7) as few:
        client.get("/archive/")
    for year in range(2000, 2020):
        f.SemesterFactory(academic_year=f.AcademicYearFactory(year=year))
    db.commit()
    with count_queries() as many:
        client.get("/archive/")
    assert len(many) == len(few)
