"""A year's archive: tables, papers and pages that open without the system, in one folder (п. 7.5, ADR 31)."""

from __future__ import annotations

import json
import multiprocessing
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from access.identity import Identity
from actions import audit
from actions.archives import archive, require_archivable
from clock import wall_now
from documents.archive_paper import paper_of, report_of, sheets_of
from documents.exchange import described
from documents.viewer import INDEX, group_html, group_page, journal_html, journal_page, year_html
from jobs.archive_papers import group_papers
from jobs.exchange import one_moment
from models import AcademicYear, Journal, db
from models.engine import writing
from operations.archive import Writing
from queries.archive_states import year_of
from queries.archives import ArchivedGroup, ArchivedJournal, ArchivedYear, Heads, groups_of, heads_of, tables_of
from queries.college import college
from queries.exchange_schema import schema_of
from queries.forms.practice import signed_sheets
from queries.journal_sheet import journal_sheet
from queries.reports.ask import letterhead
from queries.sheets import JournalSheet
from queries.system import revision_now
from rules.archives import file_name
from rules.words import plural

PROCESSES = 2
AHEAD = 3  # papers asked for before the first is written
LINES = ("documents — на бумаге (PDF), папка на группу: журналы, сводные ведомости, практика, аттестационные листы, "
         "приказы",
         "tables — все таблицы года (JSONL, строка на запись) и их описание schema.json",
         "manifest.json — опись: каждый файл с его SHA-256 и концы цепочек журнала изменений",
         "manifest.json.sha256 — хеш самой описи. Проверка: flask archive verify ПАПКА или sha256sum")
Noticed = Callable[[int, int, str], None]  # done, in all, of what
Drawn = tuple[ArchivedJournal, JournalSheet]


@dataclass(frozen=True)
class Made:
    """``unprinted``: papers that could not be drawn; what they say is in the tables and on the pages all the same."""

    path: Path
    manifest: str
    files: int
    size: int
    unprinted: dict[str, str]


def create(user: Identity, year: int, target: Path, noticed: Noticed, *, draft: bool = False) -> Made:
    """Write the archive of the academic year and, unless it is a draft, close the year with it. Commits.

    Raises LookupError, Violation, Refused, OSError; then nothing is left of it.
    """
    one_moment()
    found = year_of(year)
    if found is None:
        raise LookupError(f"Учебного года {year}-{year + 1} нет")
    if not draft:
        require_archivable(user, found)
    heads = heads_of(found)
    with Writing(target) as folder:
        facts, unprinted = _fill(user, found, folder, noticed, draft)
        manifest = folder.finish({**facts, "audit": _plain(heads)})
    try:
        _close(user, year, manifest, None if draft else heads)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    return Made(target, manifest, len(folder.entries), sum(entry.size for entry in folder.entries.values()), unprinted)


def _fill(user: Identity, year: AcademicYear, folder: Writing, noticed: Noticed, draft: bool,
          ) -> tuple[dict[str, Any], dict[str, str]]:
    """Everything but the manifest; the manifest's facts."""
    owner = college()
    head = ArchivedYear(str(year), owner.title if owner else "", user.now, draft)
    groups = groups_of(user, year)
    counts = _write_tables(user, year.year, folder, noticed)
    unprinted = _write_groups(user, year.year, head, groups, folder, noticed)
    folder.add(INDEX, [year_html(head, groups, LINES)])
    facts = {"year": str(year), "made": wall_now().isoformat(timespec="seconds"), "draft": draft,
             "revision": revision_now(),
             "versions": {name: version(name) for name in ("sqlalchemy", "xhtml2pdf", "reportlab")},
             "rows": counts, "groups": len(groups), "journals": sum(len(group.journals) for group in groups),
             "unprinted": unprinted}
    return facts, unprinted


def _plain(heads: Heads) -> dict[str, dict[str, Any]]:
    return {f"{year}/{chain}": {"seq": seq, "hash": digest} for (year, chain), (seq, digest) in heads.items()}


def _write_tables(user: Identity, year: int, folder: Writing, noticed: Noticed) -> dict[str, int]:
    """A file per entity and their schema; how many rows are in each."""
    counts: dict[str, int] = {}
    schema: dict[str, Any] = {}
    tables = list(tables_of(user, year))
    for number, (model, found) in enumerate(tables, 1):
        name = model.__tablename__
        folder.add(f"tables/{name}.jsonl", _lines(found, counts, name))
        schema[name] = {"title": model.__labels__, "columns": [described(field) for field in schema_of(model)]}
        noticed(number, len(tables), f"Таблицы: {model.__labels__}")
    folder.add("tables/schema.json", [json.dumps(schema, ensure_ascii=False, indent=1).encode()])
    return counts


def _lines(found: Iterable[dict[str, Any]], counts: dict[str, int], name: str) -> Iterator[bytes]:
    counts[name] = 0
    for row in found:
        counts[name] += 1
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _write_groups(user: Identity, year: int, head: ArchivedYear, groups: list[ArchivedGroup], folder: Writing,
                  noticed: Noticed) -> dict[str, str]:
    """Papers and pages of every group; what could not be drawn, by its place. Papers are drawn by processes."""
    unprinted: dict[str, str] = {}
    total, done = sum(len(group.journals) for group in groups), 0
    with drawers() as pool:
        for group in groups:
            drawn: list[Drawn] = []
            for journal, sheet, paper in _drawn(user, group, pool):
                kept = replace(journal, paper=_keep(folder, journal.paper, paper, unprinted))
                folder.add(journal_page(journal.id), [journal_html(head, group, kept, sheet)])
                drawn.append((kept, replace(sheet, lessons=(), cells={})))
                done += 1
                noticed(done, total, f"Журналы: {group.name}")
            papers = _write_papers(user, year, group, pool, folder, unprinted)
            folder.add(group_page(group.id), [group_html(head, group, drawn, papers)])
            db.session.expunge_all()
    return unprinted


def drawers() -> Executor:
    """Processes that draw papers: two of them take both cores of the smallest server."""
    return ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn"))


def _drawn(user: Identity, group: ArchivedGroup, pool: Executor,
           ) -> Iterator[tuple[ArchivedJournal, JournalSheet, bytes | str]]:
    """Journals of the group with their papers, in their order; only a few wait in memory."""
    waiting: deque[tuple[ArchivedJournal, JournalSheet, Future[bytes | str]]] = deque()
    for journal in group.journals:
        sheet = journal_sheet(user, db.session.get_one(Journal, journal.id))
        place = _place(group, f"{sheet.semester_title} {sheet.subject_line}", journal.id)
        waiting.append((replace(journal, paper=place), sheet, pool.submit(paper_of, sheet)))
        if len(waiting) > AHEAD:
            first, drawn, paper = waiting.popleft()
            yield first, drawn, paper.result()
    for first, drawn, paper in waiting:
        yield first, drawn, paper.result()


def _write_papers(user: Identity, year: int, group: ArchivedGroup, pool: Executor, folder: Writing,
                  unprinted: dict[str, str]) -> list[tuple[str, str]]:
    """The group's other papers: their titles and places."""
    head = letterhead()
    drawn = [(title, pool.submit(report_of, paper, head, user.today))
             for title, paper in group_papers(user, group.id, year, head)]
    drawn += [(title, pool.submit(sheets_of, title, papers, head))
              for title, papers in signed_sheets(user, [journal.id for journal in group.journals])]
    return [(title, _keep(folder, _place(group, title, number), paper.result(), unprinted))
            for number, (title, paper) in enumerate(drawn, 1)]


def _place(group: ArchivedGroup, title: str, number: int) -> str:
    return f"documents/{file_name(group.name, group.id)}/{file_name(title, number)}.pdf"


def _keep(folder: Writing, place: str, paper: bytes | str, unprinted: dict[str, str]) -> str:
    """Where the paper lies; nowhere when it could not be drawn."""
    if isinstance(paper, bytes):
        folder.add(place, [paper])
        return place
    unprinted[place] = paper
    return ""


def _close(user: Identity, year: int, manifest: str, heads: Heads | None) -> None:
    """The year's state, unless it is a draft without ``heads``, and the record that its data left the journal."""
    writing.set(True)
    db.session.rollback()
    audit.describe(db.session, user)
    found = year_of(year)
    assert found is not None  # it was read a while ago
    if heads is not None:
        archive(user, found, manifest, heads)
    audit.exported(db.session(), found, {"format": "архив", "manifest": manifest, "draft": heads is None})
    db.session.commit()


def told(made: Made) -> str:
    """How it ended, in words."""
    files = f"{made.files} {plural(made.files, 'файл', 'файла', 'файлов')}"
    unprinted = f", не напечатано бумаг: {len(made.unprinted)}" if made.unprinted else ""
    return f"{made.path.name}: {files}, {made.size / 1e6:.1f} МБ{unprinted}. Хеш описи {made.manifest}"
