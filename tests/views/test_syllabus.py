"""A thematic plan over HTTP: from an empty page, a copy or a file to approval and a second version (п. 5.6, 7.3)."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import sqlalchemy as sa

from models import Journal, Lesson, Syllabus, SyllabusTopic
from rules.syllabus import FIELDS
from rules.terms import ClosingScope, Role, SyllabusState
from tests import factories as f

TODAY = dt.date(2023, 11, 20)
EMPTY = dict.fromkeys(FIELDS, "")


@pytest.fixture
def journal(db):
    made = f.JournalFactory(teacher=f.TeacherFactory(), planned_hours=6, syllabus=None)
    db.commit()
    return made


def form(plan, *rows, stamp, **more):
    """The page as the teacher sends it: rows of (title, hours, changes)."""
    data = {"rows": len(rows), "stamp": stamp, **more}
    for place, (title, hours, extra) in enumerate(rows):
        values = {**EMPTY, "kind": "combined", "title": title, "hours": str(hours), "id": "", **extra}
        data |= {f"{name}-{place}": value for name, value in values.items()}
    return data


def stamp_of(client, plan):
    return client.get(f"/syllabus/{plan.id}").text.split('name="stamp" value="')[1].split('"')[0]


def written(db, journal, client, *rows):
    """A plan of the journal with these topics."""
    client.post(f"/syllabus/journal/{journal.id}")
    plan = db.scalars(sa.select(Syllabus).order_by(Syllabus.id.desc())).first()
    answer = client.post(f"/syllabus/{plan.id}", data=form(plan, *rows, stamp=stamp_of(client, plan)))
    assert answer.status_code == 303, answer.text
    db.expire_all()
    return plan


def topics(db, plan):
    return [(topic.title, topic.hours) for topic in db.scalars(
        sa.select(SyllabusTopic).where(SyllabusTopic.syllabus_id == plan.id).order_by(SyllabusTopic.position))]


def test_a_plan_goes_from_the_teacher_to_the_methodist_and_into_force(db, login, journal):
    teacher, methodist = login(journal.teacher), login(Role.METHODIST)
    assert "С пустого листа" in teacher.get(f"/syllabus/journal/{journal.id}").text
    plan = written(db, journal, teacher, ("Линейные алгоритмы", 2, {}), ("Ветвления", 2, {}))
    assert db.get(Journal, journal.id).syllabus_id == plan.id, "lessons do not wait for approval"
    short = teacher.post(f"/syllabus/{plan.id}/submit", data={"stamp": stamp_of(teacher, plan)})
    assert short.status_code == 422
    assert "6\u00a0ч: добавьте 2\u00a0ч (п. 7.3)" in short.text

    stored = [topic.id for topic in db.scalars(sa.select(SyllabusTopic))]
    teacher.post(f"/syllabus/{plan.id}", data=form(
        plan, ("Циклы", 2, {}), ("Линейные алгоритмы", 2, {"id": stored[0]}), ("Ветвления", 2, {"id": stored[1]}),
        stamp=stamp_of(teacher, plan)))
    assert [title for title, _ in topics(db, plan)] == ["Циклы", "Линейные алгоритмы", "Ветвления"]
    kept = db.scalars(sa.select(SyllabusTopic.id).where(SyllabusTopic.title != "Циклы")).all()
    assert sorted(kept) == stored, "topics keep their identity"

    assert teacher.post(f"/syllabus/{plan.id}/submit", data={"stamp": stamp_of(teacher, plan)}).status_code == 303
    assert "на утверждении" in methodist.get("/syllabus/").text
    assert methodist.post(f"/syllabus/{plan.id}/return", data={"remark": ""}).status_code == 422
    methodist.post(f"/syllabus/{plan.id}/return", data={"remark": "Добавьте контрольную работу"})
    assert "Добавьте контрольную работу" in teacher.get(f"/syllabus/{plan.id}").text
    teacher.post(f"/syllabus/{plan.id}/submit")
    assert methodist.post(f"/syllabus/{plan.id}/approve").status_code == 303
    db.expire_all()
    assert plan.state == SyllabusState.APPROVED
    assert teacher.post(f"/syllabus/{plan.id}", data=form(plan, stamp="x")).status_code == 404, "no more changes"


def test_a_new_version_takes_the_lessons_with_it(db, login, journal):
    teacher, methodist = login(journal.teacher), login(Role.METHODIST)
    first = written(db, journal, teacher, ("Линейные алгоритмы", 2, {}), ("Ветвления", 4, {}))
    for verb, who in (("submit", teacher), ("approve", methodist)):
        who.post(f"/syllabus/{first.id}/{verb}")
    old = db.scalars(sa.select(SyllabusTopic).where(SyllabusTopic.title == "Ветвления")).one()
    lesson = f.LessonFactory(journal=journal, date=TODAY, syllabus_topic=old)
    teacher.post(f"/syllabus/journal/{journal.id}", data={"source": first.id})
    second = db.scalars(sa.select(Syllabus).where(Syllabus.version == 2)).one()
    assert db.get(Journal, journal.id).syllabus_id == first.id, "the approved one is in force until the new one is"
    rows = [topic.id for topic in db.scalars(sa.select(SyllabusTopic).where(SyllabusTopic.syllabus_id == second.id))]
    teacher.post(f"/syllabus/{second.id}", data=form(
        second, ("Ветвления", 4, {"id": rows[1]}), ("Линейные алгоритмы", 2, {"id": rows[0]}),
        stamp=stamp_of(teacher, second)))
    assert "перенесена" in teacher.get(f"/syllabus/{second.id}").text
    for verb, who in (("submit", teacher), ("approve", methodist)):
        assert who.post(f"/syllabus/{second.id}/{verb}").status_code == 303
    db.expire_all()
    assert (first.state, db.get(Journal, journal.id).syllabus_id) == (SyllabusState.SUPERSEDED, second.id)
    topic = db.get(SyllabusTopic, db.get(Lesson, lesson.id).syllabus_topic_id)
    assert (topic.syllabus_id, topic.title) == (second.id, "Ветвления")


def test_two_windows_meet_and_both_versions_are_shown(db, login, journal):
    teacher = login(journal.teacher)
    plan = written(db, journal, teacher, ("Линейные алгоритмы", 2, {}))
    seen = stamp_of(teacher, plan)
    teacher.post(f"/syllabus/{plan.id}", data=form(plan, ("Ветвления", 2, {}), stamp=seen))
    answer = teacher.post(f"/syllabus/{plan.id}", data=form(plan, ("Циклы", 2, {}), stamp=seen))
    assert answer.status_code == 409
    assert "Ветвления" in answer.text
    assert 'value="Циклы"' in answer.text
    assert topics(db, plan) == [("Ветвления", 2)]
    again = answer.text.split('name="stamp" value="')[1].split('"')[0]
    assert teacher.post(f"/syllabus/{plan.id}", data=form(plan, ("Циклы", 2, {}), stamp=again)).status_code == 303


@pytest.mark.parametrize(("row", "words"), [
    (("Linear algorithms", 2, {}), "Тема занятия"), (("", 2, {}), "Тема занятия"),
    (("Циклы", "", {}), "Часы темы"), (("Циклы", "две", {}), "Часы темы"),
    (("Циклы", 2, {"kind": "practical"}), "укажите вид и номер работы"),
    (("Циклы", 2, {"work_kind": "control"}), "укажите номер"),
    (("Циклы", 2, {"homework": "Решить задачи"}), "(п. 5.6)"),
], ids=lambda value: str(value)[:40])
def test_a_wrong_line_is_told_and_nothing_is_lost(db, login, journal, row, words):
    teacher = login(journal.teacher)
    plan = written(db, journal, teacher, ("Линейные алгоритмы", 2, {}))
    answer = teacher.post(f"/syllabus/{plan.id}", data=form(plan, ("Редкая тема", 4, {}), row,
                                                             stamp=stamp_of(teacher, plan)))
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Редкая тема"' in answer.text
    assert topics(db, plan) == [("Линейные алгоритмы", 2)]


def test_buttons_move_rows_and_save_nothing(db, login, journal):
    teacher = login(journal.teacher)
    plan = written(db, journal, teacher, ("Первая тема", 2, {}), ("Вторая тема", 4, {}))
    rows, stamp = (("Первая тема", 2, {}), ("Вторая тема", 4, {})), stamp_of(teacher, plan)

    def titles(act):
        page = teacher.post(f"/syllabus/{plan.id}", data=form(plan, *rows, stamp=stamp, act=act))
        assert page.status_code == 200
        return [part.split('value="')[1].split('"')[0] for part in page.text.split('name="title-')[1:]]

    assert titles("up:1") == ["Вторая тема", "Первая тема"]
    assert titles("down:0") == ["Вторая тема", "Первая тема"]
    assert titles("insert:1") == ["Первая тема", "", "Вторая тема"]
    assert titles("remove:0") == ["Вторая тема"]
    assert titles("add") == ["Первая тема", "Вторая тема", ""]
    assert titles("up:0") == titles("down:9") == titles("fly:1") == ["Первая тема", "Вторая тема"]
    assert topics(db, plan) == [("Первая тема", 2), ("Вторая тема", 4)]


CSV = "номер;раздел;тема;часы;вид_занятия;вид_работы;номер_работы\n1;Раздел 1;Линейные алгоритмы;2;;;\n" \
      "2;;Практическая работа № 1. Ветвления;4;практическое занятие;практическая работа;1\n"


def upload(client, journal, text, name="план.csv"):
    return client.post(f"/syllabus/journal/{journal.id}", data={"file": (io.BytesIO(text.encode("cp1251")), name)},
                       content_type="multipart/form-data")


def test_a_plan_comes_from_a_file_twice_without_change(db, login, journal):
    teacher = login(journal.teacher)
    assert upload(teacher, journal, CSV).status_code == 303
    plan = db.scalars(sa.select(Syllabus)).one()
    assert topics(db, plan) == [("Линейные алгоритмы", 2), ("Практическая работа № 1. Ветвления", 4)]
    assert upload(teacher, journal, CSV).status_code == 303
    assert "без изменений 2" in teacher.get(f"/syllabus/{plan.id}").text
    assert db.scalar(sa.select(sa.func.count()).select_from(Syllabus)) == 1
    exported = teacher.get(f"/syllabus/{plan.id}/plan.csv").data.decode("utf-8-sig")
    assert upload(teacher, journal, exported).status_code == 303
    assert "без изменений 2" in teacher.get(f"/syllabus/{plan.id}").text, "what goes out comes in the same"


@pytest.mark.parametrize(("text", "words"), [
    ("тема;часы\nЦиклы;две\n", "строка 2, столбец «часы»"), ("тема\nЦиклы\n", "часы"),
    ("тема;часы;вид_занятия\nЦиклы;2;танец\n", "столбец «вид_занятия»"), ("тема;часы\nLoops;2\n", "столбец «тема»"),
    ("", "файл"),
], ids=["hours", "no column", "kind", "language", "empty"])
def test_a_wrong_file_tells_line_and_column_and_writes_nothing(db, login, journal, text, words):
    answer = upload(login(journal.teacher), journal, text)
    assert answer.status_code == 422
    assert words in answer.text.lower()
    assert db.scalar(sa.select(sa.func.count()).select_from(Syllabus)) == 0


def test_topics_with_lessons_go_only_when_told(db, login, journal):
    teacher = login(journal.teacher)
    plan = written(db, journal, teacher, ("Первая тема", 2, {}), ("Вторая тема", 4, {}))
    first = db.scalars(sa.select(SyllabusTopic).order_by(SyllabusTopic.position)).first()
    lesson = f.LessonFactory(journal=journal, date=TODAY, syllabus_topic=first)
    data = form(plan, ("Вторая тема", 4, {}), stamp=stamp_of(teacher, plan))
    answer = teacher.post(f"/syllabus/{plan.id}", data=data)
    assert answer.status_code == 422
    assert "Убрать и эти темы" in answer.text
    assert teacher.post(f"/syllabus/{plan.id}", data={**data, "drop": "1"}).status_code == 303
    db.expire_all()
    assert db.get(Lesson, lesson.id).syllabus_topic_id is None


def test_topics_of_closed_months_stay(db, login, journal):
    teacher = login(journal.teacher)
    plan = written(db, journal, teacher, ("Первая тема", 2, {}), ("Вторая тема", 4, {}))
    first = db.scalars(sa.select(SyllabusTopic).order_by(SyllabusTopic.position)).first()
    lesson = f.LessonFactory(journal=journal, date=TODAY, syllabus_topic=first)
    f.ClosingFactory(scope=ClosingScope.MONTH, starts=TODAY.replace(day=1), ends=TODAY)
    data = form(plan, ("Вторая тема", 4, {}), stamp=stamp_of(teacher, plan), drop="1")
    answer = teacher.post(f"/syllabus/{plan.id}", data=data)
    assert answer.status_code == 422
    assert "п. 7.2" in answer.text and "в закрытом периоде: «Первая тема»" in answer.text
    db.expire_all()
    assert db.get(Lesson, lesson.id).syllabus_topic_id == first.id


def test_who_may_not(db, login, journal):
    teacher = login(journal.teacher)
    plan = written(db, journal, teacher, ("Первая тема", 6, {}))
    stranger = login(f.TeacherFactory())
    assert stranger.get(f"/syllabus/{plan.id}").status_code == 404
    assert stranger.post(f"/syllabus/journal/{journal.id}").status_code == 404
    assert login(Role.METHODIST).post(f"/syllabus/{plan.id}", data=form(plan, stamp="x")).status_code == 404
    for role in (Role.DEPUTY_OOD, Role.ADMINISTRATOR, Role.DIRECTOR):
        assert login(role).get(f"/syllabus/{plan.id}").status_code == 200
        assert login(role).post(f"/syllabus/{plan.id}/approve").status_code == 403
    assert login(Role.STUDENT).get(f"/syllabus/{plan.id}").status_code == 403
    teacher.post(f"/syllabus/{plan.id}/submit")
    assert teacher.post(f"/syllabus/{plan.id}/approve").status_code == 404, "nobody approves the own plan"


def test_a_long_plan_asks_no_more_than_a_short_one(db, login, journal, count_queries):
    teacher = login(journal.teacher)
    plan = written(db, journal, teacher, *((f"Тема номер {n}", 2, {}) for n in range(5)))
    with count_queries(at_most=18) as few:
        teacher.get(f"/syllabus/{plan.id}")
    for n in range(5, 60):
        f.SyllabusTopicFactory(syllabus=plan, position=n + 1, title=f"Тема номер {n}")
    with count_queries() as many:
        teacher.get(f"/syllabus/{plan.id}")
    assert len(many) == len(few)
    with count_queries(at_most=10):
        teacher.get("/syllabus/")
