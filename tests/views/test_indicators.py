"""The page of п. 5.7 over HTTP: what it shows, whose it is, what it refuses, its paper, its budget."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from rules.indicators import Indicator
from rules.terms import Role, Severity
from tests import factories as f
from tests.control_world import College, college, day

BUDGET = 20  # the session, the surroundings, the scope, 13 readings, the choices, the findings beside
ROWS_BUDGET = 20


@pytest.fixture
def world(db) -> College:
    return college()


def test_the_college_shows_its_figures(login, world):
    page = login(Role.DEPUTY_UPR).get("/control/").text
    assert "Показатели п.\u00a05.7 на 20.11, 15:00, в сравнении с октябрём" in page
    for figure in ("2 ÷ 5 × 100 = 40 %", "9 ÷ 10 × 100 = 90 %", "2 ÷ 7 × 100 = 28,6 %"):
        assert figure in page
    assert f'scope=group:{world.group.id}' in page.replace("%3A", ":")
    assert "ноябрь 2023" in page
    for indicator in Indicator:
        assert f"/control/rows/{indicator.value}" in page


@pytest.mark.parametrize("indicator", list(Indicator))
def test_a_figure_opens_its_rows(login, world, indicator):
    page = login(Role.DIRECTOR).get(f"/control/rows/{indicator.value}").text
    assert indicator.title in page
    assert "ИС-22" in page
    if indicator is Indicator.PARTICIPATION:
        assert f"/journal/{world.journal.id}?month=2023-11#lesson-{world.lessons[7].id}" in page
        assert "не записано" in page
    if indicator is Indicator.MATERIAL:
        assert "9 из 10\u00a0ч" in page
        assert f"/journal/{world.journal.id}/topics" in page


@pytest.mark.parametrize("role", [Role.DATA_CLERK, Role.STUDENT, Role.PARENT])
def test_others_have_no_sheet(login, world, role):
    client = login(role)
    for path in ("/control/", "/control/rows/families", "/control/sheet.pdf"):
        assert client.get(path).status_code == 403


def test_a_curator_reads_the_own_group(login, world):
    curator = f.CuratorshipFactory(group=world.group).user
    other = f.GroupFactory(name="СВ-12")
    client = login(curator)
    page = client.get("/control/").text
    assert "2 ÷ 5 × 100 = 40 %" in page
    assert "СВ-12" not in page
    assert "Абрамов" not in page
    assert "Васильченко" in client.get("/control/rows/no-marks").text
    for scope in ("college", "course:2", f"group:{other.id}", f"teacher:{world.teacher.id}",
                  f"discipline:{world.journal.line.discipline_id}"):
        for path in ("/control/", "/control/rows/families", "/control/sheet.xlsx"):
            assert client.get(f"{path}?scope={scope}").status_code == 404, (path, scope)


def test_a_former_curator_has_nothing(login, world):
    curator = f.CuratorshipFactory(group=world.group, ends=day(19)).user
    page = login(curator).get("/control/")
    assert page.status_code == 200
    assert "Показателей пока нет" in page.text
    assert login(curator).get(f"/control/?scope=group:{world.group.id}").status_code == 404
    assert login(curator).get("/control/rows/families").status_code == 404


def test_a_teacher_reads_the_own_journals(login, world):
    stranger = f.JournalFactory(group__name="СВ-12")
    client = login(world.teacher)
    page = client.get("/control/").text
    assert "1 ÷ 4 × 100 = 25 %" in page
    assert "СВ-12" not in page
    for scope in ("college", f"group:{world.group.id}", f"teacher:{stranger.teacher_id}"):
        assert client.get(f"/control/?scope={scope}").status_code == 404
    rows = client.get("/control/rows/families").text
    assert "Белова" in rows
    assert "Рябова" not in client.get("/control/rows/participation").text  # the substitute answers for that one


def test_a_substitute_has_figures_of_the_lesson_only(login, world):
    client = login(world.substitute)
    page = client.get("/control/").text
    assert "1 ÷ 1 × 100 = 100 %" in page
    for indicator in ("no-marks", "one-mark", "families", "material"):
        assert "ИС-22" not in client.get(f"/control/rows/{indicator}").text


def test_the_senior_master_reads_practice_only(login, world):
    programme = f.PracticeProgrammeFactory(journal__group__name="ПС-41")
    client = login(Role.SENIOR_MASTER)
    page = client.get("/control/").text
    assert "Практика лицея" in page
    assert "ПС-41" in page
    assert "ИС-22" not in page
    assert client.get(f"/control/?scope=group:{programme.journal.group_id}").status_code == 200
    for scope in (f"group:{world.group.id}", f"teacher:{world.teacher.id}",
                  f"discipline:{world.journal.line.discipline_id}"):
        assert client.get(f"/control/?scope={scope}").status_code == 404


@pytest.mark.parametrize(("query", "status"), [
    ("month=2023-13", 400), ("month=x", 400), ("scope=x", 400), ("scope=group", 400), ("scope=group:0", 400),
    ("scope=group:99999999", 404), ("scope=course:7", 404), ("by=x", 400), ("first=2023-11-01", 400),
    ("first=2023-11-02&last=2023-11-01", 400), ("first=2022-11-02&last=2023-11-03", 400), ("first=x&last=y", 400),
    ("month=2019-01", 200), ("first=2023-11-01&last=2023-11-09", 200), ("by=courses", 200), ("scope=course:2", 200),
])
def test_what_is_asked_for(login, world, query, status):
    assert login(Role.DIRECTOR).get(f"/control/?{query}").status_code == status


@pytest.mark.parametrize("path", ["/control/rows/x", "/control/sheet.doc", "/control/rows/families?page=x"])
def test_what_is_not_there(login, world, path):
    assert login(Role.DIRECTOR).get(path).status_code == (400 if "page" in path else 404)


def test_the_paper_holds_the_figures_of_the_page(login, world):
    client = login(Role.METHODIST)
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/control/sheet.xlsx?month=2023-11").data))
    rows = book.get_sheet_by_name("Показатели").to_python()
    shown = {row[0]: row[1:4] for row in rows}
    assert shown["Преподаватели ведут журнал"] == [40, 2, 5]
    assert shown["Родители и обучающиеся входили"] == [28.6, 2, 7]
    assert shown["Темы плана с начала семестра"] == [50, 2, 4]
    assert book.sheet_names == ["Показатели", "Группы", "По месяцам"]
    assert book.get_sheet_by_name("Группы").to_python()[-2][:4] == ["ИС-22", "2 курс", 40, 60]
    paper = client.get("/control/sheet.pdf?month=2023-11").data
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    for text in ("28,6", "2 из 7", "ИС-22", "ноябрь 2023"):
        assert text in words


def test_a_college_asks_no_more_than_a_journal(login, world, count_queries):
    client = login(Role.DIRECTOR)
    paths = {"/control/": BUDGET, "/control/rows/participation": ROWS_BUDGET,
             "/control/rows/one-mark?part=pairs": ROWS_BUDGET, "/control/rows/families": ROWS_BUDGET}
    few = {}
    for path, budget in paths.items():
        client.get(path)
        with count_queries(at_most=budget) as asked:
            client.get(path)
        few[path] = len(asked)
    for name in ("АМ-11", "ПК-31", "ЭО-41"):
        college(name)
    for path in paths:
        with count_queries() as asked:
            client.get(path)
        assert len(asked) == few[path], path


def test_a_sign_in_counts_on_its_day_of_the_college_once(client, login, world):
    """The wall clock is years ahead of the demo's: the day is the college's."""
    f.GuardianshipFactory(student=world.students[2], guardian__user=f.UserFactory(login="мама", roles=(Role.PARENT,)))
    director = login(Role.DIRECTOR)
    assert "2 ÷ 8 × 100 = 25 %" in director.get("/control/").text
    assert client.post("/login", data={"login": "мама", "password": "не тот пароль"}).status_code == 401
    assert "2 ÷ 8 × 100 = 25 %" in director.get("/control/").text
    for _ in range(2):
        assert client.post("/login", data={"login": "мама", "password": f.PASSWORD}).status_code == 302
    assert "3 ÷ 8 × 100 = 37,5 %" in director.get("/control/").text
    assert "2 ÷ 8" in director.get("/control/?first=2023-11-01&last=2023-11-19").text


def test_the_heaviest_findings_of_the_scope_stand_beside(login, world):
    """Within the reader's rows and the days asked for."""
    f.FindingFactory(journal=world.journal, severity=Severity.VIOLATION, day=day(7), text="Рунное замечание")
    f.FindingFactory(severity=Severity.NOTICE, day=day(8), journal__group__name="СВ-12")
    f.FindingFactory(journal=world.journal, day=day(3, month=10))
    page = login(Role.DEPUTY_UPR).get("/control/").text
    assert "Все 2" in page
    assert page.count("/control/findings/") >= 3
    own = login(world.teacher).get("/control/").text
    assert "Все 1" in own
    assert f"/control/findings/?teacher={world.teacher.id}&amp;month=2023-11" in own
    assert "Замечаний нет" in login(Role.SENIOR_MASTER).get("/control/").text
