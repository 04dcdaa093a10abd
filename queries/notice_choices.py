"""What people have chosen to be told of and how, many at once (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from access.identity import Identity
from models import Guardian, NotificationSetting, Student, User, UserRole, db
from rules.notice_choice import Choice, Quiet, offered
from rules.terms import Channel, Role
from rules.terms import NotificationKind as Kind

SENT = (Channel.EMAIL, Channel.SMS)
# a parent's and a student's own card serves when the account has no address of its own
EMAIL_OF: sa.ColumnElement[str | None] = sa.func.coalesce(
    sa.func.nullif(User.email, ""), sa.func.nullif(Guardian.email, ""), sa.func.nullif(Student.email, ""))
PHONE_OF: sa.ColumnElement[str | None] = sa.func.coalesce(
    sa.func.nullif(User.phone, ""), sa.func.nullif(Guardian.phone, ""), sa.func.nullif(Student.phone, ""))


@dataclass(frozen=True)
class Reader:
    """An account with its choice; email, phone: where letters and SMS go, None when it is not known."""

    id: int
    roles: frozenset[Role]
    choice: Choice
    email: str | None
    phone: str | None

    def wants(self, kind: Kind, channel: Channel) -> bool:
        """Chosen, and there is an address to send to."""
        known = {Channel.APP: True, Channel.EMAIL: bool(self.email), Channel.SMS: bool(self.phone)}
        return known[channel] and self.choice.wants(self.roles, kind, channel)


@dataclass(frozen=True)
class Settings:
    """The page of one's own choice."""

    kinds: tuple[Kind, ...]
    reader: Reader


def settings_of(user: Identity) -> Settings:
    return Settings(tuple(offered(user.roles)), readers([user.account])[user.account])


def readers(accounts: Collection[int]) -> dict[int, Reader]:
    """Readers by account; the same three statements for one and for all."""
    roles: dict[int, set[Role]] = defaultdict(set)
    for row in db.session.execute(sa.select(UserRole.user_id, UserRole.role).where(UserRole.user_id.in_(accounts))):
        roles[row.user_id].add(Role(row.role))
    ways: dict[int, dict[tuple[Kind, Channel], bool]] = defaultdict(dict)
    for setting in db.session.execute(
            sa.select(NotificationSetting.user_id, NotificationSetting.kind, NotificationSetting.channel,
                      NotificationSetting.enabled).where(NotificationSetting.user_id.in_(accounts))):
        ways[setting.user_id][Kind(setting.kind), Channel(setting.channel)] = setting.enabled
    people = db.session.execute(
        sa.select(User.id, User.digest_at, User.quiet_from, User.quiet_until, EMAIL_OF.label("email"),
                  PHONE_OF.label("phone"))
        .outerjoin(Guardian, Guardian.user_id == User.id).outerjoin(Student, Student.user_id == User.id)
        .where(User.id.in_(accounts)))
    return {row.id: Reader(row.id, frozenset(roles[row.id]),
                           Choice(ways[row.id], row.digest_at, _quiet(row.quiet_from, row.quiet_until)),
                           row.email, row.phone) for row in people}


def _quiet(starts: dt.time | None, ends: dt.time | None) -> Quiet:
    return Quiet() if starts is None or ends is None else Quiet(starts, ends)
