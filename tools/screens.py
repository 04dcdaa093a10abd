"""The pictures of the README, taken from a fresh demo college: `python -m tools.screens` (smaller with pngquant)."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from cli import seeds
from cli.migrations import upgrade
from config import ROOT, Settings

OUT = ROOT / "docs" / "screens"
CHROMIUM = os.environ.get("JOURNAL_TEST_CHROMIUM", "/usr/bin/chromium")
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
WEEK_WITH_MARKS = "2023-11-13"


@contextmanager
def demo() -> Iterator[str]:
    """The address of a demo college that lives as long as the block."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(database_url=f"sqlite:///{folder}/journal.db", demo=True, testing=True,
                                  instance=Path(folder)))
        with app.app_context():
            upgrade()
            seeds.make_demo_college()
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Camera:
    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address

    def page(self, login: str | None, path: str, *, phone: bool = False, dark: bool = False) -> Page:
        """``path`` as the demo login sees it; a path that starts with «?» belongs to the login's start page."""
        context = self.browser.new_context(base_url=self.address, locale="ru-RU", timezone_id="Asia/Barnaul",
                                           color_scheme="dark" if dark else "light", **(PHONE if phone else DESK))
        page = context.new_page()
        page.goto("/login")
        if login:
            page.fill("[name=login]", login)
            page.fill("[name=password]", seeds.DEMO_PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url(lambda url: "/login" not in url)
        page.goto(page.url + path if path.startswith("?") else path, wait_until="networkidle")
        return page

    def take(self, page: Page, name: str) -> None:
        page.wait_for_timeout(300)  # the toast, the font, the scroll to today
        file = OUT / f"{name}.png"
        page.screenshot(path=file)
        if shutil.which("pngquant"):
            subprocess.run(["pngquant", "--force", "--strip", "--quality", "60-92", "--output", file, file], check=True)
        print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KB")
        page.context.close()


def take_all(camera: Camera) -> None:
    journals = camera.page("teacher", "/journal/")
    journal = journals.locator("a[href^='/journal/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href')).find(href => /^.journal.\\d+$/.test(href))")
    students = camera.page("tech", "/admin/student/")
    card = students.locator("a[href*='/admin/student/edit/']").nth(9).get_attribute("href") or ""
    grid = camera.page("teacher", journal)
    grid.locator("#journal-grid tbody td:not([data-sum])").nth(60).click()
    camera.take(camera.page(None, "/login"), "login")
    camera.take(camera.page("teacher", "/"), "home")
    camera.take(camera.page("teacher", f"{journal}/finals"), "finals")
    camera.take(grid, "journal")
    camera.take(camera.page("teacher", journal, dark=True), "journal_dark")
    camera.take(students, "list")
    camera.take(camera.page("tech", card), "form")
    camera.take(camera.page("student", f"?week={WEEK_WITH_MARKS}"), "diary")
    camera.take(camera.page("upr", "/control/"), "control")
    camera.take(camera.page("curator", "/curator/"), "curator")
    camera.take(camera.page("parent", f"?week={WEEK_WITH_MARKS}", phone=True), "diary_phone")
    camera.take(camera.page("teacher", f"{journal}/lessons/new", phone=True), "lesson_phone")
    camera.take(camera.page("tech", "/admin/student/", phone=True), "list_phone")


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    OUT.mkdir(parents=True, exist_ok=True)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--lang=ru-RU"],
                                             env={**os.environ, "LANGUAGE": "ru"})
        take_all(Camera(browser, address))
        browser.close()


if __name__ == "__main__":
    main()
