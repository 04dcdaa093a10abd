"""The hash chain: what a record's hash covers and how records are linked."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import AuditHead, AuditRecord

START = "0" * 64
COVERED = ("year", "chain", "seq", "at", "actor_id", "source", "action", "entity", "entity_id", "journal_id",
           "group_id", "student_id", "before", "after", "reason", "address", "previous_hash")


def digest(record: dict[str, Any]) -> str:
    """SHA-256 over everything a record says and the hash before it."""
    body = [record[name] if name != "at" else record["at"].isoformat() for name in COVERED]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def append(session: Session, records: Iterable[dict[str, Any]]) -> None:
    """Link the records into their chains; heads are locked in sorted order so that two writers never deadlock."""
    chains: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        chains[record["year"], record["chain"]].append(record)
    for (year, chain), links in sorted(chains.items()):
        seq, last = _lock_head(session, year, chain)
        for link in links:
            seq += 1
            link.update(seq=seq, previous_hash=last)
            last = link["hash"] = digest(link)
        session.execute(sa.insert(AuditRecord), links)
        session.execute(sa.update(AuditHead).where(AuditHead.year == year, AuditHead.chain == chain)
                        .values(seq=seq, hash=last))


def _lock_head(session: Session, year: int, chain: str) -> tuple[int, str]:
    query = sa.select(AuditHead.seq, AuditHead.hash).where(AuditHead.year == year, AuditHead.chain == chain)
    row = session.execute(query.with_for_update()).first()
    if row is None:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        session.execute(insert(AuditHead).values(year=year, chain=chain, seq=0, hash=START).on_conflict_do_nothing())
        row = session.execute(query.with_for_update()).one()
    return row.seq, row.hash
