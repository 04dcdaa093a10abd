"""A real browser on a real server: any console error, broken request or CSP violation fails the test."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from models import User
from rules.terms import Role
from tests.plugins.web import open_session, user_with

CHROMIUM = os.environ.get("JOURNAL_TEST_CHROMIUM", "/usr/bin/chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1366, "height": 900}}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The address of the application in a thread; pages see what the test has committed."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def problems() -> list[str]:
    """What the browser complained of; a test that expects a complaint takes it out of the list."""
    return []


@pytest.fixture
def open_browser(browser: Browser, live_server: str, db: Session, problems: list[str],
                 ) -> Iterator[Callable[..., Page]]:
    """``open_browser(who, phone=True, color_scheme="dark")``: a page of a user, a role or (None) a visitor."""
    opened: list[BrowserContext] = []

    def start(who: Role | str | User | None = None, *, phone: bool = False, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server, locale="ru-RU", timezone_id="Asia/Barnaul",
                                      **{**(PHONE if phone else DESK), **options})
        context.set_default_timeout(30_000)
        opened.append(context)
        if who is not None:
            token = open_session(who if isinstance(who, User) else user_with(Role(who)))
            context.add_cookies([{"name": "sid", "value": token, "url": live_server}])
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        return page

    yield start
    for context in opened:
        context.close()
    assert not problems, problems


@pytest.fixture
def page(open_browser: Callable[..., Page]) -> Page:
    """A visitor's page; tests with ``page`` or ``open_browser`` run on one engine."""
    return open_browser()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """``axe(page)``: nothing at all against WCAG 2.2 AA and axe's own good practice on the page as it is now."""
    def inspect(page: Page) -> None:
        page.wait_for_load_state()
        found = [item for item in Axe().run(page).response["violations"] if not _is_select2(item)]
        assert not found, [(page.url, item["id"], [node["html"][:120] for node in item["nodes"]][:5]) for item in found]
    return inspect


def _is_select2(item: dict[str, Any]) -> bool:
    """Flask-Admin's list to choose from puts ``role="button"`` on an input of its own: axe calls it minor."""
    return item["id"] == "aria-allowed-role" and all("select2-focusser" in node["html"] for node in item["nodes"])


@pytest.fixture
def fits() -> Callable[[Page], bool]:
    """``fits(page)``: nothing is wider than the window. A page a press has just opened may have no root yet."""
    def look(page: Page) -> bool:
        page.wait_for_load_state()
        return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
    return look
