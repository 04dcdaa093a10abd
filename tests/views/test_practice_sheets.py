"""Attestation sheets: rows of the programme and the plan, signing, final marks by them (Пр. 12)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models import AttestationSheet, FinalMark, SheetRow
from rules.terms import BasisKind, FinalKind, FinalValue, Role, SheetPart
from tests import factories as f
from tests.views.practice_world import absences, day, members, practice

LAST = dt.date(2023, 11, 18)
WORKS = ("Разделка туш", "Обвалка")
PK, OK = "ПК 1.1. Готовить полуфабрикаты", "ОК 04. Работать в команде"


@pytest.fixture(autouse=True)
def words(db):
    absences()


@pytest.fixture
def programme(db):
    """A practice that ended on Saturday: two works, one ПК, one ОК."""
    made = practice(students=3, hours=36, group__name="ПК-31", ends=LAST)
    made.sections[0].hours = 18
    f.ProgrammeSectionFactory(programme=made, title="Мясной цех", work=WORKS[1], hours=18)
    curriculum = made.journal.line.curriculum
    made.journal.line.competencies = [
        f.CompetenceFactory(curriculum=curriculum, code="ОК 04", title="Работать в команде"),
        f.CompetenceFactory(curriculum=curriculum, code="ПК 1.1", title="Готовить полуфабрикаты"),
        f.CompetenceFactory(curriculum=curriculum, code="ЛР 7", title="Беречь оборудование")]
    return made


def url(programme, student=None):
    return f"/practice/{programme.journal_id}/sheets" + (f"/{student.id}" if student else "")


def typed(**changes):
    """A whole sheet, signed on the last day."""
    data = {"version": "0", "characteristics": "Программу выполнил, правила охраны труда соблюдал.", "value": "4",
            "signed_on": "2023-11-18"}
    for part, titles, level in (("work", WORKS, "high"), ("professional", (PK,), "full"),
                                ("general", (OK,), "regular")):
        for place, title in enumerate(titles):
            data |= {f"title-{part}-{place}": title, f"{part}-{place}": level}
    return {name: value for name, value in {**data, **changes}.items() if value is not None}


def rows(db):
    return [tuple(row) for row in db.execute(sa.select(SheetRow.part, SheetRow.title, SheetRow.level).order_by(
        SheetRow.id))]


def test_a_sheet_asks_for_works_of_the_programme_and_competencies_of_the_plan(login, programme):
    page = login(programme.supervisor).get(url(programme, members(programme)[0])).text
    for title in (*WORKS, PK, OK):
        assert f'value="{title}"' in page
    assert "ЛР 7" not in page
    assert "checked" not in page.split("<form", 2)[2], "nothing is chosen for the supervisor"


def test_a_whole_sheet_is_signed(db, login, programme):
    student = members(programme)[0]
    answer = login(programme.supervisor).post(url(programme, student), data=typed())
    assert (answer.status_code, answer.headers["Location"]) == (302, url(programme))
    sheet = db.scalars(sa.select(AttestationSheet)).one()
    assert (sheet.student_id, sheet.value, sheet.signed_on) == (student.id, FinalValue.FOUR, LAST)
    assert rows(db) == [(SheetPart.WORK, WORKS[0], "high"), (SheetPart.WORK, WORKS[1], "high"),
                        (SheetPart.PROFESSIONAL, PK, "full"), (SheetPart.GENERAL, OK, "regular")]


def test_a_sheet_is_filled_row_by_row(db, login, programme):
    student, client = members(programme)[0], login(programme.supervisor)
    first = {"version": "0", "title-work-0": WORKS[0], "work-0": "low"}
    assert client.post(url(programme, student), data=first).status_code == 302
    page = client.get(url(programme, student)).text
    assert "Заполните: виды работ (1), ПК (1), ОК (1), характеристика, отметка" in page
    second = {"version": "1", "title-work-1": WORKS[1], "work-1": "high", "characteristics": "Старался."}
    assert client.post(url(programme, student), data=second).status_code == 302
    assert [row[2] for row in rows(db)] == ["low", "high"], "rows that were filled before stay"
    assert "заполнен не весь" in client.get(url(programme)).text


def test_the_rest_of_a_table_gets_one_level(db, login, programme):
    data = typed(**{"work-1": None, "rest-work": "medium", "rest-general": "none"})
    assert login(programme.supervisor).post(url(programme, members(programme)[0]), data=data).status_code == 302
    assert [row[2] for row in rows(db)] == ["high", "medium", "full", "regular"], "a chosen level stays"


def test_the_next_unsigned_sheet_opens(login, programme):
    first, second, third = sorted(members(programme), key=lambda one: one.sort_key)
    client = login(programme.supervisor)
    f.AttestationSheetFactory(programme=programme, student=second)
    answer = client.post(url(programme, first), data=typed(act="next"))
    assert answer.headers["Location"] == url(programme, third)
    last = client.post(url(programme, third), data=typed(act="next"))
    assert last.headers["Location"] == url(programme), "all are signed"


@pytest.mark.one_engine  # the rule refuses what was typed; what it takes is written on both
@pytest.mark.parametrize(("changes", "said"), [
    ({"work-1": None}, "Не заполнено: виды работ (1)"),
    ({"professional-0": None}, "Не заполнено: ПК (1)"),
    ({"characteristics": "  "}, "Не заполнено: характеристика"),
    ({"value": ""}, "Лист подписывают с отметкой"),
    ({"signed_on": "2023-11-17"}, "лист подписывают не раньше"),
    ({"signed_on": "2023-11-21"}, "ещё не наступила"),
    ({"signed_on": "вчера"}, "Дата"),
    ({"value": "na"}, "от 2 до 5"),
    ({"value": "6"}, "от 2 до 5"),
    ({"work-0": "full"}, "Виды и качество работ"),
    ({"professional-0": "high"}, "Профессиональные компетенции"),
    ({"rest-work": "full", "work-1": None}, "Виды и качество работ"),
    ({"title-work-0": "Полёт на Луну"}, "Такой строки в листе нет"),
    ({"characteristics": "я" * 4001}, "длиннее 4000"),
    ({"version": "3"}, "уже изменили"),
    ({"version": ""}, "уже изменили"),
])
def test_a_refused_sheet_loses_nothing(db, login, programme, changes, said):
    answer = login(programme.supervisor).post(url(programme, members(programme)[0]), data=typed(**changes))
    assert answer.status_code == 422
    assert said in answer.text
    assert answer.text.count("checked") == sum(
        1 for name in typed(**changes) if name in ("work-1", "general-0")) + sum(
        changes.get(name, "good") == "good" for name in ("work-0", "professional-0"))
    assert db.scalar(sa.select(sa.func.count()).select_from(AttestationSheet)) == 0


def test_an_empty_sheet_is_no_sheet(db, login, programme):
    answer = login(programme.supervisor).post(url(programme, members(programme)[0]), data={"version": "0"})
    assert answer.status_code == 422
    assert "Лист пуст" in answer.text


def test_rows_of_a_changed_programme_stay(db, login, programme):
    student, client = members(programme)[0], login(programme.supervisor)
    client.post(url(programme, student), data=typed(signed_on=""))
    programme.sections[0].work = "Приём сырья"
    page = client.get(url(programme, student)).text
    assert 'value="Приём сырья"' in page
    assert f'value="{WORKS[0]}"' in page
    assert "Заполните: виды работ (1)" in page


def test_the_facts_come_from_the_journal(login, programme):
    student, other, _ = members(programme)
    f.PlacementFactory(programme=programme, student=student, mentor="Седов П. И.",
                       enterprise__name="Столовая «Заречная»")
    for number in (14, 15):
        day(programme, dt.date(2023, 11, number), [student, other])
    away = day(programme, dt.date(2023, 11, 16), [other])
    f.AbsenceFactory(cell__lesson=away, cell__student=student, hours=6)
    page = login(programme.supervisor).get(url(programme, student)).text
    assert "2 дн., 12 из 36 ч" in page
    assert "1 дн., 6 ч, без причины 6 ч" in page
    assert "Столовая «Заречная»" in page
    assert "от предприятия Седов П. И." in page


# final marks

def test_finals_are_given_by_signed_sheets_only(db, login, programme):
    signed, begun, _ = members(programme)
    client = login(programme.supervisor)
    client.post(url(programme, signed), data=typed(value="5"))
    client.post(url(programme, begun), data=typed(signed_on=""))
    assert "Выставлено 1 отметка" in client.post(f"{url(programme)}/finals", follow_redirects=True).text
    final = db.scalars(sa.select(FinalMark)).one()
    assert (final.student_id, final.kind, final.value, final.basis_kind, final.basis, final.published_at) == (
        signed.id, FinalKind.PRACTICE, FinalValue.FIVE, BasisKind.WORDS, "аттестационный лист от 18.11.2023", None)
    again = client.post(f"{url(programme)}/finals", follow_redirects=True).text
    assert "Новых подписанных листов без итоговой отметки нет" in again
    assert db.scalar(sa.select(sa.func.count()).select_from(FinalMark)) == 1


def test_a_final_that_stands_is_not_overwritten(db, login, programme):
    student = members(programme)[0]
    f.FinalMarkFactory(journal=programme.journal, student=student, kind=FinalKind.PRACTICE, value=FinalValue.THREE)
    client = login(programme.supervisor)
    client.post(url(programme, student), data=typed(value="5"))
    client.post(f"{url(programme)}/finals")
    assert db.scalars(sa.select(FinalMark.value)).all() == [FinalValue.THREE]


def test_after_the_semester_finals_need_what_the_rule_asks(db, login, programme, school_time):
    client = login(programme.supervisor)
    client.post(url(programme, members(programme)[0]), data=typed())
    school_time("2024-02-20 10:00")
    page = client.post(f"{url(programme)}/finals", follow_redirects=True).text
    assert "6.9" in page
    assert db.scalar(sa.select(sa.func.count()).select_from(FinalMark)) == 0


def test_who_is_not_attested_needs_no_sheet(login, programme):
    for student in members(programme):
        f.FinalMarkFactory(journal=programme.journal, student=student, kind=FinalKind.PRACTICE,
                           value=FinalValue.NOT_ATTESTED, basis_kind=BasisKind.ABSENCE)
    page = login(Role.SENIOR_MASTER).get("/practice/").text
    assert "закончилась" in page
    assert "нет листов" not in page


# who may

def test_only_the_supervisor_writes_sheets(db, login, programme):
    student = members(programme)[0]
    curator = f.CuratorshipFactory(group=programme.journal.group).user
    other = practice(students=1)
    for who, page, write in ((other.supervisor, 404, 404), (curator, 200, 403), (Role.SENIOR_MASTER, 200, 403),
                             (Role.DIRECTOR, 200, 403), (Role.METHODIST, 200, 403), (Role.DATA_CLERK, 403, 403),
                             (members_account(student), 403, 403), (Role.PARENT, 403, 403)):
        client = login(who)
        assert client.get(url(programme)).status_code == page
        assert client.get(url(programme, student)).status_code == page
        assert client.post(url(programme, student), data=typed()).status_code == write
        assert client.post(f"{url(programme)}/finals").status_code == write
    assert db.scalar(sa.select(sa.func.count()).select_from(AttestationSheet)) == 0


def members_account(student):
    student.user = f.UserFactory(roles=(Role.STUDENT,))
    return student.user


def test_a_teacher_who_does_not_supervise_reads_and_gives_finals(db, login):
    programme = practice(students=1, supervisor=f.TeacherFactory(), ends=LAST)
    student = members(programme)[0]
    f.AttestationSheetFactory(programme=programme, student=student, signed_on=LAST, value=FinalValue.FOUR)
    teacher, supervisor = login(programme.journal.teacher), login(programme.supervisor)
    page = teacher.get(url(programme, student)).text
    assert "Сохранить" not in page
    assert teacher.post(url(programme, student), data=typed(version="1")).status_code == 403
    assert supervisor.post(f"{url(programme)}/finals").status_code == 404, "final marks are the teacher's (п. 9.4)"
    assert db.scalar(sa.select(sa.func.count()).select_from(FinalMark)) == 0
    assert teacher.post(f"{url(programme)}/finals").status_code == 302
    assert db.scalars(sa.select(FinalMark.value)).one() == FinalValue.FOUR


def test_a_stranger_has_no_sheet_here(login, programme):
    stranger = members(practice(students=1))[0]
    client = login(programme.supervisor)
    assert client.get(url(programme, stranger)).status_code == 404
    assert client.post(url(programme, stranger), data=typed()).status_code == 404


@pytest.mark.parametrize("students", [5, 25])
def test_the_pages_cost_does_not_grow(login, students, count_queries):
    programme = practice(students=students, ends=LAST)
    for student in members(programme):
        f.SheetRowFactory(sheet=f.AttestationSheetFactory(programme=programme, student=student))
    client, address = login(programme.supervisor), url(programme)
    one = url(programme, members(programme)[0])
    for page in (address, one):
        with count_queries(at_most=15):
            assert client.get(page).status_code == 200


@pytest.mark.parametrize("width", [1280, 390])
def test_in_a_browser(open_browser, axe, db, programme, width):
    page = open_browser(programme.supervisor, viewport={"width": width, "height": 800})
    page.goto(url(programme))
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("tbody a")
    page.locator(".pr-levels li").first.locator("label").nth(1).click()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Сохранить", exact=True).click()
    page.wait_for_selector("text=Лист записан")
    db.rollback()  # a new look at what the server has committed
    assert rows(db) == [(SheetPart.WORK, WORKS[0], "medium")]
