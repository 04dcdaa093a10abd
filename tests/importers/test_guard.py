import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.intake.refusal import ImportRefused
from importers.curriculum_plx import read_plx
from importers.guard import FileKind, admit, load
from importers.limits import Limits
from importers.sheet import Columns, read_table
from tests.hostile import files as hostile
from tests.lookalikes import grid, plan_plx, student_rows, table_csv, table_xls, table_xlsx

TABLE = Columns(("фамилия", "имя"))
PLAN = plan_plx()
XLSX = table_xlsx(hostile.CELLS)
XLS = table_xls(hostile.CELLS)


def table(data):
    return read_table(data, TABLE)


HOSTILE = [
    (read_plx, hostile.random_bytes, "двоичные данные|оборван", "random bytes instead of a plan"),
    (table, hostile.random_bytes, "двоичные данные|оборван", "random bytes instead of a table"),
    (read_plx, lambda: hostile.truncated(PLAN), "строка .*оборван или испорчен", "a truncated plan"),
    (table, lambda: hostile.truncated(XLSX), "оборван или испорчен", "a truncated xlsx"),
    (table, lambda: hostile.truncated(XLS), "оборван или испорчен", "a truncated xls"),
    (read_plx, hostile.billion_laughs, "сущности", "a billion laughs"),
    (read_plx, hostile.external_entity, "сущности", "an external entity"),
    (read_plx, hostile.plan_with_doctype, "сущности", "a DTD in UTF-16"),
    (read_plx, hostile.deep_xml, "слишком велика или вложена", "nesting"),
    (read_plx, lambda: hostile.wide_xml(5_000), "слишком велика или вложена", "thousands of attributes"),
    (read_plx, lambda: hostile.wide_xml(200_000), "слишком велика или вложена", "a tag of megabytes"),
    (table, hostile.one_line_of_cells, "больше 200 столбцов", "a csv of one endless line"),
    (table, hostile.xlsx_bomb, "разворачивается в 200 МБ", "an xlsx bomb"),
    (table, lambda: hostile.xlsx_bomb(40), "архивную бомбу", "a small xlsx bomb is told by its ratio"),
    (table, hostile.lying_bomb, "оборван или испорчен|бомб", "an xlsx that lies about its size"),
    (table, hostile.far_cell, "больше 5000 строк", "two cells in opposite corners"),
    (table, hostile.many_cells, "слишком много ячеек|архивную бомбу", "too many cells"),
    (table, hostile.with_macros, "макросы", "macros"),
    (table, hostile.with_doctype, "сущности", "a DTD inside an xlsx"),
    (table, hostile.word_document, "документ Word", "another office document"),
    (table, lambda: table_xlsx(hostile.CELLS, formula=(1, 1)), "строка 2: В ячейке B2 формула", "a formula"),
    (table, lambda: b"%PDF-1.7 ...", "документ PDF", "a PDF"),
    (table, lambda: b"", "Файл пуст", "an empty file"),
    (table, lambda: b"PK\x03\x04", "оборван или испорчен", "a zip's first bytes only"),
    (table, lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "оборван или испорчен", "an empty OLE"),
    (table, lambda: PLAN, "разметка XML", "a plan where a table is expected"),
    (read_plx, lambda: XLSX, "не учебный план", "a table where a plan is expected"),
    (read_plx, lambda: b"<a/>", "нет раздела «Документ»", "another XML"),
]


@pytest.mark.parametrize(("read", "build", "message", "why"), HOSTILE, ids=[case[-1] for case in HOSTILE])
def test_hostile_file_is_refused_in_russian_soon_and_cheaply(read, build, message, why):
    data = build()
    started = time.process_time()
    with pytest.raises(ImportRefused, match=message) as refused:
        read(data)
    assert time.process_time() - started < 2, why
    assert refused.value.refusals
    tracemalloc.start()
    with pytest.raises(ImportRefused):
        read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 150 * 2**20, why


@pytest.mark.parametrize(
    ("data", "kind"),
    [(XLSX, FileKind.XLSX), (XLS, FileKind.XLS), (PLAN, FileKind.XML), (b"a;b\n1;2\n", FileKind.TEXT)],
    ids=["xlsx", "xls", "plx", "csv"],
)
def test_kind_is_told_by_content(data, kind):
    assert admit(data).kind is kind


def test_size_is_judged_before_reading(tmp_path):
    path = tmp_path / "план.plx"
    path.write_bytes(b"<a/>" * 1000)
    assert load(path) == path.read_bytes()
    with pytest.raises(ImportRefused, match="слишком велик"):
        load(path, Limits(file_bytes=1000))
    with pytest.raises(ImportRefused, match="его нет"):
        load(tmp_path / "нет.plx")
    with pytest.raises(ImportRefused, match="это папка"):
        load(tmp_path)


@pytest.mark.parametrize("data", [XLSX, XLS, PLAN, table_csv(grid(student_rows(3)))], ids=["xlsx", "xls", "plx", "csv"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10**6), byte=st.integers(0, 255), cut=st.booleans())
def test_one_changed_byte_is_read_or_refused_but_never_breaks(data, place, byte, cut):
    place %= len(data)
    damaged = data[:place] if cut else data[:place] + bytes([byte]) + data[place + 1 :]
    for read in (table, read_plx):
        try:
            read(damaged)
        except ImportRefused as refused:
            assert str(refused)
