"""Who gave a lesson: the journal's teacher, a substitute of the timetable, a colleague named in the entry (п. 6.1)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from access.identity import Identity
from access.scopes import accounts_with, teaches
from models import Journal, Lesson, User, db
from queries.substitutions import instead_of, planned_substitution
from rules.substitution import Giver, check_planned, check_replaced, check_substitution, giver
from rules.terms import Role
from rules.violation import Violation


def giver_of(user: Identity, journal: Journal, lesson: Lesson | None, day: dt.date, pair: int, named: int | None,
             reason: str | None) -> Giver:
    """Whom the entry credits; a lesson that stays where it is keeps its teacher unless its owner names another."""
    if lesson is not None and (not teaches(user, journal) or named in (None, lesson.teacher_id)):
        given = lesson.substituted_id is not None
        return Giver(lesson.teacher_id, lesson.substituted_id,
                     ((reason or "").strip() or lesson.substitution_reason) if given else None)
    change = planned_substitution(journal, day, pair)
    planned = change.substitute_id if change is not None else None
    if not teaches(user, journal) and planned != user.id:
        return Giver(user.account)  # refused below: the timetable gives the lesson to somebody else
    return giver(journal.teacher_id, user.account, named, planned, reason, change.reason if change else None)


def check(user: Identity, journal: Journal, lesson: Lesson | None, day: dt.date, pair: int,
          given: Giver) -> list[Violation]:
    """The fact of a substitution stands in the entry and agrees with the timetable (п. 6.1, 7.3)."""
    moved = lesson is None or (day, pair) != (lesson.date, lesson.pair)
    change = planned_substitution(journal, day, pair)
    if moved and not teaches(user, journal) and (change is None or change.substitute_id != user.id):
        return [Violation("6.1", "Замены на этот день и эту пару в расписании нет. О замене напишите методисту",
                          "date")]
    found: list[Violation | None] = []
    named_anew = lesson is None or given.teacher != lesson.teacher_id
    if named_anew:
        found = [check_substitution(journal.teacher_id, given.teacher, given.substituted, given.reason),
                 _check_colleague(journal, given)]
    if change is not None and change.substitute is not None and (moved or named_anew):
        found.append(check_planned(day, pair, journal.teacher_id, given.teacher, change.substitute_id,
                                   change.substitute.short_name))
    if moved:
        found.append(check_replaced(day, pair, instead_of(journal, day, pair)))
    return [violation for violation in found if violation is not None]


def _check_colleague(journal: Journal, given: Giver) -> Violation | None:
    """A substitute named by hand is a teacher with a living account."""
    if given.teacher == journal.teacher_id:
        return None
    known = db.session.scalar(sa.select(User.id).where(
        User.id == given.teacher, User.blocked_at.is_(None), User.id.in_(accounts_with(Role.TEACHER))))
    return None if known is not None else Violation("6.1", "Замещает преподаватель лицея: выберите из списка",
                                                    "given_by")
