"""What may be parsed at all: the kind of a file is told by its content, never by its name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from actions.intake.refusal import ImportRefused
from importers.limits import DEFAULT, Limits
from importers.text import decode
from importers.xls_guard import OLE_SIGNATURE, check_ole
from importers.xlsx_guard import check_zip

_FOREIGN = (
    (b"%PDF", "документ PDF"),
    (b"{\\rtf", "документ RTF"),
    (b"\x1f\x8b", "архив gzip"),
    (b"Rar!", "архив RAR"),
    (b"7z\xbc\xaf", "архив 7z"),
    (b"\x89PNG", "картинка"),
    (b"\xff\xd8\xff", "картинка"),
    (b"MZ", "программа"),
    (b"\x7fELF", "программа"),
)


class FileKind(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    XML = "xml"
    TEXT = "text"


@dataclass(frozen=True)
class Source:
    """An admitted file; ``text`` is decoded for XML and plain tables and empty for workbooks."""

    kind: FileKind
    data: bytes
    text: str = ""


def load(path: Path, limits: Limits = DEFAULT) -> bytes:
    """Bytes of a file that is not too large to look at."""
    try:
        size = path.stat().st_size
        _check_size(size, limits)
        return path.read_bytes()
    except OSError as error:
        raise ImportRefused.because(f"Файл «{path.name}» не открывается: {_cause(error)}") from error


def admit(data: bytes, limits: Limits = DEFAULT) -> Source:
    """Recognise a file and refuse what could harm the server; nothing has been parsed before this."""
    _check_size(len(data), limits)
    if data.startswith(b"PK"):
        check_zip(data, limits)
        return Source(FileKind.XLSX, data)
    if data.startswith(OLE_SIGNATURE):
        check_ole(data, limits)
        return Source(FileKind.XLS, data)
    for signature, title in _FOREIGN:
        if data.startswith(signature):
            raise ImportRefused.because(f"Это {title}, а нужна таблица (xlsx, xls, csv) или учебный план (plx)")
    text = decode(data)
    return Source(FileKind.XML if text.lstrip().startswith("<") else FileKind.TEXT, data, text)



def _check_size(size: int, limits: Limits) -> None:
    if not size:
        raise ImportRefused.because("Файл пуст")
    if size > limits.file_bytes:
        raise ImportRefused.because(
            f"Файл слишком велик: {size / 2**20:.1f} МБ, можно не больше {limits.file_bytes // 2**20} МБ"
        )


def _cause(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "его нет"
    if isinstance(error, IsADirectoryError):
        return "это папка"
    if isinstance(error, PermissionError):
        return "нет прав на чтение"
    return "ошибка чтения"
