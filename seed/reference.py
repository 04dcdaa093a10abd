"""What every college starts with: absence letters, bells, days off, the plan schedule of the regulation."""

from __future__ import annotations

import datetime as dt

import models as m
from rules.terms import PlanState
from seed.bulk import Bulk
from seed.days import DayOff
from seed.world import BELLS, bell

ABSENCES = (  # letter, title, words for the diary, excused, counts hours, is late
    ("н", "без уважительной причины", "не был(а) без причины", False, True, False),
    ("б", "болезнь", "болезнь", True, True, False),
    ("у", "уважительная причина", "уважительная причина", True, True, False),
    ("о", "опоздание", "опоздал(а)", False, False, True),
)
PLAN = (  # period, due (month, day of the year of transition), title, responsible, demo login
    ("до 31.08.23", (8, 31), "Утверждение плана-графика", "директор", "director"),
    ("до 01.09.23", (9, 1), "Разработка положения об электронном журнале", "зам. директора по УПР, юрист", "upr"),
    ("01.09.23", (9, 1), "Размещение на сайте информации о переходе", "системный администратор", "admin"),
    ("до 10.09.23", (9, 10), "Заседание МО преподавателей, установочный семинар",
     "зам. директора по УПР, руководитель МО", "upr"),
    ("15.09.23, в течение года", (9, 15), "Создание и актуализация базы данных студентов", "технический специалист",
     "tech"),
    ("октябрь", (10, 31), "Обучающий семинар", "администратор ЭЖ", "admin"),
    ("в течение года", None, "Консультации для родителей и обучающихся по ЕСИА", "кураторы, администратор ЭЖ", "admin"),
    ("до 30.10.23", (10, 30), "Размещение на сайте нормативной базы", "зам. директора по УПР, системный администратор",
     "upr"),
)
SEMINAR = {
    4: ("Порядок ведения электронного журнала", "преподаватели, кураторы", "Положение, памятка преподавателя"),
    6: ("Темы уроков и задания, замены, накопляемость отметок", "преподаватели", "Презентация, запись семинара"),
}


PAPERS = (  # title, number, date, text
    ("Федеральный закон «Об образовании в Российской Федерации»", "273-ФЗ", dt.date(2012, 12, 29),
     "Статья 58: промежуточная аттестация и сроки ликвидации академической задолженности. Статья 43: обязанности "
     "обучающихся. Статья 44: права родителей знакомиться с оценками успеваемости."),
    ("Федеральный закон «О персональных данных»", "152-ФЗ", dt.date(2006, 7, 27),
     "Журнал хранит только данные, нужные для обучения. Что хранится и кто это видел — на странице «Мои данные»."),
    ("Приказ о переходе на электронный учёт успеваемости обучающихся", "156/2-У", dt.date(2023, 8, 27),
     "Бумажные журналы отменены с 1 сентября 2023 г., успеваемость и посещаемость ведутся в электронном журнале."),
    ("Положение об электронном журнале успеваемости обучающихся", None, dt.date(2023, 8, 27),
     "Кто, что и когда записывает в журнал, кто это проверяет и что видят родители."),
)


def add_papers(bulk: Bulk) -> None:
    """Papers of the open page «Нормативные документы»."""
    for position, (title, number, date, text) in enumerate(PAPERS, 1):
        bulk.add(m.PublicDocument, position=position, title=title, number=number, date=date, text=text)


def add_absence_kinds(bulk: Bulk) -> dict[str, int]:
    """The four letters; ids by letter."""
    return {letter: bulk.add(m.AbsenceKind, letter=letter, title=title, words=words, excused=excused,
                             counts_hours=counts, is_late=late, position=position)
            for position, (letter, title, words, excused, counts, late) in enumerate(ABSENCES, 1)}


def add_bells(bulk: Bulk) -> None:
    schedule = bulk.add(m.BellSchedule, title="Основное", is_default=True)
    for pair, (starts, ends) in BELLS.items():
        bulk.add(m.BellSlot, schedule_id=schedule, pair=pair, starts=bell(starts), ends=bell(ends))


def add_days_off(bulk: Bulk, rows: list[DayOff]) -> None:
    for row in rows:
        bulk.add(m.Holiday, starts=row.starts, ends=row.ends, kind=row.kind, title=row.title)


def add_plan_schedule(bulk: Bulk, year: int, today: dt.date, users: dict[str, int]) -> None:
    """The eight lines of «План-график перехода»; what is past has been done."""
    for position, (period, due, title, responsible, login) in enumerate(PLAN, 1):
        day = dt.date(year, *due) if due else None
        topic, attendees, material = SEMINAR.get(position, (None, None, None))
        bulk.add(m.PlanEvent, position=position, title=title, period=period, due_on=day, responsible=responsible,
                 responsible_id=users.get(login), topic=topic, attendees=attendees, material=material,
                 state=PlanState.DONE if day and day <= today else PlanState.PLANNED)
