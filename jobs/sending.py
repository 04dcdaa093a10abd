"""Letters and SMS on their way: taken, committed, sent, committed again; a killed worker leaves a trace (ADR 27)."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from pathlib import Path

import structlog
from flask import current_app

import gateways
from access.identity import Identity
from actions import activation, delivery
from actions.delivery import Claimed
from clock import school_now, wall_now
from config import Settings
from gateways.failures import Down, Failure, Never, TryAgain, Unclear, Unknowable
from models import db
from queries.college import norms_on
from queries.outgoing import Moment, prepare, sms_today
from rules.parcels import Outgoing
from rules.sending import MORNING, check_limit, limit_for, sms_parts
from rules.terms import Channel

BUDGET = 45  # seconds of one run: other jobs wait in the same queue
Ways = dict[Channel, gateways.Gateway]


def send_due() -> None:
    """Send what is due, a letter a transaction before and after; several workers may do it at once."""
    delivery.recover(wall_now())
    activation.send_codes(Identity(None, frozenset(), school_now(), "job"), wall_now())
    db.session.commit()
    ways = open_ways(current_app.extensions["settings"])
    until, done = time.monotonic() + BUDGET, 0
    try:
        while ways and time.monotonic() < until and _send_next(ways):
            done += 1
    finally:
        for way in ways.values():
            way.close()
    structlog.get_logger().info("sending", letters=done)


def open_ways(settings: Settings) -> Ways:
    folder = Path(settings.instance) / "outbox"
    return {Channel.EMAIL: gateways.mail_gateway(settings.smtp_url, folder),
            Channel.SMS: gateways.sms_gateway(settings.sms_url, folder)}


def _send_next(ways: Ways) -> bool:
    """One letter: whether there was one. A channel whose service is away leaves ``ways``."""
    taken = delivery.claim(ways, wall_now())
    if taken is None:
        db.session.rollback()
        return False
    way = ways[taken.channel]
    try:
        prepared = _prepared(taken, way)
    except Exception as error:  # one bad row must not stop all that wait behind it
        db.session.rollback()
        structlog.get_logger().error("not-prepared", parcel=taken.parcel, error=type(error).__name__)
        delivery.spoil(taken, f"внутренняя ошибка ({type(error).__name__})")
        prepared = None
    db.session.commit()
    if prepared is not None:
        _deliver(*prepared, ways)
        db.session.commit()
    return True


def _deliver(taken: Claimed, item: Outgoing, ways: Ways) -> None:
    try:
        (_seek if taken.doubtful else _send)(taken, item, ways[taken.channel])
    except Down as failure:
        ways.pop(taken.channel).close()
        delivery.postpone(taken, str(failure), wall_now(), down=True)
    except Exception as error:  # whatever it was, nobody knows whether the letter went
        structlog.get_logger().error("not-sent", parcel=taken.parcel, error=type(error).__name__)
        delivery.doubt(taken, f"внутренняя ошибка ({type(error).__name__})", wall_now())


def _prepared(taken: Claimed, way: gateways.Gateway) -> tuple[Claimed, Outgoing] | None:
    """The letter with the rows that may go; what may not is written down with its reason."""
    settings: Settings = current_app.extensions["settings"]
    moment = Moment(school_now(), wall_now(), settings.base_url, settings.secret_key)
    prepared = prepare(taken.parcel, taken.ids, moment)
    if taken.doubtful:
        if prepared.item is not None and taken.gateway == way.name:
            return taken, prepared.item
        delivery.doubt(taken, "неизвестно, ушло ли: проверьте у сервиса", wall_now(), ask=False)
        return None
    delivery.refuse(prepared.refused)
    if prepared.item is None:
        return None
    left = replace(taken, ids=tuple(number for number in taken.ids if number not in prepared.refused))
    if prepared.wait is not None:
        delivery.hold(left, "тихие часы получателя", prepared.wait)
        return None
    parts = sms_parts(prepared.item.body) if taken.channel is Channel.SMS else None
    if parts is not None and (until := _over_limit(parts, taken.is_code, moment, settings)) is not None:
        delivery.hold(left, *until)
        return None
    delivery.note_way(left, way.name, parts)
    return left, prepared.item


def _over_limit(parts: int, is_code: bool, moment: Moment, settings: Settings) -> tuple[str, dt.datetime] | None:
    limit = norms_on(moment.school_now.date()).sms_per_day
    violation = check_limit(sms_today(moment.wall_now, settings.zone)[0], parts, limit_for(limit, is_code))
    if violation is None:
        return None
    tomorrow = (moment.wall_now.astimezone(settings.zone) + dt.timedelta(days=1)).replace(
        hour=MORNING, minute=0, second=0, microsecond=0)
    return violation.message, tomorrow


def _send(taken: Claimed, item: Outgoing, way: gateways.Gateway) -> None:
    try:
        receipt = way.send(item)
    except Down:
        raise
    except TryAgain as failure:
        delivery.postpone(taken, str(failure), wall_now())
    except Never as failure:
        delivery.give_up(taken, str(failure))
    except Unclear as failure:
        delivery.doubt(taken, str(failure), wall_now())
    else:
        delivery.sent(taken, receipt, wall_now())


def _seek(taken: Claimed, item: Outgoing, way: gateways.Gateway) -> None:
    """What became of an attempt that nobody saw the end of."""
    try:
        receipt = way.seek(item)
    except Unknowable as failure:
        delivery.doubt(taken, str(failure), wall_now(), ask=False)
    except Failure as failure:
        delivery.doubt(taken, str(failure), wall_now())
    else:
        if receipt is None:
            delivery.release(taken, wall_now())
        else:
            delivery.sent(taken, receipt, wall_now())
