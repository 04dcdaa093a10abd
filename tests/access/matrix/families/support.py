"""Support, help, open pages, the plan schedule, one's own data."""

from __future__ import annotations

from rules.terms import Role
from tests.access.matrix.endpoints import FAMILY, Answer, Page, anybody, foreign, may, only, signed_in

ASK = {"data": {"category": "other", "text": "Как распечатать журнал группы"}}
GIVE = {"data": {"student": "{student}", "kind": "photo"}}


def keeper_of_plan(role: Role | None, who: str) -> Answer:
    """One's own line of the plan schedule: those who answer for lines, and the deputy who keeps the plan."""
    return may("U", "plan_event", 303)(role, who)


PAGES: tuple[Page, ...] = (
    Page("support.index", "GET", "/support/?from=/journal/", signed_in()),
    Page("support.ask", "POST", "/support/", signed_in(303), send=lambda: ASK),
    Page("support.ask", "POST", "/support/", signed_in(422)),
    Page("support.show", "GET", "/support/{own_support_request}", signed_in(),
         "/support/{foreign_support_request}", foreign("R", "support_request")),
    Page("support.answer", "POST", "/support/{own_support_request}", may("U", "support_request", 422),
         "/support/{foreign_support_request}", foreign("U", "support_request", 422),
         send=lambda: {"data": {"state": "done", "answer": ""}}),
    Page("files.show", "GET", "/files/{own_attachment}", signed_in(),
         "/files/{foreign_attachment}", signed_in(404)),
    Page("help.index", "GET", "/help/", anybody()),
    Page("help.show", "GET", "/help/sign-in", anybody(), "/help/nothing", anybody(404)),
    Page("public.documents", "GET", "/about/documents", anybody()),
    Page("public.transition", "GET", "/about/transition", anybody()),
    Page("plan_schedule.index", "GET", "/plan/", may("R", "plan_event")),
    Page("plan_schedule.done", "POST", "/plan/{own_plan_event}/done", keeper_of_plan,
         "/plan/{foreign_plan_event}/done", foreign("U", "plan_event", 303), send=lambda: {"data": {"state": "done"}}),
    Page("personal.index", "GET", "/me/", signed_in()),
    Page("personal.give", "POST", "/me/consents", only(*FAMILY, answer=303), send=lambda: GIVE),
    Page("personal.give", "POST", "/me/consents", only(*FAMILY, answer=404),
         send=lambda: {"data": {"student": "{away_student}", "kind": "photo"}}),
    Page("personal.revoke", "POST", "/me/consents/{own_consent}/revoke",  # it is the student's: a parent revokes own
         lambda role, who: 404 if role is Role.PARENT else may("U", "consent", 303)(role, who),
         "/me/consents/{foreign_consent}/revoke", foreign("U", "consent", 303)),
)
