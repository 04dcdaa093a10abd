"""Joins the rooms: config → extensions → access → pages → back office → command line."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import make_url
from whitenoise import WhiteNoise

import admin
import cli
import logs
import views
from actions import archived, audit
from clock import wall_now
from config import ROOT, Settings, read_settings
from extensions import babel, csrf
from models import db
from models import engine as engines
from views import errors, guards, headers, metrics, origin
from views.addresses import LateRule, RuleMap
from views.headers import Guarded
from views.policy import require_policies
from views.proxies import Proxies
from views.templating import PageEnvironment

STATIC_SECONDS = 3600


class Journal(Flask):
    """Flask with templates and addresses of the house."""

    jinja_environment = PageEnvironment
    url_rule_class = LateRule
    url_map_class = RuleMap


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; refuses to start with an unsafe setting or an endpoint without a policy."""
    settings = settings or read_settings()
    app = Journal(__name__, instance_path=str(Path(settings.instance).resolve()))
    _configure(app, settings)
    _connect(app)
    logs.install(app, settings)
    metrics.install(app)
    headers.install(app)
    origin.install(app)
    guards.install(app)
    errors.install(app)
    views.install(app)
    admin.install(app)
    cli.install(app)
    require_policies(app)
    files = WhiteNoise(app.wsgi_app, root=str(ROOT / "static"), prefix="static/", max_age=STATIC_SECONDS,
                       allow_all_origins=False)
    app.wsgi_app = Proxies(Guarded(files, secure=settings.production), settings)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key, TESTING=settings.testing,
        SQLALCHEMY_DATABASE_URI=settings.database_url, SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        MAX_CONTENT_LENGTH=settings.upload_megabytes * 1024 * 1024, MAX_FORM_PARTS=2000,
        SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_NAME="__Host-page" if settings.production else "page",
        SEND_FILE_MAX_AGE_DEFAULT=STATIC_SECONDS, WTF_CSRF_SSL_STRICT=False,  # views/origin.py looks whose page it is
        WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_CHECK_DEFAULT=False, BABEL_DEFAULT_LOCALE="ru",
        BABEL_DEFAULT_TIMEZONE=settings.zone_name)
    app.jinja_env.policies["json.dumps_kwargs"] |= {"ensure_ascii": False}  # Russian letters, not six signs for each
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _engine_options(settings: Settings) -> dict[str, object]:
    return engines.options(make_url(settings.database_url), settings.pool, settings.statement_seconds,
                           settings.lock_seconds)


def _connect(app: Flask) -> None:
    Path(app.instance_path).mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=lambda: "ru")
    with app.app_context():
        engines.prepare(db.engine)
    audit.install(db.session, wall_now)
    archived.install(db.session)
