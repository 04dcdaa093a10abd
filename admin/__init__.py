"""The back office: Flask-Admin behind one gate, with our own pages."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, url_for
from flask_admin import Admin
from flask_admin.theme import Bootstrap4Theme

from access.grants import READ
from admin.gate import attach_policies, plain
from admin.registry import SECTIONS
from admin.start import StartView
from views.guards import identity
from views.headers import csp_nonce
from views.menu import BACK_OFFICE, Entry
from views.policy import Policy, guard, public

TRANSLATIONS = str(Path(__file__).resolve().parent / "translations")


def install(app: Flask) -> None:
    """Register every view of the registry, its policies and the menu."""
    office = Admin(app, name="Электронный журнал", index_view=StartView(name="Главная", template="back/index.html"),
                   theme=Bootstrap4Theme(base_template="back/base.html", fluid=True), translations_path=TRANSLATIONS,
                   csp_nonce_generator=csp_nonce)
    staff = Policy("staff", allows=lambda user: user.is_staff)
    app.view_functions["admin.index"] = guard(staff)(plain(app.view_functions["admin.index"]))
    app.view_functions["admin.static"] = guard(public(csrf=False))(plain(app.view_functions["admin.static"]))
    sections = [(section, [view() for view in section.views]) for section in SECTIONS]
    for _, views in sections:
        for view in views:
            office.add_view(view)
            attach_policies(app, view)

    def menu() -> list[Entry]:
        user, entries = identity(), []
        for section, views in sections:
            children = tuple(Entry(view.name, url_for(f"{view.endpoint}.index_view"), here=(view.endpoint,))
                             for view in views if view.may(READ, user))
            if children:
                entries.append(Entry(section.title, icon=section.icon, children=children))
        return entries

    app.extensions[BACK_OFFICE] = menu
