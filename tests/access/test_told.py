"""Whoever may not read a row reads neither its name nor its values in the journal of changes (п. 2.2, 7.1)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from access.told import nameable
from models import AuditRecord, FinalMark, Journal
from queries.audit import events
from rules.terms import Role
from tests import factories as f

ZONE = ZoneInfo("Asia/Barnaul")
NOW = dt.datetime(2023, 11, 20, 15, tzinfo=ZONE)
LEADERS = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY_UPR, Role.DEPUTY_OOD, Role.DEPUTY_UVR)


def somebody(*roles: Role, id: int | None = None) -> Identity:
    return Identity(id or f.UserFactory(roles=roles).id, frozenset(roles), NOW)


def told(db, user: Identity, row) -> list[tuple[str, list[str], str]]:
    """Titles, values and reasons of the records of a row that the user gets."""
    db.commit()
    found = db.scalars(sa.select(AuditRecord).where(
        AuditRecord.entity == row.__tablename__, AuditRecord.entity_id == row.id, rows(user, READ, AuditRecord))).all()
    return [(one.title, [change.new for change in one.changes], one.reason) for one in events(user, found, ZONE)]


@pytest.fixture
def curator(db):
    """Of the group whose journal is ``journal``."""
    journal = f.JournalFactory()
    user = f.UserFactory(roles=(Role.CURATOR,))
    f.CuratorshipFactory(group=journal.group, user=user)
    return somebody(Role.CURATOR, id=user.id), journal


@pytest.mark.parametrize("role", LEADERS)
def test_the_words_of_others_letters_are_told_to_nobody(db, role):
    thread = f.ThreadFactory(subject="О здоровье сына")
    message = f.MessageFactory(thread=thread, body="Прошу никому не говорить")
    asked = f.SupportRequestFactory(text="Жалоба на директора")
    user = somebody(role)
    for row in (thread, message):
        assert told(db, user, row) == [(f"№ {row.id}", [], "")]
    own = f"Обращение № {asked.id}" if role is Role.ADMINISTRATOR else f"№ {asked.id}"  # who answers them
    assert told(db, user, asked) == [(own, [], "")]


def test_a_curator_reads_no_letters_of_the_one_before(db, curator):
    user, journal = curator
    student = f.MembershipFactory(group=journal.group).student
    message = f.MessageFactory(thread=f.ThreadFactory(student=student), body="У нас развод")
    assert told(db, user, message) == [(f"№ {message.id}", [], "")]


def test_a_draft_of_a_result_is_not_there_for_the_curator(db, curator):
    user, journal = curator
    final = f.FinalMarkFactory(journal=journal)
    debt = f.DebtFactory(final_mark=final)
    attempt = f.DebtAttemptFactory(debt=debt)
    assert [told(db, user, row) for row in (final, debt, attempt)] == [[], [], []]
    teacher = somebody(Role.TEACHER, id=journal.teacher_id)
    assert "хорошо" in told(db, teacher, final)[0][0], "to whoever set it, it is"
    final.published_at = f.NOW
    db.commit()
    assert [bool(told(db, user, row)) for row in (final, debt, attempt)] == [True, True, True]
    assert all(not values for _, values, _ in told(db, user, final)), "what it was before it was published"


@pytest.mark.parametrize("role", [Role.CURATOR, Role.TEACHER])
def test_a_remark_is_told_with_the_conclusion(db, curator, role):
    user, journal = curator
    reader = user if role is Role.CURATOR else somebody(role, id=journal.teacher_id)
    remark = f.RemarkFactory(journal=journal, inspection=f.InspectionFactory(conclusion=None), text="Черновик")
    assert told(db, reader, remark) == []
    remark.inspection.conclusion = "Вывод"
    db.commit()
    assert len(told(db, reader, remark)) == 1
    assert "Черновик" in told(db, somebody(Role.DEPUTY_UPR), remark)[0][1]


def test_what_was_deleted_is_told_as_what_is_there(db, curator):
    """But for letters: whose one was, nobody knows any more; and for what no declared act holds."""
    user, journal = curator
    lesson = f.LessonFactory(journal=journal)
    remark = f.RemarkFactory(journal=journal, inspection=f.InspectionFactory(conclusion="Вывод"), text="Нет темы")
    task = f.HomeworkFactory(lesson=lesson, text="Решить задачи")
    db.commit()
    note = f.ExcuseNoteFactory(student=f.MembershipFactory(group=journal.group).student, document="Справка № 7")
    letter = f.MessageFactory(body="Прошу никому не говорить")
    db.commit()
    for row in (task, remark, note, letter):
        db.delete(row)
    db.commit()
    teacher, deputy = somebody(Role.TEACHER, id=journal.teacher_id), somebody(Role.DEPUTY_UPR)

    def words(reader, row):
        return " ".join(str(part) for one in told(db, reader, row) for part in one)
    assert "Решить задачи" in words(teacher, task)
    assert "Решить задачи" in words(deputy, task)
    assert "Справка № 7" in words(user, note), "the curator's own"
    assert "никому" not in words(deputy, letter)
    assert "Нет темы" in words(deputy, remark)
    assert "Нет темы" not in words(teacher, remark), "nothing says any more that it was of a concluded act"


def test_a_teacher_reads_of_the_leave_that_was_given(db, curator):
    _, journal = curator
    grant = f.ReopeningGrantFactory(journal=journal, reason="Болезнь, листок")
    [(_, values, _)] = told(db, somebody(Role.TEACHER, id=journal.teacher_id), grant)
    assert "Болезнь, листок" in values


def test_a_name_that_tells_is_a_number_to_who_may_not_read_it(db, curator):
    """A debt points to its final mark, whose name is the mark."""
    user, journal = curator
    theirs, others = f.FinalMarkFactory(journal=journal, published_at=f.NOW), f.FinalMarkFactory()
    assert set(nameable(user, FinalMark, [theirs.id, others.id])) == {theirs.id}
    assert set(nameable(somebody(Role.DEPUTY_OOD), FinalMark, [theirs.id, others.id])) == {theirs.id, others.id}
    assert set(nameable(user, Journal, [7])) == {7}, "what is called by its title is told"


def test_the_number_of_statements_does_not_grow_with_records(db, curator, count_queries):
    user, journal = curator
    for pair in range(1, 6):
        f.LessonFactory(journal=journal, pair=pair)
    db.commit()
    asked = sa.select(AuditRecord).where(AuditRecord.entity == "lesson").options(sa.orm.joinedload(AuditRecord.actor))

    def cost(most: int) -> int:
        with count_queries() as seen:
            assert len(events(user, db.scalars(asked.limit(most)).all(), ZONE)) == most
        return len(seen)
    assert cost(1) == cost(5)
