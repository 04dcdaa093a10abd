"""kill -9 of the worker in the middle of papers, an import, a copy, notices: each is done once (п. 4.1, 7.1)."""

from __future__ import annotations

import datetime as dt
import io
import os
import signal
import zipfile

import pytest
import sqlalchemy as sa
import time_machine

import jobs
from clock import wall_now
from jobs.backups import back_up
from jobs.notices import tell
from jobs.task_kinds import run_tasks
from models import AuditRecord, FileContent, ImportBatch, JobRun, Movement, Notification, Outbox, Student
from operations import backup
from rules.tasks import LOST
from rules.terms import ImportState, NotificationKind, Role, TaskState
from tests import factories as f
from tests.durability.dying import run_until_death
from tests.views.test_imports import ROWS, draft, students

SOON = LOST + dt.timedelta(seconds=30)


@pytest.fixture
def killed(db, app):
    """``killed(job, place, call)``: the job in another process, dead at that moment."""
    def run(job, place, call=1):
        db.commit()
        assert run_until_death(app.extensions["settings"], job, place, call) == -signal.SIGKILL
        db.expire_all()
    return run


@pytest.fixture
def restarted(db, app):
    """``restarted(job)``: the next worker, when the dead one is missed; it has nothing more to do the second time."""
    def run(job, later=SOON):
        for seconds in range(2):
            db.commit()
            with time_machine.travel(wall_now() + later + dt.timedelta(seconds=seconds), tick=False):
                jobs._run(app, job)
        db.expire_all()
    return run


def count(db, model, *which):
    return db.scalar(sa.select(sa.func.count()).select_from(model).where(*which))


@pytest.mark.parametrize(("place", "call", "attempts"), [
    ("jobs.group_journals:group_journal_pdf", 2, 2),  # one group is drawn
    ("jobs.tasks:_end", 1, 2),  # all are, and nobody knows
    ("jobs.tasks:_next", 2, 1),  # the outcome is kept
])
def test_a_set_of_papers(db, killed, restarted, place, call, attempts):
    for _ in range(2):
        f.MembershipFactory(group=f.LessonFactory().journal.group)
    task = f.TaskFactory(user=f.UserFactory(roles=(Role.DIRECTOR,)), kind="group-journals",
                         arguments={"period": "2023"})
    killed(run_tasks, place, call)
    assert count(db, Notification) == count(db, FileContent) == (attempts == 1)
    restarted(run_tasks)
    assert (task.state, task.attempt) == (TaskState.DONE, attempts)
    assert count(db, Notification) == count(db, FileContent) == 1, "told once, kept once"
    with zipfile.ZipFile(io.BytesIO(db.scalars(sa.select(FileContent.content)).one())) as archive:
        assert len(archive.namelist()) == 2 and archive.testzip() is None


@pytest.mark.parametrize(("place", "call", "attempts"), [
    ("jobs.tasks:Work.step", 3, 2),  # half of the rows are written
    ("actions.tasks:finish", 1, 2),  # all of them
    ("jobs.tasks:_next", 2, 1),  # and committed
])
def test_an_import(db, login, killed, restarted, place, call, attempts):
    f.GroupFactory(name="ИС-231", admission_year=2023)
    clerk = f.UserFactory(roles=(Role.DATA_CLERK,))
    batch = int(draft(login(clerk), "students", students()).rpartition("/")[2])
    task = f.TaskFactory(user=clerk, kind="import", arguments={"batch": batch})
    killed(run_tasks, place, call)
    assert count(db, Student) == (len(ROWS) if attempts == 1 else 0), "all of the file or nothing"
    restarted(run_tasks)
    assert (task.state, task.attempt) == (TaskState.DONE, attempts)
    assert (count(db, Student), count(db, Movement)) == (len(ROWS), len(ROWS))
    assert db.get(ImportBatch, batch).state is ImportState.APPLIED
    assert count(db, Notification) == 1
    assert count(db, AuditRecord, AuditRecord.entity == "student") == len(ROWS)


@pytest.mark.parametrize("place", [
    "operations.container:_put",  # the first block is on the disk
    "operations.container:check",  # all of them are
    "operations.backup:sync_folder",  # the copy has its name
])
def test_a_copy(db, killed, restarted, configure, tmp_path, place):
    configure(backup_folder=tmp_path)
    f.MarkFactory()
    killed(back_up, place)
    for whole in backup.copies(tmp_path):
        backup.verify(whole.path)
    restarted(back_up, dt.timedelta(days=1))
    found = backup.copies(tmp_path)
    assert {copy.path.name for copy in found} == set(os.listdir(tmp_path)), "nothing unsealed lies about"
    assert backup.drill(db.get_bind(), found[0].path)["counts"]["mark"] == 1
    assert db.scalars(sa.select(JobRun.ok).where(JobRun.name == "back_up")).one()


@pytest.mark.parametrize("place", ["actions.notice_rows:enqueue", "jobs:note"])
def test_notices(db, killed, restarted, login, place):
    parent = f.UserFactory(roles=(Role.PARENT,), email="p@parents.test")
    lesson = f.LessonFactory(date=f.TODAY)
    member = f.MembershipFactory(group=lesson.journal.group)
    f.GuardianshipFactory(student=member.student, guardian__user=parent)
    paper = {"value": "н", "version": 0, "key": "one"}
    f.AbsenceKindFactory()
    path = f"/journal/{lesson.journal_id}/cells/{lesson.id}/{member.student_id}"
    assert login(lesson.journal.teacher).put(path, json=paper).status_code == 200
    killed(tell, place)
    assert count(db, Notification) == count(db, Outbox) == 0
    restarted(tell, dt.timedelta())
    assert db.scalars(sa.select(Notification.kind).where(Notification.user_id == parent.id)).all() == [
        NotificationKind.ABSENCE]
