"""The main job from end to end: a plan and a group come in, a teacher fills a lesson, the parent sees it, it prints."""

from __future__ import annotations

import contextvars
import io
from pathlib import Path

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from models import Group, Guardian, Journal, Lesson, Mark, Student
from rules.terms import Role
from tests import factories as f
from tests.lookalikes import curriculum_rows, grid, plan_plx, student_rows, table_csv

STUDENTS = 8
SUBJECT = "Элементы высшей математики"


@pytest.fixture
def college(db):
    f.SemesterFactory()
    bells = f.BellScheduleFactory(title="Основное", is_default=True)
    for pair in range(1, 6):
        f.BellSlotFactory(schedule=bells, pair=pair)
    for place, (letter, words) in enumerate((("н", "без причины"), ("б", "болезнь"), ("у", "уважительная"),
                                             ("о", "опоздание")), 1):
        f.AbsenceKindFactory(letter=letter, title=words, words=words, position=place, is_late=letter == "о")
    f.CollegeFactory()
    db.commit()


def load(app, what: str, path: Path, content: bytes) -> str:
    path.write_bytes(content)
    result = contextvars.Context().run(app.test_cli_runner().invoke, args=["import", what, str(path)])
    assert result.exit_code == 0, result.output
    return str(result.output)


def test_from_the_plan_to_the_diary_and_to_paper(app, db, college, open_browser, axe, tmp_path, fits):
    assert str(len(curriculum_rows())) in load(app, "curriculum", tmp_path / "plan.plx", plan_plx())

    clerk = open_browser(Role.DATA_CLERK)
    clerk.goto("/admin/group/new/")
    clerk.fill("[name=name]", "ИС-231")
    clerk.select_option("[name=speciality]", index=1)
    clerk.select_option("[name=curriculum]", index=1)
    clerk.fill("[name=admission_year]", "2023")
    clerk.get_by_role("button", name="Сохранить", exact=True).click()
    clerk.wait_for_selector("text=Добавлено.")

    load(app, "students", tmp_path / "students.csv", table_csv(grid(student_rows(STUDENTS))))
    db.expire_all()
    group = db.scalars(sa.select(Group)).one()
    teacher = f.TeacherFactory(last_name="Вершинина", first_name="Ирина", patronymic="Олеговна")
    db.commit()

    deputy = open_browser(Role.DEPUTY_OOD)
    deputy.goto(f"/journals/setup?group={group.id}")
    deputy.select_option("#teacher", label="Вершинина Ирина Олеговна")
    deputy.get_by_role("button", name="Создать журналы").click()
    deputy.wait_for_selector("text=Создано журналов")
    db.rollback()  # a fresh look: the page has written since
    journal = db.scalars(sa.select(Journal).where(Journal.line.has(title=SUBJECT))).one()

    page = open_browser(teacher)
    page.goto("/")
    page.get_by_role("link", name=SUBJECT).click()
    axe(page)
    page.get_by_role("link", name="Записать занятие").click()
    page.select_option("[name=pair]", "2")
    page.fill("[name=topic]", "Матрицы и действия над ними")
    page.fill("[name=homework]", "Задачи № 12–18")
    page.select_option("[name=homework_kind]", "problem")
    page.locator("input.cell").nth(1).focus()
    page.keyboard.press(",")  # «б» in the Latin layout
    axe(page)
    page.get_by_role("button", name="Записать занятие").click()
    page.wait_for_selector("#journal-grid")

    page.locator("#journal-grid tbody tr").first.locator("td").first.click()
    for key in ("5", "ArrowDown", "4", "3", "Y"):  # the second student is ill; «Y» is «н» in the Latin layout
        page.keyboard.press(key)
    page.wait_for_selector("#save-state:not([data-waits]):has-text('Все изменения сохранены 15:00')")
    shown = page.locator("#journal-grid tbody td:not([data-sum])").all_inner_texts()
    assert shown[:5] == ["5", "б", "4", "3", "н"]
    page.reload()
    assert page.locator("#journal-grid tbody td:not([data-sum])").all_inner_texts() == shown
    axe(page)

    db.rollback()
    first = db.scalars(sa.select(Student).order_by(Student.sort_key)).first()
    parent = f.UserFactory(roles=[Role.PARENT])
    guardian = db.scalars(sa.select(Guardian).where(Guardian.guardianships.any(student_id=first.id))).one()
    guardian.user = parent
    db.commit()
    diary = open_browser(parent, phone=True)
    diary.goto("/")
    text = diary.inner_text("main")
    assert SUBJECT in text
    assert "Матрицы и действия над ними" in text
    assert "Задачи № 12–18" in text
    assert diary.locator(".day .mark").first.inner_text() == "5"
    assert fits(diary)
    axe(diary)
    other = db.scalars(sa.select(Student.id).where(Student.id != first.id)).first()
    assert diary.request.get(f"/diary/{other}").status == 404

    answer = page.request.get(f"/journal/{journal.id}/print.pdf")
    assert answer.status == 200
    paper = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages)
    for words in (SUBJECT, "Матрицы и действия над ними", "Вершинина", first.last_name):
        assert words in paper

    db.rollback()
    assert db.scalar(sa.select(sa.func.count()).select_from(Lesson)) == 1
    assert db.scalar(sa.select(sa.func.count()).select_from(Mark)) == 3
