"""What to be told of and how: the user's own choice (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from actions.notice_choice import choose
from models import db
from queries.consents import without
from queries.diary_family import FAMILY
from queries.notice_choices import SENT, Settings, settings_of
from rules.contacts import show_phone
from rules.notice_choice import Quiet
from rules.terms import Channel, ConsentKind
from rules.terms import NotificationKind as Kind
from views.guards import identity
from views.notifications import blueprint
from views.policy import guard, signed_in

NEVER = Quiet(dt.time(0), dt.time(0))
WAYS = {f"{kind.value}-{channel.value}": (kind, channel) for kind in Kind for channel in Channel}


@blueprint.get("/settings/")
@guard(signed_in())
def settings() -> Any:
    user = identity()
    found = settings_of(user)
    phone = show_phone(found.reader.phone) if found.reader.phone else None
    return render_template(
        "notifications/settings.html", settings=found, channels=tuple(Channel), phone=phone,
        family=user.has(*FAMILY), lacking=_lacking(found),
        keeper="куратор группы" if user.has(*FAMILY) else "администратор журнала")


@blueprint.post("/settings/")
@guard(signed_in())
def save_settings() -> Any:
    form = request.form
    ways = [WAYS.get(name) or abort(400) for name in form.getlist("way")]
    starts, ends = _hour(form.get("quiet_from", "")), _hour(form.get("quiet_until", ""))
    quiet = NEVER if starts is None else Quiet(starts, starts if ends is None else ends)
    choose(identity(), ways, _hour(form.get("digest_at", "")), quiet)
    db.session.commit()
    flash("Настройки уведомлений записаны.", "success")
    return redirect(url_for("notifications.settings"), 303)


def _lacking(found: Settings) -> bool:
    """Something is to be sent, but a consent was taken back or a child has come since."""
    user, reader = identity(), found.reader
    return user.has(*FAMILY) and bool(without(user, ConsentKind.MESSENGER)) and any(
        reader.choice.wants(reader.roles, kind, channel) for kind in found.kinds for channel in SENT)


def _hour(text: str) -> dt.time | None:
    """«21» of the page's lists; nothing chosen is None."""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 2 and int(text) < 24):
        abort(400)
    return dt.time(int(text))
