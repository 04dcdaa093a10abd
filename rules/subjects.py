"""What a curriculum teaches: codes, indices, whose module, hours that add up (Пр. 10)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.plan import practice_kind, programme_level
from rules.terms import LineKind, PracticeKind, ProgrammeLevel
from rules.violation import Violation

LAST_SEMESTER = 12
_CODE = re.compile(r"\d{2}\.\d{2}\.\d{2}")
_NUMBERED = r"\.\d{2}"
_MODULE = re.compile(rf"ПМ{_NUMBERED}(?:\.[А-ЯЁ]{{1,2}})?")
_ANY = re.compile(r"[А-ЯЁ]{1,8}(?:\.\d{2})*(?:\.?[А-ЯЁ]{1,3})?")
_COMPETENCE = re.compile(r"(?:ОК|ПК|ДПК|ЛР|КК|ДК|ПСК|ВД) \d{1,2}(?:\.\d{1,2})*\.?")
PREFIXES: dict[LineKind, tuple[str, ...]] = {
    LineKind.MODULE: ("ПМ",), LineKind.MDK: ("МДК",), LineKind.PRACTICE: ("УП", "ПП", "ПДП"),
    LineKind.MODULE_EXAM: ("ПМ",), LineKind.STATE_EXAM: ("ГИА", "ГЭ", "ДЭ"),
}
PRACTICE_PREFIXES = {PracticeKind.STUDY: "УП", PracticeKind.INDUSTRIAL: "ПП", PracticeKind.PREDIPLOMA: "ПДП"}
EXAMPLES = {LineKind.MODULE: "ПМ.01", LineKind.MDK: "МДК.01.01", LineKind.PRACTICE: "УП.01.01",
            LineKind.MODULE_EXAM: "ПМ.01.ЭК", LineKind.STATE_EXAM: "ГИА.01", LineKind.DISCIPLINE: "ОП.01"}


def line_title(index: str, title: str, kind: LineKind) -> str:
    """A line as a list of many names it: practices and exams of modules share their titles, the index tells them."""
    return f"{index} {title}" if kind in (LineKind.PRACTICE, LineKind.MODULE_EXAM) else title


def check_speciality(code: str, level: ProgrammeLevel) -> Violation | None:
    """The code of the federal list, and the level that its middle figures tell."""
    if not _CODE.fullmatch(code):
        return Violation("", "Код из трёх пар цифр, например 09.02.07", "code")
    if programme_level(code) is not level:
        return Violation("", f"Код {code} — это {programme_level(code).title}", "level")
    return None


def check_competence(code: str) -> Violation | None:
    """«ОК 01», «ПК 1.1»: already normalised."""
    return None if _COMPETENCE.fullmatch(code) else Violation("", "Код вида «ОК 01» или «ПК 1.1»", "code")


def check_module_index(index: str) -> Violation | None:
    return None if _MODULE.fullmatch(index) else Violation("", "Индекс модуля вида ПМ.01", "index")


def check_index(index: str, kind: LineKind) -> Violation | None:
    """The index of a line begins as its kind asks: already normalised to Cyrillic."""
    if not _ANY.fullmatch(index):
        return Violation("", f"Индекс вида {EXAMPLES[kind]}", "index")
    prefix = index.split(".")[0]
    if kind in PREFIXES and prefix not in PREFIXES[kind]:
        return Violation("", f"{kind.title.capitalize()}: индекс вида {EXAMPLES[kind]}", "index")
    if kind is LineKind.DISCIPLINE:
        other = next((other for other, known in PREFIXES.items() if prefix in known), None)
        if other is not None:
            return Violation("", f"Индекс {prefix} — это {other.title}, а не дисциплина", "index")
    return None


def check_practice(index: str, title: str, kind: PracticeKind, module_index: str | None) -> list[Violation]:
    """УП and ПП belong to a module and carry its number, ПДП to none."""
    wanted = PRACTICE_PREFIXES[kind]
    if index.split(".")[0] != wanted:
        return [Violation("", f"{kind.title.capitalize()}: индекс начинается с {wanted}", "index")]
    if practice_kind(index, title) is not kind:
        return [Violation("", f"По наименованию это {practice_kind(index, title).title}", "title")]
    if kind is PracticeKind.PREDIPLOMA:
        return [Violation("", "Преддипломная практика не относится к модулю", "module")] if module_index else []
    return _check_number(index, module_index)


def check_mdk(index: str, module_index: str | None) -> list[Violation]:
    """An МДК belongs to the module whose number it carries."""
    return _check_number(index, module_index)


def _check_number(index: str, module_index: str | None) -> list[Violation]:
    if module_index is None:
        return [Violation("", "Укажите профессиональный модуль", "module")]
    own, its = index.split(".")[1:2], module_index.split(".")[1:2]
    if own and its and own != its:
        return [Violation("", f"Номер в индексе {index} не от модуля {module_index}", "module")]
    return []


@dataclass(frozen=True)
class Sums:
    """Hours of a line: its own total and the sum of its kinds."""

    total: int
    parts: int

    def violation(self) -> Violation | None:
        """More hours by kinds than in all is a mistake; fewer happens in genuine plans."""
        if self.parts > self.total:
            return Violation("", f"По видам занятий {self.parts} ч — больше, чем всего: {self.total} ч", "total")
        return None

    def warning(self) -> str | None:
        if self.parts < self.total:
            return f"Итого {self.total} ч, а по видам занятий {self.parts} ч: проверьте строку по плану."
        return None


def check_semester(number: int, months: int | None) -> Violation | None:
    """The semester is one of the programme's: 46 months are four years, eight semesters."""
    last = LAST_SEMESTER if months is None else min(LAST_SEMESTER, -(-months // 12) * 2)
    if not 1 <= number <= last:
        return Violation("", f"Семестр от 1 до {last}", "semester_number")
    return None


def check_edition(admission_year: int, months: int | None, this_year: int) -> list[Violation]:
    """A curriculum's intake and length within reason."""
    found = []
    if not 2000 <= admission_year <= this_year + 2:
        found.append(Violation("", f"Год набора от 2000 до {this_year + 2}", "admission_year"))
    if months is not None and not 6 <= months <= 72:
        found.append(Violation("", "Срок обучения от 6 до 72 месяцев", "duration_months"))
    return found
