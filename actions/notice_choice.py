"""What a user chooses to be told of, how and when (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa

from access.identity import Identity
from actions.consents import give_for_all
from models import Notification, NotificationSetting, Outbox, User, db
from queries.diary_family import FAMILY
from queries.notice_choices import SENT
from rules.notice_choice import Quiet, is_default, offered
from rules.terms import Channel, ConsentKind, DeliveryState
from rules.terms import NotificationKind as Kind

TAKEN_BACK = "выключено получателем"


def choose(user: Identity, ways: Collection[tuple[Kind, Channel]], digest_at: dt.time | None, quiet: Quiet) -> None:
    """Everything not among ``ways`` is switched off, what waits to be sent so too; only differences are kept.

    A family that chooses letters or SMS agrees to outside services (п. 9.2).
    """
    db.session.execute(sa.select(User.id).where(User.id == user.account)  # of two presses the second sees the first
                       .with_for_update(key_share=True))
    kept = {(Kind(row.kind), Channel(row.channel)): row for row in db.session.scalars(
        sa.select(NotificationSetting).where(NotificationSetting.user_id == user.account))}
    for kind in offered(user.roles):
        for channel in Channel:
            _set(user, kept.get((kind, channel)), kind, channel, (kind, channel) in ways)
    if any(channel in SENT for _, channel in ways) and user.has(*FAMILY):
        give_for_all(user.acting_as(*FAMILY), ConsentKind.MESSENGER)
    _take_back(user, [(kind, channel) for kind in offered(user.roles) for channel in SENT
                      if (kind, channel) not in ways])
    db.session.execute(  # past the ORM: hours of one's own are no change of the account
        sa.update(User).where(User.id == user.account)
        .values(digest_at=digest_at, quiet_from=quiet.starts, quiet_until=quiet.ends)
        .execution_options(synchronize_session=False))


def _take_back(user: Identity, off: Collection[tuple[Kind, Channel]]) -> None:
    """Letters and SMS that wait for their hour are not sent once their reader has switched them off."""
    unwanted = sa.or_(sa.false(), *(sa.and_(Notification.kind == kind, Outbox.channel == channel)
                                    for kind, channel in off))
    db.session.execute(
        sa.update(Outbox).where(
            Outbox.user_id == user.account, Outbox.state == DeliveryState.WAITING,
            sa.exists().where(Notification.id == Outbox.notification_id, unwanted))
        .values(state=DeliveryState.REFUSED, error=TAKEN_BACK).execution_options(synchronize_session=False))


def _set(user: Identity, row: NotificationSetting | None, kind: Kind, channel: Channel, on: bool) -> None:
    if on == is_default(user.roles, kind, channel):
        if row is not None:
            db.session.delete(row)
    elif row is not None:
        row.enabled = on
    else:
        db.session.add(NotificationSetting(user_id=user.account, kind=kind, channel=channel, enabled=on))
