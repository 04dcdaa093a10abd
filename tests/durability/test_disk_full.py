"""The disk of a running server is full and then is not: the same workers refuse and go on (п. 7.1)."""

from __future__ import annotations

import resource
import time
from contextlib import contextmanager
from pathlib import Path

from tools.soak.person import Save
from tools.soak.proof import judge


@contextmanager
def no_place(server, file):
    """The kernel lets the workers' files grow no further, as a quota does; PostgreSQL's files are not theirs."""
    size, limits = Path(f"{file}-wal").stat().st_size, {}
    for pid in server.workers():
        limits[pid] = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, limits[pid][1]))
    yield
    for pid, limit in limits.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)


def test_saves_are_refused_whole_while_there_is_no_place(db, database, college, everybody, start_web):
    if db.get_bind().dialect.name == "postgresql":
        return  # its disk is full on another machine: tests/durability/test_database_refuses.py
    server = start_web()
    people, pids = everybody(college, server.port), server.workers()
    saves = [Save(path, "5", 0) for path in people[0][1]]
    person = people[0][0]
    first = person.save(saves[0])
    with no_place(server, database.file):
        refused = [person.put(save) for save in saves[1:]]
        assert {answer.status for answer in refused} == {503}
        assert person.get("/journal/").status == 200, "what is written can be read"
        assert person.put(first).json == first.answer, "what is acknowledged is told again"
    started = time.monotonic()
    for save in saves[1:]:
        person.save(save)
    assert time.monotonic() - started < 30
    assert server.workers() == pids, "nobody was restarted"
    db.rollback()
    assert judge(db(), saves).faults == ()
    assert db.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
