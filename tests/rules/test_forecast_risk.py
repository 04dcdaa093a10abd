"""Who is at risk, why and what helps: in words, the heaviest reason first (п. 4.1, 6.4, 6.7)."""

from __future__ import annotations

import pytest

from rules.forecast.evidence import SHAPE, TRUST, Evidence, Given
from rules.forecast.model import believed
from rules.forecast.risk import outcome, reasons
from rules.norms import Norms

MODEL = believed(SHAPE)
LIMIT = "если так и закончить, рекомендуется «н/а» (п. 6.7)"


def marks(*values: int, written: bool = False) -> tuple[Given, ...]:
    return tuple(Given(value, 1, written) for value in values)


def told(known: Evidence, left: int = 10) -> list[tuple[str, str]]:
    seen = outcome(MODEL, known, TRUST, left)
    return [(one.text.replace("\u00a0", " "), one.helps) for one in reasons(MODEL, seen, TRUST, Norms())]


@pytest.mark.parametrize(("known", "at_risk"), [
    (Evidence(marks(4, 4, 4, 5), 1, 20, 5, 4.0), False),
    (Evidence(marks(2, 2, 2, 2), 1, 20, 5, 3.0), True),
    (Evidence(marks(4, 4, 4, 4), 15, 20, 5, 4.0), True),   # good marks and no presence
    (Evidence((), 15, 20, 5, 4.0), True),                  # no marks, and three lessons of four missed
    (Evidence((), 0, 0, 0, 4.0), False),                   # the semester has just begun
    (Evidence(marks(2), 0, 2, 1, 3.0), False)])            # one «2» at once is not yet a forecast
def test_who_is_at_risk(known, at_risk):
    assert outcome(MODEL, known, TRUST, 10).at_risk is at_risk


@pytest.mark.parametrize(("known", "sureness"), [
    (Evidence(marks(5, 5)), "мало данных"), (Evidence(marks(*[4] * 14), 0, 20, 8, 4.0), "высокая"),
    (Evidence(marks(4, 3, 4, 3), 0, 20, 8, 3.5), "средняя"), (Evidence(marks(3, 2, 3, 3), 12, 20, 8, 3.0), "низкая")])
def test_how_sure(known, sureness):
    assert outcome(MODEL, known, TRUST, 10).sureness == sureness


@pytest.mark.parametrize(("known", "text", "helps"), [
    (Evidence(marks(4, 4, 4), 12, 20, 3), f"пропущено 12 из 20 занятий; {LIMIT}",
     "вернуть на занятия: до границы «н/а» осталось 3 пропуска"),
    (Evidence(marks(4, 4, 4), 6, 20, 3), "пропущено 6 из 20 занятий",
     "вернуть на занятия: до границы «н/а» осталось 9 пропусков"),
    (Evidence(marks(4, 4, 4), 19, 21, 3), f"пропущено 19 из 21 занятия; {LIMIT}",
     "выяснить причину, договориться о сдаче пропущенных тем"),
    (Evidence((), 0, 20, 8, 4.0), "отметок нет, на сегодня нужно 8 (п. 6.4)",
     "спросить на ближайших занятиях: не хватает 8 отметок"),
    (Evidence(marks(3, 3, 3), 0, 20, 8), "отметок 3 при норме 8 на сегодня (п. 6.4)",
     "спросить на ближайших занятиях: не хватает 5 отметок"),
    (Evidence(marks(2, 3, 2), 0, 20, 3), "средний балл 2,33",
     "для «3» нужно: 1 отметка «5» или 1 отметка «4» или 1 отметка «3»; занятий осталось 10"),
    (Evidence(marks(3, 3, 2), 0, 20, 3), "средний балл 2,67", "отметки не ниже «4» отодвинут от границы"),
    (Evidence(marks(4, 4, 4, 2, 2, 3), 0, 20, 3), "последние отметки ниже прежних: 2, 2, 3",
     "разобрать последние темы на консультации"),
    (Evidence((*marks(4, 4), *marks(2, 3, written=True)), 0, 20, 3), "«2» за письменные и практические работы: 1",
     "переписать или сдать эти работы"),
    (Evidence(marks(3, 3, 3), 0, 20, 3, debts=2), "в прошлом году итогов «2» и «н/а»: 2",
     "проверить задолженности и пробелы в прошлогодних темах")])
def test_each_reason(known, text, helps):
    assert (text, helps) in told(known)


@pytest.mark.parametrize("known", [
    Evidence(marks(4, 4, 4), 5, 21, 3), Evidence(marks(4, 4, 4), 0, 0, 0), Evidence(marks(4, 5, 4), 0, 20, 4)])
def test_a_healthy_one_has_no_reason(known):
    assert told(known) == [("отметки у границы между «2» и «3»", "отметки не ниже «4» отодвинут от границы")]


def test_no_lessons_left_is_said():
    assert told(Evidence(marks(2, 2, 2), 0, 20, 3), left=0)[0][1] == "для «3» занятий не осталось"


def test_the_heaviest_first():
    known = Evidence(marks(3, 2, 3), 16, 20, 3, 3.0)
    assert told(known)[0][0].startswith("пропущено 16 из 20")
    weights = [one.weight for one in reasons(MODEL, outcome(MODEL, known, TRUST, 10), TRUST, Norms())]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > 0.5
