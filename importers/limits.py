"""How much a file may hold; larger imports pass their own limits."""

from __future__ import annotations

from dataclasses import dataclass

MB = 2**20


@dataclass(frozen=True)
class Limits:
    file_bytes: int = 12 * MB
    unpacked_bytes: int = 50 * MB
    ratio: int = 100
    entries: int = 500
    rows: int = 5_000
    columns: int = 200
    cell_chars: int = 4_000
    formulas: bool = False
    sheet_elements: int = 600_000
    elements: int = 100_000
    tag_chars: int = 200_000
    depth: int = 30
    attributes: int = 1_000  # a genuine plan has an element with 236


DEFAULT = Limits()
