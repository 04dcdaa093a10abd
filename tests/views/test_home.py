"""The start page over HTTP: for whom, one tap to the lesson, what it costs, «просмотрено» (п. 2.1, 5.6, 6.1–6.4)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import sqlalchemy as sa

from models import AuditRecord, User
from rules.terms import ChangeKind, Role
from tests import factories as f
from tests.teachers import MONDAY, ring, slot, taught, teacher, whole

FRIDAY = dt.date(2023, 11, 17)
BUDGET = 12


@pytest.fixture
def me(db: Any) -> User:
    ring()
    return teacher()


# who

@pytest.mark.parametrize("others", [(), (Role.CURATOR,), (Role.METHODIST, Role.DEPUTY_OOD), (Role.PARENT,)])
def test_a_teacher_sees_the_day_whatever_else_the_teacher_is(login, me, others):
    for role in others:
        f.UserRoleFactory(user=me, role=role)
    page = login(me).get("/")
    assert page.status_code == 200
    assert "<h1>Понедельник, 20 ноября</h1>" in page.text


@pytest.mark.parametrize(("role", "where"), [
    (Role.ADMINISTRATOR, "/admin/"),  # an empty installation: first steps
    (Role.SENIOR_MASTER, "/practice/"), (Role.CURATOR, "/curator/"),
    (Role.STUDENT, "/diary/"), (Role.PARENT, "/diary/")])
def test_others_are_led_to_their_own(db, login, role, where):
    assert login(role).get("/").location == where


def test_nobody_elses_names_or_journals(login, me):
    slot(taught(teacher(), "СВ-11", "Сопромат"), 1)
    page = login(me).get("/").text
    assert "Сопромат" not in page
    assert "Журналов в этом семестре нет" in page


# one tap

def test_one_tap_opens_the_lesson(login, me):
    journal = taught(me)
    for pair in (1, 2, 3):
        slot(journal, pair)
    done, half = whole(journal, 1), f.LessonFactory(journal=journal, date=MONDAY, pair=2)
    client = login(me)
    page = client.get("/").text
    for address in (f"/journal/{journal.id}/lessons/{done.id}", f"/journal/{journal.id}/lessons/{half.id}",
                    f"/journal/{journal.id}/lessons/new?date=2023-11-20&amp;pair=3"):
        assert f'href="{address}"' in page
        assert client.get(address.replace("&amp;", "&")).status_code == 200
    assert "Заполнено" in page and "Нет домашнего задания" in page and "Не заполнено" in page
    assert "Три пары. Не заполнено: 2" in page
    assert "ближайший срок 17:00" in page


def test_a_substitute_opens_the_lesson_given(login, me):
    journal = taught(teacher(), "СВ-11")
    slot(journal, 1)
    f.TimetableChangeFactory(journal=journal, date=MONDAY, pair=1, kind=ChangeKind.SUBSTITUTED, substitute=me)
    client = login(me)
    [address] = set(re.findall(r'href="(/journal/\d+/lessons/new[^"]*)"', client.get("/").text))
    assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_every_link_of_the_page_opens(login, me):
    """Recorded, not recorded, cancelled, given to another, declared: no link of one's own page is refused."""
    journal = taught(me)
    for pair in range(1, 6):
        slot(journal, pair)
        slot(journal, pair, FRIDAY)
    f.WorkFactory(lesson=whole(journal, 1, FRIDAY))
    f.TimetableChangeFactory(journal=journal, date=MONDAY, pair=1, kind=ChangeKind.SUBSTITUTED, substitute=teacher())
    f.TimetableChangeFactory(journal=journal, date=MONDAY, pair=2, kind=ChangeKind.CANCELLED)
    client = login(me)
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/journal/[^"]*)"', client.get("/").text)}
    assert len(links) > 7
    assert {link: code for link in links if (code := client.get(link).status_code) != 200} == {}


def test_a_long_list_unfolds(login, me):
    journal = taught(me)
    for pair in range(1, 6):
        slot(journal, pair, FRIDAY, weekday=FRIDAY.isoweekday(), starts=dt.date(2023, 11, 6))
    page = login(me).get("/").text
    assert "Показать ещё 2" in page  # ten lessons of two Fridays
    assert page.count('class="late"') == 10


def test_text_of_people_is_text(login, me):
    journal = taught(me, title="<script>alert(1)</script>")
    slot(journal, 1)
    page = login(me).get("/").text
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


@pytest.mark.parametrize(("moment", "words"), [
    ("2023-11-19T12:00:00+07:00", "По расписанию у вас нет пар"), ("2024-07-10T12:00:00+07:00", "Семестр закончился"),
    ("2023-08-30T12:00:00+07:00", "Учебный год ещё не начат")])
def test_an_empty_day_says_why(login, me, school_time, moment, words):
    slot(taught(me), 1)
    school_time(moment)
    assert words in login(me).get("/").text


# what others have changed

def change(journal: Any, **kwargs: Any) -> AuditRecord:
    made: AuditRecord = f.AuditRecordFactory(
        entity="cell", journal_id=journal.id, before={"value": "4"}, after={"value": "5"}, **kwargs)
    return made


def test_seen_changes_are_told_no_more_and_later_ones_stay(db, login, me):
    journal = taught(me)
    db.commit()
    base = db.scalar(sa.select(sa.func.max(AuditRecord.id))) or 0
    me.seen_digest_id = base
    stranger, student = teacher(last_name="Чуев"), f.MembershipFactory(group=journal.group).student
    db.commit()
    me.seen_digest_id = db.scalar(sa.select(sa.func.max(AuditRecord.id))) or 0
    first = change(journal, actor_id=stranger.id, student_id=student.id)
    client = login(me)
    page = client.get("/").text
    assert "Изменено в ваших журналах" in page and "было 4, стало 5" in page and stranger.short_name in page
    assert f'name="seq" value="{first.id}"' in page
    change(journal, actor_id=stranger.id, student_id=student.id)
    assert client.post("/digest/seen", data={"seq": str(first.id)}).status_code == 303
    assert "было 4, стало 5" in client.get("/").text  # made while the page was open
    last = db.scalar(sa.select(sa.func.max(AuditRecord.id)))
    client.post("/digest/seen", data={"seq": str(last + 10**9)})
    assert "Изменено в ваших журналах" not in client.get("/").text
    client.post("/digest/seen", data={"seq": "0"})
    db.expire_all()
    assert me.seen_digest_id == last  # never back, never ahead


def test_looking_writes_nothing(db, login, me):
    taught(me)
    client = login(me)
    before = (me.seen_digest_id, me.row_version, db.scalar(sa.select(sa.func.count()).select_from(AuditRecord)))
    client.get("/")
    client.post("/digest/seen", data={"seq": "1"})
    db.expire_all()
    assert (me.row_version, db.scalar(sa.select(sa.func.count()).select_from(AuditRecord))) == before[1:]


@pytest.mark.parametrize("seq", ["", "-1", "1e5", "٣", "9" * 30, "вчера"])
def test_a_malformed_number_is_400(login, me, seq):
    assert login(me).post("/digest/seen", data={"seq": seq}).status_code == 400


@pytest.mark.one_engine  # the role is refused before the database is asked
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.TEACHER}))
def test_only_a_teacher_has_a_digest(db, login, role):
    assert login(role).post("/digest/seen", data={"seq": "1"}).status_code == 403


# what it costs

@pytest.mark.parametrize("journals", [1, 8])
@pytest.mark.parametrize("weeks", [1, 6])
def test_budget(db, login, me, count_queries, journals, weeks):
    """One each: session, surroundings, journals, changes, lessons, works, marks, topics, others' changes with their
    lessons, open findings; and BEGIN on SQLite."""
    for number in range(journals):
        journal = taught(me, f"ИС-{number}", students=3)
        journal.syllabus = f.SyllabusFactory(line=journal.line, author=me)
        f.SyllabusTopicFactory(syllabus=journal.syllabus)
        slot(journal, number % 5 + 1, starts=dt.date(2023, 9, 4))
        for week in range(weeks):
            f.WorkFactory(lesson=whole(journal, number % 5 + 1, MONDAY - dt.timedelta(days=7 * week + 7)))
        cell = f.CellFactory(lesson=whole(journal, 5, FRIDAY))
        change(journal, actor_id=teacher().id, entity_id=cell.id)
    client = login(me)
    with count_queries(at_most=BUDGET) as statements:
        assert client.get("/").status_code == 200
    assert len([one for one in statements if not one.startswith("BEGIN")]) == 11


def test_accessible_on_the_phone_and_on_the_desk(open_browser, axe, me):
    journal = taught(me)
    for pair in range(1, 6):
        slot(journal, pair)
    whole(journal, 1)
    change(journal, actor_id=teacher().id)
    for phone, scheme in ((False, "light"), (True, "dark")):
        page = open_browser(me, phone=phone, color_scheme=scheme)
        page.goto("/")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
