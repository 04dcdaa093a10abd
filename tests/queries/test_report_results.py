"""Summaries of results against counts made by hand (п. 4.1, 7.3)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from queries.reports.discipline import discipline_results
from queries.reports.group import group_results
from queries.reports.registry import REPORTS
from rules.statistics import Standing
from rules.terms import FinalKind, MovementKind, Role
from tests import factories as f
from tests.families import asks
from tests.report_world import ask, journal, missed, result, student

# name → (математика, история); the rest of the class is in the fixture
MARKS = {"Абрамова": ("5", "5"), "Белова": ("4", "5"), "Власова": ("5", "3"), "Гладких": ("3", "3"),
         "Дорохина": ("2", "4"), "Ежова": ("na", "3"), "Жукова": ("credited", "4"), "Зимина": (None, None)}


@pytest.fixture
def deputy(db):
    return asks(f.UserFactory(roles=(Role.DEPUTY_UPR,)), Role.DEPUTY_UPR)


@pytest.fixture
def group(db):
    """Eight students who are there, one joined in October, one on leave, one expelled with fives."""
    made = f.GroupFactory(name="ИС-21")
    maths, history = journal(made, "Математика"), journal(made, "История")
    for name, values in MARKS.items():
        who = student(made, name, starts="2023-10-15" if name == "Жукова" else "2022-09-01")
        for of, value in zip((maths, history), values, strict=True):
            if value:
                result(of, who, value)
        if name == "Дорохина":
            for letter, day in (("н", 13), ("н", 14), ("б", 15), ("о", 16)):
                missed(maths, who, letter, day)
    for name, kind in (("Ильина", MovementKind.LEAVE), ("Котова", MovementKind.EXPULSION)):
        who = student(made, name, ends="2023-11-10", left=kind)
        result(maths, who, "5")
        missed(maths, who, "н", 8)
    draft = student(made, "Лаптева", ends="2023-09-05")
    result(history, draft, "5", published=False)
    return made


def test_the_group_by_hand(deputy, group):
    """Математика: 5,4,5,3,2,н/а; история: 5,5,3,3,4,3,4. Seven of eight students have results."""
    found = group_results(deputy, ask("2023.1", group=group.id))
    assert [one.name.split()[0] for one in found.students] == list(MARKS)
    maths, history = found.subjects if found.subjects[0].title == "Математика" else found.subjects[::-1]
    assert (maths.tally.fives, maths.tally.fours, maths.tally.threes, maths.tally.twos,
            maths.tally.not_attested, maths.blank) == (2, 1, 1, 1, 1, 1)
    assert maths.sou == Decimal("53.83"), "(200 + 64 + 36 + 16 + 7) : 6"
    assert history.sou == Decimal("62.29"), "(200 + 128 + 108) : 7"
    assert found.average == Decimal("3.83"), "46 : 12"
    assert found.performance == Decimal("71.43"), "5 of 7 owe nothing"
    assert found.quality == Decimal("42.86"), "one отличник and two хорошисты of 7: the re-credited counts by her four"
    standings = {one.name.split()[0]: one.standing for one in found.students}
    assert standings == {
        "Абрамова": Standing.EXCELLENT, "Белова": Standing.GOOD, "Власова": Standing.ONE_THREE,
        "Гладких": Standing.PASSING, "Дорохина": Standing.FAILING, "Ежова": Standing.FAILING,
        "Жукова": Standing.GOOD, "Зимина": None}


def test_who_joined_left_or_went_on_leave(deputy, group):
    found = group_results(deputy, ask("2023.1", group=group.id))
    assert "Жукова" in {one.name.split()[0] for one in found.students}, "joined in the middle: counted"
    assert [(one.name, one.why) for one in found.left][:2] == [
        ("Ильина А. О.", "академический отпуск, пр. № 7-С от 10.11.2023"),
        ("Котова А. О.", "отчисление, пр. № 7-С от 10.11.2023")]
    missed_by = {one.name.split()[0]: one.missed for one in found.students}
    assert (missed_by["Дорохина"].total, missed_by["Дорохина"].unexcused, missed_by["Дорохина"].late) == (6, 4, 1)
    assert missed_by["Абрамова"].total == 0


def test_a_draft_is_in_no_report(deputy, group):
    found = discipline_results(deputy, ask("2023.1", group=group.id))
    history = next(one for one in found.lines if one.title == "История")
    assert (history.rates.tally.fives, history.students, history.blank) == (2, 8, 1)


@pytest.mark.parametrize("case", ["no students", "no lessons", "all absent"])
def test_edges_in_words(deputy, db, case):
    made = f.GroupFactory(name="ПК-11")
    of = journal(made, "Физика")
    if case == "no lessons":
        student(made, "Абрамова")
    if case == "all absent":
        for name in ("Абрамова", "Белова"):
            who = student(made, name)
            result(of, who, "na")
            missed(of, who, "н", 13)
    found = group_results(deputy, ask("2023.1", group=made.id))
    assert (len(found.students), found.performance, found.quality, found.average) == {
        "no students": (0, None, None, None), "no lessons": (1, None, None, None),
        "all absent": (2, Decimal(0), Decimal(0), None)}[case]
    assert found.without == (() if case == "all absent" else ("Физика",))


def test_two_subgroups_are_one_column(deputy, db):
    made = f.GroupFactory()
    line = f.CurriculumLineFactory(curriculum=made.curriculum, discipline__title="Английский язык")
    for number, value in ((1, "5"), (2, "4")):
        part = f.SubgroupFactory(group=made, number=number)
        of = f.JournalFactory(group=made, line=line, subgroup=part, teacher=f.TeacherFactory())
        who = student(made, ("Абрамова", "Белова")[number - 1])
        f.SubgroupMembershipFactory(subgroup=part, student=who)
        result(of, who, value, kind=FinalKind.EXAM)
    found = group_results(deputy, ask("2023.1", group=made.id))
    assert [(one.title, one.kind, one.tally.fives, one.tally.fours, len(one.teachers)) for one in found.subjects] == [
        ("Английский язык", FinalKind.EXAM, 1, 1, 2)]
    lines = discipline_results(deputy, ask("2023.1", group=made.id)).lines
    assert [(one.students, one.blank) for one in lines] == [(1, 0), (1, 0)], "each subgroup has its own students"


def test_disciplines_and_teachers_add_up(deputy, group):
    found = discipline_results(deputy, ask("2023.1"))
    assert (found.total.tally.marked, found.total.tally.not_attested) == (12, 1)
    assert found.total.sou == Decimal("58.38"), "(400 + 192 + 144 + 16 + 7) : 13"
    assert found.total.average == Decimal("3.83")
    assert {name: rates.average for name, rates in found.disciplines} == {
        "Математика": Decimal("3.80"), "История": Decimal("3.86")}
    assert len(found.teachers) == 2
    one = next(line for line in found.lines if line.title == "Математика")
    assert (one.rates.performance, one.rates.quality) == (Decimal("66.67"), Decimal("50.00"))


def test_a_curator_who_teaches_reads_the_summary_as_a_curator(db, group):
    """The lessons given in another group do not open its summary, and do not leak into the list."""
    both = f.UserFactory(roles=(Role.CURATOR, Role.TEACHER))
    f.CuratorshipFactory(group=group, user=both)
    report = REPORTS["group"]
    found = report.make(asks(both), ask("2023.1", group=group.id))
    assert len(found.subjects) == 2
    other = journal(f.GroupFactory(), "Химия", teacher=both)
    result(other, student(other.group, "Абрамова"), "5")
    assert report.make(asks(both), ask("2023.1", group=other.group_id)).subjects == ()


def test_growth(deputy, db, count_queries):
    """25 students and ten disciplines cost as many questions as five and one."""
    made = f.GroupFactory()
    of = journal(made, "Физика 0")
    for number in range(5):
        result(of, student(made, f"Иванова{number}"), "5")
    with count_queries() as few:
        group_results(deputy, ask("2023.1", group=made.id))
        discipline_results(deputy, ask("2023.1"))
    for number in range(20):
        who = student(made, f"Петрова{number}")
        result(of, who, "4")
        missed(of, who, "н", number % 20 + 1)
    for number in range(1, 10):
        journal(made, f"Физика {number}")
    with count_queries(at_most=16) as many:
        group_results(deputy, ask("2023.1", group=made.id))
        discipline_results(deputy, ask("2023.1"))
    assert len(many) == len(few)
