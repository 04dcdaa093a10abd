"""Keys of programs: shown once, kept as a hash, renewed, closed, by the administrator only."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from actions.signin import token_hash
from models import ApiClient, AuditRecord
from rules.terms import ApiScope, Role
from tests import factories as f

FORM = {"name": "Сайт лицея", "scopes": ["timetable", "groups"], "expires": "2024-06-30", "per_minute": "60"}
SHOWN = re.compile(r'class="token">(ej_[\w-]{43})<')


def key_on(page: str) -> str:
    [found] = SHOWN.findall(page)
    return str(found)


def works(client, key: str) -> bool:
    return client.get("/api/v1/group", headers={"Authorization": f"Bearer {key}"}).status_code == 200


NOW = dt.datetime(2023, 11, 20, 8, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """``at(moment)``: the wall's clock, by which keys live."""
    def stand(moment: dt.datetime) -> None:
        for place in ("views.exchange_clients", "views.api_gate"):
            monkeypatch.setattr(f"{place}.wall_now", lambda: moment)
    stand(NOW)
    return stand


@pytest.fixture
def administrator(login):
    return login(Role.ADMINISTRATOR)


def test_a_key_is_shown_once_and_kept_as_a_hash(administrator, client, db):
    page = administrator.post("/exchange/clients/", data=FORM)
    key = key_on(page.text)
    assert page.headers["Cache-Control"] == "no-store"
    made = db.scalars(sa.select(ApiClient)).one()
    assert (made.name, made.scopes, made.token_hash) == ("Сайт лицея", ["groups", "timetable"], token_hash(key))
    again = administrator.get(f"/exchange/clients/{made.id}").text + administrator.get("/exchange/clients/").text
    assert key not in again and made.token_hash not in again
    record = db.scalars(sa.select(AuditRecord).where(AuditRecord.entity == "api_client")).one()
    assert record.after["token_hash"] == "скрыто"
    assert record.actor_id == made.issued_by_id


REFUSED = {
    "no name": ({"name": "  "}, "Назовите программу"),
    "no scopes": ({"scopes": []}, "Отметьте, что программа может читать"),
    "a strange scope": ({"scopes": ["everything"]}, "Отметьте, что программа может читать"),
    "today": ({"expires": "2023-11-20"}, "Укажите день после сегодняшнего"),
    "no day": ({"expires": "завтра"}, "Укажите день после сегодняшнего"),
    "too far": ({"expires": "2024-12-01"}, "не больше чем на год"),
    "no pace": ({"per_minute": "0"}, "Укажите число от 1 до 6000"),
    "contacts without names": ({"scopes": ["students_personal"]}, "нужно и «студенты и родители"),
    "a name that is taken": ({"name": "Другая"}, "с таким названием уже есть"),
}


@pytest.mark.parametrize(("wrong", "words"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_form_keeps_what_was_typed(administrator, db, wrong, words):
    f.ApiClientFactory(name="Другая")
    answer = administrator.post("/exchange/clients/", data={**FORM, **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{wrong.get("expires", FORM["expires"])}"' in answer.text
    assert not SHOWN.search(answer.text)
    assert db.scalar(sa.select(sa.func.count()).select_from(ApiClient)) == 1


def test_a_key_is_closed_opened_and_replaced(administrator, client, db):
    key = key_on(administrator.post("/exchange/clients/", data=FORM).text)
    [id] = db.scalars(sa.select(ApiClient.id))
    assert works(client, key)
    assert administrator.post(f"/exchange/clients/{id}/close").status_code == 303
    assert not works(client, key)
    administrator.post(f"/exchange/clients/{id}/reopen")
    assert works(client, key)
    new = key_on(administrator.post(f"/exchange/clients/{id}/key").text)
    assert (works(client, key), works(client, new)) == (False, True)
    administrator.post(f"/exchange/clients/{id}", data={**FORM, "scopes": ["marks"]})
    assert not works(client, new), "a scope taken back is gone at once"


def test_the_last_day_of_a_key_ends_at_midnight_of_the_college(administrator, client, db, at):
    key = key_on(administrator.post("/exchange/clients/", data=FORM).text)
    ends = dt.datetime(2024, 7, 1, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    for moment, good in ((ends - dt.timedelta(seconds=1), True), (ends, False)):
        at(moment)
        assert works(client, key) is good


def test_the_page_says_what_was_read(administrator, db, count_queries):
    program = f.ApiClientFactory(name="Сайт", scopes=[ApiScope.GROUPS])
    f.ApiUseFactory(client=program, rows=731, day=f.TODAY)
    f.ApiUseFactory(client=program, entity="changes", rows=5, day=f.TODAY - dt.timedelta(days=1))
    f.ApiUseFactory(client=program, rows=999, day=f.TODAY - dt.timedelta(days=60))
    db.commit()
    address = f"/exchange/clients/{program.id}"
    with count_queries(at_most=5):
        page = administrator.get(address).text
    assert "731" in page and "список изменений" in page and "999" not in page
    with count_queries(at_most=4):
        assert "736" in administrator.get("/exchange/clients/").text
    for _ in range(20):
        f.ApiUseFactory()
    with count_queries(at_most=4):
        administrator.get("/exchange/clients/")


@pytest.mark.parametrize(("role", "seen", "given"), [
    (Role.DIRECTOR, 200, 403), (Role.METHODIST, 403, 403), (Role.TEACHER, 403, 403), (Role.STUDENT, 403, 403)])
def test_only_the_administrator_gives_keys(login, db, role, seen, given):
    program = f.ApiClientFactory()
    db.commit()
    visitor = login(role)
    page = visitor.get("/exchange/clients/")
    assert (page.status_code, "Выдать ключ" in page.text) == (seen, False)
    assert visitor.get(f"/exchange/clients/{program.id}").status_code == seen
    for path in ("", f"{program.id}", f"{program.id}/key", f"{program.id}/close", f"{program.id}/reopen"):
        assert visitor.post(f"/exchange/clients/{path}", data=FORM).status_code == given
