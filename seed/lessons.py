"""What teachers wrote: lessons by the timetable up to now, with marks, absences and homework (п. 3, 5.6, 6.1–6.4)."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import NamedTuple

import models as m
from rules.terms import LessonKind, LineKind, MarkKind, TaskKind, WorkKind
from seed.days import DAY
from seed.practices import Section
from seed.world import BELLS, Book, Event, Pupil, Staff, Topic, World, bell

LATE_REASONS = ("не было доступа к сети", "болезнь преподавателя", "выезд с группой на конкурс",
                "отключение электричества")
DEVIATIONS = ("перенос темы из-за праздничного дня", "дополнительное время на практическую работу")
MARKED = {  # kind of a declared work → kind of its marks
    WorkKind.CONTROL: MarkKind.CONTROL, WorkKind.CHECK: MarkKind.CHECK, WorkKind.LABORATORY: MarkKind.LABORATORY,
    WorkKind.PRACTICAL: MarkKind.PRACTICAL,
}
SMALL = (MarkKind.ANSWER, MarkKind.ANSWER, MarkKind.ANSWER, MarkKind.HOMEWORK, MarkKind.INDEPENDENT, MarkKind.TEST)
TASKS = {
    LessonKind.LECTURE: (("Составление конспекта", TaskKind.READING), ("Ответы на вопросы по теме", TaskKind.ORAL),
                         ("Заполнение таблицы", TaskKind.WRITTEN)),
    LessonKind.COMBINED: (("Решение задач № {n}–{m}", TaskKind.PROBLEM),
                          ("Устный опрос по прошлой теме", TaskKind.ORAL),
                          ("Работа с учебником, с. {n}", TaskKind.READING),
                          ("Тест из {m} вопросов", TaskKind.TEST),
                          ("Упражнения {n}–{m}", TaskKind.EXERCISE)),
    LessonKind.SEMINAR: (("Обсуждение докладов", TaskKind.PROJECT),
                         ("Работа в группах с источником", TaskKind.READING)),
    LessonKind.PRACTICAL: (("Выполнение задания по вариантам", TaskKind.PRACTICAL), ("Защита работы", TaskKind.ORAL)),
    LessonKind.LABORATORY: (("Выполнение измерений, оформление отчёта", TaskKind.LABORATORY),),
    LessonKind.CONTROL: (("Контрольная работа по вариантам", TaskKind.WRITTEN),),
    LessonKind.CREDIT: (("Ответ по билету", TaskKind.ORAL), ("Итоговый тест", TaskKind.TEST)),
}
GENEROUS_SHARE = 0.30  # of those present at a plain lesson who get a mark


class Entry(NamedTuple):
    """When a lesson was recorded and why late."""

    at: dt.datetime
    reason: str | None


class Lessons:
    """Writes the lessons of journals; remembers what finals need."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.random = world.random("lessons")
        self.sums: dict[tuple[int, int], list[int]] = {}  # (journal, student) → marks, their sum, missed, held
        self.marks = self.absences = 0
        self.sections: dict[Book, list[Section]] = {}  # of practices whose days have a log
        self.hidden: set[tuple[int, dt.date, int]] = set()

    def write(self, book: Book) -> None:
        if not book.events:
            return
        roster = [pupil for pupil in book.team.pupils
                  if book.subgroup is None or (book.subgroup, pupil.id) in book.team.halves]
        for place, event in enumerate(book.events):
            if event.date > self.world.today:
                break
            entry = self._entry(event)
            if entry.at <= self.world.now and (book.id, *event.place) not in self.hidden:
                self._lesson(book, place, event, entry, roster)

    def _entry(self, event: Event) -> Entry:
        """On the day, soon after the bell; now and then a working day or two later, with a reason."""
        random = self.random
        ends = bell(BELLS[max(event.pair, 3) if event.book.line.kind is LineKind.PRACTICE else event.pair][1])
        if random.random() < event.teacher.punctual or event.date == self.world.today:
            start = ends.hour * 60 + ends.minute
            minute = min(start + int(random.random() ** 2 * 75), 16 * 60 + 58) if start < 1000 else start + 5
            return Entry(self.world.moment(event.date, dt.time(minute // 60, minute % 60)), None)
        day = self.world.calendar.after(event.date, random.choice((1, 1, 1, 2, 3)))
        return Entry(self.world.moment(day, dt.time(random.randint(8, 16), random.randrange(60))),
                     random.choice(LATE_REASONS))

    def _lesson(self, book: Book, place: int, event: Event, entry: Entry, roster: list[Pupil]) -> None:
        world, random = self.world, self.random
        topic = book.topics[place] if place < len(book.topics) else None
        is_practice = book.line.kind is LineKind.PRACTICE
        kind = LessonKind.PRACTICE_DAY if is_practice else topic.kind if topic else LessonKind.COMBINED
        section, step = self._section(book, place)
        title = topic.title if topic else section.day(step) if section else _day_theme(book, place)
        present = event.date
        lesson = world.bulk.add(
            m.Lesson, year=book.term.year, journal_id=book.id, date=present, pair=event.pair,
            hours=6 if is_practice else 2, kind=kind, topic=title, syllabus_topic_id=topic.id if topic else None,
            deviation_reason=random.choice(DEVIATIONS) if topic and random.random() < 0.01 else None,
            teacher_id=event.teacher.id, substituted_id=event.substituted.id if event.substituted else None,
            substitution_reason=event.reason if event.substituted else None, attendance_at=entry.at,
            entered_at=entry.at, entered_by_id=event.teacher.id, late_reason=entry.reason)
        work = None
        if topic:
            work = self._work(lesson, event, topic)
            self._tasks(lesson, kind)
            self._homework(lesson, book, place, topic, entry)
        members = [pupil for pupil in roster if pupil.in_team(book.team, present)]
        absent = self._cells(lesson, event, entry, members, topic, work)
        if section:
            there = [pupil for pupil in members if pupil.id not in absent]
            late = 2 if present == world.today - DAY * 3 else 0  # the demo's supervisor has forgotten two of them
            self._logs(lesson, title, there[:len(there) - late], section.id)

    def _section(self, book: Book, place: int) -> tuple[Section | None, int]:
        """The section in which the day falls, and which day of the section it is."""
        sections = self.sections.get(book)
        if not sections:
            return None, 0
        found = place * len(sections) // book.needed
        first = next(day for day in range(place + 1) if day * len(sections) // book.needed == found)
        return sections[found], place - first

    def _work(self, lesson: int, event: Event, topic: Topic) -> int | None:
        if topic.work is None:
            return None
        return self.world.bulk.add(m.Work, lesson_id=lesson, kind=topic.work, number=topic.number, title=topic.theme,
                                   held_on=event.date)

    def _tasks(self, lesson: int, kind: LessonKind) -> None:
        random = self.random
        choices = TASKS[kind]
        count = 1 if random.random() < 0.7 or len(choices) == 1 else 2
        for position, (text, task) in enumerate(random.sample(choices, count), 1):
            first = random.randint(3, 60)
            self.world.bulk.add(m.LessonTask, lesson_id=lesson, position=position, kind=task,
                                text=text.format(n=first, m=first + random.randint(2, 6)))

    def _homework(self, lesson: int, book: Book, place: int, topic: Topic, entry: Entry) -> None:
        random = self.random
        is_forgotten = (book.events[place].date == self.world.today and book.teacher.id == self.world.users["teacher"]
                        and book.subgroup is not None)
        if topic.homework is None or is_forgotten or random.random() < 0.04:
            return
        due = book.events[place + 1].date if place + 1 < len(book.events) else None
        at, reason = entry
        if reason is None and random.random() < 0.02:
            later = self.world.moment(self.world.calendar.after(at.date(), 1), dt.time(9, random.randrange(60)))
            if later <= self.world.now:
                at, reason = later, "задание уточнялось"
        self.world.bulk.add(m.Homework, lesson_id=lesson, text=topic.homework, kind=topic.homework_kind, due_on=due,
                            entered_at=at, late_reason=reason)

    def _logs(self, lesson: int, work: str, pupils: list[Pupil], section: int) -> None:
        for pupil in pupils:
            self.world.bulk.add(m.DayLog, lesson_id=lesson, student_id=pupil.id, section_id=section, work=work, hours=6)

    # cells

    def _cells(self, lesson: int, event: Event, entry: Entry, present: list[Pupil], topic: Topic | None,
               work: int | None) -> set[int]:
        """One cell for everybody who was absent or marked; who was absent."""
        book, random, bulk = event.book, self.random, self.world.bulk
        result = self._results(event, entry, topic)
        share = self._share(book, topic)
        hours = 6 if topic is None else 2
        absent = set()
        for pupil in present:
            tally = self.sums.get((book.id, pupil.id))
            if tally is None:
                tally = self.sums[book.id, pupil.id] = [0, 0, 0, 0]
            tally[3] += 1
            letter, note, minutes = self._absence(pupil, event, random)
            is_away = letter is not None and minutes is None
            marked = not is_away and random.random() < (
                share if work else share * (1.35 if tally[0] * 2 < tally[3] else 0.7))
            at = entry if not work or result is None else result
            if marked and at.at > self.world.now:
                marked = False
            if letter is None and not marked:
                continue
            cell = bulk.add(
                m.Cell, year=book.term.year, journal_id=book.id, lesson_id=lesson, student_id=pupil.id,
                updated_at=at.at if marked else entry.at, updated_by_id=event.teacher.id,
                late_reason=at.reason if marked else entry.reason)
            if letter is not None:
                self.absences += 1
                absent |= {pupil.id} if is_away else set()
                tally[2] += is_away
                bulk.add(m.Absence, year=book.term.year, cell_id=cell, journal_id=book.id, student_id=pupil.id,
                         kind_id=self.world.letters[letter], hours=hours if is_away else 0, minutes_late=minutes,
                         excuse_note_id=note, entered_at=entry.at)
            if marked:
                self._mark(cell, pupil, book.teacher, event, at.at, topic, work, tally)
        return absent

    def _mark(self, cell: int, pupil: Pupil, teacher: Staff, event: Event, at: dt.datetime, topic: Topic | None,
              work: int | None, tally: list[int]) -> None:
        random = self.random
        kind = MARKED[topic.work] if topic and topic.work else random.choice(SMALL) if topic else MarkKind.PRACTICE
        if pupil.is_special and event.book.line.is_sport:
            kind = MarkKind.THEORY
        count = 2 if topic and random.random() < 0.015 else 1
        heavy = kind is MarkKind.CONTROL
        for position in range(1, count + 1):
            value = _value(pupil, teacher, random)
            tally[0] += 1
            tally[1] += value
            self.marks += 1
            self.world.bulk.add(
                m.Mark, year=event.book.term.year, cell_id=cell, journal_id=event.book.id, student_id=pupil.id,
                position=position, value=value,
                kind=kind if position == 1 else MarkKind.ANSWER, weight=2 if heavy and position == 1 else 1,
                work_id=work if position == 1 else None, entered_at=at)

    def _results(self, event: Event, entry: Entry, topic: Topic | None) -> Entry | None:
        """Marks of a declared work come within a week, seldom later (п. 6.3)."""
        if topic is None or topic.work is None:
            return None
        random = self.random
        late = random.random() < 0.015
        days = random.randint(8, 10) if late else random.choice((0, 1, 2, 2, 3, 4, 5, 6))
        if days == 0:
            return entry
        at = self.world.moment(event.date + DAY * days, dt.time(random.randint(9, 19), random.randrange(60)))
        return Entry(max(at, entry.at), random.choice(LATE_REASONS) if late else None)

    def _share(self, book: Book, topic: Topic | None) -> float:
        if topic is None:
            return 0.45
        if topic.work is not None:  # a work is marked in all who wrote it, seldom not (п. 6.3)
            return 1.0 if self.random.random() < 0.97 else 0.85
        return GENEROUS_SHARE + book.teacher.generous * 0.3

    def _absence(self, pupil: Pupil, event: Event, random: Random) -> tuple[str | None, int | None, int | None]:
        """Letter, excuse note and, for who came late, the minutes."""
        excused = pupil.excused.get(event.date)
        if excused:
            return excused[0], excused[1], None
        lot = random.random()
        truancy = pupil.truancy * (1.4 if event.pair >= 4 else 0.9)
        if lot < truancy:
            return "н", None, None
        if lot < truancy + pupil.lateness * (1.6 if event.pair == 1 else 0.6):
            return "о", None, random.choice((5, 5, 10, 10, 15, 20, 25))
        return None, None, None


def _value(pupil: Pupil, teacher: Staff, random: Random) -> int:
    score = 3.98 + teacher.generous + pupil.ability * 0.64 + random.gauss(0, 0.62)
    return 5 if score >= 4.5 else 4 if score >= 3.5 else 3 if score >= 2.55 else 2


def _day_theme(book: Book, place: int) -> str:
    themes = book.line.themes
    if place == 0:
        return "Инструктаж по охране труда, знакомство с рабочим местом"
    return themes[(place - 1) * len(themes) // max(book.needed - 1, 1) % len(themes)]


def hidden(world: World) -> set[tuple[int, dt.date, int]]:
    """Not filled: two lessons of the demo's teacher, of last week and of today, and today's days of practice."""
    mine = sorted((event for book in world.books if book.teacher.id == world.users["teacher"]
                   and book.term.year == world.year and book.line.kind is not LineKind.PRACTICE for event in book.events
                   if event.substituted is None), key=lambda event: event.place)
    monday = world.today - DAY * world.today.weekday()
    past = [event for event in mine if monday - DAY * 7 <= event.date < monday]
    today = [event for event in mine if event.date == world.today
             and world.moment(event.date, bell(BELLS[event.pair][1])) <= world.now]
    practice = [event for book in world.books if book.line.kind is LineKind.PRACTICE for event in book.events
                if event.date == world.today]  # a day for the demo's supervisor to fill
    return {(event.book.id, *event.place) for event in (*past[-1:], *today[-1:], *practice)}
