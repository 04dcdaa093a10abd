"""«Замечания»: what the checks have found, explained by teachers, accepted by deputies (п. 5.7, 7.2–7.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError

from access.check import writable
from access.grants import Action
from access.identity import Identity
from actions import findings as actions
from models import Finding, db
from queries import findings
from queries.control import CHECKS
from queries.findings import PAGE, FindingLine, Wanted
from rules.calendar import month_of
from rules.findings import AWAITED, WORDS_LENGTH
from rules.terms import FindingState, Role, Severity
from rules.violation import Violation
from rules.words import MONTH_TITLES
from views.asked import asked_month, asked_number
from views.guards import identity, loaded
from views.policy import Policy, guard, may
from views.refusals import by_field

FILTERS = ("state", "what", "severity", "group", "teacher", "month")
blueprint = Blueprint("findings", __name__, url_prefix="/control/findings")

STATES = {"": ("Ждут ответа", AWAITED), **{state.value: (state.title.capitalize(), (state,)) for state in FindingState},
          "all": ("Все", tuple(FindingState))}
MONTHS_SHOWN = 10
# the page of a journal where a check's fault is put right
PLACES = {"finals": "finals.show", "topics": "journal_topics.show", "practice": "practice.show"}
# a curator's own pages: where what concerns no journal is put right
DESKS = {"curator": "curator.index", "absences": "curator.absences"}


def _writes(field: str) -> Policy:
    """Whoever writes the field on the finding; a deputy accepts and explains nothing, a teacher the other way."""
    def allows(user: Identity) -> bool:
        fields = writable(user, Action.UPDATE, Finding)
        return fields is None or field in fields
    return Policy(f"update finding: {field}", allows=allows, loads=(("finding_id", Finding, Action.UPDATE),))


SEES = Policy("acknowledge finding", allows=lambda user: user.has(Role.CURATOR),
              loads=(("finding_id", Finding, Action.READ),))


@blueprint.get("/")
@guard(may(Action.READ, Finding))
def index() -> Any:
    user, wanted, page = identity(), _wanted(), asked_number("page") or 0
    found = findings.findings_page(user, wanted, page)
    if page and not found.lines:
        return redirect(_url(page=None))
    return render_template("findings/index.html", found=found, page=page, size=PAGE, url=_url, place=place,
                           states={key: title for key, (title, _) in STATES.items()}, severities=Severity.choices(),
                           checks=_checks(), months=_months(user), asked=request.args, filtered=_is_filtered())


@blueprint.get("/<int:finding_id>")
@guard(may(Action.READ, Finding, "finding_id"))
def show(finding_id: int) -> Any:
    return _show({})


@blueprint.post("/<int:finding_id>/explain")
@guard(_writes("explanation"))
def explain(finding_id: int) -> Any:
    return _write("explanation", actions.explain, "Объяснение записано.")


@blueprint.post("/<int:finding_id>/accept")
@guard(_writes("accepted_reason"))
def accept(finding_id: int) -> Any:
    return _write("accepted_reason", actions.accept, "Замечание принято: о нём больше не напомнят.")


@blueprint.post("/<int:finding_id>/acknowledge")
@guard(SEES)
def acknowledge(finding_id: int) -> Any:
    """The curator has read it (п. 7.4)."""
    actions.acknowledge(identity(), loaded("finding_id"))
    db.session.commit()
    flash("Отмечено: вы ознакомлены с замечанием.", "success")
    return redirect(url_for("findings.show", finding_id=finding_id), 303)


@blueprint.post("/<int:finding_id>/recheck")
@guard(may(Action.READ, Finding, "finding_id"))
def recheck(finding_id: int) -> Any:
    """This check of this journal again, without waiting for the night."""
    finding = loaded("finding_id")
    fixed = actions.recheck(identity(), finding)
    db.session.commit()
    flash("Исправлено: замечание закрыто." if fixed else "Пока не исправлено: замечание остаётся.",
          "success" if fixed else "warning")
    return redirect(url_for("findings.show", finding_id=finding_id), 303)


def place(line: FindingLine) -> str | None:
    """The very lesson, cell or page where the fault is put right."""
    user = identity()
    if line.journal_id is None:
        return url_for(DESKS[line.page]) if line.mine and line.page in DESKS and user.has(Role.CURATOR) else None
    if line.lesson_id is None or line.lesson_on is None:
        return url_for(PLACES.get(line.page, "journal.show"), journal_id=line.journal_id)
    if line.student_id is not None:
        return url_for("journal.show", journal_id=line.journal_id, month=f"{line.lesson_on:%Y-%m}",
                       _anchor=f"cell-{line.lesson_id}-{line.student_id}")
    if line.giver == user.id:
        return url_for("lesson.edit", journal_id=line.journal_id, lesson_id=line.lesson_id)
    return url_for("journal_topics.show", journal_id=line.journal_id, month=f"{line.lesson_on:%Y-%m}")


def _write(field: str, act: Callable[[Identity, Finding, str], None], said: str) -> Any:
    user, finding = identity(), loaded("finding_id")
    if field not in findings.may_write(user, finding):
        abort(404)
    try:
        if request.form.get("version") not in (None, "", str(finding.row_version)):
            raise StaleDataError
        act(user, finding, request.form.get(field, ""))
        db.session.commit()
    except Violation as violation:
        db.session.rollback()
        return _show(request.form, [violation]), 422
    except StaleDataError:
        db.session.rollback()
        stale = Violation("7.4", "Замечание только что изменили: прочтите, что записано, и решите ещё раз", field)
        return _show(request.form, [stale]), 409
    flash(said, "success")
    return redirect(url_for("findings.show", finding_id=finding.id), 303)


def _show(typed: Any, errors: list[Violation] | None = None) -> str:
    user, finding_id = identity(), request.view_args["finding_id"]  # type: ignore[index]
    finding = db.session.get_one(Finding, finding_id)
    line = findings.one_finding(user, finding_id)
    return render_template("findings/finding.html", line=line, place=place(line), typed=typed, errors=by_field(errors),
                           fields=findings.may_write(user, finding) if line.is_awaited else (),
                           sees=user.has(Role.CURATOR), longest=WORDS_LENGTH)


def _wanted() -> Wanted:
    state, severity = request.args.get("state", ""), request.args.get("severity", "")
    if state not in STATES or (severity and severity not in set(Severity)):
        abort(400)
    first, last = _month()
    return Wanted(STATES[state][1], request.args.get("what", "")[:60], Severity(severity) if severity else None,
                  asked_number("group"), asked_number("teacher"), first, last)


def _month() -> tuple[dt.date | None, dt.date | None]:
    month = asked_month()
    return month_of(month) if month is not None else (None, None)


def _months(user: Identity) -> list[tuple[str, str]]:
    """The current month and those before it."""
    found, day = [], user.today.replace(day=1)
    for _ in range(MONTHS_SHOWN):
        found.append((f"{day:%Y-%m}", f"{MONTH_TITLES[day.month - 1].capitalize()} {day.year}"))
        day = (day - dt.timedelta(days=1)).replace(day=1)
    return found


def _checks() -> dict[str, list[tuple[str, str]]]:
    """Checks by the point of the regulation, in its order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for check in sorted(CHECKS, key=lambda check: check.point):
        found.setdefault(check.point, []).append((check.name, check.title))
    return found


def _is_filtered() -> bool:
    return any(request.args.get(name) for name in FILTERS)


def _url(page: int | None) -> str:
    kept: dict[str, Any] = {name: value for name in FILTERS if (value := request.args.get(name))}
    return url_for("findings.index", **kept, page=page or None)
