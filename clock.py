"""The two clocks (ADR 3); asked only by pages, the back office, the command line and jobs."""

from __future__ import annotations

import datetime as dt

from flask import current_app

from config import Settings


def wall_now() -> dt.datetime:
    """The real moment in UTC: sessions, throttling, one-time codes, audit."""
    return dt.datetime.now(dt.UTC)


def school_now() -> dt.datetime:
    """The college's moment in its zone: entries, deadlines, notices; frozen in the demo."""
    settings: Settings = current_app.extensions["settings"]
    return (settings.frozen_now or wall_now()).astimezone(settings.zone)
