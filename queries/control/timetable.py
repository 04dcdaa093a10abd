"""Checks of the timetable against the journal: given, moved, substituted, on a working day (п. 5.5, 6.1)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models import Journal, Lesson, TimetableChange, TimetableSlot, UserRole
from queries.control.frame import Asked, Check, found
from queries.control.lessons import held, when
from rules.planned import on_week
from rules.terms import ChangeKind, Role, Severity, WeekParity

TAKES = (ChangeKind.CANCELLED, ChangeKind.REPLACED, ChangeKind.MOVED)


def planned(asked: Asked) -> sa.Subquery:
    """Lessons of the timetable with its changes: ``day``, ``pair``, ``journal_id``, the substitute if there is one.

    What the last change of a place says stands: brought after it was taken, it is there again.
    """
    events = sa.union_all(_weekly(asked), *_brought(asked), _taken(asked)).subquery("events")
    key = (events.c.day, events.c.pair, events.c.journal_id)
    here = sa.func.max(sa.case((events.c.brings == 1, events.c.number), else_=-1))
    gone = sa.func.max(sa.case((events.c.brings == 0, events.c.number), else_=-1))
    standing = sa.select(*key, here.label("number")).group_by(*key).having(here > gone).subquery("standing")
    change = TimetableChange
    last = (sa.select(change.substitute_id).where(
        change.kind == ChangeKind.SUBSTITUTED, change.journal_id == standing.c.journal_id,
        change.date == standing.c.day, change.pair == standing.c.pair, change.id > standing.c.number)
        .order_by(change.id.desc()).limit(1).correlate(standing).scalar_subquery())
    return sa.select(standing.c.day, standing.c.pair, standing.c.journal_id, last.label("substitute_id")).subquery(
        "planned")


def _weekly(asked: Asked) -> sa.Select[Any]:
    days = _working(asked)
    return sa.select(days.c.day, TimetableSlot.pair, TimetableSlot.journal_id, sa.literal(0).label("number"),
                     sa.literal(1).label("brings")).join(days, sa.and_(
                         days.c.weekday == TimetableSlot.weekday,
                         days.c.day.between(TimetableSlot.starts, TimetableSlot.ends),
                         sa.or_(TimetableSlot.parity == WeekParity.EVERY,
                                sa.cast(TimetableSlot.parity, sa.String) == days.c.parity))).where(
        asked.here(TimetableSlot.journal_id))


def _working(asked: Asked) -> sa.CTE:
    """Working days of the span with the weekday and the parity that the pure rules give them."""
    columns = (sa.column("day", sa.Date()), sa.column("weekday", sa.Integer()), sa.column("parity", sa.String()))
    term = asked.around.term
    days = [(day, day.isoweekday(), _parity(day, term.year_starts)) for day in asked.days()
            if asked.around.calendar.is_working(day) and day not in asked.elsewhere] if term else []
    return sa.values(*columns, name="working").data(days or [(asked.first, 0, "")]).cte("working")


def _parity(day: Any, year_starts: Any) -> str:
    return (WeekParity.ODD if on_week(day, year_starts, WeekParity.ODD) else WeekParity.EVEN).value


def _brought(asked: Asked) -> list[sa.Select[Any]]:
    """What changes bring to a day: added, instead of another, moved from elsewhere."""
    change = TimetableChange
    added = _event(change.date, change.pair, sa.func.coalesce(change.new_journal_id, change.journal_id), 1).where(
        change.kind == ChangeKind.ADDED)
    instead = _event(change.date, change.pair, change.new_journal_id, 1).where(
        change.kind == ChangeKind.REPLACED, change.new_journal_id.is_not(None))
    moved = _event(change.new_date, sa.func.coalesce(change.new_pair, change.pair), change.journal_id, 1).where(
        change.kind == ChangeKind.MOVED, change.new_date.between(asked.first, asked.over))
    return [one.where(change.date.between(asked.first, asked.over)) for one in (added, instead)] + [moved]


def _taken(asked: Asked) -> sa.Select[Any]:
    change = TimetableChange
    return _event(change.date, change.pair, change.journal_id, 0).where(
        change.kind.in_(TAKES), change.journal_id.is_not(None), change.date.between(asked.first, asked.over))


def _event(day: Any, pair: Any, journal: Any, brings: int) -> sa.Select[Any]:
    return sa.select(day.label("day"), pair.label("pair"), journal.label("journal_id"),
                     TimetableChange.id.label("number"), sa.literal(brings).label("brings"))


def _place(plan: sa.Subquery) -> sa.ColumnElement[bool]:
    return sa.and_(plan.c.journal_id == Lesson.journal_id, plan.c.day == Lesson.date, plan.c.pair == Lesson.pair)


def _not_given(asked: Asked) -> sa.Select[Any]:
    plan = planned(asked)
    query = found(plan.c.day, sa.func.coalesce(plan.c.substitute_id, Journal.teacher_id), journal=Journal.id,
                  group=Journal.group_id, pair=plan.c.pair)
    return (query.select_from(plan).join(Journal, Journal.id == plan.c.journal_id).outerjoin(Lesson, _place(plan))
            .where(Lesson.id.is_(None), plan.c.day.between(asked.first, asked.over), asked.here(Journal.id)))


def _outside(asked: Asked) -> sa.Select[Any]:
    """Lessons of journals that have a timetable, at a time that it does not give them."""
    plan = planned(asked)
    has_one = sa.exists().where(TimetableSlot.journal_id == Lesson.journal_id)
    return held(asked, pair=Lesson.pair).outerjoin(plan, _place(plan)).where(plan.c.journal_id.is_(None), has_one)


def _on_day_off(asked: Asked) -> sa.Select[Any]:
    off = [day for day in asked.days() if not asked.around.calendar.is_working(day)]
    return held(asked, pair=Lesson.pair).where(Lesson.date.in_(off))


def _not_in_journal(asked: Asked) -> sa.Select[Any]:
    """Given to a substitute by the timetable, recorded as given by another."""
    plan = planned(asked)
    return held(asked, pair=Lesson.pair).join(plan, _place(plan)).where(
        plan.c.substitute_id.is_not(None), plan.c.substitute_id != Lesson.teacher_id)


def _not_in_timetable(asked: Asked) -> sa.Select[Any]:
    """Recorded as a substitution of which the timetable knows nothing; the methodist answers (п. 5.5)."""
    known = sa.exists().where(
        TimetableChange.kind == ChangeKind.SUBSTITUTED, TimetableChange.journal_id == Lesson.journal_id,
        TimetableChange.date == Lesson.date, TimetableChange.pair == Lesson.pair,
        TimetableChange.substitute_id == Lesson.teacher_id)
    query = found(Lesson.date, first_with(Role.METHODIST), journal=Lesson.journal_id, lesson=Lesson.id,
                  group=Journal.group_id, pair=Lesson.pair)
    return (query.select_from(Lesson).join(Journal, Journal.id == Lesson.journal_id)
            .where(Lesson.date.between(asked.first, asked.over), asked.here(Lesson.journal_id),
                   Lesson.substituted_id.is_not(None), ~known))


def first_with(role: Role) -> Any:
    """Whoever holds an office of the college; the first account where there are several."""
    return sa.select(sa.func.min(UserRole.user_id)).where(UserRole.role == role).scalar_subquery()


CHECKS = (
    Check("timetable_lesson_not_given", "6.1", "Занятие по расписанию не записано", Severity.VIOLATION,
          "Запишите занятие; если его не было, попросите методиста внести отмену или перенос.", _not_given,
          lambda row, asked: f"{when(row)}: по расписанию занятие есть, в журнале его нет",
          key=("journal_id", "day", "pair")),
    Check("lesson_outside_timetable", "5.5", "Занятие вне расписания", Severity.WARNING,
          "Проверьте дату и пару; дополнительное занятие вносит в расписание методист.", _outside,
          lambda row, asked: f"{when(row)}: такого занятия в расписании нет"),
    Check("lesson_on_day_off", "6.1", "Занятие в нерабочий день", Severity.WARNING,
          "Исправьте дату занятия или внесите рабочий день в календарь.", _on_day_off,
          lambda row, asked: f"{when(row)}: в этот день занятий нет"),
    Check("substitution_not_recorded", "6.1", "Замена по расписанию не отмечена в журнале", Severity.VIOLATION,
          "Укажите в занятии, кто его провёл; если замены не было, методист снимет её.", _not_in_journal,
          lambda row, asked: f"{when(row)}: по расписанию занятие провёл другой преподаватель"),
    Check("substitution_not_planned", "5.5", "Замена из журнала не внесена в расписание", Severity.WARNING,
          "Внесите замену в изменения расписания.", _not_in_timetable,
          lambda row, asked: f"{when(row)}: занятие провёл заменяющий, в расписании замены нет"),
)
