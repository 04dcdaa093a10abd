"""What the lesson's page proposes: the plan's topic, the absent, rows, the parallel subgroup (п. 5.4, 5.6, 6.2)."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models import Lesson
from rules.terms import ChangeKind, LessonKind, WorkKind
from tests import factories as f
from tests.views.lesson_forms import cell, fields_of, lesson_data, task, work

TODAY = dt.date(2023, 11, 20)
REASON = "тема переставлена по просьбе кафедры"


@pytest.fixture
def journal(db):
    for place, letter in enumerate("нбуо"):
        f.AbsenceKindFactory(letter=letter, title=f"пропуск {letter}", is_late=letter == "о", excused=letter in "бу",
                             position=place)
    return f.JournalFactory(group__name="ИС-21")


@pytest.fixture
def new(journal):
    return f"/journal/{journal.id}/lessons/new"


def topics(journal, *titles):
    journal.syllabus = f.SyllabusFactory(line=journal.line, author=journal.teacher)
    return [f.SyllabusTopicFactory(syllabus=journal.syllabus, position=place, title=title, hours=2)
            for place, title in enumerate(titles, 1)]


def post_step(client, url, step, **typed):
    """Press a button that saves nothing: the page comes back with everything typed."""
    answer = client.post(url, data={**lesson_data(**typed), "step": step})
    assert answer.status_code == 200
    return answer.text


# the thematic plan

def test_the_next_topic_is_proposed_with_its_work_and_homework(login, journal, new):
    first, second = topics(journal, "Классы", "Практическая работа № 4. Делегаты")
    second.kind, second.work_kind, second.work_number = LessonKind.PRACTICAL, WorkKind.PRACTICAL, 4
    second.homework = "§ 5"
    f.LessonFactory(journal=journal, syllabus_topic=first, hours=2)
    page = login(journal.teacher).get(new).text
    fields = fields_of(page)
    assert "Тема по плану, № 2 из 2" in page
    assert {name: fields[name] for name in ("topic", "syllabus_topic_id", "kind", "works-0-kind", "works-0-number",
                                            "works-0-title", "homework")} == {
        "topic": "Практическая работа № 4. Делегаты", "syllabus_topic_id": str(second.id), "kind": "practical",
        "works-0-kind": "practical", "works-0-number": "4", "works-0-title": "Делегаты", "homework": "§ 5"}


@pytest.mark.parametrize(("chosen", "reason", "code"), [
    (0, "", 302), (1, "", 422), (1, REASON, 302), (None, "", 422), (None, REASON, 302), (1, "..", 422),
])
def test_another_topic_than_the_next_asks_why(db, login, journal, new, chosen, reason, code):
    plan = topics(journal, "Классы", "Делегаты")
    answer = login(journal.teacher).post(new, data=lesson_data(
        topic="Своими словами", syllabus_topic_id=str(plan[chosen].id) if chosen is not None else "",
        deviation_reason=reason))
    assert answer.status_code == code
    if code == 422:
        assert "По плану следующая тема № 1 «Классы». Укажите, почему не по плану (п. 5.6)" in answer.text
        return
    lesson = db.scalars(sa.select(Lesson)).one()
    assert (lesson.topic, lesson.deviation_reason) == ("Своими словами", reason or None)


def test_a_topic_of_another_plan_is_refused(login, journal, new):
    topics(journal, "Классы")
    stranger = f.SyllabusTopicFactory()
    answer = login(journal.teacher).post(new, data=lesson_data(syllabus_topic_id=str(stranger.id)))
    assert answer.status_code == 422
    assert "Такой темы нет в тематическом плане" in answer.text


def test_a_topic_is_put_into_the_form_without_scripts(login, journal, new):
    _, second = topics(journal, "Классы", "Делегаты")
    page = post_step(login(journal.teacher), new, "topic", topic="", syllabus_topic_id=str(second.id))
    assert fields_of(page)["topic"] == "Делегаты"
    assert "Почему не по плану" in page


def test_correcting_a_lesson_does_not_ask_again(login, journal):
    first, second = topics(journal, "Классы", "Делегаты")
    f.LessonFactory(journal=journal, syllabus_topic=first)
    lesson = f.LessonFactory(journal=journal, date=TODAY, syllabus_topic=second, topic="Делегаты")
    url = f"/journal/{journal.id}/lessons/{lesson.id}"
    client = login(journal.teacher)
    fields = fields_of(client.get(url).text)
    assert client.post(url, data={**fields, "topic": "Делегаты и события"}).status_code == 302


# rows

@pytest.mark.parametrize(("step", "names"), [
    ("task-add", {"tasks-0-text": "Опрос", "tasks-1-text": "Задачи", "tasks-2-text": ""}),
    ("task-drop-0", {"tasks-1-text": "Задачи"}),
    ("work-add", {"works-0-title": "Классы", "works-1-title": ""}),
    ("work-drop-0", {"works-1-title": ""}),
    ("nonsense", {"tasks-0-text": "Опрос", "tasks-1-text": "Задачи"}),
])
def test_rows_without_scripts(db, login, journal, new, step, names):
    student = f.MembershipFactory(group=journal.group).student
    typed = {**task(0, "Опрос"), **task(1, "Задачи"), **work(0, "check", 2, "Классы"), **cell(student.id, "5")}
    fields = fields_of(post_step(login(journal.teacher), new, step, **typed))
    part = next(iter(names)).split("-")[0]
    left = {name: value for name, value in fields.items() if name.startswith(part) and name.endswith(("text", "title"))}
    assert left == names
    assert fields[f"cell_{student.id}"] == "5"
    assert db.scalar(sa.select(sa.func.count()).select_from(Lesson)) == 0


# who was probably absent

def test_proposals_by_paper_practice_and_the_previous_lesson(login, journal, new):
    by_paper, on_practice, gone_home, late, present = [f.MembershipFactory(group=journal.group).student
                                                       for _ in range(5)]
    f.ExcuseNoteFactory(student=by_paper, ends=dt.date(2023, 11, 22))
    f.ExcuseNoteFactory(student=present, ends=dt.date(2023, 11, 19))
    programme = f.PracticeProgrammeFactory(starts=dt.date(2023, 11, 13), ends=dt.date(2023, 11, 25))
    f.PlacementFactory(programme=programme, student=on_practice)
    earlier = f.LessonFactory(journal=f.JournalFactory(group=journal.group), date=TODAY, pair=1)
    between = f.LessonFactory(journal=f.JournalFactory(group=journal.group), date=TODAY, pair=2)
    f.AbsenceFactory(cell=f.CellFactory(lesson=earlier, student=present))  # came to the second pair
    f.AbsenceFactory(cell=f.CellFactory(lesson=between, student=gone_home))
    f.AbsenceFactory(cell=f.CellFactory(lesson=between, student=by_paper))
    f.AbsenceFactory(cell=f.CellFactory(lesson=between, student=late), kind=f.AbsenceKindFactory(letter="о"), hours=0)
    client = login(journal.teacher)
    page = client.get(f"{new}?date=2023-11-20&pair=3").text
    chips = page[page.index('class="chips"'):page.index("</section>", page.index('class="chips"'))]
    assert chips.count('value="hint-') == 3
    for student, letter, why in ((by_paper, "б", "документ до 22.11"), (on_practice, "у", "практика до 25.11"),
                                 (gone_home, "н", "нет с 2-й пары")):
        assert f'value="hint-{student.id}"' in chips
        assert f"{student.last_name}, {letter}, {why}" in chips
    fields = fields_of(post_step(client, f"{new}?date=2023-11-20&pair=3", f"hint-{on_practice.id}"))
    assert [fields[f"cell_{one.id}"] for one in (by_paper, on_practice, gone_home)] == ["", "у", ""]
    fields = fields_of(post_step(client, f"{new}?date=2023-11-20&pair=3", "hints"))
    assert [fields[f"cell_{one.id}"] for one in (by_paper, on_practice, gone_home, late, present)] == [
        "б", "у", "н", "", ""]


def test_the_paper_itself_is_never_shown(login, journal, new):
    student = f.MembershipFactory(group=journal.group).student
    f.ExcuseNoteFactory(student=student, document="справка из диспансера № 12")
    assert "диспансера" not in login(journal.teacher).get(new).text


def test_everybody_present_takes_letters_and_leaves_marks(login, journal, new):
    ill, good, late = [f.MembershipFactory(group=journal.group).student for _ in range(3)]
    fields = fields_of(post_step(login(journal.teacher), new, "present", attendance=None, **cell(ill.id, "б"),
                                 **cell(good.id, "5/4"), **cell(late.id, "о/3")))
    assert [fields[f"cell_{one.id}"] for one in (ill, good, late)] == ["", "5/4", "3"]
    assert fields["attendance"] == "y"


# the day of homework

def test_homework_is_due_at_one_of_the_next_lessons(login, journal, new):
    f.TimetableSlotFactory(journal=journal, weekday=1, pair=2)
    f.TimetableSlotFactory(journal=journal, weekday=4, pair=3)
    f.TimetableChangeFactory(journal=journal, date=dt.date(2023, 11, 23), pair=3, kind=ChangeKind.CANCELLED)
    f.HolidayFactory(starts=dt.date(2023, 11, 27), ends=dt.date(2023, 11, 27))
    page = login(journal.teacher).get(new).text
    select = page[page.index('name="homework_due"'):]
    options = select[:select.index("</select>")]
    assert fields_of(page)["homework_due"] == "2023-11-30"
    assert "30.11, чт, 3-я пара" in options
    assert "2023-11-23" not in options
    assert "2023-11-27" not in options
    assert 'value="other"' in options


# the parallel subgroup

@pytest.fixture
def parts(journal):
    """Two subgroups of one teacher: the first has had a lesson today."""
    one, two = (f.SubgroupFactory(group=journal.group, split="Иностранный язык", number=number) for number in (1, 2))
    journal.subgroup = one
    other = f.JournalFactory(line=journal.line, group=journal.group, semester=journal.semester,
                             teacher=journal.teacher, subgroup=two)
    lesson = f.LessonFactory(journal=journal, date=TODAY, pair=2, topic="Погода в Сибири")
    f.LessonTaskFactory(lesson=lesson, text="Диалог в парах")
    f.WorkFactory(lesson=lesson, kind=WorkKind.CHECK, number=5, title="Слова по теме")
    f.HomeworkFactory(lesson=lesson, text="Выучить слова")
    return journal, other, lesson


def test_a_lesson_is_copied_to_the_other_subgroup(db, login, parts):
    journal, other, lesson = parts
    f.TimetableSlotFactory(journal=other, weekday=1, pair=4)
    f.TimetableSlotFactory(journal=other, weekday=5, pair=1)
    client = login(journal.teacher)
    page = client.get(f"/journal/{journal.id}/lessons/{lesson.id}").text
    assert "Записать такое же занятие в подгруппу 2" in page
    new = f"/journal/{other.id}/lessons/new"
    assert "Взять тему, задания и работы оттуда" in client.get(new).text
    fields = fields_of(client.get(f"{new}?like={lesson.id}").text)
    assert {name: fields[name] for name in ("pair", "topic", "tasks-0-text", "works-0-number", "works-0-title",
                                            "homework", "homework_due")} == {
        "pair": "4", "topic": "Погода в Сибири", "tasks-0-text": "Диалог в парах", "works-0-number": "5",
        "works-0-title": "Слова по теме", "homework": "Выучить слова", "homework_due": "2023-11-24"}
    assert client.post(new, data=fields).status_code == 302
    copied = db.scalars(sa.select(Lesson).where(Lesson.journal_id == other.id)).one()
    assert (copied.pair, copied.works[0].held_on, copied.homework[0].due_on) == (4, TODAY, dt.date(2023, 11, 24))
    assert "Взять тему" not in client.get(new).text
    assert "Записать такое же" not in client.get(f"/journal/{journal.id}/lessons/{lesson.id}").text


def test_another_teachers_subgroup_gives_no_pattern(login, parts):
    journal, other, lesson = parts
    other.teacher = f.TeacherFactory()
    page = login(other.teacher).get(f"/journal/{other.id}/lessons/new?like={lesson.id}").text
    assert "Погода в Сибири" not in page
    assert "Записать такое же" not in login(journal.teacher).get(f"/journal/{journal.id}/lessons/{lesson.id}").text
