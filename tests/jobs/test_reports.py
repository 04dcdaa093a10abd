"""Reports by schedule: when they are due, what they are about, who may still open them (п. 4.1)."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

import jobs
from jobs.reports import make_due
from models import AuditRecord, FileContent, Notification, SavedReport
from rules.terms import Repeat, Role
from tests import factories as f
from tests.report_world import journal, missed, student

MONDAY = dt.date(2023, 11, 20)


@pytest.fixture
def group(db):
    f.CollegeFactory()
    made = f.GroupFactory(name="ИС-21")
    of = journal(made, "Математика")
    missed(of, student(made, "Абрамова"), "н", 14)
    return made


@pytest.fixture
def curator(db, group):
    made = f.UserFactory(roles=(Role.CURATOR,))
    f.CuratorshipFactory(group=group, user=made)
    return made


def saved(owner, group, report="attendance", repeats=Repeat.WEEKLY, due=MONDAY):
    return f.SavedReportFactory(user=owner, report=report, choices={"group": group.id}, repeats=repeats, next_on=due)


def run(app, db):
    """The job as the queue runs it, in the demo's frozen day."""
    db.commit()
    jobs._run(app, make_due)
    db.expire_all()


def files(db):
    return db.scalars(sa.select(SavedReport).where(SavedReport.sha256.is_not(None))).all()


def test_a_report_is_repeated_by_its_page(db, login, group, curator):
    client = login(curator)
    assert "Составлять по расписанию" in client.get("/reports/attendance").text
    answer = client.post("/reports/attendance/repeat", data={
        "group": group.id, "period": "2023-11", "title": " Пропуски ИС-21 ", "repeats": "weekly"})
    assert answer.status_code == 303
    kept = db.scalar(sa.select(SavedReport))
    assert (kept.user_id, kept.title, kept.choices, kept.repeats, kept.next_on) == (
        curator.id, "Пропуски ИС-21", {"group": group.id}, Repeat.WEEKLY, dt.date(2023, 11, 27))
    page = client.get("/reports/").text
    assert "Пропуски ИС-21" in page
    assert "27.11.2023" in page
    assert client.post(f"/reports/saved/{kept.id}/delete").status_code == 303
    db.expire_all()
    assert db.scalar(sa.select(sa.func.count()).select_from(SavedReport)) == 0


@pytest.mark.parametrize(("data", "status"), [
    ({"title": "  "}, 422), ({"title": "я" * 121}, 422), ({"repeats": "daily"}, 400), ({"repeats": ""}, 400),
    ({"group": "99999999"}, 404), ({"period": "x"}, 400)])
def test_what_is_typed_wrong(db, login, group, curator, data, status):
    answer = login(curator).post("/reports/attendance/repeat", data={
        "group": group.id, "period": "2023-11", "title": "Пропуски", "repeats": "weekly", **data})
    assert answer.status_code == status
    if status == 422:
        assert "Назовите отчёт" in answer.text or "длиннее" in answer.text
        assert "ИС-21" in answer.text, "the report stays on the page"
        assert f'value="{data["title"]}"' in answer.text, "and what was typed"
    assert files(db) == []


def test_nobody_keeps_too_many(login, group, curator):
    for _ in range(30):
        saved(curator, group)
    answer = login(curator).post("/reports/attendance/repeat", data={
        "group": group.id, "period": "2023-11", "title": "Ещё", "repeats": "weekly"})
    assert answer.status_code == 422
    assert "удалите ненужные" in answer.text


def test_the_job_makes_a_file_and_tells_of_it(app, db, login, group, curator):
    kept = saved(curator, group)
    run(app, db)
    made = files(db)[0]
    assert (made.user_id, made.period, made.title) == (curator.id, "2023-W46", kept.title)
    assert kept.next_on == dt.date(2023, 11, 27)
    notice = db.scalar(sa.select(Notification))
    assert (notice.user_id, notice.url) == (curator.id, f"/reports/ready/{made.id}")
    client = login(curator)
    assert notice.url in client.get("/notifications/").text
    answer = client.get(notice.url)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert "13–19 ноября 2023" in text
    assert "Абрамова Анна Олеговна" in text
    assert db.scalar(sa.select(AuditRecord).where(AuditRecord.action == "export")).after["period"] == "2023-W46"
    run(app, db)
    assert len(files(db)) == 1, "made once"


def test_a_file_is_its_owners_alone(app, db, login, group, curator):
    saved(curator, group)
    run(app, db)
    path = f"/reports/ready/{files(db)[0].id}"
    assert login(Role.DIRECTOR).get(path).status_code == 404, "the director makes his own"
    assert login(Role.CURATOR).get(path).status_code == 404
    assert login(Role.STUDENT).get(path).status_code == 403
    assert login(Role.DIRECTOR).post(path.replace("ready", "saved") + "/delete").status_code == 404


def test_who_is_no_curator_any_more_opens_nothing_and_gets_nothing(app, db, login, group, curator):
    kept = saved(curator, group)
    run(app, db)
    made = files(db)[0].id
    kept.next_on = MONDAY
    db.execute(sa.text("UPDATE curatorship SET ends = '2023-11-19'"))
    run(app, db)
    assert login(curator).get(f"/reports/ready/{made}").status_code == 404
    assert len(files(db)) == 1
    assert db.scalar(sa.select(sa.func.count()).select_from(SavedReport).where(SavedReport.repeats.is_not(None))) == 0
    last = db.scalars(sa.select(Notification).order_by(Notification.id.desc())).first()
    assert "больше не составляется" in last.payload["text"]


def test_a_file_about_all_my_groups_closes_with_the_first_that_is_not_mine(app, db, login, group, curator):
    other = f.GroupFactory()
    tie = f.CuratorshipFactory(group=other, user=curator, starts=dt.date(2023, 9, 1), ends=None)
    kept = saved(curator, group)
    kept.choices = {}
    run(app, db)
    path = f"/reports/ready/{files(db)[0].id}"
    assert login(curator).get(path).status_code == 200
    tie.ends = dt.date(2023, 11, 15)
    db.commit()
    assert login(curator).get(path).status_code == 404


def test_a_file_of_the_office_is_not_a_curators(app, db, login, group, curator):
    role = f.UserRoleFactory(user=curator, role=Role.METHODIST)
    saved(curator, group).choices = {}
    run(app, db)
    path = f"/reports/ready/{files(db)[0].id}"
    assert login(curator).get(path).status_code == 200
    db.delete(role)
    db.commit()
    assert login(curator).get(path).status_code == 404


def test_a_blocked_account_gets_nothing(app, db, group, curator):
    saved(curator, group)
    curator.blocked_at = f.NOW
    run(app, db)
    assert files(db) == []


def test_one_that_fails_does_not_hold_up_the_others(app, db, group, curator, monkeypatch):
    from queries.reports import registry

    saved(curator, group, report="movement")
    broken = registry.REPORTS["movement"]
    monkeypatch.setitem(registry.REPORTS, "movement", broken.__class__(**{**vars(broken), "query": None}))
    saved(curator, group)
    run(app, db)
    assert [one.report for one in files(db)] == ["attendance"]


def test_a_report_thrown_away_takes_its_bytes(app, db, login, group, curator):
    saved(curator, group)
    run(app, db)
    assert login(curator).post(f"/reports/saved/{files(db)[0].id}/delete").status_code == 303
    db.expire_all()
    assert files(db) == []
    assert db.scalar(sa.select(sa.func.count()).select_from(FileContent)) == 0


def test_a_semester_without_a_calendar_waits(app, db, group, curator):
    kept = saved(curator, group, report="group", repeats=Repeat.SEMESTER, due=None)
    run(app, db)
    assert kept.next_on == dt.date(2023, 12, 30), "the semester of the journals ends on 29 December"
    assert files(db) == []
