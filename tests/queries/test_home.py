"""A teacher's day: what is to be given, what is not filled and until when, how the journals go (п. 5.6, 6.1–6.4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from models import User
from queries.home import Day, teacher_day
from rules.deadlines import Timeliness
from rules.filling import Stage
from rules.terms import ChangeKind, DayKind, LessonKind, Role, WorkKind
from tests import factories as f
from tests.families import NOW, asks
from tests.teachers import MONDAY, inna, slot, taught, teacher, whole

FRIDAY = dt.date(2023, 11, 17)
K = ChangeKind


@pytest.fixture
def me(db: Any) -> User:
    return inna()


@pytest.fixture
def journal(me: User) -> Any:
    return taught(me)


def day_of(user: User, now: dt.datetime = NOW) -> Day:
    return teacher_day(asks(user, Role.TEACHER, now=now))


def stages(day: Day) -> list[tuple[int, Stage | None]]:
    return [(lesson.pair, lesson.stage) for lesson in day.lessons]


def items(day: Day) -> list[tuple[str, str, str, str]]:
    return [(one.title, one.text, one.point, one.due) for one in day.todo]


# today

def test_each_lesson_has_its_state(me, journal):
    for pair in range(1, 6):
        slot(journal, pair)
    whole(journal, 1)
    f.LessonFactory(journal=journal, date=MONDAY, pair=2)
    assert stages(day_of(me)) == [(1, Stage.FILLED), (2, Stage.NO_HOMEWORK), (3, Stage.NOT_FILLED), (4, Stage.GOING),
                                  (5, Stage.AHEAD)]


def test_a_lesson_tells_time_place_and_topic(me, journal):
    slot(journal, 3, room="305")
    journal.syllabus = f.SyllabusFactory(line=journal.line, author=me)
    f.SyllabusTopicFactory(syllabus=journal.syllabus, title="Практическая работа № 6. Делегаты", kind="practical",
                           work_kind=WorkKind.PRACTICAL, work_number=6)
    [lesson] = day_of(me).lessons
    assert (lesson.group, lesson.title, lesson.room) == ("ИС-21", journal.line.title, "305")
    assert (lesson.starts, lesson.ends) == (dt.time(12, 20), dt.time(13, 50))
    assert (lesson.topic.title, lesson.topic.work, lesson.topic.number) == ("Делегаты", WorkKind.PRACTICAL, 6)


def test_two_lessons_of_a_journal_take_two_topics(me, journal):
    slot(journal, 1)
    slot(journal, 2)
    journal.syllabus = f.SyllabusFactory(line=journal.line, author=me)
    covered, second, third = (f.SyllabusTopicFactory(syllabus=journal.syllabus, title=f"Тема {number}")
                              for number in (1, 2, 3))
    whole(journal, 1, FRIDAY, syllabus_topic=covered)
    assert [lesson.topic.title for lesson in day_of(me).lessons] == [second.title, third.title]


def test_a_lesson_beside_the_timetable_is_shown(me, journal):
    lesson = whole(journal, 2)
    [shown] = day_of(me).lessons
    assert (shown.lesson, shown.stage, shown.note) == (lesson.id, Stage.FILLED, "вне расписания")


def test_others_lessons_are_not_mine(me, journal):
    slot(taught(teacher(), "СВ-11"), 1)
    assert day_of(me).lessons == ()
    assert [line.id for line in day_of(me).journals] == [journal.id]


@pytest.mark.parametrize(("change", "shown", "words"), [
    ({"kind": K.CANCELLED}, [(1, None, True)], "занятие отменено, болезнь преподавателя"),
    ({"kind": K.MOVED, "new_date": dt.date(2023, 11, 22)}, [(1, None, True)], "перенесено на 22.11, 1-я пара"),
    ({"kind": K.MOVED, "new_date": MONDAY, "new_pair": 5}, [(1, None, True), (5, Stage.AHEAD, False)],
     "перенесено с 20.11"),
    ({"kind": K.ROOM, "room": "12"}, [(1, Stage.NOT_FILLED, False)], "другая аудитория"),
])
def test_changes_are_told_in_words(me, journal, change, shown, words):
    slot(journal, 1)
    f.TimetableChangeFactory(journal=journal, date=MONDAY, pair=1, **change)
    day = day_of(me)
    assert [(one.pair, one.stage, one.off) for one in day.lessons] == shown
    assert words in str(day.lessons[-1].note)


def test_another_discipline_instead_goes_to_its_own_journal(me, journal):
    other = taught(teacher(), group=journal.group, title="История", students=0)
    slot(other, 1)
    f.TimetableChangeFactory(journal=other, new_journal=journal, date=MONDAY, pair=1, kind=K.REPLACED)
    [mine] = day_of(me).lessons
    assert (mine.stage, mine.journal) == (Stage.NOT_FILLED, journal.id)
    [theirs] = day_of(other.teacher).lessons
    assert (theirs.stage, theirs.off) == (None, True)


# substitution (п. 5.6, 6.1)

def test_a_substitution_is_given_by_the_substitute_and_told_to_both(me, journal):
    colleague = teacher(last_name="Рябова", first_name="Нина", patronymic="Глебовна")
    slot(journal, 1)
    f.TimetableChangeFactory(journal=journal, date=MONDAY, pair=1, kind=K.SUBSTITUTED, substitute=colleague)
    [mine], [given] = day_of(me).lessons, day_of(colleague).lessons
    assert (mine.stage, mine.note) == (None, "замена: Рябова Н. Г., болезнь преподавателя")
    assert (given.stage, given.note) == (
        Stage.NOT_FILLED, "замена: журнал ведёт Вершинина И. О., болезнь преподавателя")
    assert day_of(me).todo == ()
    assert [one.title for one in day_of(colleague).todo] == ["ИС-21, занятие 20.11"]


def test_a_substitutes_journal_counts_only_the_substitution(me, journal):
    colleague = teacher()
    slot(journal, 1, FRIDAY)
    slot(journal, 2, FRIDAY)
    f.TimetableChangeFactory(journal=journal, date=FRIDAY, pair=1, kind=K.SUBSTITUTED, substitute=colleague)
    whole(journal, 1, FRIDAY, teacher=colleague, substituted=me)
    [line] = day_of(colleague).journals
    assert (line.since, line.given, line.planned, line.by_now, line.in_time) == (FRIDAY, 2, 2, 2, 100)
    [own] = day_of(me).journals
    assert (own.since, own.given) == (None, 2)  # the group has had these hours
    assert own.in_time == 0  # the second pair of the teacher's own is not recorded


def test_what_a_substitute_left_undone_is_not_the_teachers(me, journal):
    colleague = teacher()
    f.TimetableChangeFactory(journal=journal, date=FRIDAY, pair=1, kind=K.SUBSTITUTED, substitute=colleague)
    lesson = f.LessonFactory(journal=journal, date=FRIDAY, pair=1, teacher=colleague, substituted=me)
    f.WorkFactory(lesson=lesson)
    assert day_of(me).todo == ()
    assert {one.point for one in day_of(colleague).todo} == {"6.2", "6.3"}


# not filled

def test_what_is_missing_with_deadline_and_point_the_first_due_first(me, journal):
    slot(journal, 3)
    slot(journal, 3, FRIDAY)
    f.LessonFactory(journal=journal, date=MONDAY, pair=2)
    held = whole(journal, 1, dt.date(2023, 11, 16))
    f.WorkFactory(lesson=held, kind=WorkKind.PRACTICAL, number=6)
    assert items(day_of(me)) == [
        ("ИС-21, занятие 17.11", "Нет темы и посещаемости", "6.1", "просрочено"),
        ("ИС-21, задание на дом", "2-я пара сегодня", "6.2", "до 17:00"),
        ("ИС-21, занятие 20.11", "Тема, посещаемость, задание", "6.1", "сегодня"),
        ("ИС-21, практическая № 6", "Ждут отметки 2 из 2 работ", "6.3", "до 23.11")]
    day = day_of(me)
    assert day.nearest is not None and day.nearest.due == "до 17:00"


@pytest.mark.parametrize(("pair", "why"), [(4, "is going on"), (5, "is ahead")])
def test_a_lesson_not_over_is_not_due(me, journal, pair, why):
    slot(journal, pair)
    f.LessonFactory(journal=journal, date=MONDAY, pair=pair, attendance_at=None)
    assert day_of(me).todo == ()


def test_holidays_and_days_before_the_semester_are_not_due(me, journal):
    f.HolidayFactory(starts=FRIDAY, ends=FRIDAY, kind=DayKind.HOLIDAY)
    slot(journal, 1, FRIDAY)
    assert day_of(me).todo == ()


def test_attendance_alone_and_no_homework_after_a_control_work(me, journal):
    f.LessonFactory(journal=journal, date=FRIDAY, pair=1, kind=LessonKind.CONTROL, attendance_at=None)
    f.LessonFactory(journal=journal, date=FRIDAY, pair=2, kind=LessonKind.CONTROL)
    assert items(day_of(me)) == [("ИС-21, занятие 17.11", "Нет посещаемости", "6.1", "просрочено")]


@pytest.mark.parametrize(("date", "listed", "stale"), [
    (dt.date(2023, 11, 16), True, 0),  # three working days of grace end today
    (dt.date(2023, 11, 15), False, 1),
])
def test_homework_is_asked_while_it_can_be_set(me, journal, date, listed, stale):
    f.LessonFactory(journal=journal, date=date, pair=1)
    day = day_of(me)
    assert (bool(day.todo), day.stale) == (listed, stale)


@pytest.mark.parametrize(("moment", "timeliness"), [
    ("2023-11-20 23:59:59", Timeliness.IN_TIME), ("2023-11-21 00:00:00", Timeliness.LATE_WITH_REASON),
    ("2023-11-23 23:59:59", Timeliness.LATE_WITH_REASON), ("2023-11-24 00:00:00", Timeliness.NEEDS_REOPENING)])
def test_a_lesson_never_recorded_stays_in_the_list(me, journal, moment, timeliness):
    slot(journal, 1, ends=MONDAY)
    now = dt.datetime.fromisoformat(moment).replace(tzinfo=NOW.tzinfo)
    [one] = day_of(me, now).todo
    assert one.timeliness is timeliness


# works (п. 6.3)

def test_awaited_are_the_works_of_those_who_were_there(me, journal):
    lesson = whole(journal, 1, FRIDAY)
    marked, late, absent, later, _ = (f.MembershipFactory(group=journal.group).student for _ in range(5))
    work = f.WorkFactory(lesson=lesson)
    for student in (marked, later):
        f.MarkFactory(cell__lesson=lesson, cell__student=student, work=work)
    f.MarkFactory(cell__lesson=lesson, cell__student=late, work=None, kind="practical")  # declared after the mark
    f.MembershipFactory(group=journal.group, starts=MONDAY)  # came after
    f.MembershipFactory(group=journal.group, ends=FRIDAY - dt.timedelta(days=1))  # had left
    away, lateness = f.AbsenceKindFactory(letter="н"), f.AbsenceKindFactory(letter="о", is_late=True)
    f.AbsenceFactory(cell=f.CellFactory(lesson=lesson, student=absent), kind=away)
    f.AbsenceFactory(cell__lesson=whole(journal, 2, FRIDAY), cell__student=marked, kind=lateness)
    [one] = day_of(me).todo
    assert one.text == "Ждут отметки 3 из 6 работ"  # two of the fixture, one here
    assert day_of(me).journals[0].awaited == 3


def test_a_mark_for_an_answer_is_no_mark_for_the_work(me, journal):
    lesson = whole(journal, 1, FRIDAY)
    f.WorkFactory(lesson=lesson)
    f.MarkFactory(cell__lesson=lesson, cell__student=f.MembershipFactory(group=journal.group).student, kind="answer")
    assert day_of(me).todo[0].text == "Ждут отметки 3 из 3 работ"


def test_a_subgroups_work_is_awaited_from_the_subgroup(me):
    group = f.GroupFactory()
    part = f.SubgroupFactory(group=group)
    journal = taught(me, group=group, subgroup=part, students=3)
    f.SubgroupMembershipFactory(subgroup=part, student=f.MembershipFactory(group=group).student)
    f.WorkFactory(lesson=whole(journal, 1, FRIDAY))
    assert day_of(me).todo[0].text == "Ждёт отметки 1 из 1 работы"
    assert day_of(me).journals[0].students == 1


# journals

def test_hours_given_planned_and_by_now(me, journal):
    for pair in (1, 3, 4, 5):
        slot(journal, pair)
    slot(journal, 1, FRIDAY)
    whole(journal, 1, FRIDAY, hours=2)
    whole(journal, 1)
    [line] = day_of(me).journals
    assert (line.given, line.planned, line.by_now, line.last) == (4, 36, 6, MONDAY)
    assert (line.share, line.norm) == (11, 17), "6 of 36 are 16,67"


def test_enough_marks_for_the_hours_given(me):
    journal = taught(me, students=0, planned_hours=36)
    lessons = [whole(journal, pair, FRIDAY) for pair in (1, 2, 3)]  # 6 hours: two marks of ten for 36
    one, two, _ = (f.MembershipFactory(group=journal.group).student for _ in range(3))
    for lesson in lessons[:2]:
        f.MarkFactory(cell__lesson=lesson, cell__student=one)
    f.MarkFactory(cell__lesson=lessons[0], cell__student=two)
    [line] = day_of(me).journals
    assert (line.enough, line.students, line.needed, line.enough_share) == (1, 3, 2, 33)


def test_share_recorded_in_time(me, journal):
    for pair in (1, 2, 3):
        slot(journal, pair, FRIDAY, ends=FRIDAY)
    whole(journal, 1, FRIDAY)
    whole(journal, 2, FRIDAY, entered_at=f.NOW)
    [line] = day_of(me).journals  # the third is forgotten
    assert line.in_time == 33


# nothing to show

def test_no_semester_no_journals_no_lessons(me):
    day = day_of(me)
    assert (day.term, day.lessons, day.todo, day.journals, day.nearest) == (None, (), (), (), None)
    f.SemesterFactory()
    assert day_of(me).in_term
    assert not day_of(me, dt.datetime(2024, 7, 15, 12, tzinfo=NOW.tzinfo)).in_term


def test_a_day_off_is_named(me, journal):
    f.HolidayFactory(starts=MONDAY, ends=MONDAY, kind=DayKind.VACATION, title="осенние каникулы")
    slot(journal, 1)
    day = day_of(me)
    assert (day.lessons, day.day_off) == ((), "осенние каникулы")
