"""docs/roles.md written from the table: ``python -m access.describe > docs/roles.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import sqlalchemy as sa

from access.grants import Action, Grant
from access.scopes import LEADERS
from access.table import CHAPTERS, TABLE
from models.base import Base, label_of
from rules.terms import Role

LETTERS = {Action.READ: "R", Action.CREATE: "C", Action.UPDATE: "U", Action.DELETE: "D", Action.CHOOSE: "B"}
MACHINE = frozenset({"id", "row_version", "sort_key", "search_key"})
DIRECTOR_AND_DEPUTIES = "директор и заместители"
HEAD = """# Кто что может

Страница составлена по `access/table/` командой `make docs`; правят таблицу, а не страницу.

**R** — просмотр, **C** — создание, **U** — изменение, **D** — удаление, **B** — только имя в списке выбора.
Строк без буквы нет: чего в таблице не названо, того нельзя. Права нескольких ролей складываются.
Закрытый месяц, семестр или год не меняет никто, какие бы права ни были названы здесь.
Время и автора записи ставит сервер: в форме их не заполняют.
"""


def render() -> str:
    """The page: a chapter per file of the table, a section per entity, a line per grant."""
    return "\n".join([HEAD, *_chapters()])


def _chapters() -> Iterator[str]:
    for title, chapter in CHAPTERS.items():
        yield f"## {title}\n"
        for model in chapter.TABLE:
            yield from _entity(model)


def _entity(model: type[Base]) -> Iterator[str]:
    yield f"### {model.__labels__} (`{model.__tablename__}`)\n"
    together: dict[tuple[str, ...], list[Role]] = {}
    for role in Role:
        lines = tuple(_line(model, grant) for grant in TABLE[model].get(role, ()))
        if lines:
            together.setdefault(lines, []).append(role)
    if not together:
        yield "Не открыто никому.\n"
        return
    yield "| Роль | Действия | Строки | Поля |\n|---|---|---|---|"
    for lines, roles in together.items():
        yield from (f"| {_roles(roles) if number == 0 else ''} | {line} |" for number, line in enumerate(lines))
    yield ""


def _roles(roles: list[Role]) -> str:
    if len(roles) == len(Role):
        return "все роли"
    leaders = set(LEADERS) <= set(roles)
    titles = [DIRECTOR_AND_DEPUTIES if role is Role.DIRECTOR and leaders else role.title for role in roles
              if not leaders or role not in LEADERS or role is Role.DIRECTOR]
    return ", ".join(titles)


def _line(model: type[Base], grant: Grant) -> str:
    letters = " ".join(letter for action, letter in LETTERS.items() if action in grant.actions)
    return f"{letters} | {getattr(grant.rows, 'title', grant.rows.__doc__)} | {_fields(model, grant)}"


def _fields(model: type[Base], grant: Grant) -> str:
    said = []
    if grant.hidden:
        said.append(f"скрыто: {_named(model, grant.hidden)}")
    if grant.only is not None and grant.actions & {Action.CREATE, Action.UPDATE}:
        said.append(f"пишет: {_named(model, grant.only)}")
    return "; ".join(said)


def _named(model: type[Base], names: frozenset[str]) -> str:
    """Russian labels; the shorter of «these» and «all but these»."""
    keys = [key for key in sa.inspect(model).attrs.keys() if key not in MACHINE]  # noqa: SIM118 - not a dict
    chosen = list(dict.fromkeys(label_of(model, key) for key in keys if key in names))
    others = list(dict.fromkeys(label_of(model, key) for key in keys if key not in names))
    if not chosen:
        return "ничего"
    if len(others) < len(chosen):
        return "всё, кроме «" + "», «".join(others) + "»" if others else "всё"
    return "«" + "», «".join(chosen) + "»"


if __name__ == "__main__":
    sys.stdout.write(render())
