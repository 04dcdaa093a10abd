"""flask db, and its steps from within: whoever changes the schema loads alembic, whoever serves pages does not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import flask_migrate
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate.cli import db as migrations

from config import ROOT
from models import db


def _ready(step: Callable[..., Any]) -> Callable[..., Any]:
    """The step, with Flask-Migrate told of the application that is at work."""
    @wraps(step)
    def run(*arguments: Any, **options: Any) -> Any:
        if "migrate" not in current_app.extensions:
            flask_migrate.Migrate(current_app, db, directory=str(ROOT / "migrations"), render_as_batch=True,
                                  compare_type=True)
        return step(*arguments, **options)
    return run


upgrade, downgrade = _ready(flask_migrate.upgrade), _ready(flask_migrate.downgrade)
write = _ready(flask_migrate.migrate)
migrations.callback = with_appcontext(_ready(migrations.callback))
