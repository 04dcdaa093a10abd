"""Specialities, curricula and what their lines teach (Пр. 10)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Editable, check, col, fk, flag, term
from rules.terms import BaseEducation, LineKind, PracticeKind, ProgrammeLevel, StudyForm


class Speciality(Editable, Base):
    """A speciality or profession by the federal list."""

    __tablename__ = "speciality"
    __label__, __labels__ = "Специальность", "Специальности и профессии"

    code: Mapped[str] = col("Код", sa.String(16), nullable=False, unique=True)
    title: Mapped[str] = col("Название", sa.String(250), nullable=False)
    qualification: Mapped[str | None] = col("Квалификация", sa.String(250))
    level: Mapped[ProgrammeLevel] = term("Вид программы", ProgrammeLevel, nullable=False)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Discipline(Editable, Base):
    """A discipline of the college, or an МДК of a module."""

    __tablename__ = "discipline"
    __label__, __labels__ = "Дисциплина", "Дисциплины и МДК"
    __table_args__ = (
        sa.Index("uq_discipline_general_title", "title", unique=True,
                 sqlite_where=sa.text("module_id IS NULL"), postgresql_where=sa.text("module_id IS NULL")),
        sa.Index("uq_discipline_module_title", "module_id", "title", unique=True,
                 sqlite_where=sa.text("module_id IS NOT NULL"), postgresql_where=sa.text("module_id IS NOT NULL")),
    )

    title: Mapped[str] = col("Наименование", sa.String(250), nullable=False)
    short_title: Mapped[str | None] = col("Краткое наименование", sa.String(60))
    module_id: Mapped[int | None] = fk("Модуль", "module.id")
    search_key: Mapped[str] = col("Ключ поиска", sa.String(250), nullable=False, info={"derived": True})
    physical_education: Mapped[bool] = flag("Физическая культура (п. 6.8)")
    closed_on: Mapped[dt.date | None] = col("Закрыта с", sa.Date())

    module: Mapped[Module | None] = relationship(back_populates="disciplines")

    def __str__(self) -> str:
        return self.title


class Module(Editable, Base):
    """A professional module (ПМ) of a speciality with its МДК and practices."""

    __tablename__ = "module"
    __label__, __labels__ = "Модуль", "Профессиональные модули"
    __table_args__ = (sa.UniqueConstraint("speciality_id", "index", "title"),)

    speciality_id: Mapped[int] = fk("Специальность", "speciality.id", nullable=False, index=False)
    index: Mapped[str] = col("Индекс", sa.String(24), nullable=False)
    title: Mapped[str] = col("Наименование", sa.String(250), nullable=False)
    search_key: Mapped[str] = col("Ключ поиска", sa.String(250), nullable=False, info={"derived": True})

    speciality: Mapped[Speciality] = relationship()
    disciplines: Mapped[list[Discipline]] = relationship(back_populates="module", info={"label": "МДК"})
    practices: Mapped[list[Practice]] = relationship(back_populates="module", info={"label": "Практики"})

    def __str__(self) -> str:
        return f"{self.index} {self.title}"


class Practice(Editable, Base):
    """A practice of a speciality: УП, ПП of a module, ПДП."""

    __tablename__ = "practice"
    __label__, __labels__ = "Практика", "Практики"
    __table_args__ = (sa.UniqueConstraint("speciality_id", "index", "title"),)

    speciality_id: Mapped[int] = fk("Специальность", "speciality.id", nullable=False, index=False)
    module_id: Mapped[int | None] = fk("Модуль", "module.id")
    kind: Mapped[PracticeKind] = term("Вид", PracticeKind, nullable=False)
    index: Mapped[str] = col("Индекс", sa.String(24), nullable=False)
    title: Mapped[str] = col("Наименование", sa.String(250), nullable=False)
    search_key: Mapped[str] = col("Ключ поиска", sa.String(250), nullable=False, info={"derived": True})

    speciality: Mapped[Speciality] = relationship()
    module: Mapped[Module | None] = relationship(back_populates="practices")

    def __str__(self) -> str:
        return f"{self.index} {self.title}"


class Curriculum(Editable, Base):
    """A curriculum of a speciality for one intake."""

    __tablename__ = "curriculum"
    __label__, __labels__ = "Учебный план", "Учебные планы"
    __table_args__ = (sa.UniqueConstraint("speciality_id", "admission_year", "base_education", "study_form", "version",
                                          name="uq_curriculum_edition"),  # PostgreSQL would cut the usual name
                      check("version", "version >= 1"))

    speciality_id: Mapped[int] = fk("Специальность", "speciality.id", nullable=False, index=False)
    admission_year: Mapped[int] = col("Год набора", sa.SmallInteger(), nullable=False)
    base_education: Mapped[BaseEducation] = term("На базе", BaseEducation, nullable=False)
    study_form: Mapped[StudyForm] = term("Форма обучения", StudyForm, nullable=False, default=StudyForm.FULL_TIME)
    version: Mapped[int] = col("Версия", sa.SmallInteger(), nullable=False, default=1)
    title: Mapped[str] = col("Название", sa.String(250), nullable=False)
    qualification: Mapped[str | None] = col("Квалификация", sa.String(250))
    duration_months: Mapped[int | None] = col("Срок обучения, мес.", sa.SmallInteger())
    standard: Mapped[str | None] = col("ФГОС", sa.String(120))
    source_file: Mapped[str | None] = col("Файл", sa.String(250))
    closed_on: Mapped[dt.date | None] = col("Закрыт с", sa.Date())

    speciality: Mapped[Speciality] = relationship()
    lines: Mapped[list[CurriculumLine]] = relationship(
        back_populates="curriculum", order_by="CurriculumLine.position", cascade="all, delete-orphan",
        info={"label": "Строки плана"})

    def __str__(self) -> str:
        return self.title


class Competence(Editable, Base):
    __tablename__ = "competence"
    __label__, __labels__ = "Компетенция", "Компетенции"
    __table_args__ = (sa.UniqueConstraint("curriculum_id", "code"),)

    curriculum_id: Mapped[int] = fk("Учебный план", "curriculum.id", nullable=False, ondelete="CASCADE", index=False)
    code: Mapped[str] = col("Код", sa.String(16), nullable=False)
    title: Mapped[str] = col("Содержание", sa.String(1000), nullable=False)

    curriculum: Mapped[Curriculum] = relationship()

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


line_competence = sa.Table(
    "line_competence", Base.metadata,
    sa.Column("line_id", sa.ForeignKey("curriculum_line.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("competence_id", sa.ForeignKey("competence.id", ondelete="CASCADE"), primary_key=True, index=True),
)


def _hours(label: str) -> Mapped[int]:
    return col(label, sa.SmallInteger(), nullable=False, default=0, server_default="0")


class CurriculumLine(Editable, Base):
    """One subject in one semester of a curriculum: hours by kind and forms of control."""

    __tablename__ = "curriculum_line"
    __label__, __labels__ = "Строка учебного плана", "Строки учебных планов"
    __table_args__ = (
        sa.UniqueConstraint("curriculum_id", "index", "title", "semester_number"),
        check("semester_number", "semester_number BETWEEN 1 AND 12"),
        check("hours", "lecture >= 0 AND laboratory >= 0 AND practical >= 0 AND seminar >= 0 AND course_project >= 0"
              " AND self_study >= 0 AND control_hours >= 0 AND consultation >= 0 AND individual_project >= 0"
              " AND total >= 0 AND weeks >= 0"),
        check("subject", "(CASE WHEN discipline_id IS NULL THEN 0 ELSE 1 END)"
              " + (CASE WHEN practice_id IS NULL THEN 0 ELSE 1 END)"
              " = (CASE WHEN kind IN ('discipline', 'mdk', 'practice') THEN 1 ELSE 0 END)"),
    )

    curriculum_id: Mapped[int] = fk("Учебный план", "curriculum.id", nullable=False, ondelete="CASCADE", index=False)
    position: Mapped[int] = col("Порядок", sa.SmallInteger(), nullable=False)
    cycle: Mapped[str] = col("Цикл", sa.String(24), nullable=False)
    index: Mapped[str] = col("Индекс", sa.String(24), nullable=False)
    title: Mapped[str] = col("Наименование", sa.String(250), nullable=False)
    kind: Mapped[LineKind] = term("Тип", LineKind, nullable=False)
    semester_number: Mapped[int] = col("Семестр", sa.SmallInteger(), nullable=False)
    discipline_id: Mapped[int | None] = fk("Дисциплина", "discipline.id")
    practice_id: Mapped[int | None] = fk("Практика", "practice.id")
    module_id: Mapped[int | None] = fk("Модуль", "module.id")

    lecture: Mapped[int] = _hours("Лекции")
    laboratory: Mapped[int] = _hours("Лабораторные")
    practical: Mapped[int] = _hours("Практические")
    seminar: Mapped[int] = _hours("Семинары")
    course_project: Mapped[int] = _hours("Курсовое проектирование")
    self_study: Mapped[int] = _hours("Самостоятельная работа")
    control_hours: Mapped[int] = _hours("Часы на контроль")
    consultation: Mapped[int] = _hours("Консультации")
    individual_project: Mapped[int] = _hours("Индивидуальный проект")
    total: Mapped[int] = _hours("Итого часов")
    weeks: Mapped[Decimal] = col("Недель", sa.Numeric(5, 1), nullable=False, default=Decimal(0), server_default="0")

    exams: Mapped[int] = _hours("Экзамены")
    graded_credits: Mapped[int] = _hours("Дифференцированные зачёты")
    credits: Mapped[int] = _hours("Зачёты")
    course_project_controls: Mapped[int] = _hours("Курсовые проекты")
    course_works: Mapped[int] = _hours("Курсовые работы")
    tests: Mapped[int] = _hours("Контрольные работы")
    other_controls: Mapped[int] = _hours("Другие формы контроля")
    complex_control: Mapped[str | None] = col("Комплексная форма контроля", sa.String(250))

    curriculum: Mapped[Curriculum] = relationship(back_populates="lines")
    discipline: Mapped[Discipline | None] = relationship()
    practice: Mapped[Practice | None] = relationship()
    module: Mapped[Module | None] = relationship()
    competencies: Mapped[list[Competence]] = relationship(secondary=line_competence, info={"label": "Компетенции"})

    @property
    def contact_hours(self) -> int:
        """Hours with a teacher in class: the base of accumulation (п. 6.4)."""
        return self.lecture + self.laboratory + self.practical + self.seminar + self.course_project

    def __str__(self) -> str:
        return f"{self.index} {self.title}, {self.semester_number} сем."
