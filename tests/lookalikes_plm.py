"""An old ММИС plan (.plm.xml) made of the same lines as the new one: rows with their semesters inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from tests.lookalikes import COMPETENCIES, PLAN, WORKS, PlanLine

ATTRIBUTES = {"Лек": "Лек", "Лаб": "Лаб", "Пр": "Пр", "СР": "СРС", "Контроль": "ЧасЭкз", "Эк": "Экз", "За": "Зач",
              "ЗаО": "ЗачО", "КП": "КП", "КР": "КР", "К": "КонтрРаб"}
LOST = {"Нед", "Др"}  # what the format has no place for


def plan_plm(plan: Sequence[PlanLine] = PLAN, *, encoding: str = "cp1251", code: str = "09.02.07", year: int = 2015,
             extra: str = "") -> bytes:
    """A plan by rows; hours of course projects stand in «VZ», as in the newest files of the kind."""
    declared = "windows-1251" if encoding == "cp1251" else encoding
    lines = "\n".join(_line(line) for line in plan if line.kind != 5 and not _is_practice(line))
    practices = "\n".join(_practice(line) for line in plan if _is_practice(line))
    return (
        f'<?xml version="1.0" encoding="{declared}"?>\n'
        '<Документ Тип="рабочий учебный план"><План ФормаОбучения="очная">'
        f'<Титул ПоследнийШифр="{code}" ГодНачалаПодготовки="{year}" ДокументГОСа="525" ДатаГОСа="14.05.2014"'
        ' ИмяПользователя="Секретов Пётр Ильич"><Специальности>'
        f'<Специальность Ном="1" Название="Специальность {code} Информационные системы (по отраслям)"/>'
        '</Специальности><Квалификации><Квалификация Название="техник" СрокОбучения="3г 10м"/></Квалификации>'
        '<ГрафикУчПроцесса><Курс Ном="1"><Семестр Ном="1" СтрНедТО="17"/><Семестр Ном="2" СтрНедТО="24"/></Курс>'
        f"</ГрафикУчПроцесса></Титул><СтрокиПлана>\n{lines}\n{extra}</СтрокиПлана>"
        f'<СпецВидыРаботНов><УчебПрактики>{practices}</УчебПрактики></СпецВидыРаботНов><Компетенции>'
        + "".join(f"<Строка {_written({'Индекс': code, 'Содержание': text})}/>" for code, text in COMPETENCIES.items())
        + "</Компетенции></План></Документ>\n").encode(encoding)


def _is_practice(line: PlanLine) -> bool:
    return line.kind == 3


def _line(line: PlanLine) -> str:
    head = {"Дис": line.dirty_title or line.title, "НовЦикл": line.cycle,
            "ИдетификаторДисциплины": line.written or line.index,
            "Компетенции": ", ".join(line.competencies)}
    return f"<Строка {_written(head)}>{''.join(_semesters(line))}</Строка>"


def _semesters(line: PlanLine) -> Iterable[str]:
    for semester, works in line.semesters.items():
        values = {ATTRIBUTES[kind]: amount for kind, amount in works.items() if kind in ATTRIBUTES}
        rest = {kind: amount for kind, amount in works.items() if kind not in ATTRIBUTES and kind not in LOST}
        inside = "".join(f'<VZ ID="{WORKS[kind][0]}" H="{amount}"/>' for kind, amount in rest.items())
        yield f"<Сем {_written({'Ном': semester, **values})}>{inside}</Сем>"


def _practice(line: PlanLine) -> str:
    head = {"Наименование": line.title, "НовЦикл": line.cycle, "НовИдДисциплины": line.written or line.index}
    semesters = "".join(
        f"<Семестр {_written({'Ном': semester, 'ПланЧасов': works['Пр'], 'ЗачО': works.get('ЗаО', 0)})}/>"
        for semester, works in line.semesters.items())
    return f"<ПрочаяПрактика {_written(head)}>{semesters}</ПрочаяПрактика>"


def _written(values: dict[str, Any]) -> str:
    return " ".join(f"{name}={quoteattr(str(value))}" for name, value in values.items())
