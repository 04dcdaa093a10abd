"""«Информирование родителей»: the desk of the deputy for upbringing, by curator and by parent (Пр. 11)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request

from access.grants import READ
from models import Group
from queries.college import norms_on
from queries.curators import by_curator, curator_facts
from queries.upbringing import pupils
from rules.terms import Role
from views.guards import identity, loaded
from views.policy import Policy, guard, roles

blueprint = Blueprint("upbringing", __name__, url_prefix="/control/upbringing")

READERS = (Role.DEPUTY_UVR, Role.DIRECTOR)
GROUP = Policy("read parents of a group", allows=roles(*READERS).allows, loads=(("group_id", Group, READ),))
# of a group's parents: whom a number has counted
SHOWN = {"all": "все", "access": "с доступом", "enter": "входили", "told": "есть сообщение",
         "silent": "без сообщения", "waiting": "с пропусками"}


@blueprint.get("/")
@guard(roles(*READERS))
def index() -> Any:
    user = identity()
    norms = norms_on(user.today)
    facts = [one for one in curator_facts(user, norms) if one.students]
    return render_template("upbringing/index.html", curators=by_curator(facts), facts=facts, norms=norms)


@blueprint.get("/<int:group_id>")
@guard(GROUP)
def show(group_id: int) -> Any:
    user, group, which = identity(), loaded("group_id"), request.args.get("which", "all")
    if which not in SHOWN:
        abort(400)
    norms = norms_on(user.today)
    return render_template("upbringing/group.html", group=group, pupils=pupils(user, group, norms), norms=norms,
                           which=which, shown=SHOWN)
