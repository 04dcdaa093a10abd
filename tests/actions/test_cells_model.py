"""Marks, absences, movement, substitutions, closings and reopenings against a plain-Python model (п. 5.3–6.8, 7.2)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from access.identity import Identity
from actions import movement
from actions.audit.verification import verify
from actions.cells import Entry, Stale
from actions.refusals import NotYours
from models import AuditRecord, Journal, Lesson, Student
from models import db as ours
from queries.journal_grid import grid
from rules.terms import ClosingScope, MarkKind, MedicalGroup, Role, WorkKind
from rules.violation import Violation
from tests import factories as f
from tests.actions.cell_model import DAY, TEXTS, WORDS, JournalOfModel, LessonOfModel, Model, Outcome
from tests.teachers import save_cell

ZONE = ZoneInfo("Asia/Barnaul")
STARTS = dt.datetime(2023, 10, 25, 9, tzinfo=ZONE)  # a Wednesday, a week and a half before a holiday
HOLIDAY = dt.date(2023, 11, 6)
STUDENTS, JOURNALS = ("first", "exempt", "guest"), ("maths", "sport", "others")
WHO = (*["teacher"] * 6, "substitute", "substitute", "curator", "curator", "stranger", "administrator")
PLAIN = ("5", "4", "5/4", "н", "б", "о/4", "н/5", "б/5", "")
REASONS = (None, None, "по болезни")
OFTEN = {"saved", "stale", "not found", "refused 5.4 ", "refused 6.1 reason", "refused 6.1 reopening", "refused 9.4 "}
SHORT = settings(max_examples=24, stateful_step_count=25, deadline=None, database=None, derandomize=True,
                 phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck))


class Cells(RuleBasedStateMachine):
    """Two groups, three journals of one teacher in them, a substitute, a curator of the first group."""

    clean: ClassVar[Callable[[], None]]
    answered: ClassVar[Counter[str]] = Counter()

    @initialize()
    def build(self) -> None:
        for letter in "нбуо":
            f.AbsenceKindFactory(letter=letter, excused=letter in "бу", is_late=letter == "о",
                                 counts_hours=letter != "о")
        f.HolidayFactory(starts=HOLIDAY, ends=HOLIDAY)
        teacher, substitute, stranger = (f.TeacherFactory() for _ in range(3))
        home, away = f.GroupFactory(), f.GroupFactory()
        curator = f.CuratorshipFactory(group=home).user
        self.users = {
            "teacher": teacher, "substitute": substitute, "stranger": stranger, "curator": curator,
            "administrator": f.UserFactory(roles=(Role.ADMINISTRATOR,)),
            "clerk": f.UserFactory(roles=(Role.DATA_CLERK,))}
        self.people = {name: Identity(user.id, user.role_set, STARTS) for name, user in self.users.items()}
        journals = {"maths": f.JournalFactory(group=home, teacher=teacher), "others": f.JournalFactory(
            group=away, teacher=teacher), "sport": f.JournalFactory(
            group=home, teacher=teacher, line__discipline__physical_education=True)}
        students = {name: f.MembershipFactory(group=away if name == "guest" else home).student for name in STUDENTS}
        students["exempt"].medical_group = MedicalGroup.SPECIAL_B
        self.groups = {"home": home.id, "away": away.id}
        self.ids = {name: row.id for name, row in (*journals.items(), *students.items())}
        self.lessons: list[int] = []
        self.model = Model(
            STARTS, {"maths": JournalOfModel("teacher", "home"), "others": JournalOfModel("teacher", "away"),
                     "sport": JournalOfModel("teacher", "home", sport=True)}, "curator", "home", "exempt", {HOLIDAY},
            {name: [("away" if name == "guest" else "home", dt.date(2022, 9, 1), None)] for name in STUDENTS})
        ours.session.commit()
        for journal in JOURNALS:
            self.give(journal, substituted=journal == "maths", declared=journal == "sport", hours=2)

    def user(self, who: str) -> Identity:
        known = self.people[who]
        return Identity(known.id, known.roles, self.model.now)

    # days pass, lessons are held

    @rule(days=st.sampled_from((0, 1, 1, 1, 2, 7)), hour=st.integers(8, 23), lessons=st.lists(st.tuples(
        st.sampled_from(JOURNALS), st.booleans(), st.booleans(), st.sampled_from((2, 2, 1))), min_size=1, max_size=3))
    def a_day(self, days: int, hour: int, lessons: list[tuple[str, bool, bool, int]]) -> None:
        later = (self.model.now + days * DAY).replace(hour=hour, minute=59)
        self.model.now = max(later, self.model.now)
        for journal, substituted, declared, hours in lessons:
            self.give(journal, substituted, declared, hours)

    def give(self, journal: str, substituted: bool, declared: bool, hours: int) -> None:
        today = self.model.now.date()
        pair = 1 + sum(one.journal == journal and one.date == today for one in self.model.lessons)
        if pair > 9:
            return
        instead = {"teacher": self.users["substitute"], "substituted": self.users["teacher"]} if substituted else {}
        lesson = f.LessonFactory(journal=ours.session.get_one(Journal, self.ids[journal]), date=today, pair=pair,
                                 hours=hours, **instead)
        if declared:
            f.WorkFactory(lesson=lesson, kind=WorkKind.CONTROL)
        self.lessons.append(lesson.id)
        self.model.lessons.append(LessonOfModel(
            journal, today, hours, "substitute" if substituted else "teacher", declared))
        ours.session.commit()

    # students move, periods are closed and opened

    @rule(name=st.sampled_from(STUDENTS), lot=st.integers(0, 2))
    def move(self, name: str, lot: int) -> None:
        stays, today = self.model.stays[name], self.model.now.date()
        group, since, _ = stays[-1]
        if since >= today or lot:
            return
        new = "away" if group == "home" else "home"
        student = ours.session.get_one(Student, self.ids[name])
        movement.transfer(self.user("clerk"), student, movement.Order(f"{len(stays)}-П", today, today),
                          ours.session.get_one(f.m.Group, self.groups[new]))
        ours.session.commit()
        stays[-1] = (group, since, today - DAY)
        stays.append((new, today, None))

    @precondition(lambda self: not self.model.closed)
    @rule(days=st.integers(1, 9))
    def close(self, days: int) -> None:
        """The days before today; what is closed may be opened again as a whole."""
        ends = self.model.now.date() - DAY
        f.ClosingFactory(scope=ClosingScope.MONTH, starts=ends - days * DAY, ends=ends)
        ours.session.commit()
        self.model.closed.append((ends - days * DAY, ends))

    @precondition(lambda self: self.model.closed)
    @rule()
    def open_again(self) -> None:
        ours.session.execute(sa.delete(f.m.Closing))
        ours.session.commit()
        self.model.closed.clear()

    @rule(journal=st.sampled_from(("", *JOURNALS)), who=st.sampled_from(("", "teacher", "substitute", "curator")),
          days=st.integers(1, 20), living=st.integers(0, 3))
    def let_write(self, journal: str, who: str, days: int, living: int) -> None:
        ends = self.model.now.date()
        starts, until = ends - days * DAY, self.model.now + living * DAY
        f.ReopeningGrantFactory(
            journal=ours.session.get_one(Journal, self.ids[journal]) if journal else None,
            user=self.users[who] if who else None, starts=starts, ends=ends, expires_at=until)
        ours.session.commit()
        self.model.grants.append((journal, who, starts, ends, until))

    # cells are written

    @rule(entries=st.lists(st.tuples(
        st.sampled_from(WHO), st.integers(0, 8), st.sampled_from(STUDENTS), st.sampled_from(list(TEXTS)),
        st.sampled_from(list(WORDS)), st.integers(0, 9).map(lambda lot: lot == 9),
        st.sampled_from((None, None, None, MarkKind.TEST, MarkKind.THEORY, MarkKind.CONTROL)),
        st.sampled_from((None, None, 2))), min_size=2, max_size=6))
    def anybody_writes(self, entries: list[Any]) -> None:
        for entry in entries:
            self.write(*entry)

    @rule(entries=st.lists(st.tuples(
        st.sampled_from((0, 0, 0, 0, 0, 0, 1)), st.sampled_from((*["teacher"] * 3, "curator", "substitute")),
        st.integers(0, 5), st.integers(0, 2), st.sampled_from(PLAIN), st.sampled_from(REASONS)),
        min_size=4, max_size=10))
    def plain_entries(self, entries: list[Any]) -> None:
        """What happens most: marks and letters of the journal's own students at the last lessons, over some days."""
        for days, who, back, place, text, reason in entries:
            self.model.now += days * DAY
            lesson = self.model.lessons[self.number(back)]
            group = self.model.journals[lesson.journal].group
            own = [name for name in STUDENTS if any(stay[0] == group for stay in self.model.stays[name])]
            if own and not (who == "substitute" and lesson.given_by != who):
                self.write(who, back, own[place % len(own)], text, reason)

    @precondition(lambda self: self.model.cells)
    @rule(entries=st.lists(st.tuples(
        st.sampled_from(("teacher", "teacher", "curator", "substitute")), st.integers(0, 99), st.sampled_from(PLAIN),
        st.sampled_from(REASONS), st.sampled_from((None, None, 2, 3))), min_size=3, max_size=8))
    def written_cells_change(self, entries: list[Any]) -> None:
        for who, place, text, reason, weight in entries:
            number, student = sorted(self.model.cells)[-1 - place % len(self.model.cells)]
            who = who if who != "substitute" else self.model.lessons[number].given_by
            self.write(who, len(self.lessons) - 1 - number, student, text, reason, weight=weight)

    def write(self, who: str, back: int, student: str, text: str, reason: str | None, stale: bool = False,
              kind: MarkKind | None = None, weight: int | None = None) -> None:
        number = self.number(back)
        version = self.model.cell(number, student).version + stale
        expected = self.model.save(who, number, student, text, version, reason, kind, weight)
        asked = (who, self.model.now, self.model.lessons[number], student, text, reason, kind)
        assert self.answer(who, number, student, Entry(text, version, reason, kind, weight)) == expected, asked
        self.answered[" ".join(expected if expected[0] == "refused" else expected[:1])] += 1

    def number(self, back: int) -> int:
        return len(self.lessons) - 1 - back % len(self.lessons)

    def answer(self, who: str, number: int, student: str, entry: Entry) -> Outcome:
        lesson = ours.session.get_one(Lesson, self.lessons[number])
        try:
            saved = save_cell(self.user(who), lesson.journal, lesson, self.ids[student], entry)
            ours.session.commit()
            return "saved", saved.value, str(saved.version)
        except NotYours:
            return ("not found",)
        except Stale as stale:
            return "stale", stale.value, str(stale.version)
        except Violation as violation:
            return "refused", violation.point, violation.needs or ""
        finally:
            ours.session.rollback()

    # and add up to the same

    def compare_journal(self, name: str) -> None:
        journal = ours.session.get_one(Journal, self.ids[name])
        shown = {row.student_id: row.sums for row in grid(self.user("teacher"), journal, whole=True).rows}
        for student in STUDENTS:
            sums = shown.get(self.ids[student])
            assert (sums is not None) == any(
                stay[0] == self.model.journals[name].group for stay in self.model.stays[student])
            if sums is None:
                continue
            marks, exact, missed, unexcused = self.model.sums(name, student)
            average = exact and (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)
            assert (sums.marks, sums.average, sums.missed, sums.unexcused) == (marks, average, missed, unexcused)

    def teardown(self) -> None:
        if hasattr(self, "model"):
            for name in JOURNALS:
                self.compare_journal(name)
            written = ours.session.scalar(sa.select(sa.func.count()).where(AuditRecord.entity == "cell"))
            assert written == self.model.saves, "one record per save"
            assert list(verify(ours.session())) == []
        type(self).clean()


def test_the_product_answers_as_the_model(app: Any, db: Any, database: Any) -> None:
    def clean() -> None:
        ours.session.remove()
        ours.engine.dispose()
        database.restore()

    Cells.clean = staticmethod(clean)
    Cells.answered.clear()
    run_state_machine_as_test(Cells, settings=SHORT)
    assert set(Cells.answered) >= OFTEN, Cells.answered
