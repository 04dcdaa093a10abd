"""flask control: the checks of the journal (п. 5.7, 7.2)."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass

import click
from flask.cli import AppGroup

from access.identity import Identity
from actions.findings import Outcome
from cli.console import operator, refuse
from jobs.control import check
from models import db
from rules.calendar import month_of

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)

control_group = AppGroup("control", help="The checks of the journals.")


@dataclass(frozen=True)
class Span:
    first: dt.date
    last: dt.date


@control_group.command("run")
@click.option("--month", "text", default=None, metavar="YYYY-MM", help="Else the current month.")
@click.option("--json", "as_json", is_flag=True, help="What was found, for programs.")
def run_checks(text: str | None, as_json: bool) -> None:
    """Run all checks of a month; what they find is work to be done, not an error: the exit code is 0."""
    user = operator()
    span = _span(user, text)
    outcomes = check(user, span.first, span.last)
    db.session.commit()
    click.echo(json.dumps(_plain(span, outcomes), ensure_ascii=False) if as_json else _words(span, outcomes))


def _span(user: Identity, text: str | None) -> Span:
    found = MONTH.fullmatch(text or f"{user.today:%Y-%m}")
    if found is None:
        refuse(f"Месяц «{text}» записывают как 2023-11.")
    first, last = month_of(dt.date(int(found[1]), int(found[2]), 1))
    if first > user.today:
        refuse(f"Месяц {first:%m.%Y} ещё не начался.")
    return Span(first, min(last, user.today))


def _plain(span: Span, outcomes: list[Outcome]) -> dict[str, object]:
    return {"from": span.first.isoformat(), "to": span.last.isoformat(), "checks": [
        {"check": one.check.name, "point": one.check.point, "title": one.check.title, "enabled": one.enabled,
         "found": one.found, "made": one.made, "reopened": one.reopened, "fixed": one.fixed} for one in outcomes]}


def _words(span: Span, outcomes: list[Outcome]) -> str:
    lines = [f"{one.found:6}  п. {one.check.point:4}  {one.check.title}" if one.enabled else
             f"{'—':>6}  п. {one.check.point:4}  {one.check.title} (проверка выключена)" for one in outcomes]
    made, reopened, fixed = (sum(getattr(one, name) for one in outcomes) for name in ("made", "reopened", "fixed"))
    return "\n".join([f"Проверки с {span.first:%d.%m.%Y} по {span.last:%d.%m.%Y}.", *lines,
                      f"Новых замечаний {made}, повторных {reopened}, исправлено {fixed}."])
