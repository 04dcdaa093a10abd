"""Exchange of data: programs with a key and their pages; the API itself knows no session."""

from __future__ import annotations

import datetime as dt

from rules.terms import Role
from tests.access.matrix.endpoints import Page, anybody, may, only

NEXT_MONTH = dt.date.today() + dt.timedelta(days=30)  # keys live by the wall's clock
PROGRAM = {"name": "Сайт", "scopes": "timetable", "expires": NEXT_MONTH.isoformat(), "per_minute": "60"}

PAGES: tuple[Page, ...] = (
    Page("exchange.index", "GET", "/exchange/", only(Role.ADMINISTRATOR)),
    Page("exchange.order", "POST", "/exchange/", only(Role.ADMINISTRATOR, answer=303),
         send=lambda: {"data": {"families": "reference", "format": "jsonl"}}),
    Page("exchange.about", "GET", "/exchange/api", anybody()),
    Page("exchange.clients", "GET", "/exchange/clients/", may("R", "api_client")),
    Page("exchange.give", "POST", "/exchange/clients/", may("C", "api_client"), send=lambda: {"data": dict(PROGRAM)}),
    Page("exchange.client", "GET", "/exchange/clients/{own_api_client}", may("R", "api_client")),
    Page("exchange.change", "POST", "/exchange/clients/{own_api_client}", may("U", "api_client", 303),
         send=lambda: {"data": {**PROGRAM, "name": "Сайт лицея"}}),
    Page("exchange.renew", "POST", "/exchange/clients/{own_api_client}/key", may("U", "api_client")),
    Page("exchange.close", "POST", "/exchange/clients/{own_api_client}/close", may("U", "api_client", 303)),
    Page("exchange.reopen", "POST", "/exchange/clients/{own_api_client}/reopen", may("U", "api_client", 303)),
    # a session opens nothing of the API: everybody is a stranger there
    Page("api.openapi", "GET", "/api/v1/openapi.json", anybody()),
    Page("api.index", "GET", "/api/v1/", anybody(401)),
    Page("api.changes", "GET", "/api/v1/changes", anybody(401)),
    Page("api.entities", "GET", "/api/v1/group", anybody(401)),
    Page("api.entity", "GET", "/api/v1/group/{group}", anybody(401)),
)
