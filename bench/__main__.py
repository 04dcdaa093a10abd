"""`make bench`: everything in one run; FAST=1: few rounds on 100 thousand marks; MARKS=n: another size; ONLY=words.

The whole run of the usual size writes docs/benchmarks.md, a shorter one only instance/bench.json.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from bench import crowds, database, demo, forecast, growth, lines_lists, lines_pages, lines_papers, lines_writes
from bench.measure import Build, measured
from bench.report import HEAD, Memory, Report, after, machine, spaced, write_list, write_page
from bench.stage import stage
from config import ROOT

MARKS, FEW_MARKS = 1_000_000, 100_000
ROUNDS, FEW_ROUNDS = 21, 5


def main() -> None:
    options = _options()
    marks = options.marks or (FEW_MARKS if options.fast else MARKS)
    rounds = FEW_ROUNDS if options.fast else ROUNDS
    began = time.monotonic()
    report = Report(f"{machine()}. PostgreSQL, {spaced(marks)} marks, fsync on, two workers of "
                    f"gunicorn. Medians of {rounds} interleaved rounds. {dt.datetime.now(dt.UTC):%d.%m.%Y}.")
    with database.server() as address:
        print(f"{report.about}\n\n{HEAD}", flush=True)
        with tempfile.TemporaryDirectory() as folder, \
                stage(database.college(address, marks), Path(folder)) as served:
            hot = chain(lines_pages.lines(served), lines_writes.lines(served), lines_lists.lines(served, marks))
            measure(report, hot, rounds, options.only)
            if options.only:
                measure(report, lines_papers.lines(served), rounds, options.only)
            else:
                report.crowds += crowds.crowds(served, *((1, 1.0) if options.fast else (3, 2.0)))
                held = {name: one.memory for name, one in served.servers.items()}
                measure(report, lines_papers.lines(served), rounds)
                report.memory = {name: Memory(*held[name], one.memory[1]) for name, one in served.servers.items()}
                growth.measure(report, served, address, marks, rounds)
    if options.only:
        return
    with tempfile.TemporaryDirectory() as folder:
        app = demo.demo(Path(folder))
        measure(report, demo.lines(app, Path(folder)), rounds)
    write_list(report)
    if not options.fast and marks == MARKS:
        write_page(report)
    print("\n".join(after(report)), f"\n{time.monotonic() - began:.0f} s in all.", sep="\n")
    forecast.foretold(Path(options.data) if options.data else ROOT.parent / "shared" / "data")
    if report.broken:
        sys.exit(1)


def _options() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="make bench")
    asked.add_argument("data", nargs="?", default="", help="folder with the open table of the forecast")
    asked.add_argument("--marks", type=int, default=0)
    asked.add_argument("--fast", action="store_true")
    asked.add_argument("--only", default="", help="only lines with these words in their names; nothing is written")
    return asked.parse_args()


def measure(report: Report, lines: Iterable[Build], rounds: int, words: str = "") -> None:
    """One broken line does not cost the others their figures; it is told at the end."""
    for build in lines:
        try:
            line = build()
            if words in line.name:
                report.add(measured(line, rounds))
        except (RuntimeError, OSError, ValueError, LookupError) as error:
            report.broken.append(" ".join(str(error).split())[:200])
            traceback.print_exc()


if __name__ == "__main__":
    main()
