"""What may be attached: by content, whatever the name says."""

from __future__ import annotations

import io
import zipfile

import pytest

from rules import files

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def packed(*names: str, first: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, first if name == "mimetype" else b"x")
    return buffer.getvalue()


DOCX = packed("[Content_Types].xml", "word/document.xml")
ODT = packed("mimetype", "content.xml", first=b"application/vnd.oasis.opendocument.text")


@pytest.mark.parametrize(("content", "ending"), [
    (PNG, ".png"), (b"\xff\xd8\xff\xe0", ".jpg"), (b"GIF89a..", ".gif"), (b"RIFF\0\0\0\0WEBPVP8 ", ".webp"),
    (b"%PDF-1.7", ".pdf"), ("Привет, это вопрос".encode(), ".txt"), (DOCX, ".docx"), (ODT, ".odt"),
    (packed("[Content_Types].xml", "xl/workbook.xml"), ".xlsx"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_kinds_that_pass(content, ending):
    kind = files.media_type(content)
    assert kind is not None
    assert files.ENDINGS[kind] == ending
    assert files.check_file("снимок", content) is None


@pytest.mark.parametrize("content", [
    b"MZ\x90\0\x03", b"\x7fELF\x02\x01\x01\0", packed("run.exe"), packed("[Content_Types].xml", "other/a"),
    packed("[Content_Types].xml", "word/vbaProject.bin", "word/document.xml"),
    packed("mimetype", first=b"application/x-sh"), b"PK\x03\x04broken", b"\0\0\0\0",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
], ids=["exe", "elf", "zip", "unknown package", "macros", "odd mimetype", "broken zip", "zeros", "old office"])
def test_kinds_that_do_not(content):
    refusal = files.check_file("отчёт.png", content)
    assert refusal is not None
    assert "прикрепить нельзя" in refusal.message


def test_empty_and_too_large():
    assert "пуст" in files.check_file("а.txt", b"").message
    assert "больше 10 МБ" in files.check_file("а.png", PNG + b"\0" * files.LARGEST).message


@pytest.mark.parametrize(("name", "kind", "given"), [
    ("снимок.png", "image/png", "снимок.png"), ("../../etc/passwd", "text/plain", "passwd.txt"),
    ("C:\\Users\\фото.JPEG", "image/jpeg", "фото.JPEG"), ("virus.html", "text/plain", "virus.html.txt"),
    ('a"\r\nX: 1.pdf', "application/pdf", "a X 1.pdf"), ("", "application/pdf", "файл.pdf"),
    ("д" * 300, "image/png", "д" * 116 + ".png"),
])
def test_names_are_given_out_safe(name, kind, given):
    assert files.file_name(name, kind) == given
