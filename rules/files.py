"""What may be attached to a message or a request: judged by content, never by name (п. 9.2)."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from rules.texts import clean
from rules.violation import Violation

LARGEST = 10 * 1024 * 1024  # bytes
MOST_FILES = 5
NAME_LENGTH = 120
PICTURES = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
ENDINGS = {
    **PICTURES, "application/pdf": ".pdf", "text/plain": ".txt",
    f"{_OFFICE}wordprocessingml.document": ".docx", f"{_OFFICE}spreadsheetml.sheet": ".xlsx",
    f"{_OFFICE}presentationml.presentation": ".pptx",
    f"{_OPEN}text": ".odt", f"{_OPEN}spreadsheet": ".ods",
}
WORDS = "картинки (PNG, JPEG, GIF, WebP), PDF, документы Word, Excel, PowerPoint, OpenDocument и простой текст"

_SIGNS = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF87a", "image/gif"),
          (b"GIF89a", "image/gif"), (b"%PDF-", "application/pdf"))
_FOLDERS = {"word/": f"{_OFFICE}wordprocessingml.document", "xl/": f"{_OFFICE}spreadsheetml.sheet",
            "ppt/": f"{_OFFICE}presentationml.presentation"}
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')


def media_type(content: bytes) -> str | None:
    """What the bytes are; None when it is not a kind that may be attached (programs, archives, pages with scripts)."""
    for sign, found in _SIGNS:
        if content.startswith(sign):
            return found
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[:4] == b"PK\x03\x04":
        return _packed(content)
    return _text(content)


def check_file(name: str, content: bytes) -> Violation | None:
    """Whether a file may be attached."""
    if not content:
        return Violation("", f"Файл «{name}» пуст", "files")
    if len(content) > LARGEST:
        return Violation("", f"Файл «{name}» больше {LARGEST // 1024 // 1024} МБ. Уменьшите его", "files")
    if media_type(content) is None:
        return Violation("", f"Файл «{name}» прикрепить нельзя. Можно {WORDS}", "files")
    return None


def check_number(number: int) -> Violation | None:
    """Whether so many files may be attached at once."""
    if number <= MOST_FILES:
        return None
    return Violation("", f"Прикрепить можно не больше {MOST_FILES} файлов", "files")


def file_name(name: str, kind: str) -> str:
    """The name a file is given out under: no path, no forbidden signs, the ending of its real kind."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    bare = clean(_FORBIDDEN.sub(" ", last)).strip(" .")
    ending = ENDINGS[kind]
    if bare.lower().endswith((ending, ".jpeg" if ending == ".jpg" else ending)):
        return bare[-NAME_LENGTH:]
    return f"{bare[:NAME_LENGTH - len(ending)] or 'файл'}{ending}"


def _packed(content: bytes) -> str | None:
    """An office document by what is inside; other archives and documents with macros are refused."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = packed.namelist()
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            if names[:1] == ["mimetype"] and packed.getinfo("mimetype").file_size < 100:
                found = packed.read("mimetype").decode("ascii", "replace")
                return found if found in ENDINGS else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for folder, kind in _FOLDERS.items() if any(name.startswith(folder) for name in names)), None)


def _text(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return "text/plain" if all(sign.isprintable() or sign in "\r\n\t" for sign in text) else None
