"""Marks of a past time go through the rules of single cells, once, and are no late entries (п. 5.4–6.8, 7.2, 9.4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa

from access.identity import Identity
from actions.cells import Entry
from actions.intake.past import PastDay, PastSheet, PastValue
from actions.intake.refusal import ImportRefused
from actions.past_intake import Wish, load_past
from models import AbsenceKind, AuditRecord, Cell, Lesson, Mark, Student
from models import db as database
from rules.past_marks import PLACEHOLDER_TOPIC
from rules.terms import AuditAction, ClosingScope, MarkKind, MedicalGroup, Outcome, Role
from tests import factories as f
from tests.teachers import save_cell

TUESDAY, NEXT = dt.date(2023, 9, 5), dt.date(2023, 9, 12)
ANNA, BORIS = "Алтынова Анна Сергеевна", "Бобров Борис Ильич"
WISH = Wish("журнал.xlsx", "Перенос из прежнего журнала")
BEFORE_US = dt.date(2023, 9, 1)


def sheet(*values, title="Математика"):
    """(student, date or day, text) → a sheet, a line each."""
    return PastSheet(title, tuple(
        PastValue(line, "столбец", day if isinstance(day, PastDay) else PastDay(day), student, text, *more)
        for line, (student, day, text, *more) in enumerate(values, start=2)))


@pytest.fixture
def world(db):
    """A journal with a lesson on Tuesdays, two students, and days up to 1 November kept elsewhere."""
    for letter, excused in (("н", False), ("б", True), ("о", False)):
        f.AbsenceKindFactory(letter=letter, excused=excused, is_late=letter == "о", counts_hours=letter != "о")
    for value, since in ((0, BEFORE_US), (1, dt.date(2023, 11, 1))):
        f.NormValueFactory(code="kept_here", value=value, valid_from=since)
    journal = f.JournalFactory(semester__starts=dt.date(2023, 9, 1), semester__ends=dt.date(2023, 12, 29))
    f.TimetableSlotFactory(journal=journal, weekday=2, pair=3)
    for last, first, patronymic in (name.split() for name in (ANNA, BORIS)):
        f.MembershipFactory(group=journal.group, starts=BEFORE_US, student__last_name=last, student__first_name=first,
                            student__patronymic=patronymic)
    db.flush()
    return journal


def held(journal):
    """(student, date, pair) → what the cell holds and its version."""
    query = sa.select(Cell).where(Cell.journal_id == journal.id).execution_options(populate_existing=True)
    return {(cell.student.last_name, cell.lesson.date, cell.lesson.pair): (
        "/".join([*([cell.absence.kind.letter] if cell.absence else []), *(str(mark.value) for mark in cell.marks)]),
        cell.version) for cell in database.session.scalars(query)}


def called(db, surname):
    return db.scalars(sa.select(Student).where(Student.last_name == surname)).one()


def test_marks_arrive_once_into_lessons_of_the_timetable(db, world, acting):
    user, past = acting(world.teacher), sheet((ANNA, TUESDAY, "5 4"), (BORIS, TUESDAY, "Н"), (BORIS, NEXT, "3",
                                                                                               MarkKind.CONTROL))
    report = load_past(user, [world], [past], WISH)
    assert (report.created, report.changed, report.same) == (3, 0, 0)
    assert held(world) == {("Алтынова", TUESDAY, 3): ("5/4", 1), ("Бобров", TUESDAY, 3): ("н", 1),
                           ("Бобров", NEXT, 3): ("3", 1)}
    lesson = db.scalars(sa.select(Lesson).order_by(Lesson.date)).first()
    assert (lesson.topic, lesson.late_reason, lesson.teacher_id) == (PLACEHOLDER_TOPIC, WISH.reason, world.teacher_id)
    assert set(db.scalars(sa.select(Cell.late_reason))) == {WISH.reason}
    assert db.scalars(sa.select(Mark.kind).order_by(Mark.id)).all()[-1] == MarkKind.CONTROL
    db.commit()
    records = db.scalar(sa.select(sa.func.count()).select_from(AuditRecord))
    again = load_past(acting(world.teacher, "2023-12-01 10:00"), [world], [past], WISH)
    db.commit()
    assert (again.created, again.changed, again.same) == (0, 0, 3)
    assert db.scalar(sa.select(sa.func.count()).select_from(AuditRecord)) == records


def test_one_record_of_the_audit_for_all_new_cells(db, world, acting):
    load_past(acting(world.teacher), [world], [sheet((ANNA, TUESDAY, "5"), (BORIS, NEXT, "4"))], WISH)
    db.commit()
    [record] = db.scalars(sa.select(AuditRecord).where(AuditRecord.entity == "cell"))
    assert (record.action, record.chain, record.reason) == (AuditAction.BULK, f"journal:{world.id}", WISH.reason)
    assert (record.after["count"], record.after["file"]) == (2, "журнал.xlsx")


def test_the_command_line_writes_for_the_journals_teacher(db, world, acting):
    operator = Identity(None, frozenset({Role.ADMINISTRATOR}), acting(world.teacher).now, "cli")
    load_past(operator, [world], [sheet((ANNA, TUESDAY, "5"))], WISH)
    assert db.scalars(sa.select(Cell.updated_by_id)).one() == world.teacher_id


def test_other_values_are_conflicts_until_it_is_asked(db, world, acting):
    user = acting(world.teacher)
    load_past(user, [world], [sheet((ANNA, TUESDAY, "5"))], WISH)
    other = sheet((ANNA, TUESDAY, "4"), (BORIS, TUESDAY, "4"))
    kept = load_past(user, [world], [other], WISH)
    assert (kept.created, kept.changed, kept.same) == (1, 0, 1)
    assert [row.words for row in kept.told if row.outcome is Outcome.KEPT] == [("5 → 4",)]
    assert held(world)["Алтынова", TUESDAY, 3] == ("5", 1)
    written = load_past(user, [world], [other], replace(WISH, overwrite=True))
    assert (written.created, written.changed, written.same) == (0, 1, 1)
    assert held(world)["Алтынова", TUESDAY, 3] == ("4", 2)
    db.commit()
    changed = db.scalars(sa.select(AuditRecord).where(AuditRecord.entity == "cell",
                                                      AuditRecord.action == AuditAction.UPDATE)).one()
    assert (changed.before["value"], changed.after["value"], changed.reason) == ("5", "4", WISH.reason)


def test_a_paper_speaks_at_both_runs(db, world, acting):
    ill = db.scalars(sa.select(AbsenceKind).where(AbsenceKind.letter == "б")).one()
    f.ExcuseNoteFactory(student=called(db, "Бобров"), kind=ill, starts=TUESDAY, ends=TUESDAY)
    user, past = acting(world.teacher), sheet((BORIS, TUESDAY, "н"))
    load_past(user, [world], [past], WISH)
    assert held(world)["Бобров", TUESDAY, 3] == ("б", 1)
    assert load_past(user, [world], [past], replace(WISH, overwrite=True)).same == 1


CREATE = replace(WISH, create_lessons=True)
SATURDAY, SUNDAY = dt.date(2023, 9, 9), dt.date(2023, 9, 10)


@pytest.mark.parametrize(("past", "wish", "words"), [
    (sheet((ANNA, TUESDAY, "н/а")), WISH, "п. 6.5"),
    (sheet((ANNA, TUESDAY, "осв.")), WISH, "п. 6.8"),
    (sheet((ANNA, TUESDAY, "6")), WISH, "отметка от 2 до 5|от 2 до 5"),
    (sheet((ANNA, TUESDAY, "зач")), WISH, "ставят в итогах"),
    (sheet((ANNA, TUESDAY, "н/5")), WISH, "отметка рядом бывает только за отработку"),
    (sheet(("Чужой Пётр Ильич", TUESDAY, "5")), WISH, "«Чужой Пётр Ильич» в журнале нет"),
    (sheet((ANNA, SATURDAY, "5")), WISH, "09.09.2023 занятия нет ни в журнале, ни в расписании"),
    (sheet((ANNA, PastDay(TUESDAY, 1), "5")), WISH, "на 1-й паре занятия нет"),
    (sheet((ANNA, SUNDAY, "5")), CREATE, "выходной день"),
    (sheet((ANNA, dt.date(2024, 2, 6), "5")), CREATE, "не входит в семестр"),
    (sheet((ANNA, dt.date(2023, 12, 5), "5")), CREATE, "ещё не наступило"),
    (sheet((ANNA, dt.date(2023, 11, 7), "5")), WISH, "п. 6.1.*Журнал за эти дни ведут в системе"),
    (sheet((ANNA, TUESDAY, "5"), (ANNA, PastDay(TUESDAY, 3), "4")), WISH, "уже есть в файле, строка 2"),
    (sheet((ANNA, TUESDAY, "5"), (ANNA, PastDay(TUESDAY, turn=1), "4")), WISH, "занятия нет"),
])
def test_refused_with_its_cell_and_nothing_is_written(db, world, acting, past, wish, words):
    with pytest.raises(ImportRefused, match=words) as refused:
        load_past(acting(world.teacher), [world], [past], wish)
    assert {item.line for item in refused.value.refusals} <= {2, 3}
    assert db.scalar(sa.select(sa.func.count()).select_from(Cell)) == 0


def test_asked_lessons_are_made_where_the_timetable_has_none(world, acting):
    past = sheet((ANNA, SATURDAY, "5"), (ANNA, PastDay(SATURDAY, turn=1), "4"), (ANNA, PastDay(TUESDAY, 1), "3"))
    user = acting(world.teacher)
    assert load_past(user, [world], [past], CREATE).created == 3
    assert set(held(world)) == {("Алтынова", SATURDAY, 1), ("Алтынова", SATURDAY, 2), ("Алтынова", TUESDAY, 1)}
    assert load_past(user, [world], [past], CREATE).same == 3


def test_two_lessons_of_a_day_need_a_pair(world, acting):
    f.TimetableSlotFactory(journal=world, weekday=2, pair=4)
    user = acting(world.teacher)
    with pytest.raises(ImportRefused, match="занятий несколько: 3-я пара, 4-я пара"):
        load_past(user, [world], [sheet((ANNA, TUESDAY, "5"))], WISH)
    load_past(user, [world], [sheet((ANNA, TUESDAY, "5"), (ANNA, PastDay(TUESDAY, turn=1), "4"))], WISH)
    assert set(held(world)) == {("Алтынова", TUESDAY, 3), ("Алтынова", TUESDAY, 4)}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DEPUTY_OOD, Role.METHODIST, Role.TEACHER])
def test_only_the_journals_teacher(world, acting, role):
    with pytest.raises(ImportRefused, match="только преподаватель журнала"):
        load_past(acting(f.UserFactory(roles=[role])), [world],
                  [sheet((ANNA, TUESDAY, "5"))], WISH)


def test_a_closed_month_beats_the_teacher_and_the_norm(world, acting):
    f.ClosingFactory(scope=ClosingScope.MONTH, starts=dt.date(2023, 9, 1), ends=dt.date(2023, 9, 30))
    with pytest.raises(ImportRefused, match=r"Закрыто.*п\. 7\.2"):
        load_past(acting(world.teacher), [world], [sheet((ANNA, TUESDAY, "5"))], WISH)


def test_days_before_enrolment_are_closed(world, acting):
    f.MembershipFactory(group=world.group, starts=NEXT, student__last_name="Ветров", student__first_name="Вадим",
                        student__patronymic="Львович")
    with pytest.raises(ImportRefused, match=r"в группе с 12\.09.*п\. 5\.4"):
        load_past(acting(world.teacher), [world], [sheet(("Ветров Вадим Львович", TUESDAY, "5"))], WISH)


def test_a_medical_group_asks_for_theory(db, world, acting):
    world.line.discipline.physical_education = True
    called(db, "Алтынова").medical_group = MedicalGroup.SPECIAL_B
    db.flush()
    user = acting(world.teacher)
    with pytest.raises(ImportRefused, match=r"п\. 6\.8"):
        load_past(user, [world], [sheet((ANNA, TUESDAY, "5", MarkKind.CONTROL))], WISH)
    load_past(user, [world], [sheet((ANNA, TUESDAY, "5"))], WISH)
    assert db.scalars(sa.select(Mark.kind)).one() == MarkKind.THEORY


def test_namesakes_are_asked(world, acting):
    f.MembershipFactory(group=world.group, starts=BEFORE_US, student__last_name="Алтынова", student__first_name="Анна",
                        student__patronymic="Павловна")
    with pytest.raises(ImportRefused, match="несколько студентов: Алтынова Анна Павловна, Алтынова Анна Сергеевна"):
        load_past(acting(world.teacher), [world], [sheet(("Алтынова Анна", TUESDAY, "5"))], WISH)
    assert load_past(acting(world.teacher), [world], [sheet((ANNA, TUESDAY, "5"))], WISH).created == 1


def test_sheets_of_a_group_find_their_journals(world, acting):
    title = world.line.title
    other = f.JournalFactory(teacher=world.teacher, group=world.group, semester=world.semester)
    f.TimetableSlotFactory(journal=other, weekday=2, pair=4)
    report = load_past(acting(world.teacher), [world, other], [
        sheet((ANNA, TUESDAY, "5"), title=title), sheet((ANNA, TUESDAY, "4"), title=f"ОП.01 {other.line.title}"),
        sheet((ANNA, TUESDAY, "3"), title="Астрономия")], WISH)
    assert report.created == 2
    assert any("«Астрономия» не прочитан" in warning for warning in report.warnings)
    assert (held(world)["Алтынова", TUESDAY, 3], held(other)["Алтынова", TUESDAY, 4]) == (("5", 1), ("4", 1))


def test_growth_does_not_cost_statements(world, acting, count_queries):
    user = acting(world.teacher)
    days = [TUESDAY + dt.timedelta(weeks=week) for week in range(6)]
    load_past(user, [world], [sheet(*((ANNA, day, "5") for day in days))], WISH)
    with count_queries() as few:
        load_past(user, [world], [sheet((BORIS, days[0], "4"), (BORIS, days[1], "4"))], WISH)
    with count_queries(at_most=len(few) + 8):  # two more lessons are looked up in the timetable
        load_past(user, [world], [sheet(*((BORIS, day, "4") for day in days[2:]))], WISH)


def test_a_later_hand_correction_still_needs_its_reason(world, acting):
    user = acting(world.teacher)
    load_past(user, [world], [sheet((ANNA, TUESDAY, "5"))], WISH)
    lesson = database.session.scalars(sa.select(Lesson)).one()
    student = database.session.scalars(sa.select(Cell.student_id)).one()
    saved = save_cell(acting(world.teacher, "2023-11-20 16:00"), world, lesson, student, Entry("4", 1))
    assert saved.version == 2  # the same day, no deadline runs
