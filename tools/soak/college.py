"""The demo college as the soak finds it: teachers with cells of today to fill, families who read diaries."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from flask import Flask

import jobs
from app import create_app
from cli import seeds
from cli.migrations import upgrade
from config import Settings
from jobs import nightly
from models import Cell, CurriculumLine, Journal, Lesson, Membership, User, UserRole, db
from rules.terms import Role
from tools.soak.proof import last_record

PASSWORD = seeds.DEMO_PASSWORD
Desk = tuple[str, list[str]]  # a teacher's login, cells without a mark


@dataclass(frozen=True)
class College:
    app: Flask
    settings: Settings
    desks: list[Desk]
    readers: list[str]
    since: int  # where its journal of changes ends

    @contextmanager
    def session(self) -> Iterator[Any]:
        """A session of ours, beside the server's; no connection stays open."""
        with self.app.app_context():
            yield db.session()
            db.session.remove()
            db.engine.dispose()


def college(folder: Path, address: str = "", groups: int = 40, **settings: Any) -> College:
    """A new one of so many groups of 25, on SQLite in the folder or at the address."""
    address = address or f"sqlite:///{folder / 'journal.db'}"
    made = Settings(database_url=address, instance=folder, demo=True, **settings)
    app = create_app(made)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))  # the table counts
    with app.app_context():
        upgrade()
        seeds.make_demo_college(groups=groups, students=groups * 25)
        jobs._run(app, nightly.shut_out_expelled)  # or the first night of the soak signs out who reads
        found = College(app, made, list(_desks(made)), _readers(), last_record(db.session()))
        db.session.remove()
        db.engine.dispose()
    return found


def _desks(settings: Settings) -> Iterator[Desk]:
    """Whole groups only: whose lesson is in physical education or of a subgroup has rules of its own."""
    assert settings.frozen_now is not None
    written = sa.exists().where(Cell.lesson_id == Lesson.id, Cell.student_id == Membership.student_id)
    rows = db.session.execute(
        sa.select(User.login, Journal.id.label("journal"), Lesson.id.label("lesson"), Membership.student_id)
        .join(Journal, Journal.id == Lesson.journal_id).join(User, User.id == Lesson.teacher_id)
        .join(CurriculumLine, CurriculumLine.id == Journal.curriculum_line_id)
        .join(Membership, Membership.group_id == Journal.group_id)
        .where(Lesson.date == settings.frozen_now.date(), Journal.teacher_id == Lesson.teacher_id,
               Journal.subgroup_id.is_(None), CurriculumLine.title != "Физическая культура",
               Membership.ends.is_(None), Membership.starts <= Lesson.date, ~written)
        .order_by(User.login, Lesson.id, Membership.student_id))
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row.login].append(f"/journal/{row.journal}/cells/{row.lesson}/{row.student_id}")
    yield from found.items()


def _readers() -> list[str]:
    """Students and parents in turn."""
    families = sa.select(User.login).join(UserRole).where(
        UserRole.role.in_((Role.STUDENT, Role.PARENT)), User.blocked_at.is_(None))
    return list(db.session.scalars(families.order_by(User.id)))
