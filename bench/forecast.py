"""The forecast against known results, beside the naive predictor (п. 4.1)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.demo import demo
from tools import backtest


def foretold(data: Path) -> None:
    """The open table of two schools where ``data`` has it, then a finished semester of a demo college."""
    rows = backtest.read_rows(data)
    if rows is None:
        print(f"Прогноз, UCI: таблицы нет ({backtest.FILE})")
    else:
        pairs = [(setup.title, *backtest.cross_validated(rows, setup)) for setup in backtest.SETUPS]
        backtest.show(f"Прогноз, UCI: {len(rows)} студентов, {backtest.FOLDS} частей × {backtest.REPEATS}", pairs,
                      "5 уровней, %", "последняя отметка")
        for name, ours, _ in pairs:
            backtest.show_calibration(name, ours)
    with tempfile.TemporaryDirectory() as folder:
        app = demo(Path(folder), years=2)
        weeks = list(backtest.semester_back(app))
        backtest.show("Прогноз, законченный семестр демонстрационного колледжа", weeks, "5, 4, 3, 2, %",
                      "средний балл")
        backtest.show_risk(weeks)
