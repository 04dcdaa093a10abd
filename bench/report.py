"""The figures as people read them: a table on the screen, docs/benchmarks.md, instance/bench.json."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.measure import FLOOR, MS, OURS, Measured
from bench.reasons import REASONS, UNKNOWN
from config import ROOT

JSON, PAGE = ROOT / "instance" / "bench.json", ROOT / "docs" / "benchmarks.md"
MOST_MEMORY = 180
BEGIN, END = "<!-- figures: make bench -->", "<!-- end of figures -->"


@dataclass
class Report:
    """What one run has found."""

    about: str
    measured: list[Measured] = field(default_factory=list)
    crowds: list[Crowd] = field(default_factory=list)
    memory: dict[str, Memory] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)  # lines that could not be measured: what was said

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


@dataclass(frozen=True)
class Memory:
    """Megabytes: of the workers after the hot pages, with their master, and the same after papers and imports."""

    workers: float
    together: float
    after_papers: float


HEAD = f"{'line':<40}{'ours, ms':>10}{'floor':>10}{'times':>7}{'may be':>10}  peers, ms"


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
            found.append(_entry(f"{crowd.name}, ms an answer", ours, who, ms, floor))
    return found


def _entry(name: str, ours: float, peer: str | None, peer_ms: float | None, floor: float | None) -> dict[str, Any]:
    return {"name": name, "ours_ms": ours, "peer": peer, "peer_ms": peer_ms, "floor_ms": floor}


def write_list(report: Report, file: Path = JSON) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(entries(report), ensure_ascii=False, indent=1), encoding="utf-8")


def write_page(report: Report, page: Path = PAGE) -> None:
    between(page, BEGIN, END, tables(report))


def between(page: Path, begin: str, end: str, lines: Iterable[str]) -> None:
    """Put the lines in the place of what stands between the marks; words around them stay."""
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    page.write_text(f"{before}{begin}\n{chr(10).join(lines)}\n{end}{after}", encoding="utf-8")


def tables(report: Report) -> Iterator[str]:
    yield f"{report.about}\n"
    yield "| Line | Ours, ms | Floor, ms | Times | May be, ms | Peers, ms | SQL | gzip, bytes |"
    yield "|---|---:|---:|---:|---:|---|---:|---:|"
    for one in report.measured:
        peers = "<br>".join(f"{who}: {ms:.1f}" for who, ms in one.peers.items())
        most = report.most(one)
        ours = f"**{one.ours:.1f}**" if most is not None and one.ours > most else f"{one.ours:.1f}"
        yield (f"| {one.line.name} | {ours} | {_ms(one.floor)} | {_times(one)} | {_ms(most)}{_base(one)} | {peers} | "
               f"{_or_dash(one.line.statements)} | {_or_dash(one.line.packed)} |")
    yield from after(report)


def after(report: Report) -> Iterator[str]:
    """What follows the lines: many at once, memory, every miss by name."""
    yield from _crowds(report.crowds)
    yield from _memory(report.memory)
    missed = list(misses(report))
    yield "\nMissed:\n" if missed else "\nEvery line is within its limit."
    yield from (f"- {name}: {said}: {REASONS.get(name, UNKNOWN)}." for name, said in missed)
    yield from (f"- not measured: {said}" for said in report.broken)


def _crowds(crowds: Sequence[Crowd]) -> Iterator[str]:
    if not crowds:
        return
    names = list(dict.fromkeys(who for crowd in crowds for who in crowd.rates))
    yield f"\n| Answers a second | {' | '.join(names)} |\n|---|{'---:|' * len(names)}"
    for crowd in crowds:
        yield f"| {crowd.name} | {' | '.join(f'{crowd.rates.get(who, 0):.0f}' for who in names)} |"


def _memory(memory: Mapping[str, Memory]) -> Iterator[str]:
    if memory:
        yield ("\n| Memory, MB (PSS) | Two workers after the hot pages | With their master | After PDF and import |"
               "\n|---|---:|---:|---:|")
        for who, one in memory.items():
            yield f"| {who} | {one.workers:.0f} | {one.together:.0f} | {one.after_papers:.0f} |"


def misses(report: Report) -> Iterator[tuple[str, str]]:
    """Every line that costs more than it may, and by how much."""
    for one in report.measured:
        most = report.most(one)
        if most is not None and one.ours > most:
            yield one.line.name, f"{one.ours:.1f} ms, not {most:.1f}"
        for is_, may_be, unit in ((one.line.statements, one.line.most_statements, "SQL statements"),
                                  (one.line.packed, one.line.most_packed, "bytes after gzip")):
            if is_ is not None and may_be is not None and is_ > may_be:
                yield one.line.name, f"{is_} {unit}, not {may_be}"
    for crowd in report.crowds:
        if crowd.least and crowd.rates[OURS] < crowd.least:
            yield crowd.name, f"{crowd.rates[OURS]:.0f} answers a second, not {crowd.least:.0f}"
    for name, memory in report.memory.items():
        if name == OURS and memory.workers > MOST_MEMORY:
            yield f"memory, {name}", f"{memory.workers:.0f} MB, not {MOST_MEMORY}"


def machine() -> str:
    """Processor, cores, memory, system."""
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"{model}, {os.cpu_count()} cores, {gigabytes:.0f} GB, {platform.system()} {platform.release()}, "
            f"Python {platform.python_version()}")


def spaced(number: int) -> str:
    """«1 000 000»"""
    return f"{number:,}".replace(",", " ")


def _base(one: Measured) -> str:
    if one.line.limit is None or one.line.limit[1] == MS:
        return ""
    times, what = one.line.limit
    return f" ({times:.2g} × {what})"


def _times(one: Measured) -> str:
    return f"{one.ours / one.floor:.1f}" if one.floor else "—"


def _ms(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"


def _or_dash(value: int | None) -> str:
    return "—" if value is None else str(value)
