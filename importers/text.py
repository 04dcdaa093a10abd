"""Text of foreign files: decoding, invisible dirt, Latin look-alikes, indices of a curriculum."""

from __future__ import annotations

import codecs
import re

from actions.intake.refusal import ImportRefused

BINARY = "Файл не похож ни на таблицу, ни на учебный план: в нём двоичные данные"

_ESCAPED = re.compile(r"_x00(?:0[0-9A-Fa-f]|1[0-9A-Fa-f]|7F|A0)_", re.IGNORECASE)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_UPPER_TWINS = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
_TWINS = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")
_WORD = re.compile(r"[A-Za-zА-Яа-яЁё]+")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_LATIN = re.compile(r"[A-Za-z]")

_INDEX = re.compile(r"([А-ЯЁA-Z]+)[\s.]*((?:\d{1,2}(?!\d)[\s.]*)+)(\S.*)?", re.DOTALL)
_NUMBER = re.compile(r"\d+")


def decode(data: bytes) -> str:
    """UTF-16, UTF-8 or cp1251 whatever the file says of itself; binary data are refused."""
    text, _ = _decode(data)
    if _CONTROL.search(text):
        raise ImportRefused.because(BINARY)
    return text


def encoding_of(data: bytes) -> str:
    """The encoding that ``decode`` finds: «UTF-16», «UTF-8» or «cp1251»."""
    name = _decode(data)[1]
    return "UTF-16" if name.startswith("utf-16") else "UTF-8" if name.startswith("utf-8") else name


def _decode(data: bytes) -> tuple[str, str]:
    try:
        for bom, encoding in _BOMS:
            if data.startswith(bom):
                return data.decode(encoding), encoding
        guess = _utf16_without_bom(data)
        if guess:
            return data.decode(guess), guess
    except UnicodeDecodeError:
        raise ImportRefused.because("Файл оборван или испорчен: текст не читается до конца") from None
    for encoding in ("utf-8", "cp1251"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise ImportRefused.because(BINARY)


def _utf16_without_bom(data: bytes) -> str | None:
    """In Russian UTF-16 the high byte of a sign is 0 (ASCII) or 4 (Cyrillic), and some are 0."""
    head = data[:256]
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if 0 in high and high.count(0) + high.count(4) >= 0.9 * len(high):
            return encoding
    return None


def clean(text: str) -> str:
    """One line without ``_x000D_``, line ends, hard and doubled spaces and signs nobody sees."""
    return " ".join(_ESCAPED.sub(" ", text).translate(_INVISIBLE).split())


def to_cyrillic(text: str) -> str:
    """Latin look-alikes inside words that also hold Cyrillic letters become Cyrillic."""
    return _WORD.sub(_mend, text)


def _mend(match: re.Match[str]) -> str:
    word = match.group()
    return word.translate(_TWINS) if _CYRILLIC.search(word) and _LATIN.search(word) else word


def normalise_index(text: str) -> str:
    """«МДК 01.01», «МДК. 04.01», «мдк.02.05», «ПM.01.ЭК» with a Latin M → «МДК.01.01» … «ПМ.01.ЭК»."""
    index = clean(text).upper().translate(_UPPER_TWINS).strip(" .")
    match = _INDEX.fullmatch(index)
    if not match:
        return index
    prefix, numbers, tail = match.groups()
    code = ".".join([prefix, *(number.zfill(2) for number in _NUMBER.findall(numbers))])
    if not tail:
        return code
    return code + tail if numbers[-1].isdigit() and not tail.startswith("Э") else f"{code}.{tail}"


def normalise_competency(text: str) -> str:
    """«OK 01.» with Latin letters → «ОК 01», «ПК1.1» → «ПК 1.1»."""
    code = clean(text).upper().translate(_UPPER_TWINS).strip(" .")
    return re.sub(r"^([А-ЯЁ]+)[\s.]*(?=\d)", r"\1 ", code)
