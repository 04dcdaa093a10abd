"""Keys of programs: given, renewed, closed; each answer to a program is counted (docs/exchange.md)."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from access.exchange import by_name
from access.identity import Identity
from actions import audit
from actions.refusals import Refused
from actions.signin import token_hash
from actions.throttle import blocked_until, count_failure
from models import ApiClient, ApiUse, db
from models.inserts import insert_on
from rules.api import check_client
from rules.terms import ApiScope
from rules.violation import Violation

PREFIX = "ej_"  # a key that has leaked into a file is found by it
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Typed:
    """What the administrator has filled in; expires: the last day of the key."""

    name: str
    scopes: frozenset[ApiScope]
    expires: dt.date | None
    per_minute: int | None


@dataclass(frozen=True)
class Program:
    """A program whose key is good; closed_until: too many requests, until when."""

    id: int
    name: str
    scopes: frozenset[ApiScope]
    expires_at: dt.datetime
    per_minute: int
    closed_until: dt.datetime | None


def give(user: Identity, typed: Typed, wall_now: dt.datetime) -> tuple[ApiClient, str]:
    """A new program and its key, which nobody can be shown again; raises Refused."""
    _check(typed, None, _day(user, wall_now))
    token = _token()
    client = ApiClient(token_hash=token_hash(token), issued_at=wall_now, issued_by_id=user.account)
    _fill(client, user, typed)
    db.session.add(client)
    db.session.flush()  # the caller names the page by the number
    return client, token


def change(user: Identity, client: ApiClient, typed: Typed, wall_now: dt.datetime) -> None:
    """Another name, other scopes, term or pace; the key stays. Raises Refused."""
    _check(typed, client.id, _day(user, wall_now))
    _fill(client, user, typed)


def renew(user: Identity, client: ApiClient, wall_now: dt.datetime) -> str:
    """A new key; the one before is dead from this moment."""
    token = _token()
    client.token_hash, client.issued_at, client.issued_by_id = token_hash(token), wall_now, user.account
    return token


def close(client: ApiClient, wall_now: dt.datetime) -> None:
    client.blocked_at = client.blocked_at or wall_now


def reopen(client: ApiClient) -> None:
    client.blocked_at = None


def _token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def _day(user: Identity, wall_now: dt.datetime) -> dt.date:
    """Keys live by the wall's clock, as sessions do (ADR 3); days are the college's."""
    return wall_now.astimezone(user.now.tzinfo).date()


def _check(typed: Typed, id: int | None, today: dt.date) -> None:
    violations = check_client(typed.name, typed.scopes, typed.expires, typed.per_minute, today)
    taken = sa.select(ApiClient.id).where(ApiClient.name == typed.name.strip(), ApiClient.id != (id or 0))
    if db.session.scalar(taken) is not None:
        violations.append(Violation("", "Программа с таким названием уже есть", "name"))
    if violations:
        raise Refused(violations)


def _fill(client: ApiClient, user: Identity, typed: Typed) -> None:
    assert typed.expires is not None and typed.per_minute is not None  # checked
    client.name = typed.name.strip()
    client.scopes = sorted(typed.scopes)
    client.per_minute = typed.per_minute
    client.expires_at = dt.datetime.combine(typed.expires + dt.timedelta(days=1), dt.time(), user.now.tzinfo)


def find_program(token: str, wall_now: dt.datetime) -> Program | None:
    """Whose key it is; None when it is unknown, replaced, over, or its program is closed."""
    client = db.session.scalar(sa.select(ApiClient).where(
        ApiClient.token_hash == token_hash(token), ApiClient.blocked_at.is_(None), ApiClient.expires_at > wall_now))
    if client is None:
        return None
    scopes = frozenset(scope for scope in ApiScope if scope in client.scopes)
    return Program(client.id, client.name, scopes, client.expires_at, client.per_minute,
                   blocked_until([_counter(client.id)], wall_now))


def count_request(program: Program, wall_now: dt.datetime) -> None:
    """One more request of this minute; at the limit the door closes for a minute, for all workers."""
    count_failure(_counter(program.id), program.per_minute, wall_now, MINUTE)


def count_answer(user: Identity, program: Program, entity: str, rows: int, wall_now: dt.datetime) -> None:
    """Add the answer to the day's; the first of a day stands in the journal of changes too (п. 9.2)."""
    insert = insert_on(db.session.get_bind().dialect.name)
    coming = insert(ApiUse).values(client_id=program.id, day=_day(user, wall_now), entity=entity, requests=1, rows=rows,
                                   last_at=wall_now)
    counted = coming.on_conflict_do_update(
        index_elements=["client_id", "day", "entity"],
        set_={"requests": ApiUse.requests + 1, "rows": ApiUse.rows + rows, "last_at": wall_now})
    model = by_name(entity)
    if db.session.scalar(counted.returning(ApiUse.requests)) == 1 and model is not None:
        audit.describe(db.session, user)
        audit.exported_list(db.session(), model, {"client": program.name, "format": "api"})


def _counter(client_id: int) -> str:
    return f"api:{client_id}"
