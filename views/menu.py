"""The side menu: pages of the user's roles, then the back office's groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user

from rules import averages, names, words
from rules.terms import Role
from views.control_nav import control_tabs
from views.guards import identity, settings
from views.policy import policy_of

BACK_OFFICE = "back_office_menu"


@dataclass
class MenuItem:
    title: str
    url: str = ""
    icon: str = ""
    active: bool = False
    count: int = 0
    children: list[MenuItem] = field(default_factory=list)


@dataclass(frozen=True)
class Me:
    short_name: str
    role_title: str
    initials: str


# title, icon, endpoint: shown to whom the endpoint's policy lets in
NOTICES = "notifications.index"
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
    if not current_user.is_authenticated:
        return []
    first = (TODAY, *PAGES[1:]) if identity().has(Role.TEACHER) else PAGES
    items = [item for page in first for item in (_control() if page is CONTROL else _one(page))]
    source: Callable[[], list[MenuItem]] | None = current_app.extensions.get(BACK_OFFICE)
    return items + (source() if source else [])


def _one(page: tuple[str, str, str]) -> list[MenuItem]:
    title, icon, endpoint = page
    if not _open(endpoint):
        return []
    return [MenuItem(title, url_for(endpoint), icon, request.blueprint == endpoint.split(".")[0],
                     _unread() if endpoint == NOTICES else 0)]


def _control() -> list[MenuItem]:
    tabs = control_tabs()
    title, icon, _ = CONTROL
    return [MenuItem(title, tabs[0].url, icon, any(tab.current for tab in tabs))] if tabs else []


def _unread() -> int:
    """Of the one statement that finds the session: a menu asks nothing."""
    living = g.get("living")
    return living.unread if living else 0


def _open(endpoint: str) -> bool:
    policy = policy_of(current_app._get_current_object(), endpoint)  # type: ignore[attr-defined]
    return policy is not None and policy.allows(identity())


def me() -> Me | None:
    if not current_user.is_authenticated:
        return None
    user = current_user
    titles = [role.title for role in Role if role in user.role_set]
    return Me(user.short_name, ", ".join(titles), names.initials(user.last_name, user.first_name))


def install(app: Flask) -> None:
    app.jinja_env.globals["site_menu"] = site_menu
    app.jinja_env.filters["decimal"] = averages.show
    app.jinja_env.filters["plural"] = words.plural

    @app.context_processor
    def _page() -> dict[str, object]:
        return {"me": me(), "demo": settings().demo, "new_notices": _unread()}
