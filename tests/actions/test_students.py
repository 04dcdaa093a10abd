"""Loading students, orders and parents (п. 5.3, 5.4)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from access.identity import Identity
from actions.intake.chosen import Chosen
from actions.intake.refusal import ImportRefused
from actions.students import load_students
from importers.students import read_students
from models import AuditRecord, Guardian, Guardianship, Membership, Movement, Student
from rules.terms import MovementKind, Outcome, Relation, Role
from tests import factories as f
from tests.lookalikes import grid, student_rows, table_csv

NOW = dt.datetime(2023, 11, 20, 15, tzinfo=dt.timezone(dt.timedelta(hours=7)))
OPERATOR = Identity(None, frozenset({Role.ADMINISTRATOR}), NOW, "cli")
ROWS = student_rows(3)
FIRST = ROWS[0]


@pytest.fixture
def group(db):
    return f.GroupFactory(name="ИС-231", admission_year=2023)


def load(*rows, new=()):
    file = read_students(table_csv(grid(rows)), NOW.date())
    return load_students(OPERATOR, file, Chosen(answers=dict.fromkeys(new)))


def counts(report):
    return report.created, report.changed, report.same


def refusal(*rows, new=()):
    with pytest.raises(ImportRefused) as caught:
        load(*rows, new=new)
    [refused] = caught.value.refusals
    return refused


def test_everybody_is_enrolled(db, group):
    assert counts(load(*ROWS)) == (3, 0, 0)
    db.commit()
    student = db.scalar(sa.select(Student).where(Student.last_name == "Авдеев"))
    [order], [stay], [held] = student.movements, student.memberships, student.guardianships
    assert (order.kind, order.order_number, order.order_date) == (MovementKind.ENROLMENT, "45-С", dt.date(2023, 8, 25))
    assert (stay.group, stay.starts, stay.ends, stay.entered_by) == (group, dt.date(2023, 9, 1), None, order)
    assert (held.guardian.phone, held.relation, held.is_primary) == ("+79132000000", Relation.FATHER, True)


def test_every_refused_row_is_told_at_once(db, group):
    """A cell that cannot be read does not hide the group that is not there, and neither the row that would come in."""
    rows = [FIRST | {"дата_рождения": "сорок"}, ROWS[1] | {"группа": "ИС-999"}, ROWS[2]]
    with pytest.raises(ImportRefused) as caught:
        load(*rows)
    assert [(one.line, one.column) for one in caught.value.refusals] == [(2, "дата_рождения"), (3, "группа")]
    assert [(row.line, row.outcome) for row in caught.value.told] == [(4, Outcome.NEW)]


def test_every_created_row_is_in_the_audit_under_its_group(db, group):
    load(*ROWS)
    db.commit()
    written = dict(db.execute(sa.select(AuditRecord.entity, sa.func.count()).where(
        AuditRecord.action == "create").group_by(AuditRecord.entity)).all())
    assert {name: written[name] for name in ("student", "guardian", "guardianship", "movement", "membership")} == {
        "student": 3, "guardian": 3, "guardianship": 3, "movement": 3, "membership": 3}
    groups = db.scalars(sa.select(AuditRecord.group_id).where(AuditRecord.entity == "student"))
    assert set(groups) == {group.id}


def test_the_second_load_changes_nothing(db, group):
    load(*ROWS)
    db.commit()
    records = db.scalar(sa.select(sa.func.count(AuditRecord.id)))
    shouting = [row | {"фамилия": row["фамилия"].upper(), "имя": row["имя"].replace("ё", "е")} for row in ROWS]
    assert counts(load(*shouting)) == (0, 0, 3)
    db.commit()
    assert db.scalar(sa.select(sa.func.count(AuditRecord.id))) == records


CHANGES = [
    ({"родитель_телефон": "+7 913 999-00-11"}, "Телефон: +79132000000 → +79139990011", "a new phone"),
    ({"родитель_фио": "Белов Глеб Борисович"}, "Фамилия: Авдеев → Белов", "the same phone, another surname"),
    ({"родитель_фио": "Авдеева Анна Львовна", "родитель_телефон": "+7 913 999-00-11"},
     "родитель: Авдеева Анна Львовна", "the other parent"),
]


@pytest.mark.parametrize(("more", "words", "why"), CHANGES, ids=[case[-1] for case in CHANGES])
def test_what_changes_about_parents_is_told(db, group, more, words, why):
    load(*ROWS)
    db.commit()
    report = load(FIRST | more, *ROWS[1:])
    assert counts(report) == (0, 1, 2)
    assert words in report.changes[0]
    db.commit()
    assert counts(load(FIRST | more, *ROWS[1:])) == (0, 0, 3)


def test_an_empty_phone_takes_nothing_away(db, group):
    load(*ROWS)
    db.commit()
    assert counts(load(FIRST | {"родитель_телефон": ""}, *ROWS[1:])) == (0, 0, 3)


def test_brothers_share_a_parent_with_one_name_and_phone(db, group):
    brother = FIRST | {"имя": "Глеб", "дата_рождения": "2006-02-03"}
    load(FIRST, brother)
    db.commit()
    assert db.scalar(sa.select(sa.func.count(Guardian.id))) == 1
    assert db.scalar(sa.select(sa.func.count(Guardianship.id))) == 2


def test_an_unknown_group_is_refused_with_its_place(db, group):
    refused = refusal(*ROWS[:2], ROWS[2] | {"группа": "ИС-99"})
    assert (refused.line, refused.column) == (4, "группа")
    assert refused.reason.startswith("Группа «ИС-99» не найдена")


def test_the_open_group_of_two_namesakes_is_meant(db, group):
    f.GroupFactory(name="ИС-231", admission_year=2017, closed_on=dt.date(2021, 6, 30))
    load(FIRST)
    db.commit()
    assert db.scalar(sa.select(Membership)).group is group


LIKELY = [
    ({"дата_рождения": "2007-01-16"}, "one figure of the birth date, the same group"),
    ({"отчество": "Андреич"}, "another patronymic, the same birthday"),
    ({"отчество": ""}, "a patronymic left out"),
    ({"фамилия": "Авдев"}, "a letter of the surname, the same birthday and group"),
]


@pytest.mark.parametrize(("more", "why"), LIKELY, ids=[case[-1] for case in LIKELY])
def test_a_likely_double_is_asked_about_and_never_merged(db, group, more, why):
    load(FIRST)
    db.commit()
    refused = refusal(FIRST | more)
    assert (refused.line, refused.column) == (2, "фамилия")
    assert "не тот ли это" in refused.reason
    assert "Авдеев Артём Андреевич, 15.01.2007, группа ИС-231" in refused.reason
    db.rollback()
    assert load(FIRST | more, new=[2]).created == 1, "confirmed to be another person"


def test_a_namesake_of_another_group_and_birthday_is_nobody_in_doubt(db, group):
    load(FIRST)
    f.GroupFactory(name="СВ-11", admission_year=2023)
    db.commit()
    assert load(FIRST | {"группа": "СВ-11", "дата_рождения": "2006-03-04"}).created == 1


ORDERS = [
    ({"группа": "СВ-11"}, "группа", "уже числится в группе «ИС-231» по приказу № 45-С", "a transfer is an order"),
    ({"приказ_номер": "46-С"}, "приказ_номер", "уже числится", "another order about the same"),
    ({"приказ_дата": "2021-08-25"}, "приказ_дата", "больше года", "a mistyped year"),
]


@pytest.mark.parametrize(("more", "column", "message", "why"), ORDERS, ids=[case[-1] for case in ORDERS])
def test_orders_are_judged(db, group, more, column, message, why):
    f.GroupFactory(name="СВ-11", admission_year=2023)
    if column != "приказ_дата":
        load(FIRST)
        db.commit()
    refused = refusal(FIRST | more)
    assert refused.column == column
    assert message in refused.reason


def test_who_was_expelled_may_be_enrolled_again(db, group):
    load(FIRST)
    db.commit()
    student, stay = db.scalar(sa.select(Student)), db.scalar(sa.select(Membership))
    left = f.MovementFactory(student=student, kind=MovementKind.EXPULSION, to_group=None, from_group=group,
                             order_date=dt.date(2023, 10, 2), effective_on=dt.date(2023, 10, 2))
    stay.ends, stay.left_by = dt.date(2023, 10, 1), left
    db.commit()
    assert counts(load(FIRST | {"приказ_номер": "90", "приказ_дата": "2023-11-01"})) == (0, 1, 0)
    db.commit()
    assert [item.starts for item in student.memberships] == [dt.date(2023, 9, 1), dt.date(2023, 11, 1)]


def test_one_refused_row_keeps_everybody_out(db, group):
    refusal(*ROWS[:2], ROWS[2] | {"группа": "ИС-99"})
    db.rollback()
    for model in (Student, Guardian, Movement, Membership):
        assert db.scalar(sa.select(sa.func.count(model.id))) == 0
