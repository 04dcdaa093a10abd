"""ММИС «Планы СПО» (.plx): a DataSet dump whose rows are elements and whose data are attributes.

Traps: UTF-16, cp1251 or UTF-8 whatever is declared; hours of kind 5 repeat those of kind 1; a module's
row repeats its children; choice blocks are only containers; indices hold Latin letters and spaces.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal, InvalidOperation

from importers.curriculum import Controls, CurriculumFile, CurriculumRow, Hours, ObjectType, differences
from importers.guard import FileKind, admit
from importers.limits import DEFAULT, Limits
from importers.markup import Element, read_elements
from importers.refusal import ImportRefused, Refusals
from importers.text import clean, normalise_competency, normalise_index

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


def read_plx(data: bytes, file_name: str = "", limits: Limits = DEFAULT) -> CurriculumFile:
    """The whole plan; raises ImportRefused with every cause found."""
    source = admit(data, limits)
    if source.kind is not FileKind.XML:
        raise ImportRefused.because("Это не учебный план ММИС (plx): нужен файл с разметкой XML")
    tables: dict[str, list[Element]] = defaultdict(list)
    for element in read_elements(source.text, _WANTED, limits):
        tables[element.name].append(element)
    for name in ("Документ", "Планы", "ПланыСтроки", "ПланыНовыеЧасы"):
        if not tables[name]:
            raise ImportRefused.because(f"Это не учебный план ММИС: в файле нет раздела «{name}»")
    return _Plan(tables).read(file_name)


class _Plan:
    """The tables of one file and what has been noticed while they were joined."""

    def __init__(self, tables: dict[str, list[Element]]) -> None:
        self.tables = tables
        self.plan = tables["Планы"][0]
        self.refusals = Refusals()
        self.warnings: list[str] = []
        self.works = {work.get("Код"): work for work in tables["СправочникВидыРабот"]}
        self.unplaced: dict[tuple[str, int], int] = defaultdict(int)

    def read(self, file_name: str) -> CurriculumFile:
        programme = self._programme()
        year = self._year()
        rows = self._rows()
        self.refusals.check()
        return CurriculumFile(
            speciality_code=clean(programme.get("Шифр")),
            speciality_title=self._speciality_title(programme),
            qualification=clean(self.plan.get("Квалификация")),
            admission_year=year,
            title=clean(self.plan.get("Титул")),
            base_education=self._base_education(),
            duration_months=self._duration(),
            fgos=self._standard(programme),
            file_name=file_name or clean(self.plan.get("ИмяФайла")),
            competencies=tuple(self._competencies().values()),
            lines=tuple(rows),
            warnings=(*self.warnings, *differences(rows, self.unplaced)),
        )

    # header

    def _programme(self) -> Element:
        code = self.plan.get("КодООП")
        named = [item for item in self.tables["ООП"] if clean(item.get("Шифр"))]
        found = next((item for item in named if item.get("Код") == code), named[0] if named else None)
        if found is None:
            raise ImportRefused.because("В плане не указана специальность: нет раздела «ООП» с шифром")
        return found

    def _speciality_title(self, programme: Element) -> str:
        title = clean(programme.get("Название"))
        first_line = clean(self.plan.get("Титул").splitlines()[0]) if self.plan.get("Титул") else ""
        if first_line.casefold() == title.casefold():
            return first_line
        return title.capitalize() if title.isupper() else title

    def _year(self) -> int:
        match = re.match(r"\s*(\d{4})", self.plan.get("ГодНачалаПодготовки") or self.plan.get("УчебныйГод"))
        if not match or not 1990 <= int(match[1]) <= 2100:
            raise ImportRefused.because("В плане не указан год начала подготовки", line=self.plan.line)
        return int(match[1])

    def _base_education(self) -> str:
        code = self.plan.get("КодБазы")
        return next(
            (clean(base.get("Наименование")) for base in self.tables["СправочникБазы"] if base.get("Код") == code), ""
        )

    def _duration(self) -> int | None:
        years, months = _number(self.plan.get("СрокОбучения")), _number(self.plan.get("СрокОбученияМесяцев"))
        return int((years or 0) * 12 + (months or 0)) or None

    def _standard(self, programme: Element) -> str:
        number = clean(programme.get("НомерДокумента"))
        year, month, day = (programme.get("ДатаДокумента")[:10].split("-") + ["", ""])[:3]
        own = clean(self.plan.get("НомерФГОС"))
        if number and own and own != number:
            self.warnings.append(f"Номер приказа ФГОС в плане «{own}», в программе «{number}»: взят из программы")
        number = number or own
        return f"№ {number} от {day}.{month}.{year}" if number and day else number

    def _competencies(self) -> dict[str, tuple[str, str]]:
        return {
            item.get("Код"): (normalise_competency(item.get("ШифрКомпетенции")), clean(item.get("Наименование")))
            for item in self.tables["ПланыКомпетенции"]
            if item.get("Удалена") != "true"
        }

    # rows

    def _rows(self) -> list[CurriculumRow]:
        cycles = {item.get("Код"): clean(item.get("Идентификатор")) for item in self.tables["ПланыЦиклы"]}
        lines = {item.get("Код"): item for item in self.tables["ПланыСтроки"]}
        hours, competencies, complexes = self._hours(lines), self._line_competencies(), self._complexes()
        rows: list[CurriculumRow] = []
        for code, line in lines.items():
            kind = self._kind(line)
            index = normalise_index(line.get("ДисциплинаКод"))
            if kind is None or kind is ObjectType.CHOICE or not hours.get(code):
                continue
            if not index:
                self.refusals.add(line.line, None, f"у строки «{clean(line.get('Дисциплина'))}» нет индекса")
            for semester in sorted(hours[code]):
                rows.append(
                    CurriculumRow(
                        cycle=cycles.get(line.get("КодБлока"), ""),
                        index=index,
                        title=clean(line.get("Дисциплина")),
                        object_type=kind,
                        parent_index=_parent_index(line, lines),
                        semester=semester,
                        hours=self._kinds(index, semester, hours[code][semester]),
                        controls=self._forms(index, semester, hours[code][semester]),
                        competencies=competencies.get(code, ()),
                        complex_group=complexes.get((code, semester)),
                        position=len(rows) + 1,
                        line=line.line,
                    )
                )
        self._check_doubles(rows)
        if not rows:
            self.refusals.add(None, None, "в плане нет ни одной строки с часами")
        return rows

    def _kind(self, line: Element) -> ObjectType | None:
        try:
            return ObjectType(int(line.get("ТипОбъекта")))
        except ValueError:
            title = clean(line.get("Дисциплина"))
            self.refusals.add(line.line, None, f"у строки «{title}» неизвестный тип «{line.get('ТипОбъекта')}»")
            return None

    def _hours(self, lines: dict[str, Element]) -> dict[str, dict[int, dict[str, Decimal]]]:
        """Line → semester → kind of work → quantity (weeks with their days for work 51)."""
        found: dict[str, dict[int, dict[str, Decimal]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(Decimal)))
        for item in self.tables["ПланыНовыеЧасы"]:
            if item.get("КодТипаЧасов") != VOLUME:
                continue
            line = lines.get(item.get("КодОбъекта"))
            semester = _semester(item)
            work = item.get("КодВидаРаботы")
            amount = _weeks(item) if work == WEEKS else _number(item.get("Количество"))
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
        codes = {key: code for key, (code, _) in self._competencies().items()}
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
            semester = _semester(item)
            if semester and item.get("КодКомплекснойФК") in titles:
                found[item.get("КодСтроки"), semester] = titles[item.get("КодКомплекснойФК")]
        return found

    def _check_doubles(self, rows: list[CurriculumRow]) -> None:
        seen: dict[tuple[str, int], CurriculumRow] = {}
        for row in rows:
            first = seen.setdefault((row.index, row.semester), row)
            if first is not row:
                self.refusals.add(
                    row.line, None,
                    f"индекс «{row.index}» повторяется: «{first.title}» и «{row.title}», семестр {row.semester}",
                )  # fmt: skip


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


def _semester(item: Element) -> int | None:
    """(course − 1) × 2 + semester; extramural plans may leave the semester empty."""
    course, semester = _number(item.get("Курс")), _number(item.get("Семестр"))
    if not course or semester not in (1, 2) or not 1 <= course <= 6:
        return None
    return (int(course) - 1) * 2 + int(semester)


def _weeks(item: Element) -> Decimal | None:
    weeks, days = _number(item.get("Недель")), _number(item.get("Дней"))
    return None if weeks is None or days is None else weeks + (days / 6).quantize(Decimal("0.1"))


def _number(text: str) -> Decimal | None:
    """Empty is zero; None when it is no number."""
    try:
        number = Decimal(text.strip().replace(",", ".") or "0")
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < 100_000 else None
