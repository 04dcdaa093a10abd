"""Single forms through the pages: where they are found, who gets which, what the paper says (п. 4.1, Пр. 12)."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from models import IssuedDocument
from queries.forms.resit_sheet import sitting_code
from rules.terms import FinalKind, Gender, InspectionKind, MovementKind, Role
from tests import factories as f
from tests.families import parent_of
from tests.report_world import journal, missed, result, student

ENDS = dt.date(2023, 11, 18)


@pytest.fixture
def world(db):
    """A group with a semester's exam, an absence, a signed practice, an order, a concluded inspection."""
    f.CollegeFactory(deputy_name="Ольхова П. П.")
    group = f.GroupFactory(name="ИС-21")
    of = journal(group, "Математика", teacher=f.TeacherFactory(last_name="Лебедев"))
    of.line.exams, of.line.graded_credits = 1, 0
    who = student(group, "Абрамова")
    who.gender = Gender.FEMALE
    result(of, who, "5", kind=FinalKind.EXAM)
    missed(of, who, "н", 13)
    line = f.CurriculumLineFactory(of_practice=True, curriculum=group.curriculum)
    programme = f.PracticeProgrammeFactory(journal=f.JournalFactory(group=group, line=line), ends=ENDS,
                                           starts=dt.date(2023, 11, 6))
    f.AttestationSheetFactory(programme=programme, student=who, characteristics="Программу выполнила.")
    f.MovementFactory(student=who, kind=MovementKind.TRANSFER, order_number="50-С", order_date=dt.date(2023, 11, 2),
                      effective_on=dt.date(2023, 11, 3), from_group=group, to_group=group)
    act = f.InspectionFactory(kind=InspectionKind.MONTHLY, conclusion="Журналы ведут аккуратно.")
    f.RemarkFactory(inspection=act, journal=of, text=None)
    attempt = f.DebtAttemptFactory(
        debt__final_mark=result(of, student(group, "Белова"), "2", kind=FinalKind.EXAM), debt__form=FinalKind.EXAM,
        number=2, commission=True, members="Лесков П. И., Рябова О. Д.")
    made = SimpleNamespace(
        examiner=attempt.examiner, debt=attempt.debt, sitting=sitting_code((
            of.id, 2, FinalKind.EXAM, attempt.date, attempt.examiner_id)),
        group=group, journal=of, student=who, practice=programme.journal, supervisor=programme.supervisor,
        teacher=of.teacher, curator=f.CuratorshipFactory(group=group).user, stranger=f.CuratorshipFactory().user,
        other=f.TeacherFactory(), deputy=f.UserFactory(roles=(Role.DEPUTY_OOD,)), parent=parent_of(who), act=act)
    db.commit()
    return made


def asked(world, code):
    """What each form is asked for, and a word that its paper must hold."""
    practice = {"journal": world.practice.id, "student": world.student.id}
    group = {"group": world.group.id}
    return {
        "exam-sheet": ({"journal": world.journal.id, "kind": "exam", "filled": "1"}, "5 (отлично)"),
        "resit-sheet": ({**group, "sitting": world.sitting}, "Член комиссии"),
        "group-sheet": ({**group, "period": "2023.1"}, "% успеваемости"),
        "absence-sheet": ({**group, "period": "2023-11"}, "Всего по группе"),
        "hours-month": ({"period": "2023-11"}, "Лебедев"),
        "hours-year": ({"period": "2023"}, "форма 2"),
        "curator-report": ({**group, "period": "2023.1"}, "Контингент"),
        "orders": ({"period": "2023-11"}, "50-С"),
        "transcript": ({"student": world.student.id, "period": "2023.1"}, "Абрамовой Анне Олеговне"),
        "diploma": ({"student": world.student.id}, "Абрамова Анна Олеговна"),
        "attestation-sheet": (practice, "дифференцированный зачёт"),
        "characteristic": (practice, "Программу выполнила."),
        "practice-diary": (practice, "Записей о днях практики нет."),
        "inspection-act": ({"inspection": world.act.id}, f"(проверка № {world.act.number})"),
    }[code]


CODES = ("exam-sheet", "resit-sheet", "group-sheet", "absence-sheet", "hours-month", "hours-year", "curator-report",
         "orders", "transcript", "diploma", "attestation-sheet", "characteristic", "practice-diary", "inspection-act")


@pytest.mark.parametrize("code", CODES)
def test_every_form_becomes_a_numbered_paper(db, login, world, code):
    client, (chosen, word) = login(world.deputy), asked(world, code)
    assert client.get(f"/documents/new/{code}", query_string=chosen).status_code == 200
    answer = client.post(f"/documents/new/{code}", data=chosen)
    assert answer.status_code == 303, answer.text
    paper = db.scalars(sa.select(IssuedDocument)).one()
    assert (paper.group_id is not None) is bool({"group", "journal"} & set(chosen)), "a journal's paper is its group's"
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(
        io.BytesIO(client.get(f"/documents/{paper.id}/file.pdf").data)).pages).split())
    for words in (word, f"№ {paper.designation} от 20 ноября 2023 года", "Код проверки"):
        assert words in text, words


@pytest.mark.parametrize(("who", "code", "answer"), [
    ("teacher", "exam-sheet", 303), ("other", "exam-sheet", 404), ("stranger", "exam-sheet", 404),
    ("curator", "exam-sheet", 303), ("parent", "exam-sheet", 403),
    ("teacher", "resit-sheet", 303), ("curator", "resit-sheet", 303), ("examiner", "resit-sheet", 303),
    ("other", "resit-sheet", 404), ("stranger", "resit-sheet", 404), ("parent", "resit-sheet", 403),
    ("curator", "group-sheet", 303), ("stranger", "group-sheet", 404), ("teacher", "group-sheet", 403),
    ("curator", "absence-sheet", 303), ("stranger", "absence-sheet", 404), ("parent", "absence-sheet", 403),
    ("curator", "transcript", 303), ("stranger", "transcript", 404), ("teacher", "transcript", 403),
    ("parent", "transcript", 403), ("stranger", "diploma", 404), ("teacher", "diploma", 403),
    ("supervisor", "attestation-sheet", 303), ("other", "attestation-sheet", 404),
    ("stranger", "characteristic", 404), ("other", "practice-diary", 404), ("parent", "practice-diary", 403),
    ("teacher", "inspection-act", 403), ("curator", "inspection-act", 403)])
def test_nobody_is_given_what_is_anothers(login, world, who, code, answer):
    chosen, _ = asked(world, code)
    assert login(getattr(world, who)).post(f"/documents/new/{code}", data=chosen).status_code == answer


@pytest.mark.parametrize(("who", "url", "links"), [
    ("teacher", "/journal/{journal}/finals", ["exam-sheet?group={group}&amp;journal={journal}&amp;kind=exam"]),
    ("supervisor", "/practice/{practice}/sheets/{student}", [
        f"{code}?group={{group}}&amp;journal={{practice}}&amp;student={{student}}"
        for code in ("practice-diary", "attestation-sheet", "characteristic")]),
    ("curator", "/curator/contacts/{student}", ["transcript?group={group}&amp;student={student}",
                                                "studies?group={group}&amp;student={student}"]),
    ("deputy", "/admin/student/details/?id={student}", ["transcript?student={student}", "diploma?student={student}"]),
    ("deputy", "/reports/group?group={group}&period=2023.1", ["group-sheet?group={group}&amp;period=2023.1"]),
    ("deputy", "/debts/{debt}", ["resit-sheet?group={group}&amp;sitting="]),
    ("deputy", "/control/inspections/{act}", ["inspection-act?inspection={act}"])])
def test_forms_are_found_where_people_look(login, world, who, url, links):
    ids = {name: getattr(world, name).id for name in ("journal", "group", "practice", "student", "act", "debt")}
    answer = login(getattr(world, who)).get(url.format(**ids))
    assert answer.status_code == 200
    for link in links:
        assert f"/documents/new/{link.format(**ids)}" in answer.text


def test_a_report_for_a_week_is_no_document(login, world):
    page = login(world.deputy).get(f"/reports/attendance?group={world.group.id}&period=2023-W46")
    assert page.status_code == 200
    assert "/documents/new/" not in page.text


def test_an_unsigned_sheet_is_refused_with_what_to_do(db, login, world):
    sheet = db.scalars(sa.select(f.m.AttestationSheet)).one()
    sheet.signed_on = None
    db.commit()
    chosen, _ = asked(world, "attestation-sheet")
    answer = login(world.deputy).post("/documents/new/attestation-sheet", data=chosen)
    assert answer.status_code == 422
    assert "Аттестационный лист ещё не подписан: Абрамова Анна Олеговна" in answer.text


def test_an_act_without_its_conclusion_is_refused(db, login, world):
    db.get_one(f.m.Inspection, world.act.id).conclusion = None
    db.commit()
    answer = login(world.deputy).post("/documents/new/inspection-act", data={"inspection": world.act.id})
    assert (answer.status_code, "запишите вывод" in answer.text) == (422, True)


def test_a_student_named_by_a_link_is_chosen_at_once(login, world):
    page = login(world.deputy).get(f"/documents/new/transcript?student={world.student.id}").text
    assert f'<option value="{world.student.id}" selected>Абрамова Анна Олеговна</option>' in page
    assert f'<option value="{world.group.id}" selected>ИС-21</option>' in page
