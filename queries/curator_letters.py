"""What a curator's letters tell: each student of the group with the parents, marks and absences (п. 5.3)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import (
    Absence,
    AbsenceKind,
    Cell,
    Guardian,
    Journal,
    Lesson,
    Outbox,
    ParentLetter,
    Participant,
    Student,
    db,
)
from queries.consents import represented
from queries.credentials import students_of
from queries.curator_contacts import Card, Parent, cards
from queries.curator_marks import GroupMarks, group_marks
from rules.letters import About, SubjectLine
from rules.norms import Norms
from rules.terms import ConsentKind, DeliveryState, LetterKind, LetterWay, Role

SHOWN = 40
NO_TERM = "учебный год ещё не начат"


@dataclass(frozen=True)
class Recipient:
    """A parent of a student: ``key`` names the pair in forms («7-5»: guardian 7 of student 5).

    agreed: to mail and SMS of outside services about this student (п. 9.2).
    """

    card: Card
    parent: Parent
    agreed: bool

    @property
    def key(self) -> str:
        return f"{self.parent.id}-{self.card.id}"


@dataclass(frozen=True)
class SentLetter:
    """state: what the queue or the conversation knows of it; thread_id: where an answer comes."""

    on: dt.date
    parent: str
    student: str
    kind: LetterKind
    way: LetterWay
    state: str
    thread_id: int | None


@dataclass(frozen=True)
class Post:
    """The group's parents and what may be told of each student."""

    norms: Norms
    recipients: tuple[Recipient, ...]
    about: dict[int, About]


def recipients(user: Identity, group_id: int) -> list[Recipient]:
    """All parents of the group by student."""
    students = students_of(user, group_id).with_only_columns(Student.id).order_by(None)
    agreed = represented(students, ConsentKind.MESSENGER)
    return [Recipient(card, parent, (parent.id, card.id) in agreed) for card in cards(user, group_id)
            for parent in card.parents]


def post(user: Identity, group: tuple[int, str]) -> Post:
    """Everything the letters of the group need; the same statements whatever its size."""
    marks, found = group_marks(user, group[0]), recipients(user, group[0])
    since = user.today - dt.timedelta(days=marks.norms.parent_word_days)
    days = _unexcused_days(user, group[0], since)
    term = f"{marks.term.number} семестр" if marks.term else NO_TERM
    return Post(marks.norms, tuple(found), {
        card.id: About(card.name, card.short, group[1], term, user.today, _lines(marks, card.id),
                       days.get(card.id, ()), since) for card in (one.card for one in found)})


def sent(user: Identity, group_id: int) -> list[SentLetter]:
    """Letters about the group's students, the newest first: what has become of each."""
    students = students_of(user, group_id).with_only_columns(Student.id).order_by(None)
    query = (
        sa.select(ParentLetter, Outbox.state, Participant.read_at)
        .join(ParentLetter.guardian).join(ParentLetter.student)
        .outerjoin(Outbox, Outbox.id == ParentLetter.outbox_id)
        .outerjoin(Participant, sa.and_(Participant.thread_id == ParentLetter.thread_id,
                                        Participant.user_id == Guardian.user_id))
        .where(ParentLetter.student_id.in_(students), rows(user.acting_as(Role.CURATOR), READ, ParentLetter))
        .options(contains_eager(ParentLetter.guardian), contains_eager(ParentLetter.student))
        .order_by(ParentLetter.id.desc()).limit(SHOWN))
    zone = user.now.tzinfo
    return [SentLetter(row.sent_at.astimezone(zone).date(), row.guardian.full_name, row.student.short_name,
                       LetterKind(row.kind), LetterWay(row.way), _state(state, read_at), row.thread_id)
            for row, state, read_at in db.session.execute(query)]


def _state(state: DeliveryState | None, read_at: dt.datetime | None) -> str:
    if state is not None:
        return DeliveryState(state).title
    return "прочитано" if read_at is not None else ""


def _lines(marks: GroupMarks, student_id: int) -> tuple[SubjectLine, ...]:
    return tuple(SubjectLine(line.title, line.counts, line.average, line.finals, line.hours, line.unexcused)
                 for line in marks.of_student(student_id))


def _unexcused_days(user: Identity, group_id: int, since: dt.date) -> dict[int, tuple[tuple[dt.date, int], ...]]:
    """Hours missed without a good reason by student and day."""
    found: dict[int, list[tuple[dt.date, int]]] = defaultdict(list)
    for row in db.session.execute(
            sa.select(Cell.student_id, Lesson.date, sa.func.sum(Absence.hours).label("hours"))
            .select_from(Absence).join(Cell, Cell.id == Absence.cell_id).join(Lesson, Lesson.id == Cell.lesson_id)
            .join(Journal, Journal.id == Cell.journal_id).join(AbsenceKind, AbsenceKind.id == Absence.kind_id)
            .where(Journal.group_id == group_id, Lesson.date >= since, AbsenceKind.excused.is_(False),
                   AbsenceKind.counts_hours, rows(user.acting_as(Role.CURATOR), READ, Absence))
            .group_by(Cell.student_id, Lesson.date).order_by(Lesson.date)):
        found[row.student_id].append((row.date, row.hours))
    return {student_id: tuple(days) for student_id, days in found.items()}
