"""The strip over the pages of control: each page of the family that is there and open to the user."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from views.guards import identity
from views.policy import policy_of

# title, endpoint: a page that is not there yet, or not for the user, is left out
TABS = (
    ("Показатели", "control.index"),
    ("Замечания", "findings.index"),
    ("Проверки", "inspections.index"),
    ("Сроки", "clocks.index"),
    ("Накопляемость", "accumulation.index"),
    ("Зона риска", "forecast.risk"),
    ("Родители", "upbringing.index"),
    ("Закрытие периодов", "periods.index"),
)


@dataclass(frozen=True)
class Tab:
    title: str
    url: str
    current: bool


def control_tabs() -> list[Tab]:
    return [Tab(title, url_for(endpoint), request.blueprint == endpoint.split(".")[0])
            for title, endpoint in TABS if is_open(endpoint)]


def is_open(endpoint: str) -> bool:
    """Whether the page is there and the user's."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    policy = policy_of(app, endpoint) if endpoint in app.view_functions else None
    return policy is not None and policy.allows(identity())


def install(app: Flask) -> None:
    app.jinja_env.globals["control_tabs"] = control_tabs
