"""Thin pages over queries/ and actions/."""

from __future__ import annotations

from flask import Flask

from views import auth, health, home, menu
from views.policy import guard, public


def install(app: Flask) -> None:
    for module in (auth, home, health):
        app.register_blueprint(module.blueprint)
    guard(public(csrf=False))(app.view_functions["static"])
    menu.install(app)
