"""A passkey in Chromium, with a device that answers at once: added, shown at the door, shown after the password."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from rules.terms import Role
from tests import factories as f

DEVICE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
          "isUserVerified": True, "automaticPresenceSimulation": True}


def type_password(page: Page) -> None:
    page.fill("[name=login]", "ivanova")
    page.fill("[name=password]", f.PASSWORD)
    page.click("text=Войти >> nth=0")


def test_a_key_is_added_and_opens_the_journal(open_browser: Callable[..., Page], live_server: str, db: Session,
                                              problems: list[str]) -> None:
    f.UserFactory(login="ivanova", roles=(Role.TEACHER,))
    db.commit()
    page = open_browser()
    by_number = live_server + "/login"
    page.goto(by_number)
    expect(page.get_by_role("button", name="Войти с ключом доступа")).to_be_hidden()  # an address has no keys
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    here = live_server.replace("127.0.0.1", "localhost")
    page.goto(here + "/login?next=/second-factor/")
    type_password(page)
    page.fill("#key_name", "Телефон")
    page.fill("#key_password", "мимо")
    page.click("text=Добавить ключ доступа")
    page.get_by_text("Это не ваш нынешний пароль.").wait_for()
    assert problems == ["Failed to load resource: the server responded with a status of 422 (UNPROCESSABLE ENTITY)"]
    problems.clear()
    page.fill("#key_password", f.PASSWORD)
    page.click("text=Добавить ключ доступа")
    page.get_by_role("heading", name="Резервные коды").wait_for()

    page.context.clear_cookies()
    page.goto(here + "/login?next=/sessions")
    page.click("text=Войти с ключом доступа")
    page.get_by_role("heading", name="Мои входы").wait_for()

    page.context.clear_cookies()
    page.goto(here + "/login?next=/second-factor/")
    type_password(page)
    page.click("text=Подтвердить ключом доступа")
    page.locator(".keys", has_text="последний вход").wait_for()
