"""The harness of `make bench`: turns, medians, limits, tables, forms; data that the schema accepts."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from bench import data, lines_lists, measure, report, sizes
from bench.__main__ import measure as measure_all
from bench.client import Fields, token
from bench.measure import FLOOR, FLOOR_OF, MS, OURS, Line, Measured
from models import Cell, Journal, Lesson, Mark
from tests import factories as f

TINY = (data.Shape(4, 3, 5), data.Shape(4, 12, 1), data.Shape(5, 60, 1))


def nothing() -> None:
    """Work that costs nothing."""


def test_everybody_takes_turns_and_begins_in_turn():
    asked: list[str] = []
    work = {who: lambda who=who: asked.append(who) for who in "abc"}
    took = measure.interleaved(work, 2, {"b": lambda: asked.append("ready")})
    assert "".join(asked).replace("ready", "!") == "a!bc" "!bca" "ca!b", "the first round only warms up"
    assert {who: len(each) for who, each in took.items()} == {"a": 2, "b": 2, "c": 2}


def test_the_very_slow_do_not_hold_everybody_up():
    assert len(measure.interleaved({OURS: nothing}, 50, seconds=0)[OURS]) == measure.ENOUGH


def test_a_figure_is_the_median(monkeypatch):
    clock = (moment / 1000 for pause in (1, 9, 2, 300, 4) for moment in (0, pause))
    monkeypatch.setattr(measure.time, "perf_counter", lambda: next(clock))
    assert measure.measured(Line("что", {OURS: nothing}), 4).ours == pytest.approx(6.5), "of 9, 2, 300 and 4"


@pytest.mark.parametrize(("limit", "most"), [
    (None, None), ((8, MS), 8), ((5, FLOOR), 10), ((2, "первая"), 14), ((1.2, "сосед"), 12), ((3, "не мерили"), None),
    ((4, FLOOR_OF + "первая"), 6), ((4, FLOOR_OF + "не мерили"), None)])
def test_what_a_line_may_cost(limit, most):
    others = {"первая": Measured(Line("первая", {}), {OURS: 7.0, FLOOR: 1.5})}
    found = Measured(Line("что", {}, limit), {OURS: 11.0, FLOOR: 2.0, "сосед": 10.0})
    assert found.most(others) == pytest.approx(most)


def a_report() -> report.Report:
    found = report.Report("машина")
    line = Line("journal", {}, (5, FLOOR), 8, 7000, most_statements=6)
    found.add(Measured(line, {OURS: 11.0, "сосед": 23.0, "другой": 50.0, FLOOR: 2.0}))
    found.add(Measured(Line("лист", {}), {OURS: 90.0}))
    found.crowds.append(report.Crowd("journal, clients 8", {OURS: 125.0, "сосед": 50.0, FLOOR: 1000.0}, 130))
    found.memory[OURS] = report.Memory(190.0, 240.0, 300.0)
    return found


def test_the_list_has_a_line_for_each_peer():
    assert report.entries(a_report()) == [
        {"name": "journal", "ours_ms": 11.0, "peer": "сосед", "peer_ms": 23.0, "floor_ms": 2.0},
        {"name": "journal", "ours_ms": 11.0, "peer": "другой", "peer_ms": 50.0, "floor_ms": 2.0},
        {"name": "лист", "ours_ms": 90.0, "peer": None, "peer_ms": None, "floor_ms": None},
        {"name": "journal, clients 8, ms an answer", "ours_ms": 8.0, "peer": "сосед", "peer_ms": 20.0, "floor_ms": 1.0}]


def test_the_page_keeps_its_words_and_names_what_misses(tmp_path):
    page, file = tmp_path / "page.md", tmp_path / "out" / "bench.json"
    page.write_text(f"До\n{report.BEGIN}\nстарое\n{report.END}\nПосле\n", encoding="utf-8")
    for _ in range(2):
        report.write_page(a_report(), page)
        report.write_list(a_report(), file)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("До\n") and text.endswith("\nПосле\n") and "старое" not in text
    assert "| journal | **11.0** | 2.0 | 5.5 | 10.0 (5 × floor) | сосед: 23.0<br>другой: 50.0 | 8 | 7000 |" in text
    assert "| journal, clients 8 | 125 | 50 | 1000 |" in text
    assert "- journal: 11.0 ms, not 10.0" in text
    assert "- journal: 8 SQL statements, not 6" in text
    assert "- journal, clients 8: 125 answers a second, not 130" in text
    assert "- memory, ours: 190 MB, not 180" in text
    assert len(json.loads(file.read_text(encoding="utf-8"))) == 4


def test_growth_is_told_by_size_and_what_grows_has_its_reason(monkeypatch):
    monkeypatch.setattr(sizes, "GROWS", {"diary, a week": "a reason"})
    found = {lines_lists.FIRST: (10.0, 12.5, 13.0), "diary, a week": (10.0, 20.0, 31.0), "journal": (5.0, 9.0, 13.4)}
    told = list(sizes.table(("1", "10", "100"), found))
    assert f"| {lines_lists.FIRST} | 10.0 | 12.5 | 13.0 | **1.25** | 1.04 |" in told, "no more than 1.2 times"
    assert "| journal | 5.0 | 9.0 | 13.4 | 1.80 | 1.49 |" in told
    assert told[-2:] == [f"- {lines_lists.FIRST}: no reason named.", "- diary, a week: a reason."]
    assert list(sizes.table(("1", "10", "100"), {"journal": (5.0, 9.0, 9.0)}))[-1].startswith("The list of marks grows")


def test_a_broken_line_is_told_and_others_are_measured():
    def broken() -> Line:
        raise RuntimeError("GET /: 500\nстек")

    found = report.Report("машина")
    measure_all(found, [broken, lambda: Line("цела", {OURS: nothing}), lambda: Line("другая", {OURS: nothing})], 1,
                "цела")
    assert [one.line.name for one in found.measured] == ["цела"]
    assert list(report.after(found))[-1] == "- not measured: GET /: 500 стек"


def test_a_form_is_sent_back_as_it_stood():
    page = """<form id="other"><input name="x" value="1"></form><form id="own"><input name="csrf_token" value="t0">
      <input name="a" value="1 &amp; 2"><input type="radio" name="r" value="no"><input type="radio" name="r" value="yes"
      checked><textarea name="t">\nтекст</textarea><select name="s"><option value="1">а<option value="2" selected>б
      </select><input type="checkbox" name="c" value="y"></form>"""
    assert Fields("own", page).values == {"csrf_token": "t0", "a": "1 & 2", "r": "yes", "t": "текст", "s": "2"}
    assert token(page) == "t0"


@pytest.mark.parametrize("shape", [*data.SHAPES, *TINY], ids=lambda shape: shape.name)
def test_lessons_stand_on_their_own_pairs(shape):
    days = [dt.date(2023, 9, 1) + dt.timedelta(days=number) for number in range(56)]
    found = data.places(shape, days)
    assert len(set(found)) == shape.lessons
    assert all(day in days and 0 <= pair <= 6 for day, pair in found)
    assert found[-1][0] == days[-1 if shape.pair < 5 else -2]


def test_the_schema_accepts_what_is_measured(db):
    """Every constraint is on; exactly as many marks as asked, and the places of the shapes are found again."""
    f.SemesterFactory(academic_year=f.AcademicYearFactory(year=2023), number=1)
    f.AbsenceKindFactory(letter="н")
    f.SpecialityFactory()
    f.UserFactory(login="teacher")
    data.add_measured(db, TINY, exported=200)
    db.commit()
    assert db.scalar(sa.select(sa.func.count()).select_from(Mark)) == 200
    found = data.find(db)
    assert set(found.journals) == {shape.name for shape in TINY} == set(found.lessons)
    assert [len(found.students[shape.name]) for shape in TINY] == [shape.students for shape in TINY]
    together = db.scalar(sa.select(sa.func.count()).select_from(Cell).join(Lesson, Lesson.id == Cell.lesson_id).where(
        Cell.journal_id == Lesson.journal_id, Cell.year == Lesson.year))
    assert together == db.scalar(sa.select(sa.func.count()).select_from(Cell)) > 200
    assert db.get_one(Journal, found.journals["4 × 12"]).group_id == found.group
    assert f.MarkFactory().id == 201, "sequences follow"
