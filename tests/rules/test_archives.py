"""When a year goes to the archive and comes back, how its files are called (п. 7.5)."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.archives import check_archive, check_return, file_name
from rules.spans import Days

ENDS = dt.date(2024, 6, 30)
FIRST, SECOND = (Days(dt.date(2023, 9, 1), dt.date(2023, 12, 29)), Days(dt.date(2024, 1, 12), ENDS))
SEMESTERS = {1: FIRST, 2: SECOND}
WHOLE = Days(dt.date(2023, 9, 1), ENDS)
MONTH = Days(dt.date(2023, 9, 1), dt.date(2023, 9, 30))


@pytest.mark.parametrize(("today", "semesters", "closings", "said"), [
    (dt.date(2024, 7, 1), SEMESTERS, [FIRST, SECOND], None),
    (dt.date(2024, 7, 1), SEMESTERS, [WHOLE], None),
    (dt.date(2024, 6, 30), SEMESTERS, [WHOLE], "7.5"),  # its last day
    (dt.date(2024, 7, 1), SEMESTERS, [FIRST], "7.3"),
    (dt.date(2024, 7, 1), SEMESTERS, [SECOND], "7.3"),
    (dt.date(2024, 7, 1), SEMESTERS, [FIRST, MONTH], "7.3"),  # a month is not a semester
    (dt.date(2024, 7, 1), SEMESTERS, [], "7.3"),
    (dt.date(2024, 7, 1), {}, [WHOLE], "7.5"),
])
def test_a_year_is_archived_when_it_is_over_and_closed(today, semesters, closings, said):
    refusal = check_archive(today, ENDS, semesters, closings)
    assert (refusal.point if refusal else None) == said


def test_the_refusal_names_the_semester():
    refusal = check_archive(dt.date(2024, 7, 1), ENDS, SEMESTERS, [FIRST])
    assert refusal is not None
    assert "2 семестр не закрыт" in str(refusal)


@pytest.mark.parametrize(("archived", "reason", "said"), [
    (True, "Предписание о пересдаче", None),
    (False, "Предписание о пересдаче", "не в архиве"),
    (True, "", "причину словами"),
    (True, "...", "причину словами"),
    (True, "по " * 200, "Не длиннее 500"),
])
def test_a_year_comes_back_with_a_reason(archived, reason, said):
    refusal = check_return(archived, reason)
    assert refusal is None if said is None else said in str(refusal)


@pytest.mark.parametrize(("text", "name"), [
    ("ИС-21", "ИС-21 (7)"), ("../x", "x (7)"), ("..", "№ 7"), ("", "№ 7"), ("C:\\windows", "C windows (7)"),
    ("con", "№ 7"), ("nul.pdf", "№ 7"), ("а/б", "а б (7)"), ("<script>", "script (7)"), ("..\u202egnp", "gnp (7)"),
    ("ОП.04 Основы", "ОП.04 Основы (7)"), ("имя. ", "имя (7)"), ("я" * 200, "я" * 70 + " (7)"),
])
def test_a_name_stays_inside_its_folder(text, name):
    assert file_name(text, 7) == name


@given(st.text(max_size=40))
def test_no_words_lead_out_of_the_folder(text):
    name = file_name(text, 1)
    assert PurePosixPath(name).parts == PureWindowsPath(name).parts == (name,)
    assert name not in (".", "..")
    assert not set(name) & set('<>:"/\\|?*\0')
