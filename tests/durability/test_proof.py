"""The proof notices what it is there for: a lost save, half a save, a doubled one, a changed chain."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models import AuditHead, Cell, IdempotencyKey, Mark, User
from tools.soak.person import Save
from tools.soak.proof import judge


@pytest.fixture
def saves(db, login, college):
    """Six acknowledged saves, in three cells."""
    name, paths = college.desks[0]
    teacher = login(db.scalar(sa.select(User).where(User.login == name)))
    made = [Save(path, value, version) for version, value in enumerate("54") for path in paths[:3]]
    for save in made:
        answer = teacher.put(save.path, json={"value": save.value, "version": save.version, "key": save.key})
        assert answer.status_code == 200
        save.answer = answer.json
    return made


def nothing(db, saves):
    pass


def one_more_was_told(db, saves):
    saves.append(Save(saves[0].path, "3", 2, answer={"value": "3", "version": 3}))


def another_value_was_told(db, saves):
    saves[4].value = "3"


def an_answer_is_not_kept(db, saves):
    db.execute(sa.delete(IdempotencyKey).where(IdempotencyKey.key == saves[1].key))


def a_cell_is_gone(db, saves):
    db.execute(sa.delete(Cell).where(Cell.id == db.scalar(sa.select(sa.func.max(Cell.id)))))


def a_mark_is_gone(db, saves):
    db.execute(sa.delete(Mark).where(Mark.id == db.scalar(sa.select(sa.func.max(Mark.id)))))


def a_version_without_a_record(db, saves):
    db.execute(sa.update(Cell).values(version=Cell.version + 1))


def one_was_written_twice(db, saves):
    saves.pop()


def a_head_was_moved(db, saves):
    db.execute(sa.update(AuditHead).values(hash="f" * 64))


@pytest.mark.parametrize(("happens", "noticed"), [
    (nothing, set()),
    (one_more_was_told, {"lost"}),
    (another_value_was_told, {"lost"}),
    (an_answer_is_not_kept, {"lost"}),
    (a_cell_is_gone, {"lost"}),
    (a_mark_is_gone, {"half_written"}),
    (a_version_without_a_record, {"half_written"}),
    (one_was_written_twice, {"doubled"}),
    (a_head_was_moved, {"chain"}),
], ids=lambda value: getattr(value, "__name__", None))
def test_what_the_proof_notices(db, saves, happens, noticed):
    happens(db, saves)
    db.commit()
    verdict = judge(db(), saves)
    assert {name for name in ("lost", "half_written", "doubled", "chain") if getattr(verdict, name)} == noticed
