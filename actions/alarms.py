"""To the administrator and the deputy for teaching work: what is done unusually often (п. 7.2, 9.2, 9.4)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from access.identity import Identity
from actions.notice_rows import Told
from models import AuditRecord, Cell, Lesson, Student, User, ViewRecord, db
from queries.college import norms_on
from queries.notice_people import holders
from rules.alarms import cards_text, changed_text, is_changed, is_raised, raised_text
from rules.names import short_name
from rules.terms import AuditAction, Role
from rules.terms import NotificationKind as Kind

WATCHERS = (Role.ADMINISTRATOR, Role.DEPUTY_UPR)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def unusual(user: Identity, wall: dt.datetime) -> list[Told]:
    """One notice a day of one person and one matter; the thresholds are norms, 0 switches the matter off."""
    norms = norms_on(user.today)
    corrections = list(db.session.execute(_corrections(wall - DAY)))
    found = [*_past(corrections, user.today, wall - HOUR, norms.alarm_past_marks),
             *_raised(corrections, norms.alarm_raised_marks), *_cards(wall - HOUR, norms.alarm_cards)]
    people = holders(WATCHERS) if found else []
    return [Told(Kind.FINDING, text, url, people, occasion=f"{occasion}:{wall:%Y-%m-%d}")
            for occasion, text, url in found]


Alarm = tuple[str, str, str]  # the occasion, the words, the page


def _corrections(since: dt.datetime) -> sa.Select[*tuple[Any, ...]]:
    """Cells written again by hand; a file that is loaded stands in its own report."""
    return (sa.select(AuditRecord.actor_id, AuditRecord.entity_id, AuditRecord.student_id, AuditRecord.at,
                      AuditRecord.before, AuditRecord.after, Lesson.date)
            .join(Cell, Cell.id == AuditRecord.entity_id)
            .join(Lesson, sa.and_(Lesson.id == Cell.lesson_id, Lesson.year == Cell.year))
            .where(AuditRecord.at >= since, AuditRecord.entity == Cell.__tablename__,
                   AuditRecord.action == AuditAction.UPDATE, AuditRecord.source == "web",
                   AuditRecord.actor_id.is_not(None)).order_by(AuditRecord.id))


def _past(corrections: list[Any], today: dt.date, since: dt.datetime, most: int) -> Iterator[Alarm]:
    counted = Counter(row.actor_id for row in corrections if row.at >= since and row.date < today
                      and is_changed(row.before.get("value", ""), row.after.get("value", "")))
    over = _over(counted, most)
    names = _names(User, over)
    for actor, number in over.items():
        yield f"alarm:past:{actor}", changed_text(names[actor], number), f"/admin/audit_record/?flt0_actor.eq={actor}"


def _raised(corrections: list[Any], most: int) -> Iterator[Alarm]:
    """By what the day has made of each cell: a mark is raised, too, by clearing it first and writing it anew."""
    first: dict[tuple[int, int, int], str] = {}
    last: dict[tuple[int, int, int], str] = {}
    for row in corrections:
        key = row.actor_id, row.student_id, row.entity_id
        first[key] = first.get(key) or row.before.get("value", "")
        last[key] = row.after.get("value", "")
    counted = Counter((actor, student) for (actor, student, cell), before in first.items() if student is not None
                      and is_raised(before, last[actor, student, cell]))
    over = _over(counted, most)
    names, students = _names(User, {actor for actor, _ in over}), _names(Student, {student for _, student in over})
    for (actor, student), number in over.items():
        yield (f"alarm:raised:{actor}:{student}", raised_text(names[actor], students[student], number),
               f"/admin/audit_record/?flt0_actor.eq={actor}&flt1_student.eq={student}")


def _cards(since: dt.datetime, most: int) -> Iterator[Alarm]:
    seen = sa.select(ViewRecord.user_id, sa.func.count(ViewRecord.student_id.distinct())).where(
        ViewRecord.at >= since).group_by(ViewRecord.user_id)
    over = _over(Counter({row[0]: row[1] for row in db.session.execute(seen)}), most)
    names = _names(User, over)
    for actor, number in over.items():
        yield f"alarm:cards:{actor}", cards_text(names[actor], number), f"/admin/view_record/?flt0_user.eq={actor}"


def _over(counted: Counter[Any], most: int) -> dict[Any, int]:
    return {key: number for key, number in counted.items() if most and number > most}


def _names(model: type[User] | type[Student], ids: Any) -> dict[int, str]:
    found = db.session.execute(sa.select(model.id, model.last_name, model.first_name, model.patronymic).where(
        model.id.in_(ids))) if ids else ()
    return {row.id: short_name(row.last_name, row.first_name, row.patronymic) for row in found}
