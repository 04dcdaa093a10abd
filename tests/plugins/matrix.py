"""The last line of a run says how many questions the matrix of rights has asked, whichever worker asked them."""

from __future__ import annotations

from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    found = [value for reports in terminalreporter.stats.values() for report in reports
             if getattr(report, "when", "") == "call" for name, value in report.user_properties if name == "matrix"]
    if found:
        calls, differences = (sum(counts) for counts in zip(*found, strict=True))
        terminalreporter.write_line(f"Matrix of rights: {calls} calls, {differences} differences")
