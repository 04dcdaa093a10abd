"""A week of the diary: what it shows, to whom, and what it keeps to itself (п. 4.1, 5.8, 6.3, 6.6)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from models import Student
from queries.diary import Week, week
from queries.diary_cells import Visit
from queries.diary_family import children
from rules.terms import ChangeKind, DayKind, Gender, MarkKind, Role, WeekParity, WorkKind
from tests import factories as f
from tests.families import MONDAY, NOW, asks, day, journal, lesson, member, parent_of


@pytest.fixture
def group(db: Any) -> Any:
    return f.GroupFactory(name="ИС-21")


@pytest.fixture
def student(group: Any) -> Student:
    return member(group, last_name="Осинцева", first_name="Алина", female=True, gender=Gender.FEMALE)


def read(student: Student, monday: dt.date = MONDAY, seen: int = 10**9, now: dt.datetime = NOW) -> Week:
    user = asks(parent_of(student), now=now)
    return week(user, next(child for child in children(user) if child.id == student.id), monday, Visit(seen, now))


def on(page: Week, number: int) -> Any:
    return next(shown for shown in page.days if shown.date == day(number))


def subjects(page: Week, number: int) -> list[str]:
    return [shown.subject for shown in on(page, number).lessons]


# whose

def test_a_parent_has_own_children_and_a_student_self(db, group, student):
    brother, stranger = member(group, last_name="Осинцев", female=False), member(group)
    parent = parent_of(student, brother)
    student.user = f.UserFactory(roles=(Role.STUDENT,))
    db.flush()
    assert [child.id for child in children(asks(parent))] == [brother.id, student.id]
    assert [child.id for child in children(asks(student.user))] == [student.id]
    assert stranger.id not in {child.id for child in children(asks(parent))}


def test_a_teacher_who_is_a_parent_has_own_children_only(db, group, student):
    of = journal(group, "Математика")
    guardian = f.GuardianFactory(user=of.teacher)
    own = member(f.GroupFactory())
    f.GuardianshipFactory(student=own, guardian=guardian)
    assert [child.id for child in children(asks(of.teacher, Role.TEACHER, Role.PARENT))] == [own.id]
    assert children(asks(of.teacher, Role.TEACHER)) == []


def test_guardianship_that_is_over_opens_nothing(db, student):
    user = f.UserFactory(roles=(Role.PARENT,))
    f.GuardianshipFactory(student=student, guardian=f.GuardianFactory(user=user), ends=day(19))
    assert children(asks(user)) == []


def test_a_foreign_child_passed_by_mistake_shows_nothing(db, group, student):
    lesson(journal(group, "Математика"), 13)
    [child] = children(asks(parent_of(student)))
    page = week(asks(parent_of(member(f.GroupFactory()))), child, MONDAY, Visit(0, NOW))
    assert not any(shown.lessons for shown in page.days)
    assert page.progress == ()


def test_group_and_course_of_a_child(db, group, student):
    [child] = children(asks(parent_of(student)))
    assert (child.group, child.course, child.name) == ("ИС-21", 2, "Осинцева Алина")
    gone = f.StudentFactory()
    f.MembershipFactory(student=gone, group=group, ends=day(10))
    [child] = children(asks(parent_of(gone)))
    assert (child.group, child.course) == ("ИС-21", None)


# timetable and lessons held

def test_a_week_of_timetable_with_bells(db, group, student):
    bells = f.BellScheduleFactory(is_default=True)
    f.BellSlotFactory(schedule=bells, pair=2, starts=dt.time(10, 15), ends=dt.time(11, 50))
    f.BellSlotFactory(pair=2, starts=dt.time(9, 0), ends=dt.time(9, 40))  # not the main schedule
    of = journal(group, "Математика")
    f.TimetableSlotFactory(journal=of, weekday=2, pair=2, room="214")
    page = read(student)
    assert [shown.date for shown in page.days] == [day(number) for number in range(13, 19)]
    [shown] = on(page, 14).lessons
    assert (shown.subject, shown.pair, shown.bells, shown.room, shown.teacher, shown.topic) == (
        "Математика", 2, "10:15–11:50", "214", of.teacher.short_name, "")


def test_a_held_lesson_takes_its_place_in_the_timetable(db, group, student):
    of = journal(group, "Математика")
    f.TimetableSlotFactory(journal=of, weekday=1, pair=2, room="214")
    given = lesson(of, 13, 2, topic="Предел функции")
    f.HomeworkFactory(lesson=given, text="№ 214–218", due_on=day(17))
    page = read(student)
    [shown] = on(page, 13).lessons
    assert (shown.topic, shown.room) == ("Предел функции", "214")
    assert [(task.text, task.due_on) for task in shown.homework] == [("№ 214–218", day(17))]
    assert [(due.subject, due.text) for due in on(page, 17).due] == [("Математика", "№ 214–218")]


def test_a_lesson_recorded_at_another_pair_is_not_shown_twice(db, group, student):
    of = journal(group, "Математика")
    f.TimetableSlotFactory(journal=of, weekday=1, pair=2)
    lesson(of, 13, 3)
    assert [shown.pair for shown in on(read(student), 13).lessons] == [3]


def test_homework_set_before_the_week_is_due_in_it(db, group, student):
    f.HomeworkFactory(lesson=lesson(journal(group, "Математика"), 9), text="Глава 4", due_on=day(15))
    page = read(student)
    assert [due.text for due in on(page, 15).due] == ["Глава 4"]
    assert not any(shown.lessons for shown in page.days)


def test_odd_and_even_weeks(db, group, student):
    of = journal(group, "Математика")  # 13 November is in the 12th week since 1 September: even
    f.TimetableSlotFactory(journal=of, weekday=1, pair=1, parity=WeekParity.EVEN)
    f.TimetableSlotFactory(journal=of, weekday=1, pair=2, parity=WeekParity.ODD)
    assert [shown.pair for shown in on(read(student), 13).lessons] == [1]
    assert [shown.pair for shown in on(read(student, day(20)), 20).lessons] == [2]


def test_holidays_are_named_and_empty_the_timetable(db, group, student):
    of = journal(group, "Математика")
    f.TimetableSlotFactory(journal=of, weekday=3, pair=1)
    f.HolidayFactory(starts=day(15), ends=day(15), kind=DayKind.HOLIDAY, title="День России")
    shown = on(read(student), 15)
    assert (shown.note, shown.lessons) == ("День России", ())


def test_sunday_only_with_lessons(db, group, student):
    lesson(journal(group, "Математика"), 19)
    assert subjects(read(student), 19) == ["Математика"]
    assert len(read(student, day(6)).days) == 6


def test_who_gave_the_lesson_instead(db, group, student):
    of, other = journal(group, "Математика"), f.TeacherFactory(last_name="Лаптев", first_name="Максим")
    lesson(of, 13, teacher=other, substituted=of.teacher, entered_by=other, substitution_reason="болезнь")
    [shown] = on(read(student), 13).lessons
    assert shown.substitute is not None
    assert shown.substitute.startswith("Лаптев М.")
    assert "болезнь" not in repr(shown)  # why a teacher was away is not for families (п. 9.2)


@pytest.mark.parametrize(("kind", "more", "shown"), [
    (ChangeKind.CANCELLED, {}, [(13, 1, "занятия не будет", True)]),
    (ChangeKind.ROOM, {"room": "305"}, [(13, 1, None, False)]),
    (ChangeKind.MOVED, {"new_date": day(15), "new_pair": 3},
     [(13, 1, "перенесено на 15.11, 3-я пара", True), (15, 3, "перенесено с 13.11", False)]),
    (ChangeKind.MOVED, {"new_date": day(15)},
     [(13, 1, "перенесено на 15.11, 1-я пара", True), (15, 1, "перенесено с 13.11", False)])])
def test_changes_of_the_timetable(db, group, student, kind, more, shown):
    of = journal(group, "Математика")
    f.TimetableSlotFactory(journal=of, weekday=1, pair=1, room="214")
    f.TimetableChangeFactory(journal=of, date=day(13), pair=1, kind=kind, **more)
    page = read(student)
    assert [(one.date.day, at.pair, at.note, at.off) for one in page.days for at in one.lessons] == shown
    assert on(page, 13).lessons[0].room == more.get("room", "214")
    assert "болезнь преподавателя" not in repr(page)


def test_another_subject_instead_and_a_lesson_more(db, group, student):
    old, new = journal(group, "Математика"), journal(group, "Физика")
    f.TimetableSlotFactory(journal=old, weekday=1, pair=1)
    f.TimetableChangeFactory(journal=old, new_journal=new, date=day(13), pair=1, kind=ChangeKind.REPLACED)
    f.TimetableChangeFactory(journal=None, new_journal=new, date=day(14), pair=2, kind=ChangeKind.ADDED)
    page = read(student)
    assert [(at.subject, at.note, at.off) for at in on(page, 13).lessons] == [
        ("Физика", "вместо занятия «Математика»", False), ("Математика", "заменено другим занятием", True)]
    assert [(at.subject, at.note) for at in on(page, 14).lessons] == [("Физика", "дополнительное занятие")]


def test_a_substitute_of_the_timetable_is_named(db, group, student):
    of, other = journal(group, "Математика"), f.TeacherFactory(last_name="Лаптев", first_name="Максим")
    f.TimetableSlotFactory(journal=of, weekday=5, pair=1)
    f.TimetableChangeFactory(journal=of, date=day(17), pair=1, kind=ChangeKind.SUBSTITUTED, substitute=other)
    [shown] = on(read(student), 17).lessons
    assert shown.substitute.startswith("Лаптев М.")


# only while there

def test_another_group_is_not_shown(db, group, student):
    other = journal(f.GroupFactory(), "Химия")
    lesson(other, 13)
    f.TimetableSlotFactory(journal=other, weekday=2)
    assert not any(shown.lessons for shown in read(student).days)


def test_a_newcomer_and_a_leaver_see_their_days(db, group):
    of = journal(group, "Математика")
    for number in range(13, 19):
        f.TimetableSlotFactory(journal=of, weekday=number - 12, pair=1)
    for number in (13, 14, 15):
        lesson(of, number)
    came, left = f.StudentFactory(), f.StudentFactory()
    f.MembershipFactory(student=came, group=group, starts=day(15))
    f.MembershipFactory(student=left, group=group, ends=day(14))
    assert [shown.date.day for shown in read(came).days if shown.lessons] == [15, 16, 17, 18]
    assert [shown.date.day for shown in read(left).days if shown.lessons] == [13, 14]
    assert on(read(came), 14).note == on(read(left), 15).note == "Не в составе группы"


def test_a_transferred_student_sees_each_group_on_its_days(db, group):
    new = f.GroupFactory(name="СВ-12")
    moved = f.StudentFactory()
    f.MembershipFactory(student=moved, group=group, ends=day(14))
    f.MembershipFactory(student=moved, group=new, starts=day(15))
    for of in (journal(group, "Математика"), journal(new, "Сварка")):
        for number in (13, 14, 15, 16):
            lesson(of, number)
    page = read(moved)
    assert [subjects(page, number) for number in (13, 14, 15, 16)] == [
        ["Математика"], ["Математика"], ["Сварка"], ["Сварка"]]


def test_a_subgroup_sees_its_own(db, group, student):
    mine, other = f.SubgroupFactory(group=group, number=1), f.SubgroupFactory(group=group, number=2)
    f.SubgroupMembershipFactory(subgroup=mine, student=student, ends=day(15))
    f.SubgroupMembershipFactory(subgroup=other, student=student, starts=day(16))
    first = journal(group, "Иностранный язык", subgroup=mine)
    english = (first, f.JournalFactory(group=group, line=first.line, subgroup=other))
    for number in (14, 15, 16, 17):
        for pair, of in enumerate(english, 1):
            lesson(of, number, pair)
    for of in english:
        f.TimetableSlotFactory(journal=of, weekday=6, pair=4, room=str(of.subgroup.number))
    page = read(student)
    assert [[at.pair for at in on(page, number).lessons] for number in (14, 15, 16, 17)] == [[1], [1], [2], [2]]
    assert [at.room for at in on(page, 18).lessons] == ["2"]


def test_the_future_and_the_unpublished_stay_unseen(db, group, student):
    of = journal(group, "Математика")
    f.MarkFactory(cell__lesson=lesson(of, 21, topic="Завтрашняя тема"), cell__student=student)
    f.FinalMarkFactory(journal=of, student=student)
    page = read(student, day(20))
    assert not any(shown.lessons for shown in page.days)
    assert [(line.marks, line.average) for line in page.progress] == [(0, None)]


# marks, absences, works

def test_marks_with_kind_and_weight(db, group, student):
    given = lesson(journal(group, "Математика"), 13)
    mark = f.MarkFactory(cell__lesson=given, cell__student=student, value=3, kind=MarkKind.CHECK)
    f.MarkFactory(cell=mark.cell, value=4, kind=MarkKind.CONTROL, position=2, weight=2)
    f.MarkFactory(cell__lesson=given, cell__student=member(group), value=2)  # a classmate's
    [shown] = on(read(student), 13).lessons
    assert [(tile.value, tile.kind, tile.weight) for tile in shown.tiles] == [
        ("3", "проверочная", 1), ("4", "контрольная", 2)]


@pytest.mark.parametrize(("gender", "minutes", "said"), [
    (Gender.FEMALE, None, "опоздала"), (Gender.MALE, 10, "опоздал на 10 мин"), (None, 10, "опоздал(а) на 10 мин")])
def test_lateness_in_words(db, group, student, gender, minutes, said):
    student.gender = gender
    late = f.AbsenceKindFactory(letter="о", title="опоздание", words="опоздал(а)", is_late=True, counts_hours=False)
    f.AbsenceFactory(cell__lesson=lesson(journal(group, "Математика"), 13), cell__student=student, kind=late, hours=0,
                     minutes_late=minutes)
    page = read(student)
    assert [at.absence for at in on(page, 13).lessons] == [said]
    assert (page.missed, page.missed_hours) == (("1 опоздание",), 0)


def test_absence_in_words_and_counted(db, group, student):
    ill = f.AbsenceKindFactory(letter="б", title="болезнь", words="не был(а): болезнь", excused=True)
    of = journal(group, "Математика")
    for number in (13, 14):
        f.AbsenceFactory(cell__lesson=lesson(of, number), cell__student=student, kind=ill)
    f.AbsenceFactory(cell__lesson=lesson(of, 9), cell__student=student, kind=ill)  # the week before
    page = read(student)
    assert [at.absence for number in (13, 14) for at in on(page, number).lessons] == ["не была: болезнь"] * 2
    assert (page.missed, page.missed_hours) == (("2 занятия: болезнь",), 4)


@pytest.mark.parametrize(("number", "entered", "waits"), [
    (13, None, True),  # due today, 20.11 (п. 6.3)
    (16, None, True),
    (16, MarkKind.ANSWER, True),  # a mark, but not for the work
    (16, MarkKind.PRACTICAL, False)])
def test_a_declared_work_waits_for_its_mark(db, group, student, number, entered, waits):
    given = lesson(journal(group, "Математика"), number)
    f.WorkFactory(lesson=given, kind=WorkKind.PRACTICAL, number=6, title="Графики")
    if entered:
        f.MarkFactory(cell__lesson=given, cell__student=student, kind=entered)
    [shown] = on(read(student), number).lessons
    assert shown.works == ("Практическая работа № 6. Графики",)
    assert ("•" in {tile.value for tile in shown.tiles}) is waits


def test_a_work_named_by_the_topic_is_not_said_twice(db, group, student):
    given = lesson(journal(group, "Математика"), 16, topic="Практическая работа № 6. Графики")
    f.WorkFactory(lesson=given, kind=WorkKind.PRACTICAL, number=6, title="Графики")
    assert on(read(student), 16).lessons[0].works == ()


def test_after_its_week_or_an_absence_nothing_waits(db, group, student):
    of = journal(group, "Математика")
    f.WorkFactory(lesson=lesson(of, 10))
    missed = lesson(of, 16)
    f.WorkFactory(lesson=missed)
    f.AbsenceFactory(cell__lesson=missed, cell__student=student)
    assert not on(read(student, day(6)), 10).lessons[0].tiles
    assert not on(read(student), 16).lessons[0].tiles


def test_the_college_may_give_another_number_of_days(db, group, student):
    f.NormValueFactory(code="results_days", value=Decimal(3), valid_from=day(1))
    given = lesson(journal(group, "Математика"), 16)
    f.WorkFactory(lesson=given)
    assert not on(read(student), 16).lessons[0].tiles


# sums

def test_weighted_average_of_the_semester(db, group, student):
    math, empty = journal(group, "Математика"), journal(group, "Физика")
    for number, value, weight in ((9, 5, 1), (13, 4, 2), (14, 3, 1)):
        f.MarkFactory(cell__lesson=lesson(math, number), cell__student=student, value=value, weight=weight)
    page = read(student)
    assert page.since == dt.date(2023, 9, 1)
    assert [(line.subject, line.marks, line.average) for line in page.progress] == [
        ("Математика", 3, Decimal("4.00")), (empty.line.title, 0, None)]


# what is new

def changed(cell: Any, was: str) -> int:
    record = f.AuditRecordFactory(entity="cell", entity_id=cell.id, student_id=cell.student_id,
                                  before={"value": was}, chain=f"journal:{cell.journal_id}")
    return int(record.id)


@pytest.fixture
def mark(db: Any, group: Any, student: Student) -> Any:
    """Written, and the audit's own record of it seen."""
    made = f.MarkFactory(cell__lesson=lesson(journal(group, "Математика"), 16), cell__student=student, value=4,
                         kind=MarkKind.CONTROL)
    db.commit()
    return made


@pytest.mark.parametrize(("was", "text"), [
    ("", "Математика, контрольная"), ("3", "Математика, контрольная, исправлено"), ("4", None)])
def test_new_since_the_last_sign_in(mark, student, was, text):
    seen = changed(mark.cell, "seen before")
    assert read(student, seen=seen).fresh == ()
    changed(mark.cell, was)
    assert [item.text for item in read(student, seen=seen).fresh] == ([text] if text else [])
    assert [item.value for item in read(student, day(1), seen=seen).fresh] == (["4"] if text else [])  # in any week


def test_the_first_state_seen_is_compared_with_the_last(mark, student):
    seen = changed(mark.cell, "")
    for was in ("4", "5", "2"):  # 4 → 5 → 2 → 4: back to what was seen
        changed(mark.cell, was)
    assert read(student, seen=seen).fresh == ()


def test_a_mark_taken_away_is_new_too(db, mark, student):
    seen = changed(mark.cell, "")
    cell = mark.cell
    cell.marks.remove(mark)
    db.flush()
    changed(cell, "4")
    assert [(item.value, item.text) for item in read(student, seen=seen).fresh] == [("", "Математика: отметка снята")]


def test_a_classmates_mark_is_no_news(db, mark, group, student):
    seen = changed(mark.cell, "")
    other = f.MarkFactory(cell__lesson=mark.cell.lesson, cell__student=member(group))
    changed(other.cell, "")
    assert read(student, seen=seen).fresh == ()


def test_at_the_first_sign_in_the_last_days_are_new(mark, group, student):
    old = f.MarkFactory(cell__lesson=lesson(mark.cell.journal, 10), cell__student=student)
    changed(mark.cell, "")
    changed(old.cell, "")
    assert [item.date.day for item in read(student, seen=0).fresh] == [16]


# what it costs

def test_a_full_week_costs_what_an_empty_one_does(db, group, student, count_queries):
    of = [journal(group, f"Предмет {number}") for number in range(5)]
    user = asks(parent_of(student))
    counts = []
    for pairs in (1, 5):
        for number in range(13, 18):
            for pair, one in enumerate(of[:pairs], 1 if pairs == 1 else 2):
                given = lesson(one, number, pair)
                f.HomeworkFactory(lesson=given)
                f.MarkFactory(cell__lesson=given, cell__student=student)
                f.TimetableSlotFactory(journal=one, weekday=number - 12, pair=pair)
        with count_queries() as statements:
            [child] = children(user)
            page = week(user, child, MONDAY, Visit(0, NOW))
        counts.append(len(statements))
    assert sum(len(shown.lessons) for shown in page.days) == 30
    assert counts[0] == counts[1] <= 7
