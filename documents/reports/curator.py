"""The curator's report on paper."""

from __future__ import annotations

from documents.reports.attendance import WAYS as HOURS_WAYS
from documents.reports.attendance import kinds_part
from documents.reports.group import COUNTED, group_lines, standings_part
from documents.reports.group import WAYS as RESULTS_WAYS
from documents.reports.movement import IN_TITLES, OUT_TITLES
from documents.reports.paper import Paper, Part, Signature, facts
from documents.table import Value
from queries.reports.ask import Letterhead
from queries.reports.curator import CuratorReport
from queries.reports.group import GroupResults
from queries.reports.movement import CAME, WENT
from rules.attendance import per_student

WAYS = ("Сообщения и письма — те, что родителям написали кураторы группы; «был вход» — родитель входил с первого дня "
        "периода; «ознакомлен» — отметил дневник хотя бы за одну неделю периода.")


def curator_paper(data: CuratorReport, head: Letterhead) -> Paper:
    """Contingent, results, absences, parents."""
    face = data.attendance.face
    assert face is not None  # the report is of one group
    results = [_results(data.results), standings_part(data.results)] if data.results else []
    return Paper("Отчёт куратора группы", group_lines(face, data.attendance.period),
                 [_contingent(data), *results, _absences(data), kinds_part(data.attendance), _family(data)],
                 [*([COUNTED, RESULTS_WAYS] if data.results else []), HOURS_WAYS, WAYS],
                 [Signature("Куратор", ", ".join(face.curators)),
                  Signature("Заместитель директора", head.deputy)])


def _contingent(data: CuratorReport) -> Part:
    flow = data.flow
    rows: list[tuple[str, Value]] = [("На начало", flow.before)]
    rows += [(IN_TITLES[kind].capitalize(), flow.came[kind]) for kind in CAME]
    rows += [(OUT_TITLES[kind].capitalize(), flow.went[kind]) for kind in WENT]
    return facts("Контингент", [*rows, ("На конец", flow.after)])


def _results(results: GroupResults) -> Part:
    return facts("Успеваемость", [
        ("Успеваемость, %", results.performance), ("Качество знаний, %", results.quality), ("СОУ, %", results.sou),
        ("Средний балл", results.average), ("Студентов без итогов", len(results.standing_there(None)))])


def _absences(data: CuratorReport) -> Part:
    sheet = data.attendance
    return facts("Пропуски", [
        ("Всего, ч", sheet.missed.total), ("По уважительной причине, ч", sheet.missed.excused),
        ("Без причины, ч", sheet.missed.unexcused), ("На одного студента, ч", per_student(sheet.missed.total,
                                                                                          sheet.students)),
        ("Опозданий", sheet.missed.late), ("Посещаемость, %", sheet.attended)])


def _family(data: CuratorReport) -> Part:
    family = data.family
    names = ", ".join(family.silent).removesuffix(".")  # «Ярцев Т. А.» ends the sentence itself
    silent = f"Родителям этих студентов за период не писали: {names}." if names else ""
    return facts("Работа с родителями", [
        ("Родителей", family.parents), ("С учётной записью", family.with_account), ("Был вход", family.seen),
        ("Студентов, с чьим дневником ознакомлены", family.acknowledged),
        ("Сообщений и писем родителям", family.messages),
        ("Студентов, о ком не писали", len(family.silent))], note=silent)
