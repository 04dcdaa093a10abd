"""The start page of the back office: first steps of an empty installation, otherwise the user's sections."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_admin import AdminIndexView, expose

from access.grants import READ
from admin.base import EntityView
from models import db
from queries.first_steps import first_steps
from views.guards import identity
from views.menu import BACK_OFFICE
from views.policy import policy_of

FEW = 1000


class StartView(AdminIndexView):
    @expose()
    def index(self) -> Any:
        steps = [step for step in first_steps() if _open(step.endpoint)]
        sections = current_app.extensions[BACK_OFFICE]()
        return self.render("back/index.html", steps=steps if any(not step.done for step in steps) else [],
                           sections=sections, counts=self.counts())

    def counts(self) -> dict[str, str]:
        """By address: how many rows each of the user's lists has, in one query; large ones are not counted out."""
        views = [view for view in self.admin._views if isinstance(view, EntityView) and view.may(READ)]
        if not views:
            return {}
        few = [sa.select(sa.literal(1)).select_from(view.entity).where(view.scope(READ)).limit(FEW + 1).subquery()
               for view in views]
        found = db.session.execute(sa.select(*(
            sa.select(sa.func.count()).select_from(rows).scalar_subquery() for rows in few))).one()
        return {view.get_url(f"{view.endpoint}.index_view"): f"{FEW}+" if count > FEW else str(count)
                for view, count in zip(views, found, strict=True)}

    def _run_view(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        return fn(self, *args, **kwargs)


def _open(endpoint: str) -> bool:
    """Whether the user may take the step: to be led to a page one may not open is no help."""
    policy = policy_of(current_app._get_current_object(), endpoint)  # type: ignore[attr-defined]
    return policy is not None and policy.allows(identity())


