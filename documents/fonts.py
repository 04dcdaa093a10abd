"""PT Sans for paper: registered once, measured and wrapped here; reportlab is imported on first use."""

from __future__ import annotations

import logging
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

log = logging.getLogger(__name__)

FONTS_DIR = Path(__file__).resolve().parent.parent / "static" / "fonts" / "pdf"
REGULAR_FILE, BOLD_FILE = "PTS55F.ttf", "PTS75F.ttf"
FAMILY = "paper"
# xhtml2pdf gives the faces of an @font-face family these names; registered by us first, HTML and grids share a subset.
REGULAR, BOLD = f"{FAMILY}_00", f"{FAMILY}_10"
POINTS_PER_MM = 72 / 25.4

# Characters that people paste and the font lacks or that have no shape, and what prints instead.
SUBSTITUTES = {ord("‑"): "-", ord("−"): "–", 0x202F: "\u00a0", 0x2009: "\u00a0", 0x200B: "", 0xFEFF: "", 0x00AD: ""}
SUBSTITUTES |= {code: " " for code in range(32) if chr(code) != "\n"}


@cache
def load_fonts() -> dict[str, TTFont]:
    """Both faces, known to reportlab by REGULAR and BOLD."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    fonts = {REGULAR: TTFont(REGULAR, FONTS_DIR / REGULAR_FILE), BOLD: TTFont(BOLD, FONTS_DIR / BOLD_FILE)}
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    return fonts


def printable(text: str) -> str:
    """The text as it goes to paper: composed letters, no invisible characters."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).translate(SUBSTITUTES)


def report_missing_glyphs(text: str) -> None:
    """An error in the log for characters that would print as an empty box; tests turn it into a failure."""
    known = load_fonts()[REGULAR].face.charToGlyph
    missing = sorted({char for char in text if ord(char) not in known and not char.isspace()})
    if missing:
        names = ", ".join(f"U+{ord(char):04X}" for char in missing[:20])
        log.error("PT Sans has no glyph for %s", names)


@lru_cache(maxsize=20_000)
def text_width(text: str, size: float, font: str = REGULAR) -> float:
    """Width in millimetres."""
    return float(load_fonts()[font].stringWidth(text, size)) / POINTS_PER_MM


def wrap(text: str, width: float, size: float, font: str = REGULAR) -> list[str]:
    """Lines no wider than `width` millimetres; a word longer than a line is broken."""
    lines: list[str] = []
    for paragraph in printable(text).strip().split("\n"):
        lines += _wrap_paragraph(paragraph.split(" "), width, size, font)
    return lines


def fitting(text: str, width: float, size: float, lines: int = 1) -> str:
    """As many words as stand on the lines, «…» after the last when it is not the whole text."""
    found = wrap(text, width, size)
    return text if len(found) <= lines else " ".join(found[:lines])[:-1].rstrip(" ,.·") + "…"


def _wrap_paragraph(words: list[str], width: float, size: float, font: str) -> list[str]:
    lines, line = [], ""
    for word in filter(None, words):
        candidate = f"{line} {word}" if line else word
        if text_width(candidate, size, font) <= width:
            line = candidate
            continue
        if line:
            lines.append(line)
        *full, line = _break_word(word, width, size, font)
        lines += full
    return [*lines, line]


def _break_word(word: str, width: float, size: float, font: str) -> list[str]:
    if text_width(word, size, font) <= width:
        return [word]
    parts, part = [], ""
    for char in word:
        if part and text_width(part + char, size, font) > width:
            parts.append(part)
            part = ""
        part += char
    return [*parts, part]
