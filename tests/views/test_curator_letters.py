"""Letters to parents: a preview that writes nothing, four ways, each parent about the own child only (п. 5.3)."""

from __future__ import annotations

import io
import re

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from actions import letters as actions
from models import Consent, Message, Outbox, ParentLetter, Participant, Thread
from rules.terms import Channel, ConsentKind, DeliveryState, LetterKind, LetterWay, Role
from tests import factories as f
from tests.views.test_curator_desk import DAY, STEP, desk

PAGE = "/curator/letters/"


@pytest.fixture
def group(db):
    """Three students: a mother who signs in and has mail; a mother without an account; a third with neither."""
    curator, journal, ties = desk(3)
    ties[0].guardian.email, ties[0].guardian.phone = "mother@example.ru", "+79130000001"
    for tie in ties[1:]:
        tie.guardian.user, tie.guardian.email = None, None
    ties[1].guardian.phone, ties[2].guardian.phone = "+79130000002", None
    for tie in ties[:2]:
        f.ConsentFactory(student=tie.student, guardian=tie.guardian, kind=ConsentKind.MESSENGER)
    lesson = f.LessonFactory(journal=journal, date=DAY, pair=1)
    for tie, value in zip(ties, (5, 4, 2), strict=True):
        f.MarkFactory(cell=f.CellFactory(lesson=lesson, student=tie.student), value=value)
    return curator, journal, ties


def key(tie):
    return f"{tie.guardian_id}-{tie.student_id}"


def form(ties, act, **more):
    return {"to": [key(tie) for tie in ties], "act": act, "kind": "report", "key": "form", **more}


def counts(db):
    db.expire_all()
    return [db.scalar(sa.select(sa.func.count()).select_from(model))
            for model in (Thread, Message, Outbox, ParentLetter)]


def test_a_preview_shows_each_letter_and_writes_nothing(db, login, group):
    curator, _, ties = group
    page = login(curator).post(PAGE, data=form(ties, "preview", kind="absences", words="Жду документ.")).text
    assert page.count('class="in letter"') == 3 and page.count("Жду документ.") == 4  # and in the field
    assert all(tie.student.full_name in page for tie in ties)
    assert counts(db) == [0, 0, 0, 0]


def test_a_message_goes_to_who_signs_in_and_the_rest_are_named(db, login, group):
    curator, _, ties = group
    client = login(curator)
    answer = client.post(PAGE, data=form(ties, "message"), follow_redirects=True).text
    assert "Отправлено сообщением: 1 письмо" in answer
    assert f"Так не достать: {ties[1].guardian.full_name}, {ties[2].guardian.full_name}" in answer
    assert counts(db) == [1, 1, 0, 1]
    thread, message = db.scalars(sa.select(Thread)).one(), db.scalars(sa.select(Message)).one()
    assert (thread.subject, thread.student_id) == ("Информационное письмо куратора", ties[0].student_id)
    assert set(db.scalars(sa.select(Participant.user_id))) == {curator.id, ties[0].guardian.user_id}
    assert ties[0].student.full_name in message.body and "«5» — 1" in message.body
    assert not any(tie.student.full_name in message.body for tie in ties[1:])
    assert client.post(PAGE, data=form(ties, "message")).status_code == 303  # the same form again
    assert counts(db) == [1, 1, 0, 1]
    assert "20.11.2023</span>, сообщением" in client.get("/curator/contacts/").text
    login(ties[0].guardian.user).get(f"/messages/{thread.id}")
    assert "прочитано" in client.get(PAGE).text


def test_paper_is_one_letter_to_a_page_and_is_dated(db, login, group):
    curator, _, ties = group
    client = login(curator)
    answer = client.post(PAGE, data=form(ties, "paper"))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages]
    assert len(pages) == 3
    for tie, text in zip(sorted(ties, key=lambda tie: tie.student.sort_key), pages, strict=True):
        assert tie.guardian.full_name in text and tie.student.full_name in text and "Ознакомлен(а)" in text
    assert set(db.execute(sa.select(ParentLetter.way, ParentLetter.kind, ParentLetter.author_id))) == {
        (LetterWay.PAPER, LetterKind.REPORT, curator.id)}
    assert client.get("/curator/contacts/").text.count("на бумаге") == 3


def test_one_form_sent_twice_at_the_same_moment_sends_once(db, login, group, monkeypatch):
    """Neither request sees the other's letters before it writes: the key decides."""
    curator, _, ties = group
    client = login(curator)
    assert client.post(PAGE, data=form(ties, "message")).status_code == 303
    monkeypatch.setattr(actions, "_known", lambda keys: set())
    answer = client.post(PAGE, data=form(ties, "message", words="Напишу так"))
    assert answer.status_code == 409 and "уже отправляются" in answer.text and "Напишу так" in answer.text
    assert counts(db) == [1, 1, 0, 1]


@pytest.mark.parametrize(("way", "reached", "channel"), [("email", 1, Channel.EMAIL), ("sms", 2, Channel.SMS)])
def test_mail_and_sms_go_into_the_queue_once_and_a_lost_one_is_no_word(db, login, group, way, reached, channel):
    curator, _, ties = group
    client = login(curator)
    for _ in range(2):
        assert client.post(PAGE, data=form(ties, way)).status_code == 303
    rows = list(db.scalars(sa.select(Outbox).order_by(Outbox.id)))
    assert [(row.channel, row.guardian_id, row.author_id) for row in rows] == [
        (channel, tie.guardian_id, curator.id) for tie in ties[:reached]]
    assert all("Куратор" in row.text for row in rows)
    assert [letter.outbox_id for letter in db.scalars(sa.select(ParentLetter).order_by(ParentLetter.id))] == [
        row.id for row in rows]
    page = client.get("/curator/contacts/").text
    assert page.count("ещё не писали") == 3 - reached
    rows[0].state = DeliveryState.FAILED
    assert client.get("/curator/contacts/").text.count("ещё не писали") == 4 - reached
    assert "не отправлено" in client.get(PAGE).text


def test_without_the_consent_no_outside_service_is_told(db, login, group):
    curator, _, ties = group
    db.execute(sa.update(Consent).values(revoked_on=DAY))
    answer = login(curator).post(PAGE, data=form(ties, "sms"))
    assert answer.status_code == 422 and "нет согласия на внешние службы" in answer.text
    assert counts(db) == [0, 0, 0, 0]


def test_a_parent_gets_three_sms_a_day(db, login, group):
    curator, _, ties = group
    client = login(curator)
    answers = [client.post(PAGE, data=form(ties[:1], "sms", key=f"form{number}")) for number in range(4)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 422]
    assert "сегодня уже отправлено SMS: 3" in answers[3].text
    assert counts(db) == [0, 0, 3, 3]


@pytest.mark.parametrize(("changed", "words"), [
    ({"to": []}, "Отметьте, кому написать"), ({"kind": "behaviour", "words": " "}, "своими словами"),
    ({"words": "а" * 1501}, "Не длиннее 1500"),
    ({"act": "sms", "kind": "behaviour", "words": "слово " * 80}, "Для SMS это слишком длинно")])
def test_what_is_refused_and_what_was_typed_stays(db, login, group, changed, words):
    curator, _, ties = group
    answer = login(curator).post(PAGE, data={**form(ties[:1], "message", words="Напишу так"), **changed})
    assert answer.status_code == 422 and words in answer.text
    assert "words" in changed or "Напишу так" in answer.text
    assert changed.get("to") == [] or re.search(f'value="{key(ties[0])}"[^>]* checked', answer.text)
    assert counts(db) == [0, 0, 0, 0]


def test_nobody_is_reached_so(login, group):
    curator, _, ties = group
    answer = login(curator).post(PAGE, data=form(ties[2:], "sms"))
    assert answer.status_code == 422 and "телефона в карточке нет" in answer.text


def test_who_may_not(db, login, group):
    curator, journal, ties = group
    other, _, (foreign,) = desk()
    f.UserRoleFactory(user=other, role=Role.TEACHER)
    journal.teacher = other  # may write to these parents, but not as their curator
    client = login(other)
    for act in ("preview", *LetterWay):
        assert client.post(PAGE, data=form([foreign, ties[0]], act)).status_code == 404
        crossed = form([], act) | {"to": [f"{foreign.guardian_id}-{ties[0].student_id}"]}
        assert client.post(PAGE, data=crossed).status_code == 404
    assert client.post(PAGE, data=form([foreign], "telegraph")).status_code == 404
    assert client.post(f"{PAGE}?group={journal.group_id}", data=form(ties, "paper")).status_code == 404
    assert login(Role.DEPUTY_UVR).get(PAGE).status_code == 403
    ties[0].ends = DAY - STEP  # a parent no longer
    assert login(curator).post(PAGE, data=form(ties[:1], "paper")).status_code == 404
    db.execute(sa.update(f.m.Curatorship).where(f.m.Curatorship.user_id == curator.id).values(ends=DAY - STEP))
    assert login(curator).post(PAGE, data=form(ties[1:], "paper")).status_code == 404
    assert counts(db) == [0, 0, 0, 0]


def test_choosing_keeps_the_words(login, group):
    curator, _, ties = group
    f.ParentLetterFactory(student=ties[0].student, guardian=ties[0].guardian, author=curator)
    client = login(curator)
    page = client.post(PAGE, data={"choose": "silent", "words": "Напишу так", "kind": "behaviour"}).text
    assert page.count("checked") == 3 and "Напишу так" in page  # two parents and the template
    assert client.get(f"{PAGE}?choose=all").text.count("checked") == 4
    assert client.get(f"{PAGE}?to={key(ties[1])}").text.count("checked") == 2


@pytest.mark.parametrize("size", [5, 25])
def test_the_page_costs_the_same_at_any_size(login, count_queries, size):
    curator, _, ties = desk(size)
    for tie in ties:
        f.ParentLetterFactory(student=tie.student, guardian=tie.guardian, author=curator)
    client = login(curator)
    client.get(PAGE)
    with count_queries(at_most=17):
        assert client.get(PAGE).text.count('name="to"') == size
