"""A small college whose figures of п. 5.7 are counted by hand: November 2023 up to Monday the 20th, 15:00.

Tuesdays, 1st pair, and Thursdays, 2nd pair, since 1 November: 2, 7, 9, 14 and 16. The 9th is given by another, the
14th is moved to the 18th, the 16th is cancelled, a lesson of the 17th is added; the one of the 15th is nobody's plan.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from rules.terms import ChangeKind, LessonKind, Role
from tests import factories as f


def day(number: int, month: int = 11) -> dt.date:
    return dt.date(2023, month, number)


def moment(number: int, hour: int = 4, month: int = 11) -> dt.datetime:
    """Hours of Greenwich: 4 is 11 o'clock in the college."""
    return dt.datetime(2023, month, number, hour, tzinfo=dt.UTC)


@dataclass
class College:
    journal: Any
    teacher: Any
    substitute: Any
    students: list[Any]
    lessons: dict[int, Any]

    @property
    def group(self) -> Any:
        return self.journal.group


def college(group: str = "ИС-22") -> College:
    """Five lessons by the timetable, two recorded whole and in time."""
    teacher = f.TeacherFactory(last_name="Вершинина", first_name="Инна")
    substitute = f.TeacherFactory(last_name="Рябова", first_name="Нина")
    syllabus = f.SyllabusFactory(author=teacher)
    topics = [f.SyllabusTopicFactory(syllabus=syllabus, hours=hours) for hours in (2, 2, 4, 2)]
    journal = f.JournalFactory(teacher=teacher, line=syllabus.line, syllabus=syllabus, group__name=group)
    _timetable(journal, substitute)
    lessons = _lessons(journal, substitute, topics)
    made = College(journal, teacher, substitute, _students(journal.group), lessons)
    _marks(made)
    _families(made.students)
    return made


def _timetable(journal: Any, substitute: Any) -> None:
    for weekday, pair in ((2, 1), (4, 2)):
        f.TimetableSlotFactory(journal=journal, weekday=weekday, pair=pair, starts=day(1))
    changed = {"journal": journal, "pair": 2}
    f.TimetableChangeFactory(**changed, date=day(9), kind=ChangeKind.SUBSTITUTED, substitute=substitute)
    f.TimetableChangeFactory(**changed, date=day(16), kind=ChangeKind.CANCELLED)
    f.TimetableChangeFactory(journal=journal, pair=1, date=day(14), kind=ChangeKind.MOVED, new_date=day(18), new_pair=3)
    f.TimetableChangeFactory(journal=None, new_journal=journal, pair=4, date=day(17), kind=ChangeKind.ADDED)


def _lessons(journal: Any, substitute: Any, topics: list[Any]) -> dict[int, Any]:
    """The 18th is forgotten, the 17th has no attendance and no homework, the 7th is a day late."""
    def lesson(number: int, pair: int, **more: Any) -> Any:
        more.setdefault("entered_at", moment(number))
        return f.LessonFactory(journal=journal, date=day(number), pair=pair, **more)
    made = {
        2: lesson(2, 2, syllabus_topic=topics[0]),
        7: lesson(7, 1, syllabus_topic=topics[1], entered_at=moment(8)),
        9: lesson(9, 2, syllabus_topic=topics[2], teacher=substitute, substituted=journal.teacher,
                  substitution_reason="болезнь", kind=LessonKind.CONTROL),
        15: lesson(15, 5, hours=1),
        17: lesson(17, 4, attendance_at=None),
    }
    for number, at in ((2, moment(2)), (7, moment(8)), (15, moment(15, 9))):
        f.HomeworkFactory(lesson=made[number], entered_at=at)
    return made


def _students(group: Any) -> list[Any]:
    """Three since last year, one since the 14th, one since the 19th, one who left on the 10th."""
    stays = [{}, {}, {}, {"starts": day(14)}, {"starts": day(19)}, {"ends": day(10)}]
    names = ("Абрамов", "Белова", "Васильченко", "Гладких", "Дорохин", "Ермолаева")
    return [f.MembershipFactory(group=group, student__last_name=name, **stay).student
            for name, stay in zip(names, stays, strict=True)]


def _marks(made: College) -> None:
    """Two marks, one, none and absent, none; the leaver's mark is not counted."""
    first, second, third, _, _, left = made.students
    for number, student in ((2, first), (7, first), (9, second), (2, left)):
        f.MarkFactory(cell=f.CellFactory(lesson=made.lessons[number], student=student))
    for number in (2, 7, 9):
        f.AbsenceFactory(cell=f.CellFactory(lesson=made.lessons[number], student=third))


def _families(students: list[Any]) -> None:
    """A parent of two came; another has no account; one is a parent no more. Of students one pressed the button."""
    first, second, third, fourth, _, left = students
    for student, when in ((first, moment(3)), (second, moment(30, month=10)), (left, moment(9))):
        student.user = f.UserFactory(roles=(Role.STUDENT,))
        f.AcknowledgementFactory(user=student.user, subject_id=student.id, at=when)
    came = f.GuardianFactory(user=f.UserFactory(roles=(Role.PARENT,), last_sign_in_at=moment(10)))
    for student in (first, second):
        f.GuardianshipFactory(student=student, guardian=came)
    f.GuardianshipFactory(student=fourth)
    f.GuardianshipFactory(student=third, ends=day(1))
