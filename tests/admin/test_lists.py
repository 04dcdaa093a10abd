"""Lists: search, filters, order, budgets, exports, saved filters."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import python_calamine
import sqlalchemy as sa

from models import AuditRecord, SavedFilter
from rules.terms import AuditAction, Role
from tests.factories import CellFactory, GroupFactory, LessonFactory, MarkFactory, MembershipFactory, StudentFactory


def names(page: str) -> list[str]:
    import re
    return re.findall(r'<td class="col-full_name is-title"[^>]*><b><a [^>]*>([^<]+)</a>', page)


@pytest.mark.parametrize("text", ["семёнов", "СЕМЕНОВ", "Семен", "семёнов фёдор", "федор семенов", "22-77"])
def test_search_knows_neither_case_nor_yo(db, login, text):
    StudentFactory(last_name="Семёнов", first_name="Фёдор", patronymic=None, file_number="22-77")
    StudentFactory(last_name="Петров", first_name="Пётр", patronymic=None, file_number="22-78")
    assert names(login(Role.DIRECTOR).get("/admin/student/", query_string={"search": text}).text) == ["Семёнов Фёдор"]


def test_people_stand_in_alphabetical_order(db, login):
    for last in ("Жуков", "Ёлкин", "Еремин", "Ежов"):
        StudentFactory(last_name=last, first_name="Лев", patronymic=None)
    assert names(login(Role.DIRECTOR).get("/admin/student/").text) == [
        "Ежов Лев", "Еремин Лев", "Ёлкин Лев", "Жуков Лев"]


def test_filter_by_group_of_today(college, db, login):
    left = StudentFactory(last_name="Ушедший")
    MembershipFactory(student=left, group=college.own.group, starts=dt.date(2023, 9, 1), ends=dt.date(2023, 10, 1))
    page = login(Role.DIRECTOR).get("/admin/student/", query_string={"flt0_group.eq": college.own.group.id}).text
    assert [name.split()[0] for name in names(page)] == ["Ёлкина"]
    assert '"ИС-21"' in page or "\\u0418\\u0421-21" in page  # the chip names the group


@pytest.mark.parametrize(("query", "values"), [
    ({"flt0_value.ge": "5"}, ["5"]), ({"flt0_value.le": "4"}, ["4", "3"]), ({"flt0_value.eq": "3"}, ["3"]),
    ({"flt0_value.ge": "3", "flt1_value.le": "4"}, ["4", "3"]), ({"flt0_kind.eq": "control"}, []),
    ({"flt0_cell.lesson.date.span": "2023-10-01 to 2023-10-31"}, ["4"]),
])
def test_ranges(db, login, query, values):
    for value, day in ((5, 5), (4, 2), (3, 6)):
        lesson = LessonFactory(date=dt.date(2023, {5: 9, 2: 10, 6: 11}[day], 6))
        MarkFactory(value=value, cell=CellFactory(lesson=lesson))
    import re
    page = login(Role.ADMINISTRATOR).get("/admin/mark/", query_string=query).text
    assert sorted(re.findall(r'<td class="col-value" data-label="Отметка">(\d)</td>', page)) == sorted(values)


def marks(count: int) -> None:
    for _ in range(count):
        MarkFactory()


@pytest.mark.parametrize("rows", [20, 100])
def test_list_of_marks_asks_six_times(db, login, count_queries, rows):
    marks(rows)
    client = login(Role.ADMINISTRATOR)
    client.get("/admin/mark/")
    with count_queries(at_most=6):
        page = client.get(f"/admin/mark/?page_size={rows}")
    assert page.text.count('class="col-value"') == rows


@pytest.mark.parametrize("url", ["/admin/student/", "/admin/guardian/", "/admin/group/", "/admin/user/",
                                 "/admin/audit_record/"])
def test_lists_ask_no_more_for_a_hundred_rows(db, login, count_queries, url):
    client = login(Role.ADMINISTRATOR)
    for _ in range(20):
        MembershipFactory()
    client.get(url)
    with count_queries() as few:
        client.get(f"{url}?page_size=20")
    for _ in range(80):
        MembershipFactory()
    with count_queries() as many:
        client.get(f"{url}?page_size=100")
    assert len(many) <= len(few)


def test_new_mark_asks_six_times(db, login, count_queries, college):
    client = login(college.own.teacher)
    with count_queries(at_most=6):
        assert client.get("/admin/mark/new/").status_code == 200


def test_deep_page(db, login):
    marks(3)
    page = login(Role.ADMINISTRATOR).get("/admin/mark/?page=50000")
    assert page.status_code == 200


# exports

def test_export_is_whole_and_harmless(db, login):
    for number in range(120):
        StudentFactory(last_name=f"=HYPERLINK({number})", file_number=f"@{number}")
    answer = login(Role.DIRECTOR).get("/admin/student/export/csv/")
    assert answer.mimetype == "text/csv"
    text = answer.data.decode("utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 121
    assert lines[0].startswith("ФИО;Личное дело №;Группа;Состояние")
    assert all(line.startswith(("'=", '"\'=')) for line in lines[1:])
    assert answer.data.startswith(b"\xef\xbb\xbf")


def test_xlsx_has_the_same_rows(db, login):
    for _ in range(30):
        StudentFactory()
    answer = login(Role.DIRECTOR).get("/admin/student/export/xlsx/")
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert len(rows) == 31
    assert rows[0][0] == "ФИО"
    assert isinstance(rows[1][4], dt.date)


def test_export_keeps_the_filter_and_asks_by_batches(college, db, login, count_queries):
    for _ in range(50):
        StudentFactory()
    client, group_id = login(Role.DIRECTOR), college.own.group.id
    with count_queries(at_most=17):  # six of them read, the others count the export and write it down
        answer = client.get("/admin/student/export/csv/", query_string={"flt0_group.eq": group_id})
    assert len(answer.data.decode().splitlines()) == 2


def test_export_is_written_down(college, db, login):
    login(college.own.curator).get("/admin/student/export/csv/")
    record = db.scalar(sa.select(AuditRecord).where(AuditRecord.action == AuditAction.EXPORT))
    assert (record.entity, record.after, record.actor_id) == (
        "student", {"count": 1, "format": "csv"}, college.own.curator.id)


def test_export_is_of_own_rows(college, login):
    text = login(college.own.curator).get("/admin/student/export/csv/").text
    assert "Ёлкина" in text
    assert "Зайцев" not in text


# saved filters

def test_saved_filter_is_ones_own(college, db, login):
    client = login(college.own.teacher)
    answer = client.post("/admin/student/filters/", data={
        "name": " Мои  девочки ", "query": "flt0_gender.eq=f&url=https://evil.example&page=3"})
    assert answer.location == "/admin/student/?flt0_gender.eq=f"
    kept = db.query(SavedFilter).one()
    assert (kept.name, kept.query) == ("Мои девочки", "flt0_gender.eq=f")
    assert "Мои девочки" in client.get("/admin/student/").text
    other = login(college.foreign.teacher)
    assert "Мои девочки" not in other.get("/admin/student/").text
    assert other.post("/admin/student/filters/delete/", data={"id": kept.id}).status_code == 404
    assert client.post("/admin/student/filters/", data={"name": "", "query": "flt0_gender.eq=f"}).status_code == 302
    assert client.post("/admin/student/filters/delete/", data={"id": kept.id}).status_code == 302
    assert db.query(SavedFilter).count() == 0


def test_count_beyond_the_cap(db, login, monkeypatch):
    from admin import selection

    monkeypatch.setattr(selection, "CAP", 5)
    for _ in range(20):  # a full page: a shorter one is counted as it is
        StudentFactory(last_name="Иванов")
    page = login(Role.DIRECTOR).get("/admin/student/?search=иванов").text
    assert "Найдено 5+" in page
    assert "Найдено 5+" in login(Role.DIRECTOR).get("/admin/student/").text


def test_page_of_groups_filtered_by_two_words(db, login):
    GroupFactory(name="ИС-21")
    GroupFactory(name="СВ-11")
    page = login(Role.DIRECTOR).get("/admin/group/?search=ис 21").text
    assert "ИС-21" in page
    assert "СВ-11" not in page


@pytest.mark.parametrize("common", [0, 100], ids=["each row in turn", "gathered"])
def test_search_through_relations(college, db, login, monkeypatch, common):
    """A common word is looked for another way, and finds the same."""
    from queries import searching

    monkeypatch.setattr(searching, "COMMON", common)
    client = login(Role.ADMINISTRATOR)
    page = client.get("/admin/mark/?search=елкина").text
    assert "Ёлкина" in page
    assert "Зайцев" not in page
    assert "Найдено 1 из 2" in page
    assert "Ничего не нашлось" in client.get("/admin/mark/?search=ыыы").text
    own = login(college.own.teacher).get("/admin/mark/?search=а").text
    assert "Зайцев" not in own
