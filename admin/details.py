"""One row: everything of it the user may read, what is related to it, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import g, url_for
from flask_admin import expose
from flask_admin.helpers import get_redirect_target

from access.check import allows
from access.grants import READ, UPDATE
from admin.filters import Filter
from admin.forms import NEVER
from admin.saving import FormView
from models import AuditRecord, db
from queries.attributes import eager, named
from queries.audit import history_of, last_change
from queries.naming import name_of
from views.guards import settings

SHORT_HISTORY = 8


class DetailsView(FormView):
    """«Подробнее», and what stands beside a form."""

    details: ClassVar[Sequence[str]] = ()
    details_template = "back/details.html"

    def get_details_columns(self) -> list[tuple[str, str]]:
        return [(path, self.label(path)) for path in self.details or every_column(self.entity)]

    @property
    def _details_columns(self) -> list[tuple[str, str]]:
        return self.seen(self._every_detail)

    @_details_columns.setter
    def _details_columns(self, every: list[tuple[str, str]]) -> None:
        self._every_detail = every

    @expose("/details/")
    def details_view(self) -> Any:
        model = self.whole(g.record.id)
        self.opened(model)
        return self.render(self.details_template, model=model, details_columns=self._details_columns,
                           get_value=self.get_detail_value, can_edit_row=self.find_quietly(model.id) is not None,
                           return_url=get_redirect_target() or self.get_url(".index_view"), **self.beside(model))

    @expose("/delete/ask/")
    def ask_delete(self) -> Any:
        """Where the bin leads without JavaScript, which asks on the list itself."""
        self.mask([g.record])
        return self.render("back/delete.html", model=g.record, row_title=name_of(g.record),
                           return_url=get_redirect_target() or self.get_url(".index_view"))

    def whole(self, id: int) -> Any:
        """The row with everything the page shows."""
        paths = [path for path, _ in self._details_columns if self.is_path(path)]
        model = db.session.scalars(sa.select(self.entity).where(self.entity.id == id).options(
            *eager(self.entity, [*paths, *self.loads]), *named(self.entity)).execution_options(
            populate_existing=True)).unique().one()
        self.mask([model])
        self.prepare([model])
        return model

    def find_quietly(self, id: int) -> Any:
        return self.find(UPDATE, id) if self.may(UPDATE) else None

    def beside(self, model: Any) -> dict[str, Any]:
        self.mask([model])
        return {"row_title": name_of(model), "related": self.related(model), **self.history(model)}

    def related(self, model: Any) -> list[dict[str, Any]]:
        """Lists of other entities filtered by this row, with their counts; one query for all of them."""
        user = self.user
        links = [(view, flt) for view, flt in self.pointing_here() if view.may(READ) and view.may_filter(flt)]
        if not links:
            return []
        counts = [sa.select(sa.func.count()).select_from(view.entity).where(
            view.scope(READ), flt.criterion(user, model.id)).correlate(None).scalar_subquery() for view, flt in links]
        found = db.session.execute(sa.select(*counts)).one()
        return [{"title": _related_title(view, flt, links), "count": count,
                 "url": view.get_url(f"{view.endpoint}.index_view", **{f"flt0_{flt.code}": model.id})}
                for (view, flt), count in zip(links, found, strict=True) if count]

    def pointing_here(self) -> list[tuple[DetailsView, Filter]]:
        """Views with a filter by a record of this view's entity."""
        views = [view for view in self.admin._views if isinstance(view, DetailsView)]
        return [(view, flt) for view in views for flt in view._filters or ()
                if flt.lookup is not None and flt.lookup.model is self.entity]

    def history(self, model: Any) -> dict[str, Any]:
        """Who changed the row, when, from what to what; nothing for those who may not read the audit."""
        if not allows(self.user, READ, AuditRecord):
            return {}
        events = history_of(self.user, model, settings().zone, limit=SHORT_HISTORY)
        url = url_for("admin_audit_record.index_view", **{
            "flt0_entity.eq": self.entity.__tablename__, "flt1_entity_id.eq": model.id}) if events else None
        return {"history": events, "history_url": url}

    def last_writer(self, model: Any) -> str:
        return last_change(model) or super().last_writer(model)


def every_column(model: type[Any]) -> list[str]:
    """All that a row says: its columns, foreign keys as the records behind them, versions and keys left out."""
    relations = {column: relation.key for relation in sa.inspect(model).relationships
                 for column in relation.local_columns if not relation.uselist and _is_reference(relation, column)}
    names = []
    for attribute in sa.inspect(model).column_attrs:
        column = attribute.columns[0]
        if column.primary_key or attribute.key == "row_version" or any(column.info.get(mark) for mark in NEVER[:2]):
            continue
        names.append(relations.get(column, attribute.key))
    return list(dict.fromkeys(names))


def _is_reference(relation: Any, column: Any) -> bool:
    return relation.direction.name == "MANYTOONE" and len(relation.local_columns) == 1


def _related_title(view: DetailsView, flt: Filter, links: Sequence[tuple[DetailsView, Filter]]) -> str:
    """The list's name; with the field's name when one list refers to the row in two ways."""
    twice = sum(other is view for other, _ in links) > 1
    return f"{view.name}: {flt.name.lower()}" if twice else str(view.name)
