"""The archive of a year: the year is closed to everybody with it, and comes back by an act with a reason (п. 7.5)."""

from __future__ import annotations

import datetime as dt

from access.identity import Identity
from actions import turns
from actions.turns import Turn
from models import AcademicYear, db
from queries.archive_states import refusal_of
from queries.archives import Heads, is_written_since
from rules.archives import check_return
from rules.violation import Violation

LONGEST_DAMAGE = 500


def require_archivable(user: Identity, year: AcademicYear) -> None:
    """Refuse a year that goes on or whose semesters nobody has closed."""
    refusal = refusal_of(user, year)
    if refusal is not None:
        raise refusal


def archive(user: Identity, year: AcademicYear, manifest: str, heads: Heads) -> None:
    """Close the year to everybody; ``heads``: where the journals of changes stood when the archive was read."""
    turns.take(Turn.YEAR)
    db.session.refresh(year)
    require_archivable(user, year)
    if is_written_since(year, heads):
        raise Violation("7.5", "Пока составляли архив, в журналы этого года записали. Составьте архив ещё раз")
    year.archived_at = year.archived_at or user.now
    year.archived_by_id = user.id
    year.archive_sha256 = manifest
    year.archive_checked_at = year.archive_damage = None


def take_back(year: AcademicYear, reason: str) -> None:
    """Open an archived year again; its semesters stay closed, and the archive made of it stays where it is.

    The reason is the caller's to write into the journal of changes, with the act.
    """
    turns.take(Turn.YEAR)
    db.session.refresh(year)
    refusal = check_return(year.archived_at is not None, reason)
    if refusal is not None:
        raise refusal
    year.archived_at = year.archived_by_id = year.archive_sha256 = None
    year.archive_checked_at = year.archive_damage = None


def note_check(year: AcademicYear, at: dt.datetime, problems: tuple[str, ...]) -> None:
    """Keep what the last reading of the archive found."""
    year.archive_checked_at = at
    year.archive_damage = "; ".join(problems)[:LONGEST_DAMAGE] or None
