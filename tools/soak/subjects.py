"""What `make soak` does to the journal, a function per subject; each tells its figures in lines of the table."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tools.soak.college import PASSWORD, College, Desk, college
from tools.soak.killing import kill_again_and_again, save_all
from tools.soak.load import Heard, everybody_in, percentile, together
from tools.soak.lossy import lossy
from tools.soak.person import Person, Save
from tools.soak.postgres import postgres
from tools.soak.proof import judge
from tools.soak.web import Web, web

ROUNDS = int(os.environ.get("ROUNDS", 200))
SMALL = 4  # groups of the college where only writing counts
TEACHERS, CELLS, READERS, READING = 30, 25, 64, 2.0  # a family looks at a diary for so many seconds
SAVE_MS, READ_MS = 300, 500


@dataclass(frozen=True)
class Line:
    """A row of the table; ``kept`` is None where nothing was promised or nothing could be tried."""

    what: str
    figures: str
    kept: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "да", False: "НЕТ", None: "–"}[self.kept]
        return f"{self.what:<44} {self.figures:<76} {verdict}"


def web_killed_on_sqlite(folder: Path) -> list[Line]:
    return _web_killed("kill -9 веб-сервера, SQLite", college(folder, groups=SMALL, password_memory=8), folder)


def web_killed_on_postgresql(folder: Path) -> list[Line]:
    with postgres() as server:
        there = college(folder, server.address, groups=SMALL, password_memory=8)
        return _web_killed("kill -9 веб-сервера, PostgreSQL", there, folder)


def postgresql_killed(folder: Path) -> list[Line]:
    with postgres() as server:
        there = college(folder, server.address, groups=SMALL, password_memory=8)
        with served(there, folder) as workers:
            saves = kill_again_and_again(_devices(there, workers.port), max(1, ROUNDS // 4), server.kill, server.start)
            return [_judged("kill -9 PostgreSQL", there, saves, max(1, ROUNDS // 4))]


def answers_lost(folder: Path) -> list[Line]:
    there = college(folder, groups=SMALL, password_memory=8)
    with served(there, folder) as workers, lossy(workers.port, 0) as net:
        people = _devices(there, net.server_port)
        net.share = 0.2
        return [_judged("20 % ответов потеряно", there, save_all(people, ROUNDS), net.lost)]


def disk_full(folder: Path) -> list[Line]:
    """A real file system of 200 MB, filled to the last block; needs the right to mount."""
    place = folder / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", place], capture_output=True).returncode:
        return [Line("диск заполнен", "не проверено: нет права монтировать")]
    try:
        there = college(place, groups=2, password_memory=8)
        with served(there, folder) as workers:
            return [_filled(there, workers, place)]
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def _filled(there: College, workers: Web, place: Path) -> Line:
    (person, cells), *_ = _devices(there, workers.port)
    saves = [Save(path, "5", 0) for path in cells]
    person.save(saves[0])
    with (place / "filler").open("wb") as filler:
        for piece in (2**20, 4096, 1):
            with suppress(OSError):
                while os.write(filler.fileno(), bytes(piece)) == piece:
                    pass
    refused = [person.put(save).status for save in saves[1:]]
    read = person.get("/journal/").status
    (place / "filler").unlink(missing_ok=True)
    for save in saves[1:]:
        person.save(save)
    with there.session() as session:
        verdict = judge(session, saves, there.since)
    return Line("диск заполнен (tmpfs)", f"отказов 503: {refused.count(503)} из {len(refused)}, чтение {read}, "
                f"потом записано {len(saves)} из {len(saves)}",
                set(refused) == {503} and read == 200 and not verdict.faults)


def synced(folder: Path) -> list[Line]:
    """SQLite's promise to the disk: a sync for every commit, counted by strace."""
    if shutil.which("strace") is None:
        return [Line("fdatasync на каждую запись", "не проверено: нет strace")]
    there = college(folder, groups=SMALL, password_memory=8)
    with served(there, folder) as workers:
        people = _devices(there, workers.port)
        pids = [option for pid in workers.workers() for option in ("-p", str(pid))]
        with subprocess.Popen(["strace", "-f", "-c", "-e", "trace=fdatasync,fsync", *pids], text=True,
                              stderr=subprocess.PIPE) as tracing:
            time.sleep(2)  # until every thread is attached
            saves = save_all(people, 50)
            tracing.terminate()
            told = tracing.communicate()[1]
    counted = sum(int(found) for found in re.findall(r"^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+).*f(?:data)?sync$", told, re.M))
    return [Line("fdatasync на каждую запись", f"записей {len(saves)}, fdatasync {counted}", counted >= len(saves))]


def load(folder: Path) -> list[Line]:
    """Everybody with a real password hash; the figures are of this machine while nobody else uses it."""
    there = college(folder)
    desks = [desk for desk in there.desks if len(desk[1]) >= CELLS][:TEACHERS]
    with served(there, folder) as workers:
        began = time.monotonic()
        people = everybody_in(workers.port, [login for login, _ in desks], PASSWORD)
        readers = everybody_in(workers.port, there.readers[:READERS], PASSWORD)
        signed = time.monotonic() - began
        families = [(person, person.follow("/diary/")) for person in readers]
        heard = together(_at_desks(people, desks), families, CELLS, reading_pause=READING)
        with there.session() as session:
            faults = judge(session, heard.saves, there.since).faults
    return [Line("входов подряд", f"{len(people) + len(readers)} за {signed:.1f} с"),
            _saved(heard, len(desks) * CELLS, faults), _read(heard)]


def _saved(heard: Heard, wanted: int, faults: Sequence[str]) -> Line:
    p95 = percentile([save.seconds for save in heard.saves])
    whole = len(heard.saves) == wanted and not heard.errors and not faults
    return Line(f"{TEACHERS} преподавателей × {CELLS} клеток сразу", f"{len(heard.saves)} из {wanted}, ошибок "
                f"{len(heard.errors)}, {len(heard.saves) / heard.seconds:.0f} в секунду, p95 {p95} мс из {SAVE_MS}",
                whole and p95 <= SAVE_MS)


def _read(heard: Heard) -> Line:
    p95 = percentile(heard.reads)
    return Line(f"{READERS} читателя дневников рядом", f"страниц {len(heard.reads)}, p95 {p95} мс из {READ_MS}",
                p95 <= READ_MS)


def _web_killed(what: str, there: College, folder: Path) -> list[Line]:
    with served(there, folder) as workers:
        people = _devices(there, workers.port)
        saves = kill_again_and_again(people, ROUNDS, workers.kill, workers.start)
        return [_judged(what, there, saves, ROUNDS)]


@contextmanager
def served(there: College, folder: Path) -> Iterator[Web]:
    """The college's own server, running."""
    with web(folder / "web.log", **there.settings.model_dump()) as workers:
        workers.start()
        yield workers


def _devices(there: College, port: int) -> list[tuple[Person, list[str]]]:
    """Two teachers at two devices each, with cells of their own."""
    found = [(login, cells[start:24:2]) for login, cells in there.desks[:2] for start in range(2)]
    return [(Person(port).sign_in(login, PASSWORD), cells) for login, cells in found]


def _at_desks(people: Sequence[Person], desks: Sequence[Desk]) -> list[tuple[Person, list[str]]]:
    return [(person, cells) for person, (_, cells) in zip(people, desks, strict=True)]


def _judged(what: str, there: College, saves: Sequence[Save], rounds: int) -> Line:
    with there.session() as session:
        verdict = judge(session, saves, there.since)
    return Line(f"{what} × {rounds}", f"подтверждено {verdict.acknowledged}: потеряно {len(verdict.lost)}, половин "
                f"{len(verdict.half_written)}, двойных {len(verdict.doubled)}, цепочка "
                f"{'сломана' if verdict.chain else 'цела'}, по ключу {verdict.remembered}", not verdict.faults)
