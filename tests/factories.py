"""A factory for every mapped class: minimal valid rows, the same ones every run."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from factory import (
    Factory,
    LazyAttribute,
    SelfAttribute,
    Sequence,
    SubFactory,
    Trait,
)
from factory.alchemy import SQLAlchemyModelFactory

import models as m
from rules import terms as t

YEAR = 2023
TODAY = dt.date(2023, 11, 20)
NOW = dt.datetime(2023, 11, 20, 8, 0, tzinfo=dt.UTC)
PASSWORD = "novoaltaysk-2023"
# argon2 of PASSWORD, one pass over 8 KiB: a test must not wait for a strong hash
PASSWORD_HASH = "$argon2id$v=19$m=8,t=1,p=1$oV5CjfxUUbkt52o+ALcDtA$5exswybu0vJgrtUTvO4QQYANeBMGqAZ8zQBa93TaTMA"

MEN = (
    ("Абрамов", "Тимур", "Олегович"), ("Васильченко", "Артём", "Игоревич"), ("Дорохин", "Егор", "Павлович"),
    ("Зимин", "Роман", "Андреевич"), ("Лаптев", "Максим", "Юрьевич"), ("Савельев", "Матвей", "Денисович"),
    ("Ёлкин", "Фёдор", "Семёнович"), ("Угрюмов", "Лев", "Петрович"),
)
WOMEN = (
    ("Белова", "Ксения", "Сергеевна"), ("Гладких", "Мария", "Ивановна"), ("Ермолаева", "Дарья", "Викторовна"),
    ("Игнатова", "Полина", "Олеговна"), ("Осинцева", "Алина", "Николаевна"), ("Рогозина", "Елизавета", "Львовна"),
    ("Фёдорова", "София", "Артёмовна"), ("Щербинина", "Юлия", "Павловна"),
)


BEING_MADE: list[type[Factory[Any]]] = []  # the factory that was called, then those that it has called


class ModelFactory(SQLAlchemyModelFactory):
    """Adds to the session of the application context; flushes once, with all that the row asked for stands on."""

    class Meta:
        abstract = True
        sqlalchemy_session = m.db.session

    @classmethod
    def _generate(cls, strategy: str, params: dict[str, Any]) -> Any:
        is_outermost = not BEING_MADE
        BEING_MADE.append(cls)
        try:
            made = super()._generate(strategy, params)
        finally:
            BEING_MADE.pop()
        if is_outermost:
            m.db.session.flush()
        return made

    @classmethod
    def _get_or_create(cls, model_class: type[m.Base], session: Any, args: tuple[()], kwargs: dict[str, Any]) -> Any:
        """The one that the session holds, flushed or not, before the one that the database does."""
        key, waiting = [(name, kwargs[name]) for name in cls._meta.sqlalchemy_get_or_create], session.new
        for held in (*waiting, *session.identity_map.values()):
            if type(held) is model_class and all(getattr(held, name) == value for name, value in key):
                return held
        if any(value in waiting for _, value in key):  # nothing in the database stands on what is not there yet
            return cls._save(model_class, session, args, kwargs)
        with session.no_autoflush:
            return super()._get_or_create(model_class, session, args, kwargs)


def numbered(row: Any) -> int:
    """The number of a row that another one knows by its number alone."""
    m.db.session.flush()
    return int(row.id)


# people and accounts

class PersonFactory(ModelFactory):
    """A name whose three parts are of one gender; ``female=True`` asks for a woman."""

    class Meta:
        abstract = True

    class Params:
        number = Sequence(int)
        female = LazyAttribute(lambda o: o.number % 2 == 1)
        name_parts = LazyAttribute(lambda o: (WOMEN if o.female else MEN)[o.number // 2 % 8])

    last_name = LazyAttribute(lambda o: o.name_parts[0])
    first_name = LazyAttribute(lambda o: o.name_parts[1])
    patronymic = LazyAttribute(lambda o: o.name_parts[2])


class UserFactory(PersonFactory):
    class Meta:
        model = m.User

    login = Sequence(lambda n: f"user{n}")
    password_hash = PASSWORD_HASH
    must_change_password = False

    @classmethod
    def _create(cls, model_class: type[m.User], *args: Any, **kwargs: Any) -> m.User:
        roles = kwargs.pop("roles", ())
        user: m.User = super()._create(model_class, *args, **kwargs)
        for role in roles:
            UserRoleFactory(user=user, role=role)
        return user


class UserRoleFactory(ModelFactory):
    class Meta:
        model = m.UserRole

    user = SubFactory(UserFactory)
    role = t.Role.TEACHER


class TeacherFactory(UserFactory):
    roles = (t.Role.TEACHER,)


class UserSessionFactory(ModelFactory):
    class Meta:
        model = m.UserSession

    token_hash = Sequence(lambda n: f"{n:064x}")
    user = SubFactory(UserFactory)
    created_at = last_seen_at = confirmed_at = NOW


class ActivationFactory(ModelFactory):
    class Meta:
        model = m.Activation

    phone = "+79130000001"
    nonce = "0" * 32
    created_at = NOW
    expires_at = LazyAttribute(lambda o: o.created_at + dt.timedelta(minutes=15))


class VisitFactory(ModelFactory):
    class Meta:
        model = m.Visit

    user = SubFactory(UserFactory)
    day = TODAY


class ThrottleFactory(ModelFactory):
    class Meta:
        model = m.Throttle

    key = Sequence(lambda n: f"login:user{n}")
    failures = 1
    window_started_at = NOW


class SecondFactorFactory(ModelFactory):
    class Meta:
        model = m.SecondFactor

    user = SubFactory(UserFactory)
    secret = "sealed"
    used_step = 0
    created_at = NOW


class RecoveryCodeFactory(ModelFactory):
    class Meta:
        model = m.RecoveryCode

    user = SubFactory(UserFactory)
    code_hash = Sequence(lambda n: f"{n:064x}")


class UserIdentityFactory(ModelFactory):
    class Meta:
        model = m.UserIdentity

    user = SubFactory(UserFactory)
    issuer = "https://id.example"
    subject = Sequence(lambda n: f"subject-{n}")
    linked_at = NOW


class PasskeyFactory(ModelFactory):
    class Meta:
        model = m.Passkey

    user = SubFactory(UserFactory)
    credential_id = Sequence(lambda n: f"credential-{n}")
    public_key = "cHVibGlj"
    handle = "aGFuZGxl"
    sign_count = 0
    name = "Телефон"
    created_at = NOW


class PasskeyChallengeFactory(ModelFactory):
    class Meta:
        model = m.PasskeyChallenge

    challenge = Sequence(lambda n: f"challenge-{n}")
    created_at = NOW


class ApiClientFactory(ModelFactory):
    class Meta:
        model = m.ApiClient

    name = Sequence(lambda n: f"Программа {n}")
    scopes = LazyAttribute(lambda o: ["reference"])
    token_hash = Sequence(lambda n: f"{n:064x}")
    issued_at = NOW
    issued_by = SubFactory(UserFactory)
    expires_at = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


class ApiUseFactory(ModelFactory):
    class Meta:
        model = m.ApiUse

    client = SubFactory(ApiClientFactory)
    day = TODAY
    entity = "group"
    requests = 1
    rows = 10
    last_at = NOW


class IdempotencyKeyFactory(ModelFactory):
    class Meta:
        model = m.IdempotencyKey

    user = SubFactory(UserFactory)
    key = Sequence(lambda n: f"00000000-0000-4000-8000-{n:012x}")
    body_hash = "0" * 64
    answer = LazyAttribute(lambda o: {"value": "5", "version": 1})
    created_at = NOW

    @classmethod
    def _create(cls, model_class: type[m.Base], *args: Any, **kwargs: Any) -> Any:
        kwargs["user_id"] = numbered(kwargs.pop("user"))  # the row has no relationship to its user
        return super()._create(model_class, *args, **kwargs)


class SavedFilterFactory(ModelFactory):
    class Meta:
        model = m.SavedFilter

    user = SubFactory(UserFactory)
    entity = "student"
    name = Sequence(lambda n: f"Мой список {n}")
    query = "search=Абрамов"


class NumberSeriesFactory(ModelFactory):
    class Meta:
        model = m.NumberSeries

    kind = Sequence(lambda n: f"studies{n}")
    year = 2023
    prefix = "СО"
    last = 1


class IssuedDocumentFactory(ModelFactory):
    class Meta:
        model = m.IssuedDocument

    kind = "studies"
    year = 2023
    number = Sequence(lambda n: n + 1)
    designation = LazyAttribute(lambda o: f"СО-{o.number}/23")
    title = "Справка об обучении"
    issued_on = dt.date(2023, 11, 20)
    issued_at = dt.datetime(2023, 11, 20, 8, tzinfo=dt.UTC)
    user = SubFactory(UserFactory)
    arguments = LazyAttribute(lambda o: {})
    sha256 = Sequence(lambda n: f"{n:064x}")
    code = Sequence(lambda n: f"{n:026d}")


class TaskFactory(ModelFactory):
    class Meta:
        model = m.Task

    user = SubFactory(UserFactory)
    kind = "group_journals"
    title = Sequence(lambda n: f"Журналы групп {n}")
    arguments = LazyAttribute(lambda o: {})
    roles = LazyAttribute(lambda o: sorted(o.user.role_set))
    state = t.TaskState.WAITING
    ordered_at = dt.datetime(2023, 11, 20, 8, tzinfo=dt.UTC)


class SavedReportFactory(ModelFactory):
    class Meta:
        model = m.SavedReport

    user = SubFactory(UserFactory)
    report = "movement"
    title = Sequence(lambda n: f"Движение {n}")
    choices = LazyAttribute(lambda o: {})
    repeats = t.Repeat.MONTHLY
    next_on = dt.date(2023, 12, 1)


class StudentFactory(PersonFactory):
    class Meta:
        model = m.Student

    file_number = Sequence(lambda n: f"{YEAR % 100}-{n:04d}")
    birth_date = dt.date(2006, 5, 17)
    gender = LazyAttribute(lambda o: t.Gender.FEMALE if o.female else t.Gender.MALE)
    phone = Sequence(lambda n: f"7900000{n % 10000:04d}")
    address = "г. Новоалтайск, ул. Садовая, д. 7"


class GuardianFactory(PersonFactory):
    class Meta:
        model = m.Guardian

    phone = Sequence(lambda n: f"7900100{n % 10000:04d}")


class GuardianshipFactory(ModelFactory):
    class Meta:
        model = m.Guardianship

    student = SubFactory(StudentFactory)
    guardian = SubFactory(GuardianFactory, female=True)
    relation = t.Relation.MOTHER
    is_primary = True


# years, days off, bells

class AcademicYearFactory(ModelFactory):
    class Meta:
        model = m.AcademicYear
        sqlalchemy_get_or_create = ("year",)

    year = YEAR
    starts = LazyAttribute(lambda o: dt.date(o.year, 9, 1))
    ends = LazyAttribute(lambda o: dt.date(o.year + 1, 6, 30))


class SemesterFactory(ModelFactory):
    class Meta:
        model = m.Semester
        sqlalchemy_get_or_create = ("academic_year", "number")

    academic_year = SubFactory(AcademicYearFactory)
    number = 1
    starts = LazyAttribute(
        lambda o: o.academic_year.starts if o.number == 1 else dt.date(o.academic_year.year + 1, 1, 9))
    ends = LazyAttribute(
        lambda o: dt.date(o.academic_year.year, 12, 29) if o.number == 1 else o.academic_year.ends)


class HolidayFactory(ModelFactory):
    class Meta:
        model = m.Holiday

    starts = ends = dt.date(2023, 11, 6)
    kind = t.DayKind.HOLIDAY
    title = "День народного единства (перенос)"


class BellScheduleFactory(ModelFactory):
    class Meta:
        model = m.BellSchedule

    title = Sequence(lambda n: f"Звонки {n}")


class BellSlotFactory(ModelFactory):
    class Meta:
        model = m.BellSlot

    schedule = SubFactory(BellScheduleFactory)
    pair = Sequence(lambda n: n % 10)
    starts = LazyAttribute(lambda o: dt.time(8 + o.pair, 30))
    ends = LazyAttribute(lambda o: dt.time(9 + o.pair, 20))


# what is taught

class SpecialityFactory(ModelFactory):
    class Meta:
        model = m.Speciality

    code = Sequence(lambda n: f"09.02.{n:02d}")
    title = Sequence(lambda n: f"Информационные системы и программирование {n}")
    qualification = "программист"
    level = t.ProgrammeLevel.SPECIALISTS


class ModuleFactory(ModelFactory):
    class Meta:
        model = m.Module

    speciality = SubFactory(SpecialityFactory)
    index = Sequence(lambda n: f"ПМ.{n:02d}")
    title = "Разработка модулей программного обеспечения"


class DisciplineFactory(ModelFactory):
    class Meta:
        model = m.Discipline

    title = Sequence(lambda n: f"Математика {n}")


class PracticeFactory(ModelFactory):
    class Meta:
        model = m.Practice

    speciality = SubFactory(SpecialityFactory)
    kind = t.PracticeKind.STUDY
    index = Sequence(lambda n: f"УП.{n:02d}")
    title = "Учебная практика"


class CurriculumFactory(ModelFactory):
    class Meta:
        model = m.Curriculum

    speciality = SubFactory(SpecialityFactory)
    admission_year = YEAR - 1
    base_education = t.BaseEducation.BASIC
    title = LazyAttribute(lambda o: f"{o.speciality}, набор {o.admission_year}")


class CompetenceFactory(ModelFactory):
    class Meta:
        model = m.Competence

    curriculum = SubFactory(CurriculumFactory)
    code = Sequence(lambda n: f"ОК {n:02d}")
    title = "Выбирать способы решения задач профессиональной деятельности"


class CurriculumLineFactory(ModelFactory):
    """A discipline of 36 contact hours in the third semester; ``of_practice=True`` is a practice."""

    class Meta:
        model = m.CurriculumLine

    class Params:
        of_practice = Trait(
            kind=t.LineKind.PRACTICE, discipline=None, cycle="ПЦ", index=SelfAttribute("practice.index"),
            title=SelfAttribute("practice.title"), practical=36, lecture=0,
            practice=SubFactory(PracticeFactory, speciality=SelfAttribute("..curriculum.speciality")))

    curriculum = SubFactory(CurriculumFactory)
    position = Sequence(lambda n: n + 1)
    cycle = "ОПЦ"
    index = Sequence(lambda n: f"ОП.{n:02d}")
    kind = t.LineKind.DISCIPLINE
    semester_number = 3
    discipline = SubFactory(DisciplineFactory)
    title = SelfAttribute("discipline.title")
    lecture = 20
    practical = 16
    total = 36
    graded_credits = 1


# groups and their people

class GroupFactory(ModelFactory):
    class Meta:
        model = m.Group

    name = Sequence(lambda n: f"ИС-{n + 21}")
    curriculum = SubFactory(CurriculumFactory)
    speciality = SelfAttribute("curriculum.speciality")
    admission_year = SelfAttribute("curriculum.admission_year")


class MovementFactory(ModelFactory):
    class Meta:
        model = m.Movement

    student = SubFactory(StudentFactory)
    kind = t.MovementKind.ENROLMENT
    order_number = Sequence(lambda n: f"{n + 1}-С")
    order_date = dt.date(YEAR - 1, 8, 25)
    effective_on = dt.date(YEAR - 1, 9, 1)
    to_group = SubFactory(GroupFactory)


class MembershipFactory(ModelFactory):
    class Meta:
        model = m.Membership

    student = SubFactory(StudentFactory)
    group = SubFactory(GroupFactory)
    starts = dt.date(YEAR - 1, 9, 1)
    entered_by = SubFactory(
        MovementFactory, student=SelfAttribute("..student"), to_group=SelfAttribute("..group"),
        effective_on=SelfAttribute("..starts"))


class SubgroupFactory(ModelFactory):
    class Meta:
        model = m.Subgroup

    group = SubFactory(GroupFactory)
    split = "Иностранный язык"
    number = Sequence(lambda n: n % 9 + 1)


class SubgroupMembershipFactory(ModelFactory):
    class Meta:
        model = m.SubgroupMembership

    subgroup = SubFactory(SubgroupFactory)
    student = SubFactory(StudentFactory)
    starts = dt.date(YEAR, 9, 1)


class CuratorshipFactory(ModelFactory):
    class Meta:
        model = m.Curatorship

    group = SubFactory(GroupFactory)
    user = SubFactory(UserFactory, roles=(t.Role.CURATOR,))
    starts = dt.date(YEAR - 1, 9, 1)


# journals, plans, timetable

class SyllabusFactory(ModelFactory):
    class Meta:
        model = m.Syllabus

    line = SubFactory(CurriculumLineFactory)
    author = SubFactory(TeacherFactory)
    state = t.SyllabusState.APPROVED


class SyllabusTopicFactory(ModelFactory):
    class Meta:
        model = m.SyllabusTopic

    syllabus = SubFactory(SyllabusFactory)
    position = Sequence(lambda n: n + 1)
    title = Sequence(lambda n: f"Ветвления и циклы, часть {n}")
    hours = 2


class JournalFactory(ModelFactory):
    """A whole group's journal of the third semester, in the first semester of 2023-2024."""

    class Meta:
        model = m.Journal

    line = SubFactory(CurriculumLineFactory)
    group = SubFactory(GroupFactory, curriculum=SelfAttribute("..line.curriculum"))
    semester = SubFactory(SemesterFactory)
    teacher = SubFactory(TeacherFactory)
    planned_hours = 36


class TimetableSlotFactory(ModelFactory):
    class Meta:
        model = m.TimetableSlot

    journal = SubFactory(JournalFactory)
    weekday = Sequence(lambda n: n % 6 + 1)
    pair = 2
    starts = SelfAttribute("journal.semester.starts")
    ends = SelfAttribute("journal.semester.ends")
    room = "214"


class TimetableChangeFactory(ModelFactory):
    class Meta:
        model = m.TimetableChange

    date = TODAY
    pair = 2
    kind = t.ChangeKind.CANCELLED
    journal = SubFactory(JournalFactory)
    reason = "болезнь преподавателя"


class TimetableNameFactory(ModelFactory):
    class Meta:
        model = m.TimetableName

    kind = t.NameKind.TEACHER
    text = Sequence(lambda n: f"Вакансия {n}")
    teacher = SubFactory(TeacherFactory)


# lessons, marks, absences

class LessonFactory(ModelFactory):
    """A whole, timely record of a lesson; lessons of one test fall on different pairs and weekdays."""

    class Meta:
        model = m.Lesson

    class Params:
        number = Sequence(int)

    journal = SubFactory(JournalFactory)
    year = SelfAttribute("journal.semester.academic_year.year")
    date = LazyAttribute(lambda o: TODAY - dt.timedelta(days=o.number // 6 % 11 * 7))
    pair = LazyAttribute(lambda o: o.number % 6 + 1)
    topic = "Ветвления и циклы"
    teacher = SelfAttribute("journal.teacher")
    entered_by = SelfAttribute("teacher")
    entered_at = LazyAttribute(lambda o: dt.datetime.combine(o.date, dt.time(8, 0), dt.UTC))
    attendance_at = SelfAttribute("entered_at")


class LessonTaskFactory(ModelFactory):
    class Meta:
        model = m.LessonTask

    lesson = SubFactory(LessonFactory)
    position = Sequence(lambda n: n + 1)
    text = "Решение задач № 1–4"
    kind = t.TaskKind.PROBLEM


class WorkFactory(ModelFactory):
    class Meta:
        model = m.Work

    lesson = SubFactory(LessonFactory)
    kind = t.WorkKind.PRACTICAL
    number = Sequence(lambda n: n % 200 + 1)
    title = "Разработка алгоритма с ветвлением"
    held_on = SelfAttribute("lesson.date")


class HomeworkFactory(ModelFactory):
    class Meta:
        model = m.Homework

    lesson = SubFactory(LessonFactory)
    text = "Конспект, § 2.3"
    kind = t.TaskKind.READING
    due_on = LazyAttribute(lambda o: o.lesson.date + dt.timedelta(days=2))
    entered_at = SelfAttribute("lesson.entered_at")


class CellFactory(ModelFactory):
    """A cell of a member of the journal's group."""

    class Meta:
        model = m.Cell

    lesson = SubFactory(LessonFactory)
    journal = SelfAttribute("lesson.journal")
    year = SelfAttribute("lesson.year")
    student = LazyAttribute(lambda o: MembershipFactory(group=o.lesson.journal.group).student)
    version = 1
    updated_at = SelfAttribute("lesson.entered_at")
    updated_by = SelfAttribute("lesson.teacher")


class MarkFactory(ModelFactory):
    class Meta:
        model = m.Mark

    cell = SubFactory(CellFactory)
    year = SelfAttribute("cell.year")
    position = 1
    value = 5
    entered_at = SelfAttribute("cell.updated_at")


class AbsenceKindFactory(ModelFactory):
    class Meta:
        model = m.AbsenceKind
        sqlalchemy_get_or_create = ("letter",)

    letter = "н"
    title = "без уважительной причины"
    words = "не был(а) без причины"


class AbsenceFactory(ModelFactory):
    class Meta:
        model = m.Absence

    cell = SubFactory(CellFactory)
    year = SelfAttribute("cell.year")
    kind = SubFactory(AbsenceKindFactory)
    hours = 2
    entered_at = SelfAttribute("cell.updated_at")


class ExcuseNoteFactory(ModelFactory):
    class Meta:
        model = m.ExcuseNote

    student = SubFactory(StudentFactory)
    kind = SubFactory(AbsenceKindFactory, letter="б", title="болезнь", words="болезнь", excused=True)
    starts = TODAY - dt.timedelta(days=6)
    ends = TODAY
    document = "справка"
    entered_by = SubFactory(UserFactory, roles=(t.Role.CURATOR,))
    entered_at = NOW


# results

class FinalMarkFactory(ModelFactory):
    class Meta:
        model = m.FinalMark

    journal = SubFactory(JournalFactory)
    student = LazyAttribute(lambda o: MembershipFactory(group=o.journal.group).student)
    kind = t.FinalKind.SEMESTER
    value = t.FinalValue.FOUR
    basis_kind = t.BasisKind.CURRENT_WORK
    set_by = SelfAttribute("journal.teacher")
    set_at = NOW


class DebtFactory(ModelFactory):
    class Meta:
        model = m.Debt

    final_mark = SubFactory(FinalMarkFactory, value=t.FinalValue.NOT_ATTESTED, basis_kind=t.BasisKind.ABSENCE)
    form = t.FinalKind.CREDIT
    opened_on = TODAY
    due_on = TODAY + dt.timedelta(days=60)


class DebtAttemptFactory(ModelFactory):
    class Meta:
        model = m.DebtAttempt

    debt = SubFactory(DebtFactory)
    number = 1
    date = SelfAttribute("debt.due_on")
    examiner = SubFactory(TeacherFactory)


# practice

class EnterpriseFactory(ModelFactory):
    class Meta:
        model = m.Enterprise

    name = Sequence(lambda n: f"ООО «Мастерская № {n}»")
    contract_number = Sequence(lambda n: f"{n + 1}/23")
    contract_date = dt.date(YEAR, 9, 1)


class PracticeProgrammeFactory(ModelFactory):
    class Meta:
        model = m.PracticeProgramme

    journal = SubFactory(JournalFactory, line=SubFactory(CurriculumLineFactory, of_practice=True))
    starts = dt.date(YEAR, 11, 13)
    ends = dt.date(YEAR, 11, 18)
    supervisor = SelfAttribute("journal.teacher")
    order_number = Sequence(lambda n: f"{n + 1}-П")
    order_date = dt.date(YEAR, 11, 1)


class ProgrammeSectionFactory(ModelFactory):
    class Meta:
        model = m.ProgrammeSection

    programme = SubFactory(PracticeProgrammeFactory)
    position = Sequence(lambda n: n + 1)
    title = "Вводное занятие"
    work = "Инструктаж по охране труда"
    hours = 6


class PlacementFactory(ModelFactory):
    class Meta:
        model = m.Placement

    programme = SubFactory(PracticeProgrammeFactory)
    student = LazyAttribute(lambda o: MembershipFactory(group=o.programme.journal.group).student)
    enterprise = SubFactory(EnterpriseFactory)


class DayLogFactory(ModelFactory):
    class Meta:
        model = m.DayLog

    lesson = SubFactory(
        LessonFactory, hours=6, kind=t.LessonKind.PRACTICE_DAY,
        journal=SubFactory(JournalFactory, line=SubFactory(CurriculumLineFactory, of_practice=True)))
    student = LazyAttribute(lambda o: MembershipFactory(group=o.lesson.journal.group).student)
    work = "Инструктаж, подготовка рабочего места"
    hours = 6


class AttestationSheetFactory(ModelFactory):
    class Meta:
        model = m.AttestationSheet

    programme = SubFactory(PracticeProgrammeFactory)
    student = LazyAttribute(lambda o: MembershipFactory(group=o.programme.journal.group).student)
    value = t.FinalValue.FIVE
    signed_on = dt.date(YEAR, 11, 18)


class SheetRowFactory(ModelFactory):
    class Meta:
        model = m.SheetRow

    sheet = SubFactory(AttestationSheetFactory)
    part = t.SheetPart.WORK
    position = Sequence(lambda n: n + 1)
    title = "Сборка и сварка узлов"
    level = "high"


# talk, requests, consents

class ThreadFactory(ModelFactory):
    class Meta:
        model = m.Thread

    kind = t.ThreadKind.DIALOGUE
    subject = "Успеваемость"
    author = SubFactory(UserFactory)
    created_at = NOW


class ParticipantFactory(ModelFactory):
    class Meta:
        model = m.Participant

    thread = SubFactory(ThreadFactory)
    user = SubFactory(UserFactory)


class ParentLetterFactory(ModelFactory):
    class Meta:
        model = m.ParentLetter

    guardian = SubFactory(GuardianFactory)
    student = SubFactory(StudentFactory)
    kind = t.LetterKind.REPORT
    way = t.LetterWay.MESSAGE
    author = SubFactory(UserFactory, roles=(t.Role.CURATOR,))
    sent_at = NOW


class MessageFactory(ModelFactory):
    class Meta:
        model = m.Message

    thread = SubFactory(ThreadFactory)
    author = SelfAttribute("thread.author")
    body = "Добрый день. Успехи за неделю хорошие."
    sent_at = NOW


class AttachmentFactory(ModelFactory):
    class Meta:
        model = m.Attachment

    message = SubFactory(MessageFactory)
    name = "справка.pdf"
    media_type = "application/pdf"
    size = 1024
    sha256 = "0" * 64


class FileContentFactory(ModelFactory):
    class Meta:
        model = m.FileContent

    sha256 = Sequence(lambda n: f"{n:064x}")
    content = b"%PDF-1.7"


class NotificationFactory(ModelFactory):
    class Meta:
        model = m.Notification

    user = SubFactory(UserFactory)
    kind = t.NotificationKind.MESSAGE
    payload = LazyAttribute(lambda o: {"text": "Новое сообщение"})
    created_at = NOW


class NotificationSettingFactory(ModelFactory):
    class Meta:
        model = m.NotificationSetting

    user = SubFactory(UserFactory)
    kind = t.NotificationKind.ABSENCE
    channel = t.Channel.SMS


class OutboxFactory(ModelFactory):
    class Meta:
        model = m.Outbox

    notification = SubFactory(NotificationFactory)
    user = LazyAttribute(lambda o: o.notification.user if o.notification else None)
    channel = t.Channel.EMAIL
    created_at = NOW
    next_try_at = NOW


class LetterFactory(OutboxFactory):
    """A letter to a parent instead of a notice."""

    notification = None
    guardian = SubFactory(GuardianFactory)
    author = SubFactory(UserFactory)
    text = "Приглашаем на собрание"


class SupportRequestFactory(ModelFactory):
    class Meta:
        model = m.SupportRequest

    author = SubFactory(UserFactory, roles=(t.Role.PARENT,))
    author_role = t.Role.PARENT
    category = t.SupportCategory.ACCESS
    text = "Не приходит код для входа"
    created_at = NOW


class ChangeRequestFactory(ModelFactory):
    class Meta:
        model = m.ChangeRequest

    student = SubFactory(StudentFactory)
    field = "phone"
    new_value = "79000000000"
    author = SubFactory(UserFactory, roles=(t.Role.CURATOR,))
    created_at = NOW


class AcknowledgementFactory(ModelFactory):
    class Meta:
        model = m.Acknowledgement

    user = SubFactory(UserFactory, roles=(t.Role.PARENT,))
    kind = t.AcknowledgementKind.DIARY
    subject_id = LazyAttribute(lambda o: numbered(StudentFactory()))
    week = dt.date(2023, 11, 13)
    at = NOW


class ConsentFactory(ModelFactory):
    class Meta:
        model = m.Consent

    student = SubFactory(StudentFactory)
    kind = t.ConsentKind.PROCESSING
    given_on = dt.date(YEAR, 9, 1)
    basis = "заявление законного представителя"


# control

class FindingFactory(ModelFactory):
    class Meta:
        model = m.Finding

    rule = "lesson_without_topic"
    point = "5.6"
    severity = t.Severity.WARNING
    fingerprint = Sequence(lambda n: f"lesson:{n}")
    text = "У занятия нет темы"
    day = TODAY
    journal = SubFactory(JournalFactory)
    group = SelfAttribute("journal.group")
    responsible = SelfAttribute("journal.teacher")
    found_at = NOW


class InspectionFactory(ModelFactory):
    class Meta:
        model = m.Inspection

    number = Sequence(lambda n: f"{n + 1}")
    kind = t.InspectionKind.MONTHLY
    date = TODAY
    inspector = SubFactory(UserFactory, roles=(t.Role.DEPUTY_UPR,))
    subject = "Ведение журналов за октябрь"


class RemarkFactory(ModelFactory):
    class Meta:
        model = m.Remark

    inspection = SubFactory(InspectionFactory)
    journal = SubFactory(JournalFactory)
    text = "Нет домашних заданий за 16.10"


class ClosingFactory(ModelFactory):
    class Meta:
        model = m.Closing

    class Params:
        month = Sequence(lambda n: YEAR * 12 + 8 - n)  # September, then earlier months

    scope = t.ClosingScope.MONTH
    starts = LazyAttribute(lambda o: dt.date(o.month // 12, o.month % 12 + 1, 1))
    ends = LazyAttribute(lambda o: dt.date((o.month + 1) // 12, (o.month + 1) % 12 + 1, 1) - dt.timedelta(days=1))
    closed_by = SubFactory(UserFactory, roles=(t.Role.DEPUTY_UPR,))
    closed_at = NOW


class ReopeningGrantFactory(ModelFactory):
    class Meta:
        model = m.ReopeningGrant

    starts = dt.date(YEAR, 9, 1)
    ends = dt.date(YEAR, 9, 30)
    journal = SubFactory(JournalFactory)
    reason = "Болезнь преподавателя, листок нетрудоспособности"
    expires_at = NOW + dt.timedelta(days=3)
    granted_by = SubFactory(UserFactory, roles=(t.Role.DEPUTY_UPR,))
    granted_at = NOW


class ReopeningRequestFactory(ModelFactory):
    class Meta:
        model = m.ReopeningRequest

    journal = SubFactory(JournalFactory)
    author = SelfAttribute("journal.teacher")
    starts = dt.date(YEAR, 9, 1)
    ends = dt.date(YEAR, 9, 30)
    reason = "Болезнь преподавателя, листок нетрудоспособности"
    created_at = NOW


class PlanEventFactory(ModelFactory):
    class Meta:
        model = m.PlanEvent

    position = Sequence(lambda n: n + 1)
    title = "Обучающий семинар"
    period = "октябрь"
    responsible = "администратор ЭЖ"


# settings, imports, audit

class CollegeFactory(ModelFactory):
    class Meta:
        model = m.College

    title = "Новоалтайский лицей профессионального образования"
    short_title = "Новоалтайский лицей"


class PublicDocumentFactory(ModelFactory):
    class Meta:
        model = m.PublicDocument

    title = "Положение об электронном журнале"
    number = "156/2-У"
    text = "1. Общие положения"


class NormValueFactory(ModelFactory):
    class Meta:
        model = m.NormValue

    code = Sequence(lambda n: f"norm_{n}")
    value = Decimal(10)
    valid_from = dt.date(YEAR, 9, 1)


class CheckSettingFactory(ModelFactory):
    class Meta:
        model = m.CheckSetting

    code = Sequence(lambda n: f"check_{n}")


class JobRunFactory(ModelFactory):
    class Meta:
        model = m.JobRun

    name = Sequence(lambda n: f"job_{n}")
    started_at = finished_at = succeeded_at = NOW
    ok = True


class ImportBatchFactory(ModelFactory):
    class Meta:
        model = m.ImportBatch

    kind = t.ImportKind.STUDENTS
    file_name = "студенты.csv"
    sha256 = "0" * 64
    at = NOW
    report = LazyAttribute(lambda o: {"refused": []})


class YearOperationFactory(ModelFactory):
    """Applied, with nothing left to take back."""

    class Meta:
        model = m.YearOperation

    year = YEAR
    number = 1
    user = SubFactory(UserFactory)
    at = NOW
    parts = LazyAttribute(lambda o: ["calendar"])
    report = LazyAttribute(lambda o: [["Создано семестров", 2]])


class RetentionTermFactory(ModelFactory):
    class Meta:
        model = m.RetentionTerm
        sqlalchemy_get_or_create = ("kind",)

    kind = "journals"
    years = 5
    basis = "номенклатура дел"


class ErasureFactory(ModelFactory):
    class Meta:
        model = m.Erasure

    year = YEAR
    number = Sequence(lambda n: n + 1)
    student = SubFactory(StudentFactory)
    user = SubFactory(UserFactory)
    at = NOW
    basis = "заявление от 20.11.2023"
    erased = LazyAttribute(lambda o: [["Телефон", 1]])
    kept = LazyAttribute(lambda o: [["Отметки", 1, "5 лет"]])


class AuditRecordFactory(ModelFactory):
    """A lone row for lists; chains are made by actions/audit.py."""

    class Meta:
        model = m.AuditRecord

    year = YEAR
    chain = "common"
    seq = Sequence(lambda n: n + 1_000_000)
    at = NOW
    actor_id = LazyAttribute(lambda o: numbered(UserFactory()))
    source = "web"
    action = t.AuditAction.UPDATE
    entity = "student"
    before = LazyAttribute(lambda o: {})
    after = LazyAttribute(lambda o: {})
    previous_hash = hash = "0" * 64


class AuditHeadFactory(ModelFactory):
    class Meta:
        model = m.AuditHead

    year = YEAR
    chain = Sequence(lambda n: f"journal-{n}")
    seq = 1
    hash = "0" * 64


class PersonKeyFactory(ModelFactory):
    class Meta:
        model = m.PersonKey

    entity = "student"
    entity_id = LazyAttribute(lambda o: numbered(StudentFactory()))
    key = "0" * 64


class ViewRecordFactory(ModelFactory):
    class Meta:
        model = m.ViewRecord

    user = SubFactory(UserFactory)
    student_id = LazyAttribute(lambda o: numbered(StudentFactory()))
    at = NOW
    page = "student.card"


def _all_factories() -> dict[type[m.Base], type[Factory[Any]]]:
    """The plainest factory of each model: the one declared first."""
    found: dict[type[m.Base], type[Factory[Any]]] = {}
    for value in list(globals().values()):
        if isinstance(value, type) and issubclass(value, ModelFactory) and value._meta.model is not None:
            found.setdefault(value._meta.model, value)
    return found


FACTORIES = _all_factories()
