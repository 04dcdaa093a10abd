"""Looks into an xlsx without building its cells: bombs, macros, formulas, passwords, far cells."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from actions.intake.refusal import ImportRefused
from importers.cells import DAMAGED, MACROS, PASSWORD, check_position, column_number, refuse_formula
from importers.limits import Limits

TOO_MANY_CELLS = "В таблице слишком много ячеек: разделите файл на части"

_CHUNK = 2**16
_SMALL = 2**20
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_BEFORE_MARKUP = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
_VALUES = frozenset({"v", "is", "f"})


def check_zip(data: bytes, limits: Limits) -> None:
    """Refuse an archive that is no workbook or whose contents could harm."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_contents(entries, limits)
            _scan_markup(archive, _unpack_markup(archive, entries, limits), limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise ImportRefused.because(DAMAGED) from error


def _check_contents(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = {entry.filename.lower().replace("\\", "/") for entry in entries}
    if len(entries) > limits.entries or len(names) != len(entries):
        raise ImportRefused.because("Архив таблицы собран неправильно: слишком много частей или части повторяются")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ImportRefused.because(PASSWORD)
    _check_sizes(entries, limits)
    if any("vbaproject" in name or "/macrosheets/" in name for name in names):
        raise ImportRefused.because(MACROS)
    if "xl/workbook.xml" not in names:
        raise ImportRefused.because(f"Это {_archive_kind(names)}, а нужна таблица xlsx")


def _check_sizes(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise ImportRefused.because(
            f"Таблица разворачивается в {unpacked // 2**20} МБ, можно не больше {limits.unpacked_bytes // 2**20} МБ"
        )
    sizes = [(entry.file_size, entry.compress_size) for entry in entries]
    if any(size > _SMALL and size > limits.ratio * max(small, 1) for size, small in [*sizes, (unpacked, packed)]):
        raise ImportRefused.because(
            f"Таблица сжата больше чем в {limits.ratio} раз: похоже на «архивную бомбу», файл не читается"
        )


def _archive_kind(names: set[str]) -> str:
    if "word/document.xml" in names:
        return "документ Word"
    if "content.xml" in names:
        return "документ OpenDocument"
    if "xl/workbook.bin" in names:
        return "двоичная книга xlsb"
    return "архив zip"


def _unpack_markup(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits) -> list[zipfile.ZipInfo]:
    """Unpack every part once, so that zipfile checks its real size and sum, and return those that are XML.

    Excel writes drawings (vml) that are not well-formed, so those are only unpacked.
    """
    markup, tags = [], 0
    for entry in entries:
        chunks = _chunks(archive, entry)
        head = next(chunks, b"")
        is_markup = head.lstrip(_BEFORE_MARKUP).startswith(b"<") and not entry.filename.lower().endswith(".vml")
        found = head.count(b"<") + sum(chunk.count(b"<") for chunk in chunks)
        tags += found * is_markup
        if tags > 2 * limits.sheet_elements:
            raise ImportRefused.because(TOO_MANY_CELLS)
        if is_markup:
            markup.append(entry)
    return markup


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _scan_markup(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    scan = _SheetScan(limits)
    for entry in entries:
        scan.begin()
        for chunk in _chunks(archive, entry):
            scan.feed(chunk)
        scan.feed(b"", final=True)


class _SheetScan:
    """Reads the parts of a workbook one after another and remembers only positions."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.elements = 0

    def begin(self) -> None:
        self.depth = self.row = self.column = 0
        self.in_cells = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = _refuse_doctype

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        try:
            self.parser.Parse(chunk, final)
        except expat.ExpatError as error:
            raise ImportRefused.because(DAMAGED) from error

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count(attributes)
        name = tag.rpartition(":")[2]
        if name == "sheetData":
            self.in_cells = True
        elif not self.in_cells:
            return
        elif name == "row":
            self.row = int(attributes.get("r") or self.row + 1)
            self.column = 0
        elif name == "c":
            self._place(attributes.get("r"))
        elif name in _VALUES:
            check_position(self.row, self.column, self.limits)
            if name == "f":
                refuse_formula(self.row, self.column, self.limits)

    def _end(self, _tag: str) -> None:
        self.depth -= 1

    def _count(self, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.elements > self.limits.sheet_elements:
            raise ImportRefused.because(TOO_MANY_CELLS)
        if self.depth > self.limits.depth or len(attributes) > self.limits.attributes:
            raise ImportRefused.because("Разметка таблицы слишком сложна: файл не читается")

    def _place(self, reference: str | None) -> None:
        match = _CELL.fullmatch(reference or "")
        if match:
            self.column, self.row = column_number(match[1]), int(match[2])
        else:
            self.column += 1


def _refuse_doctype(*_: Any) -> None:
    raise ImportRefused.because("В разметке таблицы объявлены сущности (DTD): такой файл не читается")
