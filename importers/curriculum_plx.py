"""ММИС «Планы СПО» (.plx): a DataSet dump whose rows are elements and whose data are attributes.

Traps: UTF-16, cp1251 or UTF-8 whatever is declared; hours of kind 5 repeat those of kind 1; a module's
row repeats its children; choice blocks are only containers; indices hold Latin letters and spaces.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from actions.intake.refusal import ImportRefused, Refusals
from importers.guard import FileKind, admit
from importers.limits import DEFAULT, Limits
from importers.markup import Element, read_elements
from importers.plan_doubles import refuse_doubles
from importers.plx_header import read_competencies, read_header
from importers.plx_values import Tables, number_of, semester_of, weeks_of
from importers.text import clean, normalise_index
from rules.plan import Controls, CurriculumFile, CurriculumRow, Hours, ObjectType, differences

VOLUME = "1"  # КодТипаЧасов: only «часы в объёмных показателях» are hours of the plan
CONTROL_WORKS = "7"  # КодТипРабот of a form of control
TOTAL, WEEKS = "1000", "51"
NOT_HOURS = frozenset({TOTAL, WEEKS, "50", "1004"})  # credits and re-credited hours stand beside the total

HOURS = {
    "101": "lecture",
    "102": "lab",
    "103": "practical",
    "104": "seminar",
    "114": "course_project",
    "107": "self_study",
    "108": "control",
    "141": "consultation",
    "140": "individual_project",
    TOTAL: "total",
}
CONTROLS = {
    "1": "exam",
    "3": "graded_credit",
    "2": "credit",
    "4": "course_project",
    "5": "course_work",
    "6": "test",
    "49": "other",
}

_WANTED = frozenset({
    "Документ", "ООП", "Планы", "ПланыЦиклы", "ПланыСтроки", "ПланыНовыеЧасы", "ПланыКомпетенции",
    "ПланыКомпетенцииДисциплины", "КомплексныеФК", "Строки_КомплексныеФК", "СправочникВидыРабот",
    "СправочникБазы",
})  # fmt: skip

Semesters = dict[int, dict[str, Decimal]]  # semester → kind of work → quantity


def read_plx(data: bytes, file_name: str = "", limits: Limits = DEFAULT) -> CurriculumFile:
    """The whole plan; raises ImportRefused with every cause found."""
    source = admit(data, limits)
    if source.kind is not FileKind.XML:
        raise ImportRefused.because("Это не учебный план ММИС (plx): нужен файл с разметкой XML")
    tables: Tables = defaultdict(list)
    for element in read_elements(source.text, _WANTED, limits):
        tables[element.name].append(element)
    for name in ("Документ", "Планы", "ПланыСтроки", "ПланыНовыеЧасы"):
        if not tables[name]:
            raise ImportRefused.because(f"Это не учебный план ММИС: в файле нет раздела «{name}»")
    return _Plan(tables).read(file_name)


class _Plan:
    """The tables of one file and what has been noticed while they were joined."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.competencies = read_competencies(tables)
        self.cycles = {item.get("Код"): clean(item.get("Идентификатор")) for item in tables["ПланыЦиклы"]}
        self.line_competencies = self._line_competencies()
        self.complexes = self._complexes()
        self.refusals = Refusals()
        self.warnings: list[str] = []
        self.works = {work.get("Код"): work for work in tables["СправочникВидыРабот"]}
        self.unplaced: dict[tuple[str, int], int] = defaultdict(int)

    def read(self, file_name: str) -> CurriculumFile:
        header = read_header(self.tables)
        rows = self._rows()
        self.refusals.check()
        return replace(header, file_name=file_name or header.file_name, lines=tuple(rows),
                       competencies=tuple(self.competencies.values()),
                       warnings=(*header.warnings, *self.warnings, *differences(rows, self.unplaced)))

    def _rows(self) -> list[CurriculumRow]:
        lines = {item.get("Код"): item for item in self.tables["ПланыСтроки"]}
        hours = self._hours(lines)
        rows: list[CurriculumRow] = []
        for code, line in lines.items():
            kind = self._kind(line)
            if kind and kind is not ObjectType.CHOICE and hours.get(code):
                rows += self._line_rows(line, kind, _parent_index(line, lines), hours[code], len(rows))
        refuse_doubles(rows, self.refusals)
        if not rows:
            self.refusals.add(None, None, "в плане нет ни одной строки с часами")
        return rows

    def _line_rows(
        self, line: Element, kind: ObjectType, parent: str | None, hours: Semesters, before: int
    ) -> list[CurriculumRow]:
        """One row for each semester of the line that has hours or a form of control."""
        code, index, title = line.get("Код"), normalise_index(line.get("ДисциплинаКод")), clean(line.get("Дисциплина"))
        if not index:
            self.refusals.add(line.line, None, f"у строки «{title}» нет индекса")
        return [
            CurriculumRow(
                cycle=self.cycles.get(line.get("КодБлока"), ""),
                index=index,
                title=title,
                object_type=kind,
                parent_index=parent,
                semester=semester,
                hours=self._kinds(index, semester, works),
                controls=self._forms(index, semester, works),
                competencies=self.line_competencies.get(code, ()),
                complex_group=self.complexes.get((code, semester)),
                position=position,
                line=line.line,
            )
            for position, (semester, works) in enumerate(sorted(hours.items()), start=before + 1)
        ]

    def _kind(self, line: Element) -> ObjectType | None:
        try:
            return ObjectType(int(line.get("ТипОбъекта")))
        except ValueError:
            title = clean(line.get("Дисциплина"))
            self.refusals.add(line.line, None, f"у строки «{title}» неизвестный тип «{line.get('ТипОбъекта')}»")
            return None

    def _hours(self, lines: dict[str, Element]) -> dict[str, Semesters]:
        """By line; for work 51 the quantity is weeks with their days."""
        found: dict[str, Semesters] = defaultdict(lambda: defaultdict(lambda: defaultdict(Decimal)))
        for item in self.tables["ПланыНовыеЧасы"]:
            if item.get("КодТипаЧасов") != VOLUME:
                continue
            line = lines.get(item.get("КодОбъекта"))
            semester = semester_of(item)
            work = item.get("КодВидаРаботы")
            amount = weeks_of(item) if work == WEEKS else number_of(item.get("Количество"))
            if line is None:
                self.refusals.add(item.line, None, "часы относятся к строке, которой нет в плане")
            elif semester is None:
                index = normalise_index(line.get("ДисциплинаКод"))
                self.refusals.add(item.line, None, f"{index}: у часов не указаны курс и семестр")
            elif amount is None:
                index = normalise_index(line.get("ДисциплинаКод"))
                self.refusals.add(item.line, None, f"{index}: количество «{item.get('Количество')}» не число")
            elif amount:
                found[line.get("Код")][semester][work] += amount
        return found

    def _kinds(self, index: str, semester: int, works: dict[str, Decimal]) -> Hours:
        values: dict[str, int] = {}
        for work, amount in works.items():
            if work in HOURS:
                values[HOURS[work]] = self._whole(index, semester, amount)
            elif work not in NOT_HOURS and not self._is_control(work):
                self.unplaced[index, semester] += int(amount)
                self.warnings.append(
                    f"{index}, семестр {semester}: {amount.normalize():f} ч вида «{self._title(work)}»"
                    " вошли только в «Итого»"
                )
        return Hours(**values, weeks=works.get(WEEKS, Decimal(0)))

    def _forms(self, index: str, semester: int, works: dict[str, Decimal]) -> Controls:
        values: dict[str, int] = defaultdict(int)
        for work, amount in works.items():
            if not self._is_control(work):
                continue
            values[CONTROLS.get(work, "other")] += self._whole(index, semester, amount)
            if work not in CONTROLS:
                self.warnings.append(
                    f"{index}, семестр {semester}: форма контроля «{self._title(work)}» записана как «другая»"
                )
        return Controls(**values)

    def _is_control(self, work: str) -> bool:
        known = self.works.get(work)
        return known.get("КодТипРабот") == CONTROL_WORKS if known else work in CONTROLS

    def _title(self, work: str) -> str:
        known = self.works.get(work)
        return clean(known.get("Название")) if known else work

    def _whole(self, index: str, semester: int, amount: Decimal) -> int:
        if amount != amount.to_integral_value():
            self.refusals.add(None, None, f"{index}, семестр {semester}: дробное число часов {amount}")
        return int(amount)

    def _line_competencies(self) -> dict[str, tuple[str, ...]]:
        codes = {key: code for key, (code, _) in self.competencies.items()}
        found: dict[str, list[str]] = defaultdict(list)
        for item in self.tables["ПланыКомпетенцииДисциплины"]:
            code = codes.get(item.get("КодКомпетенции"))
            if code and code not in found[item.get("КодСтроки")]:
                found[item.get("КодСтроки")].append(code)
        return {line: tuple(items) for line, items in found.items()}

    def _complexes(self) -> dict[tuple[str, int], str]:
        """(line, semester) → one event held over several lines; equal titles are told apart by a number."""
        titles = {
            item.get("Код"): f"{clean(item.get('Наименование'))} № {number}"
            for number, item in enumerate(self.tables["КомплексныеФК"], start=1)
        }
        found = {}
        for item in self.tables["Строки_КомплексныеФК"]:
            semester = semester_of(item)
            if semester and item.get("КодКомплекснойФК") in titles:
                found[item.get("КодСтроки"), semester] = titles[item.get("КодКомплекснойФК")]
        return found


def _parent_index(line: Element, lines: dict[str, Element]) -> str | None:
    """The nearest parent that is no choice block."""
    seen = set()
    parent = lines.get(line.get("КодРодителя"))
    while parent is not None and parent.get("Код") not in seen:
        if parent.get("ТипОбъекта") != str(int(ObjectType.CHOICE)):
            return normalise_index(parent.get("ДисциплинаКод")) or None
        seen.add(parent.get("Код"))
        parent = lines.get(parent.get("КодРодителя"))
    return None
