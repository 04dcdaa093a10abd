"""Old ММИС plans (.plm.xml): a row per discipline, its semesters inside it; extramural ones (.plz.xml) are refused.

The attribute of an index is misspelt in the format itself; the newest files of the kind keep hours in «VZ» elements.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from actions.intake.refusal import ImportRefused, Refusals
from importers.curriculum_plx import HOURS as BY_CODE
from importers.guard import FileKind, admit
from importers.limits import DEFAULT, Limits
from importers.markup import Element, read_elements
from importers.plan_doubles import refuse_doubles
from importers.plm_header import read_header
from importers.plx_values import number_of
from importers.text import clean, normalise_competency, normalise_index
from rules.plan import Controls, CurriculumFile, CurriculumRow, Hours, ObjectType, differences

ROWS = "СтрокиПлана"  # only this format has it
HOURS = {"Лек": "lecture", "Лаб": "lab", "Пр": "practical", "СРС": "self_study", "ЧасЭкз": "control"}
UNPLACED = {"КСР": "контроль самостоятельной работы", "106": "контроль самостоятельной работы"}
CONTROLS = {"Экз": "exam", "ЗачО": "graded_credit", "Зач": "credit", "КП": "course_project", "КР": "course_work",
            "КонтрРаб": "test"}
OF_ROW = {"СемЭкз": "exam", "СемЗачО": "graded_credit", "СемЗач": "credit", "СемКП": "course_project",
          "СемКР": "course_work"}
PRACTICES = {"УчебПрактики", "ПрочиеПрактики"}
SEMESTERS = range(1, 13)
LACKS = ("В старом формате ММИС нет: предыдущего образования, недель практики по семестрам, комплексных форм контроля "
         "и родителя строки — модули определены по индексам. Проверьте это после загрузки")

_WANTED = frozenset({"План", "Титул", "Специальность", "Квалификация", "Цикл", ROWS, "Строка", "Сем", "VZ", "Сессия",
                     "ПрочаяПрактика", "Семестр", "Курс", *PRACTICES})
_MODULE, _OF_MODULE = re.compile(r"ПМ\.\d{2}"), re.compile(r"(?:МДК|УП|ПП|ПМ)\.(\d{2})")
_EXAM = re.compile(r"ПМ\.\d{2}\.Э.*")


@dataclass
class _Line:
    """A row of the plan with what hangs on it: semester → kind of hours or form of control → quantity."""

    element: Element
    index: str
    title: str
    practice: bool = False
    hours: dict[int, dict[str, Decimal]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Decimal)))
    controls: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))


def is_old_plan(text: str) -> bool:
    """Told by the content: a plan of this kind may bear any name."""
    return f"<{ROWS}" in text


def read_plm(data: bytes, file_name: str = "", limits: Limits = DEFAULT) -> CurriculumFile:
    """The whole plan; raises ImportRefused with every cause found."""
    source = admit(data, limits)
    if source.kind is not FileKind.XML or not is_old_plan(source.text):
        raise ImportRefused.because(f"Это не старый учебный план ММИС (plm.xml): в файле нет раздела «{ROWS}»")
    elements = read_elements(source.text, _WANTED, limits)
    if any(element.name == "Сессия" for element in elements):
        raise ImportRefused.because("Это план заочной формы (plz.xml): часы в нём по сессиям, а журналы ведут по "
                                    "семестрам. Сохраните план в новом формате (plx) или заполните таблицу xlsx")
    return _Plan(elements).read(file_name)


class _Plan:
    """The elements of one file in their order and what has been noticed while they were joined."""

    def __init__(self, elements: list[Element]) -> None:
        self.elements = elements
        self.refusals = Refusals()
        self.warnings: list[str] = [LACKS]
        self.unplaced: dict[tuple[str, int], int] = defaultdict(int)

    def read(self, file_name: str) -> CurriculumFile:
        header = read_header(self.elements)
        rows = list(self._rows(self._lines()))
        if not rows:
            self.refusals.add(None, None, "в плане нет ни одной строки с часами")
        refuse_doubles(rows, self.refusals)
        self.refusals.check()
        competencies = tuple((normalise_competency(item.get("Индекс")), clean(item.get("Содержание")))
                             for item in self._of("Строка") if item.get("Индекс"))
        return replace(header, file_name=file_name, competencies=competencies, lines=tuple(rows),
                       warnings=(*header.warnings, *self.warnings, *differences(rows, self.unplaced)))

    def _of(self, name: str) -> Iterator[Element]:
        return (element for element in self.elements if element.name == name)

    def _lines(self) -> list[_Line]:
        """Semesters belong to the row they stand in: the order of the file tells which."""
        lines: list[_Line] = []
        line: _Line | None = None
        semester: int | None = None
        for element in self.elements:
            match element.name:
                case "Строка" | "ПрочаяПрактика":
                    line = self._line(element)
                    lines += [line] if line is not None else []
                case "Курс" | "Титул" | "Цикл":
                    line = None  # the calendar has semesters of its own
                case "Сем" | "Семестр" if line is not None:
                    semester = self._semester(line, element)
                case "VZ" if line is not None and semester is not None:
                    self._add(line, semester, BY_CODE.get(element.get("ID"), element.get("ID")), element,
                              element.get("H"))
        return lines

    def _line(self, element: Element) -> _Line | None:
        """A row that is taught; competencies have the same name and no discipline."""
        title = clean(element.get("Дис") or element.get("Наименование"))
        if not title:
            return None
        index = normalise_index(element.get("НовИдДисциплины") or element.get("ИдетификаторДисциплины"))
        if not index:
            self.refusals.add(element.line, None, f"у строки «{title}» нет индекса")
        line = _Line(element, index, title, element.name == "ПрочаяПрактика")
        for name, form in OF_ROW.items():
            for sign in element.get(name):
                if sign.isalnum() and int(sign, 36) in SEMESTERS:
                    line.controls[int(sign, 36)][form] = 1
        return line

    def _semester(self, line: _Line, element: Element) -> int | None:
        number = number_of(element.get("Ном"))
        if number is None or int(number) not in SEMESTERS:
            self.refusals.add(element.line, None, f"{line.index}: семестр «{element.get('Ном')}» не число от 1 до 12")
            return None
        semester = int(number)
        for name, kind in HOURS.items():
            self._add(line, semester, kind, element, element.get(name))
        self._add(line, semester, "КСР", element, element.get("КСР"))
        if line.practice:
            self._add(line, semester, "practical", element, element.get("ПланЧасов"))
        for name, form in CONTROLS.items():
            if number_of(element.get(name)):
                line.controls[semester][form] = int(number_of(element.get(name)) or 0)
        return semester

    def _add(self, line: _Line, semester: int, kind: str, element: Element, text: str) -> None:
        amount = number_of(text)
        if amount is None or amount != amount.to_integral_value():
            self.refusals.add(element.line, None, f"{line.index}: количество «{text}» не целое число")
        elif amount:
            line.hours[semester][kind] += amount

    def _rows(self, lines: Sequence[_Line]) -> Iterator[CurriculumRow]:
        known = {line.index for line in lines}
        position = 0
        for line in lines:
            for semester in sorted({*line.hours, *line.controls}):
                position += 1
                yield CurriculumRow(
                    cycle=clean(line.element.get("НовЦикл") or line.element.get("Цикл")), index=line.index,
                    title=line.title, object_type=_type_of(line), parent_index=_parent(line.index, known),
                    semester=semester, hours=self._hours(line, semester), controls=Controls(**line.controls[semester]),
                    competencies=tuple(map(normalise_competency, filter(None, line.element.get("Компетенции")
                                                                        .split(",")))),
                    position=position, line=line.element.line)

    def _hours(self, line: _Line, semester: int) -> Hours:
        works = line.hours[semester]
        placed = {kind: int(amount) for kind, amount in works.items() if kind in BY_CODE.values() and kind != "total"}
        for kind, amount in works.items():
            if kind not in BY_CODE.values():
                self.unplaced[line.index, semester] += int(amount)
                self.warnings.append(f"{line.index}, семестр {semester}: {amount.normalize():f} ч вида "
                                     f"«{UNPLACED.get(kind, kind)}» вошли только в «Итого»")
        return Hours(**placed, weeks=Decimal(0), total=sum(placed.values()) + self.unplaced[line.index, semester])


def _type_of(line: _Line) -> ObjectType:
    """The format does not say: the index does."""
    if _EXAM.fullmatch(line.index):
        return ObjectType.MODULE_EXAM
    if _MODULE.fullmatch(line.index):
        return ObjectType.MODULE
    if line.practice or line.index.startswith(("УП", "ПП.", "ПДП")):
        return ObjectType.PRACTICE
    return ObjectType.STATE_EXAM if line.index.startswith("ГИА") else ObjectType.DISCIPLINE


def _parent(index: str, known: set[str]) -> str | None:
    match = _OF_MODULE.match(index)
    parent = f"ПМ.{match[1]}" if match else None
    return parent if parent in known and parent != index else None
