"""A day of the college, sixty times as fast: sign-ins, lessons, families in the evening, jobs at night; what grows?"""

from __future__ import annotations

import itertools
import os
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import jobs
from jobs import notices, reminders, task_kinds
from tools.soak.college import PASSWORD, College, college
from tools.soak.load import Heard, percentile
from tools.soak.person import NotAnswered, Person, Save
from tools.soak.subjects import Line, served
from tools.soak.web import Web

MINUTES = float(os.environ.get("MINUTES", 24))
TEACHERS, FAMILIES = 30, 120
WAL_MOST = 64 * 2**20  # journal_size_limit of models/engine.py
GROWTH = 1.15
# college hour → saves and diary pages of everybody together in that hour
SAVES = {8: 200, 9: 250, 10: 250, 11: 250, 12: 200, 13: 250, 14: 250, 15: 150, 16: 80, 20: 40}
READS = {7: 60, 8: 80, 12: 150, 15: 200, 17: 250, 18: 300, 19: 350, 20: 350, 21: 250, 22: 100}
DAILY = [(hour, job) for hour, _, job in (*jobs.NIGHTLY, *reminders.DAILY)]


@dataclass(frozen=True)
class Sample:
    hour: int
    pss: float  # of all workers, MB
    handles: int
    threads: int
    wal: float  # MB

    def __str__(self) -> str:
        return f"{self.hour:02}:00  PSS {self.pss:6.1f} МБ  дескрипторов {self.handles:4}  потоков {self.threads:3}  " \
               f"WAL {self.wal:5.1f} МБ"


def whole_day(folder: Path) -> list[Line]:
    there = college(folder, groups=16)
    with served(there, folder) as workers:
        town, samples = Town(there, workers.port), []
        for hour in range(24):
            town.live(hour, MINUTES * 60 / 24)
            samples.append(_sample(hour, workers, folder / "journal.db-wal"))
            print(samples[-1], flush=True)
    return [*_bounded(samples), town.told()]


class Town:
    """Its people: who signs in when, what they do every hour."""

    def __init__(self, there: College, port: int) -> None:
        self.there, self.port = there, port
        self.heard, self.chance = Heard(), random.Random(7)
        self.cells = itertools.cycle([(login, path) for login, paths in there.desks[:TEACHERS] for path in paths])
        self.versions: dict[str, int] = {}
        self.inside: dict[str, tuple[Person, threading.Lock]] = {}

    def live(self, hour: int, seconds: float) -> None:
        """One hour: people come and go, jobs run at their time; it takes so long, whatever there is to do."""
        until = time.monotonic() + seconds
        if hour == 7:
            self.inside.clear()  # yesterday's sign-ins are over
        acts = [*[self._save] * SAVES.get(hour, 0), *[self._read] * READS.get(hour, 0)]
        self.chance.shuffle(acts)
        with ThreadPoolExecutor(16) as pool:
            night = pool.submit(self._jobs, hour)
            for number, act in enumerate(acts):
                pool.submit(self._noting, act)
                time.sleep(max(0.0, (until - time.monotonic()) / (len(acts) - number)))
            night.result()
        time.sleep(max(0.0, until - time.monotonic()))

    def told(self) -> Line:
        p95 = percentile([save.seconds for save in self.heard.saves])
        return Line("сутки колледжа", f"записей {len(self.heard.saves)} (p95 {p95} мс), страниц "
                    f"{len(self.heard.reads)} (p95 {percentile(self.heard.reads)} мс), ошибок "
                    f"{len(self.heard.errors)} {self.heard.errors[:2] or ''}", not self.heard.errors)

    def _jobs(self, hour: int) -> None:
        for job in (*[job for at, job in DAILY if at == hour], notices.tell, task_kinds.run_tasks):
            jobs._run(self.there.app, job)

    def _save(self) -> None:
        login, path = next(self.cells)
        with self._of(login) as person:
            version = self.versions.get(path, 0)
            self.heard.saves.append(person.save(Save(path, "5432"[version % 4], version)))
            self.versions[path] = version + 1

    def _read(self) -> None:
        with self._of(self.chance.choice(self.there.readers[:FAMILIES])) as person:
            page = person.follow("/diary/")
            began = time.perf_counter()
            answer = person.get(page)
            self.heard.reads.append(time.perf_counter() - began)
            if answer.status != 200:
                raise NotAnswered(f"{page}: {answer.status}")

    @contextmanager
    def _of(self, login: str) -> Iterator[Person]:
        """One browser each, signed in when it is first used; a person does one thing at a time."""
        person, busy = self.inside.setdefault(login, (Person(self.port), threading.Lock()))
        with busy:
            if not person.token:
                person.sign_in(login, PASSWORD)
            yield person

    def _noting(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:
            self.heard.errors.append(f"{type(error).__name__}: {error}")


def _sample(hour: int, workers: Web, wal: Path) -> Sample:
    pids = workers.workers()
    return Sample(hour, sum(map(_pss, pids)) / 1024, sum(map(_files, pids)),
                  sum(len(os.listdir(f"/proc/{pid}/task")) for pid in pids),
                  wal.stat().st_size / 2**20 if wal.exists() else 0.0)


def _files(pid: int) -> int:
    """Open files: how many browsers are connected at the moment says nothing of what grows."""
    found = 0
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            found += not os.readlink(link).startswith("socket:")
    return found


def _pss(pid: int) -> int:
    """In kB: the process's own memory and its share of what it shares."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _bounded(samples: Sequence[Sample]) -> list[Line]:
    """The evening is compared with noon: by then every page has been asked for."""
    noon, evening = samples[12], samples[-1]
    most = max(sample.wal for sample in samples)
    return [
        Line("память рабочих процессов (PSS)", f"в полдень {noon.pss:.1f} МБ, в полночь {evening.pss:.1f} МБ",
             evening.pss <= noon.pss * GROWTH),
        Line("дескрипторы и потоки", f"в полдень {noon.handles} и {noon.threads}, в полночь {evening.handles} и "
             f"{evening.threads}", evening.handles <= noon.handles + 10 and evening.threads <= noon.threads + 2),
        Line("WAL", f"не больше {most:.1f} МБ", most * 2**20 <= WAL_MOST),
    ]
