"""Files made to harm: bombs, far cells, macros, entities; none is larger than a megabyte."""

from __future__ import annotations

import io
import random
import zipfile

from tests.lookalikes import plan_plx, table_xlsx

CELLS = [["фамилия", "имя"], ["Зорин", "Лев"]]


def random_bytes(size: int = 50_000, seed: int = 7) -> bytes:
    return random.Random(seed).randbytes(size)


def truncated(data: bytes, share: float = 0.6) -> bytes:
    return data[: int(len(data) * share) // 2 * 2]


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE Документ [<!ENTITY l0 "ха">{entities}]>'
    return f"{head}<Документ><Планы Титул='&l9;'/></Документ>".encode()


def external_entity() -> bytes:
    head = '<?xml version="1.0"?><!DOCTYPE Документ [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return f"{head}<Документ>&x;</Документ>".encode()


def plan_with_doctype() -> bytes:
    """A right plan but for its DTD, in UTF-16 as genuine ones are."""
    text = plan_plx().decode("utf-16").replace("<Документ ", "<!DOCTYPE Документ SYSTEM 'a.dtd'><Документ ", 1)
    return text.encode("utf-16")


def deep_xml(depth: int = 100_000) -> bytes:
    return ("<a>" * depth + "</a>" * depth).encode()


def wide_xml(attributes: int) -> bytes:
    return ("<a " + " ".join(f'b{n}="1"' for n in range(attributes)) + "/>").encode()


def repacked(data: bytes, changes: dict[str, bytes]) -> bytes:
    """An xlsx with some parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *changes}:
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return stream.getvalue()


def xlsx_bomb(megabytes: int = 200) -> bytes:
    """Unpacks into far more than it weighs."""
    rows = b"<row><c><v>1</v></c></row>" * (megabytes * 2**20 // 26)
    return repacked(table_xlsx(CELLS), {"xl/worksheets/sheet1.xml": sheet_xml(rows)})


def lying_bomb(megabytes: int = 80) -> bytes:
    """Declares a small size in its directory and unpacks into a large one."""
    honest = repacked(table_xlsx(CELLS), {"xl/worksheets/sheet1.xml": sheet_xml(b" " * (megabytes * 2**20))})
    real = (len(sheet_xml(b"")) + megabytes * 2**20).to_bytes(4, "little")
    return honest.replace(real, (5_000).to_bytes(4, "little"))


def far_cell() -> bytes:
    """Two cells in opposite corners: a dense table of them would need hundreds of gigabytes."""
    corner = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return repacked(table_xlsx(CELLS), {"xl/worksheets/sheet1.xml": sheet_xml(corner)})


def many_cells(rows: int = 4_000, columns: int = 190) -> bytes:
    line = b"".join(b"<c><v>%d</v></c>" % n for n in range(columns))
    return repacked(table_xlsx(CELLS), {"xl/worksheets/sheet1.xml": sheet_xml((b"<row>" + line + b"</row>") * rows)})


def sheet_xml(rows: bytes) -> bytes:
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return b"<worksheet " + space + b"><sheetData>" + rows + b"</sheetData></worksheet>"


def with_macros() -> bytes:
    return repacked(table_xlsx(CELLS), {"xl/vbaProject.bin": b"macro"})


def with_doctype() -> bytes:
    sheet = b"<!DOCTYPE worksheet [<!ENTITY a 'b'>]>" + sheet_xml(b"")
    return repacked(table_xlsx(CELLS), {"xl/worksheets/sheet1.xml": sheet})


def word_document() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return stream.getvalue()


def one_line_of_cells(cells: int = 2_000_000) -> bytes:
    return b";" * cells
