"""aSc Timetables, XML: the week of classes, with days and weeks as bit masks (variants «2008» and «2012»)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import zip_longest

from actions.intake.refusal import ImportRefused, Refusals
from actions.intake.timetable import Named, TimetableFile, WeekRow
from importers.limits import DEFAULT, Limits
from importers.markup import Element, read_elements
from importers.text import clean, normalise_index
from rules.terms import WeekParity
from rules.timetable_words import room_name, split_discipline, subgroup_number

WANTED = frozenset({"timetable", "period", "day", "subject", "teacher", "class", "group", "classroom", "lesson",
                    "card"})
SHORT = dt.timedelta(minutes=60)  # a period that is shorter is half a pair


def is_asc(text: str) -> bool:
    return re.search(r"<timetable[\s>]", text[:20_000]) is not None


def read_asc(text: str, semester: int | None = None, limits: Limits = DEFAULT) -> TimetableFile:
    """The week of the file; ``semester``: which of two terms, when the file has two. Refused cards are named."""
    return _Asc(read_elements(text, WANTED, limits), semester).read()


class _Asc:
    def __init__(self, elements: list[Element], semester: int | None) -> None:
        self.semester, self.refusals, self.warnings = semester, Refusals(), list[str]()
        self.by_kind: dict[str, list[Element]] = {}
        for element in elements:
            self.by_kind.setdefault(element.name, []).append(element)
        if not self.by_kind.get("card"):
            raise ImportRefused.because("В файле aSc нет ни одной карточки расписания (card)")
        self.ids = {kind: {one.get("id"): one for one in self.by_kind.get(kind, ())}
                    for kind in ("subject", "teacher", "class", "group", "classroom", "lesson")}
        self.halves = self._periods_are_halves()
        self.first_day = self._first_day()

    def read(self) -> TimetableFile:
        found: dict[tuple[object, ...], WeekRow] = {}
        unplaced = 0
        for card in self.by_kind["card"]:
            lesson = self.ids["lesson"].get(card.get("lessonid"))
            if lesson is None:
                self.refusals.add(card.line, "lessonid", f"занятия «{card.get('lessonid')}» в файле нет")
                continue
            days, parity = self._days(card), self._parity(card, lesson)
            unplaced += not days
            if parity is None or not self._of_semester(card):
                continue
            for row in self._rows(card, lesson, days, parity):
                found.setdefault((row.weekday, row.pair, row.parity, row.group, row.what), row)
        self.refusals.check()
        if unplaced:
            self.warnings.append(f"Карточек не поставлено в сетку: {unplaced}; они пропущены")
        return TimetableFile(week=tuple(found.values()), warnings=tuple(self.warnings))

    # what a card says

    def _rows(self, card: Element, lesson: Element, days: list[int], parity: WeekParity) -> Iterator[WeekRow]:
        pairs = self._pairs(card, lesson)
        for weekday in days:
            for pair in pairs:
                for group, what in self._taught(card, lesson):
                    yield WeekRow(card.line, weekday, pair, parity, group, what)

    def _days(self, card: Element) -> list[int]:
        """Monday first; an older file has a number of the day instead of the mask."""
        mask = card.get("days")
        if mask:
            if set(mask) - {"0", "1"} or len(mask) > 7:
                self.refusals.add(card.line, "days", f"«{mask}»: нужна маска дней вида 10000")
                return []
            return [number for number, bit in enumerate(mask, 1) if bit == "1"]
        day = card.get("day")
        if not day.isdigit() or not 1 <= int(day) + 1 - self.first_day <= 7:
            if day:
                self.refusals.add(card.line, "day", f"«{day}» не номер дня недели")
            return []
        return [int(day) + 1 - self.first_day]

    def _parity(self, card: Element, lesson: Element) -> WeekParity | None:
        mask = card.get("weeks") or lesson.get("weeks")
        odd, even = mask[0::2], mask[1::2]
        if not mask or set(mask) == {"1"}:
            return WeekParity.EVERY
        if set(odd) == {"1"} and set(even) == {"0"}:
            return WeekParity.ODD
        if set(odd) == {"0"} and set(even) == {"1"}:
            return WeekParity.EVEN
        if set(mask) != {"0"}:
            self.refusals.add(card.line, "weeks", f"недели «{mask}»: понятны каждая, нечётные (10) и чётные (01)")
        return None

    def _of_semester(self, card: Element) -> bool:
        mask = card.get("terms")
        if self.semester is None or len(mask) < 2:
            return True
        return mask[self.semester - 1:self.semester] == "1"

    def _pairs(self, card: Element, lesson: Element) -> list[int]:
        period, length = card.get("period"), lesson.get("periodspercard")
        if not period.isdigit():
            if period:
                self.refusals.add(card.line, "period", f"«{period}» не номер урока")
            return []
        first, count = int(period), int(length) if length.isdigit() and int(length) else 1
        numbers = range(first, first + count) if self.halves else range(first, first + max(1, count // 2))
        pairs = sorted({(number + 1) // 2 if self.halves else number for number in numbers})
        if pairs[-1] > 9:
            self.refusals.add(card.line, "period", f"урок {numbers[-1]}: пар больше девяти не бывает")
            return []
        return pairs

    def _taught(self, card: Element, lesson: Element) -> Iterator[tuple[str, Named]]:
        """A lesson of several classes or groups is a row for each; two teachers of two groups take one each."""
        subject = self.ids["subject"].get(lesson.get("subjectid"))
        if subject is None:
            self.refusals.add(lesson.line, "subjectid", f"предмета «{lesson.get('subjectid')}» в файле нет")
            return
        index, title = split_discipline(clean(subject.get("name") or subject.get("short")))
        teachers = [self._name("teacher", one, lesson) for one in _many(lesson, "teacherids", "teacherid")] or [""]
        rooms = [room_name(clean(self._name("classroom", one, card)))
                 for one in _many(card, "classroomids", "classroomid") or _many(lesson, "classroomids", "classroomid")]
        targets = list(self._targets(lesson))
        if len(teachers) == len(targets) > 1:
            each = list(zip_longest(targets, teachers, rooms[:len(targets)], fillvalue=None))
        else:
            each = [(target, teacher, rooms[0] if rooms else None) for target in targets for teacher in teachers]
        for target, who, room in each:
            if target is not None:
                group, number = target
                yield group, Named(title, clean(who or ""), normalise_index(index) if index else "", room, number)

    def _targets(self, lesson: Element) -> Iterator[tuple[str, int | None]]:
        """Groups with the numbers of their parts; a lesson that names no part is of whole classes."""
        groups = [self.ids["group"][one] for one in _many(lesson, "groupids", "groupid") if one in self.ids["group"]]
        covered = set()
        for group in groups:
            covered.add(group.get("classid"))
            yield self._name("class", group.get("classid"), lesson), self._part(group)
        for one in _many(lesson, "classids", "classid"):
            if one not in covered:
                yield self._name("class", one, lesson), None

    def _part(self, group: Element) -> int | None:
        """The number in its name, else its place in the division."""
        if group.get("entireclass") == "1":
            return None
        division = group.get("classid"), group.get("divisiontag")
        siblings = [one.get("id") for one in self.by_kind["group"] if one.get("entireclass") != "1"
                    and (one.get("classid"), one.get("divisiontag")) == division]
        return subgroup_number(clean(group.get("name"))) or siblings.index(group.get("id")) + 1

    def _name(self, kind: str, id: str, where: Element) -> str:
        found = self.ids[kind].get(id)
        if found is None:
            self.refusals.add(where.line, f"{kind}id", f"ссылка «{id[:40]}» ни на что не указывает")
            return ""
        whole = f"{found.get('lastname')} {found.get('firstname')}" if found.get("lastname") else ""
        return clean(whole or found.get("name") or found.get("short"))

    # what the file says of itself

    def _periods_are_halves(self) -> bool:
        """Periods of 45 minutes are lessons, two a pair; without times two periods a card tell the same."""
        for period in self.by_kind.get("period", ()):
            start, end = _time(period.get("starttime")), _time(period.get("endtime"))
            if start is not None and end is not None:
                return end - start < SHORT
        return any(one.get("periodspercard") == "2" for one in self.by_kind.get("lesson", ()))

    def _first_day(self) -> int:
        """Whether an older file counts days from 0 or from 1: the days it defines, else the days it uses, tell."""
        numbers = [int(one.get("day")) for kind in ("day", "card") for one in self.by_kind.get(kind, ())
                   if one.get("day").isdigit()]
        if 0 in numbers:
            return 0
        options = self.by_kind.get("timetable", [Element("", {}, 0)])[0].get("options")
        return 1 if self.by_kind.get("day") or "daynumbering1" in options else 0


def _many(element: Element, *names: str) -> list[str]:
    text = next((element.get(name) for name in names if element.get(name)), "")
    return [one for one in text.split(",") if one]


def _time(text: str) -> dt.timedelta | None:
    match = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", text)
    return dt.timedelta(hours=int(match[1]), minutes=int(match[2])) if match else None
