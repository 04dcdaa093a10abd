"""Groups and semesters side by side, current marks, practices, the curator's report: counted by hand (п. 4.1)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from documents.reports.compare import changed
from queries.reports.compare import comparison
from queries.reports.curator import curator_report
from queries.reports.current import current_marks
from queries.reports.practice import practices
from rules.terms import FinalKind, Role
from tests import factories as f
from tests.families import asks, parent_of
from tests.report_world import ask, journal, missed, result, student


@pytest.fixture
def director(db):
    return asks(f.UserFactory(roles=(Role.DIRECTOR,)), Role.DIRECTOR)


@pytest.fixture
def semesters(db):
    """The spring before and this autumn."""
    year = f.AcademicYearFactory(year=2022)
    return f.SemesterFactory(academic_year=year, number=2), f.SemesterFactory()


def test_a_semester_beside_the_one_before(director, semesters):
    spring, autumn = semesters
    group, other = f.GroupFactory(name="ИС-21"), f.GroupFactory(name="СВ-11", admission_year=2023)
    people = [student(group, name) for name in ("Абрамова", "Белова")]
    for of, values in ((journal(group, "Математика", semester=spring), ("5", "2")),
                       (journal(group, "Физика", semester=autumn), ("4", "3"))):
        for who, value in zip(people, values, strict=True):
            result(of, who, value)
    result(journal(other, "История", semester=autumn), student(other, "Власова"), "5")
    found = comparison(director, ask("2023.1"))
    assert found.previous == "2 семестр 2022-2023"
    first, second = found.groups
    assert (first.name, first.now.performance, first.now.quality, first.now.sou, first.now.average) == (
        "ИС-21", Decimal("100.00"), Decimal("50.00"), Decimal("50.00"), Decimal("3.50"))
    assert {name: first.grown(name) for name in ("performance", "quality", "sou", "average")} == {
        "performance": Decimal("50.00"), "quality": Decimal("0.00"), "sou": Decimal("-8.00"),
        "average": Decimal("0.00")}
    assert (second.name, second.grown("quality")) == ("СВ-11", None), "there was no such group in spring"
    assert [(one.name, one.now.students) for one in found.courses] == [("1 курс", 1), ("2 курс", 2)]
    assert (found.total.now.students, found.total.now.average) == (3, Decimal("4.00"))


def test_the_first_semester_has_nothing_before_it(director, semesters):
    found = comparison(director, ask("2022.2"))
    assert (found.previous, found.groups, found.total.now.performance) == ("", (), None)


@pytest.mark.parametrize(("by", "words"), [
    (None, "—"), (Decimal("0.00"), "так же"), (Decimal("3.2"), "выше на 3,20"), (Decimal("-0.15"), "ниже на 0,15")])
def test_a_change_is_said_in_words(by, words):
    assert changed(by) == words


# current marks

def test_current_marks_by_hand(director, db):
    group = f.GroupFactory()
    maths, history = journal(group, "Математика"), journal(group, "История")
    first, second, third = (student(group, name) for name in ("Абрамова", "Белова", "Власова"))
    gone = student(group, "Гладких", ends="2023-11-10")
    lessons = [f.LessonFactory(journal=maths, date=dt.date(2023, 11, number), pair=1) for number in (1, 2)]
    f.LessonFactory(journal=history, date=dt.date(2023, 11, 3), pair=1)
    for lesson, who, value, weight in ((lessons[0], first, 5, 1), (lessons[1], first, 2, 3), (lessons[0], second, 4, 1),
                                       (lessons[0], gone, 5, 1)):
        f.MarkFactory(cell=f.CellFactory(lesson=lesson, student=who), value=value, weight=weight)
    missed(history, third, "н", 3)
    found = current_marks(director, ask("2023-11", group=group.id))
    assert [(one.name.split()[0], dict(one.marks.counts), one.marks.average, one.twos, one.missed.total)
            for one in found.students] == [
        ("Абрамова", {5: 1, 2: 1}, Decimal("2.75"), ("Математика",), 0),  # (5 + 2 × 3) : 4
        ("Белова", {4: 1}, Decimal("4.00"), (), 0), ("Власова", {}, None, (), 2)]
    assert {one.title: (one.lessons, one.marks.total, one.marks.average, one.without, one.with_one)
            for one in found.subjects} == {
        "Математика": (2, 3, Decimal("3.00"), 1, 1), "История": (1, 0, None, 3, 0)}  # (5 + 6 + 4) : 5
    empty = current_marks(director, ask("2023-10", group=group.id))
    assert (empty.subjects, empty.students[0].marks.average) == ((), None)


# the curator's report

def test_the_curators_report_by_hand(db):
    group = f.GroupFactory(name="ИС-21")
    curator = f.UserFactory(roles=(Role.CURATOR,))
    f.CuratorshipFactory(group=group, user=curator)
    of = journal(group, "Математика")
    first, second, third = (student(group, name) for name in ("Абрамова", "Белова", "Власова"))
    result(of, first, "5")
    missed(of, second, "н", 13)
    parent = parent_of(first, last_sign_in_at=f.NOW)
    parent_of(second)
    quiet = f.GuardianshipFactory(student=third).guardian
    thread = f.ThreadFactory(author=curator)
    f.ParticipantFactory(thread=thread, user=parent)
    for _ in range(2):
        f.MessageFactory(thread=thread)
    f.MessageFactory(thread=thread, author=parent)
    f.ParentLetterFactory(student=third, guardian=quiet, author=curator)
    f.AcknowledgementFactory(user=parent, subject_id=first.id)
    found = curator_report(asks(curator), ask("2023.1", group=group.id))
    family = found.family
    assert (family.parents, family.with_account, family.seen, family.acknowledged, family.messages) == (3, 2, 1, 1, 3)
    assert family.silent == ("Белова А. О.",)
    assert (found.flow.before, found.flow.after, found.attendance.missed.unexcused) == (3, 3, 2)
    assert found.results.performance == Decimal("100.00")
    assert curator_report(asks(curator), ask("2023-11", group=group.id)).results is None, "a month has no results"


# practices

def test_practices_by_hand(director, db):
    programme = f.PracticeProgrammeFactory()
    of, group = programme.journal, programme.journal.group
    for name, value in (("Абрамова", "5"), ("Белова", "3")):
        result(of, student(group, name), value, kind=FinalKind.PRACTICE)
    found = practices(director, ask("2023.1"))
    assert [(one.card.group, one.rates.performance, one.rates.quality) for one in found.lines] == [
        (group.name, Decimal("100.00"), Decimal("50.00"))]
    assert practices(director, ask("2023.1", group=f.GroupFactory().id)).lines == ()


def test_growth(director, semesters, count_queries):
    def everything(group_id: int) -> None:
        comparison(director, ask("2023.1"))
        current_marks(director, ask("2023-11", group=group_id))
        curator_report(director, ask("2023.1", group=group_id))
        practices(director, ask("2023.1"))

    programme = f.PracticeProgrammeFactory()
    group = programme.journal.group
    of = journal(group, "Математика")
    result(of, student(group, "Абрамова"), "5")
    everything(group.id)
    with count_queries(at_most=58) as few:
        everything(group.id)
    for number in range(20):
        who = student(group, f"Иванова{number}")
        result(of, who, "4")
        missed(of, who, "н", number % 20 + 1)
        parent_of(who)
    for number in range(3):
        result(journal(f.GroupFactory(), f"Химия {number}"), student(group, f"Петрова{number}"), "3")
    with count_queries() as many:
        everything(group.id)
    assert len(many) == len(few)
