"""The diary in a real browser: every page on a phone, wide, at 400 %, without scripts, on paper (п. 4.1, 5.8)."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

import pytest
from pypdf import PdfReader

from models import Student, User
from rules.terms import FinalKind, FinalValue, Gender, LineKind
from tests import factories as f
from tests.families import day, journal, lesson, member, parent_of

WEEK = "?week=2023-11-13"
A4 = (595, 842)
PHONE, WIDE, FOUR_TIMES = (360, 740), (1280, 800), (320, 256)  # 1280 × 1024 at 400 % is 320 × 256

STUCK = """[...document.querySelectorAll('header, .diary-foot')]
    .filter(one => getComputedStyle(one).position === 'sticky').reduce((sum, one) => sum + one.offsetHeight, 0)"""


@pytest.fixture
def sister(db: Any) -> Student:
    """A student with something on every page of the diary, and long words."""
    group = f.GroupFactory(name="ИС-21")
    f.BellSlotFactory(schedule=f.BellScheduleFactory(is_default=True), pair=1)
    made = member(group, last_name="Осинцева", first_name="Алина", gender=Gender.FEMALE)
    of = journal(group, "Электрооборудование высокотехнологичных производств")
    f.TimetableSlotFactory(journal=of, weekday=1, pair=1)
    given = lesson(of, 13, topic="Обобщённые типы")
    f.HomeworkFactory(lesson=given, text="Конспект", due_on=day(15))
    f.LessonTaskFactory(lesson=given)
    mark = f.MarkFactory(cell__lesson=given, cell__student=made, value=4, weight=2)
    f.MarkFactory(cell=mark.cell, value=3, position=2)
    f.AbsenceFactory(cell__lesson=lesson(of, 14), cell__student=made)
    f.WorkFactory(lesson=lesson(of, 16))
    debt = f.DebtFactory(final_mark=f.FinalMarkFactory(
        journal=of, student=made, kind=FinalKind.GRADED_CREDIT, value=FinalValue.NOT_ATTESTED, published_at=f.NOW))
    f.DebtAttemptFactory(debt=debt)
    before = f.SemesterFactory(academic_year=f.AcademicYearFactory(year=2022), number=2)
    f.FinalMarkFactory(journal=journal(group, "История", semester=before), student=made, published_at=f.NOW)
    line = f.CurriculumLineFactory(curriculum=group.curriculum, of_practice=True)
    programme = f.PracticeProgrammeFactory(journal=f.JournalFactory(group=group, line=line))
    f.PlacementFactory(programme=programme, student=made)
    f.DayLogFactory(lesson=lesson(programme.journal, 17, hours=6), student=made)
    f.SheetRowFactory(sheet=f.AttestationSheetFactory(programme=programme, student=made, characteristics="прилежна"))
    assert line.kind == LineKind.PRACTICE
    return made


@pytest.fixture
def parent(sister: Student) -> User:
    brother = member(f.GroupFactory(name="СВ-12"), last_name="Осинцев", first_name="Егор", gender=Gender.MALE)
    return parent_of(sister, brother, login="parent")


def hrefs(page: Any, of: str) -> list[str]:
    found: list[str] = page.locator(of).evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return found


def pages_of(page: Any, student: Student) -> list[str]:
    """Every page of the diary, found by walking its links as a person does."""
    page.goto(f"/diary/{student.id}{WEEK}")
    own = f"^/diary/{student.id}(/|$)"
    found = [link for link in hrefs(page, "nav[aria-label=Разделы] a") if link.startswith("/diary/")]
    inner: list[str] = []
    for address in found:
        page.goto(address)
        inner += [link for link in hrefs(page, "main a") if re.search(own, link) and "?" not in link]
    return [f"/diary/{student.id}{WEEK}", *dict.fromkeys([*found, *inner])]


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (WIDE, "light"), (FOUR_TIMES, "light")],
                         ids=["phone", "wide", "at 400 %"])
def test_every_page(open_browser, sister, parent, size, scheme, fits, axe):
    page = open_browser(parent, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    addresses = pages_of(page, sister)
    # week twice, marks, attendance, timetable, programme, practice, results; subjects and topics of two, two years
    assert len(addresses) >= 12, addresses
    for address in addresses:
        page.goto(address)
        assert fits(page), address
        stuck = page.evaluate(STUCK)
        assert stuck < size[1] / 3, f"{address}: bars take {stuck} of {size[1]}"
        if size != FOUR_TIMES:
            for summary in page.locator("main summary").all():
                summary.click()
            axe(page)


def test_from_the_sign_in_to_what_changed_today(open_browser, sister, parent, db):
    """One press signs in and shows what is new; the second shows the other child's."""
    of = sister.memberships[0].group
    f.MarkFactory(cell__lesson=lesson(journal(of, "Физика"), 20), cell__student=sister, value=5)  # today
    db.commit()
    page = open_browser(None, phone=True)
    page.goto("/login")
    page.fill("[name=login]", "parent")
    page.fill("[name=password]", f.PASSWORD)
    page.press("[name=password]", "Enter")  # the first action
    page.get_by_role("link", name="Алина").get_by_text("новое: 4").click()  # the second: a mark, an absence, two finals
    page.locator(".fresh-head.only-phone").get_by_text("Физика, ответ").wait_for()
    seen = page.locator(".fresh-head.only-phone").bounding_box()
    assert seen is not None
    assert seen["y"] < 844, "what is new is on the first screen"


def test_without_scripts(open_browser, sister, parent):
    page = open_browser(parent, phone=True, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Алина").click()
    page.get_by_role("link", name="Прошлая неделя").click()
    page.get_by_text("Обобщённые типы").wait_for()
    assert page.get_by_role("button", name="Выйти").is_visible()
    assert not page.get_by_role("button", name="Напечатать").is_visible()  # the browser's own menu prints
    page.get_by_role("button", name="С дневником ознакомлен(а)").click()
    page.get_by_text("Вы ознакомились с дневником 20.11").wait_for()
    page.get_by_role("link", name="Отметки", exact=True).click()
    page.get_by_role("link", name="Электрооборудование").click()
    assert not page.get_by_text("(4 × 2 + 3) : 3 = 3,67").is_visible()
    page.locator("main summary").click()
    page.get_by_text("(4 × 2 + 3) : 3 = 3,67").wait_for()


def heights(page: Any) -> float:
    """The size of most of the page's text, in points."""
    found: Counter[float] = Counter()
    page.extract_text(visitor_text=lambda text, cm, tm, font, size: found.update(
        {round(size * tm[0] * cm[0], 1): len(text.strip())}))
    return found.most_common(1)[0][0]


@pytest.mark.parametrize(("path", "words"), [
    (WEEK, ("Дневник, 13–18 ноября 2023, Осинцева Алина, группа ИС-21", "Обобщённые типы", "не была без причины")),
    ("/subjects", ("Отметки", "Осинцева Алина", "1 семестр 2023-2024"))])
def test_on_paper(open_browser, sister, parent, path, words):
    page = open_browser(parent)
    page.goto(f"/diary/{sister.id}{path}")
    read = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    sheet = read.pages[0].mediabox
    assert (round(float(sheet.width)), round(float(sheet.height))) == A4
    assert heights(read.pages[0]) >= 8.5, "the page was shrunk to fit"
    text = "".join("".join(one.extract_text() for one in read.pages).split())  # it loses and invents spaces
    for part in words:
        assert "".join(part.split()) in text, (part, text)
    for part in ("Выйти", "Егор", "ознакомлен", "Напечатать"):
        assert part not in text, (part, text)
