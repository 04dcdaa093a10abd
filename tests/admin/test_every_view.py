"""Every registered view answers, with real rows, to everybody who may read it."""

from __future__ import annotations

from itertools import zip_longest

import pytest

from access.check import TABLE
from access.grants import CREATE, READ
from admin.listing import MOST_FILTERS
from admin.registry import SECTIONS
from models import College
from rules.terms import STAFF_ROLES, Role
from tests import factories

VIEWS = [view for section in SECTIONS for view in section.views]
FACTORIES = {factory._meta.model: factory for factory in vars(factories).values()
             if isinstance(factory, type) and hasattr(factory, "_meta") and factory._meta.model is not None}


def reader(model, action=READ):
    """A role of staff that may act on every row or, failing that, on some."""
    block = TABLE[model]
    return next((role for role in Role if role in STAFF_ROLES
                 and any(action in grant.actions for grant in block.get(role, ()))), None)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.entity.__tablename__)
def test_pages_answer(view, db, login):
    row = FACTORIES[view.entity]() if view.entity in FACTORIES else None
    db.commit()
    base = f"/admin/{view.entity.__tablename__}/"
    client = login(reader(view.entity))
    page = client.get(base)
    assert page.status_code == 200, page.text
    assert client.get(f"{base}?search=иван&sort=0&desc=1&page_size=100").status_code == 200
    if row is not None and f"id={row.id}" in page.text:
        assert client.get(f"{base}details/?id={row.id}").status_code == 200
    for kind in ("csv", "xlsx"):
        assert client.get(f"{base}export/{kind}/").status_code == 200
    filters = [flt for group in _groups(page) for flt in group]
    values = [_values(flt["type"], [key for key, _ in flt["options"] or ()]) for flt in filters]
    for chosen in zip_longest(*values):  # many at once: a filter that the database does not take spoils the whole
        asked = [(flt["arg"], value) for flt, value in zip(filters, chosen, strict=True) if value is not None]
        for start in range(0, len(asked), MOST_FILTERS):  # a list looks at no more of them
            query = {f"flt{number}_{arg}": value for number, (arg, value) in enumerate(asked[start:][:MOST_FILTERS])}
            assert client.get(base, query_string=query).status_code == 200, query


@pytest.mark.one_engine  # refused before the database is asked
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.entity.__tablename__)
def test_no_filter_takes_a_nul(view, db, login):
    client, base = login(reader(view.entity)), f"/admin/{view.entity.__tablename__}/"
    for flt in (flt for group in _groups(client.get(base)) for flt in group):
        assert client.get(base, query_string={f"flt0_{flt['arg']}": "\x00"}).status_code == 400, flt


def _values(kind, offered):
    """What people choose or type into a filter of this kind."""
    by_kind = {"daterangepicker": ["2023-09-01 to 2023-09-30"], "datepicker": ["2023-09-01"]}
    return [key for key in offered if key][:2] or by_kind.get(kind, ["1"])


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.entity.__tablename__)
def test_forms_answer(view, db, login):
    role = reader(view.entity, CREATE)
    base = f"/admin/{view.entity.__tablename__}/"
    if role is None or CREATE in view.closed:
        assert login(Role.ADMINISTRATOR).get(f"{base}new/").status_code == 403
        return
    client = login(role)
    page = client.get(f"{base}new/")
    assert page.status_code == 200
    assert 'name="row_version"' not in page.text
    assert client.post(f"{base}new/", data={}).status_code == 422


def _groups(page):
    import json
    import re
    from html import unescape

    found = re.search(r'id="filter-groups-data"[^>]*>(.*?)</div>', page.text, re.S)
    return json.loads(unescape(found.group(1))).values() if found else ()


# of the college there is one row by nature
@pytest.mark.parametrize("view", [view for view in VIEWS if view.entity in FACTORIES and view.entity is not College],
                         ids=lambda view: view.entity.__tablename__)
def test_no_list_asks_per_row(view, db, login, count_queries):
    base = f"/admin/{view.entity.__tablename__}/"
    client = login(reader(view.entity))
    made = [FACTORIES[view.entity]() for _ in range(3)]
    client.get(base)
    with count_queries() as few:
        client.get(f"{base}?page_size=100")
    made += [FACTORIES[view.entity]() for _ in range(7)]
    with count_queries() as many:
        page = client.get(f"{base}?page_size=100")
    listed = "\n".join(sorted(set(many) - set(few)))
    assert len(many) <= len(few), listed
    assert page.status_code == 200


def test_row_without_a_name_is_called_by_its_entity(db, login):
    row = factories.ExcuseNoteFactory()
    page = login(Role.DIRECTOR).get(f"/admin/excuse_note/details/?id={row.id}").text
    assert f"{row.__label__} № {row.id}" in page
    assert "&lt;ExcuseNote" not in page
