"""The page of final results: students × kinds of results, with what the teacher looks at (п. 6.4, 6.6, 6.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from access.check import rows
from access.grants import Action
from access.identity import Identity
from access.scopes import teaches
from access.whole import whole_journals
from models import CurriculumLine, Debt, DebtAttempt, FinalMark, Journal, Semester, db
from queries.college import norms_on
from queries.finals_facts import Facts, facts
from queries.finals_past import past_results, unfinished_parts
from queries.journal_kinds import kinds_of_line
from queries.roster import RosterLine, roster
from rules import attestation
from rules.accumulation import Progress, needed_marks
from rules.attestation import Recommendation, is_positive, recommend, short, sums_up_marks, unfinished_warning, warning
from rules.lessons import closed_reason
from rules.names import full_name
from rules.norms import Norms
from rules.terms import TAUGHT, BasisKind, FinalKind, FinalValue, LineKind


@dataclass(frozen=True)
class FinalCell:
    """One result; ``text`` is "" where there is none the user may read.

    basis: as people read it; made_up: the result of a passed attempt, with its date; owes: a debt is still open.
    """

    kind: FinalKind
    id: int = 0
    value: FinalValue | None = None
    text: str = ""
    version: int = 0
    published: bool = False
    basis_kind: BasisKind | None = None
    words: str = ""
    theme: str = ""
    made_up: str = ""
    owes: bool = False
    debt_id: int | None = None
    warning: str | None = None

    @property
    def basis(self) -> str:
        title = self.basis_kind.title if self.basis_kind and self.basis_kind is not BasisKind.WORDS else ""
        return ": ".join(part for part in (title, self.words) if part)

    @property
    def is_draft(self) -> bool:
        return self.value is not None and not self.published


@dataclass(frozen=True)
class FinalRow:
    """A student: ``closed`` says in words why no result is put; ``note`` warns before any value is chosen."""

    student_id: int
    number: int
    name: str
    closed: str | None
    marks: int
    average: Decimal | None
    missed: int
    held: int
    absent: bool
    works: tuple[str, ...]
    past: tuple[str, ...]
    note: str | None
    cells: tuple[FinalCell, ...]

    def cell(self, kind: FinalKind) -> FinalCell:
        return next(cell for cell in self.cells if cell.kind is kind)


@dataclass(frozen=True)
class FinalsPage:
    kinds: tuple[FinalKind, ...]
    rows: tuple[FinalRow, ...]
    needed: int
    by_marks: bool
    due: dt.date

    @property
    def drafts(self) -> int:
        return sum(cell.is_draft for row in self.rows for cell in row.cells)

    def filled(self, kind: FinalKind) -> int:
        return sum(row.cell(kind).value is not None for row in self.rows)

    @property
    def studying(self) -> int:
        """Students of whom a result is due."""
        return sum(row.closed is None for row in self.rows)


def reads_finals(user: Identity, journal: Journal) -> bool:
    """Whether the page is the user's: a substitute has the lesson only (п. 6.1), a supervisor the practice's days."""
    if teaches(user, journal):
        return True  # without asking: most pages are opened by their teacher
    return db.session.scalar(sa.select(Journal.id).where(Journal.id == journal.id, whole_journals(user))) is not None


def with_context(journal: Journal) -> tuple[Journal, bool]:
    """The journal with its line, group, subgroup, semester and teacher, and whether its discipline ends here."""
    other = sa.orm.aliased(CurriculumLine)
    of_discipline = sa.and_(other.curriculum_id == CurriculumLine.curriculum_id,
                            other.discipline_id == CurriculumLine.discipline_id)
    first = sa.select(sa.func.min(other.semester_number)).where(of_discipline).scalar_subquery()
    last = sa.select(sa.func.max(other.semester_number)).where(of_discipline).scalar_subquery()
    found, begins, ends = db.session.execute(
        sa.select(Journal, first, last).join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .where(Journal.id == journal.id)
        .options(joinedload(Journal.line), joinedload(Journal.group), joinedload(Journal.subgroup),
                 joinedload(Journal.semester).joinedload(Semester.academic_year), joinedload(Journal.teacher))).one()
    several = found.line.kind in TAUGHT and begins is not None and begins < ends
    return found, bool(several and ends == found.line.semester_number)


def finals_page(user: Identity, journal: Journal, concludes: bool) -> FinalsPage:
    """Everybody of the journal with the results that the user may read; the average is shown and leads nowhere."""
    norms = norms_on(user.today)
    students = roster(journal, journal.semester)
    found = _finals(user, journal)
    by_marks = attestation.assessed_by_marks(LineKind(journal.line.kind))
    seen = facts(journal, students, user.today) if by_marks else {}
    past = past_results(user, journal, [line.student_id for line in students])
    missing = unfinished_parts(journal, students)
    kinds = kinds_of_line(journal.line, concludes)
    kinds = (*kinds, *sorted({cell.kind for cell in found.values()} - set(kinds)))
    needed = needed_marks(journal.planned_hours, norms)
    made = []
    for number, line in enumerate(students, 1):
        judged = _Judged(seen.get(line.student_id, Facts()), needed, missing.get(line.student_id, ()), by_marks, norms)
        made.append(_row(number, line, kinds, found, judged, past.get(line.student_id, ()),
                         min(user.today, journal.semester.ends)))
    return FinalsPage(kinds, tuple(made), needed, by_marks, journal.semester.ends)


@dataclass(frozen=True)
class _Judged:
    """What is told about a student's results before they are put."""

    facts: Facts
    needed: int
    missing: tuple[str, ...]
    by_marks: bool
    norms: Norms

    @property
    def advice(self) -> Recommendation | None:
        facts = self.facts
        return recommend(facts.missed, facts.held, len(facts.marks), self.norms) if self.by_marks else None

    def told(self, kind: FinalKind, value: FinalValue) -> str | None:
        counts = self.by_marks and sums_up_marks(kind)
        progress = Progress(len(self.facts.marks), self.needed if counts else 0)
        parts = (warning(value, progress, self.advice if counts else None),
                 unfinished_warning(self.missing) if is_positive(value) else None)
        return ". ".join(part for part in parts if part) or None


def _row(number: int, line: RosterLine, kinds: Sequence[FinalKind], found: Mapping[tuple[int, FinalKind], FinalCell],
         judged: _Judged, past: tuple[str, ...], day: dt.date) -> FinalRow:
    outside = closed_reason(day, line.stays)
    cells = tuple(_told(found.get((line.student_id, kind), FinalCell(kind)), judged) for kind in kinds)
    known = judged.facts
    return FinalRow(
        line.student_id, number, full_name(line.last_name, line.first_name, line.patronymic),
        outside.message if outside else None, len(known.marks), known.average, known.missed, known.held,
        judged.advice is not None and judged.advice.absent, known.works, past,
        None if outside else judged.told(FinalKind.SEMESTER, FinalValue.FIVE), cells)


def _told(cell: FinalCell, judged: _Judged) -> FinalCell:
    if cell.value is None:
        return cell
    return replace(cell, warning=judged.told(cell.kind, cell.value))


def _finals(user: Identity, journal: Journal) -> dict[tuple[int, FinalKind], FinalCell]:
    """Results by student and kind, with the attempt that made up for them."""
    debt = sa.and_(Debt.final_mark_id == FinalMark.id, rows(user, Action.READ, Debt))
    query = (
        sa.select(FinalMark, Debt.id, DebtAttempt.date, DebtAttempt.value).select_from(FinalMark)
        .outerjoin(Debt, debt).outerjoin(DebtAttempt, DebtAttempt.debt_id == Debt.id)
        .where(FinalMark.journal_id == journal.id, rows(user, Action.READ, FinalMark))
        .order_by(DebtAttempt.number))
    found: dict[tuple[int, FinalKind], FinalCell] = {}
    for final, debt_id, day, result in db.session.execute(query):
        key = final.student_id, FinalKind(final.kind)
        attempt = FinalValue(result) if result is not None else None
        passed = attempt is not None and is_positive(attempt)
        made_up = f"{short(attempt)}, {day:%d.%m.%Y}" if attempt is not None and passed else ""
        found[key] = _cell(final, made_up, debt_id, owes=debt_id is not None and not passed)
    return found


def _cell(final: FinalMark, made_up: str, debt_id: int | None, owes: bool) -> FinalCell:
    value = FinalValue(final.value)
    return FinalCell(
        FinalKind(final.kind), final.id, value, short(value), final.row_version, final.published_at is not None,
        BasisKind(final.basis_kind), final.basis or "", final.theme or "", made_up, owes, debt_id)
