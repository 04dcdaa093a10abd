"""A timetable's file against what the journal holds: slots, changes, questions, clashes (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

import models as m
from access.identity import Identity
from actions.intake.questions import Unknown
from actions.intake.refusal import ImportRefused
from actions.intake.report import Report
from actions.timetable_intake import Asked, Mode, load_timetable
from importers.timetable import read_timetable
from rules.spans import Days
from rules.terms import ChangeKind as C
from rules.terms import NameKind, Role
from rules.terms import WeekParity as W
from tests import factories as f
from tests.timetable_files import Box, Day, asc, changes_html, flat

MONDAY = dt.date(2023, 11, 20)
SEPTEMBER, DECEMBER = dt.date(2023, 9, 1), dt.date(2023, 12, 29)


@pytest.fixture
def user(db: Any) -> Identity:
    return Identity(None, frozenset({Role.METHODIST}), f.NOW)


class World:
    """A group with three journals of a whole group and one by halves, and a neighbour with one."""

    def __init__(self) -> None:
        bells = f.BellScheduleFactory()
        for pair in range(1, 8):
            f.BellSlotFactory(pair=pair, schedule=bells)
        self.ryabova = f.TeacherFactory(last_name="Рябова", first_name="Надежда", patronymic="Григорьевна")
        self.osin = f.TeacherFactory(last_name="Осин", first_name="Павел", patronymic="Петрович")
        self.group = f.GroupFactory(name="ИС-22")
        self.semester = f.JournalFactory(group=self.group).semester
        self.chemistry = self.journal("ОУД.12", "Химия", self.ryabova)
        self.history = self.journal("ОУД.04", "История", self.osin)
        first, second = (f.SubgroupFactory(group=self.group, split="Язык", number=number) for number in (1, 2))
        line = self.line("ОУД.03", "Английский язык", self.group)
        self.english = [f.JournalFactory(line=line, group=self.group, teacher=who, subgroup=part)
                        for who, part in ((self.ryabova, first), (self.osin, second))]
        self.other = f.GroupFactory(name="ИС-21", speciality=self.group.speciality, curriculum=self.group.curriculum)
        self.neighbour = f.JournalFactory(line=self.chemistry.line, group=self.other, teacher=self.ryabova)

    @staticmethod
    def line(index: str, title: str, group: m.Group) -> m.CurriculumLine:
        return f.CurriculumLineFactory(curriculum=group.curriculum, index=index, title=title,
                                       discipline=f.DisciplineFactory(title=title))

    def journal(self, index: str, title: str, teacher: m.User) -> m.Journal:
        return f.JournalFactory(line=self.line(index, title, self.group), group=self.group, teacher=teacher)

    def weekly(self, journal: m.Journal, pair: int, room: str = "214", weekday: int = 1) -> None:
        f.TimetableSlotFactory(journal=journal, weekday=weekday, pair=pair, room=room)


@pytest.fixture
def world(db: Any) -> World:
    made = World()
    m.db.session.commit()
    return made


def load(user: Identity, data: bytes, **asked: Any) -> Report:
    report = load_timetable(user, read_timetable(data), Asked(**asked))
    m.db.session.commit()
    return report


def again(user: Identity, data: bytes, **asked: Any) -> None:
    """The same file once more changes nothing."""
    report = load(user, data, **asked)
    assert (report.created, report.changed) == (0, 0), report.told


def refused(user: Identity, data: bytes, **asked: Any) -> tuple[Any, ...]:
    with pytest.raises(ImportRefused) as caught:
        load_timetable(user, read_timetable(data), Asked(**asked))
    m.db.session.rollback()
    assert changes() == []
    return caught.value.refusals


def changes() -> list[tuple[Any, ...]]:
    return [(one.kind, one.pair, one.journal_id, one.new_journal_id, one.substitute_id, one.new_pair, one.room)
            for one in m.db.session.scalars(sa.select(m.TimetableChange).order_by(
                m.TimetableChange.date, m.TimetableChange.pair, m.TimetableChange.id))]


def slots() -> list[tuple[Any, ...]]:
    return [(one.journal_id, one.weekday, one.pair, one.parity, one.starts, one.ends, one.room)
            for one in m.db.session.scalars(sa.select(m.TimetableSlot).order_by(
                m.TimetableSlot.weekday, m.TimetableSlot.pair, m.TimetableSlot.starts, m.TimetableSlot.journal_id))]


CHEMISTRY, HISTORY = Box("ОУД.12 Химия (л)", "Рябова Н.Г.", "214"), Box("ОУД.04 История", "Осин П.П.", "215")


def day(**boxes: Box) -> bytes:
    """A sheet of the group's Monday: p1=…, p2=…"""
    return Day({"ИС-22": {int(name[1:]): box for name, box in boxes.items()}}).xlsx()


# a day against the week

def test_a_day_without_a_week_is_all_added(user: Identity, world: World) -> None:
    data = day(p1=CHEMISTRY, p2=Box("Английский язык", "Рябова Н.Г.", "1", ("Английский язык", "Осин П.П.", "2")))
    report = load(user, data)
    assert report.created == 3
    assert changes() == [
        (C.ADDED, 1, None, world.chemistry.id, None, None, "214"),
        (C.ADDED, 2, None, world.english[0].id, None, None, "1"),
        (C.ADDED, 2, None, world.english[1].id, None, None, "2")]
    again(user, data)


def test_a_day_like_the_week_is_nothing(user: Identity, world: World) -> None:
    world.weekly(world.chemistry, 1)
    report = load(user, day(p1=CHEMISTRY))
    assert (report.created, report.changed, report.same) == (0, 0, 1)
    assert changes() == []


DIFFERENT = [
    ("another room", {"p1": Box("Химия", "Рябова Н.Г.", "300")}, lambda w: [
        (C.ROOM, 1, w.chemistry.id, None, None, None, "300")]),
    ("another teacher", {"p1": Box("Химия", "Осин П.П.", "214")}, lambda w: [
        (C.SUBSTITUTED, 1, w.chemistry.id, None, w.osin.id, None, None)]),
    ("another discipline", {"p1": HISTORY}, lambda w: [
        (C.REPLACED, 1, w.chemistry.id, w.history.id, None, None, "215")]),
    ("another pair", {"p3": CHEMISTRY}, lambda w: [(C.MOVED, 1, w.chemistry.id, None, None, 3, None)]),
    ("not held", {}, lambda w: [(C.CANCELLED, 1, w.chemistry.id, None, None, None, None)]),
    ("one more", {"p1": CHEMISTRY, "p2": HISTORY}, lambda w: [(C.ADDED, 2, None, w.history.id, None, None, "215")]),
]


@pytest.mark.parametrize(("why", "boxes", "found"), DIFFERENT, ids=[case[0] for case in DIFFERENT])
def test_a_day_that_differs(why: str, boxes: dict[str, Box], found: Any, user: Identity, world: World) -> None:
    world.weekly(world.chemistry, 1)
    world.weekly(world.neighbour, 4)  # a group that the sheet does not name keeps its lessons
    data = day(**boxes)
    report = load(user, data)
    assert report.created == 1
    assert changes() == found(world)
    assert any("отменяется: 1" in words for words in report.warnings) is (why == "not held")
    again(user, data)


def test_a_corrected_sheet_takes_its_change_back(user: Identity, world: World) -> None:
    """The office sends the sheet again: what is gone from it is gone, what is corrected keeps its reason."""
    world.weekly(world.chemistry, 1)
    load(user, day(p1=Box("Химия", "Осин П.П.", "214"), p2=HISTORY))
    m.db.session.execute(sa.update(m.TimetableChange).values(reason="болезнь"))
    report = load(user, day(p1=Box("Химия", "Осин П.П.", "300")))
    assert (report.created, report.changed) == (0, 2)
    assert changes() == [(C.SUBSTITUTED, 1, world.chemistry.id, None, world.osin.id, None, "300")]
    assert m.db.session.scalars(sa.select(m.TimetableChange.reason)).all() == ["болезнь"]


def test_what_is_stored_may_be_left_as_it_is(user: Identity, world: World) -> None:
    load(user, day(p1=CHEMISTRY))
    report = load(user, day(p2=HISTORY), update=False)
    assert (report.created, report.changed) == (1, 0)
    assert len(changes()) == 2


def test_a_lesson_moved_to_another_day_is_off_here(user: Identity, world: World) -> None:
    world.weekly(world.chemistry, 1)
    f.TimetableChangeFactory(journal=world.chemistry, kind=C.MOVED, date=MONDAY, pair=1,
                             new_date=dt.date(2023, 11, 22), new_pair=2)
    again(user, day())


# names

ASKED = [
    ("a teacher nobody knows", day(p1=Box("Химия", "Неведомская Ю.Ю.", "")), NameKind.TEACHER, "Неведомская Ю.Ю."),
    ("a discipline by another name", day(p1=Box("ОУД.12 Хим. и проект", "Рябова Н.Г.")), NameKind.DISCIPLINE,
     "ОУД.12 Хим. и проект"),
    ("a group by another name", Day({"22-ИС": {1: CHEMISTRY}}).xlsx(), NameKind.GROUP, "22-ИС"),
]


@pytest.mark.parametrize(("why", "data", "kind", "text"), ASKED, ids=[case[0] for case in ASKED])
def test_an_unknown_name_is_asked_once_and_remembered(why: str, data: bytes, kind: NameKind, text: str,
                                                      user: Identity, world: World) -> None:
    question, = refused(user, data)
    assert isinstance(question, Unknown)
    assert (question.kind, question.text, question.line) == (kind, text, 8), why
    target = {NameKind.TEACHER: ("teacher", world.ryabova), NameKind.GROUP: ("group", world.group),
              NameKind.DISCIPLINE: ("discipline", world.chemistry.line.discipline)}[kind]
    assert f"{target[0]}:{target[1].id}" in [choice.target for choice in question.choices]
    f.TimetableNameFactory(kind=kind, text=text.upper(), **{"teacher": None, target[0]: target[1]})
    assert load(user, data).created == 1
    assert [one[3] for one in changes()] == [world.chemistry.id]


def test_a_name_that_is_not_to_be_loaded(user: Identity, world: World) -> None:
    f.TimetableNameFactory(kind=NameKind.GROUP, text="0", teacher=None, skipped=True)
    report = load(user, Day({"0": {1: CHEMISTRY}, "ИС-22": {1: HISTORY}}).xlsx())
    assert report.created == 1
    assert any("не загружены: «0»" in words for words in report.warnings)


def test_an_unknown_group_without_lessons_is_only_mentioned(user: Identity, world: World) -> None:
    report = load(user, Day({"0": {}, "ИС-22": {1: HISTORY}}).xlsx())
    assert any("«0»" in words for words in report.warnings)


def test_namesakes_are_told_apart_by_their_journals(user: Identity, world: World) -> None:
    f.TeacherFactory(last_name="Рябова", first_name="Нина", patronymic="Глебовна")
    m.db.session.commit()
    question, = refused(user, day(p1=Box("История", "Рябова Н.Г.")))
    assert question.kind is NameKind.TEACHER
    assert "несколько" in question.reason
    assert load(user, day(p1=CHEMISTRY)).created == 1


def test_one_question_however_many_lines(user: Identity, world: World) -> None:
    unknown = Box("Химия", "Неведомская Ю.Ю.")
    assert len(refused(user, day(p1=unknown, p2=unknown, p3=unknown))) == 1


BAD = [
    ("no such subgroup", flat([{"дата": "20.11.2023", "пара": 1, "группа": "ИС-22", "подгруппа": 3,
                                "дисциплина": "Английский язык"}]), "подгруппы 3"),
    ("a Sunday", flat([{"дата": "19.11.2023", "пара": 1, "группа": "ИС-22", "дисциплина": "Химия"}]), "нерабочий"),
    ("no bell", flat([{"дата": "20.11.2023", "пара": 9, "группа": "ИС-22", "дисциплина": "Химия"}]), "звонков"),
    ("a year nobody entered", flat([{"дата": "20.11.2030", "пара": 1, "группа": "ИС-22", "дисциплина": "Химия"}]),
     "семестр"),
    ("whose half", flat([{"дата": "20.11.2023", "пара": 1, "группа": "ИС-22", "дисциплина": "Английский язык",
                          "преподаватель": "Третьяк А.А."}]), "Третьяк"),
]


@pytest.mark.parametrize(("why", "data", "says"), BAD, ids=[case[0] for case in BAD])
def test_refused_with_its_line(why: str, data: bytes, says: str, user: Identity, world: World) -> None:
    f.TeacherFactory(last_name="Третьяк", first_name="Анна", patronymic="Алексеевна")
    item, = refused(user, data)
    assert item.line == 2
    assert says in item.reason


# a semester by date

def semester(*skipped: int, group: str = "ИС-22") -> list[dict[str, Any]]:
    """Chemistry on every Monday of the semester but those skipped, English by halves on even Tuesdays."""
    rows = []
    for week in range(17):
        monday = dt.date(2023, 9, 4) + dt.timedelta(weeks=week)
        common = {"группа": group, "аудитория": "214"}
        if week not in skipped:
            rows.append(common | {"дата": f"{monday:%d.%m.%Y}", "пара": 1, "дисциплина": "Химия",
                                  "преподаватель": "Рябова Н.Г."})
        if week % 2 == 0:
            rows.append(common | {"дата": f"{monday + dt.timedelta(days=1):%d.%m.%Y}", "пара": 2, "подгруппа": 1,
                                  "дисциплина": "Английский язык", "преподаватель": "Рябова Н.Г."})
    return rows


def test_a_semester_makes_the_week_and_its_exceptions(user: Identity, world: World) -> None:
    data = flat(semester(5))
    report = load(user, data)
    first, last = dt.date(2023, 9, 4), dt.date(2023, 12, 26)
    assert slots() == [(world.chemistry.id, 1, 1, W.EVERY, first, last, "214"),
                       (world.english[0].id, 2, 2, W.EVEN, first, last, "214")]
    assert changes() == [(C.CANCELLED, 1, world.chemistry.id, None, None, None, None)]
    assert report.created == 3
    again(user, data)


def test_a_new_week_ends_the_old_one(user: Identity, world: World) -> None:
    """From October on the week is another: before that the old one stays as it was."""
    world.weekly(world.history, 3)
    f.TimetableSlotFactory(journal=world.neighbour, weekday=1, pair=1)
    rows = [row for row in semester() if dt.datetime.strptime(row["дата"], "%d.%m.%Y").date() >= dt.date(2023, 10, 2)]
    load(user, flat(rows))
    assert (world.history.id, 1, 3, W.EVERY, SEPTEMBER, dt.date(2023, 10, 1), "214") in slots()
    assert (world.history.id, 1, 3, W.EVERY, dt.date(2023, 12, 27), DECEMBER, "214") in slots()
    assert (world.neighbour.id, 1, 1, W.EVERY, SEPTEMBER, DECEMBER, "214") in slots()


def test_a_short_file_may_make_the_week_too(user: Identity, world: World) -> None:
    rows = [row for row in semester() if row["дата"] in ("20.11.2023", "27.11.2023")]
    load(user, flat(rows), mode=Mode.WEEKS)
    assert slots() == [(world.chemistry.id, 1, 1, W.EVERY, MONDAY, dt.date(2023, 11, 27), "214")]


# the week of aSc

CARD = '<card lessonid="L1" period="1" days="10000" weeks="{}" classroomids="R1"/>'


@pytest.mark.parametrize(("weeks", "parity"), [("11", W.EVERY), ("10", W.ODD), ("01", W.EVEN)])
def test_asc_makes_the_week(weeks: str, parity: W, user: Identity, world: World) -> None:
    journal = world.journal("ОП.01", "Операционные системы", f.TeacherFactory(
        last_name="Рябов", first_name="Иван", patronymic="Петрович"))
    data = asc(CARD.format(weeks))
    load(user, data)
    assert slots() == [(journal.id, 1, 1, parity, SEPTEMBER, DECEMBER, "214")]
    again(user, data)
    load(user, asc(CARD.format(weeks).replace("R1", "R2")), days=Days(MONDAY))
    assert [(one[4], one[5], one[6]) for one in slots()] == [
        (SEPTEMBER, dt.date(2023, 11, 19), "214"), (MONDAY, DECEMBER, "215")]


def test_a_week_has_no_substitutes(user: Identity, world: World) -> None:
    world.journal("ОП.01", "Операционные системы", world.osin)
    f.TeacherFactory(last_name="Рябов", first_name="Иван", patronymic="Петрович")
    item, = refused(user, asc(CARD.format("11")))
    assert "смените преподавателя" in item.reason


# substitutions

LINES = [
    ("another discipline", ("2", "Химия / Рябова Н.Г.", "История / Осин П.П.", "215"), lambda w: [
        (C.REPLACED, 2, w.chemistry.id, w.history.id, None, None, "215")]),
    ("another teacher", ("2", "Химия", "Осин П.П.", ""), lambda w: [
        (C.SUBSTITUTED, 2, w.chemistry.id, None, w.osin.id, None, None)]),
    ("cancelled", ("2", "Химия", "———", ""), lambda w: [(C.CANCELLED, 2, w.chemistry.id, None, None, None, None)]),
    ("one more", ("4", "—", "История / Осин П.П.", "215"), lambda w: [
        (C.ADDED, 4, None, w.history.id, None, None, "215")]),
    ("by halves", ("2", "Химия", "Английский язык / Рябова Н.Г., Осин П.П.", "1/2"), lambda w: [
        (C.REPLACED, 2, w.chemistry.id, w.english[0].id, None, None, "1"),
        (C.ADDED, 2, None, w.english[1].id, None, None, "2")]),
    ("a vacancy", ("2", "Химия", "История / вакансия 3", "215"), lambda w: [
        (C.REPLACED, 2, w.chemistry.id, w.history.id, None, None, "215")]),
]


@pytest.mark.parametrize(("why", "line", "found"), LINES, ids=[case[0] for case in LINES])
def test_a_substitution_sheet(why: str, line: tuple[str, ...], found: Any, user: Identity, world: World) -> None:
    """Only the pair named is touched: the history of the third pair stays."""
    world.weekly(world.chemistry, 2)
    world.weekly(world.history, 3)
    data = changes_html([("ИС-22", *line)]).encode()
    load(user, data)
    assert changes() == found(world)
    again(user, data)


def test_work_without_a_teacher_is_a_cancelled_lesson_with_its_reason(user: Identity, world: World) -> None:
    world.weekly(world.chemistry, 2)
    load(user, changes_html([("ИС-22", "2", "Химия", "самостоятельная работа", "")]).encode())
    row = m.db.session.scalars(sa.select(m.TimetableChange)).one()
    assert (row.kind, row.reason) == (C.CANCELLED, "самостоятельная работа")


def test_a_lesson_that_the_week_does_not_hold(user: Identity, world: World) -> None:
    world.weekly(world.history, 2)
    item, = refused(user, changes_html([("ИС-22", "2", "Химия", "—", "")]).encode())
    assert "История" in item.reason


# clashes

def test_clashes_are_told_and_do_not_stop(user: Identity, world: World) -> None:
    """Ryabova gives chemistry to two groups at once: in one room a joint lecture, in two a clash."""
    joint = Day({"ИС-22": {1: CHEMISTRY}, "ИС-21": {1: CHEMISTRY}}).xlsx()
    assert load(user, joint).warnings == ()
    apart = Day({"ИС-22": {1: CHEMISTRY}, "ИС-21": {1: Box("Химия", "Рябова Н.Г.", "300")}}).xlsx()
    warnings = load(user, apart).warnings
    assert [words for words in warnings if words.startswith("Преподаватель Рябова Н. Г., понедельник, 1-я пара")]
