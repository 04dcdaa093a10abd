"""Passkeys: the door is anybody's, one's own keys are the staff's (п. 9.1, ADR 38)."""

from __future__ import annotations

from rules.terms import STAFF_ROLES
from tests.access.matrix.endpoints import Page, anybody, only

WRONG = {"data": {"key_name": "Телефон", "key_password": "wrong", "password": "wrong", "credential": "no answer"}}

PAGES: tuple[Page, ...] = (
    Page("auth.ask_any_key", "POST", "/login/passkey/question", anybody(), counts=True),
    Page("auth.enter_by_key", "POST", "/login/passkey", anybody(401), send=lambda: WRONG, counts=True),
    Page("auth.ask_own_key", "POST", "/login/code/passkey/question", anybody(401)),
    Page("auth.pass_by_key", "POST", "/login/code/passkey", anybody(303), send=lambda: WRONG),
    Page("second_factor.ask_key", "POST", "/second-factor/keys/question", only(*STAFF_ROLES, answer=422),
         send=lambda: WRONG, counts=True),
    Page("second_factor.add_key", "POST", "/second-factor/keys", only(*STAFF_ROLES, answer=422), send=lambda: WRONG,
         counts=True),
    # no role reads the entity: a key is its owner's, and this one is a stranger's
    Page("second_factor.one_key", "GET", "/second-factor/keys/{foreign_passkey}", only(*STAFF_ROLES, answer=404)),
    Page("second_factor.remove_key", "POST", "/second-factor/keys/{foreign_passkey}/remove",
         only(*STAFF_ROLES, answer=404), send=lambda: WRONG),
)
