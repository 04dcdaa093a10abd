"""The whole way of a year's archive: tables, papers, pages, manifest; the year is closed with it (п. 7.5)."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from access.identity import Identity
from documents.archive_paper import paper_of
from jobs import archives
from models import AcademicYear, AuditRecord, Group, Lesson, Semester, Student
from models.engine import writing
from operations.archive_check import verify
from queries.sheets import JournalSheet
from rules.terms import Role
from rules.violation import Violation
from tests import factories as f
from tests.archive_world import YEAR, past_year

ADMINISTRATOR = Identity(None, frozenset({Role.ADMINISTRATOR}), f.NOW, "cli")


@pytest.fixture
def make(db, tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "drawers", lambda: ThreadPoolExecutor(1))  # a process takes seconds to start


    def run(name="2022-2023", **options):
        db.commit()
        said = []
        made = archives.create(ADMINISTRATOR, YEAR, tmp_path / name, lambda *step: said.append(step), **options)
        return made, said
    return run


def rows(folder, table):
    return [json.loads(line) for line in (folder / "tables" / f"{table}.jsonl").read_text().splitlines()]


def test_the_year_is_in_the_folder_and_closed(db, make):
    world = past_year()
    made, said = make()
    assert verify(made.path).problems == ()
    assert said[-1][:2] == (2, 2)  # both journals
    manifest = json.loads((made.path / "manifest.json").read_text())
    assert (manifest["groups"], manifest["journals"], manifest["draft"], manifest["unprinted"]) == (2, 2, False, {})
    assert [row["value"] for row in rows(made.path, "mark")] == [4, 5]  # the mark of the current year is not there
    assert manifest["rows"] == {place.stem: len(rows(made.path, place.stem))
                                for place in (made.path / "tables").glob("*.jsonl")}
    assert {row["id"] for row in rows(made.path, "journal")} == {world.journal, world.hostile}
    assert "password_hash" not in rows(made.path, "user")[0]
    heads = manifest["audit"]
    assert f"2022/journal:{world.journal}" in heads
    assert all(len(head["hash"]) == 64 for head in heads.values())
    year = db.scalars(sa.select(AcademicYear).where(AcademicYear.year == YEAR)).one()
    assert (year.archived_at, year.archive_sha256) == (f.NOW, made.manifest)
    noted = db.scalars(sa.select(AuditRecord).where(AuditRecord.entity == "academic_year").order_by(
        AuditRecord.id.desc()).limit(2)).all()
    assert Counter(record.action.value for record in noted) == {"export": 1, "update": 1}
    assert world.student in {row["id"] for row in rows(made.path, "student")}


def test_papers_are_drawn_by_other_processes():
    with archives.drawers() as pool:
        paper = pool.submit(paper_of, JournalSheet("", "ИС-21", "", 1, "", "", "", "Физика", "")).result()
    assert paper[:5] == b"%PDF-"


def test_papers_and_pages_say_what_the_journal_says(make):
    world = past_year()
    made, _ = make()
    folder = made.path / "documents" / f"ИС-21 ({world.group})"
    (journal,), (summary, *_) = folder.glob("I семестр *"), folder.glob("Сводная ведомость группы*")
    assert "Ветвления и циклы" in text_of(journal)
    assert all("Ёлкин" in text_of(paper) for paper in (journal, summary))
    assert len(list(folder.glob("Практика*"))) == len(list(folder.glob("Движение контингента*"))) == 1
    page = (made.path / "viewer" / f"journal-{world.journal}.html").read_text()
    for words in ("Ветвления и циклы", "Ёлкин", "<td>4</td>", '<td class="final">5</td>', "03.10.2022"):
        assert words in page
    group = (made.path / "viewer" / f"group-{world.group}.html").read_text()
    assert "<td>5</td>" in group
    assert f"journal-{world.journal}.html" in group


def test_signed_attestation_sheets_are_on_paper(db, make):
    world = past_year()
    group, semester = db.get(Group, world.group), db.scalars(sa.select(Semester).where(Semester.number == 1).join(
        AcademicYear).where(AcademicYear.year == YEAR)).one()
    line = f.CurriculumLineFactory(of_practice=True, curriculum=group.curriculum, index="УП.01")
    programme = f.PracticeProgrammeFactory(
        journal=f.JournalFactory(group=group, line=line, semester=semester), starts=dt.date(2022, 11, 7),
        ends=dt.date(2022, 11, 12), order_date=dt.date(2022, 11, 1))
    signed = dt.date(2022, 11, 12)
    sheet = f.AttestationSheetFactory(programme=programme, student=db.get(Student, world.student), signed_on=signed)
    f.SheetRowFactory(sheet=sheet, title="Сборка узлов")
    for name, day in (("Ягодкина", signed), ("Черновикова", None)):
        who = f.MembershipFactory(student__last_name=name, group=group, starts=dt.date(2022, 9, 1)).student
        f.AttestationSheetFactory(programme=programme, student=who, signed_on=day)
    made, _ = make()
    (paper,) = (made.path / "documents" / f"ИС-21 ({world.group})").glob("Аттестационные листы*")
    assert len(PdfReader(paper).pages) == 2
    text = text_of(paper)
    assert ["Ёлкин" in text, "Ягодкина" in text, "Черновикова" in text] == [True, True, False]
    assert "Аттестационные листы, УП.01" in (made.path / "viewer" / f"group-{world.group}.html").read_text()


def text_of(paper):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.read_bytes())).pages)


def test_hostile_names_stay_words(make):
    world = past_year()
    made, _ = make()
    pages = {place: place.read_text() for place in made.path.rglob("*.html")}
    assert len(pages) == 5
    assert all("<script" not in text for text in pages.values())
    assert all(address not in text for text in pages.values() for address in ("http://", "https://", "//"))
    assert "&lt;script&gt;alert(1)" in pages[made.path / "viewer" / f"journal-{world.hostile}.html"]
    assert (made.path / "documents" / f"x ({world.hostile_group})").is_dir()
    for place, text in pages.items():
        for address in text.split('href="')[1:]:
            assert (place.parent / address.split('"')[0]).resolve().is_file()
            assert (place.parent / address.split('"')[0]).resolve().is_relative_to(made.path.resolve())


@pytest.mark.parametrize(("options", "point"), [({}, "7.3"), ({"draft": True}, None)])
def test_a_year_with_an_open_semester_gives_only_a_draft(db, make, tmp_path, options, point):
    past_year(closed=False)
    if point:
        with pytest.raises(Violation) as refused:
            make(**options)
        assert refused.value.point == point
        assert list(tmp_path.iterdir()) == []
    else:
        made, _ = make(**options)
        assert json.loads((made.path / "manifest.json").read_text())["draft"]
        assert "Черновик" in (made.path / "index.html").read_text()
    assert db.scalar(sa.select(AcademicYear.archived_at).where(AcademicYear.year == YEAR)) is None


def test_what_was_written_meanwhile_makes_it_void(db, make, tmp_path, monkeypatch):
    """A year is read for minutes: what came in meanwhile must not be missing from its archive."""
    lesson = past_year().lesson
    whole = archives.year_html

    def meanwhile(*given):
        writing.set(True)
        db.rollback()
        db.get_one(Lesson, lesson).topic = "Другая тема"
        db.commit()
        return whole(*given)

    monkeypatch.setattr(archives, "year_html", meanwhile)
    with pytest.raises(Violation, match="Пока составляли архив"):
        make()
    assert list(tmp_path.iterdir()) == []
    assert db.scalar(sa.select(AcademicYear.archived_at).where(AcademicYear.year == YEAR)) is None


def test_a_journal_that_cannot_be_printed_holds_nothing_up(make, monkeypatch):
    past_year()
    monkeypatch.setattr(archives, "paper_of", lambda sheet: "PaperError: нет глифа")
    made, _ = make()
    assert len(made.unprinted) == 2
    assert not list((made.path / "documents").rglob("*Математика*"))
    assert "Журнал на бумаге" not in "".join(place.read_text() for place in made.path.rglob("*.html"))
    assert verify(made.path).problems == ()
