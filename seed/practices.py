"""Practices: programmes, places, logs of days, attestation sheets of those that are over (Пр. 12)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import models as m
from rules.terms import BasisKind, FinalKind, FinalValue, PracticeKind, SheetPart
from seed.days import DAY
from seed.world import Book, Pupil, World

ENTERPRISES = (
    ("ООО «Сварочный участок № 7»", "сва"), ("ООО «Металлоконструкции Обь»", "сва"),
    ("Столовая «Заречная»", "пов"), ("Кафе «Берёзовая роща»", "пов"), ("Комбинат питания «Каравай»", "пов"),
    ("Автосервис «Магистраль»", "авт"), ("ООО «Автобаза Северная»", "авт"), ("Станция обслуживания «Гараж 22»", "авт"),
    ("Ремонтное вагонное депо № 3", "жд"), ("Вагоноремонтная мастерская «Тележка»", "жд"),
    ("ООО «Электромонтаж Сибирь»", "эл"), ("Участок электросетей № 12", "эл"),
    ("ООО «Цифровой причал»", "инф"), ("Студия «Двоичный код»", "инф"), ("ИП Мастерская программ", "инф"),
)
STEPS = ("инструктаж, подготовка рабочего места и инструмента", "работа вместе с наставником", "самостоятельная работа",
         "самостоятельная работа, проверка качества")  # of the days of one section
CLOSED_AFTER = DAY * 21  # by then finals are given and published
MENTORS = ("бригадир участка", "мастер смены", "заведующий производством", "главный механик", "ведущий специалист")


@dataclass(frozen=True)
class Section:
    """A section of a programme and what is done in it."""

    id: int
    theme: str

    @property
    def work(self) -> str:
        return work_of(self.theme)

    def day(self, place: int) -> str:
        """What is done on the section's day."""
        return f"{self.theme}: {STEPS[min(place, len(STEPS) - 1)]}"


class Practices:
    """Papers of the practices of the current year; of past years only the programme stays."""

    def __init__(self, world: World) -> None:
        self.world, self.random = world, world.random("practices")
        self.bases: dict[str, list[int]] = {}
        self.written: dict[Book, tuple[int, list[Section]]] = {}  # of the current year: programme, sections
        for number, (name, area) in enumerate(ENTERPRISES, 1):
            identity = world.bulk.add(
                m.Enterprise, name=name, search_key=name.casefold().replace("ё", "е"), contact="отдел кадров",
                phone=f"+790003{number:05d}", contract_number=f"{number}/{world.year % 100}",
                contract_date=dt.date(world.year, 9, 1) - DAY * number,
                address=f"Алтайский край, г. Новоалтайск, ул. Заводская, д. {number}")
            self.bases.setdefault(area, []).append(identity)

    def write(self, book: Book) -> list[Section]:
        """The programme with its places; its sections."""
        world, first, last = self.world, book.events[0].date, book.events[-1].date
        bases = self.bases[book.team.programme.area]
        is_college = book.line.practice_kind is PracticeKind.STUDY
        programme = world.bulk.add(
            m.PracticeProgramme, journal_id=book.id, starts=first, ends=last, supervisor_id=book.teacher.id,
            order_number=f"{book.id}-П", order_date=first - DAY * 10)
        sections = self._sections(programme, book)
        if book.term.year != world.year:
            return sections
        pupils = [pupil for pupil in book.team.pupils if pupil.in_team(book.team, first)]
        for place, pupil in enumerate(pupils):
            waits = first <= world.today <= last and pupil is pupils[-1]  # the demo's senior master places this one
            if not is_college and not waits:
                world.bulk.add(m.Placement, programme_id=programme, student_id=pupil.id,
                               enterprise_id=bases[place % len(bases)], mentor=MENTORS[place % len(MENTORS)],
                               contract_number=f"{book.id}/{place + 1}", contract_date=first - DAY * 12)
        self.written[book] = programme, sections
        return sections

    def attest(self, book: Book, sums: dict[tuple[int, int], list[int]]) -> None:
        """Sheets of a practice that is over, and its finals; who never came has neither, two wait for theirs."""
        if book not in self.written or (last := book.events[-1].date) >= self.world.today:
            return
        programme, sections = self.written[book]
        pupils = [pupil for pupil in book.team.pupils if pupil.in_team(book.team, last)]
        waiting = pupils[-2:] if last >= self.world.today - DAY * 10 else []
        for pupil in pupils:
            _, _, missed, held = sums.get((book.id, pupil.id), (0, 0, 0, 0))
            if missed < held and pupil not in waiting:
                self._sheet(programme, book, pupil, last, sections, missed * 2 <= held)

    def _sections(self, programme: int, book: Book) -> list[Section]:
        themes = list(dict.fromkeys(book.line.themes))[:max(2, min(6, book.line.hours // 18))]
        hours = book.line.hours // len(themes) // 2 * 2
        return [Section(self.world.bulk.add(
            m.ProgrammeSection, programme_id=programme, position=place, title=theme, work=work_of(theme),
            hours=hours if place < len(themes) else book.line.hours - hours * (len(themes) - 1)), theme)
            for place, theme in enumerate(themes, 1)]

    def _sheet(self, programme: int, book: Book, pupil: Pupil, last: dt.date, sections: list[Section],
               diligent: bool) -> None:
        world, random = self.world, self.random
        good = diligent and pupil.ability > -0.3
        value = FinalValue.FIVE if good and pupil.ability > 0.6 else FinalValue.FOUR if good else FinalValue.THREE
        sheet = world.bulk.add(
            m.AttestationSheet, programme_id=programme, student_id=pupil.id, value=value, signed_on=last,
            characteristics=_characteristics(pupil.name.female, good))
        if last < world.today - CLOSED_AFTER and world.today <= book.term.ends:
            at = world.moment(last, dt.time(15, 30))
            world.bulk.add(m.FinalMark, journal_id=book.id, student_id=pupil.id, kind=FinalKind.PRACTICE, value=value,
                           basis_kind=BasisKind.PRACTICAL_WORKS, set_by_id=book.teacher.id, set_at=at, published_at=at)
        plan = book.team.curriculum
        rows = [(SheetPart.WORK, section.work, random.choice(("high", "high", "medium") if good else ("medium", "low")))
                for section in sections]
        rows += [(SheetPart.PROFESSIONAL, title, "full" if good else "partial")
                 for title in plan.professional.get(book.line.module or "", ())]
        rows += [(SheetPart.GENERAL, title, "regular" if good else "episodic") for title in plan.general[:3]]
        place = dict.fromkeys(SheetPart, 0)
        for part, title, level in rows:
            place[part] += 1
            world.bulk.add(m.SheetRow, sheet_id=sheet, part=part, position=place[part], title=title, level=level)


def work_of(theme: str) -> str:
    return f"{theme}: выполнение работ"


def _characteristics(female: bool, good: bool) -> str:
    verbs = ("выполнила", "соблюдала", "относилась") if female else ("выполнил", "соблюдал", "относился")
    return (f"Программу практики {verbs[0]}, правила охраны труда {verbs[1]}, к работе {verbs[2]} "
            f"{'добросовестно' if good else 'удовлетворительно'}.")
