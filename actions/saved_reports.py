"""Keeping reports: by a schedule, and as files made by it; each is its owner's alone (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from access.check import rows
from access.grants import Action
from access.identity import Identity
from actions.file_contents import drop_unheld, keep
from actions.notice_rows import Told, write
from actions.refusals import NotYours
from models import SavedReport, db
from rules.report_periods import Period, StudyYear
from rules.report_schedule import check_saving, next_day
from rules.terms import NotificationKind, Repeat


def repeat(user: Identity, code: str, title: str, choices: Mapping[str, int], when: Repeat,
           years: Sequence[StudyYear]) -> SavedReport:
    """Have the report made by schedule; raises Violation for a name, ``NotYours`` where the role keeps none."""
    kept = db.session.scalar(sa.select(sa.func.count()).select_from(SavedReport).where(
        SavedReport.user_id == user.account, SavedReport.repeats.is_not(None))) or 0
    if violation := check_saving(title, kept):
        raise violation
    made = SavedReport(user_id=user.account, report=code, title=title.strip(), choices=dict(choices), repeats=when,
                       next_on=next_day(when, user.today, years))
    db.session.add(made)
    db.session.flush()  # so that the rights see the row
    if db.session.scalar(sa.select(SavedReport.id).where(
            SavedReport.id == made.id, rows(user, Action.CREATE, SavedReport))) is None:
        raise NotYours
    return made


def remove(saved: SavedReport) -> None:
    """Stop a schedule, or throw a made file away with its bytes when nothing else has the same."""
    digest = saved.sha256
    db.session.delete(saved)
    db.session.flush()  # so that it does not count itself among those who need the bytes
    if digest is not None:
        drop_unheld({digest})


def due(today: dt.date) -> list[int]:
    """Schedules whose day has come, and those the calendar had no day for when they were saved."""
    return list(db.session.scalars(sa.select(SavedReport.id).where(
        SavedReport.repeats.is_not(None), sa.or_(SavedReport.next_on <= today, SavedReport.next_on.is_(None)))
        .order_by(SavedReport.id)))


def plan_next(saved: SavedReport, today: dt.date, years: Sequence[StudyYear]) -> None:
    """The next day of a schedule."""
    assert saved.repeats is not None  # only schedules are planned
    saved.next_on = next_day(Repeat(saved.repeats), today, years)


def store(user: Identity, saved: SavedReport, period: Period, content: bytes,
          seen: dict[str, list[int]] | None) -> SavedReport:
    """Keep a made report as a file with whose data it holds, and tell its owner where it is."""
    digest = keep(content)
    made = SavedReport(user_id=saved.user_id, report=saved.report, title=saved.title, choices=saved.choices,
                       period=period.code, made_at=user.now, sha256=digest, seen=seen)
    db.session.add(made)
    db.session.flush()  # the notice needs its number
    _tell(user, saved, f"Готов отчёт «{saved.title}»: {period.title}", f"/reports/ready/{made.id}")
    return made


def stop(user: Identity, saved: SavedReport) -> None:
    """A schedule whose owner may read it no more ends, and says so."""
    _tell(user, saved, f"Отчёт «{saved.title}» больше не составляется: он вам недоступен", "/reports/")
    db.session.delete(saved)


def _tell(user: Identity, saved: SavedReport, text: str, url: str) -> None:
    write(user, [Told(NotificationKind.DOCUMENT, text, url, (saved.user_id,))], user.now)
