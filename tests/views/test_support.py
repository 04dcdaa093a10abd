"""Support over HTTP: asking, files, the queue, answering; help and open pages; the plan; one's own data."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import sqlalchemy as sa

from models import Attachment, Consent, FileContent, PlanEvent, SupportRequest, ViewRecord
from rules.terms import ConsentKind, PlanState, RequestState, Role, SupportCategory
from tests import factories as f
from views.help import TOPICS

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
QUESTION = {"category": "journal", "text": "Как записать перенесённое занятие", "page": "/journal/5?month=2023-11"}


def ask(client, *files, **more):
    data = {**QUESTION, **more, "files": [(io.BytesIO(content), name) for name, content in files]}
    return client.post("/support/", data=data, content_type="multipart/form-data")


def test_a_question_with_a_screenshot_is_answered(db, login):
    teacher, admin = f.UserFactory(roles=(Role.TEACHER,)), login(Role.ADMINISTRATOR)
    client = login(teacher)
    assert ask(client, ("экран.jpg", PNG)).status_code == 303
    request = db.scalars(sa.select(SupportRequest)).one()
    assert (request.author_id, request.author_role, request.page) == (teacher.id, "teacher", "/journal/5")
    file = db.scalars(sa.select(Attachment)).one()
    answer = admin.get(f"/files/{file.id}")
    assert (answer.data, answer.mimetype) == (PNG, "image/png")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "экран.jpg.png" in admin.get(f"/support/{request.id}").text

    assert admin.post(f"/support/{request.id}", data={"state": "done", "answer": " "}).status_code == 422
    assert admin.post(f"/support/{request.id}", data={"state": "done", "answer": "Откройте занятие"}).status_code == 303
    assert "Откройте занятие" in client.get("/support/").text
    db.expire_all()
    assert (request.state, request.answered_at is not None) == (RequestState.DONE, True)


@pytest.mark.parametrize(("more", "files", "words"), [
    ({"category": ""}, (), "Выберите, о чём обращение (п. 8.3)"),
    ({"text": "помогите"}, (), "Опишите вопрос"),
    ({}, (("a.exe", b"MZ\x90\0"),), "прикрепить нельзя"),
    ({}, tuple((f"{n}.png", PNG) for n in range(6)), "не больше 5 файлов"),
])
def test_a_refused_question_keeps_what_was_typed(db, login, more, files, words):
    page = ask(login(Role.PARENT), *files, **more)
    assert page.status_code == 422
    assert words in page.text.replace("\u00a0", " ")
    assert ({**QUESTION, **more})["text"] in page.text
    assert db.scalar(sa.select(sa.func.count()).select_from(SupportRequest)) == 0
    assert db.scalar(sa.select(sa.func.count()).select_from(FileContent)) == 0


def test_equal_files_are_kept_once(db, login):
    client = login(Role.TEACHER)
    ask(client, ("a.png", PNG), ("b.png", PNG))
    assert db.scalar(sa.select(sa.func.count()).select_from(Attachment)) == 2
    assert db.scalar(sa.select(sa.func.count()).select_from(FileContent)) == 1


def test_who_answers_what(db, login):
    about_data = f.SupportRequestFactory(category=SupportCategory.DATA, text="Ошибка в фамилии ребёнка")
    about_sign_in = f.SupportRequestFactory(category=SupportCategory.ACCESS, text="Не приходит код входа")
    clerk, admin, parent = login(Role.DATA_CLERK), login(Role.ADMINISTRATOR), login(Role.PARENT)
    assert "Ошибка в фамилии" in clerk.get("/support/").text
    assert "Не приходит код" not in clerk.get("/support/").text
    assert clerk.get(f"/support/{about_sign_in.id}").status_code == 404
    assert {who.get(f"/support/{about_data.id}").status_code for who in (clerk, admin)} == {200}
    assert parent.get(f"/support/{about_data.id}").status_code == 404
    assert parent.post(f"/support/{about_data.id}", data={"state": "done", "answer": "да"}).status_code == 403


def test_the_queue_costs_the_same_for_5_and_25(db, login, count_queries):
    admin = login(Role.ADMINISTRATOR)
    f.SupportRequestFactory.create_batch(5)
    admin.get("/support/")
    with count_queries(at_most=12) as few:
        admin.get("/support/")
    f.SupportRequestFactory.create_batch(20)
    with count_queries() as many:
        admin.get("/support/")
    assert len(many) == len(few)


@pytest.mark.one_engine  # words and addresses, no rows
@pytest.mark.parametrize("slug", [topic.slug for topic in TOPICS])
def test_every_topic_of_help_is_open(client, slug):
    page = client.get(f"/help/{slug}")
    assert page.status_code == 200
    assert "Войти" in page.text


def test_help_starts_with_ones_own(client, login):
    assert client.get("/help/").text.index("Вход и пароль") > 0
    teacher = login(Role.TEACHER).get("/help/").text
    assert teacher.index("Журнал: отметки") < teacher.index("Остальные разделы") < teacher.index("Студенты, группы")
    assert "Студенты, группы" not in login(Role.PARENT).get("/help/").text
    assert 'href="/help/journal"' in login(Role.TEACHER).get("/journal/").text, "found from the page it explains"


def test_open_pages_show_papers_and_the_open_part_of_the_plan(client, db):
    f.PublicDocumentFactory(title="Положение", text="<b>1. Общие</b>")
    f.PublicDocumentFactory(title="Закон", text=None, url="https://example.org/273")
    f.PlanEventFactory(title="Обучающий семинар", is_public=True)
    f.PlanEventFactory(title="Совещание заместителей", is_public=False)
    papers = client.get("/about/documents").text
    assert "&lt;b&gt;1. Общие" in papers
    assert 'href="https://example.org/273"' in papers
    page = client.get("/about/transition").text
    assert "Обучающий семинар" in page
    assert "Совещание заместителей" not in page


def test_the_plan_is_marked_by_who_answers_for_it(db, login):
    tech = f.UserFactory(roles=(Role.DATA_CLERK,))
    own = f.PlanEventFactory(responsible_user=tech, due_on=dt.date(2023, 11, 17))
    other = f.PlanEventFactory()
    client = login(tech)
    assert "просрочено на 3 дн." in client.get("/plan/").text
    assert client.post(f"/plan/{other.id}/done", data={"state": "done"}).status_code == 404
    for typed, status, stands in (("done", 303, PlanState.DONE), ("done", 303, PlanState.DONE),  # pressed twice
                                  ("planned", 303, PlanState.PLANNED), ("overdue", 400, PlanState.PLANNED),
                                  ("", 400, PlanState.PLANNED)):
        assert client.post(f"/plan/{own.id}/done", data={"state": typed}).status_code == status
        db.expire_all()
        assert db.get(PlanEvent, own.id).state == stands, typed
    assert 'name="state" value="done"' in client.get("/plan/").text
    assert login(Role.STUDENT).post(f"/plan/{own.id}/done", data={"state": "done"}).status_code == 403


# «Мои данные»

@pytest.fixture
def family(db):
    guardian = f.GuardianFactory(user=f.UserFactory(roles=(Role.PARENT,)))
    return f.GuardianshipFactory(guardian=guardian)


def test_a_parent_gives_and_takes_back_a_consent(db, login, family):
    parent = login(family.guardian.user)
    stranger = f.StudentFactory()
    assert parent.post("/me/consents", data={"student": stranger.id, "kind": "photo"}).status_code == 404
    assert parent.post("/me/consents", data={"student": family.student_id, "kind": "photo"}).status_code == 303
    consent = db.scalars(sa.select(Consent)).one()
    assert (consent.guardian_id, consent.kind) == (family.guardian_id, ConsentKind.PHOTO)
    parent.post("/me/consents", data={"student": family.student_id, "kind": "photo"})
    assert db.scalar(sa.select(sa.func.count()).select_from(Consent)) == 1, "once"
    assert parent.post(f"/me/consents/{consent.id}/revoke").status_code == 303
    db.expire_all()
    assert consent.revoked_on == dt.date(2023, 11, 20)


def test_who_opened_the_card_is_seen(db, login, family):
    director = f.UserFactory(roles=(Role.DIRECTOR,), last_name="Смотрителев", position="директор")
    for _ in range(2):
        login(director).get(f"/admin/student/details/?id={family.student_id}")
    login(Role.DIRECTOR).get("/admin/student/details/?id=99999")
    record = db.scalars(sa.select(ViewRecord)).one()
    assert (record.user_id, record.student_id) == (director.id, family.student_id)
    assert "Смотрителев" in login(family.guardian.user).get("/me/").text
    assert "Смотрителев" not in login(f.GuardianshipFactory(
        guardian__user=f.UserFactory(roles=(Role.PARENT,))).guardian.user).get("/me/").text


def test_a_name_alone_is_not_a_view_of_the_card(db, login, family):
    login(Role.METHODIST).get(f"/admin/student/details/?id={family.student_id}")
    assert db.scalar(sa.select(sa.func.count()).select_from(ViewRecord)) == 0


def test_own_page_shows_own_data_only(db, login, family):
    other = f.StudentFactory(phone="+79001112233")
    family.student.phone = "+79005556677"
    page = login(family.guardian.user).get("/me/").text
    assert "555-66-77" in page
    assert "111-22-33" not in page
    assert family.guardian.user.login in page
    assert other.full_name not in page
    assert "Студент к вам не прикреплён" in login(Role.PARENT).get("/me/").text
