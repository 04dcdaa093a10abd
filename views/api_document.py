"""The API's own description by OpenAPI, made of the models: entities, columns, filters, refusals."""

from __future__ import annotations

from functools import cache
from typing import Any

from apispec import APISpec

from access.exchange import ANY_PROGRAM, columns_for, for_programs, personal_scopes, scopes_of
from models.base import Base
from queries.exchange_choice import Choice, understands
from queries.exchange_schema import Field, Kind, schema_of

TITLE = "Электронный журнал: чтение для программ"
ABOUT = (
    "Только чтение. Ключ программы передаётся в заголовке Authorization: Bearer. Страницы идут по возрастанию id: "
    "адрес следующей — в next. latest_change первой страницы — это changed_since следующего раза. Удалённые строки "
    "называет /changes. Время — по UTC, учебный год назван годом, в котором он начался.")
TYPES: dict[Kind, dict[str, Any]] = {
    Kind.INTEGER: {"type": "integer"}, Kind.DECIMAL: {"type": "string"}, Kind.TEXT: {"type": "string"},
    Kind.WORD: {"type": "string"}, Kind.FLAG: {"type": "boolean"}, Kind.DATE: {"type": "string", "format": "date"},
    Kind.TIME: {"type": "string"}, Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.OBJECT: {"type": ["object", "array", "null"]},
}
PARAMETERS = {
    "after": "строки с номерами больше этого", "limit": "строк на странице, от 1 до 500, обычно 100",
    "year": "учебный год: календарный год, в котором он начался", "group": "номер группы",
    "changed_since": "строки, изменённые после этой записи журнала изменений",
}
REFUSALS = {
    "400": "Параметр не понят", "401": "Нет ключа или он не подходит", "403": "Нет разрешения на раздел",
    "404": "Такой строки или раздела нет", "405": "Только чтение", "429": "Слишком часто: заголовок Retry-After",
}


@cache
def document() -> dict[str, Any]:
    spec = APISpec(TITLE, "1", "3.1.0", info={"description": ABOUT}, servers=[{"url": "/api/v1"}],
                   security=[{"key": []}])
    spec.components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    spec.components.schema("refusal", {"type": "object", "properties": {"message": {"type": "string"}},
                                       "required": ["message"]})
    for name, title in PARAMETERS.items():
        spec.components.parameter(name, "query", {
            "name": name, "description": title, "schema": {"type": "integer", "minimum": 0}})
    spec.path("/", operations={"get": _operation("Что открывает ключ", {"type": "object"}, ())})
    spec.path("/changes", operations={"get": _operation(
        "Какие строки изменены, добавлены, удалены; bulk значит, что раздел читают заново", _pages(CHANGE),
        ("after", "limit"))})
    for model in for_programs():
        _describe(spec, model)
    return dict(spec.to_dict())


CHANGE = {"type": "object", "properties": {
    "id": {"type": "integer"}, "at": {"type": "string", "format": "date-time"}, "entity": {"type": "string"},
    "entity_id": {"type": ["integer", "null"]},
    "action": {"type": "string", "enum": ["create", "update", "delete", "bulk", "sign_in"]}}}


def _describe(spec: APISpec, model: type[Base]) -> None:
    name, title = model.__tablename__, model.__labels__
    told = columns_for(ANY_PROGRAM, model)
    spec.components.schema(name, {"type": "object", "title": title, "properties": {
        field.name: _column(field, model) for field in schema_of(model) if field.name in told}})
    reference = {"$ref": f"#/components/schemas/{name}"}
    scopes = f"Разрешение: {' или '.join(sorted(scopes_of(model)))}"
    spec.path(f"/{name}", operations={"get": _operation(title, _pages(reference), filters(model), scopes)})
    spec.path(f"/{name}/{{id}}", operations={"get": _operation(f"{model.__label__} по номеру", reference, (), scopes)},
              parameters=[{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}])


def filters(model: type[Base]) -> tuple[str, ...]:
    """Parameters that the entity's list understands."""
    named = (("year", Choice(year=0)), ("group", Choice(group_id=0)))
    return ("after", "limit", *(name for name, choice in named if understands(model, choice)), "changed_since")


def _column(field: Field, model: type[Base]) -> dict[str, Any]:
    said = [field.label, field.unit, f"номер из {field.refers}" if field.refers else "",
            f"личные данные: только с разрешением {' или '.join(sorted(personal_scopes(model)))}"
            if field.personal else "", "; ".join(f"{value} — {title}" for value, title in field.words)]
    made = {**TYPES[field.kind], "description": ". ".join(filter(None, said))}
    if field.words:
        made["enum"] = [value for value, _ in field.words]
    if not field.required and isinstance(made["type"], str):
        made["type"] = [made["type"], "null"]
        made.update({"enum": [*made["enum"], None]} if field.words else {})
    return made


def _pages(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": ["data", "next", "latest_change"], "properties": {
        "data": {"type": "array", "items": item}, "next": {"type": ["string", "null"]},
        "latest_change": {"type": "integer"}}}


def _operation(title: str, answer: dict[str, Any], parameters: tuple[str, ...], about: str = "") -> dict[str, Any]:
    refusal = {"application/json": {"schema": {"$ref": "#/components/schemas/refusal"}}}
    return {
        "summary": title, "description": about,
        "parameters": list(parameters),
        "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": answer}}},
                      **{code: {"description": words, "content": refusal} for code, words in REFUSALS.items()}}}
