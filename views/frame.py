"""What every page is framed with: icons, styles and scripts, put together without a macro's call for each."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask
from markupsafe import Markup, escape

from views.headers import csp_nonce

STATIC = "/static"  # where WhiteNoise serves the folder (app.py)
CORE = ("tokens", "base", "shell", "controls", "forms", "tables", "overlays")


@lru_cache(maxsize=1024)
def icon(name: str, cls: str = "") -> Markup:
    """A drawing of the sprite; a page has dozens, and they are the same on all pages."""
    looks = escape(f"icon {cls}" if cls else "icon")
    return Markup('<svg class="{}" aria-hidden="true"><use href="{}/icons/sprite.svg#i-{}"/></svg>').format(
        looks, STATIC, name)


def stylesheet(name: str) -> Markup:
    return Markup(f'<link rel="stylesheet" href="{STATIC}/css/{escape(name)}.css" nonce="{csp_nonce()}">')  # noqa: S704


def script(name: str) -> Markup:
    return Markup(f'<script type="module" src="{STATIC}/js/{escape(name)}.js" nonce="{csp_nonce()}"></script>'  # noqa: S704
                  )


def core() -> Markup:
    """The stylesheets of all pages."""
    return Markup("\n").join(map(stylesheet, CORE))


def install(app: Flask) -> None:
    app.jinja_env.globals.update(page_icon=icon, page_stylesheet=stylesheet, page_script=script, page_core=core)
