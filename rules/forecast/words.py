"""A forecast in words: what is likely, how likely each result is (п. 4.1)."""

from __future__ import annotations

from rules.forecast.scale import Forecast

NONE = "н/а"


def likely_words(forecast: Forecast, credit: bool = False) -> str:
    """«4», «3 или 4», «от «н/а» до 3»: the results that hold four chances of five."""
    if credit:
        return ("зачёт" if forecast.passes >= 0.8 else "незачёт или н/а" if forecast.passes < 0.2
                else "зачёт под вопросом")
    low, high = forecast.span()
    if low == high:
        return _name(low)
    neighbours = (None, *forecast.scale.values)
    between = neighbours.index(high) - neighbours.index(low)
    return f"{_name(low)} или {_name(high)}" if between == 1 else f"от {_name(low)} до {_name(high)}"


def chance_words(forecast: Forecast, credit: bool = False) -> str:
    """«5 — 12 %, 4 — 61 %, 3 — 27 %»: each result that is not out of the question."""
    if credit:
        return f"зачёт\u00a0—\u00a0{percent(forecast.passes)}"
    pairs = [*zip(map(_name, forecast.scale.values), forecast.chances, strict=True)][::-1]
    return ", ".join(f"{name}\u00a0—\u00a0{percent(chance)}" for name, chance in (*pairs, (NONE, forecast.dropped))
                     if chance >= 0.005)


def _name(result: int | None) -> str:
    return NONE if result is None else str(result)


def percent(share: float) -> str:
    """«62 %»; nothing is foretold for certain."""
    return "больше 99\u00a0%" if share >= 0.995 else f"{100 * share:.0f}\u00a0%"
