"""Acts of inspection: the list, one act with its journals and remarks, who has read it, a journal's history."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.scopes import covers
from models import Acknowledgement, Curatorship, Finding, Inspection, Journal, Remark, User, db
from models.control import remark_finding
from rules.inspections import OVER, RemarkState, remark_state
from rules.terms import AcknowledgementKind, FindingState, InspectionKind, Role

ONCE = dt.date(1970, 1, 1)  # an act is acknowledged once, not by weeks


@dataclass(frozen=True)
class RemarkLine:
    """``rules`` are the checks it sums up; ``said``: what the teacher has explained; ``left`` of ``found`` findings.

    findings: those left, by number and day, to be opened, explained and mended.
    """

    id: int
    text: str
    state: RemarkState
    fixed_on: dt.date | None
    said: tuple[str, ...]
    rules: tuple[str, ...]
    found: int
    findings: tuple[tuple[int, dt.date], ...]
    by_hand: bool

    @property
    def left(self) -> int:
        return len(self.findings)


@dataclass(frozen=True)
class JournalLine:
    """A journal that has been looked at."""

    id: int
    title: str
    whose: str
    teacher: str
    teacher_id: int
    group_id: int
    remarks: tuple[RemarkLine, ...]

    @property
    def written(self) -> tuple[RemarkLine, ...]:
        return tuple(one for one in self.remarks if one.text)


@dataclass(frozen=True)
class Act:
    """``whole``: the reader controls and sees all its journals; a teacher and a curator have an extract."""

    id: int
    number: str
    kind: InspectionKind
    date: dt.date
    subject: str
    inspector: str
    conclusion: str | None
    due_on: dt.date | None
    version: int
    journals: tuple[JournalLine, ...]
    whole: bool

    def count(self, *states: RemarkState) -> int:
        return sum(one.state in states for journal in self.journals for one in journal.remarks)

    @property
    def remarks(self) -> int:
        return sum(len(journal.written) for journal in self.journals)


@dataclass(frozen=True)
class Reader:
    """Who is to acknowledge an act: a teacher of its journals or a curator of their groups."""

    id: int
    name: str
    role: Role
    at: dt.datetime | None


@dataclass(frozen=True)
class ActLine:
    """An act in the list: ``readers`` of whom ``read`` have acknowledged; ``mine``: the user's own still waits."""

    act: Act
    readers: int
    read: int
    mine: bool


def acts(user: Identity) -> list[ActLine]:
    """Acts the user reads, the newest first; a constant number of statements."""
    found = _acts(user, sa.true())
    lines = _lines(user, [one.id for one in found])
    readers, sizes = _readers(user, lines), _sizes(list(lines))
    made = []
    for one in found:
        people = readers.get(one.id, [])
        waits = one.conclusion is not None and any(who.id == user.id and who.at is None for who in people)
        made.append(ActLine(_act(user, one, lines.get(one.id, []), sizes), len(people), sum(who.at is not None
                                                                                    for who in people), waits))
    return made


def act_page(user: Identity, one: Inspection) -> tuple[Act, list[Reader]]:
    """The act with the journals the user reads, and those who are to read it."""
    lines = _lines(user, [one.id])
    return _act(user, one, lines.get(one.id, []), _sizes([one.id])), _readers(user, lines).get(one.id, [])


def history(user: Identity, journal: Journal) -> list[tuple[Act, JournalLine]]:
    """Every inspection of a journal, the newest first."""
    mine = sa.select(Remark.inspection_id).where(Remark.journal_id == journal.id, rows(user, Action.READ, Remark))
    found = _acts(user, Inspection.id.in_(mine))
    lines = _lines(user, [one.id for one in found])
    return [(_act(user, one, [], {}), own) for one in found for own in lines.get(one.id, []) if own.id == journal.id]


def _acts(user: Identity, which: sa.ColumnElement[bool]) -> list[Inspection]:
    return list(db.session.scalars(
        sa.select(Inspection).where(which, rows(user, Action.READ, Inspection))
        .options(joinedload(Inspection.inspector)).order_by(Inspection.date.desc(), Inspection.id.desc())))


def last_inspected(user: Identity) -> dt.date | None:
    """The day of the last inspection the user reads (п. 7.2)."""
    return db.session.scalar(sa.select(sa.func.max(Inspection.date)).where(rows(user, Action.READ, Inspection)))


def is_addressed(user: Identity, inspection: int) -> bool:
    """Whether the act is about the user's journals or the user's group."""
    asker = user.acting_as(Role.TEACHER, Role.CURATOR)
    return bool(db.session.scalar(sa.select(sa.exists().where(
        Remark.inspection_id == inspection, rows(asker, Action.READ, Remark)))))


def addressees(inspections: Collection[int], day: dt.date) -> dict[int, tuple[int, ...]]:
    """By act: accounts of the teachers of its journals and of the curators of their groups on the day (п. 7.4)."""
    looked = (sa.select(Remark.inspection_id, Journal.teacher_id, Journal.group_id)
              .join(Journal, Journal.id == Remark.journal_id).where(Remark.inspection_id.in_(sorted(inspections))))
    found, groups = defaultdict(set), defaultdict(set)
    for row in db.session.execute(looked):
        found[row.inspection_id].add(row.teacher_id)
        groups[row.group_id].add(row.inspection_id)
    for group, account in db.session.execute(_curators(groups, day)):
        for inspection in groups[group]:
            found[inspection].add(account)
    return {inspection: tuple(sorted(people)) for inspection, people in found.items()}


def _curators(groups: Iterable[int], day: dt.date) -> sa.Select[int, int]:
    return sa.select(Curatorship.group_id, Curatorship.user_id).where(
        Curatorship.group_id.in_(sorted(groups)), covers(Curatorship.starts, Curatorship.ends, day))


def _act(user: Identity, one: Inspection, journals: list[JournalLine], sizes: dict[int, int]) -> Act:
    controls = bool(user.roles - {Role.TEACHER, Role.CURATOR})
    whole = controls and sizes.get(one.id, 0) == sum(len(journal.remarks) for journal in journals)
    return Act(one.id, one.number, InspectionKind(one.kind), one.date, one.subject, one.inspector.short_name,
               one.conclusion, one.due_on, one.row_version, tuple(journals), whole)


def _sizes(inspections: list[int]) -> dict[int, int]:
    """How many lines the acts have, whoever reads them."""
    query = (sa.select(Remark.inspection_id, sa.func.count(Remark.id).label("size"))
             .where(Remark.inspection_id.in_(inspections)).group_by(Remark.inspection_id))
    return {row.inspection_id: row.size for row in db.session.execute(query)}


def _lines(user: Identity, inspections: list[int]) -> dict[int, list[JournalLine]]:
    """Journals with their remarks by act, in the order of groups and subjects."""
    if not inspections:
        return {}
    found = list(db.session.scalars(
        sa.select(Remark).where(Remark.inspection_id.in_(inspections), rows(user, Action.READ, Remark))
        .options(joinedload(Remark.inspection), joinedload(Remark.journal).options(
            joinedload(Journal.line), joinedload(Journal.group), joinedload(Journal.subgroup),
            joinedload(Journal.teacher))).order_by(Remark.id)))
    findings = _findings([one.id for one in found])
    made: dict[int, dict[int, list[Remark]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        made[one.inspection_id][one.journal_id].append(one)
    return {act: sorted((_journal(user, remarks, findings) for remarks in journals.values()),
                        key=lambda line: (line.whose, line.title)) for act, journals in made.items()}


def _journal(user: Identity, remarks: list[Remark], findings: dict[int, list[Finding]]) -> JournalLine:
    journal = remarks[0].journal
    lines = tuple(_remark(user, one, findings.get(one.id, [])) for one in remarks)
    return JournalLine(journal.id, journal.line.title, journal.whose, journal.teacher.short_name,
                       journal.teacher_id, journal.group_id, lines)


def _remark(user: Identity, one: Remark, findings: list[Finding]) -> RemarkLine:
    states = [FindingState(finding.state) for finding in findings]
    state = remark_state(one.text, one.fixed_on, states, one.inspection.due_on, user.today)
    closed = [finding.fixed_at for finding in findings if finding.fixed_at is not None]
    fixed_on = one.fixed_on
    if fixed_on is None and state is RemarkState.MENDED and closed:
        fixed_on = max(closed).astimezone(user.now.tzinfo).date()
    said = tuple(dict.fromkeys(finding.explanation for finding in findings if finding.explanation))
    left = tuple((finding.id, finding.day) for finding in findings if finding.state not in OVER)
    return RemarkLine(one.id, one.text or "", state, fixed_on, said,
                      tuple(dict.fromkeys(finding.rule for finding in findings)), len(findings), left, not findings)


def _findings(remarks: list[int]) -> dict[int, list[Finding]]:
    """Findings by the remark that sums them up."""
    found: dict[int, list[Finding]] = defaultdict(list)
    for remark, finding in db.session.execute(
            sa.select(remark_finding.c.remark_id, Finding)
            .join(Finding, Finding.id == remark_finding.c.finding_id)
            .where(remark_finding.c.remark_id.in_(remarks)).order_by(Finding.day, Finding.id)):
        found[remark].append(finding)
    return found


def _readers(user: Identity, lines: dict[int, list[JournalLine]]) -> dict[int, list[Reader]]:
    """Teachers of the journals and curators of the groups today, with the moment of their acknowledgement."""
    groups = {journal.group_id for journals in lines.values() for journal in journals}
    curators = defaultdict(set)
    for group, account in db.session.execute(_curators(groups, user.today)):
        curators[group].add(account)
    people = {act: _people(journals, curators) for act, journals in lines.items()}
    names = _names({account for found in people.values() for account in found})
    read = {(row.subject_id, row.user_id): row.at.astimezone(user.now.tzinfo) for row in db.session.execute(
        sa.select(Acknowledgement.subject_id, Acknowledgement.user_id, Acknowledgement.at).where(
            Acknowledgement.kind == AcknowledgementKind.INSPECTION, Acknowledgement.subject_id.in_(sorted(lines))))}
    return {act: [Reader(account, names[account], found[account], read.get((act, account)))
                  for account in names if account in found] for act, found in people.items()}


def _people(journals: Iterable[JournalLine], curators: dict[int, set[int]]) -> dict[int, Role]:
    found: dict[int, Role] = {}
    for journal in journals:
        found |= dict.fromkeys(curators.get(journal.group_id, ()), Role.CURATOR)
    return found | dict.fromkeys((journal.teacher_id for journal in journals), Role.TEACHER)


def _names(accounts: Iterable[int]) -> dict[int, str]:
    return {one.id: one.short_name for one in db.session.scalars(
        sa.select(User).where(User.id.in_(sorted(accounts))).order_by(User.sort_key, User.id))}
