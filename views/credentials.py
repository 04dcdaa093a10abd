"""The desk that issues access: the administrator to staff, a curator to the own group (п. 5.2)."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, abort, render_template, request, send_file, url_for
from flask_login import current_user

from actions.credentials import Issued, choose, issue
from actions.passwords import make_one_time
from clock import wall_now
from documents.credentials import CredentialsSheet, Strip, credentials_pdf
from models import db
from queries import credentials as desk
from queries.college import college, norms_on
from queries.credentials import Holder
from rules.terms import Role
from rules.violation import Violation
from views.exported import file_name
from views.guards import identity, settings
from views.policy import guard, recently, roles

blueprint = Blueprint("credentials", __name__, url_prefix="/credentials")

ISSUER = recently(roles(Role.ADMINISTRATOR, Role.CURATOR))
MOST = 200  # people at once: a group with its parents


@blueprint.get("/")
@guard(ISSUER)
def index() -> Any:
    return _page()


@blueprint.post("/")
@guard(ISSUER)
def give() -> Any:
    """Passwords are shown once, on this very answer."""
    chosen = request.form.getlist("who")[:MOST]
    title = _title()
    try:
        people = len(choose(identity(), chosen))
        db.session.rollback()  # nobody waits for the hashes
        made = [make_one_time(settings().password_memory) for _ in range(people)]
        issued = issue(identity(), chosen, made, wall_now())
        db.session.commit()
    except Violation as violation:
        db.session.rollback()
        return _page(violation, chosen), 422
    sheet = _sheet(title, issued)
    if request.form.get("as") == "pdf":
        return send_file(io.BytesIO(credentials_pdf(sheet)), "application/pdf", as_attachment=True,
                         download_name=file_name(f"{title}, пароли {sheet.day:%d.%m.%Y}.pdf"))
    return render_template("credentials/issued.html", sheet=sheet,
                           back=url_for("credentials.index", group=_group_id()))


def _page(refusal: Violation | None = None, chosen: list[str] | None = None) -> str:
    groups, group_id = desk.desk_groups(identity()), _group_id()
    holders = _holders(group_id)
    return render_template("credentials/index.html", groups=groups, group_id=group_id, holders=holders,
                           staff=identity().has(Role.ADMINISTRATOR), title=_title(), refusal=refusal,
                           chosen=chosen, waiting=desk.waiting(holders), entered=desk.entered(holders))


def _holders(group_id: int | None) -> list[Holder]:
    user = identity()
    if group_id is not None:
        return desk.group_holders(user, group_id, wall_now())
    return desk.staff_holders(user, wall_now()) if user.has(Role.ADMINISTRATOR) else []


def _group_id() -> int | None:
    """The group asked for, the curator's only one, or none (staff); another's is not there."""
    text, groups = request.values.get("group", ""), desk.desk_groups(identity())
    if text:
        if not text.isdecimal() or int(text) not in {id for id, _ in groups}:
            abort(404)
        return int(text)
    return groups[0][0] if groups and not identity().has(Role.ADMINISTRATOR) else None


def _title() -> str:
    group_id = _group_id()
    return f"Группа {dict(desk.desk_groups(identity()))[group_id]}" if group_id is not None else "Сотрудники"


def _sheet(title: str, issued: list[Issued]) -> CredentialsSheet:
    user, named = identity(), college()
    return CredentialsSheet(
        named.title if named else "", title, f"{settings().base_url.rstrip('/')}/login", user.today,
        norms_on(user.today).first_password_hours, current_user.short_name,
        tuple(Strip(row.name, row.role, row.login, row.password) for row in issued))
