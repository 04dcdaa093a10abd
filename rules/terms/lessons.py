"""Words of lessons and of the timetable."""

from __future__ import annotations

from rules.terms.term import Term


class LessonKind(Term):
    LECTURE = "lecture", "лекция"
    COMBINED = "combined", "урок"
    PRACTICAL = "practical", "практическое занятие"
    LABORATORY = "laboratory", "лабораторное занятие"
    SEMINAR = "seminar", "семинар"
    CONTROL = "control", "контрольная работа"
    COURSE_PROJECT = "course_project", "курсовое проектирование"
    CONSULTATION = "consultation", "консультация"
    CREDIT = "credit", "зачёт"
    PRACTICE_DAY = "practice_day", "день практики"


class WorkKind(Term):
    """Works that a lesson may declare; the week of п. 6.3 starts with them."""

    CONTROL = "control", "контрольная работа"
    CHECK = "check", "проверочная работа"
    LABORATORY = "laboratory", "лабораторная работа"
    PRACTICAL = "practical", "практическая работа"


class MarkKind(Term):
    """Kind of work a current mark is given for."""

    ANSWER = "answer", "ответ на уроке"
    CONTROL = "control", "контрольная работа"
    CHECK = "check", "проверочная работа"
    LABORATORY = "laboratory", "лабораторная работа"
    PRACTICAL = "practical", "практическая работа"
    INDEPENDENT = "independent", "самостоятельная работа"
    HOMEWORK = "homework", "домашнее задание"
    TEST = "test", "тест"
    PROJECT = "project", "проект"
    THEORY = "theory", "теоретические знания"
    PRACTICE = "practice", "работа на практике"


class TaskKind(Term):
    """Type of a task done in class or set for home (п. 5.6)."""

    EXERCISE = "exercise", "упражнение"
    PROBLEM = "problem", "решение задач"
    READING = "reading", "чтение, конспект"
    ORAL = "oral", "устный ответ"
    WRITTEN = "written", "письменная работа"
    PRACTICAL = "practical", "практическое задание"
    LABORATORY = "laboratory", "лабораторное задание"
    TEST = "test", "тест"
    PROJECT = "project", "проект, сообщение"
    CREATIVE = "creative", "творческое задание"


class WeekParity(Term):
    EVERY = "every", "каждую неделю"
    ODD = "odd", "по нечётным неделям"
    EVEN = "even", "по чётным неделям"

    @property
    def weeks(self) -> str:
        return {WeekParity.ODD: "нечётные недели", WeekParity.EVEN: "чётные недели"}.get(self, "все недели")


class ChangeKind(Term):
    """A change of the timetable on one date (п. 5.5, 6.1)."""

    CANCELLED = "cancelled", "отменено"
    SUBSTITUTED = "substituted", "замена преподавателя"
    REPLACED = "replaced", "другая дисциплина вместо"
    ADDED = "added", "дополнительное занятие"
    MOVED = "moved", "перенос"
    ROOM = "room", "другая аудитория"


class ClashKind(Term):
    """In what two lessons that go at once get in each other's way (п. 5.5)."""

    STUDENTS = "students", "группа"
    TEACHER = "teacher", "преподаватель"
    ROOM = "room", "аудитория"


class NameKind(Term):
    """What a name in a timetable's file stands for."""

    GROUP = "group", "группа"
    DISCIPLINE = "discipline", "дисциплина"
    TEACHER = "teacher", "преподаватель"


class DayKind(Term):
    HOLIDAY = "holiday", "праздничный день"
    VACATION = "vacation", "каникулы"
    DAY_OFF = "day_off", "нерабочий день"
    WORKDAY = "workday", "рабочий день (перенос)"
