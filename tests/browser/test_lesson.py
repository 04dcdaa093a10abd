"""The lesson on one screen: keys at a desk, a finger on a phone, the same page without scripts (п. 5.6, 6.1)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models import Absence, Homework, Lesson, LessonTask, Mark, Work
from rules.terms import MarkKind
from tests import factories as f

TODAY = dt.date(2023, 11, 20)
LETTERS, SAME_KEYS = "нбуо", "y,ej"  # the browser's keyboard has no Cyrillic: the same keys in the Latin layout


@pytest.fixture
def journal(db):
    bells = f.BellScheduleFactory(title="Основное", is_default=True)
    for pair, (starts, ends) in enumerate(((8, 10), (10, 11), (12, 13), (14, 15)), 1):
        f.BellSlotFactory(schedule=bells, pair=pair, starts=dt.time(starts, 20), ends=dt.time(ends, 50))
    for place, (letter, title) in enumerate((("н", "без причины"), ("б", "болезнь"), ("у", "уважительная"),
                                             ("о", "опоздание")), 1):
        f.AbsenceKindFactory(letter=letter, title=title, words=title, position=place, is_late=letter == "о",
                             counts_hours=letter != "о", excused=letter in "бу")
    journal = f.JournalFactory(group__name="ИС-21")
    f.TimetableSlotFactory(journal=journal, weekday=1, pair=3)
    f.TimetableSlotFactory(journal=journal, weekday=3, pair=2)
    return journal


def members(journal, count):
    names = ("Абрамов", "Белова", "Васильченко", "Гладких", "Дорохин", "Ермолаева", "Зимин", "Игнатова", "Казанцев",
             "Лаптев", "Мещерякова", "Назаров", "Осинцева", "Пахомов", "Рогозина", "Савельев", "Тетерин", "Угрюмов",
             "Фёдорова", "Харламов", "Цветков", "Чернова", "Шилов", "Щербинина", "Юркин")
    return [f.MembershipFactory(group=journal.group, student__last_name=name).student for name in names[:count]]


class Keys:
    """Counts the presses that are not data themselves."""

    def __init__(self, page):
        self.page, self.extra = page, 0

    def press(self, key, times=1):
        for _ in range(times):
            self.page.keyboard.press(key)
        self.extra += times

    def to(self, selector):
        """Tab until the field has the focus."""
        for _ in range(60):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} is not reached by Tab")

    def data(self, text):
        self.page.keyboard.type(text)


def test_a_whole_lesson_by_keyboard(db, open_browser, journal):
    """25 letters, the topic and the homework in at most 90 presses beyond what is typed."""
    members(journal, 25)
    page = open_browser(journal.teacher)
    page.goto(f"/journal/{journal.id}/lessons/new?date=2023-11-20&pair=3")
    keys = Keys(page)
    keys.to("#topic")
    keys.data("Делегаты и события")
    keys.to("#homework")
    keys.data("Прочитать § 5, ответить на вопросы")
    keys.to("input.cell")
    keys.data((SAME_KEYS * 7)[:25])
    assert page.evaluate("document.activeElement.id") == "lesson-save"
    keys.press("Enter")
    page.wait_for_url(f"**/journal/{journal.id}")
    db.rollback()  # a fresh look: the page has written since
    assert keys.extra <= 90
    lesson = db.scalars(sa.select(Lesson)).one()
    assert (lesson.topic, lesson.homework[0].text, lesson.homework[0].due_on) == (
        "Делегаты и события", "Прочитать § 5, ответить на вопросы", dt.date(2023, 11, 22))
    written = [row.kind.letter for row in db.scalars(sa.select(Absence).order_by(Absence.id))]
    assert "".join(written) == (LETTERS * 7)[:25]


def test_rows_proposals_and_two_marks_at_a_desk(db, open_browser, journal, axe):
    ill, good, *_ = members(journal, 5)
    f.ExcuseNoteFactory(student=ill, kind=f.AbsenceKindFactory(letter="б"))
    page = open_browser(journal.teacher)
    page.goto(f"/journal/{journal.id}/lessons/new")
    axe(page)
    page.get_by_text("Лабораторное", exact=True).click()
    assert page.input_value("[name=works-0-kind]") == "laboratory"
    page.fill("[name=works-0-number]", "3")
    page.fill("[name=works-0-title]", "Закон Ома")
    page.fill("#topic", "Электрическая цепь")
    page.fill("[name=tasks-0-text]", "Сборка цепи")
    page.get_by_role("button", name="Ещё задание").click()
    page.keyboard.type("Опрос по схеме")
    page.get_by_role("button", name="Убрать задание 1").click()
    page.get_by_role("button", name="Отметить: Абрамов, б").click()
    assert page.locator(".students [data-present]").inner_text() == "4 из 5"
    page.locator(f"#cell_{good.id}").focus()
    page.keyboard.type("5/4")
    assert page.input_value(f"#cell_{good.id}") == "5/4"
    axe(page)
    page.get_by_role("button", name="Записать занятие").click()
    page.wait_for_url(f"**/journal/{journal.id}")
    db.rollback()  # a fresh look: the page has written since
    assert db.scalars(sa.select(LessonTask.text)).all() == ["Опрос по схеме"]
    assert db.scalars(sa.select(Work.title)).all() == ["Закон Ома"]
    assert db.scalars(sa.select(Mark.value).order_by(Mark.position)).all() == [5, 4]
    assert db.scalars(sa.select(Absence)).one().kind.letter == "б"


def test_a_refused_lesson_keeps_everything_on_the_page(db, open_browser, journal, problems, axe):
    good, *_ = members(journal, 3)
    page = open_browser(journal.teacher, color_scheme="dark")
    page.goto(f"/journal/{journal.id}/lessons/new")
    page.fill("#topic", "Present Perfect")
    page.fill("#homework", "Упр. 5")
    page.locator(f"#cell_{good.id}").focus()
    page.keyboard.type("5")
    page.get_by_role("button", name="Записать занятие").click()
    page.wait_for_selector(".summary")
    assert "на русском языке" in page.locator("#topic-error").inner_text()
    assert (page.input_value("#homework"), page.input_value(f"#cell_{good.id}")) == ("Упр. 5", "5")
    axe(page)
    page.fill("#topic", "Present Perfect. Практика")
    page.get_by_role("button", name="Записать занятие").click()
    page.wait_for_url(f"**/journal/{journal.id}")
    db.rollback()  # a fresh look: the page has written since
    assert db.scalars(sa.select(Mark.value)).one() == 5
    problems[:] = [said for said in problems if "422" not in said]


def test_a_finger_on_a_phone(db, open_browser, journal, problems, fits, axe):
    """The first tap records the lesson with the plan's topic, the others save their cells."""
    plan = f.SyllabusFactory(line=journal.line, author=journal.teacher)
    journal.syllabus = plan
    f.SyllabusTopicFactory(syllabus=plan, position=1, title="Делегаты и события", hours=2, homework="§ 5")
    ill, good, late, *_ = members(journal, 25)
    page = open_browser(journal.teacher, phone=True, viewport={"width": 360, "height": 780})
    page.goto(f"/journal/{journal.id}/lessons/new")
    assert fits(page)
    axe(page)

    def tap(who, sign):
        page.locator(f"li[data-student='{who.id}'] .pk button:visible", has_text=sign).click()

    tap(ill, "б")
    page.wait_for_selector("#save-state:not([data-waits]):has-text('Все изменения сохранены 15:00')")
    tap(late, "о")
    page.get_by_role("button", name="Дальше: отметки").click()
    assert fits(page)
    assert page.locator(f"li[data-student='{ill.id}'] .aw").inner_text().split("\n")[0] == "болезнь"
    tap(good, "5")
    tap(good, "4")
    tap(late, "3")
    page.wait_for_selector("#save-state:not([data-waits]):has-text('Все изменения сохранены 15:00')")
    axe(page)
    box = page.locator(f"li[data-student='{good.id}'] .pk.marks button").first.bounding_box()
    assert (round(box["width"]), round(box["height"])) == (44, 44)
    assert page.locator(".lesson-foot [data-present]").inner_text() == "24 из 25"
    page.get_by_role("button", name="Дальше: тема и задание").click()
    assert fits(page)
    assert page.input_value("#homework") == "§ 5"
    axe(page)
    db.rollback()
    lesson = db.scalars(sa.select(Lesson)).one()
    assert (lesson.topic, lesson.pair) == ("Делегаты и события", 3)
    page.fill("#homework", "Прочитать § 6")
    page.get_by_role("button", name="Сохранить занятие").click()
    page.wait_for_url(f"**/journal/{journal.id}")
    db.rollback()  # a fresh look: the page has written since
    assert sorted(db.scalars(sa.select(Mark.value))) == [3, 4]
    assert set(db.scalars(sa.select(Mark.kind))) == {MarkKind.ANSWER}
    assert sorted(one.kind.letter for one in db.scalars(sa.select(Absence))) == ["б", "о"]
    assert db.scalars(sa.select(Homework.text)).one() == "Прочитать § 6"


def test_a_lost_net_on_a_phone_loses_no_tap(db, open_browser, journal, problems):
    one, two, *_ = members(journal, 3)
    page = open_browser(journal.teacher, phone=True)
    page.goto(f"/journal/{journal.id}/lessons/new")
    page.locator(f"li[data-student='{one.id}'] .pk.letters button").first.click()
    assert "сначала тема" in page.inner_text("#save-state")
    page.locator("[data-tab=lesson]:not(form)").click()
    page.fill("#topic", "Делегаты и события")
    page.context.set_offline(True)
    page.locator("[data-tab=absences]:not(form)").click()
    page.locator(f"li[data-student='{two.id}'] .pk.letters button").first.click()
    page.wait_for_selector("#save-state:has-text('Нет связи, не сохранено: 2')")
    page.context.set_offline(False)
    page.wait_for_selector("#save-state:not([data-waits]):has-text('Все изменения сохранены')")
    db.rollback()
    assert len(db.scalars(sa.select(Absence)).all()) == 2
    assert len(db.scalars(sa.select(Lesson)).all()) == 1
    problems[:] = [said for said in problems if "ERR_INTERNET_DISCONNECTED" not in said]


def test_without_scripts(db, open_browser, journal):
    ill, good, *_ = members(journal, 3)
    f.ExcuseNoteFactory(student=ill, kind=f.AbsenceKindFactory(letter="б"))
    page = open_browser(journal.teacher, java_script_enabled=False)
    page.goto(f"/journal/{journal.id}/lessons/new?date=2023-11-20&pair=3")
    page.fill("#topic", "Делегаты и события")
    page.fill("[name=tasks-0-text]", "Разбор задачи")
    page.get_by_role("button", name="Ещё задание").click()
    page.fill("[name=tasks-1-text]", "Опрос")
    page.get_by_role("button", name="Отметить: Абрамов, б").click()
    page.fill(f"#cell_{good.id}", "5/4")
    page.get_by_role("button", name="Записать занятие").last.click()
    page.wait_for_url(f"**/journal/{journal.id}")
    db.rollback()  # a fresh look: the page has written since
    assert db.scalars(sa.select(LessonTask.text).order_by(LessonTask.position)).all() == ["Разбор задачи", "Опрос"]
    assert db.scalars(sa.select(Mark.value).order_by(Mark.position)).all() == [5, 4]
    assert db.scalars(sa.select(Absence)).one().kind.letter == "б"


def test_the_panel_beside_the_grid(db, open_browser, journal, axe):
    ill, *_ = members(journal, 4)
    recorded = f.LessonFactory(journal=journal, date=dt.date(2023, 11, 15), pair=2, topic="Классы")
    page = open_browser(journal.teacher, viewport={"width": 1280, "height": 800})
    page.goto(f"/journal/{journal.id}")
    page.wait_for_selector(".panel h2:has-text('Занятие 20.11')")
    axe(page)
    page.fill("#panel-topic", "Делегаты и события")
    page.fill("#panel-homework", "Прочитать § 5")
    page.get_by_role("button", name="Записать занятие").click()
    page.wait_for_selector(".panel h2:has-text('Занятие 20.11')")
    db.rollback()
    lesson = db.scalars(sa.select(Lesson).where(Lesson.date == TODAY)).one()
    assert (lesson.topic, lesson.homework[0].text) == ("Делегаты и события", "Прочитать § 5")
    page.locator(f"tr[data-student='{ill.id}'] td").nth(1).click()
    page.keyboard.press(",")  # «б» in the Latin layout
    page.wait_for_selector("[data-panel-absent] .who:has-text('Абрамов')")
    assert page.inner_text("[data-panel-present]") == "3 из 4"
    page.locator(f"tr[data-student='{ill.id}'] td").first.click()
    page.wait_for_selector(".panel h2:has-text('Занятие 15.11')")
    assert page.input_value("#panel-topic") == recorded.topic
    page.get_by_role("button", name="Скрыть панель").click()
    page.reload()
    assert not page.is_visible("#lesson-panel")
    page.get_by_role("button", name="Панель занятия").click()
    page.wait_for_selector(".panel h2:has-text('Занятие')")
