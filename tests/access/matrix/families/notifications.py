"""Notices: everybody one's own, never another's."""

from __future__ import annotations

from tests.access.matrix.endpoints import Page, signed_in

PAGES: tuple[Page, ...] = (
    Page("notifications.index", "GET", "/notifications/", signed_in()),
    Page("notifications.read_all", "POST", "/notifications/read", signed_in(303)),
    Page("notifications.read", "POST", "/notifications/{own_notification}/read", signed_in(303),
         "/notifications/{foreign_notification}/read", signed_in(404)),
)
