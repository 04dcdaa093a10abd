"""Messages over HTTP: who may write to whom, what is read, files, announcements, complaints (п. 4.1, 5.3, 8.3)."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import sqlalchemy as sa

from models import Acknowledgement, Attachment, Message, Participant, SupportRequest, Thread
from rules.terms import Audience, Role, ThreadKind
from tests import factories as f

SEPTEMBER = dt.date(2023, 9, 1)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


class Side:
    """A group with its curator, teacher, a student and a parent, all with accounts."""

    def __init__(self, name: str, last_name: str) -> None:
        self.group = f.GroupFactory(name=name)
        self.curator = f.CuratorshipFactory(group=self.group, user=f.UserFactory(roles=(Role.CURATOR,)),
                                            starts=SEPTEMBER, ends=None).user
        self.student = f.UserFactory(roles=(Role.STUDENT,), last_name=last_name)
        pupil = f.StudentFactory(last_name=last_name, user=self.student)
        f.MembershipFactory(student=pupil, group=self.group, starts=SEPTEMBER, ends=None)
        self.parent = f.GuardianshipFactory(student=pupil, guardian__user=f.UserFactory(
            roles=(Role.PARENT,), last_name=last_name)).guardian.user
        self.teacher = f.JournalFactory(group=self.group, teacher=f.UserFactory(roles=(Role.TEACHER,))).teacher


@pytest.fixture
def home(db):
    return Side("ИС-21", "Рунова")


@pytest.fixture
def away(db):
    return Side("СВ-11", "Зюзин")


def write(client, *recipients, **more):
    data = {"to": [person.id for person in recipients], "subject": "Успехи", "body": "Добрый день", **more}
    return client.post("/messages/new", data=data, content_type="multipart/form-data")


def test_a_parent_asks_and_the_teacher_answers(db, login, home):
    parent, teacher = login(home.parent), login(home.teacher)
    sent = write(parent, home.teacher, subject="Доработка", files=[(io.BytesIO(PNG), "отчёт.png")])
    assert sent.status_code == 303
    thread = db.scalars(sa.select(Thread)).one()
    inbox = teacher.get("/messages/").text
    assert "Доработка" in inbox
    assert "новое" in inbox
    assert "Доработка" in teacher.get(f"/messages/{thread.id}").text
    assert "новое" not in teacher.get("/messages/").text, "seen"
    file = db.scalars(sa.select(Attachment)).one()
    assert teacher.get(f"/files/{file.id}").data == PNG
    teacher.post(f"/messages/{thread.id}", data={"body": "Да, покажите на занятии"})
    page = parent.get(f"/messages/{thread.id}").text
    assert "Да, покажите" in page
    teacher.get(f"/messages/{thread.id}")
    parent.post(f"/messages/{thread.id}", data={"body": "Спасибо"})
    assert "Прочитано" not in parent.get(f"/messages/{thread.id}").text, "not yet"
    teacher.get(f"/messages/{thread.id}")
    assert "Прочитано" in parent.get(f"/messages/{thread.id}").text


# who writes to whom: True may, False is not found
PAIRS = [
    ("parent", "home.teacher", True), ("parent", "home.curator", True), ("parent", "director", True),
    ("parent", "away.teacher", False), ("parent", "away.parent", False), ("parent", "home.student", False),
    ("student", "home.teacher", True), ("student", "away.curator", False), ("student", "away.student", False),
    ("teacher", "home.parent", True), ("teacher", "home.curator", True), ("teacher", "away.parent", False),
    ("teacher", "director", True), ("curator", "home.parent", True), ("curator", "away.parent", False),
    ("curator", "away.teacher", True), ("director", "away.parent", True), ("data_clerk", "home.parent", False),
    ("data_clerk", "home.curator", True),
]


@pytest.mark.parametrize(("who", "whom", "may"), PAIRS, ids=lambda value: str(value))
def test_who_may_write_to_whom(db, login, home, away, who, whom, may):
    director = f.UserFactory(roles=(Role.DIRECTOR,), last_name="Директоров")
    people = {"home": home, "away": away}
    side, _, name = whom.rpartition(".")
    recipient = getattr(people[side], name) if side else director
    author = director if who == "director" else getattr(home, who) if hasattr(home, who) else who
    client = login(author)
    assert write(client, recipient).status_code == (303 if may else 404)
    assert db.scalar(sa.select(sa.func.count()).select_from(Message)) == int(may)
    listed = client.get("/messages/new", query_string={"words": recipient.last_name}).text
    assert (f'value="{recipient.id}"' in listed) is may


def test_a_forbidden_addressee_spoils_the_whole_message(db, login, home, away):
    assert write(login(home.parent), home.teacher, away.teacher).status_code == 404
    assert db.scalar(sa.select(sa.func.count()).select_from(Thread)) == 0


@pytest.mark.parametrize(("more", "words"), [
    ({"subject": " "}, "Напишите, о чём сообщение"), ({"body": ""}, "Напишите сообщение"),
    ({"body": "а" * 8001}, "Не длиннее 8000"), ({"to": []}, "Выберите, кому написать"),
    ({"files": lambda: [(io.BytesIO(b"MZ\x90\0"), "a.exe")]}, "прикрепить нельзя"),  # a sent file is closed
])
def test_a_refused_message_keeps_what_was_typed(db, login, home, more, words):
    more = {name: value() if callable(value) else value for name, value in more.items()}
    page = write(login(home.parent), home.teacher, **{"subject": "Редкая тема", **more})
    assert page.status_code == 422
    assert words in page.text
    assert more.get("subject", "Редкая тема").strip() in page.text
    assert db.scalar(sa.select(sa.func.count()).select_from(Thread)) == 0


def test_another_conversation_is_not_there(db, login, home, away):
    write(login(home.parent), home.teacher)
    thread, message = db.scalars(sa.select(Thread)).one(), db.scalars(sa.select(Message)).one()
    for stranger in (away.parent, away.teacher, home.curator, Role.ADMINISTRATOR, Role.DIRECTOR):
        client = login(stranger)
        assert client.get(f"/messages/{thread.id}").status_code == 404
        assert client.post(f"/messages/{thread.id}", data={"body": "Я тоже"}).status_code == 404
        assert client.post(f"/messages/said/{message.id}/report").status_code == 404
        assert "Успехи" not in client.get("/messages/").text


# announcements

def announce(client, **more):
    return client.post("/messages/announce", data={"audience": "group", "subject": "Собрание", "body": "В 18:00",
                                                   **more})


def test_an_announcement_is_read_and_acknowledged_by_the_group(db, login, home, away):
    curator, parent = login(home.curator), login(home.parent)
    assert announce(curator, group=home.group.id).status_code == 303
    thread = db.scalars(sa.select(Thread)).one()
    assert (thread.kind, thread.audience, thread.group_id) == (ThreadKind.ANNOUNCEMENT, Audience.GROUP, home.group.id)
    assert "Собрание" in parent.get("/messages/").text
    assert login(away.parent).get(f"/messages/{thread.id}").status_code == 404
    assert parent.post(f"/messages/{thread.id}", data={"body": "Ответ"}).status_code == 404, "nobody answers"
    for _ in range(2):
        assert parent.post(f"/messages/{thread.id}/acknowledge").status_code == 303
    assert db.scalar(sa.select(sa.func.count()).select_from(Acknowledgement)) == 1
    assert "Ознакомились: 1" in curator.get(f"/messages/{thread.id}").text
    assert "ознакомлен(а)" in parent.get(f"/messages/{thread.id}").text


@pytest.mark.parametrize(("who", "more", "status"), [
    ("curator", {"audience": "college"}, 404), ("curator", {"group": "{away}"}, 404),
    ("curator", {"audience": "course", "course": 1}, 404), ("teacher", {"group": "{home}"}, 303),
    ("teacher", {"group": "{away}"}, 404), ("curator", {"group": ""}, 422), ("curator", {"audience": "people"}, 422),
    (Role.DEPUTY_UVR, {"audience": "college"}, 303), (Role.DEPUTY_UVR, {"audience": "course", "course": 2}, 303),
    (Role.DEPUTY_UVR, {"audience": "course", "course": 9}, 422), ("parent", {"audience": "college"}, 403),
    (Role.DATA_CLERK, {"audience": "college"}, 403),
], ids=str)
def test_who_may_announce_to_whom(db, login, home, away, who, more, status):
    ids = {"home": home.group.id, "away": away.group.id}
    more = {name: str(value).format(**ids) for name, value in more.items()}
    client = login(getattr(home, who) if hasattr(home, who) else who)
    assert announce(client, **more).status_code == status
    assert db.scalar(sa.select(sa.func.count()).select_from(Thread)) == int(status == 303)


# complaints, search, growth

def test_a_complaint_gives_the_administrator_one_message(db, login, home):
    write(login(home.teacher), home.parent, body="Обидные слова")
    parent, message = login(home.parent), db.scalars(sa.select(Message)).one()
    for _ in range(2):
        assert parent.post(f"/messages/said/{message.id}/report").status_code == 303
    request = db.scalars(sa.select(SupportRequest)).one()
    assert "Обидные слова" in request.text
    admin = login(Role.ADMINISTRATOR)
    assert "Обидные слова" in admin.get(f"/support/{request.id}").text
    assert admin.get(f"/messages/{message.thread_id}").status_code == 404


@pytest.mark.parametrize(("words", "found"), [("ДОРАБОТКА", True), ("отчет", True), ("отчёт доработка", True),
                                              ("зачёт", False), ("%", False)])
def test_search_knows_cyrillic(login, home, words, found):
    write(login(home.parent), home.teacher, subject="Доработка", body="Исправленный Отчёт")
    page = login(home.teacher).get("/messages/", query_string={"search": words}).text
    assert ("Исправленный" in page) is found


def test_the_inbox_costs_the_same_for_5_and_25(db, login, home, count_queries):
    client = login(home.teacher)

    def receive(number):
        for _ in range(number):
            thread = f.ThreadFactory(author=home.parent)
            f.MessageFactory(thread=thread)
            f.ParticipantFactory(thread=thread, user=home.teacher)

    receive(5)
    client.get("/messages/")
    with count_queries(at_most=8) as few:
        client.get("/messages/")
    receive(20)
    with count_queries() as many:
        client.get("/messages/")
    assert len(many) == len(few)
    with count_queries(at_most=16):
        client.get(f"/messages/{db.scalar(sa.select(sa.func.max(Participant.thread_id)))}")
