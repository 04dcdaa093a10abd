"""Actions are called as a page calls them: with a user at a moment of the college's clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from access.identity import Identity
from models import User

ZONE = ZoneInfo("Asia/Barnaul")


@pytest.fixture
def acting() -> Callable[..., Identity]:
    """``acting(user, "2023-11-20 15:00")``"""
    def make(user: User, moment: str = "2023-11-20 15:00") -> Identity:
        return Identity(user.id, user.role_set, dt.datetime.fromisoformat(moment).replace(tzinfo=ZONE))
    return make
