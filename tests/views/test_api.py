"""The API for programs: a key in the header, scopes, pages, pace; everything else is refused (docs/exchange.md)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from openapi_spec_validator import validate

from actions.signin import token_hash
from models import ApiClient, ApiUse, AuditRecord, Throttle
from models import db as database
from rules.terms import ApiScope, AuditAction, ChangeKind, Role
from tests import factories as f
from tests.plugins.web import Client

NOW = dt.datetime.now(dt.UTC)
KEY = "ej_" + "k" * 43
STUDENTS, MARKS = [ApiScope.STUDENTS], [ApiScope.MARKS]


def program(scopes, **columns) -> ApiClient:
    return f.ApiClientFactory(**{"scopes": list(scopes), "token_hash": token_hash(KEY), "issued_at": NOW,
                                 "expires_at": NOW + dt.timedelta(days=30), **columns})


@pytest.fixture
def ask(app, db):
    """``ask("/student", limit=1)``: as the program whose key is KEY; ``key=None`` sends no header."""
    client = Client(app, app.response_class)

    def asked(path, key=KEY, method="GET", headers=None, **query):
        sent = {**({"Authorization": f"Bearer {key}"} if key else {}), **(headers or {})}
        return client.open("/api/v1" + path, method=method, query_string=query or None, headers=sent, csrf=False)
    return asked


@pytest.fixture
def later(monkeypatch):
    """``later(minutes=2)``: the API's wall clock stands so far ahead; a commit under way has come to rest."""
    def move(**ahead):
        monkeypatch.setattr("views.api.wall_now", lambda: dt.datetime.now(dt.UTC) + dt.timedelta(**ahead))
    return move


# who is let in

REFUSED = {
    "no key": (None, {}), "another key": ("ej_" + "x" * 43, {}), "an empty one": ("", {}),
    "expired": (KEY, {"expires_at": NOW - dt.timedelta(seconds=1)}), "closed": (KEY, {"blocked_at": NOW}),
    "replaced": (KEY, {"token_hash": token_hash("ej_new")}), "its hash instead of it": (token_hash(KEY), {}),
}


@pytest.mark.parametrize(("key", "columns"), REFUSED.values(), ids=REFUSED)
def test_without_a_good_key_nothing_is_told(ask, key, columns):
    program(ApiScope, **columns)
    f.StudentFactory()
    for path in ("/", "/student", "/student/1", "/changes", "/no_such"):
        answer = ask(path, key)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert "ключ" in answer.json["message"].lower()
        assert answer.headers["Cache-Control"] == "no-store"
    assert database.session.scalar(sa.select(sa.func.count()).select_from(Throttle)) == 0


def test_a_key_in_the_address_is_no_key(ask):
    program(ApiScope)
    for name in ("token", "access_token", "key", "api_key"):
        assert ask(f"/group?{name}={KEY}", None).status_code == 401
    assert ask("/group", None, headers={"X-Api-Key": KEY}).status_code == 401
    assert ask("/group", None, headers={"Authorization": KEY}).status_code == 401
    assert ask("/group", None, headers={"Authorization": f"Basic {KEY}"}).status_code == 401


def test_a_session_opens_nothing_of_the_api_and_a_key_opens_no_page(app, login, client):
    program(ApiScope)
    assert login(Role.ADMINISTRATOR).get("/api/v1/group").status_code == 401
    headers = {"Authorization": f"Bearer {KEY}"}
    for page in ("/", "/journal/", "/admin/student/", "/exchange/clients/"):
        assert client.get(page, headers=headers).status_code == 302, page


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nothing_can_be_written(ask, method):
    program(ApiScope)
    for path in ("/", "/student", "/student/1", "/changes", "/openapi.json"):
        answer = ask(path, method=method)
        assert (answer.status_code, set(answer.headers["Allow"].split(", "))) == (405, {"GET", "HEAD"})


SCOPES = {  # scopes → what is open of: student, mark, cell, user, final_mark
    "students": (STUDENTS, (200, 403, 403, 403, 403)),
    "marks": (MARKS, (403, 200, 200, 403, 403)),
    "absences": ([ApiScope.ABSENCES], (403, 403, 200, 403, 403)),
    "contacts of staff alone": ([ApiScope.STAFF_PERSONAL], (403, 403, 403, 403, 403)),
    "everything": (list(ApiScope), (200, 200, 200, 200, 200)),
}


@pytest.mark.parametrize(("scopes", "answers"), SCOPES.values(), ids=SCOPES)
def test_a_scope_opens_its_entities_only(ask, scopes, answers):
    program(scopes)
    for name, expected in zip(("student", "mark", "cell", "user", "final_mark"), answers, strict=True):
        answer = ask(f"/{name}")
        assert answer.status_code == expected, name
        assert ask(f"/{name}/77").status_code == (404 if expected == 200 else expected), name
        if expected == 403:
            assert "разрешения" in answer.json["message"]


@pytest.mark.parametrize("name", ["audit_record", "view_record", "user_session", "throttle", "api_client", "message",
                                  "person_key", "alembic_version", "..%2Fadmin", "excuse_note"])
def test_what_does_not_leave_is_not_there(ask, name):
    program(ApiScope)
    assert ask(f"/{name}").status_code == 404


# what is told

def test_personal_columns_come_with_their_scope_only(ask):
    client = program(STUDENTS)
    student = f.StudentFactory(last_name="Ёлкин", phone="+79130001122", birth_date=dt.date(2006, 3, 13))
    f.GuardianFactory(phone="+79130003344")
    [row] = ask("/student").json["data"]
    assert row["last_name"] == "Ёлкин"
    assert not {"phone", "email", "address", "birth_date", "medical_group", "search_key", "row_version"} & row.keys()
    assert ask(f"/student/{student.id}").json == row
    assert "phone" not in ask("/guardian").json["data"][0]
    client.scopes = [ApiScope.STUDENTS, ApiScope.STUDENTS_PERSONAL]
    [row] = ask("/student").json["data"]
    assert (row["phone"], row["birth_date"]) == ("+79130001122", "2006-03-13")
    assert "medical_group" not in row
    assert ask("/guardian").json["data"][0]["phone"] == "+79130003344"


def test_staff_are_not_students_nor_parents(ask):
    program([ApiScope.STAFF, ApiScope.STAFF_PERSONAL])
    teacher = f.UserFactory(roles=(Role.TEACHER,), login="petrova")
    hidden = f.UserFactory(roles=(Role.PARENT,), login="mother")
    logins = {row["login"] for row in ask("/user").json["data"]}
    assert (teacher.login in logins, hidden.login in logins) == (True, False)
    assert ask(f"/user/{hidden.id}").status_code == 404
    assert {row["role"] for row in ask("/user_role").json["data"]} == {"teacher"}
    assert not {"password_hash", "seen_audit_id"} & ask(f"/user/{teacher.id}").json.keys()


def test_pages_follow_one_another_and_nothing_is_lost(ask):
    program([ApiScope.GROUPS])
    ids = sorted(f.GroupFactory().id for _ in range(7))
    seen, address = [], "/group?limit=3"
    while address:
        answer = ask(address.removeprefix("/api/v1")).json
        assert len(answer["data"]) <= 3
        seen += [row["id"] for row in answer["data"]]
        address = answer["next"]
    assert seen == ids
    assert ask("/group", after=ids[-1]).json["data"] == []


MISREAD = {
    "limit=0": "limit", "limit=501": "limit", "limit=-1": "limit", "after=x": "after", "after=": "after",
    "year=99999999999": "year", "after=9223372036854775808": "after", "group=1%20or%201": "group", "page=2": "page",
    "changed_since=1.5": "changed_since", "limit=%D9%A3": "limit",
}


@pytest.mark.one_engine  # refused before the database is asked
@pytest.mark.parametrize(("query", "named"), MISREAD.items(), ids=MISREAD)
def test_a_parameter_that_is_not_understood_gives_nothing(ask, query, named):
    program([ApiScope.GROUPS])
    answer = ask(f"/group?{query}")
    assert (answer.status_code, f"«{named}»" in answer.json["message"]) == (400, True)


def test_by_year_and_by_group(ask):
    program([ApiScope.JOURNALS, ApiScope.MARKS, ApiScope.STUDENTS, ApiScope.PROGRAMME])
    mine, other = f.JournalFactory(), f.JournalFactory()
    student = f.StudentFactory()
    f.MembershipFactory(student=student, group=mine.group)
    f.StudentFactory()
    for journal in (mine, other):
        f.MarkFactory(cell=f.CellFactory(lesson=f.LessonFactory(journal=journal), student=student))
    assert [row["id"] for row in ask("/journal", group=mine.group_id).json["data"]] == [mine.id]
    assert len(ask("/mark", group=mine.group_id, year=2023).json["data"]) == 1
    assert len(ask("/mark", year=2023).json["data"]) == 2
    assert ask("/mark", year=2022).json["data"] == []
    assert [row["id"] for row in ask("/student", group=mine.group_id).json["data"]] == [student.id]
    refused = ask("/speciality", year=2023)
    assert (refused.status_code, "не отбирается по году" in refused.json["message"]) == (400, True)


def test_only_what_has_changed_since(ask, db, later):
    program([ApiScope.GROUPS, ApiScope.MARKS])
    groups = [f.GroupFactory() for _ in range(3)]
    cell = f.CellFactory()
    mark = f.MarkFactory(cell=cell)
    db.commit()
    later(minutes=2)
    before = ask("/group").json["latest_change"]
    assert ask("/group", changed_since=before).json["data"] == []
    groups[1].closed_on = f.TODAY
    cell.version += 1
    db.delete(groups[2])
    db.commit()
    gone = groups[2].id
    assert [row["id"] for row in ask("/group", changed_since=before).json["data"]] == [groups[1].id]
    assert [row["id"] for row in ask("/mark", changed_since=before).json["data"]] == [mark.id], "its cell was written"
    later()
    moving = ask("/changes", after=before).json
    assert (moving["data"], moving["latest_change"]) == ([], 0), "what has just been written has not come to rest"
    later(minutes=2)
    told = ask("/changes", after=before).json
    assert [(row["entity"], row["entity_id"], row["action"]) for row in told["data"] if row["entity"] == "group"] == [
        ("group", groups[1].id, "update"), ("group", gone, "delete")]
    assert told["latest_change"] > before
    assert {"entity_id", "action"} <= told["data"][0].keys() and "after" not in told["data"][0]


def test_a_load_past_the_records_makes_everything_changed(ask, db):
    from actions import audit
    from models import Group

    program([ApiScope.GROUPS])
    f.GroupFactory()
    db.commit()
    last = db.scalar(sa.select(sa.func.max(AuditRecord.id)))
    assert ask("/group", changed_since=last).json["data"] == []
    audit.bulk(db(), Group, 40)
    db.commit()
    assert len(ask("/group", changed_since=last).json["data"]) == 1


# how it is counted

def test_too_many_requests_wait(ask, db):
    program([ApiScope.GROUPS], per_minute=3)
    assert [ask("/group").status_code for _ in range(3)] == [200, 200, 200]
    answer = ask("/group")
    assert (answer.status_code, 1 <= int(answer.headers["Retry-After"]) <= 61) == (429, True)
    assert "Повторите через" in answer.json["message"]
    later = NOW - dt.timedelta(minutes=2)
    db.execute(sa.update(Throttle).values(window_started_at=later, blocked_until=later))
    db.commit()
    assert ask("/group").status_code == 200, "a minute later the count begins anew"


def test_refusals_take_from_the_pace_too(ask, db):
    program([ApiScope.GROUPS], per_minute=3)
    assert [ask("/student").status_code for _ in range(4)] == [403, 403, 403, 429]


def test_what_was_read_is_counted_by_day_and_written_down_once(ask, db):
    client = program([ApiScope.GROUPS], name="Сайт лицея")
    for _ in range(3):
        f.GroupFactory()
    for _ in range(2):
        ask("/group")
    ask("/group/1")
    ask("/student")
    used = db.execute(sa.select(ApiUse.client_id, ApiUse.entity, ApiUse.day, ApiUse.requests, ApiUse.rows)).all()
    today = dt.datetime.now(ZoneInfo("Asia/Barnaul")).date()
    assert used == [(client.id, "group", today, 3, 7)]
    written = db.execute(sa.select(AuditRecord.entity, AuditRecord.source, AuditRecord.actor_id, AuditRecord.after)
                         .where(AuditRecord.action == AuditAction.EXPORT)).all()
    assert written == [("group", "api", None, {"client": "Сайт лицея", "format": "api"})]


def test_a_page_of_25_costs_as_much_as_one_of_5(ask, db, count_queries):
    program(ApiScope)
    for _ in range(25):
        f.MembershipFactory()
    costs = []
    for limit in (5, 25):
        ask("/student", limit=limit)
        with count_queries(at_most=9) as statements:
            assert len(ask("/student", limit=limit).json["data"]) == limit
        costs.append(len(statements))
    assert costs[0] == costs[1]


# how it describes itself

def test_the_description_is_openapi_and_names_every_open_entity(ask):
    program(ApiScope)
    document = ask("/openapi.json", None).json
    validate(document)
    named = {row["url"].removeprefix("/api/v1") for row in ask("/").json["entities"]}
    assert named == {path for path in document["paths"] if path.count("/") == 1} - {"/", "/changes"}
    student = document["components"]["schemas"]["student"]["properties"]
    assert "students_personal" in student["phone"]["description"]
    assert not {"search_key", "medical_group"} & student.keys()
    assert not {"user_session", "excuse_note", "audit_record"} & document["components"]["schemas"].keys()


@pytest.mark.parametrize("name", ["student", "lesson", "mark", "final_mark", "curriculum_line"])
def test_rows_are_as_described(ask, name):
    program(ApiScope)
    journal, student = f.JournalFactory(), f.StudentFactory()
    f.MarkFactory(cell=f.CellFactory(lesson=f.LessonFactory(journal=journal), student=student))
    f.FinalMarkFactory(journal=journal, student=student)
    described = ask("/openapi.json", None).json["components"]["schemas"][name]["properties"]
    row = ask(f"/{name}").json["data"][0]
    assert row.keys() <= described.keys()
    python = {"integer": int, "string": str, "boolean": bool, "null": type(None), "object": dict, "array": list}
    for column, value in row.items():
        kinds = described[column]["type"]
        assert type(value) in {python[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds)}, column
        assert value in described[column].get("enum", [value]), column


def test_the_page_of_words_is_open_to_whoever_writes_the_program(client):
    page = client.get("/exchange/api").text
    assert "/api/v1/openapi.json" in page
    assert "Authorization: Bearer" in page
    assert "https://cdn" not in page


def test_changes_of_families_accounts_are_not_of_the_staff(ask, db, later):
    program([ApiScope.STAFF])
    pupil, tutor = f.UserFactory(roles=(Role.STUDENT,)), f.UserFactory(roles=(Role.TEACHER,))
    db.commit()
    later(minutes=2)
    told = {row["entity_id"] for row in ask("/changes").json["data"] if row["entity"] == "user"}
    assert tutor.id in told
    assert pupil.id not in told


def test_an_added_lesson_is_chosen_by_its_group(ask, db):
    program([ApiScope.TIMETABLE])
    journal = f.JournalFactory()
    added = f.TimetableChangeFactory(journal=None, new_journal=journal, kind=ChangeKind.ADDED)
    f.TimetableChangeFactory()
    db.commit()
    told = ask("/timetable_change", group=journal.group_id).json["data"]
    assert [row["id"] for row in told] == [added.id]
