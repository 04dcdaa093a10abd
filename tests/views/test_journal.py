"""The journal's list (п. 5.6)."""

from __future__ import annotations

import datetime as dt

import pytest

from rules.terms import Role
from tests import factories as f

TODAY = dt.date(2023, 11, 20)


@pytest.fixture
def journal(db):
    f.AbsenceKindFactory(letter="н")
    return f.JournalFactory(group__name="ИС-21")


def test_own_journals_are_listed(login, journal):
    f.JournalFactory(group__name="СВ-12")
    page = login(journal.teacher).get("/journal/").text
    assert "ИС-21" in page
    assert "СВ-12" not in page


def test_an_empty_list_says_what_to_expect(login, db):
    f.SemesterFactory()
    assert "Журналов в этом семестре нет" in login(Role.TEACHER).get("/journal/").text


def test_a_foreign_journal_is_404_and_a_student_is_403(login, journal):
    assert login(Role.TEACHER).get(f"/journal/{journal.id}").status_code == 404
    assert login(Role.STUDENT).get(f"/journal/{journal.id}").status_code == 403


def test_a_substitute_sees_only_the_own_lesson(login, journal):
    theirs = f.LessonFactory(journal=journal, date=TODAY, pair=1)
    f.MarkFactory(cell__lesson=theirs, value=3)
    substitute = f.TeacherFactory()
    own = f.LessonFactory(journal=journal, date=TODAY, pair=2, teacher=substitute, substituted=journal.teacher)
    page = login(substitute).get(f"/journal/{journal.id}").text
    assert f'data-lesson="{own.id}"' in page
    assert f'data-lesson="{theirs.id}"' not in page
    assert "3,00" not in page
