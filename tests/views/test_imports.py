"""/imports/ over HTTP: upload, the difference, applying, the report, taking back (п. 5.4, Пр. 10)."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import sqlalchemy as sa

from actions.imports import DRAFTS_KEPT, forget_drafts
from importers.sheet import Columns, read_lines
from jobs.import_kinds import intakes
from jobs.intake import template_xlsx
from jobs.task_kinds import run_tasks
from models import AuditRecord, Curriculum, Guardian, ImportBatch, Movement, Student, Task, User
from rules.terms import ImportKind, ImportState, Role
from tests import factories as f
from tests.hostile import files as hostile
from tests.lookalikes import (
    STUDENT_COLUMNS,
    curriculum_rows,
    grid,
    plan_plx,
    student_rows,
    table_csv,
    table_xls,
    table_xlsx,
)

ROWS = student_rows(4)
STAFF = ("фамилия", "имя", "отчество", "логин", "роли", "должность")


@pytest.fixture
def group(db):
    made = f.GroupFactory(name="ИС-231", admission_year=2023)
    db.commit()
    return made


def students(rows=ROWS, columns=STUDENT_COLUMNS, **more):
    return table_csv(grid(rows, columns), **more)


def staff(*people):
    return table_csv(grid([dict(zip(STAFF, person, strict=True)) for person in people], STAFF))


def upload(client, slug, data, name="файл.csv", **more):
    return client.post(f"/imports/new/{slug}", content_type="multipart/form-data", data={
        "file": (io.BytesIO(data), name), "update": "1", **more})


def draft(client, slug, data, **more):
    """The address of the waiting file."""
    answer = upload(client, slug, data, **more)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def seen(client, url):
    page = client.get(url)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text.replace("\u00a0", " ")))


def brought(client, slug, data, **more):
    """The address of an applied import."""
    url = draft(client, slug, data, **more)
    assert client.post(f"{url}/apply").status_code == 303
    return url


def count(db, model):
    db.rollback()
    return db.scalar(sa.select(sa.func.count()).select_from(model))


def batch_of(db, url):
    db.expire_all()
    return db.get(ImportBatch, int(url.rpartition("/")[2]))


FILES = [
    (students(), "Вид файла таблица текстом (csv) Кодировка UTF-8", "csv"),
    (students(delimiter=",", encoding="cp1251"), "Кодировка cp1251", "cp1251 and commas"),
    (students(delimiter="\t"), "Строк с заголовком 5", "tabs"),
    (students(delimiter="|"), "Столбцы фамилия, имя, отчество", "bars"),
    (table_xlsx(grid(ROWS)), "книга Excel (xlsx) Лист", "xlsx"),
    (table_xls(grid(ROWS)), "книга Excel 97–2003 (xls) Лист", "xls"),
]


@pytest.mark.parametrize(("data", "words", "why"), FILES, ids=[case[-1] for case in FILES])
def test_a_file_is_recognised_and_waits(db, group, login, data, words, why):
    client = login(Role.DATA_CLERK)
    url = draft(client, "students", data)
    page = seen(client, url)
    assert words in page
    assert "Добавится 4, изменится 0, останется без изменений 0." in page
    assert count(db, Student) == 0
    assert seen(client, url) == page  # nothing is lost on reload


def test_from_the_file_to_the_report_and_again(db, group, login):
    client = login(Role.DATA_CLERK)
    url = brought(client, "students", students())
    assert (count(db, Student), count(db, Movement)) == (4, 4)
    batch = batch_of(db, url)
    assert (batch.state, batch.created, batch.content) == (ImportState.APPLIED, 4, None)
    assert f"{ROWS[0]['фамилия']}" in seen(client, url)
    again = client.post(f"{url}/apply")
    assert (again.status_code, "уже загружен" in again.text) == (409, True)  # a second press does nothing
    again = draft(client, "students", students())
    assert "Всё из этого файла уже есть: загрузка ничего не изменит." in seen(client, again)
    assert "Загрузить</button>" not in client.get(again).text
    assert "Загружено" in seen(client, "/imports/") or "загружено" in seen(client, "/imports/")


def test_a_large_file_is_applied_in_the_queue(db, group, login, monkeypatch):
    monkeypatch.setattr("views.import_batch.AT_ONCE", 3)
    monkeypatch.setattr("jobs.wake", lambda app: None)  # the test is the worker
    client = login(Role.DATA_CLERK)
    url = draft(client, "students", students())
    first, second = (client.post(f"{url}/apply").headers["Location"] for _ in range(2))
    assert first == second  # the same work is not ordered twice
    assert count(db, Student) == 0
    db.commit()
    run_tasks()
    page = client.get(first).text
    assert "Загружено: новых 4, изменено 0, без изменений 0" in page
    assert f'href="{url}"' in page
    assert (count(db, Student), batch_of(db, url).state) == (4, ImportState.APPLIED)
    late = draft(client, "students", students([*ROWS, *student_rows(6)[4:]]))
    client.post(f"{late}/apply")
    brought_by_another = students(student_rows(6)[4:])
    monkeypatch.setattr("views.import_batch.AT_ONCE", 300)
    brought(client, "students", brought_by_another)
    run_tasks()
    assert "данные изменились, и ничего не загружено" in client.get(f"/tasks/{last_task(db)}").text
    assert count(db, Student) == 6


def last_task(db):
    db.rollback()
    return db.scalar(sa.select(sa.func.max(Task.id)))


def test_the_difference_is_told_line_by_line(db, group, login):
    client = login(Role.DATA_CLERK)
    brought(client, "students", students(ROWS[:3]))
    changed = [ROWS[0] | {"родитель_телефон": "+7 913 999-00-11"}, *ROWS[1:]]
    page = seen(client, draft(client, "students", students(changed)))
    assert "Все 4 Новое 1 Изменено 1 Без изменений 2" in page
    assert "Телефон: +79132000000 → +79139990011" in page
    assert re.search(r"5 \S+ \S+ \S+, ИС-231 новое", page)


def test_existing_rows_are_left_alone_when_asked(db, group, login):
    client = login(Role.DATA_CLERK)
    brought(client, "students", students(ROWS[:3]))
    changed = [ROWS[0] | {"родитель_телефон": "+7 913 999-00-11"}, *ROWS[1:]]
    url = draft(client, "students", students(changed), update="0")
    page = seen(client, url)
    assert "Новое 1 Без изменений 2 Оставлено как было 1" in page
    assert "Телефон: +79132000000 → +79139990011" in page
    client.post(f"{url}/apply")
    assert count(db, Student) == 4
    assert db.scalar(sa.select(sa.func.count()).where(Guardian.phone == "+79139990011")) == 0


def test_a_refused_row_stops_the_file_and_is_named(db, group, login):
    client = login(Role.DATA_CLERK)
    url = draft(client, "students", students([*ROWS[:3], ROWS[3] | {"группа": "ИС-99"}]))
    page = seen(client, url)
    assert "Загрузить нельзя: отказов 1." in page
    assert "5 группа Группа «ИС-99» не найдена" in page
    assert "Новое 3" in page  # the rest is shown all the same
    assert client.post(f"{url}/apply").status_code == 303
    assert count(db, Student) == 0
    assert "пока не загрузится: отказов и вопросов 1" in client.get("/imports/").text


@pytest.mark.parametrize(("answer", "people", "words"), [
    ("new", 5, "Добавится 1"), ("same", 4, "Дата рождения: 15.01.2007 → 16.01.2007")], ids=["another", "the same"])
def test_a_likely_double_is_asked_and_answered(db, group, login, answer, people, words):
    client = login(Role.DATA_CLERK)
    brought(client, "students", students())
    twin = [ROWS[0] | {"дата_рождения": "2007-01-16", "приказ_номер": ROWS[0]["приказ_номер"]}]
    url = draft(client, "students", students(twin))
    page = seen(client, url)
    assert "Похожие люди уже есть, без ответа: 1." in page
    assert client.post(f"{url}/apply").status_code == 303
    assert count(db, Student) == 4
    known = re.search(r'name="answer-2" value="(\d+)"', client.get(url).text)[1]
    client.post(f"{url}/check", data={"update": "1", "answer-2": "new" if answer == "new" else known})
    assert words in seen(client, url)
    client.post(f"{url}/apply")
    assert count(db, Student) == people


def test_an_answer_about_somebody_else_is_no_answer(db, group, login):
    """The id of a person who was not offered merges nobody."""
    client = login(Role.DATA_CLERK)
    brought(client, "students", students())
    other = f.StudentFactory().id
    db.commit()
    url = draft(client, "students", students([ROWS[0] | {"дата_рождения": "2007-01-16"}]), **{"answer-2": str(other)})
    client.post(f"{url}/apply")
    assert count(db, Student) == 5


def test_staff_namesakes_are_asked(db, login):
    client = login(Role.ADMINISTRATOR)
    person = ("Глухова", "Вера", "Ильинична", "gluhova", "преподаватель", "преподаватель")
    brought(client, "staff", staff(person))
    url = draft(client, "staff", staff((*person[:3], "vgluhova", "куратор", "преподаватель")))
    assert "логин gluhova" in seen(client, url)
    known = db.scalar(sa.select(User.id).where(User.login == "gluhova"))
    client.post(f"{url}/check", data={"update": "1", "answer-2": str(known)})
    client.post(f"{url}/apply")
    db.expire_all()
    assert db.get(User, known).role_set == {Role.TEACHER, Role.CURATOR}
    assert db.scalar(sa.select(User.id).where(User.login == "vgluhova")) is None


def test_a_plan_in_a_table_is_told_whose_it_is(db, login):
    client = login(Role.DEPUTY_OOD)
    f.SpecialityFactory(code="09.02.07")
    db.commit()
    brought(client, "curriculum", plan_plx(), name="план.plx")
    page = seen(client, draft(client, "curriculum", plan_plx(encoding="cp1251")))
    assert "разметка XML или HTML Кодировка cp1251" in page
    assert "загрузка ничего не изменит" in page
    assert count(db, Curriculum) == 1
    assert curriculum_rows()


def test_a_plan_that_changed_meanwhile_is_shown_anew(db, group, login):
    client = login(Role.DATA_CLERK)
    url = draft(client, "students", students())
    brought(client, "students", students(ROWS[:2]))
    client.post(f"{url}/apply")
    assert count(db, Student) == 2
    assert "Добавится 2, изменится 0, останется без изменений 2." in seen(client, url)


HOSTILE = [  # the whole table of them: tests/importers
    (hostile.far_cell, "a far cell"), (hostile.with_macros, "macros"), (hostile.billion_laughs, "entities"),
    (hostile.external_entity, "a file of the server"), (hostile.word_document, "a document"),
    (lambda: table_xlsx(grid(ROWS), formula=(1, 1)), "a formula"),
    (lambda: hostile.truncated(table_xlsx(grid(ROWS))), "torn"),
    (lambda: b"%PDF-1.4", "a PDF"), (lambda: b"", "an empty file"),
]


def test_hostile_files_are_refused_with_words(db, group, login):
    client = login(Role.DATA_CLERK)
    for build, why in HOSTILE:
        answer = upload(client, "students", build(), "файл.xlsx")
        if answer.status_code == 303:  # read as markup: kept with the reason
            assert "Загрузить нельзя" in client.get(answer.headers["Location"]).text, why
        else:
            assert (answer.status_code, "Файл не принят, ничего не изменено" in answer.text) == (422, True), why
    assert count(db, Student) == 0


def test_a_choice_that_cannot_be_read_stays_on_the_page(db, login):
    client = login(Role.DEPUTY_OOD)
    answer = upload(client, "curriculum", plan_plx(), year="двадцать")
    assert answer.status_code == 422
    assert "Год набора: нужно число" in answer.text
    assert 'value="двадцать"' in answer.text
    assert "Выберите файл" in client.post("/imports/new/curriculum", data={}).text


def test_templates_can_be_filled_in(db, group, login):
    client = login(Role.DATA_CLERK)
    template = client.get("/imports/template/students.xlsx")
    assert template.mimetype.endswith("sheet")
    assert "Добавится 1" in seen(client, draft(client, "students", template.data))
    for intake in intakes().values():
        if intake.template:
            headings = tuple(field.heading for field in intake.template)
            lines = read_lines(template_xlsx(intake), Columns(headings))
            assert tuple(cell for cell in lines[0].cells if cell) == headings, intake.slug


def test_an_import_is_taken_back_or_the_reason_is_told(db, group, login):
    client = login(Role.DATA_CLERK)
    url = brought(client, "students", students())
    student = db.scalar(sa.select(Student).order_by(Student.id))
    cell = f.CellFactory(student=student)
    db.commit()
    refused = client.post(f"{url}/rollback")
    assert refused.status_code == 409
    assert "уже используется" in refused.text
    assert count(db, Student) >= 4
    db.delete(db.get(type(cell), cell.id))
    db.commit()
    before = count(db, Student)
    assert client.post(f"{url}/rollback").status_code == 303
    assert count(db, Student) == before - 4
    assert "Отменено" in seen(client, url)
    assert "Отменить загрузку" not in client.get(url).text


def test_the_report_goes_out_and_the_audit_knows(db, group, login):
    client = login(Role.DATA_CLERK)
    url = brought(client, "students", students())
    report = client.get(f"{url}/report.xlsx")
    lines = read_lines(report.data, Columns(()))
    assert list(lines[5].cells)[:2] == [2.0, "новое"]
    record = db.scalar(sa.select(AuditRecord).where(AuditRecord.action == "export"))
    assert (record.entity, record.entity_id, record.after) == ("import_batch", batch_of(db, url).id, {"format": "xlsx"})


FOREIGN = [(Role.DATA_CLERK, "staff"), (Role.DATA_CLERK, "curriculum"), (Role.ADMINISTRATOR, "students"),
           (Role.DEPUTY_OOD, "students"), (Role.METHODIST, "students"), (Role.TEACHER, "students"),
           (Role.TEACHER, "syllabus"), (Role.SENIOR_MASTER, "staff"), (Role.DATA_CLERK, "nothing")]


@pytest.mark.parametrize(("role", "slug"), FOREIGN, ids=[f"{role.value} {slug}" for role, slug in FOREIGN])
def test_a_kind_one_may_not_is_not_there(db, login, role, slug):
    client = login(role)
    assert client.get(f"/imports/new/{slug}").status_code == 404
    assert upload(client, slug, students()).status_code == 404
    assert client.get(f"/imports/template/{slug}.xlsx").status_code == 404
    assert f"/imports/new/{slug}" not in client.get("/imports/").text
    assert count(db, ImportBatch) == 0


def test_another_ones_file_is_not_there(db, group, login):
    url = draft(login(Role.DATA_CLERK), "students", students())
    for role in (Role.DATA_CLERK, Role.METHODIST, Role.TEACHER, Role.ADMINISTRATOR, Role.DIRECTOR):
        client = login(role)
        assert client.get(url).status_code == 404
        assert "файл.csv" not in client.get("/imports/").text
    for verb in ("check", "apply", "discard", "rollback"):
        assert login(Role.DATA_CLERK).post(f"{url}/{verb}").status_code == 404
    assert login(Role.DIRECTOR).post(f"{url}/apply").status_code == 403


def test_an_applied_one_is_read_by_the_administration_alone(db, group, login):
    url = brought(login(Role.DATA_CLERK), "students", students())
    assert login(Role.DIRECTOR).get(url).status_code == 200
    assert login(Role.ADMINISTRATOR).post(f"{url}/rollback").status_code == 404
    assert login(Role.DATA_CLERK).get(url).status_code == 404
    assert count(db, Student) == 4


def test_a_file_is_put_away_by_its_owner_or_by_the_night(db, group, login):
    client = login(Role.DATA_CLERK)
    assert client.post(f"{draft(client, 'students', students())}/discard").status_code == 303
    assert count(db, ImportBatch) == 0
    url = draft(client, "students", students())
    at = batch_of(db, url).at
    assert forget_drafts(at + DRAFTS_KEPT) == 0
    assert forget_drafts(at + DRAFTS_KEPT + dt.timedelta(minutes=1)) == 1


def test_pages_cost_the_same_whatever_their_rows(db, group, login, count_queries):
    client = login(Role.DATA_CLERK)
    owner = db.scalar(sa.select(User).order_by(User.id.desc()))
    url = brought(client, "students", students(student_rows(25)))
    f.ImportBatchFactory.create_batch(25, user=owner, kind=ImportKind.STUDENTS)
    db.commit()
    client.get("/imports/")
    with count_queries(at_most=4):
        client.get("/imports/")
    with count_queries(at_most=5):
        client.get(url)
    waits = draft(client, "students", students(student_rows(30)))
    with count_queries(at_most=5):
        client.get(waits)
