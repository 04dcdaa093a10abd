"""`make docs`: the pages of docs/ that the code itself writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from access.describe import render as roles
from queries.control.describe import render as checks
from queries.exchange_describe import render as exchange

ROOT = Path(__file__).resolve().parent.parent
PAGES: dict[str, Callable[[], str]] = {"docs/roles.md": roles, "docs/checks.md": checks, "docs/exchange.md": exchange}


def stale() -> list[str]:
    """Pages that differ from what the code would write now."""
    return [name for name, write in PAGES.items()
            if not (ROOT / name).exists() or (ROOT / name).read_text(encoding="utf-8") != write()]


def main() -> None:
    for name in stale():
        (ROOT / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"written: {name}")


if __name__ == "__main__":
    main()
