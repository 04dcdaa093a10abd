"""What the seed makes obeys the regulation's own rules, in the demo and in a college with history."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

import models as m
from rules import attestation, lessons, movement, texts
from rules.calendar import WorkCalendar
from rules.deadlines import Timeliness, grace_end, judge, lesson_deadline, results_deadline
from rules.norms import Norms
from rules.terms import ChangeKind, FinalKind, FinalValue, LessonKind, LineKind, WorkKind
from seed.demo import DEMO_NOW
from tests.seed.conftest import college

CYRILLIC = re.compile(r"[А-ЯЁ][а-яё]+(-[А-ЯЁ][а-яё]+)?")


@pytest.fixture(params=["demo", "history"])
def seeded(request: pytest.FixtureRequest) -> Session:
    return request.getfixturevalue(request.param)


def calendar_of(session: Session) -> WorkCalendar:
    rows = session.execute(sa.select(m.Holiday.starts, m.Holiday.ends, m.Holiday.kind))
    return WorkCalendar(DEMO_NOW.tzinfo, [tuple(row) for row in rows])


def test_every_table_of_the_college_is_filled(demo: Session) -> None:
    """What is computed, sent or kept by sessions is made by the product itself."""
    own = {
        m.Activation,
        m.ApiClient,
        m.ApiUse,
        m.Attachment,
        m.AuditHead,
        m.AuditRecord,
        m.CheckSetting,
        m.Erasure,
        m.FileContent,
        m.Finding,
        m.IdempotencyKey,
        m.ImportBatch,
        m.JobRun,
        m.NormValue,
        m.IssuedDocument,
        m.Notification,
        m.NotificationSetting,
        m.NumberSeries,
        m.Outbox,
        m.ParentLetter,
        m.Passkey,
        m.PasskeyChallenge,
        m.PersonKey,
        m.RecoveryCode,
        m.ReopeningGrant,
        m.ReopeningRequest,
        m.RetentionTerm,
        m.SavedFilter,
        m.SavedReport,
        m.SecondFactor,
        m.Task,
        m.Throttle,
        m.TimetableName,
        m.UserIdentity,
        m.UserSession,
        m.ViewRecord,
        m.Visit,
        m.YearOperation,
    }
    later = {m.Debt, m.DebtAttempt}  # a semester must end first
    empty = {mapper.class_ for mapper in m.Base.registry.mappers
             if not demo.scalar(sa.select(sa.func.count()).select_from(mapper.class_))}
    assert empty - own == later


def test_two_seeds_give_equal_tables() -> None:
    def dump(session: Session) -> dict[str, list[Any]]:
        return {table.name: session.execute(table.select()).all() for table in m.Base.metadata.sorted_tables}

    one, two = college(groups=2, students=10), college(groups=2, students=10)
    first, second = dump(one), dump(two)
    assert first == second
    assert len(first["mark"]) > 500
    assert dump(college(groups=2, students=10, seed=7))["mark"] != first["mark"]


@pytest.mark.parametrize(("groups", "students"), [(2, 2), (3, 10), (9, 30)])
def test_any_size_is_made(groups: int, students: int) -> None:
    session = college(groups=groups, students=students)
    assert session.scalar(sa.select(sa.func.count()).select_from(m.Student)) == students
    assert session.scalar(sa.select(sa.func.count()).select_from(m.Group)) == groups


def test_a_college_larger_than_the_names_has_namesakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seed.people.SURNAMES", ("Белов",))
    monkeypatch.setattr("seed.people.FATHERS", {"Иван": ("Иванович", "Ивановна")})
    monkeypatch.setattr("seed.people.DRAWS", 50)
    with college(groups=4, students=120) as session:
        names = session.execute(sa.select(m.Student.last_name, m.Student.first_name, m.Student.patronymic)).all()
    assert len(names) == 120 > len(set(names))


@pytest.mark.parametrize("now", ["2023-09-01T16:00", "2024-01-03T12:00", "2024-05-20T15:00", "2025-10-06T12:00"])
def test_any_day_may_be_today(now: str) -> None:
    """The clock of the demo may be moved: first day, holidays, spring, another year."""
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=DEMO_NOW.tzinfo)
    session = college(groups=3, students=15, now=moment)
    assert session.scalar(sa.select(sa.func.max(m.Lesson.date)).select_from(m.Lesson)) <= moment.date()
    assert session.scalar(sa.select(sa.func.max(m.Mark.entered_at))) <= moment


def test_keys_point_somewhere(seeded: Session) -> None:
    assert seeded.execute(sa.text("PRAGMA foreign_key_check")).all() == []


@pytest.mark.parametrize("model", [m.User, m.Student, m.Guardian])
def test_names_are_cyrillic_and_of_one_gender(seeded: Session, model: Any) -> None:
    for row in seeded.scalars(sa.select(model)):
        assert all(CYRILLIC.fullmatch(part) for part in (row.last_name, row.first_name, row.patronymic)), row.full_name
        female = row.patronymic.endswith("на")
        assert not (female and row.last_name.endswith(("ов", "ев", "ин", "ёв")))
        assert female or not row.last_name.endswith(("ова", "ева", "ина", "ёва"))


def test_students_have_no_namesakes_in_a_group(demo: Session) -> None:
    rows = set(demo.execute(sa.select(m.Membership.group_id, m.Student.sort_key, m.Student.id).join(m.Student)).all())
    assert max(Counter((group, name) for group, name, _ in rows).values()) == 1


def test_lessons_fall_on_working_days_of_their_semester(seeded: Session) -> None:
    calendar = calendar_of(seeded)
    rows = seeded.execute(
        sa.select(m.Lesson.date, m.Lesson.year, m.Semester.starts, m.Semester.ends, m.AcademicYear.year)
        .join(m.Journal, m.Lesson.journal_id == m.Journal.id).join(m.Semester).join(m.AcademicYear)).all()
    assert rows
    for date, year, starts, ends, own in rows:
        assert lessons.check_date(date, DEMO_NOW.date(), (starts, ends), calendar) is None
        assert year == own


def test_nobody_and_no_room_is_in_two_places(seeded: Session) -> None:
    """A teacher, a room and a group (or its half) have one lesson at a time."""
    rows = seeded.execute(sa.select(m.Lesson.date, m.Lesson.pair, m.Lesson.teacher_id, m.Journal.group_id,
                                    m.Journal.subgroup_id).join(m.Journal, m.Lesson.journal_id == m.Journal.id)).all()
    assert max(Counter((date, pair, teacher) for date, pair, teacher, *_ in rows).values()) == 1
    halves: dict[Any, set[Any]] = {}
    for date, pair, _, group, subgroup in rows:
        together = halves.setdefault((date, pair, group), set())
        assert subgroup not in together
        together.add(subgroup)
        assert not (None in together and len(together) > 1)


def test_weekly_timetable_has_no_clash(seeded: Session) -> None:
    rows = seeded.execute(
        sa.select(m.TimetableSlot.weekday, m.TimetableSlot.pair, m.TimetableSlot.room, m.TimetableSlot.starts,
                  m.TimetableSlot.ends, m.Journal.teacher_id)
        .join(m.Journal).join(m.CurriculumLine).where(m.CurriculumLine.kind != LineKind.PRACTICE)).all()
    for one in range(6):
        for key in (2, 5):
            taken: dict[Any, list[tuple[dt.date, dt.date]]] = {}
            for row in rows:
                if row[0] == one:
                    spans = taken.setdefault((row[1], row[key]), [])
                    assert all(row[4] < starts or ends < row[3] for starts, ends in spans), row
                    spans.append((row[3], row[4]))


def test_every_lesson_is_in_the_timetable_or_its_changes(demo: Session) -> None:
    """Lessons come from slots, moves, exchanges and additions; the whole semester is laid out."""
    slots = demo.execute(sa.select(m.TimetableSlot.journal_id, m.TimetableSlot.weekday, m.TimetableSlot.pair,
                                   m.TimetableSlot.starts, m.TimetableSlot.ends)).all()
    changes = demo.scalars(sa.select(m.TimetableChange)).all()
    placed = {(c.new_journal_id or c.journal_id, c.new_date or c.date, c.new_pair or c.pair) for c in changes}
    for lesson in demo.scalars(sa.select(m.Lesson)):
        weekly = any(slot[0] == lesson.journal_id and slot[1] == lesson.date.isoweekday() and slot[2] == lesson.pair
                     and slot[3] <= lesson.date <= slot[4] for slot in slots)
        assert weekly or (lesson.journal_id, lesson.date, lesson.pair) in placed
    assert max(slot[4] for slot in slots) == dt.date(2023, 12, 29)
    assert {change.kind for change in changes} >= {ChangeKind.SUBSTITUTED, ChangeKind.ADDED, ChangeKind.MOVED}


def test_marks_and_absences_lie_within_membership(seeded: Session) -> None:
    stray = sa.select(sa.func.count()).select_from(m.Cell).join(m.Lesson, m.Cell.lesson_id == m.Lesson.id).join(
        m.Journal, m.Cell.journal_id == m.Journal.id).where(~sa.exists().where(
            m.Membership.student_id == m.Cell.student_id, m.Membership.group_id == m.Journal.group_id,
            m.Membership.starts <= m.Lesson.date,
            sa.or_(m.Membership.ends.is_(None), m.Membership.ends >= m.Lesson.date)))
    assert seeded.scalar(stray) == 0
    wrong_half = sa.select(sa.func.count()).select_from(m.Cell).join(
        m.Journal, m.Cell.journal_id == m.Journal.id).where(m.Journal.subgroup_id.is_not(None), ~sa.exists().where(
            m.SubgroupMembership.subgroup_id == m.Journal.subgroup_id,
            m.SubgroupMembership.student_id == m.Cell.student_id))
    assert seeded.scalar(wrong_half) == 0


def test_subgroups_of_a_group_do_not_share_students(seeded: Session) -> None:
    rows = seeded.execute(sa.select(m.Subgroup.group_id, m.Subgroup.split, m.SubgroupMembership.student_id,
                                    m.SubgroupMembership.starts).join(m.Subgroup)).all()
    assert max(Counter(rows).values()) == 1


def test_a_cell_has_a_mark_or_an_absence_both_only_when_late(seeded: Session) -> None:
    both = sa.select(sa.func.count()).select_from(m.Mark).join(m.Absence, m.Absence.cell_id == m.Mark.cell_id).join(
        m.AbsenceKind, m.Absence.kind_id == m.AbsenceKind.id)
    assert seeded.scalar(both.where(~m.AbsenceKind.is_late)) == 0
    assert seeded.scalar(both) > 0
    empty = sa.select(sa.func.count()).select_from(m.Cell).where(
        ~sa.exists().where(m.Mark.cell_id == m.Cell.id), ~sa.exists().where(m.Absence.cell_id == m.Cell.id))
    assert seeded.scalar(empty) == 0


def test_topics_and_works_are_written_as_the_regulation_wants(seeded: Session) -> None:
    declared: dict[int, list[texts.DeclaredWork]] = {}
    for work in seeded.scalars(sa.select(m.Work)):
        declared.setdefault(work.lesson_id, []).append(texts.DeclaredWork(WorkKind(work.kind), work.number, work.title))
    for lesson in seeded.scalars(sa.select(m.Lesson)):
        assert texts.check_topic(lesson.topic) is None
        assert texts.check_works(LessonKind(lesson.kind), declared.get(lesson.id, [])) == []
        for work in declared.get(lesson.id, []):
            assert f"№ {work.number}" in lesson.topic
    for task in seeded.scalars(sa.select(m.Homework)):
        assert texts.check_homework(task.text, task.kind) is None


def test_late_entries_have_reasons(seeded: Session) -> None:
    calendar, norms = calendar_of(seeded), Norms()
    for lesson in seeded.scalars(sa.select(m.Lesson)):
        deadline = lesson_deadline(lesson.date, calendar, norms)
        timeliness = judge(lesson.entered_at, deadline, grace_end(deadline, calendar, norms))
        assert timeliness is not Timeliness.NEEDS_REOPENING
        assert (timeliness is Timeliness.LATE_WITH_REASON) == bool(lesson.late_reason)
        assert lesson.entered_at <= DEMO_NOW
    rows = seeded.execute(sa.select(m.Mark.entered_at, m.Work.held_on, m.Cell.late_reason, m.Lesson.late_reason)
                          .join(m.Work, m.Mark.work_id == m.Work.id).join(m.Cell, m.Mark.cell_id == m.Cell.id)
                          .join(m.Lesson, m.Cell.lesson_id == m.Lesson.id)).all()
    for entered, held, cell_reason, lesson_reason in rows:
        assert entered <= DEMO_NOW
        assert entered <= results_deadline(held, calendar, norms) or cell_reason or lesson_reason


def test_orders_follow_each_other(seeded: Session) -> None:
    for student in seeded.scalars(sa.select(m.Student)):
        steps = [movement.Step(row.kind, row.effective_on, row.order_number, row.order_date, row.to_group_id,
                               row.from_group_id) for row in student.movements]
        assert movement.check_history(steps) == []
        assert [v for step in steps for v in movement.check_step(step, DEMO_NOW.date())] == []
        assert [(stay.group_id, stay.starts, stay.ends) for stay in student.memberships] == [
            (span.group, span.starts, span.ends) for span in movement.spans(steps)]


def test_every_kind_of_movement_is_shown(demo: Session) -> None:
    assert Counter(demo.scalars(sa.select(m.Movement.kind)))["enrolment"] == 150
    assert set(demo.scalars(sa.select(m.Movement.kind))) == {"enrolment", "transfer", "leave", "return", "expulsion"}


def test_some_families_have_children_in_two_groups(demo: Session) -> None:
    one, two = aliased(m.Guardianship), aliased(m.Guardianship)
    pairs = sa.select(sa.func.count(sa.distinct(one.guardian_id))).join(
        two, sa.and_(one.guardian_id == two.guardian_id, one.student_id < two.student_id))
    assert demo.scalar(pairs) >= 3


def test_plan_hours_are_the_lines_and_a_week_is_36_hours(seeded: Session) -> None:
    for journal in seeded.scalars(sa.select(m.Journal).join(m.CurriculumLine).where(
            m.CurriculumLine.kind.in_((LineKind.DISCIPLINE, LineKind.MDK)))):
        assert journal.planned_hours == journal.line.contact_hours
        if journal.syllabus:
            assert sum(topic.hours for topic in journal.syllabus.topics) == journal.planned_hours


def test_closed_semesters_give_their_hours(history: Session) -> None:
    given = sa.select(sa.func.sum(m.Lesson.hours)).where(m.Lesson.journal_id == m.Journal.id).scalar_subquery()
    rows = history.execute(sa.select(m.Journal.planned_hours, given).join(m.Semester)
                           .where(m.Semester.ends < DEMO_NOW.date(), m.Journal.planned_hours > 0)).all()
    assert rows
    assert sum(planned == hours for planned, hours in rows) >= 0.97 * len(rows)


def test_finals_of_closed_semesters_stand_to_the_rules(history: Session) -> None:
    finals = history.scalars(sa.select(m.FinalMark)).all()
    assert finals
    for final in finals:
        kind, value = FinalKind(final.kind), FinalValue(final.value)
        assert attestation.check_final(kind, value, final.basis_kind, final.basis) == []
        assert final.published_at is not None
        assert final.set_at.date() <= final.journal.semester.ends
    debts = {debt.final_mark_id for debt in history.scalars(sa.select(m.Debt))}
    assert debts == {final.id for final in finals if attestation.opens_debt(FinalValue(final.value))}


def test_past_years_are_archived_and_closed(history: Session) -> None:
    past, current = history.scalars(sa.select(m.AcademicYear).order_by(m.AcademicYear.year)).all()
    assert past.archived_at
    assert not current.archived_at
    assert history.scalar(sa.select(m.Closing.ends).where(m.Closing.scope == "year")) == past.ends


def test_practices_have_their_papers(demo: Session) -> None:
    programmes = demo.scalars(sa.select(m.PracticeProgramme)).all()
    assert {bool(row.ends < DEMO_NOW.date()) for row in programmes} == {True, False}
    for programme in programmes:
        assert sum(section.hours for section in programme.sections) == programme.journal.planned_hours
    sheets = demo.scalars(sa.select(m.AttestationSheet)).all()
    assert all(sheet.programme.ends < DEMO_NOW.date() and sheet.rows for sheet in sheets)


def test_accumulation_is_like_the_real_one(demo: Session) -> None:
    """About half of the lessons a student attends bring a mark, four is the commonest."""
    values = Counter(demo.scalars(sa.select(m.Mark.value)))
    assert values.most_common(1)[0][0] == 4
    assert 0.02 < values[2] / values.total() < 0.12
    cells = demo.scalar(sa.select(sa.func.count()).select_from(m.Lesson)) * 22
    assert 0.35 < values.total() / cells < 0.65
