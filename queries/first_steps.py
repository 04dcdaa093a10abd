"""What an empty installation still lacks, in the order in which it is filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from models import AcademicYear, BellSlot, College, Curriculum, Group, Semester, Student, UserRole, db
from rules.terms import Role


@dataclass(frozen=True)
class Step:
    """endpoint: the page where the step is taken; missing: what is not there yet, "" when nothing."""

    title: str
    text: str
    endpoint: str
    missing: str

    @property
    def done(self) -> bool:
        return not self.missing


TEACHES = UserRole.role == Role.TEACHER


def first_steps() -> list[Step]:
    """The steps with what is missing in each; one query."""
    college, years, semesters, bells, plans, groups, students, teachers = _counts()
    return [
        Step("Сведения о лицее", "Название, адрес и подписи попадают в печатные формы.", "admin_college.create_view",
             "" if college else "Лицей не описан"),
        Step("Учебный год", "Год с сентября по июнь: от него считаются курсы и архив.",
             "admin_academic_year.create_view", "" if years else "Нет учебного года"),
        Step("Семестры", "Два семестра с датами: занятия вне семестра не записываются.", "admin_semester.create_view",
             "" if semesters > 1 else "Нет семестров" if not semesters else "Есть один семестр, нужны оба"),
        Step("Звонки", "Пары и их время.", "admin_bell_slot.create_view", "" if bells else "Нет ни одной пары"),
        Step("Учебные планы", "Загрузите файл плана (.plx или таблица) или введите план вручную.",
             "admin_curriculum.create_view", "" if plans else "Нет ни одного плана"),
        Step("Группы", "Название, специальность, год набора и учебный план.", "admin_group.create_view",
             "" if groups else "Нет ни одной группы"),
        Step("Студенты", "Загрузите список группы из файла или добавьте вручную.", "admin_student.create_view",
             "" if students else "Нет ни одного студента"),
        Step("Сотрудники", "Заведите учётные записи преподавателей и раздайте первые пароли.", "admin_user.create_view",
             "" if teachers else "Нет ни одного преподавателя"),
    ]


def _counts() -> Sequence[int]:
    wanted = (sa.select(College.id), sa.select(AcademicYear.id), sa.select(Semester.id), sa.select(BellSlot.id),
              sa.select(Curriculum.id), sa.select(Group.id), sa.select(Student.id),
              sa.select(UserRole.id).where(TEACHES))
    few = [sa.select(sa.func.count()).select_from(query.limit(2).subquery()).scalar_subquery() for query in wanted]
    return tuple(db.session.execute(sa.select(*few)).one())
