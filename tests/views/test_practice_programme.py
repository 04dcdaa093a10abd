"""A programme on one page: dates, order, sections, places; copied from another year (Пр. 12)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models import Placement, PracticeProgramme, ProgrammeSection
from rules.terms import Role
from tests import factories as f
from tests.views.practice_world import absences, day, members, practice, practice_journal

FIRST, LAST = dt.date(2023, 11, 14), dt.date(2023, 11, 27)


@pytest.fixture(autouse=True)
def words(db):
    absences()


@pytest.fixture
def journal(db):
    made = practice_journal(group__name="ПК-31")
    for _ in range(2):
        f.MembershipFactory(group=made.group)
    f.EnterpriseFactory(name="Кафе «Берёзовая роща»")
    return made


def typed(journal, **changes):
    """What the senior master fills in for a new practice of 72 hours."""
    data = {"version": "0", "starts": "2023-11-14", "ends": "2023-11-27", "supervisor_id": str(journal.teacher_id),
            "order_number": "73-П", "order_date": "2023-11-04", "enterprise": "",
            "sections-0-title": "Овощной цех", "sections-0-work": "Нарезка", "sections-0-hours": "36",
            "sections-1-title": "Мясной цех", "sections-1-work": "Разделка туш", "sections-1-hours": "36"}
    return {name: value for name, value in {**data, **changes}.items() if value is not None}


def places(students, **columns):
    return {f"places-{number}-{name}": value for number, student in enumerate(students)
            for name, value in {"student_id": str(student.id), **columns}.items()}


def url(journal):
    return f"/practice/{journal.id}/programme"


def studying(journal):
    from models import Membership, db
    return [one.student for one in db.session.query(Membership).filter_by(group_id=journal.group_id)]


def test_a_programme_is_entered_on_one_page(db, login, journal):
    students = studying(journal)
    data = typed(journal, **places(students, enterprise="кафе «березовая роща»", mentor="Седов П. И.",
                                   contract_number="73/1", contract_date="2023-11-02"))
    assert login(Role.SENIOR_MASTER).post(url(journal), data=data).status_code == 302
    programme = db.scalars(sa.select(PracticeProgramme)).one()
    assert (programme.starts, programme.ends, programme.order_number, programme.supervisor_id) == (
        FIRST, LAST, "73-П", journal.teacher_id)
    assert [(one.title, one.work, one.hours) for one in programme.sections] == [
        ("Овощной цех", "Нарезка", 36), ("Мясной цех", "Разделка туш", 36)]
    found = db.scalars(sa.select(Placement).order_by(Placement.student_id)).all()
    assert [(one.enterprise.name, one.mentor, one.contract_number) for one in found] == [
        ("Кафе «Берёзовая роща»", "Седов П. И.", "73/1")] * 2


@pytest.mark.one_engine  # the rule refuses what was typed; what it takes is written on both
@pytest.mark.parametrize(("changes", "said"), [
    ({"sections-1-hours": "24"}, "В разделах 60 ч, по учебному плану 72 ч: не хватает 12 ч"),
    ({"sections-1-hours": "72"}, "В разделах 108 ч, по учебному плану 72 ч: лишних 36 ч"),
    ({"sections-1-work": ""}, "Укажите вид работ"),
    ({"sections-1-title": ""}, "Назовите раздел"),
    ({"sections-1-hours": ""}, "Укажите часы"),
    ({"sections-1-hours": "много"}, ""),
    ({"sections-1-hours": "-36"}, "от 1 до 999"),
    ({"starts": "2023-08-14"}, "внутри семестра"),
    ({"ends": "2023-11-13"}, "Конец раньше начала"),
    ({"starts": ""}, "Заполните поле"),
    ({"starts": "завтра"}, ""),
    ({"order_date": ""}, "У приказа есть и номер, и дата"),
    ({"order_date": "2023-11-20"}, "Приказ о практике издают до её начала"),
    ({"supervisor_id": ""}, "Руководитель от лицея"),
    ({"supervisor_id": "999999"}, ""),
    ({"enterprise": "Кафе «Дубрава»"}, "в списке нет"),
    ({"places-0-student_id": "999999", "places-0-enterprise": "Кафе «Берёзовая роща»"}, "не учится в этой группе"),
])
def test_a_refused_programme_loses_nothing(db, login, journal, changes, said):
    answer = login(Role.SENIOR_MASTER).post(url(journal), data=typed(journal, **changes))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Овощной цех" in answer.text
    assert 'role="alert"' in answer.text
    assert db.scalar(sa.select(sa.func.count()).select_from(PracticeProgramme)) == 0


@pytest.mark.parametrize(("row", "said"), [
    ({"enterprise": "Кафе «Берёзовая роща»", "contract_number": "5"}, "У договора есть и номер, и дата"),
    ({"enterprise": "Кафе «Берёзовая роща»", "contract_number": "5", "contract_date": "2024-01-01"}, "не наступила"),
    ({"mentor": "Седов П. И."}, "Укажите предприятие"),
    ({"enterprise": "ООО «Закрыто»"}, "закрыта"),
])
def test_a_refused_place(db, login, journal, row, said):
    f.EnterpriseFactory(name="ООО «Закрыто»", closed_on=dt.date(2023, 9, 1))
    answer = login(Role.SENIOR_MASTER).post(url(journal), data=typed(journal, **places(studying(journal)[:1], **row)))
    assert answer.status_code == 422
    assert said in answer.text
    assert db.scalar(sa.select(sa.func.count()).select_from(Placement)) == 0


def test_dates_and_order_may_come_before_the_sections(db, login, journal):
    data = typed(journal, **{f"sections-{row}-{name}": "" for row in (0, 1) for name in ("title", "work", "hours")})
    client = login(Role.SENIOR_MASTER)
    assert client.post(url(journal), data=data).status_code == 302
    assert "нет разделов" in client.get("/practice/").text


def test_one_place_goes_to_the_chosen_only(db, login, journal):
    first, second = studying(journal)
    data = typed(journal, act="assign", **places([first, second]), **{
        "places-1-chosen": "y", "all-enterprise": "Кафе «Берёзовая роща»", "all-mentor": "Седов П. И."})
    assert login(Role.SENIOR_MASTER).post(url(journal), data=data).status_code == 302
    place = db.scalars(sa.select(Placement)).one()
    assert (place.student_id, place.mentor) == (second.id, "Седов П. И.")


def test_an_assignment_before_the_dates_stays_on_the_page(login, journal):
    data = typed(journal, starts="", act="assign", **places(studying(journal)), **{
        "places-0-chosen": "y", "all-enterprise": "Кафе «Берёзовая роща»"})
    page = login(Role.SENIOR_MASTER).post(url(journal), data=data)
    assert page.status_code == 422
    assert page.text.count('value="Кафе «Берёзовая роща»"') == 3  # the list of bases, the common row, the chosen one


def test_a_change_keeps_what_hangs_on_a_section(db, login):
    programme = practice(students=1)
    section = programme.sections[0]
    day(programme, FIRST, [])
    f.DayLogFactory(lesson=day(programme, dt.date(2023, 11, 15), []), student=members(programme)[0], section=section)
    journal, client = programme.journal, login(Role.SENIOR_MASTER)
    data = typed(journal, version="1", **{"sections-0-id": str(section.id)})
    assert client.post(url(journal), data=data).status_code == 302
    db.expire_all()
    assert [one.title for one in programme.sections] == ["Овощной цех", "Мясной цех"]
    assert programme.sections[0].id == section.id
    gone = client.post(url(journal), data=typed(journal, version="2"))  # both rows new: the old section goes
    assert gone.status_code == 422
    assert "По разделу уже есть записи в дневнике" in gone.text
    later = client.post(url(journal), data=typed(
        journal, version="2", starts="2023-11-16", **{"sections-0-id": str(section.id)}))
    assert "За этими датами останутся дни дневника" in later.text


def test_a_place_is_taken_away_by_clearing_its_row(db, login):
    programme = practice(students=2)
    students = members(programme)
    for student in students:
        f.PlacementFactory(programme=programme, student=student)
    data = typed(programme.journal, version="1", **places(students[:1], enterprise=""))
    assert login(Role.SENIOR_MASTER).post(url(programme.journal), data=data).status_code == 302
    assert db.scalars(sa.select(Placement.student_id)).all() == [students[1].id], "who was not on the page stays"


def test_two_windows_do_not_overwrite_each_other(db, login):
    programme = practice(students=0)
    client, data = login(Role.SENIOR_MASTER), typed(programme.journal, version="1")
    assert client.post(url(programme.journal), data=data).status_code == 302
    answer = client.post(url(programme.journal), data={**data, "order_number": "99-П"})
    assert answer.status_code == 409
    assert "уже изменили" in answer.text
    assert 'value="99-П"' in answer.text
    db.expire_all()
    assert programme.order_number == "73-П"


# copying

def test_last_years_programme_is_copied_in_one_press(db, login, journal):
    last = f.SemesterFactory(academic_year__year=2022)
    old = f.PracticeProgrammeFactory(
        journal=f.JournalFactory(line=f.CurriculumLineFactory(of_practice=True, practice=journal.line.practice),
                                 semester=last, planned_hours=72),
        starts=dt.date(2022, 11, 15), ends=dt.date(2022, 11, 28), order_number="5-П", order_date=dt.date(2022, 11, 1),
        enterprise=f.EnterpriseFactory(name="Столовая «Заречная»"))
    f.ProgrammeSectionFactory(programme=old, title="Рыбный цех", work="Обработка рыбы", hours=72)
    client = login(Role.SENIOR_MASTER)
    assert "2022-2023" in client.get(url(journal)).text
    assert client.post(f"{url(journal)}/copy", data={"source": old.id}).status_code == 302
    made = db.scalars(sa.select(PracticeProgramme).where(PracticeProgramme.journal_id == journal.id)).one()
    assert (made.starts, made.ends) == (dt.date(2023, 11, 14), dt.date(2023, 11, 27)), "the same days of the week"
    assert (made.order_number, made.supervisor_id, made.enterprise.name) == (
        None, journal.teacher_id, "Столовая «Заречная»")
    assert [(one.title, one.hours) for one in made.sections] == [("Рыбный цех", 72)]
    assert client.post(f"{url(journal)}/copy", data={"source": old.id}).status_code == 404, "there is one already"


def test_a_copy_of_other_hours_opens_filled_and_says_both_numbers(db, login, journal):
    other = practice(students=0, hours=36)
    answer = login(Role.SENIOR_MASTER).post(f"{url(journal)}/copy", data={"source": other.id})
    assert answer.status_code == 422
    assert "В разделах 36 ч, по учебному плану 72 ч" in answer.text
    assert 'value="Мясной цех"' in answer.text
    assert db.scalar(sa.select(sa.func.count()).select_from(ProgrammeSection)) == 1


@pytest.mark.parametrize("source", ["", "0", "нет", "999999"])
def test_nothing_to_copy_is_404(login, journal, source):
    assert login(Role.SENIOR_MASTER).post(f"{url(journal)}/copy", data={"source": source}).status_code == 404


# who may

@pytest.mark.one_engine  # the role is refused before the database is asked
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SENIOR_MASTER}))
def test_only_the_senior_master_enters_programmes(db, login, journal, role):
    client = login(role)
    assert client.get(url(journal)).status_code == 403
    assert client.post(url(journal), data=typed(journal)).status_code == 403
    assert client.post(f"{url(journal)}/copy", data={"source": 1}).status_code == 403
    assert db.scalar(sa.select(sa.func.count()).select_from(PracticeProgramme)) == 0


def test_a_journal_of_lessons_has_no_programme(login, db):
    lessons = f.JournalFactory()
    client = login(Role.SENIOR_MASTER)
    assert client.get(url(lessons)).status_code == 404
    assert client.post(url(lessons), data=typed(lessons)).status_code == 404


@pytest.mark.parametrize("students", [5, 25])
def test_the_pages_cost_does_not_grow(login, students, count_queries):
    programme = practice(students=students)
    for number, student in enumerate(members(programme)):
        f.PlacementFactory(programme=programme, student=student, enterprise__name=f"База {number}")
    client, address = login(Role.SENIOR_MASTER), url(programme.journal)
    with count_queries(at_most=10):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("width", [1280, 390])
def test_in_a_browser(open_browser, axe, journal, width):
    page = open_browser(Role.SENIOR_MASTER, viewport={"width": width, "height": 800})
    page.goto("/practice/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(url(journal))
    page.fill("[name=sections-0-hours]", "60")
    assert "не хватает 12 ч" in page.inner_text("[data-sum]")
    rows = page.locator("[data-rows] tr").count()
    page.click("[data-add]")
    assert page.locator("[data-rows] tr").count() == rows + 1
    page.check("[data-all] input")
    assert page.locator("[data-chosen]:checked").count() == 2
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
