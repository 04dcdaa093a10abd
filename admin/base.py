"""The one class that entity views derive from: an entity and its lists of columns, everything else is here."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from flask import abort, flash, g, jsonify, redirect, request, url_for
from flask_admin import expose
from flask_admin.actions import action

from access.check import allows
from access.grants import CHOOSE, CREATE, READ, UPDATE
from admin.details import DetailsView
from admin.fields import RecordField
from admin.lookups import PAGE, Lookup, as_id, as_pairs, clamped
from models import SavedFilter, db
from rules.names import search_key
from views.pace import TYPED, Kind, keep_pace

LONGEST_NAME, LONGEST_QUERY, MOST_SAVED = 80, 2000, 30


def list_query(text: str) -> str:
    """Of an address's arguments those that say which rows a list shows."""
    return urlencode([(key, value) for key, value in parse_qsl(text.lstrip("?"))
                      if key.startswith("flt") or key in ("search", "sort", "desc", "page_size")])


class EntityView(DetailsView):
    """A back-office view of one entity; see docs/architecture.md for what a subclass declares."""

    empty_title: ClassVar[str] = ""
    empty_text: ClassVar[str] = ""
    name_one: ClassVar[str] = ""

    def __init__(self) -> None:
        table = self.entity.__tablename__
        super().__init__(self.entity, db, name=self.entity.__labels__, endpoint=f"admin_{table}", url=table)
        self.extra_js = ["/static/js/back_records.js"]

    # records to choose from

    @expose("/ajax/lookup/")
    def ajax_lookup(self) -> Any:
        lookup = self._form_lookup() or self._filter_lookup()
        if lookup is None:
            return abort(404)
        if not (allows(self.user, READ, lookup.model) or allows(self.user, CHOOSE, lookup.model)):
            return abort(403)
        limit = clamped(request.args.get("limit", type=int))
        keep_pace(Kind.SEARCH, TYPED, times=-(-limit // PAGE))  # five pages at once are five
        found = lookup.search(self.user, request.args.get("query"), request.args.get("offset", type=int), limit)
        return jsonify(as_pairs(found))

    def _form_lookup(self) -> Lookup | None:
        name = request.args.get("name", "")
        if not (self.may(CREATE) or self.may(UPDATE)) or name not in self.form_names:
            return None
        field = getattr(self._create_form_class(), name, None)
        return field.lookup if isinstance(field, RecordField) else None

    def _filter_lookup(self) -> Lookup | None:
        kind, _, path = request.args.get("name", "").partition(":")
        if kind != "record" or not self.may(READ):
            return None
        return next((flt.lookup for flt in self._filters or () if flt.path == path and flt.lookup is not None
                     and self.may_filter(flt)), None)

    # saved filters: one's own, kept by name

    @expose("/filters/", methods=("POST",))
    def save_filter(self) -> Any:
        name = " ".join(request.form.get("name", "").split())[:LONGEST_NAME]
        query = list_query(request.form.get("query", ""))
        if not name or not query or len(query) > LONGEST_QUERY:
            flash("Фильтр не сохранён: нужны название и хотя бы одно условие.", "error")
            return redirect(self.get_url(".index_view"))
        kept = next((own for own in self._own_filters() if search_key(own.name) == search_key(name)), None)
        if kept is None:
            kept = SavedFilter(user_id=self.user.id, entity=self.entity.__tablename__)
            db.session.add(kept)
        kept.name, kept.query = name, query
        db.session.commit()
        return redirect(f"{self.get_url('.index_view')}?{query}")

    @expose("/filters/delete/", methods=("POST",))
    def delete_filter(self) -> Any:
        key = as_id(request.form.get("id"))
        kept = next((own for own in self._own_filters() if own.id == key), None)
        if kept is None:
            return abort(404)
        db.session.delete(kept)
        db.session.commit()
        return redirect(self.get_url(".index_view"))

    def _own_filters(self) -> list[SavedFilter]:
        return list(db.session.scalars(sa.select(SavedFilter).where(
            SavedFilter.user_id == self.user.id, SavedFilter.entity == self.entity.__tablename__)
            .order_by(SavedFilter.name).limit(MOST_SAVED)))

    # bulk actions

    @action("delete", "Удалить", "Удалить выбранные строки? Вернуть их будет нельзя.")
    def action_delete(self, ids: Any) -> None:
        if self.erase(g.chosen):
            flash(f"Удалено: {len(g.chosen)}.", "success")

    # pages

    def render(self, template: str, **context: Any) -> str:
        if template == self.list_template:
            context |= {"save_filter_url": self.get_url(".save_filter"), "saved_filters": self._saved(),
                        "export_urls": self._export_urls()}
        return super().render(template, **context)

    def _saved(self) -> list[dict[str, Any]]:
        start = self.get_url(".index_view")
        return [{"id": own.id, "name": own.name, "url": f"{start}?{own.query}",
                 "delete_url": self.get_url(".delete_filter")} for own in self._own_filters()]

    def _export_urls(self) -> list[tuple[str, str]]:
        query = list_query(request.query_string.decode(errors="replace"))
        return [(kind, f"{url_for(f'{self.endpoint}.export', export_type=kind)}?{query}") for kind in self.export_types]
