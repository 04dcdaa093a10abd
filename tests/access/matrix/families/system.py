"""Sign-in, health, files, start pages, search, the state of the system."""

from __future__ import annotations

from rules.terms import STAFF_ROLES
from tests.access.matrix.endpoints import OPEN, Page, anybody, may, only, signed_in

PAGES: tuple[Page, ...] = (
    Page("health.live", "GET", "/health/live", anybody()),
    Page("health.ready", "GET", "/health/ready", anybody()),
    Page("static", "GET", "/static/css/app.css", anybody((200, 404))),
    Page("admin.static", "GET", "/admin/static/admin/js/form.js", anybody((200, 404))),
    Page("auth.login", "GET", "/login", lambda role, who: 200 if role is None else 302),
    Page("auth.login_post", "POST", "/login", anybody(401), send=lambda: {"data": {"login": "nobody", "password": "x"}},
         counts=True),
    Page("activation.index", "GET", "/activate/", lambda role, who: 200 if role is None else 302),
    Page("activation.ask", "POST", "/activate/", anybody(422), send=lambda: {"data": {"phone": "13"}}),
    Page("activation.code", "GET", "/activate/code", anybody(302)),
    Page("activation.enter", "POST", "/activate/code", anybody(303)),
    Page("auth.code", "GET", "/login/code", anybody(302)),
    Page("auth.code_post", "POST", "/login/code", anybody(303), send=lambda: {"data": {"code": "000000"}}),
    Page("recent.index", "GET", "/confirm/", signed_in(302)),
    Page("recent.confirm", "POST", "/confirm/", signed_in(422), send=lambda: {"data": {"password_again": "wrong"}},
         counts=True),
    # without a provider in the settings there is nothing for anybody
    Page("identity.enter", "GET", "/login/provider", anybody(404)),
    Page("identity.callback", "GET", "/login/provider/callback", anybody(404)),
    Page("identity.index", "GET", "/identity/", signed_in(404)),
    Page("identity.start", "GET", "/identity/start", signed_in(404)),
    Page("identity.link", "POST", "/identity/link", signed_in(404)),
    Page("identity.unlink", "POST", "/identity/unlink", signed_in(404)),
    Page("second_factor.index", "GET", "/second-factor/", only(*STAFF_ROLES)),
    *(Page(f"second_factor.{name}", "POST", f"/second-factor/{path}", only(*STAFF_ROLES, answer=422),
           send=lambda: {"data": {"password": "wrong", "code": "000000"}}, counts=True)
      for name, path in (("switch_on", "on"), ("renew", "codes"), ("switch_off", "off"))),
    Page("auth.password", "GET", "/password", signed_in()),
    Page("auth.password_post", "POST", "/password", signed_in(422), send=lambda: {"data": {"current": "wrong"}},
         counts=True),
    Page("auth.sessions", "GET", "/sessions", signed_in()),
    Page("auth.end_one", "POST", "/sessions/{own_user_session}/end", signed_in(302),
         "/sessions/{foreign_user_session}/end", signed_in(404)),
    Page("auth.end_all", "POST", "/sessions/end-all", signed_in(302)),
    Page("auth.logout", "POST", "/logout", signed_in(302)),
    Page("home.index", "GET", "/", signed_in(OPEN)),
    Page("admin.index", "GET", "/admin/", only(*STAFF_ROLES)),
    Page("system.index", "GET", "/system/", may("R", "job_run")),
    Page("search.index", "GET", "/search?q=Рун", signed_in()),
)
