"""Files that look like a college's real ones, with the same dirt; every name and figure is invented."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import quoteattr

import xlsxwriter
import xlwt

# kinds of work of ММИС: code → (title, abbreviation, kind of the kind)
WORKS = {
    "Эк": ("1", "Экзамен", "7"),
    "За": ("2", "Зачет", "7"),
    "ЗаО": ("3", "Зачет с оценкой", "7"),
    "КП": ("4", "Курсовой проект", "7"),
    "КР": ("5", "Курсовая работа", "7"),
    "К": ("6", "Контрольная работа", "7"),
    "ДКР": ("7", "Домашняя контрольная работа", "7"),
    "Др": ("49", "Другие формы контроля", "7"),
    "Лек": ("101", "Лекционные занятия", "1"),
    "Лаб": ("102", "Лабораторные занятия", "2"),
    "Пр": ("103", "Практические занятия", "2"),
    "Сем": ("104", "Семинарские занятия", "2"),
    "СР": ("107", "Самостоятельная работа", "5"),
    "Контроль": ("108", "Часы на контроль", "6"),
    "КоР": ("113", "Часы на контрольные работы", "9"),
    "КРП": ("114", "Курсовое проектирование", "2"),
    "ИП": ("140", "Индивидуальный проект", "5"),
    "Конс": ("141", "Консультации", "9"),
    "Нед": ("51", "Недели", "8"),
    "Итого": ("1000", "Итого", "8"),
}
HOURS = ("Лек", "Лаб", "Пр", "Сем", "КРП", "СР", "Контроль", "ИП", "Конс", "КоР")
CURRICULUM_COLUMNS = (
    "цикл", "индекс", "наименование", "тип_объекта", "индекс_родителя", "семестр", "Лек", "Лаб", "Пр", "КРП", "СР",
    "Контроль", "Итого", "Нед", "Эк", "ЗаО", "За", "КП", "КР", "К", "Др",
)  # fmt: skip
STUDENT_COLUMNS = (
    "фамилия", "имя", "отчество", "дата_рождения", "группа", "приказ_номер", "приказ_дата", "родитель_фио",
    "родитель_телефон",
)  # fmt: skip


@dataclass(frozen=True)
class PlanLine:
    """A line of the look-alike plan; ``written`` is its index as the file spells it."""

    cycle: str
    index: str
    title: str
    kind: int
    semesters: dict[int, dict[str, int]] = field(default_factory=dict)
    parent: str | None = None
    written: str = ""
    competencies: tuple[str, ...] = ()
    dirty_title: str = ""


def _discipline(cycle: str, index: str, title: str, semesters: dict[int, dict[str, int]], **more: Any) -> PlanLine:
    return PlanLine(cycle, index, title, 2, semesters, **more)


PLAN: tuple[PlanLine, ...] = (
    PlanLine("СО", "БД", "Базовые дисциплины", 1),
    _discipline("ОГСЭ", "ОГСЭ.01", "Основы философии", {2: {"Лек": 30, "Пр": 18, "ЗаО": 1}}, competencies=("ОК 1",)),
    _discipline("ОГСЭ", "ОГСЭ.02", "История", {1: {"Лек": 36, "Пр": 12, "ЗаО": 1}}, written="OГCЭ.02"),
    _discipline(
        "ОГСЭ", "ОГСЭ.03", "Иностранный язык в профессиональной деятельности",
        {1: {"Пр": 36, "Др": 1}, 2: {"Пр": 48, "СР": 2, "ЗаО": 1}}, written="ОГСЭ 03",
        dirty_title="Иностранный язык_x000D_\r\nв профессиональной\u00a0 деятельности ",
    ),
    _discipline("ОГСЭ", "ОГСЭ.04", "Физическая культура", {1: {"Пр": 36, "За": 1}, 2: {"Пр": 48, "За": 1}}),
    _discipline("ЕН", "ЕН.01", "Элементы высшей математики", {1: {"Лек": 24, "Пр": 12, "Эк": 1, "Контроль": 6}}),
    _discipline("ЕН", "ЕН.02", "Дискретная математика", {1: {"Лек": 28, "Пр": 20, "ЗаО": 1}}, written=" EН.02"),
    _discipline("ОПЦ", "ОП.01", "Операционные системы и среды", {1: {"Лек": 30, "Лаб": 18, "ЗаО": 1}}),
    _discipline(
        "ОПЦ", "ОП.02", "Основы алгоритмизации и программирования",
        {1: {"Лек": 34, "Пр": 38, "Др": 1}, 2: {"Лек": 42, "Пр": 60, "Контроль": 18, "Эк": 1}}, written="оп.02",
        competencies=("ОК 1", "ПК 1.1"),
    ),
    _discipline("ОПЦ", "ОП.03", "Безопасность жизнедеятельности", {2: {"Лек": 42, "Пр": 26, "ЗаО": 1}}),
    PlanLine("ОПЦ", "ОП.ДВ", "Дисциплины по выбору", 5, {3: {"Лек": 36, "ЗаО": 1}}),
    _discipline("ОПЦ", "ОП.04", "Компьютерные сети", {3: {"Лек": 20, "Пр": 16, "К": 1, "ЗаО": 1}}, parent="ОП.ДВ"),
    PlanLine(
        "ПЦ", "ПМ.01", "Разработка модулей программного обеспечения", 1,
        {
            1: {"Лек": 20, "Пр": 16, "Др": 1},
            2: {"Лек": 18, "Пр": 122, "КРП": 24, "ЗаО": 2, "КП": 1},
            3: {"Пр": 144, "Контроль": 18, "ЗаО": 1, "Эк": 1},
        },
        written=" ПМ.01",
    ),
    PlanLine(
        "ПЦ", "ПМ.01.ЭК", "Экзамен по профессиональному модулю", 4, {3: {"Контроль": 18, "Эк": 1}}, "ПМ.01",
        written="ПM.01.ЭК",
    ),
    _discipline(
        "ПЦ", "МДК.01.01", "Разработка программных модулей",
        {1: {"Лек": 20, "Пр": 16, "Др": 1}, 2: {"Лек": 8, "Пр": 24, "КРП": 24, "ЗаО": 1, "КП": 1}},
        parent="ПМ.01", written="  МДК 01.01", competencies=("ОК 1", "ПК 1.1"),
    ),
    _discipline(
        "ПЦ", "МДК.01.02", "Поддержка и тестирование программных модулей", {2: {"Лек": 10, "Пр": 26}},
        parent="ПМ.01", written="МДК. 01.02",
    ),
    PlanLine("ПЦ", "УП.01.01", "Учебная практика", 3, {2: {"Пр": 72, "Нед": 2, "ЗаО": 1}}, "ПМ.01", "УП01.01"),
    PlanLine("ПЦ", "ПП.01.01", "Производственная практика", 3, {3: {"Пр": 144, "Нед": 4, "ЗаО": 1}}, "ПМ.01"),
    PlanLine("ПЦ", "ПМ.02", "Осуществление интеграции программных модулей", 1, {4: {"Лек": 14, "Пр": 40, "Эк": 1}}),
    _discipline(
        "ПЦ", "МДК.02.01", "Инструментальные средства разработки", {4: {"Лек": 14, "Пр": 40, "Эк": 1}},
        parent="ПМ.02", written="мдк.02.01",
    ),
    PlanLine("ГИА", "ГИА.01", "Подготовка выпускной квалификационной работы", 6, {6: {"Пр": 36, "Нед": 1}}),
    PlanLine("ПЦ", "ПДП", "ПРОИЗВОДСТВЕННАЯ ПРАКТИКА (ПРЕДДИПЛОМНАЯ)", 3, {6: {"Пр": 144, "Нед": 4}}),
)  # fmt: skip

COMPETENCIES = {
    "ОК 1": "Выбирать способы решения задач профессиональной деятельности.",
    "ПК 1.1": "Формировать алгоритмы разработки программных модулей.",
}


def total(works: dict[str, int]) -> int:
    return sum(works.get(kind, 0) for kind in HOURS)


def curriculum_rows(plan: Sequence[PlanLine] = PLAN) -> list[list[str]]:
    """The rows that ``plan`` must become, as text in the order of ``CURRICULUM_COLUMNS``."""
    parents = {line.index: line for line in plan}
    rows = []
    for line in plan:
        parent = parents.get(line.parent or "")
        owner = line.parent if parent and parent.kind != 5 else ""
        for semester, works in sorted(line.semesters.items()):
            figures = {**works, "Итого": total(works)}
            rest = [str(figures.get(column) or "") for column in CURRICULUM_COLUMNS[6:]]
            if line.kind != 5:
                rows.append([line.cycle, line.index, line.title, str(line.kind), owner or "", str(semester), *rest])
    return rows


def plan_plx(
    plan: Sequence[PlanLine] = PLAN,
    *,
    encoding: str = "utf-16",
    code: str = "09.02.07",
    year: int = 2023,
    wrong_totals: dict[tuple[str, int], int] | None = None,
) -> bytes:
    """A ММИС diffgram: flat rows, everything in attributes, practical hours repeated as kind 5."""
    parts = [*_plan_head(code, year), *_plan_lines(plan), *_plan_hours(plan, wrong_totals or {}), *_dictionaries()]
    declared = "windows-1251" if encoding == "cp1251" else encoding
    text = (
        f'<?xml version="1.0" encoding="{declared}"?>\r\n'
        '<Документ Тип="РАБОЧИЙ УЧЕБНЫЙ ПЛАН" СеместровНаКурсе="2" ТипГОСа="4">\r\n'
        '  <diffgr:diffgram xmlns:msdata="urn:schemas-microsoft-com:xml-msdata"'
        ' xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1">\r\n'
        '    <dsMMISDB xmlns="http://tempuri.org/dsMMISDB.xsd">\r\n'
        + "\r\n".join(f"      {part}" for part in parts)
        + "\r\n    </dsMMISDB>\r\n  </diffgr:diffgram>\r\n</Документ>\r\n"
    )
    return text.encode(encoding)


def _row(name: str, number: int, **values: Any) -> str:
    ids = {"diffgr:id": f"{name}{number}", "msdata:rowOrder": number - 1, **values}
    attributes = " ".join(f"{key}={_quoted(value)}" for key, value in ids.items())
    return f"<{name} {attributes} />"


def _quoted(value: Any) -> str:
    return quoteattr(str(value), {"\r": "&#xD;", "\n": "&#xA;", "\u00a0": "&#160;"})


def _plan_head(code: str, year: int) -> Iterable[str]:
    yield _row("ООП", 1, Код=7, Шифр=code, Название="ИНФОРМАЦИОННЫЕ СИСТЕМЫ И ПРОГРАММИРОВАНИЕ",
               НомерДокумента="1547", ДатаДокумента="2016-12-09T00:00:00")  # fmt: skip
    yield _row("Планы", 1, Код=-1, КодООП=7, УчебныйГод=f"{year}-{year + 1}", ГодНачалаПодготовки=year,
               Титул="Информационные системы и программирование \r\nПрофиль: технический",
               Квалификация="Программист", СрокОбучения=2, СрокОбученияМесяцев=10, КодБазы=4, НомерФГОС="1547",
               ИмяФайла="План.plx", ИмяПользователя="Секретов Пётр Ильич")  # fmt: skip
    yield _row("ДолжностныеЛица", 1, Код=1, ФИО="Секретов П. И.", Должность="Директор")
    for number, (cipher, title) in enumerate(COMPETENCIES.items(), start=1):
        yield _row("ПланыКомпетенции", number, Код=-number, ШифрКомпетенции=cipher, Наименование=title)


def _plan_lines(plan: Sequence[PlanLine]) -> Iterable[str]:
    cycles = list(dict.fromkeys(line.cycle for line in plan))
    ids = {line.index: -place for place, line in enumerate(plan, start=1)}
    ciphers = list(COMPETENCIES)
    for number, cycle in enumerate(cycles, start=1):
        yield _row("ПланыЦиклы", number, Код=-number, Идентификатор=cycle, Цикл=f"{cycle} цикл")
    for number, line in enumerate(plan, start=1):
        parent = {"КодРодителя": ids[line.parent]} if line.parent else {}
        yield _row("ПланыСтроки", number, Код=ids[line.index], КодБлока=-cycles.index(line.cycle) - 1, **parent,
                   Дисциплина=line.dirty_title or line.title, ТипОбъекта=line.kind,
                   ДисциплинаКод=line.written or line.index)  # fmt: skip
    links = [(ids[line.index], ciphers.index(cipher) + 1) for line in plan for cipher in line.competencies]
    for number, (owner, competence) in enumerate(links, start=1):
        yield _row("ПланыКомпетенцииДисциплины", number, Код=-number, КодКомпетенции=-competence, КодСтроки=owner)


def _plan_hours(plan: Sequence[PlanLine], wrong_totals: dict[tuple[str, int], int]) -> Iterable[str]:
    number = 0
    for place, line in enumerate(plan, start=1):
        for semester, works in line.semesters.items():
            figures = {**works, "Итого": wrong_totals.get((line.index, semester), total(works))}
            rows = [(kind, "1", amount) for kind, amount in figures.items()]
            rows += [(kind, "5", amount) for kind, amount in figures.items() if kind == "Пр"]
            for kind, volume, amount in rows:
                number += 1
                weeks = {"Недель": amount, "Количество": 0} if kind == "Нед" else {"Недель": 0, "Количество": amount}
                yield _row("ПланыНовыеЧасы", number, Код=-number, КодОбъекта=-place, КодВидаРаботы=WORKS[kind][0],
                           КодТипаЧасов=volume, Курс=(semester + 1) // 2, Семестр=2 - semester % 2, Сессия=0,
                           Дней=0, **weeks)  # fmt: skip


def _dictionaries() -> Iterable[str]:
    for number, (short, (code, title, kind)) in enumerate(WORKS.items(), start=1):
        yield _row("СправочникВидыРабот", number, Код=code, Название=title, КодТипРабот=kind, Аббревиатура=short)
    yield _row("СправочникБазы", 1, Код=4, Наименование="среднее общее образование")
    yield _row("КомплексныеФК", 1, Код=-1, Наименование="Комплексный диф. зачет", КодВидаРабот=3, Курс=1, Семестр=1)
    for number, place in enumerate((3, 8), start=1):  # ОГСЭ.02 and ОП.01
        yield _row("Строки_КомплексныеФК", number, Код=-number, КодСтроки=-place, КодКомплекснойФК=-1,
                   Курс=1, Семестр=1)  # fmt: skip


# tables

SURNAMES = (
    "Авдеев", "Бурцев", "Воробьёв", "Гладков", "Дроздов", "Ершов", "Жданов", "Зорин", "Ильин", "Калинин", "Лыткин",
    "Мухин", "Носов", "Орехов", "Пахомов", "Рябов", "Сычёв", "Тихонов", "Уваров", "Фомин", "Хохлов", "Цветков",
    "Чижов", "Шилов", "Юдин",
)  # fmt: skip
NAMES = ("Артём", "Богдан", "Вадим", "Глеб", "Данил", "Егор", "Захар", "Игорь", "Кирилл", "Лев")
PATRONYMICS = ("Андреевич", "Борисович", "Викторович", "Денисович", "Евгеньевич", "Иванович", "Олегович")


def student_rows(count: int = 25, group: str = "ИС-231", *, born: int = 2007) -> list[dict[str, Any]]:
    """Plausible rows of one group, one parent each; deterministic."""
    rows = []
    for number in range(count):
        surname, name = SURNAMES[number % len(SURNAMES)], NAMES[(number + number // len(SURNAMES)) % len(NAMES)]
        patronymic = PATRONYMICS[number % len(PATRONYMICS)]
        birth = dt.date(born, 1, 15) + dt.timedelta(days=11 * number % 330)
        parent = f"{surname} {NAMES[(number + 3) % len(NAMES)]} {PATRONYMICS[(number + 1) % len(PATRONYMICS)]}"
        values = (surname, name, patronymic, birth.isoformat(), group, "45-С", "2023-08-25", parent,
                  f"+7 913 200-{number // 100:02d}-{number % 100:02d}")  # fmt: skip
        rows.append(dict(zip(STUDENT_COLUMNS, values, strict=True)))
    return rows


def grid(rows: Iterable[dict[str, Any]], columns: Sequence[str] = STUDENT_COLUMNS) -> list[list[Any]]:
    """Heading and rows as lists, ready for ``table_csv``, ``table_xlsx`` or ``table_xls``."""
    return [list(columns), *([row.get(column, "") for column in columns] for row in rows)]


def table_csv(cells: Iterable[Sequence[Any]], *, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(cells)
    return stream.getvalue().encode(encoding)


def table_xlsx(cells: Iterable[Sequence[Any]], *, formula: tuple[int, int] | None = None) -> bytes:
    """An xlsx whose dates are real dates; ``formula`` places one at (row, column) from zero."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        sheet = book.add_worksheet("Лист1")
        for row, line in enumerate(cells):
            for column, value in enumerate(line):
                sheet.write(row, column, value)
        if formula:
            sheet.write_formula(*formula, "=1+1", value=2)
    return stream.getvalue()


def table_xls(cells: Iterable[Sequence[Any]]) -> bytes:
    """The old binary workbook."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Лист1")
    date = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    for row, line in enumerate(cells):
        for column, value in enumerate(line):
            sheet.write(row, column, value, *([date] if isinstance(value, dt.date) else []))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
