"""Who is told of what, by which ways and when: defaults by role, digests, quiet hours (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from rules.terms import STAFF_ROLES, Channel, Role
from rules.terms import NotificationKind as Kind

DAY = dt.timedelta(days=1)
FAMILY_KINDS = (Kind.LOW_MARK, Kind.ABSENCE, Kind.FINAL, Kind.HOMEWORK)
EVERYBODYS_KINDS = (Kind.MESSAGE, Kind.ANNOUNCEMENT, Kind.REQUEST)
STAFF_KINDS = (Kind.FINDING, Kind.PLAN, Kind.DOCUMENT)
KINDS_OF: dict[Role, tuple[Kind, ...]] = {
    Role.STUDENT: FAMILY_KINDS, Role.PARENT: FAMILY_KINDS,
    Role.TEACHER: (Kind.UNFILLED, Kind.FOREIGN_EDIT),
    Role.DEPUTY_UPR: (Kind.SUMMARY,), Role.DEPUTY_OOD: (Kind.SUMMARY,),
}


@dataclass(frozen=True)
class Quiet:
    """From when until when nothing is sent; equal ends mean never."""

    starts: dt.time = dt.time(21)
    ends: dt.time = dt.time(8)

    def covers(self, hour: dt.time) -> bool:
        if self.starts <= self.ends:
            return self.starts <= hour < self.ends
        return hour >= self.starts or hour < self.ends


@dataclass(frozen=True)
class Choice:
    """What one person has chosen; ``ways`` holds only what differs from the defaults.

    digest_at: the hour of the one letter of a day, None for a letter at once.
    """

    ways: Mapping[tuple[Kind, Channel], bool] = field(default_factory=dict)
    digest_at: dt.time | None = None
    quiet: Quiet = Quiet()

    def wants(self, roles: Collection[Role], kind: Kind, channel: Channel) -> bool:
        return self.ways.get((kind, channel), is_default(roles, kind, channel))


def offered(roles: Collection[Role]) -> list[Kind]:
    """What people of the roles may be told of, in the order of the page."""
    kinds = {*EVERYBODYS_KINDS, *(STAFF_KINDS if STAFF_ROLES & set(roles) else ()),
             *(kind for role in roles for kind in KINDS_OF.get(role, ()))}
    return [kind for kind in Kind if kind in kinds]


def is_default(roles: Collection[Role], kind: Kind, channel: Channel) -> bool:
    """Everything is shown in the journal, homework to students only; nothing is sent until it is chosen."""
    if channel is not Channel.APP:
        return False
    return kind is not Kind.HOMEWORK or Role.STUDENT in roles


def not_before(now: dt.datetime, channel: Channel, choice: Choice) -> dt.datetime:
    """When to send at the earliest: at the digest's hour (letters), and never in quiet hours.

    now: an aware moment in the college's zone.
    """
    moment = now
    if channel is Channel.EMAIL and choice.digest_at is not None:
        moment = _next(now, choice.digest_at)
    return _next(moment, choice.quiet.ends) if choice.quiet.covers(_clock(moment)) else moment


def _next(moment: dt.datetime, hour: dt.time) -> dt.datetime:
    """The first time at or after the moment when the clocks of the college show the hour."""
    day = moment.date() if _clock(moment) <= hour else moment.date() + DAY
    return dt.datetime.combine(day, hour, moment.tzinfo)


def _clock(moment: dt.datetime) -> dt.time:
    return moment.time()
