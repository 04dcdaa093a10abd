"""Marks and absences of a journal kept elsewhere, for a start in the middle of a year (Пр. 4)."""

from __future__ import annotations

from collections.abc import Sequence

from access.check import get_or_none
from access.grants import Action
from access.identity import Identity
from actions.intake.chosen import Chosen
from actions.intake.refusal import ImportRefused
from actions.intake.report import Report
from actions.past_intake import Wish, load_past
from importers.past_marks import read_past
from jobs.intake import Field, Intake, Option, OptionKind
from models import AcademicYear, Journal
from queries.college import current_semester
from queries.past_journals import journals_of_group
from rules.terms import ImportKind


def _past(user: Identity, data: bytes, name: str, chosen: Chosen) -> Report:
    journals, year = _journals(user, chosen)
    typed = str(chosen.get("reason") or "").strip()
    reason = typed or f"Перенос из прежнего журнала, файл «{name}»"
    wish = Wish(name, reason[:250], bool(typed), bool(chosen.get("create_lessons")), bool(chosen.get("overwrite")))
    return load_past(user, journals, read_past(data, (year.starts, year.ends)), wish)


def _journals(user: Identity, chosen: Chosen) -> tuple[Sequence[Journal], AcademicYear]:
    """One journal, or those of a group in the year that goes on."""
    number, group = chosen.get("journal"), chosen.get("group")
    if (number is None) == (group is None):
        raise ImportRefused.because("Выберите журнал — или группу, если в файле лист на каждую дисциплину")
    if number is not None:
        journal = get_or_none(user, Action.READ, Journal, number)
        if journal is None:
            raise ImportRefused.because(f"Журнала № {number} нет. Номера журналов — в служебном разделе, «Журналы»")
        return [journal], journal.semester.academic_year
    semester = current_semester(user.today)
    journals = journals_of_group(user, group, semester.academic_year_id) if semester is not None else []
    if semester is None or not journals:
        raise ImportRefused.because("В этом учебном году ваших журналов этой группы нет")
    return journals, semester.academic_year


MARKS = Intake(
    "marks", ImportKind.MARKS, "отметки прошлого периода",
    "Load marks and absences of a past time: our table, or sheets of «Сетевой город» (xlsx, xls, csv).",
    "Таблица «дата, пара, студент, значение» или лист со студентами и датами, в том числе из «Сетевого города»",
    _past, (
        Option("journal", OptionKind.JOURNAL, "Журнал", "The journal that the file is of."),
        Option("group", OptionKind.GROUP, "Все листы группы", "The group: each sheet goes to its discipline's journal.",
               hint="Вместо журнала: лист файла — дисциплина, берутся ваши журналы группы"),
        Option("create_lessons", OptionKind.FLAG, "Создать занятия", "Make lessons that the timetable does not know.",
               hint="Занятия, которых нет ни в журнале, ни в расписании"),
        Option("overwrite", OptionKind.FLAG, "Обновлять существующие", "Correct cells that hold another value.",
               hint="Иначе заполненные клетки с другим значением останутся как есть"),
        Option("reason", OptionKind.TEXT, "Причина", "Why the entries come late; stays in each cell.",
               hint="Останется в истории каждой клетки. Для дней, которые ведут здесь, причина нужна своя; "
                    "для прежних можно оставить пустым: «Перенос из прежнего журнала»")),
    template=(
        Field("дата", "День занятия", "05.09.2023"),
        Field("пара", "Номер пары; пусто, если занятие в этот день одно", 2),
        Field("студент", "Фамилия, имя и отчество, как в списке группы", "Алтынова Анна Сергеевна"),
        Field("значение", "Отметка, буква пропуска или обе: 5, 5/4, н, о/4", "5"),
        Field("вид", "За что отметка; пусто — ответ на уроке", "контрольная работа")))

INTAKES = (MARKS,)
