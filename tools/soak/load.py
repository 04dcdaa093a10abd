"""Many people at once: teachers who fill their cells one after another, families who read diaries beside them."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tools.soak.person import Person, Save


@dataclass
class Heard:
    """What everybody was told, and how long each waited, in seconds."""

    saves: list[Save] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0


def percentile(values: Sequence[float], part: int = 95) -> float:
    """In milliseconds."""
    return round(statistics.quantiles(values, n=100)[part - 1] * 1000, 1) if len(values) > 1 else 0.0


def everybody_in(port: int, logins: Sequence[str], password: str) -> list[Person]:
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda login: Person(port).sign_in(login, password), logins))


def together(teachers: Sequence[tuple[Person, Sequence[str]]], readers: Sequence[tuple[Person, str]], cells: int,
             pause: float = 0.0, reading_pause: float = 0.0) -> Heard:
    """Every teacher saves so many cells; readers open their page again and again until the last of them has."""
    heard, start, over = Heard(), threading.Barrier(len(teachers) + len(readers)), threading.Event()

    def teach(number: int) -> None:
        person, paths = teachers[number]
        start.wait()
        time.sleep(pause * number / len(teachers))
        for path in paths[:cells]:
            heard.saves.append(person.save(Save(path, "5432"[number % 4], 0)))
            time.sleep(pause)

    def read(number: int) -> None:
        person, page = readers[number]
        start.wait()
        time.sleep(reading_pause * number / len(readers))
        while not over.is_set():
            began = time.perf_counter()
            answer = person.get(page)
            heard.reads.append(time.perf_counter() - began)
            if answer.status != 200:
                heard.errors.append(f"{page}: {answer.status}")
            over.wait(reading_pause)

    began = time.monotonic()
    with ThreadPoolExecutor(len(teachers) + len(readers)) as pool:
        reading = [pool.submit(_noting, heard, read, number) for number in range(len(readers))]
        for one in [pool.submit(_noting, heard, teach, number) for number in range(len(teachers))]:
            one.result()
        heard.seconds = time.monotonic() - began
        over.set()
        for one in reading:
            one.result()
    return heard


def _noting(heard: Heard, act: Callable[[int], None], number: int) -> None:
    try:
        act(number)
    except Exception as error:
        heard.errors.append(f"{type(error).__name__}: {error}")
