"""`flask archive`: made, checked, refused in words (п. 7.5)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from jobs import archives
from models import AcademicYear
from tests.archive_world import past_year


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    monkeypatch.setattr(archives, "drawers", lambda: ThreadPoolExecutor(1))


def state(db):
    return db.execute(sa.select(AcademicYear.archive_sha256, AcademicYear.archive_damage,
                                AcademicYear.archive_checked_at.is_not(None)).where(AcademicYear.year == 2022)).one()


def test_a_year_is_archived_and_checked(db, command, tmp_path):
    past_year()
    made = command("archive", "create", "2022-2023", "--out", tmp_path / "2022-2023")
    assert (made.code, made.err) == (0, "")
    assert "Журналы: ИС-21: 2 из 2" in made.out
    assert state(db)[0] in made.out
    whole = command("archive", "verify", tmp_path / "2022-2023")
    assert whole.code == 0
    assert "Архив цел" in whole.out
    assert "Опись та же, что записана в журнале" in whole.out
    assert state(db)[1:] == (None, True)
    page = tmp_path / "2022-2023" / "index.html"
    page.write_bytes(page.read_bytes()[:-1] + b"!")
    changed = command("archive", "verify", tmp_path / "2022-2023")
    assert changed.code == 2
    assert "index.html: содержимое изменено" in changed.err
    assert state(db)[1] == "index.html: содержимое изменено"


@pytest.mark.parametrize(("year", "closed", "said"), [
    ("2022-2023", False, "1 семестр не закрыт"), ("2024-2025", True, "Учебного года 2024-2025 нет"),
    ("2022-2024", True, "пишут 2023-2024"), ("прошлый", True, "пишут 2023-2024"), ("2023", True, "идёт до 30.06.2024"),
])
def test_a_refused_archive_leaves_nothing(db, command, tmp_path, year, closed, said):
    past_year(closed=closed)
    answer = command("archive", "create", year, "--out", tmp_path / "out")
    assert answer.code == 2
    assert said in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_taken_or_is_no_archive(db, command, tmp_path):
    past_year()
    (tmp_path / "taken").mkdir()
    assert "уже есть" in command("archive", "create", "2022-2023", "--out", tmp_path / "taken").err
    assert "manifest.json: не прочитать" in command("archive", "verify", tmp_path / "taken").err
    assert "не папка архива" in command("archive", "verify", tmp_path / "нет").err
