"""The grid in a real browser: keys, saving, no net, two people in one cell, undo, columns, the card, print (п. 5.6)."""

from __future__ import annotations

import datetime as dt
import statistics
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from models import AbsenceKind, AuditRecord, Cell, Mark
from rules.terms import LessonKind, MarkKind, WorkKind
from tests import factories as f

TODAY = dt.date(2023, 11, 20)
DAYS = (7, 8, 9, 13, 15, 16, 17, 20)
NAMES = ("Абрамов", "Белова", "Васильченко", "Ведерников", "Гладких", "Дорохин", "Ермолаева", "Жданов", "Зимин",
         "Игнатова", "Казанцев", "Кострикина", "Лаптев", "Лучинин", "Мещерякова", "Назаров", "Осинцева", "Пахомов",
         "Рогозина", "Савельев", "Тетерин", "Угрюмов", "Фёдорова", "Харламов", "Щербинина", "Юдин")
STUDYING = [name for name in NAMES if name != "Жданов"]
# from the key to the tick of its cell
CLOCK = """() => {
  window.answered = [];
  const pressed = new Map();
  new MutationObserver((changes) => changes.forEach(({ target }) => {
    if (target.classList.contains("pend") && !pressed.has(target)) pressed.set(target, performance.now());
    if (target.classList.contains("done") && pressed.has(target)) {
      answered.push(performance.now() - pressed.get(target));
      pressed.delete(target);
    }
  })).observe(document.querySelector("#journal-grid tbody"), { subtree: true, attributeFilter: ["class"] });
}"""
# every item of the line under the grid stands inside it
SEEN = """() => {
  const foot = document.querySelector(".jr-foot");
  const [line, items] = [foot.getBoundingClientRect(), [...foot.querySelectorAll(".keys span, .r>*")]];
  return foot.scrollWidth <= foot.clientWidth && items.every((item) => {
    const box = item.getBoundingClientRect();
    return box.left >= line.left && box.right <= line.right && box.top >= line.top && box.bottom <= line.bottom;
  });
}"""
ALL_SAVED = "#save-state:not([data-waits]):has-text('Все изменения сохранены 15:00')"


@pytest.fixture
def world(db):
    """November of a group of 25: eight lessons, the last one today; a practical work of Thursday; a leaver."""
    for place, (letter, title) in enumerate((("н", "без причины"), ("б", "болезнь"), ("у", "уважительная"),
                                             ("о", "опоздание")), 1):
        f.AbsenceKindFactory(letter=letter, title=title, position=place, excused=letter in "бу",
                             counts_hours=letter != "о", is_late=letter == "о")
    journal = f.JournalFactory(group__name="ИС-21", line__title="Разработка программных модулей")
    order = f.MovementFactory(student__last_name="Жданов", order_number="214")
    students = []
    for name in NAMES:
        left = {"ends": dt.date(2023, 11, 12), "left_by": order, "student": order.student} if name == "Жданов" else {
            "student__last_name": name}
        students.append(f.MembershipFactory(group=journal.group, **left).student)
    lessons = {}
    for day in DAYS:
        lessons[day] = f.LessonFactory(journal=journal, date=TODAY.replace(day=day), pair=3, topic="События",
                                       kind=LessonKind.PRACTICAL if day == 16 else LessonKind.LECTURE)
    f.WorkFactory(lesson=lessons[16], kind=WorkKind.PRACTICAL, number=6)
    f.TimetableSlotFactory(journal=journal, weekday=3, pair=3)
    db.commit()
    return SimpleNamespace(journal=journal, students=students, lessons=lessons, url=f"/journal/{journal.id}")


class Sheet:
    """The grid of a page: cells by surname and day."""

    def __init__(self, page, world):
        self.page, self.world = page, world
        page.goto(world.url)

    def cell(self, name, day):
        student = self.world.students[NAMES.index(name)]
        x = DAYS.index(day)
        return self.page.locator(f'tr[data-student="{student.id}"] td:not([data-sum])').nth(x)

    def press(self, *keys):
        for key in keys:
            if "а" <= key.lower() <= "я":  # the driver knows the Latin keyboard only
                self.page.evaluate("""key => document.activeElement.dispatchEvent(
                    new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}))""", key)
            else:
                self.page.keyboard.press(key)

    @property
    def dialog(self):
        return self.page.locator("dialog[open]")

    def column(self, day):
        return [self.cell(name, day).inner_text() for name in NAMES]

    def sums(self, name):
        student = self.world.students[NAMES.index(name)]
        return self.page.locator(f'tr[data-student="{student.id}"] td[class^=s]').all_inner_texts()

    def wait_saved(self):
        expect(self.page.locator("#journal-grid .pend")).to_have_count(0)
        self.page.wait_for_selector(ALL_SAVED)


def test_a_column_of_marks_without_the_mouse(db, world, open_browser, axe, record_property):
    page = open_browser(world.journal.teacher)
    sheet = Sheet(page, world)
    axe(page)
    page.evaluate(CLOCK)
    page.locator("#journal-grid td[tabindex='0']").focus()
    marks = [str(5 - n % 4) for n in range(len(STUDYING))]
    for mark in marks:
        page.keyboard.press(mark)
        page.wait_for_timeout(60)  # sixteen keys a second: nobody types faster
    sheet.wait_saved()
    times = sorted(page.evaluate("answered"))
    p95 = times[int(len(times) * 0.95)]
    record_property("p95_ms", round(p95))
    print(f"\nсохранено: {len(times)} отметок, медиана {statistics.median(times):.0f} мс, 95 % за {p95:.0f} мс")
    assert len(times) == len(marks), "every key is answered «сохранено»"
    assert statistics.median(times) <= 300  # the 95th of a hundred is printed: another's load must not fail the suite
    written = sheet.column(20)
    assert len(marks) == 25
    assert [text for name, text in zip(NAMES, written, strict=True) if name in STUDYING] == marks
    assert written[NAMES.index("Жданов")] == "", "who has left is passed by"
    assert sheet.sums("Абрамов")[:3] == ["1 из 10", "5,00", "0 / 0"]
    page.reload()
    assert sheet.column(20) == written
    assert sheet.sums("Белова")[:3] == ["1 из 10", "4,00", "0 / 0"]
    assert db.scalar(sa.select(sa.func.count()).select_from(Mark)) == len(marks)
    assert db.scalar(sa.select(sa.func.count()).where(AuditRecord.entity == "cell")) == len(marks)


def test_signs_second_marks_and_the_way_back(world, open_browser):
    page = open_browser(world.journal.teacher)
    sheet = Sheet(page, world)
    sheet.cell("Абрамов", 20).click()
    sheet.press("y", "Б", "E", ",", "j", "/", "5", "5", "/", "4", "3")  # Latin н; capitals; Latin б; о/5; 5/4; 3
    sheet.wait_saved()
    assert sheet.column(20)[:8] == ["н", "б", "у", "б", "о/5", "5/4", "3", ""]
    assert sheet.sums("Гладких")[:3] == ["1 из 10", "5,00", "0 / 0"]
    assert sheet.sums("Дорохин")[:3] == ["2 из 10", "4,50", "0 / 0"]
    assert sheet.sums("Абрамов")[2] == "2 / 2"
    assert sheet.sums("Белова")[2] == "2 / 0"
    sheet.cell("Ермолаева", 20).click()
    sheet.press("/", "Escape", "Delete")
    page.wait_for_selector(".toast:has-text('Отметка стёрта: Ермолаева, 20.11')")
    assert sheet.cell("Ермолаева", 20).inner_text() == ""
    page.get_by_role("button", name="Вернуть").click()
    assert sheet.cell("Ермолаева", 20).inner_text() == "3"
    sheet.wait_saved()
    sheet.cell("Абрамов", 20).click()
    sheet.press("4", "Control+Home", "Control+z", "Control+z")  # the «4», then the «3» of Ермолаева
    sheet.wait_saved()
    assert sheet.column(20)[:8] == ["н", "б", "у", "б", "о/5", "5/4", "", ""]
    assert page.evaluate("document.activeElement.closest('tr').cells[0].textContent").startswith("7Ермолаева")
    # walking: one Tab stop, edges, pages, heads
    sheet.press("Control+End")
    assert sheet.cell("Юдин", 20).evaluate("cell => cell === document.activeElement")
    sheet.press("Home", "PageUp", "PageUp", "ArrowDown")
    assert sheet.cell("Ермолаева", 7).evaluate("cell => cell === document.activeElement")
    assert page.locator("#journal-grid [tabindex='0']").count() == 1
    sheet.press("5")
    assert sheet.cell("Ермолаева", 7).inner_text() == "", "its week has passed"
    assert "срок записи прошёл" in page.locator(".jr-note").inner_text().lower()
    assert "(п. 6.1)" in page.locator(".jr-note").inner_text()
    # a closed cell says why below the grid as soon as one comes to it
    sheet.cell("Жданов", 16).click()
    assert page.locator("#cell-why").inner_text() == "выбыл с 13.11, пр. № 214"


def test_refusals_say_why_and_a_reason_is_asked_once(db, world, open_browser, axe, problems):
    page = open_browser(world.journal.teacher)
    sheet = Sheet(page, world)
    sheet.cell("Абрамов", 17).click()
    sheet.press("5")
    page.wait_for_selector("dialog:has-text('Абрамов, 17.11: нужна причина')")
    assert "п. 6.1" in sheet.dialog.inner_text()
    axe(page)
    page.keyboard.type("Журнал был закрыт")
    page.keyboard.press("Enter")
    sheet.wait_saved()
    sheet.press("4", "3")  # the same lesson, the same reason
    sheet.wait_saved()
    assert sheet.column(17)[:4] == ["5", "4", "3", ""]
    db.rollback()
    assert set(db.scalars(sa.select(Cell.late_reason))) == {"Журнал был закрыт"}
    sheet.cell("Ермолаева", 16).click()
    sheet.press("5", "н")  # the work is open for its week; attendance of that day is late
    page.wait_for_selector("dialog:has-text('16.11: нужна причина')")
    page.get_by_role("button", name="Не записывать").click()
    refused = sheet.cell("Зимин", 16)
    assert "fail" in refused.get_attribute("class")
    assert refused.get_attribute("aria-invalid") == "true"
    assert refused.inner_text() == "н"
    assert page.locator("#save-state").inner_text() == "Не записано: 1"
    axe(page)
    refused.click()
    assert "н не записано" in page.locator(".jr-note").inner_text()
    sheet.press("Escape")
    assert (refused.inner_text(), refused.get_attribute("aria-invalid")) == ("", None)
    sheet.wait_saved()
    problems[:] = [text for text in problems if "422" not in text]


def test_without_net_nothing_is_lost(db, world, open_browser, problems):
    page = open_browser(world.journal.teacher)
    sheet = Sheet(page, world)
    sheet.cell("Абрамов", 20).click()
    page.context.set_offline(True)
    sheet.press(*"5432543254")
    page.wait_for_selector("#save-state:has-text('Нет связи, не сохранено: 10')")
    kept = page.evaluate("Object.entries(sessionStorage).flat().join()")
    assert f"journal-queue:{world.journal.teacher_id}:{world.journal.id}" in kept
    assert not any(name in kept for name in NAMES)
    assert page.locator("#journal-grid .pend").count() == 10
    assert db.scalar(sa.select(sa.func.count()).select_from(Cell)) == 0
    asked = []
    stay = lambda dialog: (asked.append(dialog.type), dialog.dismiss())  # noqa: E731
    page.on("dialog", stay)
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"], "leaving asks"
    assert not page.is_closed()
    page.context.set_offline(False)
    sheet.wait_saved()
    assert sheet.column(20)[:11] == ["5", "4", "3", "2", "5", "4", "3", "", "2", "5", "4"]
    db.rollback()
    assert db.scalar(sa.select(sa.func.count()).select_from(Mark)) == 10
    assert list(db.scalars(sa.select(Cell.student_id).order_by(Cell.id))) == [
        student.id for student, name in zip(world.students, NAMES, strict=True) if name in STUDYING][:10]
    # what a reload interrupts is shown as not saved and sent again under the same key
    page.route("**/cells/**", lambda route: route.abort())
    sheet.cell("Юдин", 20).click()
    sheet.press("3")
    page.wait_for_selector("#save-state:has-text('Нет связи, не сохранено: 1')")
    key = page.evaluate("JSON.parse(Object.values(sessionStorage)[0])[0].key")
    page.evaluate("sessionStorage.setItem('journal-queue:999999:1', '[]')")
    page.remove_listener("dialog", stay)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.wait_for_selector("#save-state:has-text('Нет связи, не сохранено: 1')")
    assert "pend" in sheet.cell("Юдин", 20).get_attribute("class")
    assert sheet.cell("Юдин", 20).inner_text() == "3"
    assert page.evaluate("sessionStorage.getItem('journal-queue:999999:1')") is None, "another's is thrown away"
    with page.expect_request(lambda request: request.method == "PUT") as sent:
        page.unroute("**/cells/**")
        page.evaluate("window.dispatchEvent(new Event('online'))")
    assert sent.value.post_data_json["key"] == key
    sheet.wait_saved()
    assert page.evaluate("sessionStorage.length") == 0
    problems[:] = [text for text in problems if "ERR_INTERNET_DISCONNECTED" not in text and "ERR_FAILED" not in text]


def test_two_people_in_one_cell(db, world, open_browser, problems, axe):
    page = open_browser(world.journal.teacher)
    sheet = Sheet(page, world)
    other = open_browser(world.journal.teacher)
    twin = Sheet(other, world)
    for name in ("Абрамов", "Белова"):
        twin.cell(name, 20).click()
        twin.press("4")
    twin.wait_saved()
    sheet.cell("Абрамов", 20).click()
    sheet.press("5")
    page.wait_for_selector("dialog h2:has-text('Уже записано 4')")
    asked = sheet.dialog.inner_text()
    assert "Абрамов, 20.11" in asked
    assert f"{world.journal.teacher.short_name}, сегодня в 15:00" in asked
    axe(page)
    page.get_by_role("button", name="Оставить 4").click()
    assert sheet.cell("Абрамов", 20).inner_text() == "4"
    assert sheet.sums("Абрамов")[:2] == ["1 из 10", "4,00"]
    sheet.cell("Белова", 20).click()
    sheet.press("5")
    page.get_by_role("button", name="Записать 5").click()
    sheet.wait_saved()
    assert sheet.column(20)[:2] == ["4", "5"]
    db.rollback()
    assert list(db.scalars(sa.select(Mark.value).order_by(Mark.cell_id))) == [4, 5]
    assert sheet.sums("Белова")[:2] == ["1 из 10", "5,00"]
    problems[:] = [text for text in problems if "409" not in text]


def test_typing_on_does_not_answer_the_question_it_meets(db, world, open_browser, problems, axe):
    page = open_browser(world.journal.teacher)
    sheet = Sheet(page, world)
    twin = Sheet(open_browser(world.journal.teacher), world)
    for name in ("Белова", "Зимин", "Юдин"):
        twin.cell(name, 20).click()
        twin.press("4")
        twin.wait_saved()

    def type_on(keys, pause):
        for key in keys:
            sheet.press(key)
            page.wait_for_timeout(pause)

    sheet.cell("Абрамов", 20).click()
    type_on(("5", "3", "5", "4", "Enter"), 250)
    assert "Уже записано 4" in sheet.dialog.inner_text()
    assert page.evaluate("document.activeElement.id") == "ask-title", "read aloud, and no button waits for a key"
    assert sheet.column(20)[:6] == ["5", "3", "5", "4", "", ""], "what was typed on went on"
    assert page.locator("#save-state").inner_text() == "Не записано: 1"
    axe(page)
    page.wait_for_timeout(600)
    sheet.press("Tab", "Tab", "Enter")  # a person who has seen it answers by keys
    expect(sheet.dialog).to_have_count(0)
    sheet.wait_saved()
    assert sheet.column(20)[:6] == ["5", "4", "5", "4", "", ""]
    expect(page.locator(".jr-note")).to_contain_text("3 не записано")
    assert f"Оставлено 4: {world.journal.teacher.short_name}, сегодня в 15:00" in page.locator(".jr-note").inner_text()
    assert sheet.cell("Дорохин", 20).evaluate("cell => cell === document.activeElement"), "after the Enter"
    assert "Дорохин" in page.locator("#journal-grid tr.cur").inner_text()
    sheet.press("ArrowUp", "5")
    sheet.wait_saved()
    assert "3 не записано" in page.locator(".jr-note").inner_text(), "it stays until one comes to its cell"
    sheet.cell("Белова", 20).click()
    assert "3 не записано" in page.locator(".jr-note").inner_text()
    sheet.press("ArrowDown")
    assert not page.locator(".jr-note").is_visible()
    # «3 Enter» at once; a second mark typed into the question belongs to what it asks about
    sheet.cell("Зимин", 20).click()
    type_on(("3", "Enter"), 100)
    expect(sheet.dialog).to_contain_text("Вы записываете: 3.")
    sheet.press("Escape")
    expect(page.locator(".jr-note")).to_contain_text("3 не записано")
    sheet.cell("Юдин", 20).click()
    type_on(("3",), 100)
    expect(sheet.dialog).to_contain_text("Вы записываете: 3.")
    sheet.press("/", "5")
    expect(sheet.dialog).to_contain_text("Вы записываете: 3/5.")
    page.get_by_role("button", name="Записать 3/5").click()
    sheet.wait_saved()
    assert (sheet.cell("Зимин", 20).inner_text(), sheet.cell("Юдин", 20).inner_text()) == ("4", "3/5")
    db.rollback()
    assert list(db.scalars(sa.select(Mark.value).join(Cell).order_by(Cell.student_id, Mark.position))) == [
        5, 4, 5, 4, 5, 4, 3, 5]
    problems[:] = [text for text in problems if "409" not in text]


def test_marks_typed_on_are_no_reason(db, world, open_browser, problems):
    page = open_browser(world.journal.teacher)
    sheet = Sheet(page, world)
    sheet.cell("Абрамов", 17).click()
    sheet.press("5")
    page.wait_for_selector("dialog:has-text('Абрамов, 17.11: нужна причина')")
    sheet.press("4", "3", "Enter")
    assert page.input_value("#grid-reason") == ""
    assert sheet.column(17)[:4] == ["5", "4", "3", ""]
    page.keyboard.type("Журнал был закрыт 20.11")
    page.keyboard.press("Enter")
    sheet.wait_saved()
    db.rollback()
    assert set(db.scalars(sa.select(Cell.late_reason))) == {"Журнал был закрыт 20.11"}
    assert list(db.scalars(sa.select(Mark.value).order_by(Mark.cell_id))) == [5, 4, 3]
    problems[:] = [text for text in problems if "422" not in text]


def test_a_sign_that_is_no_mark_says_what_is(db, world, open_browser, axe):
    page = open_browser(world.journal.teacher)
    sheet = Sheet(page, world)
    note = page.locator(".jr-note")
    for sign in ("6", "1", "0", "ж"):
        sheet.cell("Абрамов", 20).click()
        sheet.press(sign)
        assert note.inner_text().startswith(f"{sign} не записано\nОтметка — целое число от 2 до 5.")
        assert "б\u00a0болезнь" in note.inner_text()
        sheet.press("ArrowDown")
        assert not note.is_visible()
    axe(page)
    sheet.press("ArrowUp", "6", "4")
    assert not note.is_visible(), "a mark takes the words away"
    sheet.press("Control+b", "Alt+6", "Shift", "F9", " ")
    assert not note.is_visible()
    sheet.press("6", "/", "5")
    sheet.wait_saved()
    assert sheet.column(20)[:3] == ["4/5", "", ""], "«/» still goes back to the cell just written"
    sheet.cell("Абрамов", 7).click()
    sheet.press("6")
    assert "срок записи прошёл" in note.inner_text().lower(), "a closed cell says first that it is closed"


@pytest.mark.parametrize("width", [1024, 1280, 1366, 1500])
def test_the_legend_is_read_whole(db, world, open_browser, width):
    for letter, title in (("н", "без уважительной причины"), ("у", "уважительная причина")):
        db.execute(sa.update(AbsenceKind).where(AbsenceKind.letter == letter).values(title=title))
    f.WorkFactory(lesson=world.lessons[13], kind=WorkKind.CONTROL)  # the 15th is too narrow for the words of its lock
    db.commit()
    page = open_browser(world.journal.teacher, viewport={"width": width, "height": 800})
    sheet = Sheet(page, world)
    foot = page.locator(".jr-foot")
    for visit in (lambda: None, sheet.cell("Кострикина", 20).click):
        visit()
        assert foot.locator(".lock").count()
        for words in ("отметка", "без причины", "болезнь", "уважительная", "опоздание", "стереть"):
            assert foot.get_by_text(words).is_visible(), words
        assert page.evaluate(SEEN), "nothing is cut"
        assert foot.bounding_box()["height"] <= 28, "the rows of a group keep their place"


def test_a_column_is_filled_and_then_overwritten_on_purpose(db, world, open_browser, axe):
    page = open_browser(world.journal.teacher)
    sheet = Sheet(page, world)
    sheet.cell("Абрамов", 20).click()
    sheet.press("н", "2", "ArrowUp", "ArrowUp", "ArrowUp", "Enter")  # onto the head, its menu
    menu = page.get_by_role("menu", name="Занятие 20.11")
    assert menu.get_by_role("menuitem").first.inner_text() == "Открыть занятие"
    axe(page)
    sheet.press("End", "Home", "ArrowDown", "ArrowDown")  # past «5» to «4» of the empty ones
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Заполнить пустые: 23 отметка 4"
    sheet.press("Enter")
    sheet.wait_saved()
    assert sheet.column(20)[:4] == ["н", "2", "4", "4"]
    assert sheet.column(20)[NAMES.index("Жданов")] == ""
    page.locator("th.today a").click()
    page.get_by_role("menuitem", name="Заменить заполненные: 25… отметка 5").click()
    assert "Заменить на 5: 25 клеток" in sheet.dialog.inner_text()
    page.get_by_role("button", name="Не заменять").click()
    assert sheet.column(20)[:4] == ["н", "2", "4", "4"]
    page.locator("th.today a").click()
    page.get_by_role("menuitem", name="Заменить заполненные: 25… отметка 5").click()
    page.get_by_role("button", name="Заменить 25").click()
    sheet.wait_saved()
    assert set(sheet.column(20)) == {"5", ""}
    page.locator("#journal-grid td[tabindex='0']").or_(page.locator("th.today a")).first.focus()
    sheet.press("Control+z")  # one step takes back the whole column
    sheet.wait_saved()
    assert sheet.column(20)[:4] == ["н", "2", "4", "4"]
    db.rollback()
    assert db.scalar(sa.select(sa.func.count()).select_from(Mark)) == 24


def test_the_card_keys_and_looks(db, world, open_browser, axe):
    page = open_browser(world.journal.teacher, color_scheme="dark")
    sheet = Sheet(page, world)
    sheet.cell("Абрамов", 20).click()
    sheet.press("4", "ArrowUp")
    sheet.wait_saved()
    sheet.press("F2")
    expect(sheet.dialog).to_contain_text("История")
    assert "Абрамов" in sheet.dialog.locator("h2").inner_text()
    assert f"пусто → 4\n{world.journal.teacher.short_name}" in sheet.dialog.inner_text()
    axe(page)
    page.select_option("#card-work", label="тест")
    page.fill("#card-weight", "3")
    page.fill("#card-comment", "Тест № 2")
    page.get_by_role("button", name="Сохранить", exact=True).click()
    sheet.wait_saved()
    db.rollback()
    mark = db.scalars(sa.select(Mark)).one()
    assert (mark.value, mark.kind, mark.weight, mark.comment) == (4, MarkKind.TEST, 3, "Тест № 2")
    sheet.press("/", "5")
    sheet.wait_saved()
    assert sheet.sums("Абрамов")[:2] == ["2 из 10", "4,25"], "(4 × 3 + 5) : 4"
    sheet.cell("Белова", 20).dblclick()
    sheet.dialog.get_by_role("button", name="болезнь").click()
    sheet.wait_saved()
    assert sheet.cell("Белова", 20).inner_text() == "б"
    sheet.press("?")
    expect(sheet.dialog).to_contain_text("вернуть как было, до 20 шагов")
    axe(page)
    sheet.press("Escape")
    assert sheet.cell("Белова", 20).evaluate("cell => cell === document.activeElement"), "back where one was"
    page.get_by_role("button", name="Свободно").click()
    page.get_by_role("button", name="Средний балл").click()
    page.reload()
    assert page.locator("tbody tr").first.bounding_box()["height"] == 32
    assert not page.locator("tbody .s2").first.is_visible()
    axe(page)
    page.emulate_media(media="print", color_scheme="light")
    for hidden in (".jr-foot", ".jr-bar", ".side", "tbody .s4"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator("thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
    assert page.locator(".jr-wrap").evaluate("wrap => getComputedStyle(wrap).overflow") == "visible"


@pytest.mark.parametrize("width", [360])
def test_a_phone_shows_the_lessons_first(world, open_browser, axe, width, fits):
    page = open_browser(world.journal.teacher, phone=True, viewport={"width": width, "height": 780})
    for query in ("", "?month=all"):
        page.goto(world.url + query)
        assert fits(page)
        axe(page)
    page.goto(world.url)
    lesson = page.locator(".jr-days a").first
    assert "20.11" in lesson.inner_text()
    assert lesson.bounding_box()["height"] >= 44
    cell = page.locator("#journal-grid tbody tr").first.locator("td").nth(7)
    cell.scroll_into_view_if_needed()
    box = cell.bounding_box()
    touch = {"pointerType": "touch", "clientX": box["x"] + 5, "clientY": box["y"] + 5, "bubbles": True}
    cell.dispatch_event("pointerdown", touch)
    page.wait_for_selector("dialog[open] .pick")  # a finger that stays
    cell.dispatch_event("pointerup", touch)
    page.locator("dialog[open] .pick button", has_text="5").click()
    page.wait_for_selector(ALL_SAVED)
    assert cell.inner_text() == "5"
    lesson.click()
    page.wait_for_url(f"**/lessons/{world.lessons[20].id}")
