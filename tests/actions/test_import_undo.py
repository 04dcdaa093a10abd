"""An import taken back: everything as it was, or refused with the row and what uses it."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from access.identity import Identity
from actions.import_undo import InUse, undo
from actions.imports import FileIn, imported
from actions.intake.chosen import Chosen
from actions.intake.progress import watched
from jobs.import_kinds import intakes
from models import (
    AuditRecord,
    Competence,
    Curriculum,
    CurriculumLine,
    Discipline,
    Guardian,
    Guardianship,
    Membership,
    Module,
    Movement,
    Practice,
    Speciality,
    Student,
    User,
    UserRole,
    ViewRecord,
)
from rules.terms import ImportState, Role
from tests import factories as f
from tests.lookalikes import PLAN, grid, plan_plx, student_rows, table_csv

NOW = dt.datetime(2023, 11, 20, 15, tzinfo=dt.timezone(dt.timedelta(hours=7)))
OPERATOR = Identity(None, frozenset({Role.ADMINISTRATOR}), NOW, "cli")
ROWS = student_rows(3)
STAFF = ("фамилия", "имя", "отчество", "логин", "роли", "должность")
TABLES = (Student, Guardian, Guardianship, Movement, Membership, User, UserRole, Speciality, Curriculum, CurriculumLine,
          Competence, Discipline, Module, Practice)


def bring_in(slug, data):
    intake = intakes()[slug]
    batch, _ = imported(OPERATOR, FileIn(intake.kind, slug, "файл", data),
                        lambda: intake.read_and_load(OPERATOR, data, "файл", Chosen()))
    return batch


def students(rows=ROWS):
    return table_csv(grid(rows))


def staff(position, roles="преподаватель"):
    return table_csv(grid([dict(zip(STAFF, ("Глухова", "Вера", "Ильинична", "gluhova", roles, position),
                                    strict=True))], STAFF))


def state(db):
    """Every row of what imports write, without what counts its own changes."""
    db.commit()
    found = {}
    for model in TABLES:
        names = [column.name for column in model.__table__.columns if column.name != "row_version"]
        rows = db.execute(sa.select(*(model.__table__.c[name] for name in names)))
        found[model.__tablename__] = sorted(map(tuple, rows), key=repr)
    links = sa.select(CurriculumLine.competencies.property.secondary)
    found["links"] = sorted(map(tuple, db.execute(links)))
    return found


OTHER_PHONE = [ROWS[0] | {"родитель_телефон": "+7 913 999-00-11"}, *ROWS[1:]]
CASES = [
    ("students", None, lambda: students(), "new students with orders, memberships, parents"),
    ("students", lambda: students(), lambda: students(OTHER_PHONE), "a parent's phone"),
    ("students", lambda: students(ROWS[:1]), lambda: students(), "two new among one known"),
    ("staff", None, lambda: staff("преподаватель"), "a new account with its role"),
    ("staff", lambda: staff("преподаватель"), lambda: staff("методист"), "another position"),
    ("curriculum", None, lambda: plan_plx(), "a new plan with all it teaches"),
    ("curriculum", lambda: plan_plx(), lambda: plan_plx(PLAN[:-3]), "lines that the new plan has no more"),
]


@pytest.mark.parametrize(("slug", "first", "second", "why"), CASES, ids=[f"{case[0]}: {case[-1]}" for case in CASES])
def test_everything_is_as_it_was(db, slug, first, second, why):
    f.GroupFactory(name="ИС-231", admission_year=2023)
    if first is not None:
        bring_in(slug, first())
    before = state(db)
    batch = bring_in(slug, second())
    assert state(db) != before
    undo(OPERATOR, batch)
    assert state(db) == before
    assert (batch.state, batch.undone_at, batch.made) == (ImportState.UNDONE, NOW, None)


def test_the_last_administrator_is_not_taken_back(db):
    before = f.UserFactory(roles=(Role.ADMINISTRATOR,))
    batch = bring_in("staff", staff("инженер", "администратор"))
    before.blocked_at = NOW
    db.commit()
    with pytest.raises(InUse, match="последний администратор"):
        undo(OPERATOR, batch)
    db.rollback()
    before.blocked_at = None
    undo(OPERATOR, batch)
    assert batch.state is ImportState.UNDONE


def built_on(db, what):
    """What somebody does after the import; returns words of the refusal."""
    student = db.scalar(sa.select(Student).order_by(Student.id.desc()).limit(1))
    if what == "mark":
        f.MarkFactory(cell=f.CellFactory(student=student))
        return "уже используется — клетки"
    if what == "edited":
        student.phone = "+79139998877"
        return "изменено позже"
    if what == "moved":
        f.MovementFactory(student=student)
        return "уже используется — движение контингента"
    if what == "gone":
        db.execute(sa.delete(Guardianship).where(Guardianship.student_id == student.id))
        return "уже удалено"
    raise LookupError(what)


@pytest.mark.parametrize("what", ["mark", "edited", "moved", "gone"])
def test_what_was_built_on_is_named_and_nothing_changes(db, what):
    f.GroupFactory(name="ИС-231", admission_year=2023)
    batch = bring_in("students", students())
    words = built_on(db, what)
    before = state(db)
    with pytest.raises(InUse) as refused:
        undo(OPERATOR, batch)
    assert words in str(refused.value)
    db.rollback()
    assert state(db) == before
    assert batch.state is ImportState.APPLIED


def test_to_be_looked_at_is_no_use(db):
    f.GroupFactory(name="ИС-231", admission_year=2023)
    before = state(db)
    batch = bring_in("students", students())
    student = db.scalar(sa.select(Student).order_by(Student.id.desc()).limit(1))
    db.add(ViewRecord(user_id=f.UserFactory().id, student_id=student.id, at=NOW, page="card"))
    f.NotificationFactory(student_id=student.id)
    db.commit()
    undo(OPERATOR, batch)
    after = state(db)
    assert [after[name] for name in ("student", "guardian", "movement")] == [
        before[name] for name in ("student", "guardian", "movement")]


def test_a_batch_is_taken_back_once_and_the_audit_knows(db):
    f.GroupFactory(name="ИС-231", admission_year=2023)
    batch = bring_in("students", students())
    db.commit()
    undo(OPERATOR, batch)
    db.commit()
    told = {record.entity: record.after for record in db.scalars(sa.select(AuditRecord).where(
        AuditRecord.action == "bulk"))}
    assert told["student"]["count"] == 3
    assert told["student"]["import_undone"] == batch.id
    with pytest.raises(InUse, match="отменить нельзя"):
        undo(OPERATOR, batch)


def test_each_row_is_a_step_and_a_stopped_load_writes_nothing(db):
    f.GroupFactory(name="ИС-231", admission_year=2023)
    steps = []

    def step():
        steps.append(1)
        if len(steps) == 5:
            raise InterruptedError

    with watched(step):
        bring_in("students", students())
    assert len(steps) == 3
    before = state(db)
    with pytest.raises(InterruptedError), watched(step):
        bring_in("students", students(student_rows(9)[4:]))
    db.rollback()
    assert state(db) == before
