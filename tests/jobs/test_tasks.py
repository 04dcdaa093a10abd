"""Background tasks: progress, stopping, a killed worker, the file by the rights of the moment (п. 4.1)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine
from flask import current_app

import jobs
from access.identity import Identity
from actions import tasks as actions
from actions.tasks import Result
from clock import school_now, wall_now
from jobs import task_kinds
from jobs.queue import heard
from jobs.tasks import Stopped, TaskKind, Work, run_waiting
from models import AuditRecord, FileContent, Group, Notification, Task
from rules.tasks import KEPT, LOST, MOST_WAITING, TOGETHER
from rules.terms import Role, TaskState
from rules.violation import Violation
from tests import factories as f

T = TaskState


@pytest.fixture
def owner(db):
    return f.UserFactory(roles=(Role.DEPUTY_OOD, Role.TEACHER))


def kind(run, **more):
    return {"sum": TaskKind("sum", run, **{"permits": lambda user, arguments: user.has(Role.DEPUTY_OOD), **more})}


def run(db, kinds):
    db.commit()
    told = run_waiting(kinds)
    db.expire_all()
    return told


def task_of(owner, **more):
    return f.TaskFactory(user=owner, kind="sum", arguments={"first": 2, "second": 3}, **more)


def summed(work: Work) -> Result:
    work.step(1, 2, "Складываю")
    work.tell()
    total = work.arguments["first"] + work.arguments["second"]
    work.step(2, 2)
    return Result(f"Сумма {total}", file=("сумма.csv", str(total).encode()))


def test_a_task_from_its_order_to_its_file(app, db, login, owner, monkeypatch):
    """The page orders nothing by itself: what the worker says stands on it, the file is sent and written down."""
    monkeypatch.setattr(task_kinds, "BY_CODE", kind(summed))
    monkeypatch.setattr("views.tasks.BY_CODE", kind(summed))
    task, client = task_of(owner, title="Сумма двух"), login(owner)
    db.commit()
    page = client.get(f"/tasks/{task.id}").text
    assert "ждёт очереди" in page
    assert 'http-equiv="refresh"' in page, "without scripts the page comes again by itself"
    assert client.get(f"/tasks/{task.id}/file").status_code == 404
    jobs._run(app, task_kinds.run_tasks)
    db.expire_all()
    assert (task.state, task.words, task.done, task.total, task.attempt) == (T.DONE, "Сумма 5", 2, 2, 1)
    page = client.get(f"/tasks/{task.id}").text
    assert "Сумма 5" in page
    assert 'http-equiv="refresh"' not in page
    answer = client.get(f"/tasks/{task.id}/file")
    assert (answer.status_code, answer.data) == (200, b"5")
    assert "Сумма двух" in client.get("/tasks/").text
    told = db.scalars(sa.select(Notification).where(Notification.user_id == owner.id)).one()
    assert (told.payload["text"], told.url) == ("Готово: Сумма двух", f"/tasks/{task.id}")
    assert db.scalar(sa.select(sa.func.count()).select_from(AuditRecord).where(AuditRecord.entity == "task")) == 1


def test_rights_are_asked_when_it_is_made_and_when_it_is_sent(db, login, owner, monkeypatch):
    monkeypatch.setattr("views.tasks.BY_CODE", kind(summed))
    made, waiting = task_of(owner), task_of(owner)
    waiting.roles = [Role.TEACHER]  # ordered without the role that opens it
    run(db, kind(summed))
    assert (made.state, waiting.state) == (T.DONE, T.FAILED)
    assert "больше недоступна" in waiting.words
    client = login(owner)
    assert client.get(f"/tasks/{made.id}/file").status_code == 200
    owner.roles = [role for role in owner.roles if role.role is not Role.DEPUTY_OOD]
    db.commit()
    assert client.get(f"/tasks/{made.id}/file").status_code == 404
    assert login(f.UserFactory(roles=(Role.DEPUTY_OOD,))).get(f"/tasks/{made.id}/file").status_code == 404


def test_what_waits_is_cancelled_at_once(db, login, owner):
    task, client = task_of(owner), login(owner)
    assert client.post(f"/tasks/{task.id}/stop").status_code == 303
    run(db, kind(summed))
    assert (task.state, task.attempt) == (T.CANCELLED, 0)


def test_what_runs_stops_at_its_next_step(db, owner):
    task = task_of(owner)

    def stopped(work: Work) -> Result:
        with db.get_bind().connect() as other:
            other.execute(sa.update(Task).where(Task.id == task.id).values(stop_asked=True))
            other.commit()
        work.step(1, 3, "Полпути")
        work.tell()
        work.step(2, 3)
        pytest.fail("the step after the stop was not refused")

    run(db, kind(stopped))
    assert (task.state, task.done, task.file_name) == (T.CANCELLED, 1, None)
    assert db.scalar(sa.select(sa.func.count()).select_from(Notification)) == 0, "who stopped it knows"


def broken(work: Work) -> Result:
    raise ZeroDivisionError


def refused(work: Work) -> Result:
    raise Violation("6.3", "Срок прошёл")


@pytest.mark.parametrize(("function", "words"), [(broken, "Внутренняя ошибка (ZeroDivisionError)"),
                                                 (refused, "Срок прошёл")])
def test_a_failed_task_says_why_and_does_not_stop_the_next(db, owner, function, words, caplog):
    first, second = task_of(owner), f.TaskFactory(user=owner, kind="none")
    run(db, kind(function))
    assert first.state is second.state is T.FAILED
    assert first.words.startswith(words)


def test_what_a_writing_task_says_is_seen_before_its_end(db, login, owner):
    """SQLite has one writer, the task itself: its words stand in the queue's own file meanwhile, then nowhere."""
    task, client = task_of(owner, title="Запись"), login(owner)
    db.commit()
    client.get("/tasks/")  # the visit is noted now and not again within the minute
    seen = []

    def writes(work: Work) -> Result:
        f.GroupFactory(name="ИС-77")
        for done in (1, 2):
            work.step(done, 3, f"Строки загружаются, {done}")
            work.tell()
            seen.append(client.get(f"/tasks/{task.id}").text)
        return Result("Записано")

    run(db, kind(writes, writes=True))
    assert ["1 из 3" in seen[0], "Строки загружаются, 1" in seen[0], "2 из 3" in seen[1]] == [True] * 3
    assert (task.state, task.words) == (T.DONE, "Записано")
    assert db.scalar(sa.select(Group.id).where(Group.name == "ИС-77")) is not None
    assert heard(current_app, task.id) is None


def written(work: Work) -> Result:
    f.GroupFactory(name="ОС-11")
    if work.arguments.get("breaks"):
        raise Violation("", "Передумали")
    return Result("Готово", url="/journal/")


@pytest.mark.parametrize(("breaks", "groups"), [(False, 1), (True, 0)])
def test_a_writing_task_ends_in_one_transaction_with_its_work(db, owner, breaks, groups):
    task = f.TaskFactory(user=owner, kind="sum", arguments={"breaks": breaks})
    run(db, kind(written, writes=True))
    assert task.state is (T.FAILED if breaks else T.DONE)
    assert db.scalar(sa.select(sa.func.count()).select_from(Group).where(Group.name == "ОС-11")) == groups


@pytest.mark.parametrize(("again", "attempts", "asked", "state"), [
    (True, 1, False, T.DONE),  # taken again
    (True, 3, False, T.FAILED),  # it kills its workers
    (False, 1, False, T.FAILED),  # may have done half of its work
    (True, 1, True, T.CANCELLED),
])
def test_a_killed_workers_task_is_found(db, owner, again, attempts, asked, state):
    dead = task_of(owner, state=T.RUNNING, attempt=attempts, stop_asked=asked,
                   beat_at=wall_now() - LOST - dt.timedelta(seconds=1))
    alive = task_of(owner, state=T.RUNNING, attempt=1, beat_at=wall_now() - LOST / 2)
    run(db, kind(summed, again=again))
    assert dead.state is state
    assert (alive.state, alive.attempt) == (T.RUNNING, 1)
    if state is T.FAILED:
        assert "Прервано" in dead.words


def test_a_worker_that_comes_back_late_has_lost_its_task(db, owner):
    """Another has taken it meanwhile: the first neither goes on nor keeps what it has written."""
    task = task_of(owner)

    def overtaken(work: Work) -> Result:
        task_row = sa.update(Task).where(Task.id == task.id).values(attempt=2)
        if db.get_bind().dialect.name == "sqlite":
            db.execute(task_row)  # the file has one writer
        else:
            with db.get_bind().begin() as other:
                other.execute(task_row)
        f.GroupFactory(name="ОС-11")
        return Result("Поздно")

    run(db, kind(overtaken, writes=True))
    assert task.words != "Поздно"
    assert db.scalar(sa.select(sa.func.count()).select_from(Group).where(Group.name == "ОС-11")) == 0


def test_not_more_at_once_than_leaves_room_for_letters(db, owner):
    for _ in range(TOGETHER):
        task_of(owner, state=T.RUNNING, attempt=1, beat_at=wall_now())
    waiting = task_of(owner)
    run(db, kind(summed))
    assert waiting.state is T.WAITING


def test_the_same_order_twice_is_one_and_nobody_fills_the_queue(db, owner):
    user = Identity(owner.id, owner.role_set, school_now())
    first = actions.order(user, "sum", "Сумма", {"first": 1}, wall_now())
    assert actions.order(user, "sum", "Сумма", {"first": 1}, wall_now()) is first
    for number in range(MOST_WAITING - 1):
        actions.order(user, "sum", "Сумма", {"first": number + 2}, wall_now())
    with pytest.raises(Violation, match="незаконченных"):
        actions.order(user, "sum", "Сумма", {"first": 99}, wall_now())


def test_old_outcomes_are_forgotten_with_their_files(db, owner):
    old, new = task_of(owner), task_of(owner)
    run(db, kind(lambda work: Result(file=("x.csv", b"1"))))
    assert old.sha256 == new.sha256, "the bytes are kept once"
    with time_machine.travel(wall_now() + KEPT + dt.timedelta(days=1), tick=False):
        new.finished_at = wall_now()
        db.commit()
        assert actions.forget(wall_now()) == 1
        assert db.scalar(sa.select(sa.func.count()).select_from(FileContent)) == 1, "the other still needs them"
        new.finished_at = wall_now() - KEPT - dt.timedelta(hours=1)
        db.commit()
        assert actions.forget(wall_now()) == 1
    assert db.scalar(sa.select(sa.func.count()).select_from(FileContent)) == 0


def test_growth_costs_no_queries(db, login, owner, count_queries):
    client, seen = login(owner), []
    for _ in range(2):
        for _ in range(5):
            task_of(owner, state=T.DONE)
        db.commit()
        with count_queries(at_most=4) as queries:
            assert client.get("/tasks/").status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1]


def test_stopped_is_raised_by_a_step():
    work = Work.__new__(Work)
    work._goes_on = False
    with pytest.raises(Stopped):
        work.step(0, 1)
