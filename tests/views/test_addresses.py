"""Builders of addresses wait for their first use and build what Werkzeug's own would; parts go when they are taken."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from app import create_app
from views import addresses

pytestmark = pytest.mark.one_engine


def test_builders_are_made_when_asked_for(app):
    fresh = create_app(app.extensions["settings"])
    rules = list(fresh.url_map.iter_rules())
    waiting = (addresses._first, addresses._first_with_query)
    assert len(rules) > 1000
    assert {one._build.__func__ for one in rules} | {one._build_unknown.__func__ for one in rules} <= set(waiting)
    [rule] = fresh.url_map.iter_rules("diary.show")
    assert rule.build({"student_id": 7, "week": "2023-11-13"}) == ("", "/diary/7?week=2023-11-13")
    assert rule._build_unknown.__func__ not in waiting
    assert rule._build.__func__ in waiting, "the other still waits"


def test_every_address_is_the_one_of_werkzeug(app):
    fresh = create_app(app.extensions["settings"])
    for rule in fresh.url_map.iter_rules():
        values = {name: rule._converters[name].to_python("7") for name in rule.arguments if name in rule._converters}
        for query in (True, False):
            given = {**values, "q": "Ё&1"} if query else values
            own = Rule._compile_builder(rule, query)(rule, **given)
            assert rule.build(given, query) == own
            assert rule.build(given, query) == own, "from the second time on too"


def test_two_threads_at_once(app):
    fresh = create_app(app.extensions["settings"])
    [rule] = fresh.url_map.iter_rules("diary.show")
    with ThreadPoolExecutor(8) as pool:
        built = set(pool.map(lambda number: rule.build({"student_id": 7}), range(64)))
    assert built == {("", "/diary/7")}


def test_parts_are_not_kept_and_every_address_is_found(app):
    fresh = create_app(app.extensions["settings"])
    own = Map([rule.empty() for rule in fresh.url_map.iter_rules()], converters=fresh.url_map.converters)
    ours, theirs = fresh.url_map.bind("localhost"), own.bind("localhost")
    assert not any(rule._parts for rule in fresh.url_map.iter_rules())
    for rule in own.iter_rules():
        path = re.sub(r"<(?:[^:>]+:)?[^>]+>", "7", rule.rule)
        for method in rule.methods:
            assert _found(ours, path, method) == _found(theirs, path, method)


def _found(addresses, path, method):
    try:
        return addresses.match(path, method)
    except HTTPException as refusal:
        return type(refusal)
