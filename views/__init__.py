"""Thin pages over queries/ and actions/."""

from __future__ import annotations

from flask import Flask

from views import (
    acknowledgements,
    auth,
    cells,
    diary,
    documents,
    health,
    home,
    journal,
    journals_setup,
    lesson,
    menu,
    search,
)
from views.policy import guard, public


def install(app: Flask) -> None:
    for module in (auth, home, health, journal, cells, journals_setup, lesson, documents, diary, acknowledgements,
                   search):
        app.register_blueprint(module.blueprint)
    guard(public(csrf=False))(app.view_functions["static"])
    menu.install(app)
