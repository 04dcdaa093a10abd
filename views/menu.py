"""The side menu: pages of the user's roles, then the back office's groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user
from markupsafe import Markup

from rules import averages, names, words
from rules.percent import percent
from rules.terms import Role
from views.control_nav import TABS, is_open
from views.guards import identity, settings

BACK_OFFICE, ENTRIES, DRAWN = "back_office_menu", "menu_entries", "menu_drawn"


@dataclass(frozen=True)
class Entry:
    """A line of the menu as far as roles decide it; here: blueprints on which it is the current one."""

    title: str
    url: str = ""
    icon: str = ""
    here: tuple[str, ...] = ()
    children: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class MenuItem:
    """A line as the page asked for shows it."""

    title: str
    url: str
    icon: str
    active: bool
    count: int
    children: tuple[MenuItem, ...] = ()


@dataclass(frozen=True)
class Me:
    short_name: str
    role_title: str
    initials: str


# title, icon, endpoint: shown to whom the endpoint's policy lets in
NOTICES_PAGE = "notifications"
NOTICES = f"{NOTICES_PAGE}.index"
TODAY = ("Сегодня", "house", "home.index")
CONTROL = ("Контроль", "clipboard-check", "control.index")  # leads to the first of its strip that is open
PAGES = (
    ("Главная", "house", "home.index"),
    ("Журналы", "grid-3x3", "journal.index"),
    ("Расписание", "calendar3", "timetable.index"),
    ("Часы", "clock", "hours.index"),
    ("Тематические планы", "journal-text", "syllabus.index"),
    ("Практика", "briefcase", "practice.index"),
    ("Задолженности", "hourglass-split", "debts.index"),
    CONTROL,
    ("Отчёты", "bar-chart", "reports.index"),
    ("Документы", "file-earmark-text", "issued.index"),
    ("Дневник", "calendar-week", "diary.index"),
    ("Сообщения", "chat-left-text", "messages.index"),
    ("Уведомления", "bell", NOTICES),
    ("Моя группа", "people", "curator.index"),
    ("Логины и пароли", "key", "credentials.index"),
    ("Отправка писем и SMS", "send", "sending.index"),
    ("Обмен данными", "shuffle", "exchange.index"),
    ("План-график", "list-check", "plan_schedule.index"),
    ("Загрузка данных", "upload", "imports.index"),
    ("Учебный год", "mortarboard", "year.index"),
    ("Данные выбывших", "person-x", "leavers.index"),
    ("Поддержка", "life-preserver", "support.index"),
    ("Состояние системы", "speedometer2", "system.index"),
    ("Архив", "folder", "archive.index"),
    ("Мои данные", "person", "personal.index"),
)


def site_menu() -> list[MenuItem]:
    """The lines open to the user's roles."""
    if not current_user.is_authenticated:
        return []
    return _items(identity().roles, request.blueprint or "", _unread())


def side_menu(rail: bool) -> Markup:
    """The lines as HTML: they are told apart by roles, never by persons, so that each is drawn once."""
    if not current_user.is_authenticated:
        return Markup()
    drawn: Markup = current_app.extensions[DRAWN](identity().roles, request.blueprint or "", _unread(), rail)
    return drawn


def _draw(roles: frozenset[Role], here: str, unread: int, rail: bool) -> Markup:
    page = current_app.jinja_env.get_template("parts/side_items.html")
    return Markup(page.render(items=_items(roles, here, unread), rail=rail))  # noqa: S704 - escaped by the template


def _items(roles: frozenset[Role], here: str, unread: int) -> list[MenuItem]:
    return [_item(entry, here, unread) for entry in current_app.extensions[ENTRIES](roles)]


def _item(entry: Entry, here: str, unread: int) -> MenuItem:
    children = tuple(_item(child, here, 0) for child in entry.children)
    active = here in entry.here or any(child.active for child in children)
    return MenuItem(entry.title, entry.url, entry.icon, active, unread if NOTICES_PAGE in entry.here else 0, children)


def _entries(roles: frozenset[Role]) -> tuple[Entry, ...]:
    """What the roles may open does not change while the program runs: policies ask them and nothing else."""
    first = (TODAY, *PAGES[1:]) if Role.TEACHER in roles else PAGES
    pages = [entry for page in first for entry in (_control() if page is CONTROL else _one(page))]
    source: Callable[[], list[Entry]] | None = current_app.extensions.get(BACK_OFFICE)
    return (*pages, *(source() if source else ()))


def _one(page: tuple[str, str, str]) -> list[Entry]:
    title, icon, endpoint = page
    return [Entry(title, url_for(endpoint), icon, (endpoint.split(".")[0],))] if is_open(endpoint) else []


def _control() -> list[Entry]:
    tabs = [endpoint for _, endpoint in TABS if is_open(endpoint)]
    title, icon, _ = CONTROL
    return [Entry(title, url_for(tabs[0]), icon, tuple(tab.split(".")[0] for tab in tabs))] if tabs else []


def _unread() -> int:
    """Of the one statement that finds the session: a menu asks nothing."""
    living = g.get("living")
    return living.unread if living else 0


def me() -> Me | None:
    if not current_user.is_authenticated:
        return None
    user = current_user
    titles = [role.title for role in Role if role in user.role_set]
    return Me(user.short_name, ", ".join(titles), names.initials(user.last_name, user.first_name))


def install(app: Flask) -> None:
    app.extensions[ENTRIES] = lru_cache(maxsize=128)(_entries)
    app.extensions[DRAWN] = lru_cache(maxsize=256)(_draw)
    app.jinja_env.globals.update(site_menu=site_menu, side_menu=side_menu, short_weekdays=words.SHORT_WEEKDAYS)
    app.jinja_env.filters["decimal"] = averages.show
    app.jinja_env.filters["plural"] = words.plural
    app.jinja_env.filters["percent"] = percent

    @app.context_processor
    def _page() -> dict[str, object]:
        return {"me": me(), "demo": settings().demo, "new_notices": _unread()}
