"""Final results over HTTP: who sets them, who sees them, on what they rest (п. 6.4–6.7, 6.9, 9.4)."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from models import AuditRecord, Debt, FinalMark
from rules.terms import BasisKind, ClosingScope, FinalKind, FinalValue, LineKind, Role, WorkKind
from tests import factories as f

DAY = "2023-12-25 12:00+07:00"
GRADED = "graded_credit"


@pytest.fixture
def journal(db, school_time):
    school_time(DAY)
    return f.JournalFactory(line__graded_credits=1)


@pytest.fixture
def student(journal):
    return f.MembershipFactory(group=journal.group).student


@pytest.fixture
def root(journal):
    return f"/journal/{journal.id}/finals"


def body(value: str, version: int = 0, **more: Any) -> dict[str, Any]:
    return {"value": value, "version": version, "key": str(uuid.uuid4()), "basis_kind": "current_work", **more}


def put(client: Any, root: str, student: Any, *said: Any, kind: str = GRADED, **more: Any) -> Any:
    return client.put(f"{root}/{kind}/{student.id}", json=body(*said, **more))


def stored(db: Any) -> list[FinalMark]:
    db.expire_all()
    return list(db.scalars(sa.select(FinalMark).order_by(FinalMark.student_id)))


# one result

def test_a_result_is_saved_as_a_draft_with_its_basis(db, login, journal, student, root):
    answer = put(login(journal.teacher), root, student, "4")
    assert answer.status_code == 200
    assert answer.json == {"value": "4", "version": 1, "saved_at": "2023-12-25T12:00:00+07:00", "state": "draft",
                           "basis": "работа в течение семестра"}
    final = stored(db)[0]
    assert (final.value, final.basis_kind, final.published_at) == (FinalValue.FOUR, BasisKind.CURRENT_WORK, None)


REFUSED = [
    ("4", {"basis_kind": None}, "6.6", None, "no basis, whatever the average is"),
    ("5", {"basis_kind": "words"}, "6.6", "words", "a basis in words without words"),
    ("5", {"basis_kind": "words", "basis": "средний балл 4,8"}, "6.6", None, "the average is no basis"),
    ("5", {"basis_kind": "guess"}, "6.6", None, "not in the list"),
    ("5", {"basis_kind": "absence"}, "6.7", None, "absence gives no five"),
    ("зач.", {}, "6.6", None, "a graded credit is not a credit"),
    ("1", {}, "6.6", None, "no such mark"),
    ("", {}, "6.6", None, "a result is corrected, not wiped"),
    ("Осв.", {}, "6.8", None, "«Осв.» stands nowhere"),
    ("перезач.", {"basis_kind": "recredit"}, "6.6", "words", "an order has a number"),
]


@pytest.mark.one_engine  # the rule refuses what was typed; what it takes is written on both
@pytest.mark.parametrize(("value", "more", "point", "needs", "why"), REFUSED)
def test_what_is_refused_says_why_and_writes_nothing(db, login, journal, student, root, value, more, point, needs, why):
    answer = put(login(journal.teacher), root, student, value, **more)
    assert (answer.status_code, answer.json["point"], answer.json.get("needs")) == (422, point, needs), why
    assert stored(db) == []


@pytest.mark.one_engine  # refused before the database is asked
@pytest.mark.parametrize("sent", [
    {}, [], "5", {"value": "5"}, {**body("5"), "average": "4.5"}, {**body("5"), "version": True},
    {**body("5"), "version": -1}, {**body("5"), "key": ""}, {**body("5"), "basis": 7}, {**body("5"), "value": "\x00"},
    {**body("5"), "theme": "а" * 501}, {**body("5"), "reason": "\ud800"},
])
def test_a_malformed_body_is_400(db, login, journal, student, root, sent):
    answer = login(journal.teacher).put(f"{root}/{GRADED}/{student.id}", json=sent)
    assert answer.status_code == 400
    assert stored(db) == []


def test_a_stale_version_is_told_what_stands_there(login, journal, student, root):
    client = login(journal.teacher)
    put(client, root, student, "4")
    answer = put(client, root, student, "5")
    assert answer.status_code == 409
    assert answer.json == {"value": "4", "version": 1, "author": journal.teacher.short_name,
                           "saved_at": "2023-12-25T12:00:00+07:00"}


def test_an_unchanged_result_keeps_its_version_and_leaves_no_trace(db, login, journal, student, root):
    client = login(journal.teacher)
    put(client, root, student, "4")
    assert put(client, root, student, "4", 1).json["version"] == 1
    assert db.scalar(sa.select(sa.func.count()).select_from(AuditRecord)
                     .where(AuditRecord.entity == "final_mark")) == 1


def test_the_same_key_is_answered_once(db, login, journal, student, root):
    client, sent = login(journal.teacher), body("5")
    answers = [client.put(f"{root}/{GRADED}/{student.id}", json=sent) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert len(stored(db)) == 1
    assert client.put(f"{root}/{GRADED}/{student.id}", json={**sent, "value": "3"}).status_code == 422


def test_what_is_not_said_stays(db, login, journal, student, root):
    client = login(journal.teacher)
    put(client, root, student, "4", basis_kind="words", basis="защита реферата")
    answer = client.put(f"{root}/{GRADED}/{student.id}",
                        json={"value": "5", "version": 1, "key": str(uuid.uuid4())})
    assert (answer.status_code, answer.json["basis"], answer.json["version"]) == (200, "защита реферата", 2)


def test_a_course_project_is_marked_under_its_theme(db, login, school_time):
    school_time(DAY)
    journal = f.JournalFactory(line__course_works=1, line__graded_credits=1)
    student, root = f.MembershipFactory(group=journal.group).student, f"/journal/{journal.id}/finals"
    client = login(journal.teacher)
    refused = put(client, root, student, "5", kind="course_project")
    assert (refused.status_code, refused.json["needs"]) == (422, "theme")
    assert put(client, root, student, "5", kind="course_project", theme="Сайт лицея").status_code == 200
    assert stored(db)[0].theme == "Сайт лицея"


LATE = [("2023-12-29 23:59:59+07:00", None, 200), ("2023-12-30 00:00:00+07:00", None, 422),
        ("2023-12-30 00:00:00+07:00", "была на больничном", 200), ("2024-02-01 09:00+07:00", "забыла", 422)]


@pytest.mark.parametrize(("moment", "reason", "code"), LATE)
def test_results_are_due_by_the_end_of_the_semester(db, login, journal, student, root, school_time, moment, reason,
                                                    code):
    school_time(moment)
    answer = put(login(journal.teacher), root, student, "4", reason=reason)
    assert answer.status_code == code
    assert code == 200 or answer.json["point"] == "6.9"
    assert [final.late_reason for final in stored(db)] == ([reason] if code == 200 else [])


def test_a_reopening_lets_the_late_result_in(db, login, journal, student, root, school_time):
    school_time("2024-02-01 09:00+07:00")
    f.ReopeningGrantFactory(journal=journal, starts=dt.date(2023, 12, 29), ends=dt.date(2023, 12, 29),
                            expires_at=dt.datetime(2024, 2, 3, tzinfo=dt.UTC))
    assert put(login(journal.teacher), root, student, "4").status_code == 200


def test_a_closed_semester_refuses_and_the_page_says_so(db, login, journal, student, root):
    f.ClosingFactory(scope=ClosingScope.SEMESTER, starts=dt.date(2023, 9, 1), ends=dt.date(2023, 12, 29))
    client = login(journal.teacher)
    assert put(client, root, student, "4").json["point"] == "7.2"
    page = client.get(root).text
    assert "(п. 7.2)" in page
    assert 'role="grid"' not in page


def test_a_leaver_is_closed_with_the_order(db, login, journal, root):
    order = f.MovementFactory(order_number="214")
    f.MembershipFactory(group=journal.group, student=order.student, ends=dt.date(2023, 11, 12), left_by=order)
    client = login(journal.teacher)
    answer = put(client, root, order.student, "4")
    assert (answer.status_code, answer.json["point"]) == (422, "5.4")
    assert "выбыл с 13.11, пр. № 214" in client.get(root).text


# who may

@pytest.mark.one_engine  # the role is refused before the database is asked
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.TEACHER])
def test_nobody_but_a_teacher_reaches_the_writing(db, login, journal, student, root, role):
    f.FinalMarkFactory(journal=journal, student=student, kind=FinalKind.GRADED_CREDIT)
    client = login(role)
    if role is Role.CURATOR:
        f.CuratorshipFactory(group=journal.group, user=f.UserFactory(roles=(role,)))
    for answer in (put(client, root, student, "5", 1), client.post(f"{root}/publish", data={"final": "1"}),
                   client.post(f"{root}/{GRADED}", data={f"value_{student.id}": "5"}), client.get(f"{root}/publish"),
                   client.post(f"{root}/{GRADED}/{student.id}"), client.post(f"{root}/basis", data={"kind": GRADED})):
        assert answer.status_code == 403
    assert [(final.value, final.published_at) for final in stored(db)] == [(FinalValue.FOUR, None)]


def test_anothers_journal_is_404_and_a_substitute_has_no_results(login, journal, student, root):
    substitute = f.TeacherFactory()
    f.LessonFactory(journal=journal, teacher=substitute, substituted=journal.teacher, date=dt.date(2023, 12, 25))
    for teacher in (f.TeacherFactory(), substitute):
        client = login(teacher)
        for answer in (client.get(root), put(client, root, student, "5"), client.get(f"{root}/publish"),
                       client.get(f"{root}/{GRADED}"), client.get(f"{root}/{GRADED}/{student.id}")):
            assert answer.status_code == 404
    assert login(substitute).get(f"/journal/{journal.id}").status_code == 200


@pytest.mark.parametrize("path", ["/exam/{}", "/party/{}", "/graded_credit/999999"])
def test_what_is_not_there_is_404(login, journal, student, root, path):
    assert login(journal.teacher).get(root + path.format(student.id)).status_code == 404


def test_a_stranger_to_the_group_is_404_before_anything_is_compared(login, journal, student, root):
    stranger = f.MembershipFactory().student
    assert put(login(journal.teacher), root, stranger, "5", 7).status_code in (404, 409)
    assert put(login(journal.teacher), root, stranger, "5").status_code == 404


# drafts and publishing

def test_a_draft_is_seen_by_nobody_before_it_is_published(db, login, journal, student, root):
    curator = f.CuratorshipFactory(group=journal.group).user
    final = f.FinalMarkFactory(journal=journal, student=student, kind=FinalKind.GRADED_CREDIT, value=FinalValue.FIVE,
                               theme="Приметная тема")

    def seen() -> list[bool]:
        teacher = login(journal.teacher)
        return ["Приметная тема" in login(curator).get(root).text,
                "Приметная тема" in login(curator).get(f"/admin/final_mark/details/?id={final.id}").text,
                re.search(r";5(;|\r)", teacher.get(f"/journal/{journal.id}/print.csv").text) is not None,
                str(student) in teacher.get("/admin/final_mark/export/csv/").text]

    assert seen() == [False] * 4
    assert "Приметная тема" in login(journal.teacher).get(root).text
    answer = login(journal.teacher).post(f"{root}/publish", data={"final": final.id}, follow_redirects=True)
    assert "Опубликовано: 1 итог." in answer.text
    assert seen() == [True] * 4


def test_the_confirmation_counts_and_warns(db, login, journal, root):
    students = [f.MembershipFactory(group=journal.group).student for _ in range(3)]
    finals = [f.FinalMarkFactory(journal=journal, student=one, kind=FinalKind.GRADED_CREDIT) for one in students]
    for _ in range(10):
        f.MarkFactory(cell__lesson=f.LessonFactory(journal=journal), cell__student=students[0])
    client = login(journal.teacher)
    page = client.get(f"{root}/publish").text
    assert "Черновиков 3, с предупреждениями 2" in page
    assert page.count("Рекомендуется «н/а»: нет текущих отметок") == 2
    client.post(f"{root}/publish", data={"final": [finals[0].id, finals[2].id]})
    assert [final.published_at is not None for final in stored(db)] == [True, False, True]


def test_publishing_nothing_or_anothers_is_refused(db, login, journal, student, root):
    f.FinalMarkFactory(journal=journal, student=student, kind=FinalKind.GRADED_CREDIT)
    foreign = f.FinalMarkFactory()
    client = login(journal.teacher)
    assert client.post(f"{root}/publish").status_code == 422
    assert client.post(f"{root}/publish", data={"final": foreign.id}).status_code == 409
    assert [final.published_at for final in stored(db)] == [None, None]


def test_a_correction_after_publishing_asks_a_reason_and_keeps_the_old_value(db, login, journal, student, root):
    client = login(journal.teacher)
    put(client, root, student, "4")
    client.post(f"{root}/publish", data={"final": stored(db)[0].id})
    refused = put(client, root, student, "5", 2)
    assert (refused.status_code, refused.json["point"], refused.json["needs"]) == (422, "2.1", "reason")
    assert put(client, root, student, "5", 2, reason="ошибка в ведомости").status_code == 200
    card = client.get(f"{root}/{GRADED}/{student.id}").text
    history = card.split('id="history"', 1)[1]
    assert re.search(r"<del>4 \(хорошо\)</del>.*<ins>5 \(отлично\)</ins>", history)
    assert "Причина: ошибка в ведомости" in history
    assert journal.teacher.short_name in history
    assert stored(db)[0].published_at is not None


def test_the_page_of_the_office_shows_results_and_no_way_to_write(login, journal, student, root):
    f.FinalMarkFactory(journal=journal, student=student, kind=FinalKind.GRADED_CREDIT)
    page = login(Role.DEPUTY_OOD).get(root).text
    assert 'class="val m4 draft' in page
    assert "finals.js" not in page
    assert "Опубликовать" not in page


# what stands beside the student

def test_facts_stand_beside_the_student(db, login, journal, student, root):
    first = f.LessonFactory(journal=journal, date=dt.date(2023, 11, 6))
    work = f.WorkFactory(lesson=first, kind=WorkKind.CONTROL, number=1)
    f.WorkFactory(lesson=first, kind=WorkKind.PRACTICAL, number=6)
    cell = f.CellFactory(lesson=first, student=student)
    f.MarkFactory(cell=cell, value=5, work=work)
    f.MarkFactory(cell=cell, value=4, position=2)
    for day, letter in ((7, "н"), (8, "о")):
        lesson = f.LessonFactory(journal=journal, date=dt.date(2023, 11, day))
        f.AbsenceFactory(cell__lesson=lesson, cell__student=student, kind__letter=letter,
                         kind__counts_hours=letter != "о")
    f.LessonFactory(journal=journal, date=dt.date(2022, 8, 1))  # before the student came
    page = login(journal.teacher).get(root).text
    row = re.sub(r"<[^>]*>", "|", page[page.index("<tbody"):page.index("</tbody")])
    for words in ("2 из 10", "4,50", "1 из 3", "П\u00a06"):
        assert words in row, words
    assert "Текущих отметок 2 из 10 (п. 6.4)" in page
    assert "К\u00a01" not in row


@pytest.mark.parametrize(("missed", "advised"), [(5, False), (6, True)])
def test_more_than_half_missed_recommends_not_attested_and_opens_nothing(db, login, journal, student, root, missed,
                                                                         advised):
    for number in range(10):
        lesson = f.LessonFactory(journal=journal, date=dt.date(2023, 11, 1 + number))
        cell = f.CellFactory(lesson=lesson, student=student)
        if number < missed:
            f.AbsenceFactory(cell=cell)
        else:
            f.MarkFactory(cell=cell)
    page = login(journal.teacher).get(root).text
    assert (f"Рекомендуется «н/а»: пропущено {missed} из 10 занятий" in page) is advised
    assert db.scalar(sa.select(sa.func.count()).select_from(Debt)) == 0
    assert put(login(journal.teacher), root, student, "5").status_code == 200, "advice forbids nothing"


def test_a_page_fills_nothing_by_itself(db, login, journal, student, root):
    """п. 6.6: a full row of fives and a visit to every page leave no result behind."""
    for _ in range(10):
        f.MarkFactory(cell__lesson=f.LessonFactory(journal=journal), cell__student=student, value=5)
    client = login(journal.teacher)
    for path in ("", "/publish", f"/{GRADED}", f"/{GRADED}/{student.id}"):
        page = client.get(root + path).text
        assert "checked" not in page
    assert re.search(r'<td class="val "></td>', client.get(root).text)
    client.post(f"{root}/{GRADED}", data={f"version_{student.id}": "0", "basis_kind": "current_work"})
    client.post(f"{root}/basis", data={"kind": GRADED, "basis_kind": "current_work"})
    assert stored(db) == []


def test_results_of_earlier_semesters_and_of_the_course(db, login, school_time):
    school_time("2024-05-20 12:00+07:00")
    line = f.CurriculumLineFactory(semester_number=4, graded_credits=0, exams=1)
    before = f.CurriculumLineFactory(curriculum=line.curriculum, discipline=line.discipline, semester_number=3,
                                     graded_credits=0, index=line.index)
    journal = f.JournalFactory(line=line, semester=f.SemesterFactory(number=2))
    earlier = f.JournalFactory(line=before, group=journal.group, teacher=journal.teacher)
    student = f.MembershipFactory(group=journal.group).student
    f.FinalMarkFactory(journal=earlier, student=student, value=FinalValue.THREE, published_at=f.NOW)
    client, root = login(journal.teacher), f"/journal/{journal.id}/finals"
    page = client.get(root).text
    assert "3\u00a0сем.: 3" in page
    assert re.findall(r'data-kind="(\w+)"', page) == ["semester", "exam", "course"]
    assert put(client, root, student, "4", kind="course").status_code == 200
    assert put(client, f"/journal/{earlier.id}/finals", student, "4", kind="course").json["point"] == "6.6"


def test_an_exam_of_a_module_names_the_parts_not_passed(db, login, school_time):
    school_time(DAY)
    module = f.ModuleFactory()
    plan = f.CurriculumFactory(speciality=module.speciality)
    mdk = f.CurriculumLineFactory(curriculum=plan, kind=LineKind.MDK, index="МДК.02.01", module=module)
    practice = f.CurriculumLineFactory(of_practice=True, curriculum=plan, practice__index="УП.02.01", module=module)
    exam = f.CurriculumLineFactory(curriculum=plan, kind=LineKind.MODULE_EXAM, discipline=None, title="Экзамен",
                                   index="ПМ.02.ЭК", module=module, graded_credits=0)
    journal = f.JournalFactory(line=exam, planned_hours=0)
    taught = f.JournalFactory(line=mdk, group=journal.group)
    passed = f.JournalFactory(line=practice, group=journal.group)
    student = f.MembershipFactory(group=journal.group).student
    final = f.FinalMarkFactory(journal=taught, student=student, kind=FinalKind.GRADED_CREDIT, value=FinalValue.TWO,
                               published_at=f.NOW)
    f.FinalMarkFactory(journal=passed, student=student, kind=FinalKind.PRACTICE, published_at=f.NOW)
    client, root = login(journal.teacher), f"/journal/{journal.id}/finals"
    told = "Нет положительных итогов по частям модуля: МДК.02.01"
    assert told in client.get(root).text
    assert put(client, root, student, "4", kind="module", basis_kind="exam_answer").status_code == 200, "a warning"
    f.DebtAttemptFactory(debt=f.DebtFactory(final_mark=final), value=FinalValue.THREE)
    assert told not in client.get(root).text, "a passed attempt counts"


# without scripts

def column(student: Any, value: str, **more: str) -> dict[str, str]:
    return {f"version_{student.id}": "0", f"value_{student.id}": value,
            **{f"{name}_{student.id}": text for name, text in more.items()}}


def test_the_plain_form_saves_a_column_on_one_basis(db, login, journal, root):
    students = [f.MembershipFactory(group=journal.group).student for _ in range(3)]
    client = login(journal.teacher)
    answer = client.post(f"{root}/{GRADED}", follow_redirects=True, data={
        "basis_kind": "practical_works", **column(students[0], "5"),
        **column(students[1], "н/а", basis="words", words="не сдал работы"), **column(students[2], "")})
    assert "Записано: 2 итога." in answer.text
    assert [(final.value, final.basis_kind, final.basis) for final in stored(db)] == [
        (FinalValue.FIVE, BasisKind.PRACTICAL_WORKS, None),
        (FinalValue.NOT_ATTESTED, BasisKind.WORDS, "не сдал работы")]
    assert re.search(rf'name="value_{students[0].id}" value="5" checked', answer.text)


def test_a_refused_column_writes_nothing_and_keeps_what_was_typed(db, login, journal, root):
    first, second = (f.MembershipFactory(group=journal.group).student for _ in range(2))
    answer = login(journal.teacher).post(f"{root}/{GRADED}", data={
        **column(first, "5", basis="current_work"), **column(second, "4", basis="words", words="средний балл 4,1")})
    assert answer.status_code == 422
    assert "не привязывается к среднему баллу" in answer.text
    assert re.search(rf'name="value_{first.id}" value="5" checked', answer.text)
    assert 'value="средний балл 4,1"' in answer.text
    assert stored(db) == []


def test_the_card_corrects_one_result(db, login, journal, student, root):
    final = f.FinalMarkFactory(journal=journal, student=student, kind=FinalKind.GRADED_CREDIT, published_at=f.NOW)
    url = f"{root}/{GRADED}/{student.id}"
    client, sent = login(journal.teacher), {**column(student, "3", basis="current_work"), f"version_{student.id}": "1"}
    assert "укажите причину" in client.post(url, data=sent).text
    assert client.post(url, data={**sent, "reason": "пересчитаны баллы"}).status_code == 302
    db.expire_all()
    assert final.value == FinalValue.THREE
    stale = client.post(url, data={**sent, f"value_{student.id}": "2", "reason": "ещё раз"})
    assert stale.status_code == 422
    assert "Уже записано «3»" in stale.text


def test_one_basis_for_all_drafts_of_a_column(db, login, journal, root):
    students = [f.MembershipFactory(group=journal.group).student for _ in range(3)]
    for one, value in zip(students, (FinalValue.FIVE, FinalValue.CREDITED, FinalValue.FOUR), strict=True):
        f.FinalMarkFactory(journal=journal, student=one, kind=FinalKind.GRADED_CREDIT, value=value,
                           basis_kind=BasisKind.RECREDIT if value is FinalValue.CREDITED else BasisKind.CURRENT_WORK,
                           basis="пр. № 5" if value is FinalValue.CREDITED else None,
                           published_at=f.NOW if value is FinalValue.FOUR else None)
    client = login(journal.teacher)
    answer = client.post(f"{root}/basis", follow_redirects=True, data={
        "kind": GRADED, "basis_kind": "words", "basis": "зачётная работа 22.12"})
    assert "Основание записано: 1 итог." in answer.text
    assert [final.basis for final in stored(db)] == ["зачётная работа 22.12", "пр. № 5", None]
    assert client.post(f"{root}/basis", data={"kind": "party"}).status_code == 404
    refused = client.post(f"{root}/basis", follow_redirects=True, data={"kind": GRADED, "basis_kind": ""})
    assert "Укажите основание" in refused.text


# cost

@pytest.mark.parametrize("students", [5, 25])
def test_the_cost_does_not_grow(login, journal, root, count_queries, students):
    lessons = [f.LessonFactory(journal=journal, date=dt.date(2023, 11, 20 - 5 * n)) for n in range(4)]
    for number in range(students):
        one = f.MembershipFactory(group=journal.group).student
        for lesson in lessons:
            f.MarkFactory(cell__lesson=lesson, cell__student=one)
        final = f.FinalMarkFactory(journal=journal, student=one, kind=FinalKind.GRADED_CREDIT, published_at=f.NOW,
                                   value=FinalValue.NOT_ATTESTED if number % 2 else FinalValue.FOUR)
        if number % 2:
            f.DebtAttemptFactory(debt=f.DebtFactory(final_mark=final))
    client = login(journal.teacher)
    for path in ("", f"/{GRADED}", "/publish"):
        with count_queries(at_most=12):
            assert client.get(root + path).status_code == 200


def test_the_cost_of_saving(login, journal, student, root, count_queries):
    client = login(journal.teacher)
    client.get(root)
    url, sent = f"{root}/{GRADED}/{student.id}", body("4")
    with count_queries(at_most=24):
        assert client.put(url, json=sent).status_code == 200
