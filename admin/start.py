"""The start page of the back office: first steps of an empty installation, otherwise the user's sections."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_admin import AdminIndexView, expose

from queries.first_steps import first_steps
from views.guards import identity
from views.menu import BACK_OFFICE
from views.policy import policy_of


class StartView(AdminIndexView):
    @expose()
    def index(self) -> Any:
        user = identity()
        steps = [step for step in first_steps() if _open(step.endpoint)]
        return self.render("back/index.html", steps=steps if any(not step.done for step in steps) else [],
                           sections=current_app.extensions[BACK_OFFICE](), user=user)

    def _run_view(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        return fn(self, *args, **kwargs)


def _open(endpoint: str) -> bool:
    """Whether the user may take the step: to be led to a page one may not open is no help."""
    policy = policy_of(current_app._get_current_object(), endpoint)  # type: ignore[attr-defined]
    return policy is not None and policy.allows(identity())


