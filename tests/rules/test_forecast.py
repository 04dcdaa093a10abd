"""The forecast: chances add up, a better mark never harms, few marks are said to be few (п. 4.1, 6.4, 6.6)."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.forecast.evidence import FEW, SHAPE, TRUST, Evidence, Given, case_of, trust_of
from rules.forecast.fitting import FREE, ridge
from rules.forecast.model import Case, Model, Seen, Shape, believed, learn
from rules.forecast.outlook import law_of_sum, outlook
from rules.forecast.reach import fork, need, reach, shown
from rules.forecast.scale import MARKS, Forecast, Scale
from rules.forecast.words import chance_words, likely_words

UNHURRIED = settings(deadline=None)  # the first example teaches its model
marks = st.builds(Given, st.integers(2, 5), st.integers(1, 3), st.booleans())
known = st.builds(
    Evidence, st.lists(marks, max_size=12).map(tuple), st.integers(0, 10), st.integers(10, 30),
    st.floats(0, 20), st.none() | st.floats(2, 5), st.none() | st.floats(2, 5), st.integers(0, 4))


def student(chance: random.Random) -> tuple[Evidence, int | None]:
    """One who writes about his own level; absences and the level decide on the result."""
    level = chance.gauss(3.8, 0.7)
    values = [min(max(round(level + chance.gauss(0, 0.6)), 2), 5) for _ in range(chance.randint(0, 10))]
    missed = chance.choice((0, 1, 2, 4, 12, 16))
    evidence = Evidence(tuple(Given(value, 1, chance.random() < 0.3) for value in values), missed, 20, 8.0, 3.8)
    gone = missed > 10 and chance.random() < 0.8
    return evidence, None if gone else min(max(round(level + chance.gauss(0, 0.3)), 2), 5)


@lru_cache
def model(seed: int) -> Model:
    """Seed 0 is the belief without history."""
    chance = random.Random(seed)
    people = [student(chance) for _ in range(150 if seed else 0)]
    return learn(SHAPE, [Seen(case_of(evidence), result) for evidence, result in people])


# chances

@given(known, st.integers(0, 6))
@UNHURRIED
def test_chances_add_up(evidence, seed):
    found = model(seed).forecast(case_of(evidence))
    assert all(chance >= 0 for chance in (found.dropped, *found.chances))
    assert found.dropped + sum(found.chances) == pytest.approx(1)
    assert 2 <= found.mean <= 5
    low, high = found.span()
    order = (None, *MARKS.values)
    held = [chance for level, chance in zip(order, (found.dropped, *found.chances), strict=True)
            if order.index(low) <= order.index(level) <= order.index(high)]
    assert sum(held) >= 0.8 - 1e-6


@given(known.filter(lambda one: one.marks), st.integers(0, 6), st.data())
@settings(UNHURRIED, max_examples=200)
def test_a_better_mark_never_harms(evidence, seed, data):
    """Neither the expected result nor the chance of any level and better goes down; others' marks stay theirs."""
    place = data.draw(st.integers(0, len(evidence.marks) - 1))
    mark = evidence.marks[place]
    better = replace(mark, value=data.draw(st.integers(mark.value, 5)))
    raised = replace(evidence, marks=(*evidence.marks[:place], better, *evidence.marks[place + 1:]))
    before, after = (model(seed).forecast(case_of(one)) for one in (evidence, raised))
    assert after.mean >= before.mean - 1e-9
    assert all(after.at_least(level) >= before.at_least(level) - 1e-9 for level in MARKS.values)


@given(known, st.integers(0, 6))
@UNHURRIED
def test_one_more_absence_never_helps(evidence, seed):
    before, after = (model(seed).forecast(case_of(one))
                     for one in (evidence, replace(evidence, missed=evidence.missed + 1)))
    assert after.passes <= before.passes + 1e-9
    assert after.dropped >= before.dropped - 1e-9


def test_history_is_learned():
    """Whoever misses most lessons gets no result; a strict college lowers the forecast."""
    skipping, diligent = (Evidence((Given(4),) * 6, missed, 20, 8.0, 3.8) for missed in (14, 0))
    assert model(1).forecast(case_of(skipping)).dropped > 0.5 > 0.1 > model(1).forecast(case_of(diligent)).dropped
    steady = [Evidence((Given(value),) * 8, 0, 20, 8.0, 3.8) for value in (3, 4, 5) for _ in range(30)]
    strict = learn(SHAPE, [Seen(case_of(one), max(one.marks[0].value - 1, 2)) for one in steady])
    four = case_of(steady[40])
    assert strict.forecast(four).likely == 3
    assert believed(SHAPE).forecast(four).likely == 4


def test_a_scale_of_twenty():
    """The same model by another scale: 0 is no result, 10 passes."""
    twenty = Scale(tuple(range(1, 21)), passing=10, dropped=0)
    found = believed(Shape(twenty, spread=1.5)).forecast(Case(12.0, leaning=-5.0))
    assert len(found.chances) == 20
    assert found.likely == 12
    assert found.mean == pytest.approx(12 * (1 - found.dropped), abs=0.01)


def test_without_history_the_point_itself():
    """σ = 0,5 and three chances of ten «as it stands»: 0,3 + 0,7 × (Φ(1) − Φ(−1)) = 0,778 for the level itself."""
    found = believed(SHAPE).forecast(Case(4.0, (0, 0, 0, 0), (0, 0, 0, 0), leaning=-30.0))
    assert found.chances[2] == pytest.approx(0.3 + 0.7 * 0.682689, abs=1e-5)
    assert found.chances[1] == pytest.approx(0.7 * (0.158655 - 0.001350), abs=1e-5)


# what the model reads

def test_the_point_by_hand():
    """(5 + 4 × 2 + 4 × 4,0) : (3 + 4) = 4,1429; the recent and the written are drawn to it."""
    case = case_of(Evidence((Given(5), Given(4, 2, True)), 3, 10, 4.0, 4.0, 3.5, 1), TRUST)
    point = 29 / 7
    assert case.point == pytest.approx(point)
    assert case.shifts == pytest.approx(
        ((13 + 4 * point) / 7, (8 + 4 * point) / 6, 3.5, (3 + 0.72) / 16))
    assert case.strains == pytest.approx((3.72 / 16, 0.5, point, 1))


@pytest.mark.parametrize(("evidence", "point"), [
    (Evidence(), 3.7),                       # nothing at all is known
    (Evidence(past=4.5), 4.5),               # results of the year before
    (Evidence(group=3.2, past=4.5), 3.2),    # the group in this journal is nearer
    (Evidence((Given(2),), group=4.0), 3.6)])  # one mark against four of the group's
def test_where_there_are_few_marks(evidence, point):
    assert case_of(evidence).point == pytest.approx(point)


@pytest.mark.parametrize(("count", "scarce"), [(0, True), (FEW - 1, True), (FEW, False)])
def test_few_marks_are_said_to_be_few(count, scarce):
    assert Evidence((Given(5),) * count).is_scarce is scarce


def test_how_much_the_middle_is_worth():
    """Marks of a student that never differ need no middle; marks that differ as students do need much of it."""
    alike = [[Given(value)] * 5 for value in (2, 3, 4, 5)]
    mixed = [[Given(value) for value in (2, 3, 4, 5)] for _ in range(4)]
    assert trust_of(alike) == 1
    assert trust_of(mixed) == 12
    assert trust_of([]) == TRUST


def test_least_squares_within_bounds():
    rows = [(1.0, x) for x in (-1.0, 0.0, 1.0)]
    assert ridge(rows, [-2.0, 0.0, 2.0], [1] * 3, [FREE, FREE], 0.0001) == pytest.approx([0, 2], abs=0.001)
    assert ridge(rows, [2.0, 0.0, -2.0], [1] * 3, [FREE, (0, 9)], 0.0001) == pytest.approx([0, 0], abs=0.001)


# within reach

@given(known, st.lists(st.integers(2, 5), max_size=8))
def test_whatever_comes_is_within_reach(evidence, more):
    found = reach(evidence, len(more))
    if found is None:
        assert not evidence.marks and not more
        return
    after = evidence.with_more(*more)
    assert found.low <= Fraction(after.weighted, after.weights) <= found.high


@pytest.mark.parametrize(("values", "level", "left", "words"), [
    ((3, 3), 4, 9, "нужно: 1 отметка «5» или 2 отметки «4»; занятий осталось 9"),
    ((3, 3), 4, 1, "нужно: 1 отметка «5»; занятий осталось 1"),
    ((4, 3), 4, 9, "средний балл уже такой"),
    ((2, 2, 2, 2), 5, 3, "не достать: занятий осталось 3, даже все «5» дадут 3,29"),
    ((3, 3), 4, 0, "занятий не осталось"),
    ((), 4, 6, "нужно: 1 отметка «5» или 1 отметка «4»; занятий осталось 6"),
    ((2, 2), 3, 9, "нужно: 1 отметка «5» или 1 отметка «4» или 2 отметки «3»; занятий осталось 9")])
def test_what_is_needed(values, level, left, words):
    assert need(Evidence(tuple(map(Given, values))), level, left).words == words


@given(st.lists(marks, min_size=1, max_size=10).map(tuple), st.sampled_from((3, 4, 5)))
def test_as_many_as_needed_and_no_fewer(given_marks, level):
    evidence = Evidence(given_marks)
    for mark, count in need(evidence, level, 99).counts:
        after = evidence.with_more(*[mark] * count)
        assert Fraction(after.weighted, after.weights) >= level - Fraction(1, 2)
        if count:
            before = evidence.with_more(*[mark] * (count - 1))
            assert Fraction(before.weighted, before.weights) < level - Fraction(1, 2)


def test_reach_by_hand():
    found = reach(Evidence((Given(3), Given(3))), 2)
    assert (found.low, found.high) == (Fraction(5, 2), 4)
    assert fork(12, 3) == "3,50–4,50"
    assert fork(10, 2) == "—"
    assert (shown(Fraction(7, 2)), shown(3.456)) == ("3,50", "3,46")


# a group

def test_a_group_by_hand():
    assert law_of_sum([0.5, 0.5]) == [0.25, 0.5, 0.25]
    found = outlook([0.5] * 4)  # 1, 4, 6, 4, 1 of 16: four chances of five lie between 1 and 3
    assert (found.expected, found.low, found.high) == (50, 25, 75)
    assert outlook([1.0] * 3).words == "100\u00a0%, вероятно от 100 до 100\u00a0%"
    assert outlook([]).words == "студентов нет"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_a_groups_span_holds_the_expected(chances):
    found = outlook(chances)
    assert sum(law_of_sum(chances)) == pytest.approx(1)
    step = 100 / len(chances)
    assert found.low - step <= found.expected <= found.high + step


# words

@pytest.mark.parametrize(("dropped", "chances", "words"), [
    (0.0, (0.0, 0.05, 0.9, 0.05), "4"), (0.02, (0.03, 0.5, 0.4, 0.05), "3 или 4"),
    (0.3, (0.3, 0.3, 0.1, 0.0), "от н/а до 3"), (0.9, (0.1, 0.0, 0.0, 0.0), "н/а"),
    (0.5, (0.4, 0.1, 0.0, 0.0), "н/а или 2")])
def test_likely_words(dropped, chances, words):
    assert likely_words(Forecast(MARKS, dropped, chances)) == words


@pytest.mark.parametrize(("passes", "words"), [(0.95, "зачёт"), (0.5, "зачёт под вопросом"), (0.1, "незачёт или н/а")])
def test_a_credit_has_no_digits(passes, words):
    found = Forecast(MARKS, 0.0, (1 - passes, passes, 0.0, 0.0))
    assert likely_words(found, credit=True) == words
    assert "5" not in chance_words(replace(found, chances=(0.1, 0.3, 0.3, 0.3)), credit=True).split("—")[0]


def test_chance_words():
    assert chance_words(Forecast(MARKS, 0.12, (0.0, 0.26, 0.62, 0.0))).replace("\u00a0", " ") == (
        "4 — 62 %, 3 — 26 %, н/а — 12 %")
