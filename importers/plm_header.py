"""The head of an old ММИС plan: speciality, year, qualification; authors and officials are never read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.intake.refusal import ImportRefused
from importers.markup import Element
from importers.text import clean
from rules.plan import CurriculumFile

_CODE = re.compile(r"\d{2}\.\d{2}\.\d{2}")
_SPAN = re.compile(r"(\d+)\s*[гл]\w*\.?(?:\s*и?\s*(\d+)\s*м)?")


def read_header(elements: Sequence[Element]) -> CurriculumFile:
    """What the plan is for, without its lines; raises ImportRefused without a speciality or a year."""
    title = _first(elements, "Титул")
    if title is None:
        raise ImportRefused.because("Это не учебный план ММИС: в файле нет раздела «Титул»")
    named = clean(" ".join(item.get("Название") for item in elements if item.name == "Специальность"))
    code = _CODE.search(f"{title.get('ПоследнийШифр')} {named}")
    if code is None:
        raise ImportRefused.because("В плане не указан шифр специальности вида 09.02.07", line=title.line)
    qualification = _first(elements, "Квалификация")
    return CurriculumFile(
        speciality_code=code[0], speciality_title=_speciality(elements), admission_year=_year(title),
        qualification=clean(qualification.get("Название")) if qualification else "", title="", base_education="",
        duration_months=_months(qualification.get("СрокОбучения")) if qualification else None, fgos=_standard(title),
        file_name="", competencies=(), lines=())


def _first(elements: Sequence[Element], name: str) -> Element | None:
    return next((element for element in elements if element.name == name), None)


def _speciality(elements: Sequence[Element]) -> str:
    """«Специальность 09.02.07 Информационные системы» without the word and the code; a profile comes second."""
    first = _first(elements, "Специальность")
    name = clean(first.get("Название")) if first is not None else ""
    bare = _CODE.sub("", re.sub(r"^(специальность|направление|профессия)\b", "", name, flags=re.IGNORECASE))
    return bare.strip(" -–—.,:«»\"")


def _year(title: Element) -> int:
    match = re.match(r"\s*(\d{4})", title.get("ГодНачалаПодготовки"))
    if not match or not 1990 <= int(match[1]) <= 2100:
        raise ImportRefused.because("В плане не указан год начала подготовки", line=title.line)
    return int(match[1])


def _months(text: str) -> int | None:
    """«3г 10м», «2 года 10 месяцев»."""
    match = _SPAN.search(text.casefold())
    return 12 * int(match[1]) + int(match[2] or 0) if match else None


def _standard(title: Element) -> str:
    number, day = clean(title.get("ДокументГОСа")).removeprefix("№").strip(), clean(title.get("ДатаГОСа"))
    return f"№ {number} от {day}" if number and day else number
