"""For operations: is the process alive, is it ready to serve."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, jsonify

from models import db
from views.policy import guard, public

blueprint = Blueprint("health", __name__, url_prefix="/health")


@blueprint.get("/live")
@guard(public())
def live() -> Any:
    return jsonify({"status": "ok"})


@blueprint.get("/ready")
@guard(public())
def ready() -> Any:
    """The database answers and its schema is there."""
    try:
        db.session.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
    except sa.exc.SQLAlchemyError:
        db.session.rollback()
        return jsonify({"status": "database"}), 503
    return jsonify({"status": "ok"})
