"""The curator's desk: contacts filled where empty, changes by request, marks read only, what is to be done (п. 5.3)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

import models
from actions import curator_cards
from models import AuditRecord, ChangeRequest, Guardian, Guardianship, Student, ViewRecord
from rules.terms import Audience, FinalValue, LetterWay, Relation, RequestState, Role, ThreadKind
from tests import factories as f
from tests.admin.forms import act

SEPTEMBER, DAY = dt.date(2023, 9, 1), f.TODAY
STEP = dt.timedelta(days=1)
PAGES = ("/curator/", "/curator/contacts/", "/curator/marks/", "/curator/marks/?by=subjects")


def desk(size=1, **student):
    """A curator, the group's journal and students, each with a mother."""
    journal = f.JournalFactory()
    curator = f.UserFactory(roles=(Role.CURATOR,))
    f.CuratorshipFactory(group=journal.group, user=curator, starts=SEPTEMBER)
    ties = []
    for _ in range(size):
        one = f.MembershipFactory(group=journal.group, student=f.StudentFactory(**student)).student
        mother = f.GuardianFactory(female=True, user=f.UserFactory(roles=(Role.PARENT,)))
        ties.append(f.GuardianshipFactory(student=one, guardian=mother, relation=Relation.MOTHER))
    return curator, journal, ties


def card(tie, part=""):
    return f"/curator/contacts/{tie.student_id}{part}"


# contacts

def test_empty_contacts_are_filled_directly_and_nothing_else(db, login):
    curator, _, (tie,) = desk(last_name="Ёлкин", phone=None, address="ул. Старая, 1", birth_date=None, email=None)
    tie.guardian.phone = None
    client = login(curator)
    page = client.get("/curator/contacts/").text
    assert "нет: дата рождения, телефон, телефон: " in page and "40&nbsp;%" in page
    form = {"phone": "8 913 212-34-56", "birth_date": "2006-05-17", "email": ""}
    assert client.post(card(tie, "/fill"), data=form).status_code == 303
    refused = client.post(card(tie, "/fill"), data={"address": "ул. Новая, 2", "email": "ёлка"})
    assert refused.status_code == 422 and "Это поле уже заполнено" in refused.text
    assert client.post(card(tie, "/fill"), data={"guardian": tie.guardian_id, "phone": "913"}).status_code == 422
    assert client.post(card(tie, "/fill"), data={"guardian": tie.guardian_id, "phone": "9132123457"}).status_code == 303
    assert client.post(card(tie, "/fill"), data={}).status_code == 422
    db.expire_all()
    student = tie.student
    assert (student.phone, student.birth_date, student.address, student.email, tie.guardian.phone) == (
        "+79132123456", dt.date(2006, 5, 17), "ул. Старая, 1", None, "+79132123457")
    page = client.get("/curator/contacts/").text
    assert "100&nbsp;%" in page and 'href="tel:+79132123456"' in page
    signed = db.scalar(sa.select(AuditRecord.actor_id).where(
        AuditRecord.entity == "student", AuditRecord.entity_id == student.id).order_by(AuditRecord.id.desc()))
    assert signed == curator.id


def test_a_refused_field_keeps_what_was_typed(login):
    curator, _, (tie,) = desk(phone=None)
    answer = login(curator).post(card(tie, "/fill"), data={"phone": "12345", "email": "a@example.ru"})
    assert answer.status_code == 422
    assert 'value="12345"' in answer.text and "Телефон — 10 цифр" in answer.text


def test_a_card_changed_at_the_same_moment_is_not_overwritten(db, login, monkeypatch):
    curator, _, (tie,) = desk(phone=None, email=None)
    fill = curator_cards.fill

    def after_another(user, card, typed):
        changed = sa.update(Student).values(row_version=Student.row_version + 1, email="clerk@example.ru")
        models.db.session.execute(changed.execution_options(synchronize_session=False))
        return fill(user, card, typed)

    monkeypatch.setattr(curator_cards, "fill", after_another)
    answer = login(curator).post(card(tie, "/fill"), data={"phone": "9132123456"})
    assert answer.status_code == 409 and "изменил другой человек" in answer.text
    assert 'value="9132123456"' in answer.text


MOTHER = {"last_name": "Осинцева", "first_name": "Наталья", "patronymic": "Викторовна", "relation": "mother",
          "phone": "8 913 000-00-01"}


@pytest.mark.parametrize(("changed", "words"), [
    ({"last_name": ""}, "Заполните это поле"), ({"last_name": "Osinceva"}, "латинские буквы"),
    ({"relation": "father"}, "не отец, судя по отчеству"), ({"relation": "aunt"}, "кем приходится"),
    ({"phone": "12"}, "10 цифр")])
def test_a_parent_is_refused_in_words(db, login, changed, words):
    curator, _, (tie,) = desk()
    answer = login(curator).post(card(tie, "/parents"), data={**MOTHER, **changed})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert db.scalar(sa.select(sa.func.count(Guardian.id))) == 1


def test_a_parent_is_written_down_once_and_shared_inside_the_group_only(db, login):
    curator, _, ties = desk(2)
    stranger = f.GuardianshipFactory(guardian=f.GuardianFactory(
        last_name="Осинцева", first_name="Наталья", patronymic="Викторовна", phone="+79130000001"))
    client = login(curator)
    for tie in ties:
        assert client.post(card(tie, "/parents"), data=MOTHER).status_code == 303
    again = client.post(card(ties[0], "/parents"), data=MOTHER)
    assert again.status_code == 422 and "уже записан" in again.text
    made = set(db.scalars(sa.select(Guardianship.guardian_id).where(
        Guardianship.student_id.in_([tie.student_id for tie in ties]),
        Guardianship.guardian_id.not_in([tie.guardian_id for tie in ties]))))
    assert len(made) == 1 and stranger.guardian_id not in made


def test_a_change_is_asked_for_and_the_answer_comes_back(db, login):
    curator, _, (tie,) = desk(last_name="Ёлкин", address="ул. Старая, 1")
    client = login(curator)
    url = card(tie, "/requests")
    assert client.post(url, data={"what": "address", "new_value": "ул. Старая, 1"}).status_code == 422
    assert client.post(url, data={"what": "medical_group", "new_value": "main"}).status_code == 422
    foreign = {"what": f"birth_date:{tie.guardian_id}", "new_value": "1980-01-01"}  # a parent's card has none
    assert client.post(url, data=foreign).status_code == 422
    moved = {"what": "address", "new_value": "ул. Новая, 2", "comment": "переехали"}
    assert client.post(url, data=moved).status_code == 303
    again = client.post(url, data={"what": "address", "new_value": "ул. Третья, 3"})
    assert again.status_code == 422 and "уже ждёт" in again.text and "ул. Третья, 3" in again.text
    asked = db.scalars(sa.select(ChangeRequest)).one()
    assert (asked.old_value, asked.new_value, asked.author_id, tie.student.address) == (
        "ул. Старая, 1", "ул. Новая, 2", curator.id, "ул. Старая, 1")
    assert "Ждут технического специалиста: 1" in client.get("/curator/").text
    assert act(login(Role.DATA_CLERK), ChangeRequest, "decline", [asked], reply="нет справки").status_code == 302
    db.refresh(asked)
    assert asked.state == RequestState.DECLINED
    page = client.get("/curator/contacts/").text
    assert "отклонено" in page and "нет справки" in page


def test_a_card_that_is_looked_at_is_noted(db, login):
    curator, _, (tie,) = desk()
    login(curator).get(card(tie))
    seen = db.execute(sa.select(ViewRecord.user_id, ViewRecord.student_id)).all()
    assert seen == [(curator.id, tie.student_id)]


# the last word

@pytest.mark.parametrize(("who", "about", "counts"), [
    ("curator", None, True), ("curator", "own", True), ("curator", "sibling", False), ("teacher", None, False)])
def test_only_the_curators_own_message_to_the_parent_is_a_word(db, login, who, about, counts):
    curator, journal, (tie, other) = desk(2)
    author = curator if who == "curator" else journal.teacher
    thread = f.ThreadFactory(author=author, student={"own": tie.student, "sibling": other.student}.get(about))
    f.ParticipantFactory(thread=thread, user=tie.guardian.user)
    f.MessageFactory(thread=thread, author=author)
    page = login(curator).get("/curator/contacts/").text
    assert page.count("ещё не писали") == (1 if counts else 2)
    assert ("20.11.2023</span>, сообщением" in page) is counts


def test_an_announcement_is_no_word_and_a_letter_on_paper_is(login):
    curator, journal, (tie, _) = desk(2)
    f.MessageFactory(author=curator, thread=f.ThreadFactory(
        author=curator, kind=ThreadKind.ANNOUNCEMENT, audience=Audience.GROUP, group=journal.group))
    f.ParentLetterFactory(student=tie.student, guardian=tie.guardian, author=curator, way=LetterWay.PAPER)
    page = login(curator).get("/curator/contacts/").text
    assert page.count("ещё не писали") == 1 and "20.11.2023</span>, на бумаге" in page


# marks

def test_marks_absences_and_published_results_by_student_and_subject(login):
    curator, journal, (tie, other) = desk(2)
    line = f.CurriculumLineFactory(curriculum=journal.group.curriculum, discipline__title="Сопромат")
    second = f.JournalFactory(group=journal.group, line=line)
    kind = f.AbsenceKindFactory(letter="н", excused=False, is_late=False)
    for number in range(4):
        lesson = f.LessonFactory(journal=second, date=DAY - number * STEP, pair=1)
        cell = f.CellFactory(lesson=lesson, student=tie.student)
        f.MarkFactory(cell=cell, value=2 if number < 3 else 4)
    missed = f.LessonFactory(journal=second, date=DAY, pair=3)
    f.AbsenceFactory(cell=f.CellFactory(lesson=missed, student=other.student), kind=kind, hours=2)
    f.FinalMarkFactory(journal=second, student=other.student, value=FinalValue.NOT_ATTESTED, published_at=f.NOW)
    f.FinalMarkFactory(journal=second, student=tie.student, value=FinalValue.TWO, published_at=None)
    client = login(curator)
    page = client.get(f"/curator/marks/students/{tie.student_id}").text
    assert "Сопромат" in page and "2,50" in page and "средний ниже 3: Сопромат 2,50" in page
    assert "итоговая" not in page.split("ft")[0]  # a draft is nobody's but the teacher's
    page = client.get(f"/curator/marks/subjects/{second.id}").text
    assert "н/а" in page and "2,50" in page and "без уважительной причины: 2 ч из 10" in page
    assert "Сопромат" in client.get("/curator/marks/?by=subjects").text
    page = client.get("/curator/").text
    assert "итоговая: Сопромат н/а" in page and "средний ниже 3" in page


def test_no_page_of_marks_writes(login):
    curator, journal, (tie,) = desk()
    client = login(curator)
    for url in ("/curator/marks/", f"/curator/marks/students/{tie.student_id}",
                f"/curator/marks/subjects/{journal.id}"):
        assert "<form" not in client.get(url).text.split('id="main"')[1]
        assert client.post(url).status_code == 405


# the desk and the start page

def test_the_desk_is_the_start_page_and_a_part_of_a_teachers(login):
    curator, journal, (tie,) = desk(birth_date=dt.date(2006, 11, 24))
    tie.guardian.phone = None
    client = login(curator)
    assert client.get("/").location == "/curator/"
    page = client.get("/curator/").text
    assert "24.11, 17" in page and "1 родителю не писали больше 30" in page and "Неполных 1" in page
    f.UserRoleFactory(user=curator, role=Role.TEACHER)
    page = login(curator).get("/").text
    assert f"Группа {journal.group.name}" in page and "Написать родителям" in page
    f.m.db.session.execute(sa.update(f.m.Curatorship).values(ends=DAY - STEP))
    assert "Написать родителям" not in login(curator).get("/").text


def test_who_may_not(db, login):
    curator, journal, (tie,) = desk(last_name="Ёлкина")
    other, _, (foreign,) = desk(last_name="Чужой")
    f.UserRoleFactory(user=other, role=Role.TEACHER)  # teaches the group, does not curate it
    journal.teacher = other
    client = login(other)
    writes = ((card(tie, "/fill"), {"email": "a@example.ru"}), (card(tie, "/parents"), MOTHER),
              (card(tie, "/requests"), {"what": "email", "new_value": "a@example.ru"}),
              (card(foreign, "/fill"), {"guardian": tie.guardian_id, "email": "a@example.ru"}),
              (card(foreign, "/requests"), {"what": f"email:{tie.guardian_id}", "new_value": "a@example.ru"}))
    for url, form in writes:
        assert client.post(url, data=form).status_code == 404, url
    for url in (card(tie), f"/curator/marks/students/{tie.student_id}", f"/curator/marks/subjects/{journal.id}",
                f"/curator/?group={journal.group_id}", f"/curator/marks/?group={journal.group_id}"):
        assert client.get(url).status_code == 404, url
    for url in PAGES:
        assert "Ёлкина" not in client.get(url).text
        assert login(Role.DEPUTY_UVR).get(url).status_code == 403
    assert db.scalar(sa.select(sa.func.count(ChangeRequest.id))) == 0
    db.execute(sa.update(f.m.Curatorship).where(f.m.Curatorship.user_id == curator.id).values(ends=DAY - STEP))
    lost = login(curator)
    assert lost.get(card(tie)).status_code == 404
    assert lost.post(card(tie, "/fill"), data={"email": "a@example.ru"}).status_code == 404
    assert all("Группы у вас сейчас нет" in lost.get(url).text for url in PAGES)


def test_a_curator_of_two_groups_meets_each_students_own(db, login):
    curator, first, (tie,) = desk(last_name="Ёлкин")
    second, _, (other,) = desk(last_name="Юрин")
    db.execute(sa.update(f.m.Curatorship).where(f.m.Curatorship.user_id == second.id).values(user_id=curator.id))
    client = login(curator)
    for one, mine, foreign in ((tie, "Ёлкин", "Юрин"), (other, "Юрин", "Ёлкин")):
        group = one.student.memberships[0].group_id
        page = client.get(f"/curator/contacts/?group={group}").text
        assert mine in page and foreign not in page
        assert f'href="/curator/contacts/?group={group}"' in client.get(card(one)).text
        assert client.get(f"/curator/marks/students/{one.student_id}").status_code == 200
    assert client.get(f"/curator/marks/subjects/{first.id}").status_code == 200


def test_who_has_left_is_another_curators(db, login):
    curator, _, (tie, _) = desk(2)
    membership = tie.student.memberships[0]
    membership.ends = DAY - STEP
    client = login(curator)
    assert client.get(card(tie)).status_code == 404
    assert client.get(f"/curator/marks/students/{tie.student_id}").status_code == 404
    assert client.post(card(tie, "/fill"), data={"email": "a@example.ru"}).status_code == 404
    page = client.get("/curator/contacts/").text
    assert page.count("Последнее сообщение") == 2  # the head of the table and one student


# what it costs

@pytest.mark.parametrize("size", [5, 25])
def test_pages_cost_the_same_at_any_size(db, login, count_queries, size):
    curator, journal, ties = desk(size)
    lesson = f.LessonFactory(journal=journal, date=DAY, pair=1)
    kind = f.AbsenceKindFactory(letter="н", excused=False, is_late=False)
    for tie in ties:
        cell = f.CellFactory(lesson=lesson, student=tie.student)
        f.MarkFactory(cell=cell, value=3)
        f.AbsenceFactory(cell=cell, kind=kind)
        f.FinalMarkFactory(journal=journal, student=tie.student, published_at=f.NOW)
        f.ChangeRequestFactory(student=tie.student, author=curator)
    client = login(curator)
    for url, most in (("/curator/", 18), ("/curator/contacts/", 9), ("/curator/marks/", 12),
                      ("/curator/marks/?by=subjects", 12), (f"/curator/marks/subjects/{journal.id}", 13),
                      (f"/curator/marks/students/{ties[0].student_id}", 13)):
        client.get(url)
        with count_queries(at_most=most):
            assert client.get(url).status_code == 200
    client.get(card(ties[0]))
    with count_queries(at_most=11):
        assert client.get(card(ties[0])).status_code == 200
