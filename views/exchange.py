"""«Обмен данными»: entities as one file for another system, by work in the queue (п. 1.6; docs/exchange.md)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from jobs.exchange import FORMATS, Wanted
from jobs.exchange_task import CODE, arguments_of
from models import db
from queries.reports.ask import study_years
from rules.terms import DataFamily, Role
from rules.violation import Violation
from views.control_nav import Tab, is_open
from views.once import once
from views.ordered import ordered
from views.policy import guard, recently, roles
from views.refusals import by_field

blueprint = Blueprint("exchange", __name__, url_prefix="/exchange")

EXPORTER = recently(roles(Role.ADMINISTRATOR))
TABS = (("Выгрузка", "exchange.index"), ("Программы", "exchange.clients"), ("Описание API", "exchange.about"))
FORMAT_TITLES = {"jsonl": "JSONL, для другой системы", "xlsx": "XLSX, для людей"}


@blueprint.context_processor
def _strip() -> dict[str, Any]:
    return {"exchange_tabs": [Tab(title, url_for(endpoint), endpoint == request.endpoint)
                              for title, endpoint in TABS if is_open(endpoint)]}


@blueprint.get("/")
@guard(EXPORTER)
def index() -> Any:
    return _index({"families": frozenset(DataFamily) - {DataFamily.AUDIT}, "year": "", "format": FORMATS[0]})


@blueprint.post("/")
@guard(EXPORTER)
@once
def order() -> Any:
    form = request.form
    families = frozenset(DataFamily(value) for value in form.getlist("families") if value in set(DataFamily))
    typed: dict[str, Any] = {
        "families": families, "year": form.get("year", "")[:10], "format": form.get("format", "")[:10]}
    try:
        wanted = _wanted(typed)
        return ordered(CODE, f"Выгрузка данных, {typed['format'].upper()}", arguments_of(wanted))
    except Violation as refusal:
        db.session.rollback()
        return _index(typed, [refusal]), 422


def _wanted(typed: dict[str, Any]) -> Wanted:
    """Raises Violation when nothing is chosen or the year is not the journal's."""
    years = {str(each.year): each.year for each in study_years()}
    if not typed["families"]:
        raise Violation("", "Отметьте, что выгрузить", "families")
    if typed["year"] and typed["year"] not in years:
        raise Violation("", "Такого учебного года в журнале нет: выберите из списка", "year")
    if typed["format"] not in FORMATS:
        raise Violation("", "Выберите вид файла", "format")
    return Wanted(typed["families"], years.get(typed["year"]), typed["format"])


def _index(typed: dict[str, Any], errors: list[Violation] | None = None) -> str:
    return render_template("exchange/index.html", families=list(DataFamily), years=study_years()[::-1], typed=typed,
                           formats=FORMAT_TITLES, errors=by_field(errors))
