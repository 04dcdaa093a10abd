"""Notices: everybody one's own, never another's."""

from __future__ import annotations

from typing import Any

from tests.access.matrix.endpoints import Page, signed_in


def chosen() -> dict[str, Any]:
    return {"data": {"way": "message-app", "quiet_from": "21", "quiet_until": "8", "digest_at": ""}}


PAGES: tuple[Page, ...] = (
    Page("notifications.index", "GET", "/notifications/", signed_in()),
    Page("notifications.read_all", "POST", "/notifications/read", signed_in(303)),
    Page("notifications.read", "POST", "/notifications/{own_notification}/read", signed_in(303),
         "/notifications/{foreign_notification}/read", signed_in(404)),
    Page("notifications.settings", "GET", "/notifications/settings/", signed_in()),
    Page("notifications.save_settings", "POST", "/notifications/settings/", signed_in(303), send=chosen),
)
