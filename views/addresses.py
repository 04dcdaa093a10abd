"""Builders of addresses, made when the first address of their rule is asked for.

Werkzeug compiles two functions for each of a thousand rules when the journal starts: half of the making of the
application and 2 MB, of which a worker calls few. A Werkzeug without this seam would compile them all again, and
nothing would break.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Address = tuple[str, str]


class LateRule(Rule):
    """A rule of routing whose two builders, with a query string and without, wait for their first use."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Address]:
        return _first_with_query if append_unknown else _first


def _first(rule: LateRule, /, **values: Any) -> Address:
    rule._build = Rule._compile_builder(rule, False).__get__(rule, None)
    return rule._build(**values)


def _first_with_query(rule: LateRule, /, **values: Any) -> Address:
    rule._build_unknown = Rule._compile_builder(rule, True).__get__(rule, None)
    return rule._build_unknown(**values)
