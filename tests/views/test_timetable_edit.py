"""The grid of the weekly timetable and its changes by date over HTTP: put, refused, taken back (п. 5.5, 6.1)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from models import TimetableChange, TimetableSlot
from rules.terms import ChangeKind, Role, WeekParity
from tests import factories as f
from tests.teachers import MONDAY, inna, slot, taught, teacher

TUESDAY = dt.date(2023, 11, 21)


@pytest.fixture
def journal(db):
    """ИС-21 has «Базы данных» on Mondays, 3rd pair, and «Сети» nowhere yet."""
    made = taught(inna(), title="Базы данных")
    slot(made, 3, room="305", starts=made.semester.starts, ends=made.semester.ends)
    return made


@pytest.fixture
def nets(journal):
    return taught(teacher(last_name="Рябова", first_name="Нина"), title="Сети", group=journal.group)


@pytest.fixture
def client(login, journal):
    return login(f.UserFactory(roles=(Role.METHODIST,)))


def form(journal, weekday, pair, **more):
    return {"journal": journal.id, "weekday": weekday, "pair": pair, "parity": "every",
            "starts": journal.semester.starts.isoformat(), "ends": journal.semester.ends.isoformat(), "room": "",
            **more}


def places(db):
    return sorted((one.journal_id, one.weekday, one.pair, one.parity, one.room) for one in db.scalars(
        sa.select(TimetableSlot).execution_options(populate_existing=True)))


def undo_in(page):
    found = re.search(r'name="token" value="([^"]+)"', page)
    return found and found[1]


def address(of, **more):
    return "&".join([f"/timetable/edit?group={of.group_id}", *(f"{name}={value}" for name, value in more.items())])


def test_the_grid_shows_the_week_and_who_is_busy_before_anything_is_saved(client, journal, nets):
    elsewhere = taught(nets.teacher, "ИС-22", title="Связь")
    slot(elsewhere, 2, TUESDAY, starts=journal.semester.starts, ends=journal.semester.ends)
    page = client.get(address(journal)).text
    assert "Базы данных" in page
    assert "ауд. 305" in page
    assert page.count('class="te-add"') == 6 * 5, "a plus at every time of six days and five pairs"
    busy = client.get(address(journal, day=2, pair=2)).text
    assert "Преподаватель в это время занят: " in busy
    assert busy.index(f'value="{journal.id}"') < busy.index(f'value="{nets.id}"'), "the free one stands first"


def test_a_place_is_put_changed_taken_away_and_each_step_goes_back(db, client, journal, nets):
    start, where = places(db), f"?group={journal.group_id}"
    put = client.post(f"/timetable/edit/places{where}", data=form(nets, 2, 1, room="112"), follow_redirects=True)
    assert (put.status_code, "Записано: вторник, 1-я пара, «Сети»" in put.text) == (200, True)
    assert (nets.id, 2, 1, WeekParity.EVERY, "112") in places(db)
    one = db.scalars(sa.select(TimetableSlot).where(TimetableSlot.journal_id == nets.id)).one()
    data = form(nets, 4, 2, parity="odd", version=one.row_version)
    changed = client.post(f"/timetable/edit/places/{one.id}{where}", data=data, follow_redirects=True)
    assert (nets.id, 4, 2, WeekParity.ODD, None) in places(db)
    back = client.post(f"/timetable/edit/undo{where}", data={"token": undo_in(changed.text)}, follow_redirects=True)
    assert "Как было" in back.text
    assert (nets.id, 2, 1, WeekParity.EVERY, "112") in places(db)
    gone = client.post(f"/timetable/edit/places/{one.id}/remove{where}", follow_redirects=True)
    assert places(db) == start
    client.post(f"/timetable/edit/undo{where}", data={"token": undo_in(gone.text)})
    assert (nets.id, 2, 1, WeekParity.EVERY, "112") in places(db)


def test_a_step_is_not_taken_back_over_a_later_one(db, client, journal, nets):
    where = f"?group={journal.group_id}"
    put = client.post(f"/timetable/edit/places{where}", data=form(nets, 2, 1), follow_redirects=True)
    one = db.scalars(sa.select(TimetableSlot).where(TimetableSlot.journal_id == nets.id)).one()
    client.post(f"/timetable/edit/places/{one.id}{where}", data=form(nets, 5, 1, version=one.row_version))
    late = client.post(f"/timetable/edit/undo{where}", data={"token": undo_in(put.text)})
    assert (late.status_code, "это занятие изменили" in late.text) == (409, True)
    stale = client.post(f"/timetable/edit/places/{one.id}{where}", data=form(nets, 3, 1, version=1))
    assert stale.status_code == 409
    assert (nets.id, 5, 1, WeekParity.EVERY, None) in places(db)


@pytest.mark.parametrize(("changes", "words"), [
    ({"weekday": 1, "pair": 3}, "У группы в это время: "),
    ({"pair": 7}, "7-й пары нет в расписании звонков"),
    ({"weekday": 7}, "в этот день занятий нет"),
    ({"journal": ""}, "Выберите журнал"),
    ({"journal": 999999}, "Выберите журнал"),
    ({"starts": ""}, "Укажите первый день"),
    ({"starts": "2020-09-01"}, "Журнал семестра, который идёт"),
    ({"starts": "2023-11-20", "ends": "2023-11-01"}, "Конец раньше начала"),
])
def test_refused_and_everything_typed_stays(db, client, journal, nets, changes, words):
    before = places(db)
    data = form(nets, 2, 1, room="Зал 7") | changes
    answer = client.post(f"/timetable/edit/places?group={journal.group_id}", data=data)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert 'value="Зал 7"' in answer.text
    assert places(db) == before


def test_odd_and_even_weeks_share_a_pair(db, client, journal, nets):
    slot(nets, 1, TUESDAY, parity=WeekParity.ODD, starts=journal.semester.starts, ends=journal.semester.ends)
    where = f"?group={journal.group_id}"
    assert client.post(f"/timetable/edit/places{where}", data=form(journal, 2, 1)).status_code == 422
    assert client.post(f"/timetable/edit/places{where}", data=form(journal, 2, 1, parity="even")).status_code == 303
    assert "Сети" not in client.get(address(journal, parity="even")).text.split("</table>")[0]


def test_a_taken_room_warns_and_is_named_beforehand(client, journal, nets):
    other = taught(teacher(last_name="Лисин", first_name="Олег"), "ИС-23", title="Физика")
    slot(other, 2, TUESDAY, room="305", starts=journal.semester.starts, ends=journal.semester.ends)
    assert "Заняты в это время: 305" in client.get(address(journal, day=2, pair=2)).text
    answer = client.post(f"/timetable/edit/places?group={journal.group_id}", data=form(nets, 2, 2, room="305"),
                         follow_redirects=True)
    assert "Аудитория 305 в это время занята" in answer.text


def change(kind, journal, pair=3, **more):
    return {"kind": kind, "journal": journal.id, "pair": pair, **more}


@pytest.mark.parametrize(("kind", "more", "words"), [
    ("cancelled", {}, "занятие отменено"),
    ("substituted", {"substitute": "Рябова"}, "замена: Рябова Н."),
    ("replaced", {"new_journal": "Сети"}, "вместо него «Сети»"),
    ("moved", {"new_date": "2023-11-24", "new_pair": "4"}, "перенесено на 24.11, 4-я пара"),
    ("room", {"room": "112"}, "другая аудитория"),
])
def test_a_date_is_changed_in_words_and_back(db, client, journal, nets, kind, more, words):
    ids = {"Рябова": nets.teacher_id, "Сети": nets.id}
    data = change(kind, journal, reason="болезнь", **{name: ids.get(value, value) for name, value in more.items()})
    where = f"?group={journal.group_id}&date={MONDAY}"
    page = client.get(address(journal, date=MONDAY, pair=3, journal=journal.id)).text
    assert "тему и отметки запишет он (п. 6.1)" in page, "what it means stands beside each kind"
    day = client.post(f"/timetable/edit/changes{where}", data=data, follow_redirects=True).text
    assert words in day
    assert "болезнь" in day
    one = db.scalars(sa.select(TimetableChange)).one()
    assert one.kind == ChangeKind(kind)
    client.post(f"/timetable/edit/changes/{one.id}/remove{where}")
    assert db.scalars(sa.select(TimetableChange)).all() == []
    assert words not in client.get(address(journal, date=MONDAY)).text.split("day-title")[1]


@pytest.mark.parametrize(("data", "words"), [
    ({"kind": "substituted"}, "укажите кто замещает"),
    ({"kind": "moved"}, "укажите дату, на которую перенесено"),
    ({"kind": "moved", "new_date": "2023-11-26"}, "нерабочий день"),
    ({"kind": "moved", "new_date": "2030-01-09"}, "не входит в семестр"),
    ({"kind": "moved", "new_date": "2023-11-20"}, "уже стоит в этот день"),
    ({"kind": "cancelled", "pair": "5"}, "этого занятия в расписании на 5-й паре нет"),
    ({"kind": "joke"}, "Выберите, что меняется"),
    ({"kind": "added", "journal": ""}, "Выберите журнал"),
])
def test_a_change_is_refused_by_the_one_rule(db, client, journal, data, words):
    answer = client.post(f"/timetable/edit/changes?group={journal.group_id}&date={MONDAY}&pair=3&journal={journal.id}",
                         data=change("cancelled", journal, reason="карантин") | data)
    assert (answer.status_code, words in answer.text, "карантин" in answer.text) == (422, True, True)
    assert db.scalars(sa.select(TimetableChange)).all() == []


def test_an_added_lesson(db, client, journal, nets):
    data = {"kind": "added", "journal": "", "pair": "1", "new_journal": nets.id, "room": "112"}
    day = client.post(f"/timetable/edit/changes?group={journal.group_id}&date={TUESDAY}", data=data,
                      follow_redirects=True).text
    assert "1-я пара, «Сети»: дополнительное занятие" in day
    busy = client.post(f"/timetable/edit/changes?group={journal.group_id}&date={TUESDAY}", data=data)
    assert busy.status_code == 422


def test_a_teachers_week_is_only_looked_at(client, journal):
    page = client.get(f"/timetable/edit?teacher={journal.teacher_id}").text
    assert "Базы данных" in page
    assert "te-add" not in page


@pytest.mark.parametrize("query", ["group=x", "on=yesterday", "parity=seldom", "day=1234567890123", "slot=1e3"])
def test_junk_is_400(client, journal, query):
    assert client.get(f"/timetable/edit?{query}").status_code == 400


@pytest.mark.parametrize("query", ["group=999999", "teacher=999999", "group=1&slot=999999"])
def test_what_is_not_there_is_404(client, journal, query):
    assert client.get(f"/timetable/edit?{query}").status_code == 404


@pytest.mark.one_engine  # the role is refused before the database is asked
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.METHODIST}))
def test_nobody_else(login, journal, role):
    assert login(f.UserFactory(roles=(role,))).get(address(journal)).status_code == 403


def test_the_budget_does_not_grow(client, journal, nets, count_queries):
    path = address(journal, day=2, pair=2, date=MONDAY)
    client.get(path)
    with count_queries(at_most=22):
        client.get(path)
    for weekday in range(2, 7):
        for pair in range(1, 5):
            slot(nets, pair, MONDAY + dt.timedelta(days=weekday - 1), starts=journal.semester.starts,
                 ends=journal.semester.ends)
    with count_queries(at_most=22):
        client.get(path)


def test_a_step_back_is_ones_own_and_of_that_very_place(db, login, client, journal):
    where = address(journal).removeprefix("/timetable/edit")
    put = client.post(f"/timetable/edit/places{where}", data=form(journal, 2, 2), follow_redirects=True)
    token = undo_in(put.text)
    other = login(f.UserFactory(roles=(Role.METHODIST,)))
    assert other.post(f"/timetable/edit/undo{where}", data={"token": token}).status_code == 400, "another's token"
    newest = db.scalar(sa.select(sa.func.max(TimetableSlot.id)))
    client.post(f"/timetable/edit/places/{newest}/remove{where}")
    other.post(f"/timetable/edit/places{where}", data=form(journal, 4, 2))
    before = places(db)
    assert client.post(f"/timetable/edit/undo{where}", data={"token": token}).status_code == 409
    assert places(db) == before
