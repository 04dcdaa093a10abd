"""Letters to the parents of the own group: three templates, a preview, four ways (п. 5.3)."""

from __future__ import annotations

import io
import uuid
from typing import Any

from flask import abort, flash, redirect, request, send_file, url_for
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from actions.letters import Addressed, Sent, reaches, send
from actions.refusals import Refused
from clock import wall_now
from documents.letter import Sheet, letters_pdf
from models import db
from queries.college import college
from queries.curator_letters import Post, post, sent
from rules.contacts import show_phone
from rules.letters import TITLES, check_words, is_silent, write
from rules.sending import sms_parts
from rules.terms import LetterKind, LetterWay, Role
from rules.violation import Violation
from rules.words import plural
from views.curator import blueprint, chosen_group, own_groups, page
from views.guards import identity
from views.policy import guard, roles
from views.refusals import by_field

MOST = 120  # parents of a group
SENT_TWICE = Violation("", "Эти письма уже отправляются: откройте страницу снова")


@blueprint.get("/letters/")
@guard(roles(Role.CURATOR))
def letters() -> Any:
    if chosen_group() is None:
        return page("curator/letters.html")
    return _page(_post(), request.args.getlist("to")[:MOST])


@blueprint.post("/letters/")
@guard(roles(Role.CURATOR))
def send_letters() -> Any:
    """The chosen way, or only a look at what would be sent."""
    act = request.form.get("act", "preview")
    if act not in {"preview", *LetterWay} or chosen_group() is None:
        abort(404)
    found, chosen = _post(), request.form.getlist("to")[:MOST]
    if "choose" in request.form:
        return _page(found, chosen)
    try:
        written = _written(found, chosen)
        if act == "preview":
            return _page(found, chosen, written=written)
        done = send(identity(), written, LetterWay(act), wall_now())
        paper = _paper(written) if act == LetterWay.PAPER else None  # made before anything is said to be printed
        db.session.commit()
    except IntegrityError:  # the same form twice at the same moment
        db.session.rollback()
        return _page(_post(), chosen, [SENT_TWICE]), 409
    except (Refused, Violation) as refused:
        db.session.rollback()
        return _page(_post(), chosen, refused.violations), 422
    return paper or _told(done, LetterWay(act))


def _told(done: Sent, way: LetterWay) -> Any:
    flash(f"Отправлено {way.title}: {done.count} {plural(done.count, 'письмо', 'письма', 'писем')}.", "success")
    if done.unreached:
        flash(f"Так не достать: {', '.join(done.unreached)}. Выберите другой способ.", "warning")
    if done.not_entered:
        flash(f"Ещё не входили в журнал и прочтут, когда войдут: {', '.join(done.not_entered)}.", "warning")
    return redirect(url_for("curator.letters", group=chosen_group()), 303)


def _paper(written: list[Addressed]) -> Any:
    head = college()
    sheets = [Sheet(head.title if head else "", one.to.parent.name, one.letter) for one in written]
    return send_file(io.BytesIO(letters_pdf(sheets)), "application/pdf", as_attachment=True,
                     download_name=f"Письма родителям {identity().today:%d.%m.%Y}.pdf")


def _written(found: Post, chosen: list[str]) -> list[Addressed]:
    """The letters to the chosen parents; another's parent is not there."""
    kind, words, key = _kind(), request.form.get("words", ""), request.form.get("key", "")[:40]
    known = {one.key: one for one in found.recipients}
    if any(name not in known for name in chosen):
        abort(404)
    if not chosen:
        raise Violation("5.3", "Отметьте, кому написать", "to")
    if (refusal := check_words(kind, words)) is not None:
        raise refusal
    author = current_user.short_name
    return [Addressed(one, write(kind, found.about[one.card.id], one.parent.called, author, words), key)
            for one in (known[name] for name in dict.fromkeys(chosen))]


def _page(found: Post, chosen: list[str], errors: list[Violation] | None = None,
          written: list[Addressed] | None = None) -> str:
    today, group_id = identity().today, chosen_group() or 0
    silent = {one.key for one in found.recipients
              if is_silent(one.parent.word.on if one.parent.word else None, today, found.norms)}
    choose = request.values.get("choose", "")
    if choose in ("all", "silent"):
        chosen = [one.key for one in found.recipients if choose == "all" or one.key in silent]
    return page(
        "curator/letters.html", post=found, chosen=chosen, kind=_kind(), kinds=TITLES,
        words=request.form.get("words", ""), errors=by_field(errors), written=written or [], silent=silent,
        sent=sent(identity(), group_id), key=request.form.get("key") or uuid.uuid4().hex, phone=show_phone,
        sms_parts=sms_parts, reaches=reaches, ways=LetterWay)


def _post() -> Post:
    group_id = chosen_group()
    return post(identity(), next(group for group in own_groups() if group[0] == group_id))


def _kind() -> LetterKind:
    text = request.values.get("kind", LetterKind.REPORT)
    return LetterKind(text) if text in set(LetterKind) else LetterKind.REPORT
