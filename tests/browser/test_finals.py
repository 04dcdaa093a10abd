"""Results by keyboard in one pass; the same on a phone by the plain form; published with what is warned of."""

from __future__ import annotations

import sqlalchemy as sa

from models import FinalMark
from rules.terms import FinalValue
from tests import factories as f


def test_a_column_by_keyboard_and_on_a_phone(db, school_time, open_browser, problems, axe, fits):
    school_time("2023-12-25 12:00+07:00")
    journal = f.JournalFactory()
    students = [f.MembershipFactory(group=journal.group).student for _ in range(4)]
    f.LessonFactory(journal=journal)
    db.commit()
    page = open_browser(journal.teacher)
    page.goto(f"/journal/{journal.id}/finals")
    axe(page)
    page.locator("#finals-grid td.val").first.click()
    page.keyboard.press("5")
    page.wait_for_selector("#final-dialog[open]")
    axe(page)
    page.select_option("#final-basis", "written_works")
    page.click("#final-yes")
    page.wait_for_selector("td.val.m5")
    for key in ("4", "3"):
        page.keyboard.press(key)
    page.keyboard.press("Y")  # «н» of the Latin layout: its basis is asked apart
    page.wait_for_selector("#final-dialog[open]")
    page.select_option("#final-basis", "words")
    page.fill("#final-words", "болезнь, нет отметок")
    page.click("#final-yes")
    page.wait_for_selector("#save-state:not([data-waits]):has-text('Все изменения сохранены 12:00')")
    page.wait_for_selector("td.val.m2")
    assert page.locator("#finals-grid td.val").all_inner_texts() == ["5", "4", "3", "н/а"]
    assert page.locator("[data-drafts]").inner_text() == "4"
    page.keyboard.press("Escape")
    page.click("#publish")
    axe(page)
    page.get_by_role("button", name="Опубликовать выбранные").click()
    page.wait_for_selector("text=Опубликовано: 4 итога")
    db.rollback()
    assert set(db.scalars(sa.select(FinalMark.value))) == {
        FinalValue.FIVE, FinalValue.FOUR, FinalValue.THREE, FinalValue.NOT_ATTESTED}

    phone = open_browser(journal.teacher, phone=True, color_scheme="dark")
    phone.goto(f"/journal/{journal.id}/finals")
    assert fits(phone)
    axe(phone)
    phone.get_by_role("link", name="Заполнить", exact=True).click()
    assert fits(phone)
    axe(phone)
    phone.locator(f"input[name=value_{students[1].id}][value='5']").check(force=True)
    phone.get_by_role("button", name="Записать итоги").click()
    phone.wait_for_selector("text=укажите причину")
    assert "422" in problems.pop()
    phone.fill("#reason", "ошибка при вводе")
    phone.get_by_role("button", name="Записать итоги").click()
    phone.wait_for_selector("text=Записано: 1 итог.")
