"""docs/exchange.md written from the models: what leaves the journal, column by column."""

from __future__ import annotations

from collections.abc import Iterator

from access.exchange import FAMILIES, STAYS, scopes_of
from models.base import Base
from queries.exchange_choice import Choice, understands
from queries.exchange_schema import Field, Kind, schema_of

HEAD = """# Обмен данными

Страница составлена по моделям командой `make docs`; правят модели, а не страницу.

Из журнала данные уходят тремя путями; в первых двух у раздела одни и те же столбцы, названные ниже.

- **Выгрузка разделов** — «Обмен данными» (`/exchange/`) и команда `flask exchange export`: всё, что может читать тот,
  кто выгружает, по разделам и учебному году, архивом JSONL или книгой XLSX.
- **API для программ** — `/api/v1/`, описание OpenAPI `/api/v1/openapi.json`: чтение по страницам с ключом программы
  и её разрешениями.
- **Перенос на другую базу** — `flask transfer export` и `flask transfer import`: весь журнал, все таблицы до последнего
  столбца, с хешами.

Что видно в первых двух путях, решают права ([Кто что может](roles.md)): строк и столбцов, закрытых для роли, в файле
нет. Отметка «личные» стоит у столбцов с личными данными: в API их показывает только разрешение, в котором они названы.
Хеши паролей, ключи, сеансы и коды не уходят никогда; служебные ключи сортировки и поиска не уходят, потому что
выводятся из остального.

## Вид файлов

**Архив JSONL** (`.zip`): по файлу `<раздел>.jsonl` на раздел, в строке — одна запись, строки по возрастанию `id`,
UTF-8; `schema.json` — столбцы с подписями, типами и ссылками; `manifest.json` — когда и за какой год выгружено, число
строк и SHA-256 каждого файла. **Книга XLSX**: лист на раздел с подписями по-русски, слова из списков — словами,
последний лист «Описание» называет для каждой подписи столбец, тип и ссылку.

| Тип | Как записан |
|---|---|
| целое число | `3` |
| десятичная дробь строкой | `"1.50"`: без потери точности |
| строка | `"текст"`; в скобках наибольшая длина |
| слово из списка | код слова; значения перечислены в столбце «Значения» |
| да или нет | `true`, `false` |
| дата | `"2023-11-20"`, по календарю колледжа |
| время | `"08:30:00"`, по часам колледжа |
| момент | `"2023-11-20T08:00:00+00:00"`, по UTC |
| объект JSON | как есть |

Пустое значение — `null`. Ссылка `→ student` значит: число — это `id` записи раздела `student`. Учебный год назван
календарным годом, в котором он начался: 2023 — это 2023–2024.
"""


def render() -> str:
    """The page: a chapter per family, a section per entity, a line per column."""
    return "\n".join([HEAD, *_families(), *_stays()])


def _families() -> Iterator[str]:
    described: set[type[Base]] = set()
    for family, models in FAMILIES.items():
        yield f"## {family.title[0].upper()}{family.title[1:]} (`{family.value}`)\n"
        for model in models:
            if model in described:
                yield f"### {model.__labels__}, также здесь\n\nСтолбцы раздела `{model.__tablename__}` названы выше.\n"
            else:
                described.add(model)
                yield from _entity(model)


def _entity(model: type[Base]) -> Iterator[str]:
    yield f"### {model.__labels__} (`{model.__tablename__}`)\n"
    yield f"{_chosen_by(model)} {_scopes(model)}\n"
    yield "| Столбец | Подпись | Тип | Единица | Ссылка | Личные | Значения |\n|---|---|---|---|---|---|---|"
    yield from (_line(field) for field in schema_of(model))
    yield ""


def _chosen_by(model: type[Base]) -> str:
    by = [words for words, choice in (("учебному году", Choice(year=2023)), ("группе", Choice(group_id=1)))
          if understands(model, choice)]
    return f"Отбирается по {' и '.join(by)}." if by else "Выгружается целиком."


def _scopes(model: type[Base]) -> str:
    scopes = sorted(scopes_of(model))
    return f"Разрешение API: `{'` или `'.join(scopes)}`." if scopes else "В API не входит."


def _line(field: Field) -> str:
    kind = f"{field.kind.value} ({field.length})" if field.kind is Kind.TEXT and field.length else field.kind.value
    words = "; ".join(f"`{value}` {title}" for value, title in field.words)
    needed = "" if field.required else ", может быть пусто"
    return (f"| `{field.name}` | {field.label} | {kind}{needed} | {field.unit} | "
            f"{'→ `' + field.refers + '`' if field.refers else ''} | {'личные' if field.personal else ''} | {words} |")


def _stays() -> Iterator[str]:
    yield "## Что не выгружается\n\n| Раздел | Почему |\n|---|---|"
    yield from (f"| {model.__labels__} (`{model.__tablename__}`) | {why} |" for model, why in STAYS.items())
    yield "\nПереносится всё это только вместе с журналом: `flask transfer`, резервная копия.\n"


