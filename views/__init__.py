"""Thin pages over queries/ and actions/."""

from __future__ import annotations

from flask import Flask

from views import (
    acknowledgements,
    auth,
    cells,
    credentials,
    diary,
    documents,
    files,
    health,
    help,
    home,
    journal,
    journal_topics,
    journals_setup,
    lesson,
    menu,
    personal,
    plan_schedule,
    policy,
    public,
    search,
    support,
    view_log,
)

PAGES = (
    acknowledgements,
    auth,
    cells,
    credentials,
    diary,
    documents,
    files,
    health,
    help,
    home,
    journal,
    journal_topics,
    journals_setup,
    lesson,
    personal,
    plan_schedule,
    public,
    search,
    support,
)


def install(app: Flask) -> None:
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    policy.guard(policy.public(csrf=False))(app.view_functions["static"])
    menu.install(app)
    help.install(app)
    view_log.install(app)
