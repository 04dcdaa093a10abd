"""A cell's record as the journal of changes shows it: what differs, in words."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from access.identity import Identity
from models import Cell
from queries.audit import history_of
from rules.terms import Role
from tests import factories as f

ZONE = ZoneInfo("Asia/Barnaul")


def test_kinds_weights_and_comments_are_read_as_words(db, login):
    lesson = f.LessonFactory(date=f.TODAY, pair=2)
    student = f.MembershipFactory(group=lesson.journal.group).student
    client, url = login(lesson.journal.teacher), f"/journal/{lesson.journal_id}/cells/{lesson.id}/{student.id}"
    for version, sent in enumerate(({"value": "5"}, {"value": "5", "work": "test"},
                                    {"value": "5/4", "weight": 2, "comment": "вслух"}, {"value": ""})):
        client.put(url, json={"version": version, "key": str(uuid.uuid4()), **sent})
    reader = Identity(lesson.journal.teacher.id, frozenset({Role.TEACHER}), dt.datetime(2023, 11, 20, 15, tzinfo=ZONE))
    events = history_of(reader, db.scalars(sa.select(Cell)).one(), ZONE)
    told = [[(one.label, one.old, one.new) for one in event.changes] for event in reversed(events)]
    assert told == [
        [("Клетка", "", "5"), ("Вид работы", "", "ответ на уроке")],
        [("Вид работы", "ответ на уроке", "тест")],
        [("Клетка", "5", "5/4"), ("Вид работы", "тест", "тест, ответ на уроке"), ("Вес", "", "1, 2"),
         ("Примечание", "", "—, вслух")],
        [("Клетка", "5/4", ""), ("Вид работы", "тест, ответ на уроке", ""), ("Вес", "1, 2", ""),
         ("Примечание", "—, вслух", "")]]
