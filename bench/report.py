"""The figures as people read them: a table on the screen, docs/benchmarks.md, instance/bench.json."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.measure import FLOOR, MS, OURS, Measured
from config import ROOT

JSON, PAGE = ROOT / "instance" / "bench.json", ROOT / "docs" / "benchmarks.md"
UNKNOWN = "причина ещё не названа"
BEGIN, END = "<!-- figures: make bench -->", "<!-- end of figures -->"


@dataclass
class Report:
    """What one run has found."""

    about: str
    measured: list[Measured] = field(default_factory=list)
    crowds: list[Crowd] = field(default_factory=list)
    memory: dict[str, tuple[float, float]] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)

    def add(self, found: Measured) -> None:
        self.measured.append(found)
        print(line_of(found, self.most(found)), flush=True)

    def most(self, found: Measured) -> float | None:
        return found.most({one.line.name: one for one in self.measured})


@dataclass(frozen=True)
class Crowd:
    """Answers a second of each with so many clients at once."""

    name: str
    rates: dict[str, float]
    least: float | None = None


HEAD = f"{'что':<40}{'мы, мс':>10}{'предел':>10}{'раз':>7}{'можно':>10}  соседи, мс"


def line_of(found: Measured, most: float | None) -> str:
    peers = ", ".join(f"{who} {ms:.1f}" for who, ms in found.peers.items())
    missed = " ←" if most is not None and found.ours > most else ""
    return (f"{found.line.name:<40}{found.ours:>10.1f}{_ms(found.floor):>10}{_times(found):>7}{_ms(most):>10}"
            f"  {peers}{missed}")


def entries(report: Report) -> list[dict[str, Any]]:
    """``instance/bench.json``: a line for each peer, one without a peer where there is none."""
    found = []
    for one in report.measured:
        for who, ms in one.peers.items() or [(None, None)]:
            found.append(_entry(one.line.name, one.ours, who, ms, one.floor))
    for crowd in report.crowds:
        each = {who: round(1000 / rate, 2) for who, rate in crowd.rates.items() if rate}
        ours, floor = each.pop(OURS), each.pop(FLOOR, None)
        for who, ms in each.items() or [(None, None)]:
            found.append(_entry(f"{crowd.name}, мс на ответ", ours, who, ms, floor))
    return found


def _entry(name: str, ours: float, peer: str | None, peer_ms: float | None, floor: float | None) -> dict[str, Any]:
    return {"name": name, "ours_ms": ours, "peer": peer, "peer_ms": peer_ms, "floor_ms": floor}


def write(report: Report, file: Path = JSON, page: Path = PAGE) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(entries(report), ensure_ascii=False, indent=1), encoding="utf-8")
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{chr(10).join(tables(report))}\n{END}{after}", encoding="utf-8")


def tables(report: Report) -> Iterator[str]:
    yield f"{report.about}\n"
    yield "| Строка | Мы, мс | Предел, мс | Раз | Можно, мс | Соседи, мс | SQL | gzip, байт |"
    yield "|---|---:|---:|---:|---:|---|---:|---:|"
    for one in report.measured:
        peers = "<br>".join(f"{who}: {ms:.1f}" for who, ms in one.peers.items())
        most = report.most(one)
        ours = f"**{one.ours:.1f}**" if most is not None and one.ours > most else f"{one.ours:.1f}"
        yield (f"| {one.line.name} | {ours} | {_ms(one.floor)} | {_times(one)} | {_ms(most)}{_base(one)} | {peers} | "
               f"{_or_dash(one.line.statements)} | {_or_dash(one.line.packed)} |")
    yield from _crowds(report.crowds)
    yield from _memory(report.memory)
    yield from _misses(report)


def _crowds(crowds: Sequence[Crowd]) -> Iterator[str]:
    if not crowds:
        return
    names = list(dict.fromkeys(who for crowd in crowds for who in crowd.rates))
    yield f"\n| Ответов в секунду | {' | '.join(names)} |\n|---|{'---:|' * len(names)}"
    for crowd in crowds:
        yield f"| {crowd.name} | {' | '.join(f'{crowd.rates.get(who, 0):.0f}' for who in names)} |"


def _memory(memory: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    if memory:
        yield "\n| Память после прогона, МБ (PSS) | Два процесса | С главным |\n|---|---:|---:|"
        for who, (workers, together) in memory.items():
            yield f"| {who} | {workers:.0f} | {together:.0f} |"


def _misses(report: Report) -> Iterator[str]:
    """Every line above its limit by name, with the reason where it is known."""
    missed = [one for one in report.measured if (most := report.most(one)) is not None and one.ours > most]
    slow = [crowd for crowd in report.crowds if crowd.least and crowd.rates[OURS] < crowd.least]
    yield "\nНе уложились:\n" if missed or slow else "\nВсе строки уложились."
    for crowd in slow:
        reason = report.reasons.get(crowd.name, UNKNOWN)
        yield f"- {crowd.name}: {crowd.rates[OURS]:.0f} ответов в секунду вместо {crowd.least:.0f}: {reason}"
    for one in missed:
        reason = report.reasons.get(one.line.name, UNKNOWN)
        yield f"- {one.line.name}: {one.ours:.1f} мс вместо {_ms(report.most(one))}: {reason}"


def machine() -> str:
    """Processor, cores, memory, system."""
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"{model}, ядер {os.cpu_count()}, памяти {gigabytes:.0f} ГБ, {platform.system()} {platform.release()}, "
            f"Python {platform.python_version()}")


def spaced(number: int) -> str:
    """«1 000 000»"""
    return f"{number:,}".replace(",", " ")


def _base(one: Measured) -> str:
    if one.line.limit is None or one.line.limit[1] == MS:
        return ""
    times, what = one.line.limit
    return f" ({times:g} × {what})"


def _times(one: Measured) -> str:
    return f"{one.ours / one.floor:.1f}" if one.floor else "—"


def _ms(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"


def _or_dash(value: int | None) -> str:
    return "—" if value is None else str(value)
