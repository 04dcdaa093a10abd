"""Every endpoint of every entity view of the back office, asked by one person on own and foreign rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from flask import Flask

from admin.base import EntityView
from admin.fields import RecordField
from models import db
from models.base import Base
from rules.terms import STAFF_ROLES, Role, Term
from tests.access.matrix import forms
from tests.access.matrix.specification import scope
from tests.access.matrix.stage import Person, same_page, words
from tests.access.matrix.world import ANONYMOUS

NOBODY = 999_999_999
FOREIGN, MASTERS_FOREIGN = (re.compile(words, re.IGNORECASE) for words in ("зюз|шмы", "зюз"))
BODY = re.compile(r"<tbody>.*</tbody>", re.DOTALL)
COMMON = frozenset({"index_view", "details_view", "create_view", "edit_view", "ask_delete", "delete_view", "export",
                    "action_view", "ajax_lookup", "ajax_update", "save_filter", "delete_filter"})


def views(app: Flask) -> list[EntityView]:
    return [view for view in app.extensions["admin"][0]._views if isinstance(view, EntityView)]

DRAFTS = ("final_mark", "debt", "debt_attempt")  # of each the teacher's first is not published


class Visit:
    """One person at one view."""

    def __init__(self, person: Person, view: EntityView) -> None:
        self.person, self.view, self.table = person, view, view.entity.__tablename__
        self.root = f"/admin/{self.table}/"
        world, name = person.stage.world, person.name
        self.own = [] if name == ANONYMOUS else world.own[name].get(self.table, [])
        self.foreign = [] if name == ANONYMOUS else world.foreign[name].get(self.table, [])

    def right(self, verb: str) -> str:
        """«all», «own», «none» as the specification says for the staff; learners have no back office."""
        if self.person.role not in STAFF_ROLES or (self.table, verb) in forms.NOT_IN_BACK_OFFICE:
            return "none"
        return scope(self.person.role, self.table, verb)

    @property
    def closed(self) -> int:
        return self.person.closed

    def walk(self) -> None:
        self.look()
        self.details()
        self.create()
        self.edit()
        self.delete()
        self.act()
        self.look_up()
        self.keep_filters()
        self.person.ask("POST", f"{self.root}ajax/update/", self.closed, data={"list_form_pk": self.own[:1]})

    # reading

    def look(self) -> None:
        """The list, its search and its exports show one's own rows and no foreign ones."""
        reads = self.right("R")
        expected = self.closed if reads == "none" else 200
        page = self.person.ask("GET", f"{self.root}?page_size=100", expected)
        kinds = ("csv", "xlsx") if reads == "own" else ("csv",)
        sheets = {kind: self.person.ask("GET", f"{self.root}export/{kind}/", expected) for kind in kinds}
        if reads == "none" or page is None or page.status_code != 200:
            return
        shown = self.ids(words(page))
        if len(shown) < 100:
            expected_rows = {self.own[0], *(self.foreign if reads == "all" else ())}
            self.person.expect(expected_rows <= shown, f"list {self.table}: {expected_rows - shown} is not shown")
        if reads == "own":
            self.no_foreign("list", shown, "".join(BODY.findall(words(page))))
            for kind, sheet in sheets.items():
                self.no_foreign(kind, set(), words(sheet))
            self.search()
        if sheets["csv"] is not None and len(shown) < 100:
            rows = list(csv.reader(io.StringIO(words(sheets["csv"]).lstrip("\ufeff")), delimiter=";"))
            leaving = shown - self.drafts()
            self.person.expect(len(rows) == len(leaving) + 1, f"csv {self.table}: {len(rows) - 1}, list {len(leaving)}")

    def drafts(self) -> set[int]:
        """Rows that stay on the page: a result is in no file before it is published."""
        return set(self.person.stage.world.own[Role.TEACHER][self.table][:1]) if self.table in DRAFTS else set()

    def search(self) -> None:
        if not self.view._search_supported:
            return
        page = self.person.ask("GET", f"{self.root}?search=Зюз", 200)
        self.no_foreign("search", self.ids(words(page)), "".join(BODY.findall(words(page))))

    def no_foreign(self, where: str, shown: set[int], text: str) -> None:
        leaked = shown & set(self.foreign)
        self.person.expect(not leaked, f"{where} {self.table}: foreign rows {leaked}")
        foreign = MASTERS_FOREIGN if self.person.role is Role.SENIOR_MASTER else FOREIGN
        if found := foreign.search(text):
            around = text[max(0, found.start() - 80):found.end() + 40]
            self.person.differ(f"{where} {self.table}: foreign words …{around}…")

    def ids(self, text: str) -> set[int]:
        return {int(id) for id in re.findall(rf"/admin/{self.table}/(?:details|edit)/\?id=(\d+)", text)}

    def details(self) -> None:
        right = self.right("R")
        missing = self.by_id("GET", "details", right, NOBODY)
        if right == "none":
            return
        for id in self.own:
            self.by_id("GET", "details", right, id)
        for id in self.foreign if right == "own" else ():
            self.by_id("GET", "details", right, id, missing)
        if self.person.role is Role.ADMINISTRATOR:  # what is not an id is so for everybody
            for odd in ("", "abc", "1,2", "-1", "9" * 30, "%00"):
                self.person.ask("GET", f"{self.root}details/?id={odd}", 404)
            self.person.ask("GET", f"{self.root}export/json/", 404)

    def by_id(self, method: str, verb: str, right: str, id: int, missing: Any = None) -> Any:
        """Own 200, foreign and missing 404 with one and the same page, closed 403."""
        is_own = id in self.own or (right == "all" and id != NOBODY)
        expected = self.closed if right == "none" else 200 if is_own else 404
        note = "(own)" if id in self.own else "(missing)" if id == NOBODY else "(foreign)"
        answer = self.person.ask(method, f"{self.root}{verb}/?id={id}", expected, note)
        if missing is not None and answer is not None and expected == 404:
            self.person.expect(same_page(answer, missing), f"{verb} {self.table}: foreign differs from missing")
        return answer

    # writing

    def create(self) -> None:
        right = self.right("C")
        page = self.person.ask("GET", f"{self.root}new/", self.closed if right == "none" else 200)
        with self.person.refused(f"new {self.table}"):
            self.person.ask("POST", f"{self.root}new/", self.closed if right == "none" else 422, "(empty)", data={})
        if right == "none" or page is None or page.status_code != 200:
            return
        data = self.filled(page, self.own[0]) | forms.fresh(
            self.table, self.person.stage.world, self.person.name)
        with self.person.stage.trial():
            before = self.person.stage.count(self.table)
            self.person.ask("POST", f"{self.root}new/", forms.SAVED, "(whole)", data=data)
            added = self.person.stage.count(self.table) - before
            self.person.expect(added == 1, f"new {self.table}: {added} rows were added")
        for field, foreign in self.foreign_parents(page):
            with self.person.refused(f"new {self.table} with foreign {field}"):
                self.person.ask("POST", f"{self.root}new/", 422, f"({field} is foreign)", data=data | {field: foreign})

    def edit(self) -> None:
        right = self.right("U")
        url = f"{self.root}edit/?id="
        if right == "none":
            with self.person.refused(f"edit {self.table}"):
                for method in ("GET", "POST"):
                    self.person.ask(method, f"{url}{self.own[0] if self.own else 1}", self.closed)
            return
        missing = self.by_id("GET", "edit", right, NOBODY)
        page = self.by_id("GET", "edit", right, self.own[0])
        for id in self.foreign if right == "own" else self.foreign[:1]:
            self.by_id("GET", "edit", right, id, missing)
            if right == "own":
                with self.person.refused(f"edit {self.table}"):
                    self.person.ask("POST", f"{url}{id}", 404, "(foreign)", data={})
        if page is not None and page.status_code == 200:
            self.save(page)

    def save(self, page: Any) -> None:
        """The form as it stands is saved; moved under a foreign parent it is not."""
        data = self.filled(page, self.own[0]) | forms.extra(self.table, self.person.stage.world)
        url = f"{self.root}edit/?id={self.own[0]}"
        with self.person.stage.trial():
            self.person.ask("POST", url, forms.SAVED, "(own, as it stands)", data=data)
        for field, foreign in self.foreign_parents(page):
            with self.person.refused(f"edit {self.table} with foreign {field}"):
                self.person.ask("POST", url, 422, f"({field} is foreign)", data=data | {field: foreign})

    def delete(self) -> None:
        right = self.right("D")
        url = f"{self.root}delete/"
        if right == "none":
            own = self.own[0] if self.own else 1
            with self.person.refused(f"delete {self.table}"):
                self.person.ask("GET", f"{url}ask/?id={own}", self.closed)
                self.person.ask("POST", url, self.closed, data={"id": own})
            return
        for id in (*(self.foreign if right == "own" else ()), NOBODY):
            with self.person.refused(f"delete {self.table}"):
                self.person.ask("GET", f"{url}ask/?id={id}", 404, "(foreign)")
                self.person.ask("POST", url, 404, "(foreign)", data={"id": id})
        self.person.ask("GET", f"{url}ask/?id={self.own[0]}", 200, "(own)")
        with self.person.stage.trial():
            self.person.ask("POST", url, 302, "(own)", data={"id": self.own[0]})

    def act(self) -> None:
        """Bulk actions: an unknown one is 404, a closed one 403, foreign rows 404 and untouched."""
        reads = self.right("R")
        url = f"{self.root}action/"
        with self.person.refused(f"action {self.table}"):
            self.person.ask("POST", url, self.closed if reads == "none" else 404, "(unknown)",
                            data={"action": "nothing", "rowid": self.own[:1]})
        for name in self.view._actions_data:
            right = forms.action_right(self.person.role, self.table, name)
            if right is None:
                self.person.differ(f"action {name} of {self.table} is in no table of the matrix")
                continue
            if reads == "none":
                continue
            if right == "own":
                with self.person.refused(f"action {name} {self.table}"):
                    self.person.ask("POST", url, 404, f"({name}, foreign)",
                                    data={"action": name, "rowid": self.foreign})
            with self.person.refused(f"action {name} {self.table}") if right == "none" else self.person.stage.trial():
                self.person.ask("POST", url, self.closed if right == "none" else (200, 302), f"({name}, own)",
                                data={"action": name, "rowid": self.own[:1]})

    # choosing

    def look_up(self) -> None:
        """What forms and filters offer is no wider than what one may choose from."""
        opens = any(self.right(verb) != "none" for verb in "RCU")
        self.person.ask("GET", f"{self.root}ajax/lookup/?name=nothing&query=a", 404 if opens else self.closed)
        if not opens:
            return
        fields = {field: lookup.model for field, lookup in self.lookups()}
        for name, model in fields.items():
            self.offer(name, model, self.right("C") != "none" or self.right("U") != "none")
        for flt in self.view._filters or ():
            if getattr(flt, "lookup", None) is not None:
                self.offer(f"record:{flt.path}", flt.lookup.model, self.right("R") != "none")

    def offer(self, name: str, model: type[Base], opens: bool) -> None:
        if forms.offered(self.person.role, model.__tablename__) == "all" and self.person.role is not Role.ADMINISTRATOR:
            return  # nothing of it is foreign
        answer = self.person.ask("GET", f"{self.root}ajax/lookup/?name={name}&query=&limit=100000",
                                 (200, 403, 404) if opens else (self.closed, 404))
        if answer is None or answer.status_code != 200:
            return
        table = model.__tablename__
        reads = forms.offered(self.person.role, table)
        offered = {int(pair[0]) for pair in answer.json}
        self.person.expect(len(offered) <= 50, f"lookup {self.table}.{name}: {len(offered)} at once")
        foreign = set(self.person.stage.world.foreign[self.person.name].get(table, ()))
        if reads == "own":
            self.person.expect(not offered & foreign, f"lookup {self.table}.{name}: {table} {offered & foreign}")
        if reads == "none":
            self.person.expect(not offered, f"lookup {self.table}.{name}: {table} is closed, yet offered")

    def lookups(self) -> Iterator[tuple[str, Any]]:
        form = self.view._create_form_class
        for name in self.view.form_names:
            field = getattr(form, name, None)
            if field is not None and field.field_class is RecordField:
                yield name, field.kwargs["lookup"]

    def foreign_parents(self, page: Any) -> Iterator[tuple[str, int]]:
        """Fields of the form with a foreign record that the person may not choose."""
        for name, lookup in self.lookups():
            table = lookup.model.__tablename__
            foreign = self.person.stage.world.foreign[self.person.name].get(table, ())
            if f'name="{name}"' in words(page) and foreign and forms.offered(self.person.role, table) != "all":
                yield name, foreign[0]

    def keep_filters(self) -> None:
        reads = self.right("R")
        with self.person.refused("filters") if reads == "none" else self.person.stage.trial():
            before = self.person.stage.count("saved_filter")
            self.person.ask("POST", f"{self.root}filters/", self.closed if reads == "none" else 302,
                            data={"name": "Мой", "query": "search=Рун"})
            self.person.expect(reads == "none" or self.person.stage.count("saved_filter") == before + 1,
                               f"filters {self.table}: nothing was kept")
        world = self.person.stage.world
        foreign = [] if self.person.name == ANONYMOUS else world.foreign[self.person.name]["saved_filter"]
        with self.person.refused("foreign filter"):
            self.person.ask("POST", f"{self.root}filters/delete/", self.closed if reads == "none" else 404,
                            data={"id": foreign[:1]})

    # forms

    def filled(self, page: Any, id: int) -> dict[str, Any]:
        """The fields that the form shows, with the row's values as a browser would send them."""
        text = words(page)
        with self.person.stage.app.test_request_context():
            row = db.session.get(self.view.entity, id)
            data = {name: _sent(getattr(row, name)) for name in self.view.form_names
                    if f'name="{name}"' in text and hasattr(row, name)}
            if 'name="row_version"' in text:
                data["row_version"] = str(getattr(row, "row_version", ""))
            db.session.rollback()
        return {name: value for name, value in data.items() if value is not None}


def _sent(value: Any) -> Any:
    match value:
        case None:
            return ""
        case bool():
            return "y" if value else None
        case Base():
            return str(value.id)
        case Term():
            return value.value
        case dt.datetime():
            return f"{value.astimezone(dt.timezone(dt.timedelta(hours=7))):%Y-%m-%dT%H:%M}"
        case dt.date() | dt.time():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case list():
            return [_sent(item) for item in value]
        case _:
            return str(value)


