"""Our tables as Django sees them: the columns that its pages need, none of them managed by it."""

from __future__ import annotations

from typing import Any

from django.db import models


class Table(models.Model):
    """A table of the journal."""

    class Meta:
        abstract = True


def _of(table: str, one: str, many: str) -> type[Any]:
    return type("Meta", (), {"managed": False, "db_table": table, "verbose_name": one, "verbose_name_plural": many,
                             "app_label": "peers"})


def _to(target: type[models.Model]) -> Any:
    return models.ForeignKey(target, models.DO_NOTHING, db_constraint=False)


class Discipline(Table):
    Meta = _of("discipline", "дисциплина", "дисциплины")
    title = models.CharField("Наименование", max_length=250)

    def __str__(self) -> str:
        return self.title


class Group(Table):
    Meta = _of("group", "группа", "группы")
    name = models.CharField("Название", max_length=24)

    def __str__(self) -> str:
        return self.name


class Student(Table):
    Meta = _of("student", "студент", "студенты")
    last_name = models.CharField("Фамилия", max_length=80)
    first_name = models.CharField("Имя", max_length=80)
    patronymic = models.CharField("Отчество", max_length=80, null=True, blank=True)
    sort_key = models.CharField(max_length=250)
    search_key = models.CharField(max_length=250)
    medical_group = models.CharField(max_length=32, default="main")
    row_version = models.IntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name} {self.patronymic or ''}"


class Membership(Table):
    Meta = _of("membership", "состав группы", "составы групп")
    student = _to(Student)
    group = _to(Group)
    starts = models.DateField()
    ends = models.DateField(null=True)


class Line(Table):
    Meta = _of("curriculum_line", "строка плана", "строки плана")
    index = models.CharField(max_length=24)
    title = models.CharField(max_length=250)
    discipline = models.ForeignKey(Discipline, models.DO_NOTHING, null=True, db_constraint=False)

    def __str__(self) -> str:
        return self.title


class Journal(Table):
    Meta = _of("journal", "журнал", "журналы")
    line = models.ForeignKey(Line, models.DO_NOTHING, db_column="curriculum_line_id", db_constraint=False)
    group = _to(Group)
    teacher_id = models.IntegerField()
    semester_id = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.group}: {self.line}"


class Teacher(Table):
    Meta = _of("user", "преподаватель", "преподаватели")
    last_name = models.CharField(max_length=80)
    first_name = models.CharField(max_length=80)
    patronymic = models.CharField(max_length=80, null=True)

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name[0]}. {(self.patronymic or ' ')[0]}."


class Bell(Table):
    Meta = _of("bell_slot", "звонок", "звонки")
    pair = models.SmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()


class Holiday(Table):
    Meta = _of("holiday", "день календаря", "дни календаря")
    starts = models.DateField()
    ends = models.DateField()
    title = models.CharField(max_length=120)


class Semester(Table):
    Meta = _of("semester", "семестр", "семестры")
    starts = models.DateField()
    ends = models.DateField()


class Slot(Table):
    Meta = _of("timetable_slot", "занятие расписания", "расписание")
    journal = _to(Journal)
    weekday = models.SmallIntegerField()
    pair = models.SmallIntegerField()
    starts = models.DateField()
    ends = models.DateField()
    room = models.CharField(max_length=24, null=True)


class Change(Table):
    Meta = _of("timetable_change", "замена", "замены")
    date = models.DateField()
    pair = models.SmallIntegerField()
    kind = models.CharField(max_length=32)
    journal = _to(Journal)
    room = models.CharField(max_length=24, null=True)


class Lesson(Table):
    Meta = _of("lesson", "занятие", "занятия")
    year = models.SmallIntegerField()
    journal = _to(Journal)
    date = models.DateField("Дата")
    pair = models.SmallIntegerField("Пара")
    hours = models.SmallIntegerField(default=2)
    topic = models.CharField("Тема", max_length=500)
    teacher = _to(Teacher)
    attendance_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y}, пара {self.pair}"


class Homework(Table):
    Meta = _of("homework", "задание", "задания")
    lesson = _to(Lesson)
    text = models.TextField()


class Cell(Table):
    Meta = _of("cell", "клетка", "клетки")
    year = models.SmallIntegerField()
    journal = _to(Journal)
    lesson = _to(Lesson)
    student = _to(Student)
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by_id = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.student}, {self.lesson}"


class Mark(Table):
    Meta = _of("mark", "отметка", "отметки")
    year = models.SmallIntegerField()
    cell = _to(Cell)
    journal = _to(Journal)
    student = _to(Student)
    position = models.SmallIntegerField(default=1)
    value = models.SmallIntegerField("Отметка")
    kind = models.CharField("Вид работы", max_length=32, default="answer")
    weight = models.SmallIntegerField("Вес", default=1)
    entered_at = models.DateTimeField("Выставлена")
    row_version = models.IntegerField(default=1)

    def __str__(self) -> str:
        return str(self.value)


class Kind(Table):
    Meta = _of("absence_kind", "вид пропуска", "виды пропусков")
    letter = models.CharField(max_length=3)
    title = models.CharField(max_length=80)
    excused = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.letter


class Absence(Table):
    Meta = _of("absence", "пропуск", "пропуски")
    year = models.SmallIntegerField()
    cell = _to(Cell)
    journal = _to(Journal)
    student = _to(Student)
    kind = _to(Kind)
    hours = models.SmallIntegerField(default=2)
    entered_at = models.DateTimeField()
    row_version = models.IntegerField(default=1)

    def __str__(self) -> str:
        return str(self.kind)
