"""Filling in the forms of the back office as a browser does, and reading what they refuse."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import sqlalchemy as sa

from models import Base, db
from rules.terms import Term

ERROR = re.compile(r'id="([\w-]+)-error"><ul>(.*?)</ul>', re.S)
SUMMARY = re.compile(r'<div class="note bad summary".*?<ul>(.*?)</ul>', re.S)


def typed(value: Any) -> str:
    """A value as a field of a form carries it."""
    match value:
        case None:
            return ""
        case bool():
            return "y" if value else ""
        case Base():
            return str(value.id)
        case Term():
            return value.value
        case dt.time():
            return f"{value:%H:%M}"
        case dt.date():
            return value.isoformat()
    return str(value)


def data(values: dict[str, Any]) -> dict[str, str]:
    """Unticked boxes are not sent."""
    return {name: typed(value) for name, value in values.items() if value is not False}


def refusals(page: Any) -> dict[str, str]:
    """Field → what stands under it; «» → what stands above the form."""
    found = {name: " ".join(re.sub(r"<[^>]+>", " ", unescape(text)).split()) for name, text in ERROR.findall(page.text)}
    above = SUMMARY.search(page.text)
    loose = re.findall(r"<li>([^<]+)</li>", above.group(1)) if above else []
    return found | ({"": unescape(loose[0])} if loose else {})


def rows(model: type[Base]) -> int:
    db.session.commit()  # what the test has changed is there for the page, and read anew
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def address(model: type[Base], page: str = "new") -> str:
    return f"/admin/{model.__tablename__}/{page}/"


def refused(client: Any, model: type[Base], values: dict[str, Any], field: str, why: str) -> str:
    """The form refuses under this field and writes nothing; returns what it says."""
    before = rows(model)
    answer = client.post(address(model), data=data(values))
    assert answer.status_code == 422, (why, answer.status_code)
    said = refusals(answer)
    assert field in said, (why, said)
    assert rows(model) == before, why
    assert re.search("[А-ЯЁа-яё]", said[field])
    return said[field]


def accepted(client: Any, model: type[Base], values: dict[str, Any]) -> Base:
    """The form writes one row more; returns it."""
    before = rows(model)
    answer = client.post(address(model), data=data(values))
    assert answer.status_code == 302, refusals(answer)
    assert rows(model) == before + 1
    row = db.session.scalars(sa.select(model).order_by(model.id.desc()).limit(1)).one()
    return row


def edited(client: Any, row: Base, values: dict[str, Any]) -> dict[str, str]:
    """Save an existing row's form as the page shows it with some fields changed; what it refuses."""
    url = f"{address(type(row), 'edit')}?id={row.id}"
    page = client.get(url)
    assert page.status_code == 200
    answer = client.post(url, data=shown(page.text) | data(values))
    db.session.expire_all()
    assert answer.status_code in (302, 422, 409), answer.status_code
    return {} if answer.status_code == 302 else refusals(answer)


def shown(page: str) -> dict[str, str]:
    """Values of the page's form."""
    form = page[page.index('class="admin-form"'):]
    found = {}
    for tag in re.findall(r"<input [^>]+>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" in attributes and (attributes.get("type") != "checkbox" or " checked" in tag):
            found[attributes["name"]] = unescape(attributes.get("value", ""))
    for name, body in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        found[name] = chosen.group(1) if chosen else ""
    for name, body in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = unescape(body).removeprefix("\r\n").removeprefix("\n")
    return found


def act(client: Any, model: type[Base], name: str, chosen: list[Base], **answers: Any) -> Any:
    """A bulk act; with answers it is done, without them its page is asked for."""
    sent = {"action": name, "rowid": [str(row.id) for row in chosen], "url": address(model, "")[:-1]}
    if answers:
        sent |= {"_asked": "1"} | data(answers)
    answer = client.post(address(model, "action"), data=sent)
    db.session.expire_all()
    return answer
