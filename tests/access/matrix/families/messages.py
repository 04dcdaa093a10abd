"""Messages and announcements: everybody inside what the role may address."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import FAMILY, Page, foreign, only, signed_in

ANNOUNCERS = tuple(role for role in Role if role not in FAMILY and role is not Role.DATA_CLERK)

PAGES: tuple[Page, ...] = (
    Page("messages.index", "GET", "/messages/?search=рун", signed_in()),
    Page("messages.new", "GET", "/messages/new", signed_in()),
    Page("messages.create", "POST", "/messages/new", signed_in(422)),
    Page("messages.announcement", "GET", "/messages/announce", only(*ANNOUNCERS)),
    Page("messages.announce", "POST", "/messages/announce", only(*ANNOUNCERS, answer=422)),
    Page("messages.show", "GET", "/messages/{own_thread}", signed_in(), "/messages/{foreign_thread}",
         foreign("R", "thread")),
    Page("messages.reply", "POST", "/messages/{own_thread}", signed_in(303), "/messages/{foreign_thread}",
         signed_in(404), send=lambda: {"data": {"body": "Рунный ответ"}}),
    Page("messages.acknowledge", "POST", "/messages/{own_thread}/acknowledge", signed_in(404),  # a dialogue
         "/messages/{foreign_thread}/acknowledge", signed_in(404)),
    Page("messages.report", "POST", "/messages/said/{own_message}/report", signed_in(303),  # one's own: told, not done
         "/messages/said/{foreign_message}/report", signed_in(404)),
)
