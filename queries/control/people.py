"""Checks of curators' work: contacts, absences, words to parents (п. 5.3, Пр. 11)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from access.scopes import covers
from models import (
    Absence,
    AbsenceKind,
    Cell,
    Curatorship,
    Guardian,
    Guardianship,
    Journal,
    Lesson,
    Membership,
    Message,
    ParentLetter,
    Participant,
    Semester,
    Student,
    Thread,
)
from queries.control.frame import DAY, Asked, Check, found, yes
from queries.control.standing import count
from queries.curator_absences import unresolved
from queries.parent_words import not_lost
from rules.completeness import completeness
from rules.terms import Severity
from rules.words import plural


def curator_of(group: Any, asked: Asked) -> Any:
    """Who curates the group today; the first account where there are several."""
    return (sa.select(sa.func.min(Curatorship.user_id)).where(
        Curatorship.group_id == group, covers(Curatorship.starts, Curatorship.ends, asked.today))
        .correlate(group.class_).scalar_subquery())


def _students(asked: Asked, query: sa.Select[Any]) -> sa.Select[Any]:
    """``query`` over those who are in a group today; only while the span meets the semester of today."""
    return (query.select_from(Membership).join(Student, Student.id == Membership.student_id)
            .join(Semester, sa.and_(Semester.starts <= asked.today, Semester.ends >= asked.today))
            .where(covers(Membership.starts, Membership.ends, asked.today), Semester.starts <= asked.last,
                   Semester.ends >= asked.first, sa.true() if asked.journal is None else sa.false()))


def _contacts(asked: Asked) -> sa.Select[Any]:
    parents = (sa.select(Guardianship.student_id, sa.func.count().label("all"),
                         sa.func.sum(yes(sa.func.coalesce(Guardian.phone, "") == "")).label("mute"))
               .join(Guardian, Guardian.id == Guardianship.guardian_id)
               .where(covers(Guardianship.starts, Guardianship.ends, asked.today))
               .group_by(Guardianship.student_id).subquery())
    query = found(Semester.starts, curator_of(Membership.group_id, asked), student=Student.id,
                  group=Membership.group_id, birth_date=Student.birth_date, phone=Student.phone,
                  address=Student.address, parents=count(parents.c.all), mute=count(parents.c.mute))
    blank = [sa.func.coalesce(column, "") == "" for column in (Student.phone, Student.address)]
    return _students(asked, query).outerjoin(parents, parents.c.student_id == Student.id).where(
        sa.or_(Student.birth_date.is_(None), *blank, count(parents.c.all) == 0, count(parents.c.mute) > 0))


def _contacts_words(row: Any, asked: Asked) -> str | None:
    """The rule of the card says what is missing; a finding names no parent."""
    known, mute = ("родителя", {"phone": "+"}), ("родителя", {"phone": ""})
    lacks = completeness(row._mapping, [known] * (row.parents - row.mute) + [mute] * row.mute).lacks
    return f"Не заполнено: {', '.join(dict.fromkeys(word.replace(':', '') for word in lacks))}" if lacks else None


def _absences(asked: Asked) -> sa.Select[Any]:
    """By group and day: absences that the curator has not decided for longer than the norm's days."""
    last = min(asked.over, asked.today - dt.timedelta(days=asked.norms.absences_resolved_days + 1))
    query = found(Lesson.date, curator_of(Journal.group_id, asked), group=Journal.group_id,
                  absences=sa.func.count(Absence.id))
    return (query.select_from(Lesson).join(Journal, Journal.id == Lesson.journal_id)
            .join(Cell, sa.and_(Cell.journal_id == Lesson.journal_id, Cell.lesson_id == Lesson.id))
            .join(Absence, Absence.cell_id == Cell.id).join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
            .where(Lesson.date.between(asked.first, last), unresolved(),
                   sa.true() if asked.journal is None else sa.false())
            .group_by(Lesson.date, Journal.group_id))


def _absences_words(row: Any, asked: Asked) -> str:
    absences = f"{row.absences} {plural(row.absences, 'пропуск', 'пропуска', 'пропусков')}"
    return f"{row.day:%d.%m}: {absences} без причины, куратор не уточнил"


def _silence(asked: Asked) -> sa.Select[Any]:
    """By group: parents who have had neither a letter nor a message of the curator for the norm's days."""
    since = asked.around.calendar.end_of_day(asked.today - dt.timedelta(days=asked.norms.parent_word_days + 1))
    letter = sa.exists().where(ParentLetter.guardian_id == Guardianship.guardian_id,
                               ParentLetter.student_id == Guardianship.student_id, ParentLetter.sent_at > since,
                               not_lost())
    message = sa.exists().where(
        Participant.user_id == Guardian.user_id, Thread.id == Participant.thread_id,
        Message.thread_id == Thread.id, Message.sent_at > since,
        sa.or_(Thread.student_id.is_(None), Thread.student_id == Guardianship.student_id),
        Curatorship.group_id == Membership.group_id, Curatorship.user_id == Message.author_id)
    silent = sa.func.sum(yes(sa.and_(~letter, ~message)))
    query = found(Semester.starts, curator_of(Membership.group_id, asked), group=Membership.group_id,
                  silent=silent, parents=sa.func.count())
    return (_students(asked, query)
            .join(Guardianship, sa.and_(Guardianship.student_id == Student.id,
                                        covers(Guardianship.starts, Guardianship.ends, asked.today)))
            .join(Guardian, Guardian.id == Guardianship.guardian_id)
            .where(Semester.starts <= asked.today - asked.norms.parent_word_days * DAY)
            .group_by(Semester.starts, Membership.group_id).having(silent > 0))


def _silence_words(row: Any, asked: Asked) -> str:
    parents = f"{row.silent} из {row.parents} {plural(row.parents, 'родителя', 'родителей', 'родителей')}"
    return f"{parents} не получали сообщений куратора больше {asked.norms.parent_word_days} дней"


CHECKS = (
    Check("parent_data_incomplete", "5.3", "Неполные данные студента и родителей", Severity.WARNING,
          "Заполните карточку студента на столе куратора.", _contacts, _contacts_words, key=("student_id",),
          by_semester=True, page="curator"),
    Check("absences_not_resolved", "5.3", "Пропуски не уточнены", Severity.WARNING,
          "Внесите документы или подтвердите, что причины нет.", _absences, _absences_words,
          key=("group_id", "day"), page="absences"),
    Check("parent_without_word", "5.3", "Родителям давно не писали", Severity.NOTICE,
          "Напишите родителям об успехах и пропусках студентов.", _silence, _silence_words, key=("group_id",),
          by_semester=True, page="curator"),
)
