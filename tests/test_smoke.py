"""The application stands: pages answer, every answer is guarded, unsafe settings do not start."""

from __future__ import annotations

import pytest
from flask import Flask
from pydantic import ValidationError

from config import Settings
from views.policy import policy_of


def test_sign_in_page(client):
    page = client.get("/login")
    assert page.status_code == 200
    assert 'lang="ru"' in page.text
    assert 'name="login"' in page.text and 'name="password"' in page.text and 'name="csrf_token"' in page.text
    assert '<meta name="csrf-token"' in page.text
