"""Looks into an old binary workbook (xls) without building its cells."""

from __future__ import annotations

import io
import struct

import olefile

from actions.intake.refusal import ImportRefused
from importers.cells import DAMAGED, MACROS, PASSWORD, check_position, refuse_formula
from importers.limits import Limits

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_BIFF_PASSWORD = 0x002F
_BIFF_FORMULA = 0x0006
_BIFF_CELLS = frozenset({_BIFF_FORMULA, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})


def check_ole(data: bytes, limits: Limits) -> None:
    """Refuse an old binary document that is no workbook, or a workbook with macros, a password or far cells."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as document:
            parts = [("/".join(path).lower(), path) for path in document.listdir()]
            names = {name for name, _ in parts}
            if "encryptedpackage" in names:
                raise ImportRefused.because(PASSWORD)
            if any("vba" in name.split("/")[0] for name in names):
                raise ImportRefused.because(MACROS)
            stream = next((path for name, path in parts if name in ("workbook", "book")), None)
            if stream is None:
                raise ImportRefused.because("Это не таблица Excel: нужен файл xlsx, xls или csv")
            biff = document.openstream(stream).read()
    except ImportRefused:
        raise
    except Exception as error:  # olefile raises whatever a damaged structure meets
        raise ImportRefused.because(DAMAGED) from error
    _check_biff(biff, limits)


def _check_biff(biff: bytes, limits: Limits) -> None:
    """Walk the records of an xls: (type, length, data); a cell begins with its row and column."""
    offset = 0
    while offset + 8 <= len(biff):
        kind, length = struct.unpack_from("<HH", biff, offset)
        if kind in _BIFF_CELLS:
            row, column = struct.unpack_from("<HH", biff, offset + 4)
            check_position(row + 1, column + 1, limits)
            if kind == _BIFF_FORMULA:
                refuse_formula(row + 1, column + 1, limits)
        elif kind == _BIFF_PASSWORD:
            raise ImportRefused.because(PASSWORD)
        offset += 4 + length
