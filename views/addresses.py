"""A thousand rules of addresses that hold what is asked of them, and no more.

Werkzeug compiles two functions for each rule when the journal starts: half of the making of the application and 2 MB,
of which a worker calls few; here they wait for the first address. What a rule was taken apart into for the matcher it
keeps for nobody: 3 MB more. A Werkzeug without these seams would make and keep it all again, and nothing would break.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Map, Rule, RuleFactory

Address = tuple[str, str]


class LateRule(Rule):
    """A rule of routing whose two builders, with a query string and without, wait for their first use."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Address]:
        return _first_with_query if append_unknown else _first


class RuleMap(Map):
    """Addresses whose rules let go of their parts: the matcher has taken them."""

    def add(self, rulefactory: RuleFactory) -> None:
        super().add(rulefactory)
        for rule in rulefactory.get_rules(self):
            rule._parts = []


def _first(rule: LateRule, /, **values: Any) -> Address:
    rule._build = Rule._compile_builder(rule, False).__get__(rule, None)
    return rule._build(**values)


def _first_with_query(rule: LateRule, /, **values: Any) -> Address:
    rule._build_unknown = Rule._compile_builder(rule, True).__get__(rule, None)
    return rule._build_unknown(**values)
