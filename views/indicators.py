"""«Контроль ведения журнала»: the sheet of п. 5.7, the lists behind its figures, its paper."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request

from documents.indicators import sheet_pdf, sheet_xlsx
from models import Lesson
from queries.indicators import CUTS, Cut, sheet
from queries.indicators_choices import choices
from queries.indicators_rows import PAGE, Wish, indicator_rows
from queries.indicators_scope import READERS
from rules.indicators import FORMULAS, Indicator
from views.asked import asked_number
from views.exported import exported
from views.guards import identity
from views.indicators_page import asked_of_page, findings_beside, lead, link, month_title, period_title, spark
from views.pace import counted_export
from views.policy import guard, roles

blueprint = Blueprint("control", __name__, url_prefix="/control")

FORMATS = {"pdf": sheet_pdf, "xlsx": sheet_xlsx}
INDICATORS = {indicator.value: indicator for indicator in Indicator}


@blueprint.get("/")
@guard(roles(*READERS))
def index() -> Any:
    user, asked = identity(), asked_of_page()
    if asked is None:
        return render_template("control/nothing.html")
    found = sheet(user, asked, _cut())
    return render_template(
        "control/sheet.html", sheet=found, asked=asked, choices=choices(user, min(asked.last, user.today)),
        cuts=CUTS[asked.scope.kind], lead=lead(found), indicators=tuple(Indicator), formulas=FORMULAS, link=link,
        spark=spark, month_title=month_title, period=period_title(asked), findings=findings_beside(asked))


@blueprint.get("/rows/<indicator>")
@guard(roles(*READERS))
def rows(indicator: str) -> Any:
    chosen, asked = INDICATORS.get(indicator) or abort(404), asked_of_page()
    if asked is None:
        abort(404)
    wish = Wish(request.args.get("part", ""), asked_number("page") or 0, asked_number("student"))
    found = indicator_rows(identity(), asked, chosen, wish)
    return render_template("control/rows.html", found=found, asked=asked, size=PAGE, formula=FORMULAS[chosen],
                           link=link, period=period_title(asked), student=wish.student)


@blueprint.get("/sheet.<kind>")
@guard(roles(*READERS))
@counted_export
def paper(kind: str) -> Any:
    asked = asked_of_page()
    if kind not in FORMATS or asked is None:
        abort(404)
    found, period = sheet(identity(), asked, _cut()), period_title(asked)
    return exported(FORMATS[kind](found, period), f"Показатели {asked.scope.title} {period}.{kind}", Lesson,
                    {"report": "показатели п. 5.7", "period": period})


def _cut() -> Cut | None:
    text = request.args.get("by", "")
    if not text:
        return None
    return Cut(text) if text in set(Cut) else abort(400)
