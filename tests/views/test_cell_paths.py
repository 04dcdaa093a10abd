"""One grammar and one version whichever way a cell is written: grid, back office, action (п. 5.6, 6.5, 6.8; ADR 1)."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from access.identity import Identity
from actions.cells import Entry
from models import Absence, AbsenceKind, Cell, Mark
from models import db as database
from rules.terms import MedicalGroup, Role
from rules.violation import Violation
from tests import factories as f
from tests.teachers import save_cell

TODAY = dt.date(2023, 11, 20)
ZONE = ZoneInfo("Asia/Barnaul")
SAME_DAY, NEXT_DAY = "2023-11-20 15:00", "2023-11-21 09:00"
WORDS = "отработано на консультации"


@dataclass
class Desk:
    """A teacher with one student's cell before the eyes; every way says whether it was taken."""

    login: Any
    lesson: Any
    student: Any
    now: str = SAME_DAY

    def grid(self, value: str, reason: str | None = None) -> bool:
        sent = {"value": value, "version": self.cell.version if self.cell else 0, "key": str(uuid.uuid4()),
                "reason": reason}
        url = f"/journal/{self.lesson.journal_id}/cells/{self.lesson.id}/{self.student.id}"
        return self._taken(self.login(self.lesson.journal.teacher).put(url, json=sent), 200)

    def action(self, value: str, reason: str | None = None) -> bool:
        teacher = self.lesson.journal.teacher
        moment = dt.datetime.fromisoformat(self.now).replace(tzinfo=ZONE)
        try:
            save_cell(Identity(teacher.id, frozenset({Role.TEACHER}), moment), self.lesson.journal, self.lesson,
                      self.student.id, Entry(value, self.cell.version if self.cell else 0, reason))
        except Violation:
            database.session.rollback()
            return False
        database.session.commit()
        return True

    def back_office(self, value: str, reason: str | None = None) -> bool:
        """The one thing that differs is added, changed or deleted on its own page."""
        letter, marks = _parts(value)
        if marks != [str(mark.value) for mark in self.marks]:
            return self._mark(marks, reason)
        return self._absence(letter, reason)

    def _mark(self, marks: list[str], reason: str | None) -> bool:
        mark, client = self.marks[-1] if self.marks else None, self.login(self.lesson.journal.teacher)
        form = {"kind": "answer", "weight": "1", "reason": reason or "", "value": marks[-1] if marks else ""}
        if len(marks) > len(self.marks):
            chosen = {"lesson": self.lesson.id, "student": self.student.id}
            return self._taken(client.post("/admin/mark/new/", data={**chosen, **form}), 302)
        return self._taken(client.post(f"/admin/mark/edit/?id={mark.id}",
                                       data={**form, "row_version": mark.row_version}), 302)

    def _absence(self, letter: str, reason: str | None) -> bool:
        absence, client = self.cell.absence if self.cell else None, self.login(self.lesson.journal.teacher)
        kind = database.session.scalars(sa.select(AbsenceKind.id).where(AbsenceKind.letter == letter)).one()
        form = {"kind": kind, "minutes_late": "", "reason": reason or ""}
        if absence is None:
            chosen = {"lesson": self.lesson.id, "student": self.student.id}
            return self._taken(client.post("/admin/absence/new/", data={**chosen, **form}), 302)
        return self._taken(client.post(f"/admin/absence/edit/?id={absence.id}",
                                       data={**form, "row_version": absence.row_version}), 302)

    @staticmethod
    def _taken(answer: Any, taken: int) -> bool:
        assert answer.status_code in (taken, 422), answer.status
        return answer.status_code == taken

    @property
    def cell(self) -> Any:
        database.session.rollback()
        return database.session.scalars(sa.select(Cell).execution_options(populate_existing=True)).one_or_none()

    @property
    def marks(self) -> list[Any]:
        return list(self.cell.marks) if self.cell else []

    @property
    def standing(self) -> str:
        cell = self.cell
        letter = [cell.absence.kind.letter] if cell and cell.absence else []
        return "/".join([*letter, *(str(mark.value) for mark in self.marks)])


def _parts(value: str) -> tuple[str, list[str]]:
    parts = value.split("/")
    letter = "" if parts[0].isdigit() else parts.pop(0)
    return letter, [part for part in parts if part]


@pytest.fixture
def desk(db: Any, login: Any) -> Desk:
    for letter in "нбо":
        f.AbsenceKindFactory(letter=letter, title=letter, is_late=letter == "о", excused=letter == "б",
                             counts_hours=letter != "о")
    lesson = f.LessonFactory(date=TODAY, pair=2)
    student = f.MembershipFactory(group=lesson.journal.group).student
    db.commit()
    return Desk(login, lesson, student)


WAYS = (Desk.grid, Desk.back_office, Desk.action)
CASES = [  # what stands, when, what is written with which words, whether it is taken, why
    ("", SAME_DAY, "5", None, True, "a mark"),
    ("5", SAME_DAY, "5/4", None, True, "a second mark"),
    ("5", SAME_DAY, "о/5", None, True, "who came late may have marks"),
    ("о", SAME_DAY, "о/4", None, True, "and gets them after the letter too"),
    ("5", SAME_DAY, "н/5", None, False, "nobody answers and is absent"),
    ("5", SAME_DAY, "н/5", WORDS, False, "on the day itself nothing is worked off, whatever is said"),
    ("н", SAME_DAY, "н/5", WORDS, False, "neither the other way round"),
    ("н", NEXT_DAY, "н/5", None, False, "later, but not a word how"),
    ("н", NEXT_DAY, "н/5", WORDS, True, "a debt worked off"),
    ("н", NEXT_DAY, "н/5", "12", False, "a number is no reason"),
    ("б", NEXT_DAY, "б/4", WORDS, True, "of an excused lesson too"),
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize(("before", "now", "value", "reason", "taken", "why"), [
    # the rule refuses what was typed, whatever the database; what it takes is written on both
    pytest.param(*case, id=case[-1], marks=() if case[4] else pytest.mark.one_engine) for case in CASES])
def test_grammar_is_one_whichever_way_is_taken(desk, school_time, way, before, now, value, reason, taken, why):
    assert not before or desk.action(before)
    version = desk.cell.version if before else 0
    school_time(f"{now}+07:00")
    desk.now = now
    assert way(desk, value, reason) is taken, why
    assert desk.standing == (value if taken else before)
    assert (desk.cell.version if desk.cell else 0) == version + taken, "every way takes the next version"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_physical_education_asks_for_theory_whichever_way_is_taken(db, login, desk, way):
    desk.lesson.journal.line.discipline.physical_education = True
    desk.student.medical_group = MedicalGroup.SPECIAL_A
    db.commit()
    taken = way(desk, "5")
    assert taken is (way is not Desk.back_office)  # its form names the kind, and «ответ на уроке» is refused
    assert [mark.kind for mark in desk.marks] == (["theory"] if taken else [])


def test_a_letter_of_a_worked_off_lesson_is_specified_without_telling_how_again(desk, login, school_time):
    desk.action("н")
    school_time(f"{NEXT_DAY}+07:00")
    assert desk.grid("н/5", WORDS)
    curator = f.CuratorshipFactory(group=desk.lesson.journal.group).user
    url = f"/journal/{desk.lesson.journal_id}/cells/{desk.lesson.id}/{desk.student.id}"
    answer = login(curator).put(url, json={"value": "б/5", "version": 2, "key": "k"})
    assert answer.status_code == 200, answer.json
    assert desk.standing == "б/5"


def test_an_excuse_note_hangs_on_its_letter_and_goes_with_it(db, desk):
    desk.action("б")
    note = f.ExcuseNoteFactory(student=desk.student)
    curator = f.CuratorshipFactory(group=desk.lesson.journal.group).user
    user = Identity(curator.id, frozenset({Role.CURATOR}), dt.datetime(2023, 12, 1, 9, tzinfo=ZONE))

    def save(value: str, version: int, **more: Any) -> Any:
        save_cell(user, desk.lesson.journal, desk.lesson, desk.student.id, Entry(value, version, **more))
        db.commit()
        return desk.cell.absence.excuse_note_id

    assert save("б", 1, excuse_note_id=note.id) == note.id
    assert desk.cell.version == 2
    assert save("н", 2) is None, "an unexcused absence has no paper"


def test_minutes_of_lateness_are_an_entry_like_any_other(db, desk, school_time):
    """They take a version, leave a record and ask for a reason on another day (п. 2.1, 6.1)."""
    desk.action("о")
    (absence,) = db.scalars(sa.select(Absence)).all()
    kind, version = absence.kind_id, absence.row_version
    client, edit = desk.login(desk.lesson.journal.teacher), f"/admin/absence/edit/?id={absence.id}"
    form = {"kind": kind, "minutes_late": "15", "reason": "", "row_version": version}
    assert client.post(edit, data=form).status_code == 302
    assert (desk.cell.version, desk.cell.absence.minutes_late) == (2, 15)
    school_time(f"{NEXT_DAY}+07:00")
    assert client.post(edit, data={**form, "minutes_late": "20", "row_version": version + 1}).status_code == 422
    assert client.post(edit, data={**form, "minutes_late": "20", "row_version": version + 1, "reason": WORDS},
                       ).status_code == 302
    records = db.scalars(sa.select(f.m.AuditRecord).where(f.m.AuditRecord.entity == "cell")
                         .order_by(f.m.AuditRecord.id)).all()
    assert [(one.before.get("minutes"), one.after.get("minutes")) for one in records] == [
        (None, None), (None, 15), (15, 20)]


def test_marks_of_a_cell_keep_their_places(db, desk):
    """The first of three is taken away in the back office; the others close up as they were."""
    assert desk.action("5/4/3")
    first = desk.marks[0]
    ids = [mark.id for mark in desk.marks[1:]]
    client = desk.login(desk.lesson.journal.teacher)
    assert client.post("/admin/mark/delete/", data={"id": first.id}).status_code == 302
    assert [(mark.id, mark.position, mark.value) for mark in db.scalars(sa.select(Mark).order_by(Mark.position))] == [
        (ids[0], 1, 4), (ids[1], 2, 3)]
    assert desk.cell.version == 2
