"""The head of a .plx: speciality, year, basis; officials and the file's author are never read."""

from __future__ import annotations

import re

from actions.intake.refusal import ImportRefused
from importers.markup import Element
from importers.plx_values import Tables, number_of
from importers.text import clean, normalise_competency
from rules.plan import CurriculumFile


def read_header(tables: Tables) -> CurriculumFile:
    """What the plan is for, without its lines; raises ImportRefused without a speciality or a year."""
    plan = tables["Планы"][0]
    programme = _programme(tables, plan)
    return CurriculumFile(
        speciality_code=clean(programme.get("Шифр")),
        speciality_title=_speciality_title(programme, plan),
        qualification=clean(plan.get("Квалификация")),
        admission_year=_year(plan),
        title=clean(plan.get("Титул")),
        base_education=_base_education(tables, plan),
        duration_months=_duration(plan),
        fgos=_standard(programme, plan),
        file_name=clean(plan.get("ИмяФайла")),
        competencies=(),
        lines=(),
        warnings=tuple(_warnings(programme, plan)),
    )


def read_competencies(tables: Tables) -> dict[str, tuple[str, str]]:
    """Id inside the file → code and title."""
    return {
        item.get("Код"): (normalise_competency(item.get("ШифрКомпетенции")), clean(item.get("Наименование")))
        for item in tables["ПланыКомпетенции"]
        if item.get("Удалена") != "true"
    }


def _programme(tables: Tables, plan: Element) -> Element:
    """A programme may nest its profile; the one the plan names comes first."""
    named = [item for item in tables["ООП"] if clean(item.get("Шифр"))]
    found = next((item for item in named if item.get("Код") == plan.get("КодООП")), named[0] if named else None)
    if found is None:
        raise ImportRefused.because("В плане не указана специальность: нет раздела «ООП» с шифром")
    return found


def _speciality_title(programme: Element, plan: Element) -> str:
    """The dictionary writes it in capitals, the title page as people do."""
    title = clean(programme.get("Название"))
    first_line = clean(next(iter(plan.get("Титул").splitlines()), ""))
    if first_line.casefold() == title.casefold():
        return first_line
    return title.capitalize() if title.isupper() else title


def _year(plan: Element) -> int:
    match = re.match(r"\s*(\d{4})", plan.get("ГодНачалаПодготовки") or plan.get("УчебныйГод"))
    if not match or not 1990 <= int(match[1]) <= 2100:
        raise ImportRefused.because("В плане не указан год начала подготовки", line=plan.line)
    return int(match[1])


def _base_education(tables: Tables, plan: Element) -> str:
    code = plan.get("КодБазы")
    return next((clean(base.get("Наименование")) for base in tables["СправочникБазы"] if base.get("Код") == code), "")


def _duration(plan: Element) -> int | None:
    years, months = number_of(plan.get("СрокОбучения")), number_of(plan.get("СрокОбученияМесяцев"))
    return int((years or 0) * 12 + (months or 0)) or None


def _standard(programme: Element, plan: Element) -> str:
    number = clean(programme.get("НомерДокумента")) or clean(plan.get("НомерФГОС"))
    date = re.match(r"(\d{4})-(\d\d)-(\d\d)", programme.get("ДатаДокумента"))
    return f"№ {number} от {date[3]}.{date[2]}.{date[1]}" if number and date else number


def _warnings(programme: Element, plan: Element) -> list[str]:
    number, own = clean(programme.get("НомерДокумента")), clean(plan.get("НомерФГОС"))
    if number and own and own != number:
        return [f"Номер приказа ФГОС в плане «{own}», в программе «{number}»: взят из программы"]
    return []
