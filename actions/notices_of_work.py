"""What is told of a teacher's work: entries that others have made, findings of control (п. 2.1, 5.6, 7.4)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from actions.notice_rows import Told
from models import AuditRecord, CurriculumLine, Finding, Group, Journal, User, db
from queries.digest import ENTRIES
from rules.names import short_name
from rules.notices import edit_occasion, findings_text
from rules.terms import FindingState
from rules.terms import NotificationKind as Kind


def written_by_others(since: dt.datetime, now: dt.datetime) -> Iterator[Told]:
    """To the teacher of a journal: whose hand has written in it, once a day for each hand.

    The audit's clock only tells days apart: it is not the school's (ADR 3).
    """
    told: dict[str, Told] = {}
    for row in db.session.execute(_foreign(since)):
        occasion = edit_occasion(row.journal_id, row.actor_id, row.at.astimezone(now.tzinfo).date())
        author = short_name(row.last_name, row.first_name, row.patronymic)
        told.setdefault(occasion, Told(
            Kind.FOREIGN_EDIT, f"{row.group}, {row.title}: изменения {now:%d.%m}, {author}",
            f"/journal/{row.journal_id}", (row.teacher_id,), occasion=occasion,
            about=(Journal.__tablename__, row.journal_id)))
    yield from told.values()


def _foreign(since: dt.datetime) -> sa.Select[*tuple[Any, ...]]:
    owner = sa.orm.aliased(User)
    return (sa.select(AuditRecord.at, AuditRecord.journal_id, AuditRecord.actor_id, Journal.teacher_id,
                      Group.name.label("group"), CurriculumLine.title, User.last_name, User.first_name,
                      User.patronymic)
            .join(Journal, Journal.id == AuditRecord.journal_id).join(Group, Group.id == Journal.group_id)
            .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
            .join(User, User.id == AuditRecord.actor_id)
            .join(owner, sa.and_(owner.id == Journal.teacher_id, owner.blocked_at.is_(None)))
            .where(AuditRecord.at >= since, AuditRecord.entity.in_(ENTRIES), AuditRecord.actor_id != Journal.teacher_id)
            .order_by(AuditRecord.id))


def found_by_control(today: dt.date) -> Iterator[Told]:
    """To those who answer for open findings: one notice of all that are new to them; what was mended may come again."""
    db.session.execute(sa.update(Finding).where(Finding.state == FindingState.FIXED, Finding.told_id.is_not(None))
                       .values(told_id=None).execution_options(synchronize_session=False))
    answers = sa.exists().where(User.id == Finding.responsible_id, User.blocked_at.is_(None))
    news: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(
            sa.update(Finding).where(Finding.state == FindingState.OPEN, answers,
                                     Finding.told_id.is_distinct_from(Finding.responsible_id))
            .values(told_id=Finding.responsible_id).returning(Finding.id, Finding.responsible_id, Finding.text)
            .execution_options(synchronize_session=False)):
        news[row.responsible_id].append(row)
    for reader, rows in news.items():
        number = max(row.id for row in rows)
        yield Told(Kind.FINDING, findings_text([row.text for row in rows]), "/control/findings/", (reader,),
                   occasion=f"findings:{number}:{reader}:{today}",
                   about=(Finding.__tablename__, number) if len(rows) == 1 else None)
