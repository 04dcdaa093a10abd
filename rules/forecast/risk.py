"""Why a student may be left without a passing result, and what helps, in words (п. 4.1, 6.4, 6.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rules.forecast.evidence import FEW, Evidence, Given, case_of
from rules.forecast.model import Model
from rules.forecast.reach import need, shown
from rules.forecast.scale import Forecast
from rules.norms import Norms
from rules.words import plural

AT_RISK = 0.35  # the chance of «2» or «н/а» from which a student is listed
_HEALTHY, _SLIP = 4, 0.5


@dataclass(frozen=True)
class Reason:
    """weight: by how much the chance of failing falls if this alone were healthy."""

    text: str
    helps: str
    weight: float


@dataclass(frozen=True)
class Outcome:
    """A forecast with what it was made from."""

    known: Evidence
    forecast: Forecast
    left: int

    @property
    def fails(self) -> float:
        return 1 - self.forecast.passes

    @property
    def at_risk(self) -> bool:
        """Many absences or no marks tell even where marks are too few for a result."""
        return self.fails >= AT_RISK and (not self.known.is_scarce or self.known.held >= FEW)

    @property
    def sureness(self) -> str:
        """How sure the forecast is, in a word."""
        if self.known.is_scarce:
            return "мало данных"
        certainty = self.forecast.certainty
        return "высокая" if certainty >= 0.75 else "средняя" if certainty >= 0.5 else "низкая"


def outcome(model: Model, known: Evidence, trust: float, left: int) -> Outcome:
    """What the model foretells of a student."""
    return Outcome(known, model.forecast(case_of(known, trust)), left)


def reasons(model: Model, seen: Outcome, trust: float, norms: Norms, past: bool = True) -> tuple[Reason, ...]:
    """The heaviest first; each is weighed by asking the model about the same student without it.

    past: whether the reader may be told of results of other disciplines.
    """
    found = []
    for text, helps, healthy in _suspected(seen.known, seen.left, norms, past):
        weight = seen.fails - outcome(model, healthy, trust, seen.left).fails
        found.append(Reason(text, helps, max(weight, 0.0)))
    found.sort(key=lambda reason: -reason.weight)
    return tuple(found) or (Reason("отметки у границы между «2» и «3»", _marks_help(seen.known, seen.left), 0.0),)


Suspicion = tuple[str, str, Evidence]


def _suspected(known: Evidence, left: int, norms: Norms, past: bool) -> Iterator[Suspicion]:
    yield from _absences(known, left, norms)
    yield from _few(known)
    yield from _low(known, left)
    yield from _slipping(known)
    yield from _works(known)
    if past and known.debts:
        yield (f"в прошлом году итогов «2» и «н/а»: {known.debts}",
               "проверить задолженности и пробелы в прошлогодних темах", replace(known, debts=0))


def _absences(known: Evidence, left: int, norms: Norms) -> Iterator[Suspicion]:
    limit = float(norms.missed_share)
    if known.held < FEW or known.share < limit / 2:
        return
    text = f"пропущено {known.missed} из {known.held} {plural(known.held, 'занятия', 'занятий', 'занятий')}"
    if known.share > limit:
        text += "; если так и закончить, рекомендуется «н/а» (п.\u00a06.7)"
    spare = int(limit * (known.held + left)) - known.missed
    left_words = plural(spare, "остался", "осталось", "осталось")
    border = f"до границы «н/а» {left_words} {spare} {plural(spare, 'пропуск', 'пропуска', 'пропусков')}"
    helps = (f"вернуть на занятия: {border}" if spare > 0
             else "выяснить причину, договориться о сдаче пропущенных тем")
    yield text, helps, replace(known, missed=0)


def _few(known: Evidence) -> Iterator[Suspicion]:
    given, due = len(known.marks), round(known.due)
    if known.due < 1 or given >= 0.7 * known.due:
        return
    short = due - given
    middle = round(known.average if known.average is not None else known.group or 3)
    text = (f"отметок {given} при норме {due} на сегодня (п.\u00a06.4)" if given
            else f"отметок нет, на сегодня нужно {due} (п.\u00a06.4)")
    yield (text, f"спросить на ближайших занятиях: не хватает {short} {plural(short, 'отметки', 'отметок', 'отметок')}",
           known.with_more(*[middle] * short))


def _low(known: Evidence, left: int) -> Iterator[Suspicion]:
    if known.average is None or known.average >= 3:
        return
    better = tuple(Given(max(mark.value, _HEALTHY), mark.weight, mark.written) for mark in known.marks)
    yield f"средний балл {shown(known.average)}", _marks_help(known, left), replace(known, marks=better)


def _marks_help(known: Evidence, left: int) -> str:
    """The way to «3»; one who is there already needs a margin."""
    goal = need(known, 3, left)
    return "отметки не ниже «4» отодвинут от границы" if goal.is_there else f"для «3» {goal.words}"


def _slipping(known: Evidence) -> Iterator[Suspicion]:
    if known.average is None or len(known.marks) <= FEW:
        return
    last = known.recent
    before = [mark.value for mark in known.marks[:-len(last)]]
    usual = sum(before) / len(before)
    if usual - sum(last) / len(last) < _SLIP:
        return
    level = round(usual)
    raised = tuple(Given(max(mark.value, level), mark.weight, mark.written) for mark in known.marks[-len(last):])
    yield (f"последние отметки ниже прежних: {', '.join(map(str, last))}", "разобрать последние темы на консультации",
           replace(known, marks=(*known.marks[:-len(last)], *raised)))


def _works(known: Evidence) -> Iterator[Suspicion]:
    works = known.works
    if not works or min(works) > 2:
        return
    twos = works.count(2)
    better = tuple(Given(max(mark.value, 3) if mark.written else mark.value, mark.weight, mark.written)
                   for mark in known.marks)
    yield (f"«2» за письменные и практические работы: {twos}", "переписать или сдать эти работы",
           replace(known, marks=better))
