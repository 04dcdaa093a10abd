"""Entities as files for another system: a zip of JSONL with its schema, a workbook of sheets (docs/exchange.md)."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any
from zoneinfo import ZoneInfo

from documents.table import Column, Table, Value
from documents.xlsx import write_xlsx
from queries.exchange_schema import Field

FORMAT = 1


@dataclass(frozen=True)
class Sheet:
    """An entity on its way out; rows: values of the fields; encoded: the same as JSON holds them, asked for once."""

    name: str
    title: str
    fields: Sequence[Field]
    rows: Callable[[], Iterator[Sequence[Any]]]
    encoded: Callable[[], Iterator[dict[str, Any]]]


@dataclass(frozen=True)
class Part:
    """What was written of an entity; sha256: of the JSONL, empty in a workbook."""

    name: str
    title: str
    rows: int
    sha256: str = ""


Noticed = Callable[[Part | None], None]


def jsonl_zip(target: IO[bytes], sheets: Iterable[Sheet], facts: dict[str, Any], noticed: Noticed) -> list[Part]:
    """Write the archive; ``facts`` go into the manifest, ``noticed`` is told of each entity written."""
    parts, schema = [], {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for sheet in sheets:
            part = _jsonl(archive, sheet)
            schema[sheet.name] = {"title": sheet.title, "columns": [described(field) for field in sheet.fields]}
            parts.append(part)
            noticed(part)
        manifest = {"format": FORMAT, **facts, "entities": {
            part.name: {"rows": part.rows, "sha256": part.sha256} for part in parts}}
        archive.writestr("schema.json", _pretty(schema))
        archive.writestr("manifest.json", _pretty(manifest))
    return parts


def _jsonl(archive: zipfile.ZipFile, sheet: Sheet) -> Part:
    digest, number = hashlib.sha256(), 0
    with archive.open(f"{sheet.name}.jsonl", "w", force_zip64=True) as file:
        for row in sheet.encoded():
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            file.write(line)
            digest.update(line)
            number += 1
    return Part(sheet.name, sheet.title, number, digest.hexdigest())


def described(field: Field) -> dict[str, Any]:
    return {**asdict(field), "kind": field.kind.name.lower(), "words": dict(field.words)}


def _pretty(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def workbook(target: IO[bytes], sheets: Iterable[Sheet], zone: ZoneInfo, noticed: Noticed) -> list[Part]:
    """Write the workbook: a sheet per entity, the last one says what its headings are."""
    parts: list[Part] = []
    seen: list[Sheet] = []
    write_xlsx(target, _tables(sheets, zone, parts, seen, noticed))
    return parts


def _tables(sheets: Iterable[Sheet], zone: ZoneInfo, parts: list[Part], seen: list[Sheet], noticed: Noticed,
            ) -> Iterator[Table]:
    for sheet in sheets:
        counted = _Counted(sheet, zone)
        yield Table(sheet.title, [Column(field.label) for field in sheet.fields], counted.rows())
        parts.append(Part(sheet.name, sheet.title, counted.number))
        seen.append(sheet)
        noticed(parts[-1])
    yield _description(seen)


class _Counted:
    """Rows for people, counted as they pass."""

    def __init__(self, sheet: Sheet, zone: ZoneInfo) -> None:
        self.sheet, self.zone, self.number = sheet, zone, 0
        self.words = [dict(field.words) for field in sheet.fields]

    def rows(self) -> Iterator[Sequence[Value]]:
        for row in self.sheet.rows():
            self.number += 1
            yield [_shown(value, words, self.zone) for value, words in zip(row, self.words, strict=True)]


def _shown(value: Any, words: dict[str, str], zone: ZoneInfo) -> Value:
    if words:
        return words.get(value, value)
    match value:
        case datetime():
            return value.astimezone(zone)
        case None | bool() | int() | float() | str() | date() | time() | Decimal():
            return value
        case _:
            return json.dumps(value, ensure_ascii=False)


def _description(sheets: Sequence[Sheet]) -> Table:
    heads = ("Раздел", "Код раздела", "Подпись", "Столбец", "Тип", "Единица", "Ссылка на раздел", "Личные данные")
    return Table("Описание", [Column(head) for head in heads], [
        (sheet.title, sheet.name, field.label, field.name, field.kind.value, field.unit, field.refers,
         "да" if field.personal else "") for sheet in sheets for field in sheet.fields])
