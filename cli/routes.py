"""The list of endpoints for black-box checks."""

from __future__ import annotations

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from views.policy import policy_of


@click.command("routes-json")
@with_appcontext
def routes_json() -> None:
    """Every endpoint: rule, methods, policy, whether the password is asked again."""
    rows = []
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        policy = policy_of(current_app._get_current_object(), rule.endpoint)  # type: ignore[attr-defined]
        rows.append({"rule": rule.rule, "endpoint": rule.endpoint, "methods": sorted(rule.methods or ()),
                     "policy": policy.title if policy else None,
                     "recent": policy is not None and policy.recent})
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
