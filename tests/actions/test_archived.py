"""Nobody writes into an archived year, by whichever door; what is dated later is written all the same (п. 7.5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa

import models as m
from actions.archives import note_check, take_back
from actions.syllabuses import TopicEntry, save_topics
from queries.syllabuses import lines_of
from rules import terms as t
from rules.violation import Violation
from tests import factories as f

ARCHIVED_AT = dt.datetime(2023, 7, 5, tzinfo=dt.UTC)


@pytest.fixture
def past(db):
    """A journal of the past year with everything that hangs on it."""
    year = f.AcademicYearFactory(year=2022)
    journal = f.JournalFactory(semester=f.SemesterFactory(academic_year=year, number=1))
    lesson = f.LessonFactory(journal=journal, date=dt.date(2022, 10, 3))
    programme = f.PracticeProgrammeFactory(journal=journal)
    sheet = f.AttestationSheetFactory(programme=programme)
    cell = f.CellFactory(lesson=lesson)
    rows = {
        "journal": journal, "lesson": lesson, "task": f.LessonTaskFactory(lesson=lesson),
        "work": f.WorkFactory(lesson=lesson), "homework": f.HomeworkFactory(lesson=lesson), "cell": cell,
        "mark": f.MarkFactory(cell=cell), "absence": f.AbsenceFactory(cell=f.CellFactory(lesson=lesson)),
        "final": f.FinalMarkFactory(journal=journal), "programme": programme,
        "section": f.ProgrammeSectionFactory(programme=programme), "placement": f.PlacementFactory(programme=programme),
        "sheet": sheet, "row": f.SheetRowFactory(sheet=sheet), "log": f.DayLogFactory(lesson=lesson),
        "slot": f.TimetableSlotFactory(journal=journal),
        "change": f.TimetableChangeFactory(journal=journal),
        "added": f.TimetableChangeFactory(journal=None, new_journal=journal, kind=t.ChangeKind.ADDED),
        "finding": f.FindingFactory(journal=journal, lesson=lesson)}
    rows["debt"] = f.DebtFactory(final_mark=rows["final"])
    rows["year"] = year
    year.archived_at = ARCHIVED_AT
    db.commit()
    return rows


def is_refused(db):
    with pytest.raises(Violation) as refused:
        db.flush()
    db.rollback()
    return refused.value.point == "7.5"


CHANGES = [
    ("journal", "planned_hours", 12), ("lesson", "topic", "Другая"), ("task", "text", "Другое"),
    ("work", "title", "Другая"), ("homework", "text", "Другое"), ("mark", "value", 2), ("absence", "hours", 1),
    ("cell", "version", 9), ("final", "value", t.FinalValue.TWO), ("programme", "starts", dt.date(2022, 9, 5)),
    ("section", "title", "Другой"), ("log", "work", "Другое"), ("row", "row_version", 9),
    ("placement", "mentor", "Другой"), ("finding", "explanation", "Иначе"), ("slot", "room", "101"),
    ("change", "room", "101"), ("added", "room", "101"),
]


@pytest.mark.parametrize(("name", "field", "value"), CHANGES)
def test_nothing_of_the_year_is_changed(db, past, name, field, value):
    row = past[name]
    assert getattr(row, field) != value
    setattr(row, field, value)
    assert is_refused(db)


@pytest.mark.parametrize("name", ["task", "work", "homework", "mark", "row", "log", "slot", "section", "finding"])
def test_nothing_of_the_year_is_deleted(db, past, name):
    db.delete(past[name])
    assert is_refused(db)


@pytest.mark.parametrize("make", [
    lambda past: m.Homework(lesson=past["lesson"], text="§ 5"),
    lambda past: m.Homework(lesson_id=past["lesson"].id, text="§ 5"),
    lambda past: past["lesson"].works.append(m.Work(kind=t.WorkKind.CONTROL, number=2, title="КР", held_on=f.TODAY)),
    lambda past: m.Mark(cell=past["cell"], year=2022, position=2, value=5, entered_at=f.NOW),
    lambda past: m.Lesson(journal=past["journal"], year=2022, date=dt.date(2022, 10, 4), pair=1, topic="Новая"),
    lambda past: m.SheetRow(sheet=past["sheet"]),
    lambda past: m.Journal(line=past["journal"].line, group=past["journal"].group, planned_hours=1,
                           semester=past["journal"].semester, teacher=f.TeacherFactory()),
], ids=["homework", "by number", "appended", "mark", "lesson", "sheet row", "journal"])
def test_nothing_is_added_to_the_year(db, past, make):
    made = make(past)
    if made is not None:
        db.add(made)
    assert is_refused(db)


def test_the_retake_of_a_debt_and_this_year_go_on(db, past):
    f.DebtAttemptFactory(debt=past["debt"])
    past["debt"].state = t.DebtState.CLOSED
    f.MarkFactory(cell=f.CellFactory(lesson=f.LessonFactory(journal=f.JournalFactory())))
    db.commit()


def test_a_year_that_came_back_is_written_again(db, past):
    note_check(past["year"], f.NOW, ("index.html: файла нет",))
    with pytest.raises(Violation, match="причину словами"):
        take_back(past["year"], "…")
    take_back(past["year"], "Предписание: внести пересдачу")
    db.commit()
    assert (past["year"].archived_at, past["year"].archive_damage) == (None, None)
    past["lesson"].topic = "Другая"
    db.commit()
    with pytest.raises(Violation, match="не в архиве"):
        take_back(past["year"], "Ещё раз назад")


def test_a_plan_of_the_archive_keeps_its_topics(past, db, acting):
    plan = f.SyllabusFactory(line=past["journal"].line, author=past["journal"].teacher, state=t.SyllabusState.DRAFT)
    topic = f.SyllabusTopicFactory(syllabus=plan, position=1)
    db.execute(sa.update(m.Journal).where(m.Journal.id == past["journal"].id).values(syllabus_id=plan.id))
    db.commit()
    entries = [TopicEntry(replace(lines_of([topic])[0], title="Совсем другая тема"), topic.id)]
    with pytest.raises(Violation, match="новую версию"):
        save_topics(acting(past["journal"].teacher), plan, entries, None)


@pytest.mark.parametrize(("day", "answer"), [("2022-10-03", 422), ("2023-12-04", 302)])
def test_days_off_of_the_archive_stay(past, login, day, answer):
    form = {"title": "Карантин", "kind": "holiday", "starts": day, "ends": day}
    assert login(t.Role.METHODIST).post("/admin/holiday/new/", data=form).status_code == answer
