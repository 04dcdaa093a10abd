"""Practice: the senior master's desk, and the way to one practice (Пр. 12)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request

from access.check import allows
from access.grants import Action
from access.identity import Identity
from models import Journal, PracticeProgramme
from queries import practice
from queries.lessons import may_record
from queries.practice_day import may_log
from queries.practice_journal import practice_journal
from queries.practice_plan import without_journals
from queries.practice_programme import practice_of
from rules.groups import academic_year
from rules.practice_state import Phase
from rules.terms import Role
from views.guards import identity, loaded
from views.policy import Policy, guard

blueprint = Blueprint("practice", __name__, url_prefix="/practice")

SHOWN = {  # what the tabs of the desk let through
    "": ("Все", lambda card: True),
    "gaps": ("Не хватает", lambda card: bool(card.gaps)),
    "running": ("Идут", lambda card: card.phase is Phase.RUNNING),
    "ahead": ("Впереди", lambda card: card.phase in (Phase.AHEAD, Phase.NOT_ENTERED)),
    "closed": ("Закрыты", lambda card: card.phase is Phase.CLOSED),
}


def works_with_practice(user: Identity) -> bool:
    """Those of the staff who read practices; students and parents have the diary."""
    return user.is_staff and allows(user.acting_as(*set(Role) - {Role.STUDENT, Role.PARENT}), Action.READ,
                                    PracticeProgramme)


READERS = Policy("read practice_programme of staff", allows=works_with_practice)
READ_ONE = Policy("read practice of a journal", allows=works_with_practice,
                  loads=(("journal_id", Journal, Action.READ),))


@blueprint.get("/")
@guard(READERS)
def index() -> Any:
    user = identity()
    show = request.args.get("show", "")
    if show not in SHOWN:
        abort(400)
    years, year = practice.years(user), _year()
    cards = practice.desk(user, year)
    planned = without_journals(user, year) if allows(user, Action.CREATE, PracticeProgramme) or allows(
        user, Action.CREATE, Journal) else []
    return render_template(
        "practice/index.html", cards=[card for card in cards if SHOWN[show][1](card)], show=show, year=year,
        years=years, planned=planned, tabs=[(name, title, sum(map(fits, cards)))
                                            for name, (title, fits) in SHOWN.items()],
        may_enter=allows(user, Action.CREATE, PracticeProgramme), may_make=allows(user, Action.CREATE, Journal))


@blueprint.get("/<int:journal_id>")
@guard(READ_ONE)
def show(journal_id: int) -> Any:
    user = identity()
    journal, programme = one_practice()
    card = practice.card(user, journal)
    book = practice_journal(user, journal, programme, card.filling.dates) if programme is not None else None
    return render_template(
        "practice/journal.html", journal=journal, programme=programme, card=card, book=book, today=user.today,
        may_enter=allows(user, Action.CREATE, PracticeProgramme),
        may_fill=programme is not None and (may_log(user, programme) or may_record(user, journal)))


def _year() -> int:
    """The asked academic year, the current one by default."""
    text = request.args.get("year", "")
    if not text:
        return academic_year(identity().today)
    if not text.isdecimal() or len(text) != 4:
        abort(400)
    return int(text)


def one_practice() -> tuple[Journal, PracticeProgramme | None]:
    """The practice of the address, or 404: a journal of lessons is no practice."""
    found = practice_of(identity(), loaded("journal_id"))
    return found if found is not None else abort(404)
