"""docs/security.md speaks of every requirement of levels 1 and 2, once, and names files that there are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAPER = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
STATES = {"met", "partly", "open", "college", "n/a"}
# section → how many of its first numbers are of level 1 or 2 (ASVS 5.0.0 lists level 3 last, but where said below)
STANDARD = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}
SPAN = re.compile(r"(\d+\.\d+)\.(\d+)(?:–\d+\.\d+\.(\d+))?")


def rows() -> Iterator[list[str]]:
    for line in PAPER.splitlines():
        if re.match(r"\| \d+\.\d+\.\d+", line):
            yield [cell.strip() for cell in line.strip().strip("|").split("|")]


def numbers(cell: str) -> Iterator[str]:
    for section, first, last in SPAN.findall(cell):
        yield from (f"{section}.{number}" for number in range(int(first), int(last or first) + 1))


def test_every_requirement_has_its_row_and_only_one() -> None:
    told = Counter(number for row in rows() for number in numbers(row[0]))
    standard = {f"{section}.{number}" for section, count in STANDARD.items() for number in range(1, count + 1)}
    assert (set(told) - standard, standard - set(told)) == (set(), set())
    assert [number for number, times in told.items() if times > 1] == []
    assert len(standard) == 253


def test_every_row_says_how_it_stands_and_what_shows_it() -> None:
    counted: Counter[str] = Counter()
    for row in rows():
        assert len(row) == 4, row
        assert row[1] in STATES, row
        assert row[2], row
        counted[row[1]] += len(list(numbers(row[0])))
    print(f"ASVS: {dict(counted)}")
    assert counted["met"] > 150


def test_what_is_named_is_there() -> None:
    named = set(re.findall(r"`((?:[a-z_]+/)+[\w.]*|[a-z]+\.(?:py|txt))(?::(\w+))?`", PAPER))
    missing = [(path, name) for path, name in named if not (ROOT / path).exists()
               or (name and not re.search(rf"\b{name}\b", (ROOT / path).read_text(encoding="utf-8")))]
    assert missing == []
    shown = {path for row in rows() for path in re.findall(r"`(tests/[\w/]+\.py)`", row[3])}
    assert len(shown) > 50
    assert [path for path in shown if "def test_" not in (ROOT / path).read_text(encoding="utf-8")] == []


def test_the_policy_is_told_where_people_look() -> None:
    policy = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for part in ("## Reporting a fault", "## Supported versions", "## What is promised", "docs/security.md"):
        assert part in policy
