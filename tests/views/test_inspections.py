"""Inspections over HTTP: begun, filled, concluded, read; the act on paper; whose it is; budgets (п. 7.2–7.4)."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

import jobs
from jobs.notices import tell
from models import Acknowledgement, Inspection, Notification, Remark
from queries.inspection_choices import choices, journals
from queries.inspections import act_page
from queries.semester_check import answers
from rules.inspections import Question, RemarkState
from rules.terms import ChangeKind, FinalValue, FindingState, InspectionKind, Role, WorkKind
from tests import factories as f
from tests.families import asks
from tests.teachers import MONDAY, ring, taught, teacher, whole

ROOT = "/control/inspections"
SPAN = {"first": "2023-11-01", "last": "2023-11-20"}
FORM = {"kind": "monthly", "subject": "Ведение журналов за ноябрь", "which": "all", **SPAN}
DAY = dt.timedelta(days=1)


@pytest.fixture
def me(db: Any) -> Any:
    ring()
    f.CollegeFactory(title="КГБПОУ «Новоалтайский лицей»", deputy_name="Малинина Т. А.")
    return teacher(last_name="Вершинина", first_name="Инна", patronymic="Олеговна")


@pytest.fixture
def journal(me: Any) -> Any:
    return taught(me, title="Физика")


@pytest.fixture
def upr(db: Any) -> Any:
    return f.UserFactory(roles=(Role.DEPUTY_UPR,), last_name="Перевалов", first_name="Антон", patronymic="Гордеевич")


def made(db: Any) -> Inspection:
    db.expire_all()
    return db.scalars(sa.select(Inspection).order_by(Inspection.id.desc())).first()


def texts(db: Any) -> list[str | None]:
    return [one.text for one in db.scalars(sa.select(Remark).order_by(Remark.id))]


# beginning

def test_an_act_gets_a_number_journals_and_their_findings(db, login, upr, journal):
    clean = taught(teacher(), "СВ-11", "История")
    for number in (1, 2):
        f.LessonFactory(journal=journal, date=MONDAY - number * DAY, pair=1, topic="")
    answer = login(upr).post(f"{ROOT}/new", data=FORM)
    act = made(db)
    assert answer.headers["Location"] == f"{ROOT}/{act.id}"
    assert (act.number, act.date, act.inspector_id) == ("1/23", MONDAY, upr.id)
    found = {one.journal_id: one.text for one in act.remarks if one.text is None or "Занятие без темы" in one.text}
    assert found[clean.id] is None
    assert "Занятие без темы (п. 5.6), 2 случая" in found[journal.id]
    login(upr).post(f"{ROOT}/new", data=FORM)
    assert made(db).number == "2/23"


def test_findings_of_other_days_stay_out_and_those_told_are_not_told_twice(db, login, upr, journal):
    f.FindingFactory(journal=journal, rule="gone", point="6.9", text="Проверка, которой уже нет",
                     day=dt.date(2023, 9, 1))
    f.FindingFactory(journal=journal, rule="x", text="Принято", state=FindingState.ACCEPTED, accepted_reason="так надо")
    client = login(upr)
    client.post(f"{ROOT}/new", data=FORM)
    act = made(db)
    assert texts(db) == [None]
    path = f"{ROOT}/{act.id}/findings"
    for _ in range(2):
        client.post(path, data={"first": "2023-09-01", "last": "2023-11-20"})
    assert texts(db) == ["Проверка, которой уже нет (п. 6.9): Проверка, которой уже нет"]


@pytest.mark.parametrize(("which", "count"), [("all", 3), ("teacher:{me}", 2), ("group:{group}", 2), ("course:2", 2),
                                              ("course:9", 0), ("group:x", 0), ("nobody:1", 0)])
def test_which_journals(me, upr, journal, which, count):
    taught(me, group=journal.group, title="Химия")
    taught(teacher(), group=f.GroupFactory(name="СВ-11", admission_year=journal.group.admission_year - 1),
           title="История")
    user = asks(upr, Role.DEPUTY_UPR)
    which = which.format(me=me.id, group=journal.group_id)
    assert len(journals(user, which, MONDAY, MONDAY)) == count
    assert [title for _, title in choices(user, MONDAY, MONDAY).courses] == ["2 курс", "3 курс"]


def test_the_master_inspects_practice_only(db, login, journal):
    master = f.UserFactory(roles=(Role.SENIOR_MASTER,))
    line = f.CurriculumLineFactory(curriculum=journal.group.curriculum, of_practice=True)
    practice = f.JournalFactory(group=journal.group, line=line, teacher=journal.teacher)
    assert login(master).post(f"{ROOT}/new", data=FORM).status_code == 303
    assert [one.journal_id for one in made(db).remarks] == [practice.id]
    mine = made(db).id
    assert login(master).get(f"{ROOT}/{mine}").status_code == 200
    other = f.RemarkFactory(journal=journal).inspection_id
    assert login(master).get(f"{ROOT}/{other}").status_code == 404


@pytest.mark.parametrize(("change", "words"), [
    ({"subject": "."}, "Напишите, что проверено"), ({"which": "group:77"}, "Журналов не нашлось"),
    ({"first": ""}, "Укажите дату"), ({"last": "2023-10-01"}, "Последний день раньше первого"),
    ({"due_on": "2023-11-01"}, "Срок устранения раньше проверки"), ({"kind": "x"}, "Выберите вид проверки")])
def test_a_refused_form_keeps_what_was_typed(db, login, upr, journal, change, words):
    answer = login(upr).post(f"{ROOT}/new", data={**FORM, "subject": "Проверка физики", **change})
    assert answer.status_code == 422
    assert words in answer.text
    assert "subject" in change or "Проверка физики" in answer.text
    assert made(db) is None


# remarks and the conclusion

def test_a_remark_by_hand_mended_and_not(db, login, upr, journal):
    act = f.RemarkFactory(journal=journal, text=None).inspection
    client = login(upr)
    client.post(f"{ROOT}/{act.id}/remarks", data={"journal": journal.id, "text": "Впишите темы"})
    client.post(f"{ROOT}/{act.id}/remarks", data={"journal": journal.id, "text": "Впишите задания"})
    assert texts(db) == ["Впишите темы", "Впишите задания"]
    first = db.scalars(sa.select(Remark).order_by(Remark.id)).first()
    for mended, day in (("1", MONDAY), ("", None)):
        client.post(f"{ROOT}/{act.id}/remarks/{first.id}", data={"mended": mended})
        db.expire_all()
        assert first.fixed_on == day
    refused = client.post(f"{ROOT}/{act.id}/remarks", data={"journal": journal.id, "text": "?"})
    assert refused.status_code == 422
    assert "Напишите, что исправить" in refused.text
    stranger = f.JournalFactory()
    assert client.post(f"{ROOT}/{act.id}/remarks", data={"journal": stranger.id, "text": "Темы"}).status_code == 404
    other = f.RemarkFactory(journal=journal)
    assert client.post(f"{ROOT}/{act.id}/remarks/{other.id}", data={"mended": "1"}).status_code == 404


def test_a_remark_closes_with_its_findings(upr, journal):
    findings = [f.FindingFactory(journal=journal, state=FindingState.FIXED, fixed_at=f.NOW) for _ in range(2)]
    one = f.RemarkFactory(journal=journal, inspection__due_on=MONDAY - DAY, findings=findings)
    user = asks(upr, Role.DEPUTY_UPR)
    [line] = act_page(user, one.inspection)[0].journals[0].written
    assert (line.state, line.fixed_on) == (RemarkState.MENDED, MONDAY)
    findings[0].state, findings[0].explanation = FindingState.EXPLAINED, "Болела"
    [line] = act_page(user, one.inspection)[0].journals[0].written
    assert (line.state, line.said, line.left, line.found) == (RemarkState.OVERDUE, ("Болела",), 1, 2)


def test_a_conclusion_needs_a_term_where_there_are_remarks(db, login, upr, journal):
    act = f.RemarkFactory(journal=journal).inspection
    client = login(upr)
    form = {"conclusion": "Замечания устранить", "due_on": "", "version": act.row_version}
    refused = client.post(f"{ROOT}/{act.id}", data=form)
    assert refused.status_code == 422
    assert "до какого дня" in refused.text
    assert "Замечания устранить" in refused.text
    assert client.post(f"{ROOT}/{act.id}", data={**form, "due_on": "2023-11-30"}).status_code == 303
    stale = client.post(f"{ROOT}/{act.id}", data={**form, "due_on": "2023-11-30"})
    assert stale.status_code == 422
    assert "тем временем изменили" in stale.text
    assert (made(db).conclusion, made(db).due_on) == ("Замечания устранить", dt.date(2023, 11, 30))


# reading

def test_teachers_and_curators_acknowledge_what_is_concluded(db, login, me, upr, journal):
    curator = f.CuratorshipFactory(group=journal.group, user__roles=(Role.CURATOR,)).user
    act = f.RemarkFactory(journal=journal).inspection
    for who in (me, curator):
        assert login(who).get(f"{ROOT}/{act.id}").status_code == 404, "the inspector has not finished"
        assert login(who).post(f"{ROOT}/{act.id}/acknowledge").status_code == 404
    act.conclusion = "Замечания устранить"
    assert "ознакомьтесь" in login(me).get(f"{ROOT}/").text
    for who in (me, curator):
        for _ in range(2):
            assert login(who).post(f"{ROOT}/{act.id}/acknowledge").status_code == 303
    assert db.scalar(sa.select(sa.func.count(Acknowledgement.id))) == 2
    page = login(upr).get(f"{ROOT}/{act.id}").text
    assert "2 из 2" in page
    assert "ознакомлен(а) 20.11.2023" in page
    assert "ознакомьтесь" not in login(me).get(f"{ROOT}/").text
    assert login(upr).post(f"{ROOT}/{act.id}/acknowledge").status_code == 403
    login(upr).post(f"{ROOT}/{act.id}/remarks", data={"journal": journal.id, "text": "Впишите задания"})
    assert "ознакомьтесь" in login(me).get(f"{ROOT}/").text, "it says more than what was acknowledged"
    assert db.scalar(sa.select(sa.func.count(Acknowledgement.id))) == 0


def test_a_teacher_reads_an_extract(login, me, journal):
    other = taught(teacher(last_name="Рябова"), "СВ-11", "История")
    act = f.RemarkFactory(journal=journal, text="Ремарка о физике", inspection__conclusion="Исправить").inspection
    f.RemarkFactory(inspection=act, journal=other, text="Ремарка об истории")
    mine = login(me).get(f"{ROOT}/{act.id}").text
    assert "Выписка из справки" in mine
    assert "Ремарка о физике" in mine
    assert "Ремарка об истории" not in mine
    assert "Рябова" not in mine
    assert "Дописать замечание" not in mine
    paper = text_of(login(me).get(f"{ROOT}/{act.id}/act.pdf").data)
    assert "Выписка из справки" in paper
    assert "об истории" not in paper
    assert login(teacher()).get(f"{ROOT}/{act.id}").status_code == 404
    for path in ("", "/remarks", "/findings"):
        assert login(me).post(f"{ROOT}/{act.id}{path}").status_code == 403


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", " ")


def test_the_act_on_paper(login, upr, journal):
    act = f.RemarkFactory(journal=journal, text="Впишите темы за октябрь", inspection__inspector=upr,
                          inspection__number="7/23", inspection__conclusion="Журнал вести аккуратно",
                          inspection__due_on=dt.date(2023, 11, 30)).inspection
    answer = login(Role.DIRECTOR).get(f"{ROOT}/{act.id}/act.pdf")
    paper = text_of(answer.data)
    for words in ("КГБПОУ «Новоалтайский лицей»", "Справка № 7/23", "Впишите темы за октябрь", "ИС-21. Физика",
                  "Журнал вести аккуратно", "Устранить замечания до 30.11.2023", "Вершинина И. О.", "Перевалов А. Г.",
                  "Малинина Т. А.", "ознакомлены (п. 7.4)"):
        assert words in paper, words
    assert login(Role.DIRECTOR).get(f"{ROOT}/{act.id}/act.pdf").data == answer.data


def test_the_history_of_a_journal(login, me, upr, journal):
    for number, text in (("1/23", "Впишите темы"), ("2/23", None)):
        f.RemarkFactory(journal=journal, inspection__number=number, inspection__conclusion="Исправить", text=text)
    for who in (me, upr):
        page = login(who).get(f"{ROOT}/journals/{journal.id}").text
        assert page.index("2/23") < page.index("1/23")
        assert "Впишите темы" in page
    assert "ещё не проверяли" in login(upr).get(f"{ROOT}/journals/{f.JournalFactory().id}").text
    assert login(teacher()).get(f"{ROOT}/journals/{journal.id}").status_code == 404


# the end of a semester (п. 7.3)

def test_the_four_questions_are_answered_by_data(db, login, me, upr, journal):
    journal.syllabus = f.SyllabusFactory(line=journal.line, author=me)
    topics = [f.SyllabusTopicFactory(syllabus=journal.syllabus, hours=2) for _ in range(2)]
    f.SyllabusTopicFactory(syllabus=journal.syllabus, hours=2, work_kind=WorkKind.CONTROL, work_number=1)
    lesson = whole(journal, 1, MONDAY - DAY, syllabus_topic=topics[0], hours=2)
    instead = {"teacher": teacher(), "substituted": me}
    f.LessonFactory(journal=journal, date=MONDAY - 2 * DAY, pair=1, substitution_reason=None, **instead)
    f.TimetableChangeFactory(journal=journal, date=MONDAY - 2 * DAY, pair=1, kind=ChangeKind.SUBSTITUTED,
                             substitute=instead["teacher"])
    students = [f.MembershipFactory(group=journal.group).student for _ in range(3)]
    for student, value in zip(students, (5, 4), strict=False):
        f.MarkFactory(cell__lesson=lesson, cell__student=student, value=value)
    for student, final in zip(students, (FinalValue.FIVE, FinalValue.THREE, FinalValue.NOT_ATTESTED), strict=True):
        f.FinalMarkFactory(journal=journal, student=student, value=final, published_at=f.NOW)
    for rule in ("hours_differ", "final_missing", "homework_late"):
        f.FindingFactory(journal=journal, rule=rule)
    act = f.RemarkFactory(journal=journal, inspection__kind=InspectionKind.SEMESTER).inspection
    user = asks(upr, Role.DEPUTY_UPR)
    [one] = answers(user, act_page(user, act)[0].journals, MONDAY)
    assert (one.given_hours, one.planned_hours, one.topics_done, one.topics) == (4, 36, 1, 3)
    assert (one.marks, one.finals, one.unattested) == (2, 3, 1)
    assert (str(one.average), str(one.final_average)) == ("4.50", "4.00")
    assert [(work.kind, work.held, work.planned) for work in one.works] == [(WorkKind.CONTROL, 0, 1)]
    assert (one.substitutions, one.without_reason, one.planned_substitutions) == (1, 1, 1)
    assert dict(one.faults) == {Question.PROGRAMME: 1, Question.MARKS: 1}
    page = login(upr).get(f"{ROOT}/{act.id}").text
    for words in ("часов 4 из 36, тем 1 из 3; замечаний 1", "средний балл 4,50; итогов 3, средний 4,00, н/а 1",
                  "контрольная работа 0 из 1", "записано 1, по расписанию 1, без причины 1"):
        assert words in page
    assert "часов 4 из 36" in text_of(login(upr).get(f"{ROOT}/{act.id}/act.pdf").data)


def test_the_next_inspection_is_named(login, db):
    assert "Справок пока нет" in login(Role.DEPUTY_UPR).get(f"{ROOT}/").text
    f.RemarkFactory(inspection__date=dt.date(2023, 9, 20), inspection__due_on=dt.date(2023, 10, 1))
    page = login(Role.DEPUTY_UPR).get(f"{ROOT}/").text
    assert "31.10.2023" in page
    assert "просрочено 1" in page
    assert "Начать проверку" not in login(Role.METHODIST).get(f"{ROOT}/").text
    for role in (Role.DATA_CLERK, Role.STUDENT, Role.PARENT):
        assert login(role).get(f"{ROOT}/").status_code == 403


@pytest.mark.parametrize(("path", "budget"), [("{root}/", 12), ("{root}/{act}", 24), ("{root}/new", 6),
                                              ("{root}/{act}/act.pdf", 29)])  # four count downloads
def test_many_journals_ask_no_more_than_few(login, upr, me, count_queries, path, budget):
    act = f.InspectionFactory(kind=InspectionKind.SEMESTER, conclusion="Всё в порядке")

    def grow(number: int) -> None:
        for _ in range(number):
            one = taught(teacher(), f"ГР-{f.GroupFactory().id}", students=0)
            f.CuratorshipFactory(group=one.group)
            f.RemarkFactory(inspection=act, journal=one, findings=[f.FindingFactory(journal=one)])
            f.RemarkFactory(journal=one)
    grow(5)
    client, path = login(upr), path.format(root=ROOT, act=act.id)
    client.get(path)
    with count_queries(at_most=budget) as few:
        client.get(path)
    grow(20)
    with count_queries() as many:
        client.get(path)
    assert len(many) == len(few)


def test_many_journals_are_checked_together(db, login, upr, me, journal):
    for number in range(11):
        taught(me, group=journal.group, title=f"Предмет {number}", students=0)
    f.LessonFactory(journal=journal, date=MONDAY - DAY, pair=1, topic="")
    assert login(upr).post(f"{ROOT}/new", data=FORM).status_code == 303
    assert sum(bool(text) and "Занятие без темы" in text for text in texts(db)) == 1
    act = made(db)
    f.LessonFactory(journal=journal, date=MONDAY - 2 * DAY, pair=1, attendance_at=None)
    assert login(upr).post(f"{ROOT}/{act.id}/findings", data=SPAN).status_code == 303
    assert any("Занятие без отметки об отсутствующих" in (text or "") for text in texts(db))


def test_a_concluded_inspection_is_told_to_teachers_and_curators(app, db, login, me, upr, journal):
    curator = f.CuratorshipFactory(group=journal.group, user__roles=(Role.CURATOR,)).user
    f.CuratorshipFactory(group=journal.group, ends=MONDAY - DAY)
    act = f.RemarkFactory(journal=journal).inspection
    form = {"conclusion": "Замечания устранить", "due_on": "2023-11-30", "version": act.row_version}
    login(upr).post(f"{ROOT}/{act.id}", data=form)
    login(upr).post(f"{ROOT}/{act.id}", data={**form, "version": 2, "conclusion": "Замечания устранить в срок"})
    for _ in range(2):
        db.commit()
        jobs._run(app, tell)
        db.expire_all()
    told = db.scalars(sa.select(Notification).where(Notification.url == f"{ROOT}/{act.id}")).all()
    assert {one.user_id for one in told} == {me.id, curator.id}
    assert len(told) == 2
    assert "прочитайте справку" in login(me).get("/notifications/").text


def test_a_remark_leads_to_its_findings(login, me, upr, journal):
    finding = f.FindingFactory(journal=journal)
    act = f.RemarkFactory(journal=journal, findings=[finding], inspection__conclusion="Исправить").inspection
    for who in (me, upr):
        page = login(who).get(f"{ROOT}/{act.id}").text
        assert f'href="/control/findings/{finding.id}"' in page
        assert login(who).get(f"/control/findings/{finding.id}").status_code == 200
