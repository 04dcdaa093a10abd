"""Logins of Russian names: readable, unique, accepted by the rule of logins."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.credentials import access_state, check_login
from rules.logins import latin, login_for
from rules.terms import AccessState

NOW = dt.datetime(2023, 11, 20, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(("name", "login"), [
    (("Осинцева", "Алина", "Николаевна"), "osintseva.an"), (("Щербинина", "Юлия", None), "shcherbinina.yu"[:14]),
    (("Ёлкин", "Пётр", "Ильич"), "elkin.pi"), (("Мамедов", "Али", "Вагиф оглы"), "mamedov.av"),
    (("Салтыков-Щедрин", "Яков", ""), "saltykovshchedrin.y"), (("李", "明", None), "user.x"),
    (("Ъ", "Ь", None), "user.x"), (("2Пак", "Ю", None), "pak.y"),
])
def test_login(name, login):
    made = login_for(*name, ())
    assert made == login
    assert check_login(made) is None


def test_namesakes_get_numbers():
    taken = {"osintseva.an", "osintseva.an2"}
    assert login_for("Осинцева", "Алина", "Николаевна", taken) == "osintseva.an3"


def test_a_long_surname_is_cut():
    made = login_for("Ж" * 60, "Ян", None, ())
    assert len(made) <= 28
    assert check_login(made) is None


def test_latin_drops_what_has_no_letter():
    assert latin("Подъячев-Ёж") == "podieyachevezh".replace("ie", "")


@pytest.mark.parametrize(("blocked", "must_change", "expires", "seen", "state"), [
    (True, False, None, NOW, AccessState.BLOCKED), (False, True, NOW - DAY, None, AccessState.EXPIRED),
    (False, True, NOW + DAY, None, AccessState.ISSUED), (False, True, NOW + DAY, NOW - DAY, AccessState.ISSUED),
    (False, False, None, NOW - DAY, AccessState.ACTIVE), (False, False, None, None, AccessState.ISSUED),
])
def test_state(blocked, must_change, expires, seen, state):
    assert access_state(blocked, must_change, expires, seen, NOW) is state
