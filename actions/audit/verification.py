"""Is the journal of changes whole: every record hashed anew and followed from its chain's start to its head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.audit.chain import COVERED, START, digest
from models import AuditHead, AuditRecord

BATCH = 1000
Link = tuple[int, str]


@dataclass(frozen=True)
class Problem:
    """A record (or a chain's end) that is not what was written."""

    year: int
    chain: str
    seq: int
    what: str

    def __str__(self) -> str:
        return f"Цепочка {self.chain} за {self.year} год, запись № {self.seq}: {self.what}."


def verify(session: Session) -> Iterator[Problem]:
    """Every problem, a chain at a time; reads in batches, however long the journal is."""
    heads = {(head.year, head.chain): (head.seq, head.hash) for head in session.scalars(sa.select(AuditHead))}
    reached: dict[tuple[int, str], Link] = {}
    names = (*COVERED, "hash")
    query = sa.select(*(getattr(AuditRecord, name) for name in names)).order_by(
        AuditRecord.year, AuditRecord.chain, AuditRecord.seq).execution_options(yield_per=BATCH)
    for row in session.execute(query):
        record = dict(zip(names, row, strict=True))
        chain = record["year"], record["chain"]
        seq, last = reached.get(chain, (0, START))
        what = _broken(record, seq, last)
        if what:
            yield Problem(*chain, record["seq"], what)
        reached[chain] = record["seq"], record["hash"]
    for chain in sorted(heads.keys() | reached.keys()):
        if heads.get(chain, (0, START)) != reached.get(chain, (0, START)):
            yield Problem(*chain, heads.get(chain, reached.get(chain, (0, START)))[0], "конец цепочки не сходится")


def _broken(record: dict[str, object], seq: int, last: str) -> str | None:
    if record["seq"] != seq + 1:
        return f"перед ней пропали записи после № {seq}"
    if record["previous_hash"] != last:
        return "не продолжает предыдущую"
    if digest(record) != record["hash"]:
        return "изменена после записи"
    return None
