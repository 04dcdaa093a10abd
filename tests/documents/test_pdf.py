"""The one function from HTML to PDF: what it may read, what it draws, that it repeats itself exactly."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from documents.fonts import wrap
from documents.grid import Cell, Grid, GridColumn
from documents.pdf import render_pdf

ROOT = Path(__file__).resolve().parents[2]
RUSSIAN = "Ёлкин съел ещё № 5 «щётку» — 100 ₽, § 4…"


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def small_grid(*texts: str) -> Grid:
    columns = [GridColumn(60), GridColumn(20, "CENTER", one_line=True)]
    return Grid(columns, head=[["Имя", "Балл"]], head_heights=[6], body=[[text, "5"] for text in texts])


def test_russian_text_survives_in_html_and_in_grids() -> None:
    body = f'<p>{RUSSIAN}</p><p><b>{RUSSIAN}</b></p><pdf:grid name="g"></pdf:grid>'
    assert text_of(render_pdf(body, grids={"g": small_grid(RUSSIAN)})).replace("\n", " ").count(RUSSIAN) == 3


def test_only_our_two_faces_are_embedded_once_each() -> None:
    pdf = render_pdf('<p>а<b>б</b></p><pdf:grid name="g"></pdf:grid>', grids={"g": small_grid("в")})
    fonts = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"]
    names = [str(font.get_object()["/BaseFont"]) for font in fonts.values()]
    assert sorted(name.split("+")[-1] for name in names if "+" in name) == ["PTSans-Bold", "PTSans-Regular"]


@pytest.mark.parametrize(
    "source",
    [
        "http://127.0.0.1:9/x.png",  # the server's own network
        "https://example.org/x.png",  # public addresses too: a document needs none
        "/etc/passwd",
        "file:///etc/passwd",
        "../LICENSE.txt",  # beside the folder of fonts, not inside
        "ftp://example.org/x.png",  # a scheme it does not even understand
    ],
)
def test_nothing_but_our_fonts_is_read(source: str, complaints: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*args: object, **kwargs: object) -> None:
        raise AssertionError("a document reached for the network")

    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    monkeypatch.setattr(socket.socket, "connect", no_network)
    pdf = render_pdf(f'<p>до</p><img src="{source}"><link rel="stylesheet" href="{source}"><p>после</p>')
    assert "root:" not in text_of(pdf)
    assert any("Blocked by the resource policy" in line or source.startswith("ftp:") for line in complaints)
    complaints.clear()


def test_missing_glyph_is_reported(complaints: list[str]) -> None:
    render_pdf('<p>漢</p><pdf:grid name="g"></pdf:grid>', grids={"g": small_grid("слово 😀")})
    assert complaints[0] == "PT Sans has no glyph for U+6F22, U+1F600"
    complaints.clear()


def test_text_pasted_from_elsewhere_prints_without_boxes() -> None:
    pasted = "и\u0306од, е\u0308лка, не\u00adразрывный‑дефис, −5\u202fч\u200b, та\tб\x07"
    assert "йод, ёлка, неразрывный-дефис, –5" in text_of(render_pdf(f"<p>{pasted.replace(chr(7), '')}</p>"))
    grid = text_of(render_pdf('<pdf:grid name="g"></pdf:grid>', grids={"g": small_grid(pasted)}))
    assert "йод, ёлка, неразрывный-дефис," in grid


def test_markup_in_a_grid_is_only_text() -> None:
    hostile = '<b>жирно</b> & <img src="http://x/"> <pdf:nextpage/>'
    pdf = render_pdf('<pdf:grid name="g"></pdf:grid>', grids={"g": small_grid(hostile)})
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert "<b>жирно</b>" in text_of(pdf)


def test_long_grid_repeats_its_head_and_loses_no_row() -> None:
    pdf = render_pdf('<pdf:grid name="g"></pdf:grid>', grids={"g": small_grid(*(f"строка {n}" for n in range(200)))})
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) > 2
    assert all("Балл" in page for page in pages)
    assert [f"строка {n}\n" in "\n".join(pages) for n in range(200)] == [True] * 200


def test_row_taller_than_a_page_goes_on() -> None:
    words = [f"слово{n}" for n in range(3000)]
    text = text_of(render_pdf('<pdf:grid name="g"></pdf:grid>', grids={"g": small_grid(" ".join(words))}))
    assert set(words) <= set(text.split())


def test_same_data_same_bytes_in_another_process_and_after_other_documents() -> None:
    make = (
        "import sys; sys.path.insert(0, '.');"
        "from tests.documents.sheets import make_sheet; from documents.journal import journal_pdf;"
        "sys.stdout.buffer.write(journal_pdf(make_sheet(5, 3)))"
    )
    command = [sys.executable, "-c", make]
    outputs = [
        subprocess.run(command, cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    ]
    from documents.journal import journal_pdf
    from tests.documents.sheets import make_sheet

    render_pdf("<p>другой документ: ЩЪЫ</p>")
    assert outputs[0] == outputs[1] == journal_pdf(make_sheet(5, 3)) != b""


def test_the_engine_is_imported_with_the_first_document_only() -> None:
    """The modules of paper do not load it (what else a started application does without: tests/test_started.py)."""
    heavy = "{'reportlab', 'xhtml2pdf', 'xlsxwriter', 'html5lib', 'pypdf', 'PIL'}"
    check = (
        "import sys, documents.journal, documents.xlsx\n"
        f"early = {heavy} & set(sys.modules)\n"
        "sys.exit(str(early) if early else 0)"
    )
    subprocess.run([sys.executable, "-c", check], cwd=ROOT, check=True)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("короткое", ["короткое"]),
        ("первая\nвторая", ["первая", "вторая"]),  # a teacher's own line break stays
        ("раз два три четыре пять", ["раз два три", "четыре пять"]),
        ("щ" * 20, ["щ" * 9, "щ" * 9, "щщ"]),  # a word longer than the column is broken, not cut
    ],
)
def test_wrap(text: str, lines: list[str]) -> None:
    assert wrap(text, 21, 8) == lines


def test_upright_and_spanned_heads_are_drawn() -> None:
    head = [[Cell("Вместе", span=(2, 1)), ""], [Cell("Экзамен", upright=True), "Итог"]]
    grid = Grid([GridColumn(8), GridColumn(12)], head, (6, 20), body=[["1", "2"]])
    text = text_of(render_pdf('<pdf:grid name="g"></pdf:grid>', grids={"g": grid}))
    assert all(word in text for word in ("Вместе", "Экзамен", "Итог"))
