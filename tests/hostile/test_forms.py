"""Every form that a page shows is sent with what nobody types: no error of the server, nothing half-written."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rules.terms import STAFF_ROLES, Role
from tests.access.matrix import back_office
from tests.access.matrix.families import PAGES
from tests.access.matrix.stage import Person, Stage
from tests.access.matrix.test_matrix import addresses
from tests.hostile.page_forms import PageForm, forms_on

pytestmark = [pytest.mark.one_engine, pytest.mark.timeout(600)]
NASTY = ("", " ", "\x00", "\ud800", "\udfff\ud800", "9" * 40, "-1", "1e999", "NaN", "0x10", "１２", "٣", "²", "1,5",
         "\u202eкнидеж", "\u200b", "2023-02-30", "0001-01-01", "99999-01-01", "25:61", "' OR 1=1 --", "%s%n{0}",
         "\r\nX: 1", "../../etc/passwd", "<b>", "я" * 20_000, "\ufeff", "\U0010ffff")
CONTENTS = (b"", b"PK\x03\x04" + bytes(40), b"%PDF-1.7", b"\xff\xfe\x00", b"<!DOCTYPE a [", b"\x00;" * 9)
COUNTERS = {"throttle", "activation"}  # refusals that are counted
LEAVES = ("/logout", "/sessions/end-all", "/login")
ROUNDS = 1  # each sends all forms


class Sender:
    """One person who sends a form and undoes it."""

    def __init__(self, stage: Stage, role: Role) -> None:
        self.stage, self.person = stage, Person(stage, role.value)
        self.faults: list[str] = []
        self.sent = 0

    def page(self, path: str) -> str:
        self.enter()
        answer = self.person.client.get(path, csrf=False)
        return answer.text if answer.mimetype == "text/html" else ""

    def enter(self) -> None:
        self.person.client.set_cookie("sid", self.stage.world.tokens[self.person.name])
        self.person.token = self.person.client.csrf_token()

    def send(self, path: str, body: bytes, kind: str, method: str = "POST") -> int:
        """The status; an error, or rows left by a refusal, are faults."""
        self.enter()
        self.sent += 1
        written = self.stage.written
        with self.stage.trial():
            try:
                answer = self.person.client.open(path, method=method, data=body, content_type=kind, csrf=False,
                                                 headers={"X-CSRFToken": self.person.token})
            except Exception as error:
                self.faults.append(f"{self.person.name} {path} {body[:300]!r}: {type(error).__name__} {error}"[:600])
                return 500
            if answer.status_code >= 500:
                self.faults.append(f"{self.person.name} {path} {body[:300]!r}: {answer.status_code}")
            elif answer.status_code >= 400 and self.stage.written != written:
                left = set(self.stage.changed()) - COUNTERS
                if left:
                    self.faults.append(f"{self.person.name} {path} {body[:300]!r}: refused, yet {left} changed")
            return int(answer.status_code)


def looked_at(stage: Stage, role: Role) -> Iterator[str]:
    """The pages of the role that hold its forms."""
    for page in PAGES:
        if page.method == "GET" and page.home(role, role.value) in (200, (200, 302)):
            yield page.path.format(**addresses(stage.world, role.value))
    for view in back_office.views(stage.app):
        visit = back_office.Visit(Person(stage, role.value), view)
        if visit.right("U") != "none" and visit.own:
            yield f"{visit.root}edit/?id={visit.own[0]}"
        elif visit.right("C") != "none":
            yield f"{visit.root}new/"


@pytest.fixture
def collected(stage: Stage) -> dict[tuple[str, tuple[str, ...]], tuple[Role, PageForm]]:
    """Each form once, with the first role that sees it; a form is its address and its fields."""
    found: dict[tuple[str, tuple[str, ...]], tuple[Role, PageForm]] = {}
    seen = set[str]()
    for role in Role:
        sender = Sender(stage, role)
        for path in looked_at(stage, role):
            if path in seen:
                continue
            seen.add(path)
            for form in forms_on(path, sender.page(path)):
                if not form.action.startswith(LEAVES):
                    found.setdefault((form.action.partition("?")[0], tuple(sorted(form.fields))), (role, form))
    stage.baseline = stage.state()  # looking at cards is written down too
    return found


PERSONAL = {"password", "current", "phone", "address", "email", "last_name", "first_name", "patronymic", "birth_date",
            "code", "text", "body", "reason", "csrf_token"}


def test_forms_survive_what_nobody_types(stage: Stage, collected: Any) -> None:
    """And no form that only asks puts personal data or a token into an address."""
    senders = {role: Sender(stage, role) for role in Role}
    asking = [form for _, form in collected.values() if form.method == "get"]
    writing = [(role, form) for role, form in collected.values() if form.method == "post"]
    assert [(form.action, set(form.fields) & PERSONAL) for form in asking if set(form.fields) & PERSONAL
            and not form.action.startswith("/verify")] == []  # the code on a paper is what everybody may ask about
    assert len(writing) > 80

    @settings(max_examples=ROUNDS, phases=[Phase.generate], deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))
    @given(st.randoms(use_true_random=False))
    def strike(chance: Any) -> None:
        for role, form in writing:
            fields = {name: chance.choice(NASTY) if chance.random() < 0.5 else value
                      for name, value in form.fields.items() if name != "csrf_token"}
            if form.files:
                senders[role].send(form.action, *multipart(fields, form.files, chance))
            else:
                body = urlencode(fields, errors="surrogatepass").encode()
                senders[role].send(form.action, body, "application/x-www-form-urlencoded")
    strike()
    faults = [fault for sender in senders.values() for fault in sender.faults]
    print(f"fuzz: {len(writing)} forms that write, {len(asking)} that ask, "
          f"{sum(sender.sent for sender in senders.values())} sent")
    assert not faults, "\n".join(faults)


def multipart(fields: dict[str, str], files: list[str], chance: Any) -> tuple[bytes, str]:
    """The form with a file whose content is not what its name says."""
    body = io.BytesIO()
    for name, value in fields.items():
        text = value.encode("utf-8", "surrogatepass")
        body.write(b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), text))
    for name in files:
        content = chance.choice(CONTENTS)
        body.write(b'--b\r\nContent-Disposition: form-data; name="%s"; filename="../x%s"\r\n\r\n%s\r\n' % (
            name.encode(), chance.choice((b".xlsx", b".csv", b".plx", b".exe", b"")), content))
    body.write(b"--b--\r\n")
    return body.getvalue(), "multipart/form-data; boundary=b"


def test_no_field_is_written_that_the_form_does_not_have(stage: Stage) -> None:
    """Mass assignment: every column is sent along, and the row is as the form alone would have left it."""
    tried, found = 0, list[str]()
    for view in back_office.views(stage.app):
        role = next((role for role in Role if role in STAFF_ROLES
                     and back_office.Visit(Person(stage, role.value), view).right("U") != "none"), None)
        if role is None:
            continue
        person = Person(stage, role.value)
        visit = back_office.Visit(person, view)
        path = f"{visit.root}edit/?id={visit.own[0]}"
        page = person.ask("GET", path, 200)
        if page is None or page.status_code != 200:
            continue
        plain = visit.filled(page, visit.own[0])
        table = view.entity.__table__
        extra = {name: forged(column) for column in table.columns
                 for name in (column.name, column.name.removesuffix("_id")) if name not in {*view.form_names, *plain}}
        rows = []
        for data in (plain, {**extra, **plain}):
            with stage.trial():
                person.ask("POST", path, (200, 302, 422), data=data)
                rows.append({name: value for name, value in stage.row(table.name, visit.own[0])._mapping.items()
                             if not isinstance(value, dt.datetime)})
        tried += len(extra)
        found += [f"{table.name}.{name}" for name in rows[0] if rows[0][name] != rows[1][name]]
    print(f"mass assignment: {tried} fields sent along")
    assert found == []
    assert tried > 200


def forged(column: sa.Column[Any]) -> str:
    match column.type:
        case sa.Boolean():
            return "y"
        case sa.Integer():
            return "1"
        case sa.Date():
            return "2001-01-01"
        case _:
            return "administrator"


DEEP = b'{"value":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@pytest.mark.parametrize("body", [
    DEEP, b"{}", b"[]", b"null", b'"x"', b"{", b"", b"\xff\xfe", b'{"value":"5","version":0}',
    b'{"value":"\\ud800","version":1,"key":"00000000-0000-4000-8000-000000000001"}',
    b'{"value":"5\\u0000","version":1,"key":"00000000-0000-4000-8000-000000000001"}',
    b'{"value":"5","version":1e999,"key":"00000000-0000-4000-8000-000000000001"}',
    b'{"value":"5","version":NaN,"key":"00000000-0000-4000-8000-000000000001"}',
    b'{"value":"5","version":' + b"9" * 5000 + b',"key":"00000000-0000-4000-8000-000000000001"}',
    b'{"value":{"a":1},"version":1,"key":[1]}', b'{"value":"\xef\xbc\x95","version":1,"key":"00000000"}',
    b'{"value":"5","value":"2","version":1,"key":"x"}', b'{"__proto__":{"a":1},"value":"5","version":1,"key":"x"}',
], ids=lambda body: body[:24].decode(errors="replace"))
def test_json_of_the_grid(stage: Stage, body: bytes) -> None:
    sender, ids = Sender(stage, Role.TEACHER), stage.world.ids
    for path in (f"/journal/{ids['journal']}/cells/{ids['lesson']}/{ids['student']}",
                 f"/journal/{ids['journal']}/finals/semester/{ids['student']}"):
        assert sender.send(path, body, "application/json", "PUT") < 500
    assert sender.faults == []
