"""Entities leave as one file: whole, of one year, by the reader's rights, written down (docs/exchange.md)."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile

import openpyxl
import pytest
import sqlalchemy as sa

from access.exchange import entities
from access.identity import Identity
from jobs.exchange import Wanted, note_entities, write_entities
from jobs.task_kinds import run_tasks
from models import AuditRecord, Task
from models.engine import writing
from rules.terms import AuditAction, DataFamily, MarkKind, Role
from tests import factories as f

ALL = frozenset(DataFamily)


@pytest.fixture(autouse=True)
def writing_again():
    before = writing.get()
    yield
    writing.set(before)


@pytest.fixture
def college(db):
    """A journal of 2023-24 with a mark and an absence, a journal of the year before, a curator's former student."""
    journal = f.JournalFactory()
    student = f.StudentFactory(last_name="Ёлкин", phone="+79130001122", address="ул. Анатолия, 5",
                               medical_group="special_a")
    f.MembershipFactory(student=student, group=journal.group, starts=dt.date(2022, 9, 1))
    lesson = f.LessonFactory(journal=journal, topic="=2+2 и ещё")
    f.MarkFactory(cell=f.CellFactory(lesson=lesson, student=student), value=5)
    f.AbsenceFactory(cell=f.CellFactory(lesson=f.LessonFactory(journal=journal, pair=2), student=student))
    earlier = f.JournalFactory(semester=f.SemesterFactory(academic_year=f.AcademicYearFactory(
        year=2022, starts=dt.date(2022, 9, 1), ends=dt.date(2023, 7, 1)), starts=dt.date(2022, 9, 1),
        ends=dt.date(2022, 12, 30)))
    f.LessonFactory(journal=earlier, year=2022, date=dt.date(2022, 10, 3))
    f.ExcuseNoteFactory(student=student)
    f.UserFactory(login="secretary", phone="+79130009988")
    db.commit()
    return {"journal": journal.id, "earlier": earlier.id, "student": student.id, "teacher": journal.teacher_id}


def written(user, families=ALL, year=None, kind="jsonl"):
    target = io.BytesIO()
    zone = dt.timezone(dt.timedelta(hours=7))
    parts = write_entities(user, Wanted(frozenset(families), year, kind), target, zone, lambda part: None)
    return target, parts


def archive(user, **kwargs):
    target, parts = written(user, **kwargs)
    with zipfile.ZipFile(target) as opened:
        return {name: opened.read(name) for name in opened.namelist()}, parts


def lines(files, name):
    return [json.loads(line) for line in files[f"{name}.jsonl"].splitlines()]


def administrator():
    return Identity(None, frozenset({Role.ADMINISTRATOR}), f.NOW.astimezone(dt.timezone(dt.timedelta(hours=7))))


def test_the_archive_says_what_it_holds(college):
    files, parts = archive(administrator())
    manifest, schema = json.loads(files["manifest.json"]), json.loads(files["schema.json"])
    assert set(manifest["entities"]) == {model.__tablename__ for model in entities(administrator(), ALL)}
    for name, told in manifest["entities"].items():
        data = files[f"{name}.jsonl"]
        assert (told["rows"], told["sha256"]) == (len(data.splitlines()), hashlib.sha256(data).hexdigest())
        assert all(list(row) == [column["name"] for column in schema[name]["columns"]] for row in lines(files, name))
    assert sum(part.rows for part in parts) > 20
    [mark] = lines(files, "mark")
    cell = next(row for row in lines(files, "cell") if row["id"] == mark["cell_id"])
    assert (mark["value"], mark["year"], cell["student_id"]) == (5, 2023, college["student"])
    assert mark["entered_at"].endswith("+00:00")
    columns = {column["name"]: column for column in schema["student"]["columns"]}
    assert (columns["phone"]["personal"], columns["last_name"]["personal"]) == (True, False)
    assert columns["user_id"]["refers"] == "user"


def test_secrets_and_what_the_role_does_not_read_are_not_in_the_file(college):
    files, _ = archive(administrator())
    whole = b"".join(files.values())
    assert f.PASSWORD_HASH.encode() not in whole
    assert b"special_a" not in b"".join(files[name] for name in files if name.endswith("student.jsonl"))
    assert not {"excuse_note.jsonl", "user_session.jsonl", "message.jsonl", "person_key.jsonl"} & files.keys()
    assert b"+79130001122" in files["student.jsonl"]


def test_a_year_narrows_what_belongs_to_one(college):
    both = {row["id"] for row in lines(archive(administrator())[0], "journal")}
    assert both == {college["journal"], college["earlier"]}
    for year, journal in ((2023, college["journal"]), (2022, college["earlier"])):
        files, _ = archive(administrator(), year=year)
        assert {row["id"] for row in lines(files, "journal")} == {journal}
        assert {row["journal_id"] for row in lines(files, "lesson")} == {journal}
        assert [row["id"] for row in lines(files, "student")] == [college["student"]], "a member in both"
        assert lines(files, "speciality") == lines(archive(administrator())[0], "speciality"), "of no year: whole"
    assert lines(archive(administrator(), year=2001)[0], "student") == []


def test_a_teacher_takes_own_journals_and_names_only(db, college):
    teacher = Identity(college["teacher"], frozenset({Role.TEACHER}), administrator().now)
    files, _ = archive(teacher)
    assert {row["id"] for row in lines(files, "journal")} == {college["journal"]}
    [student] = lines(files, "student")
    assert set(student) == {"id", "last_name", "first_name", "patronymic"}
    assert "user.jsonl" not in files


def test_columns_hidden_on_some_rows_are_empty_there(db, college):
    """A curator reads the contacts of today's students and the names of former ones."""
    curator = f.UserFactory(roles=(Role.CURATOR,))
    group = f.GroupFactory()
    f.CuratorshipFactory(group=group, user=curator, starts=dt.date(2022, 9, 1))
    now, gone = (f.StudentFactory(last_name=name, phone="+79130000007") for name in ("Абрамов", "Белов"))
    f.MembershipFactory(student=now, group=group, starts=dt.date(2022, 9, 1))
    f.MembershipFactory(student=gone, group=group, starts=dt.date(2022, 9, 1), ends=dt.date(2023, 10, 1))
    db.commit()
    files, _ = archive(Identity(curator.id, frozenset({Role.CURATOR}), administrator().now),
                       families={DataFamily.STUDENTS})
    phones = {row["last_name"]: row["phone"] for row in lines(files, "student")}
    assert phones == {"Абрамов": "+79130000007", "Белов": None}


def test_a_workbook_is_for_people(college):
    target, parts = written(administrator(), families={DataFamily.JOURNALS, DataFamily.MARKS, DataFamily.STUDENTS},
                            kind="xlsx")
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[-1] == "Описание"
    assert [part.title[:31] for part in parts] == book.sheetnames[:-1]
    lessons = list(book["Занятия"].values)
    assert lessons[0][:4] == ("№", "Учебный год", "Журнал", "Дата")
    assert {row[3] for row in lessons[1:]} == {dt.datetime(2023, 11, 20), dt.datetime(2022, 10, 3)}
    assert any("'=2+2 и ещё" in row for row in lessons), "a text is no formula"
    assert MarkKind.ANSWER.title in list(book["Отметки"].values)[1]
    described = list(book["Описание"].values)
    assert ("Студенты", "student", "Телефон", "phone", "строка", None, None, "да") in described


def test_what_left_is_written_down(db, college):
    _, parts = written(administrator(), families={DataFamily.MARKS}, year=2023)
    note_entities(administrator(), Wanted(frozenset({DataFamily.MARKS}), 2023, "jsonl"), parts)
    found = db.execute(sa.select(AuditRecord.entity, AuditRecord.after).where(
        AuditRecord.action == AuditAction.EXPORT)).all()
    assert sorted((entity, after["count"], after["year"]) for entity, after in found) == [
        ("cell", 2, 2023), ("mark", 1, 2023)]


def test_an_order_is_done_in_the_queue_and_can_be_stopped(app, db, college, login):
    administrator = login(Role.ADMINISTRATOR)
    form = {"families": ["marks", "students"], "year": "2023", "format": "jsonl"}
    done, stopped = administrator.post("/exchange/", data=form), administrator.post(
        "/exchange/", data={**form, "format": "xlsx"})
    assert administrator.post(f"{stopped.location}/stop").status_code == 303
    run_tasks()
    page = administrator.get(done.location).text
    assert "строк" in page and "Не удалось" not in page
    file = administrator.get(f"{done.location}/file")
    assert (file.status_code, file.mimetype) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(file.data)) as opened:
        assert json.loads(opened.read("manifest.json"))["entities"]["mark"]["rows"] == 1
    assert administrator.get(f"{stopped.location}/file").status_code == 404
    assert login(Role.DIRECTOR).get(done.location).status_code == 404
    taken = db.scalars(sa.select(AuditRecord.entity).where(AuditRecord.action == AuditAction.EXPORT)).all()
    assert {"mark", "cell", "student", "task"} <= set(taken)


REFUSED = {
    "nothing chosen": ({"families": []}, "Отметьте, что выгрузить"),
    "a strange family": ({"families": ["passwords"]}, "Отметьте, что выгрузить"),
    "a year that is not there": ({"year": "1999"}, "Такого учебного года в журнале нет"),
    "a strange format": ({"format": "exe"}, "Выберите вид файла"),
}


@pytest.mark.parametrize(("wrong", "words"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_order_is_not_taken(db, college, login, wrong, words):
    answer = login(Role.ADMINISTRATOR).post("/exchange/", data={
        "families": ["marks"], "year": "2023", "format": "jsonl", **wrong})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert db.scalar(sa.select(sa.func.count()).select_from(Task)) == 0


def test_a_long_entity_is_stopped_in_the_middle(db, college, monkeypatch):
    class Stopped(Exception):
        pass

    def noticed(part):
        if part is None:
            raise Stopped

    monkeypatch.setattr("jobs.exchange.BEAT", 1)
    with pytest.raises(Stopped):
        write_entities(administrator(), Wanted(ALL, None, "jsonl"), io.BytesIO(), f.NOW.tzinfo, noticed)
    db.rollback()  # as the worker does


def test_the_command_writes_a_file_or_says_why_not(app, db, college, tmp_path):
    run = app.test_cli_runner().invoke
    file = tmp_path / "marks.zip"
    answer = run(args=["exchange", "export", "--family", "marks", "--year", "2023", "--out", str(file)])
    assert (answer.exit_code, "разделов 2, строк 3" in answer.output) == (0, True)
    with zipfile.ZipFile(file) as opened:
        assert json.loads(opened.read("manifest.json"))["families"] == ["marks"]
    refused = run(args=["exchange", "export", "--out", str(tmp_path / "no" / "such.zip")])
    assert (refused.exit_code, "не записан" in refused.output) == (2, True)
