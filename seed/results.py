"""Published finals of semesters that are over, debts and their attempts (п. 6.6, 6.7, 6.9)."""

from __future__ import annotations

import datetime as dt
from random import Random

import models as m
from rules.terms import BasisKind, DebtState, FinalKind, FinalValue, LineKind
from seed.days import DAY
from seed.world import Book, Pupil, World

V, B = FinalValue, BasisKind
DIGITS = {5: V.FIVE, 4: V.FOUR, 3: V.THREE, 2: V.TWO}
BASES = {
    FinalKind.SEMESTER: (B.CURRENT_WORK, B.WRITTEN_WORKS, B.PRACTICAL_WORKS), FinalKind.EXAM: (B.EXAM_ANSWER,),
    FinalKind.GRADED_CREDIT: (B.EXAM_ANSWER, B.PRACTICAL_WORKS), FinalKind.CREDIT: (B.CURRENT_WORK,),
    FinalKind.MODULE: (B.EXAM_ANSWER,), FinalKind.PRACTICE: (B.PRACTICAL_WORKS,),
}


class Results:
    """Finals of a journal, from what the student showed; never computed from the average."""

    def __init__(self, world: World, sums: dict[tuple[int, int], list[int]]) -> None:
        self.world, self.sums = world, sums
        self.random = world.random("results")

    def write(self, book: Book) -> None:
        last = self._last_day(book)
        for pupil in book.team.pupils:
            if book.subgroup is not None and (book.subgroup, pupil.id) not in book.team.halves:
                continue
            if pupil.in_team(book.team, last):
                for kind in book.line.finals:
                    self._final(book, pupil, kind, last)

    def _last_day(self, book: Book) -> dt.date:
        if book.events:
            return book.events[-1].date
        return self.world.calendar.working(book.term.ends - DAY * 10, book.term.ends)[-1]

    def _final(self, book: Book, pupil: Pupil, kind: FinalKind, last: dt.date) -> None:
        world, random = self.world, self.random
        value = self._value(book, pupil, kind, random)
        basis = B.ABSENCE if value is V.NOT_ATTESTED else random.choice(BASES[kind])
        at = world.moment(last, dt.time(random.randint(13, 16), random.randrange(60)))
        final = world.bulk.add(
            m.FinalMark, journal_id=book.id, student_id=pupil.id, kind=kind, value=value, basis_kind=basis,
            set_by_id=book.teacher.id, set_at=at, published_at=at + dt.timedelta(hours=1))
        if value in (V.TWO, V.NOT_ATTESTED, V.FAILED):
            self._debt(book, kind, final, last)

    def _value(self, book: Book, pupil: Pupil, kind: FinalKind, random: Random) -> FinalValue:
        marks, _, missed, held = self.sums.get((book.id, pupil.id), (0, 0, 0, 0))
        if held and (missed * 2 > held or marks == 0) and book.line.kind is not LineKind.PRACTICE:
            return V.NOT_ATTESTED
        score = 3.95 + book.teacher.generous + pupil.ability * 0.66 + random.gauss(0, 0.33)
        if kind is FinalKind.CREDIT:
            return V.PASSED if score > 2.4 else V.FAILED
        return DIGITS[5 if score >= 4.5 else 4 if score >= 3.5 else 3 if score >= 2.35 else 2]

    def _debt(self, book: Book, kind: FinalKind, final: int, last: dt.date) -> None:
        world, random = self.world, self.random
        dates = [world.calendar.working(last + DAY * ahead, last + DAY * (ahead + 90))[0] for ahead in (24, 66)]
        passed = V.PASSED if kind is FinalKind.CREDIT else V.THREE
        failed = V.FAILED if kind is FinalKind.CREDIT else V.TWO
        first = random.random() < 0.7
        state = DebtState.OPEN
        attempts = []
        if dates[0] <= world.today:
            attempts.append((dates[0], passed if first else failed))
            state = DebtState.CLOSED if first else DebtState.FIRST_FAILED
        if not first and dates[1] <= world.today:
            attempts.append((dates[1], passed))
            state = DebtState.CLOSED
        debt = world.bulk.add(m.Debt, final_mark_id=final, opened_on=last, due_on=dates[1], state=state,
                              form=kind if kind is not FinalKind.SEMESTER else FinalKind.GRADED_CREDIT)
        for number, (day, value) in enumerate(attempts, 1):
            world.bulk.add(m.DebtAttempt, debt_id=debt, number=number, date=day, examiner_id=book.teacher.id,
                           commission=number == 2, value=value,
                           members="преподаватель, методист, заместитель директора" if number == 2 else None)
