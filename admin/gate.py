"""The gate of the back office: every endpoint has a policy; the object and the CSRF token come first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import Flask, abort, current_app, g, has_request_context, request
from flask_admin.babel import gettext
from flask_admin.contrib.sqla import ModelView

from access.check import allows, rows
from access.grants import CREATE, DELETE, READ, UPDATE, Action
from access.identity import Identity
from actions import turns
from admin.lookups import as_id
from admin.selection import is_everything
from models import db
from models.base import Base
from rules.violation import Violation
from views.guards import enter_anew, identity, protect
from views.policy import Policy, guard

# view function → what one must be allowed to do; a function that is not here is refused
VERBS: dict[str, tuple[Action, ...]] = {
    "index_view": (READ,), "details_view": (READ,), "export": (READ,), "create_view": (CREATE,),
    "edit_view": (UPDATE,), "ask_delete": (DELETE,), "delete_view": (DELETE,), "action_view": (READ,),
    "ajax_lookup": (READ, CREATE, UPDATE), "save_filter": (READ,), "delete_filter": (READ,),
}
STRINGS = {"Reset Filters": "Сбросить фильтры", "Apply": "Применить",
           "Please select at least one record.": "Выберите хотя бы одну строку."}
ROLES_CHANGED = "Не записано: ваши роли только что изменили. Проверьте введённое и сохраните ещё раз."
# view function → where the id of its object comes from
OBJECTS: dict[str, str] = {"details_view": "args", "edit_view": "args", "ask_delete": "args", "delete_view": "form"}


class Gate(ModelView):
    """Who may do what with an entity, asked of access/table.py."""

    entity: ClassVar[type[Base]]
    verbs: ClassVar[Mapping[str, tuple[Action, ...]]] = {}  # of the view's own endpoints
    objects: ClassVar[Mapping[str, str]] = {}
    recent: ClassVar[frozenset[str]] = frozenset()  # view functions before which the password is asked again
    closed: ClassVar[frozenset[Action]] = frozenset()  # what this view never does, whatever the table says

    @property
    def user(self) -> Identity:
        return identity()

    def policy(self, name: str) -> Policy:
        """Who may call the view function ``name``."""
        actions = {**VERBS, **self.verbs}.get(name, ())
        title = "/".join(action.value for action in actions) or "closed"
        return Policy(f"{title} {self.entity.__tablename__}, staff", gated=True, recent=self.asks_again(name),
                      allows=lambda user: user.is_staff and any(self.may(action, user) for action in actions))

    def asks_again(self, name: str) -> bool:
        """Whether the view function needs a password typed lately: exports of what is personal, and ``recent``."""
        return name in self.recent or (name == "export" and is_personal(self.entity))

    def may(self, action: Action, user: Identity | None = None) -> bool:
        """Whether the action is open on at least some rows; True while the application is being built."""
        user = user or asking()
        if user is None:
            return True
        return action not in self.closed and user.is_staff and allows(user, action, self.entity)

    def scope(self, action: Action) -> sa.ColumnElement[bool]:
        """The rows on which the user may act; a view of a part of an entity narrows it further."""
        return rows(self.user, action, self.entity) if self.may(action) else sa.false()

    def find(self, action: Action, id: Any) -> Any:
        """The row inside the user's rows of the action, or None."""
        key = as_id(id)
        if key is None:
            return None
        return db.session.scalar(sa.select(self.entity).where(self.entity.id == key, self.scope(action)))

    def _handle_view(self, name: str, **kwargs: Any) -> None:
        """Endpoint 403, object 404, CSRF 400 — in this order."""
        self._let_in(name)
        protect()

    def take_turn(self) -> None:
        """Rows of the entity are written one at a time; rights and rows found before the wait are asked anew.

        Raises Violation when the user's roles are others by now: the form was made for those before.
        """
        turns.take(self.entity)
        held, refusal = self.user.roles, enter_anew()
        if refusal is not None:
            abort(current_app.make_response(refusal))
        for row in filter(None, (g.get("record"), *g.get("chosen", ()))):
            db.session.expire(row)
        self._let_in((request.endpoint or "").rpartition(".")[2])
        if self.user.roles != held:
            raise Violation("", ROLES_CHANGED)

    def _let_in(self, name: str) -> None:
        if not self.policy(name).allows(self.user):
            abort(403)
        source = {**OBJECTS, **self.objects}.get(name)
        if source is not None:
            action = {**VERBS, **self.verbs}[name][0]
            g.record = self.find(action, getattr(request, source).get("id"))
            if g.record is None:
                abort(404)
        if name == "action_view":
            self.check_action()

    def check_action(self) -> None:
        """The bulk action is known and open, and at least one chosen row is the user's."""
        name = request.form.get("action", "")
        if name not in self._actions_data:
            abort(404)
        if not self.is_action_allowed(name):
            abort(403)
        g.chosen = self.chosen(self.action_verb(name), request.form.getlist("rowid"))
        if not g.chosen:
            abort(404)

    def chosen(self, action: Action, ids: list[str]) -> list[Any]:
        """The chosen rows on which the user may act."""
        keys = [key for key in map(as_id, ids[:1000]) if key is not None]
        return list(db.session.scalars(sa.select(self.entity).where(self.entity.id.in_(keys), self.scope(action))
                                       .order_by(self.entity.id)))

    def open_rows(self, found: Sequence[Any]) -> dict[str, set[int]]:
        """Rows of the page that the user may change and delete: others show no pencil and no bin; one query at most."""
        closed, scopes = set[int](), {}
        made = {"editable": closed, "deletable": closed}
        for name, verb in (("editable", UPDATE), ("deletable", DELETE)):
            if not found or not self.may(verb):
                continue
            criterion = self.scope(verb)
            if is_everything(criterion):
                made[name] = {row.id for row in found}
            else:
                scopes[name] = sa.case((criterion, 1), else_=0)
        if scopes:
            asked = sa.select(self.entity.id, *scopes.values()).where(self.entity.id.in_([row.id for row in found]))
            answers = db.session.execute(asked).all()
            made |= {name: {answer[0] for answer in answers if answer[place]} for place, name in enumerate(scopes, 1)}
        return made

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return fn(self, *args, **kwargs)

    @property
    def _template_args(self) -> dict[str, Any]:
        """Our words for the strings of Flask-Admin's own templates; its catalogue says the rest."""
        return {"_gettext": lambda text, **values: STRINGS.get(text) or gettext(text, **values)}

    def is_accessible(self) -> bool:
        return self.may(READ)

    # Flask-Admin reads these while it is being built too, without a user
    can_create = property(lambda self: self.may(CREATE))
    can_edit = property(lambda self: self.may(UPDATE))
    can_delete = property(lambda self: self.may(DELETE))
    can_export = property(lambda self: self.may(READ))
    can_view_details = True

    # bulk actions: what each does is declared beside it
    action_verbs: ClassVar[Mapping[str, Action]] = {"delete": DELETE}

    def action_verb(self, name: str) -> Action:
        return self.action_verbs[name]

    def is_action_allowed(self, name: str) -> bool:
        verb = self.action_verbs.get(name)
        return verb is not None and self.may(verb)

    # the queries Flask-Admin itself would make
    def get_query(self) -> Any:
        return db.session.query(self.entity).filter(self.scope(READ))

    def get_count_query(self) -> Any:
        return db.session.query(sa.func.count()).select_from(self.entity).filter(self.scope(READ))

    def get_one(self, id: Any) -> Any:
        return self.find(READ, id)


def is_personal(entity: type[Base]) -> bool:
    """Whether rows hold a person's own data."""
    return any(column.info.get("personal") for column in sa.inspect(entity).columns)


def asking() -> Identity | None:
    """The signed-in user; None while the application is being built."""
    return identity() if has_request_context() else None


def attach_policies(app: Flask, view: Gate) -> None:
    """Give every endpoint of the view its policy: Flask registers bound methods, which cannot carry one."""
    for _, name, _ in view._urls:
        endpoint = f"{view.endpoint}.{name}"
        app.view_functions[endpoint] = guard(view.policy(name))(plain(app.view_functions[endpoint]))


def plain(method: Callable[..., Any]) -> Callable[..., Any]:
    """A view function that a policy can be attached to."""
    @wraps(method)
    def call(*args: Any, **kwargs: Any) -> Any:
        return method(*args, **kwargs)
    return call
