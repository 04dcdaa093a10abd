"""Help in Russian: a page per task, the user's own first; found from every page, open without sign-in (п. 8.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, abort, render_template, request, url_for
from flask_login import current_user

from access.scopes import LEADERS
from rules.terms import STAFF_ROLES, Role
from views.guards import identity
from views.policy import guard, public

blueprint = Blueprint("help", __name__, url_prefix="/help")

FAMILY = frozenset({Role.STUDENT, Role.PARENT})
EVERYBODY = frozenset(Role)


@dataclass(frozen=True)
class Topic:
    """slug: the address and the file of templates/help/topics; pages: blueprints it explains."""

    slug: str
    title: str
    summary: str
    roles: frozenset[Role]
    pages: tuple[str, ...] = ()


TOPICS = (
    Topic("sign-in", "Вход и пароль", "Первый вход, забытый пароль, чужой вход", EVERYBODY,
          ("auth", "activation", "second_factor", "recent", "identity")),
    Topic("diary", "Дневник", "Неделя, отметки, пропуски, задания, «ознакомлен(а)»", FAMILY,
          ("diary", "acknowledgements")),
    Topic("journal", "Журнал: отметки и пропуски", "Клавиши, две отметки, исправление, связь пропала",
          frozenset({Role.TEACHER}), ("journal", "cells")),
    Topic("lesson", "Занятие: тема, посещаемость, задание", "Что записать и до какого часа", frozenset({Role.TEACHER}),
          ("lesson",)),
    Topic("deadlines", "Сроки и поздние записи", "День занятия, неделя на работы, причина, открытие журнала",
          frozenset({*LEADERS, Role.TEACHER}), ("home", "clocks", "accumulation")),
    Topic("findings", "Замечания проверок", "Что нашлось, как исправить, объяснить или принять",
          frozenset({*LEADERS, Role.TEACHER, Role.CURATOR, Role.METHODIST, Role.SENIOR_MASTER}), ("findings",)),
    Topic("substitution", "Замена преподавателя", "Кто записывает и чьи часы",
          frozenset({Role.TEACHER, Role.METHODIST}), ("timetable",)),
    Topic("topics", "Тематический план и темы уроков", "Как внести план и следить за его прохождением",
          frozenset({Role.TEACHER, Role.METHODIST}), ("journal_topics", "syllabus")),
    Topic("inspections", "Проверки журналов, справки, родители", "Как проверить журналы, ознакомить с итогами",
          frozenset({*LEADERS, Role.METHODIST, Role.SENIOR_MASTER, Role.CURATOR, Role.TEACHER}),
          ("inspections", "upbringing")),
    Topic("finals", "Итоги семестра", "Основание, «н/а», черновик и публикация, задолженности",
          frozenset({Role.TEACHER, Role.DEPUTY_OOD}), ("finals", "debts")),
    Topic("forecast", "Прогноз и зона риска", "Откуда вероятности, что нужно для «4», кому нужна помощь",
          frozenset({*LEADERS, Role.TEACHER, Role.METHODIST, Role.CURATOR}), ("forecast",)),
    Topic("curator", "Куратор: пропуски, контакты, письма", "Справки, карточки, сообщения родителям, пароли группе",
          frozenset({Role.CURATOR}), ("curator", "credentials")),
    Topic("practice", "Практика", "Программа, места, дневник, аттестационный лист",
          frozenset({Role.SENIOR_MASTER, Role.TEACHER}), ("practice",)),
    Topic("students", "Студенты, группы, приказы", "Загрузка списков, движение, подгруппы",
          frozenset({Role.DATA_CLERK}),
          ("imports", "admin_student", "admin_group", "admin_movement", "admin_subgroup")),
    Topic("timetable", "Расписание и его изменения", "Недельное расписание, замены, переносы, отмены",
          frozenset({Role.METHODIST}),
          ("timetable_edit", "timetable_dates", "admin_timetable_slot", "admin_timetable_change")),
    Topic("plans", "Учебные планы и журналы семестра", "Загрузка плана, кто что ведёт, журналы одной кнопкой",
          frozenset({Role.DEPUTY_OOD}), ("journals_setup", "admin_curriculum", "admin_journal")),
    Topic("year", "Новый учебный год и данные выбывших", "Просмотр, выпуск, журналы, отмена, сроки хранения, акт",
          frozenset({Role.ADMINISTRATOR, Role.DEPUTY_OOD, Role.METHODIST, Role.DATA_CLERK}), ("year", "leavers")),
    Topic("control", "Контроль ведения журналов", "Показатели п. 5.7, закрытие месяца, проверки",
          frozenset({*LEADERS, Role.METHODIST, Role.SENIOR_MASTER, Role.CURATOR}),
          ("control", "periods", "clocks", "admin_finding", "admin_inspection", "admin_closing")),
    Topic("reports", "Отчёты", "Что в каком отчёте, как посчитано, PDF и XLSX, по расписанию", STAFF_ROLES,
          ("reports",)),
    Topic("documents", "Документы с номером", "Выдать, напечатать снова, проверить подлинность, набор журналов",
          STAFF_ROLES, ("issued", "verify", "tasks")),
    Topic("administrator", "Администратору", "Первые шаги, учётные записи, нормы, журнал изменений",
          frozenset({Role.ADMINISTRATOR}),
          ("admin", "archive", "system", "admin_user", "admin_norm_value", "admin_audit_record")),
    Topic("exchange", "Обмен данными", "Ключи программ, что им видно, выгрузка для другой системы",
          frozenset({*LEADERS, Role.ADMINISTRATOR}), ("exchange",)),
    Topic("messages", "Сообщения и поддержка", "Кому можно написать, куда обратиться", EVERYBODY,
          ("messages", "support")),
    Topic("notices", "Уведомления", "О чём журнал сообщает сам, письма и SMS, тихие часы", EVERYBODY,
          ("notifications",)),
    Topic("personal-data", "Мои данные", "Что хранится, кто смотрел, согласия", EVERYBODY, ("personal",)),
)
BY_SLUG = {topic.slug: topic for topic in TOPICS}


@blueprint.get("/")
@guard(public())
def index() -> Any:
    mine, others = _split()
    return render_template("help/index.html", mine=mine, others=others)


@blueprint.get("/<slug>")
@guard(public())
def show(slug: str) -> Any:
    topic = BY_SLUG.get(slug) or abort(404)
    return render_template(f"help/topics/{topic.slug}.html", topic=topic)


def _split() -> tuple[list[Topic], list[Topic]]:
    """Topics of the user's roles, then the rest; a visitor meets the sign-in first."""
    roles = identity().roles if current_user.is_authenticated else frozenset()
    mine = [topic for topic in TOPICS if topic.roles & roles] if roles else [BY_SLUG["sign-in"]]
    return mine, [topic for topic in TOPICS if topic not in mine and (not roles & FAMILY or roles & STAFF_ROLES)]


def address() -> str:
    """The help that explains the page one is on."""
    name = request.blueprint or ""
    found = next((topic for topic in TOPICS if name in topic.pages), None)
    return url_for("help.show", slug=found.slug) if found else url_for("help.index")


def install(app: Flask) -> None:
    app.context_processor(lambda: {"help_url": address()})
