"""The hash chain: what a record's hash covers and how records are linked."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models import AuditHead, AuditRecord
from models.inserts import insert_on

START = "0" * 64
EXPECTED = "audit_heads"
AT_ONCE = 500
RECORD, HEAD = (cast(sa.Table, model.__table__) for model in (AuditRecord, AuditHead))
Chain = tuple[int, str]  # year, name
End = tuple[int, str]  # number and hash of the last record
COVERED = ("year", "chain", "seq", "at", "actor_id", "source", "action", "entity", "entity_id", "journal_id",
           "group_id", "student_id", "before", "after", "reason", "address", "previous_hash")


def digest(record: dict[str, Any]) -> str:
    """SHA-256 over everything a record says and the hash before it."""
    body = [record[name] if name != "at" else record["at"].isoformat() for name in COVERED]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def expect(session: Session, year: int, chain: str, end: End | None) -> None:
    """Tell where a chain ended when the transaction read it (None: no record yet), so that nothing asks again."""
    session.info.setdefault(EXPECTED, {}).setdefault((year, chain), end)


def forget(session: Session) -> None:
    session.info.pop(EXPECTED, None)


def append(session: Session, records: Iterable[dict[str, Any]]) -> None:
    """Link the records into their chains; heads are locked in sorted order so that two writers never deadlock."""
    chains: dict[Chain, list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        chains[record["year"], record["chain"]].append(record)
    ends: dict[Chain, End | None] = session.info.pop(EXPECTED, {})
    if len(chains) > 1 and not ends:
        ends = _ends(session, chains)
    for chain, links in sorted(chains.items()):
        end = ends[chain] if chain in ends else _locked_end(session, chain)
        while not _moved(session, chain, end, _link(links, end)):
            end = _locked_end(session, chain)  # somebody was faster: from now on nobody is
    if chains:
        session.execute(sa.insert(RECORD), [link for _, links in sorted(chains.items()) for link in links])


def _link(links: list[dict[str, Any]], end: End | None) -> End:
    """Number and hash the records after the chain's end; its new end."""
    seq, last = end or (0, START)
    for link in links:
        seq += 1
        link.update(seq=seq, previous_hash=last)
        last = link["hash"] = digest(link)
    return seq, last


def _moved(session: Session, chain: Chain, end: End | None, to: End) -> bool:
    """Move the head from the end we know; False when it stands elsewhere by now."""
    year, name = chain
    moved = {"year": year, "chain": name, "seq": to[0], "hash": to[1]}
    if end is None:
        insert = insert_on(session.get_bind().dialect.name)
        return session.scalar(insert(HEAD).on_conflict_do_nothing().returning(HEAD.c.seq), moved) is not None
    taken = session.execute(_MOVE, {"of_year": year, "of_chain": name, "from_seq": end[0], "from_hash": end[1],
                                    "seq": to[0], "hash": to[1]})
    return cast(sa.CursorResult[Any], taken).rowcount == 1


_MOVE = sa.update(HEAD).where(
    HEAD.c.year == sa.bindparam("of_year"), HEAD.c.chain == sa.bindparam("of_chain"),
    HEAD.c.seq == sa.bindparam("from_seq"), HEAD.c.hash == sa.bindparam("from_hash"))


def _ends(session: Session, chains: Iterable[Chain]) -> dict[Chain, End | None]:
    """Where many chains end, not locked: ``_moved`` notices whoever is faster."""
    listed = sorted(chains)
    found: dict[Chain, End | None] = dict.fromkeys(listed)
    for start in range(0, len(listed), AT_ONCE):
        found.update(((row.year, row.chain), (row.seq, row.hash)) for row in session.execute(
            sa.select(HEAD).where(sa.tuple_(HEAD.c.year, HEAD.c.chain).in_(listed[start:start + AT_ONCE]))))
    return found


def _locked_end(session: Session, chain: Chain) -> End | None:
    row = session.execute(sa.select(HEAD.c.seq, HEAD.c.hash).where(
        HEAD.c.year == chain[0], HEAD.c.chain == chain[1]).with_for_update()).first()
    return (row.seq, row.hash) if row is not None else None
