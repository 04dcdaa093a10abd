"""What is sent to whom, read at the moment of sending: rights, addresses and words as they are now (п. 4.1, 9.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.scopes import covers
from models import Activation, Guardian, Guardianship, Notification, Outbox, Student, User, db
from queries.college import college
from queries.consents import agreed, represented
from queries.file_contents import content_of
from queries.notice_choices import Reader, readers
from queries.notices import still_concerns
from rules import sending_words as words
from rules.activation import code_of
from rules.notice_choice import not_before
from rules.parcels import Outgoing
from rules.terms import Channel, ConsentKind, DeliveryState
from rules.terms import NotificationKind as Kind

Refused = dict[int, tuple[DeliveryState, str]]
BLOCKED = (DeliveryState.REFUSED, "учётная запись закрыта")
NO_RIGHT = (DeliveryState.REFUSED, "больше не касается получателя")
NO_CONSENT = (DeliveryState.REFUSED, "нет согласия на внешние службы")
NOT_WANTED = (DeliveryState.REFUSED, "получатель отключил такие сообщения")
NO_ADDRESS = {Channel.EMAIL: (DeliveryState.FAILED, "в карточке нет адреса почты"),
              Channel.SMS: (DeliveryState.FAILED, "в карточке нет телефона")}


@dataclass(frozen=True)
class Moment:
    """What the job knows and the rows do not: both clocks, the journal's address, the installation's key."""

    school_now: dt.datetime
    wall_now: dt.datetime
    base_url: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Prepared:
    """The letter, without the rows that must not go; None when none is left.

    wait: the end of the reader's quiet hours, when it is not the time for it.
    """

    item: Outgoing | None
    refused: Refused
    wait: dt.datetime | None = None


def prepare(parcel: str, ids: Collection[int], moment: Moment) -> Prepared:
    """Write the letter of these rows, all to one person by one way."""
    found = list(db.session.scalars(
        sa.select(Outbox).where(Outbox.id.in_(ids)).order_by(Outbox.id).execution_options(populate_existing=True)
        .options(joinedload(Outbox.notification), joinedload(Outbox.user).joinedload(User.roles),
                 joinedload(Outbox.guardian).joinedload(Guardian.user), joinedload(Outbox.student),
                 joinedload(Outbox.author).joinedload(User.roles), joinedload(Outbox.activation))).unique())
    first = found[0]
    reader = readers({first.user_id})[first.user_id] if first.user_id is not None else None
    if first.activation is not None:
        refused = _code_refused(first, first.activation, moment)
    elif first.text is not None:
        refused = _letter_refused(first, moment)
    else:
        refused = _notices_refused(found, reader, moment)
    left = [row for row in found if row.id not in refused]
    address = _address(first, reader) if left else None
    if left and not address:
        return Prepared(None, refused | {row.id: NO_ADDRESS[Channel(first.channel)] for row in left})
    return Prepared(_written(parcel, left, address or "", moment) if left else None, refused, _quiet(reader, moment))


def sms_today(wall_now: dt.datetime, zone: ZoneInfo) -> tuple[int, int]:
    """SMS of this day of the college, those that may have gone included: how many, and their price in kopecks."""
    midnight = wall_now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    row = db.session.execute(sa.select(sa.func.sum(Outbox.parts), sa.func.sum(Outbox.cost)).where(
        Outbox.channel == Channel.SMS, sa.or_(
            sa.and_(Outbox.state == DeliveryState.SENT, Outbox.sent_at >= midnight),
            sa.and_(Outbox.state.in_((DeliveryState.SENDING, DeliveryState.UNCLEAR)),
                    Outbox.created_at >= midnight)))).one()
    return row[0] or 0, row[1] or 0


# who must not get it

def _notices_refused(found: Sequence[Outbox], reader: Reader | None, moment: Moment) -> Refused:
    """A blocked account gets nothing; a notice must concern its reader still, be agreed to (п. 9.2) and wanted."""
    account, channel = found[0].user, Channel(found[0].channel)
    if account is None or reader is None or not account.is_active:
        return dict.fromkeys((row.id for row in found), BLOCKED)
    user = Identity(account.id, account.role_set, moment.school_now, "job")
    concern = set(db.session.scalars(sa.select(Notification.id).where(
        Notification.id.in_({row.notification_id for row in found}), still_concerns(user))))
    told = {row.id: row.notification for row in found if row.notification is not None}
    given = agreed({one.student_id for one in told.values() if one.student_id is not None}, ConsentKind.MESSENGER)
    refused = {}
    for number, one in told.items():
        if one.id not in concern:
            refused[number] = NO_RIGHT
        elif one.student_id is not None and (account.id, one.student_id) not in given:
            refused[number] = NO_CONSENT
        elif not reader.choice.wants(account.role_set, Kind(one.kind), channel):
            refused[number] = NOT_WANTED
    return refused


def _quiet(reader: Reader | None, moment: Moment) -> dt.datetime | None:
    """A notice delayed by failures does not wake its reader; letters and codes are sent by people's own hand."""
    if reader is None:
        return None
    now = moment.wall_now.astimezone(moment.school_now.tzinfo)
    until = not_before(now, Channel.SMS, reader.choice)
    return until if until > now else None


def _letter_refused(row: Outbox, moment: Moment) -> Refused:
    """The author still has the student, and the recipient still represents the student."""
    author, guardian = row.author, row.guardian
    if author is None or not author.is_active:
        return {row.id: (DeliveryState.REFUSED, "учётная запись автора закрыта")}
    if guardian is not None and guardian.user is not None and not guardian.user.is_active:
        return {row.id: BLOCKED}
    if row.student_id is not None and row.student_id not in _seen(author, {row.student_id}, moment):
        return {row.id: (DeliveryState.REFUSED, "студент больше не в группе автора")}
    tied = db.session.scalar(sa.select(Guardianship.id).where(
        Guardianship.guardian_id == row.guardian_id, Guardianship.student_id == row.student_id,
        covers(Guardianship.starts, Guardianship.ends, moment.school_now.date())))
    if not tied:
        return {row.id: (DeliveryState.REFUSED, "больше не представитель студента")}
    agreed = represented(sa.select(sa.literal(row.student_id)), ConsentKind.MESSENGER)
    return {} if (row.guardian_id, row.student_id) in agreed else {
        row.id: (DeliveryState.REFUSED, "нет согласия на внешние службы")}


def _code_refused(row: Outbox, activation: Activation, moment: Moment) -> Refused:
    guardian = row.guardian
    if activation.used_at is not None or activation.expires_at <= moment.wall_now:
        return {row.id: (DeliveryState.FAILED, "срок кода истёк")}
    if guardian is None or guardian.phone != activation.phone:
        return {row.id: (DeliveryState.REFUSED, "телефон изменён")}
    return {row.id: BLOCKED} if guardian.user is not None and not guardian.user.is_active else {}


def _seen(reader: User, students: set[int], moment: Moment) -> set[int]:
    if not students:
        return set()
    user = Identity(reader.id, reader.role_set, moment.school_now, "job")
    return set(db.session.scalars(sa.select(Student.id).where(Student.id.in_(students), rows(user, READ, Student))))


# the words

def _address(row: Outbox, reader: Reader | None) -> str | None:
    """Of an account as its page shows it; of a parent from the card."""
    mail = Channel(row.channel) is Channel.EMAIL
    if reader is not None:
        return reader.email if mail else reader.phone
    assert row.guardian is not None  # held by the database: one of the two
    return row.guardian.email if mail else row.guardian.phone


def _written(parcel: str, found: Sequence[Outbox], address: str, moment: Moment) -> Outgoing:
    first, channel = found[0], Channel(found[0].channel)
    subject, body = _words(found, channel, moment)
    return Outgoing(parcel, channel, address.strip(), subject if channel is Channel.EMAIL else "", body,
                    moment.wall_now, _file(first))


def _words(found: Sequence[Outbox], channel: Channel, moment: Moment) -> tuple[str, str]:
    first, named = found[0], college()
    title = named.title if named else ""
    if first.activation is not None:
        return words.CODE, words.code_sms(code_of(moment.secret, first.activation.nonce))
    if first.text is not None:
        author = first.author.short_name if first.author else ""
        body = first.text if channel is Channel.SMS else words.letter_mail(first.text, author, title, moment.base_url)
        return words.LETTER, body
    lines = _lines(found)
    body = words.notices_sms(lines) if channel is Channel.SMS else words.notices_mail(lines, moment.base_url, title)
    return words.notices_subject(len(lines)), body


def _lines(found: Sequence[Outbox]) -> list[words.Line]:
    """A notice about oneself names nobody; about a child, the first name."""
    notices = [row.notification for row in found if row.notification]
    named = {row.id: row for row in db.session.scalars(
        sa.select(Student).where(Student.id.in_({notice.student_id for notice in notices if notice.student_id})))}
    lines = []
    for notice in notices:
        student = named.get(notice.student_id) if notice.student_id else None
        about = student.first_name if student is not None and student.user_id != notice.user_id else ""
        lines.append(words.Line(str(notice.payload.get("text", notice.kind.title)), about, notice.url or ""))
    return lines


def _file(row: Outbox) -> tuple[str, str, bytes] | None:
    if row.file_sha256 is None:
        return None
    content = content_of(row.file_sha256)
    return (row.file_name or "письмо.pdf", "application/pdf", content) if content is not None else None
