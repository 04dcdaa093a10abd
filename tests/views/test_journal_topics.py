"""«Темы уроков и задания» (п. 3, 5.6, 6.1, 7.3)."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest

from rules.terms import ChangeKind, Role, TaskKind, WorkKind
from tests import factories as f

MONDAY = dt.date(2023, 11, 13)


@pytest.fixture
def journal(db):
    return planned(f.JournalFactory(group__name="ИС-21", planned_hours=8), "Классы", "Делегаты", "События", "Потоки")


def planned(journal, *titles):
    journal.syllabus = f.SyllabusFactory(line=journal.line, author=journal.teacher)
    journal.topics = [f.SyllabusTopicFactory(syllabus=journal.syllabus, position=place, title=title)
                      for place, title in enumerate(titles, 1)]
    return journal


def given(journal, planned=None, week=0, **more):
    more = {"topic": planned.title if planned else "Разбор ошибок", **more}
    return f.LessonFactory(journal=journal, syllabus_topic=planned, date=MONDAY + dt.timedelta(days=7 * week), pair=2,
                           **more)


def words(answer):
    """The page's text: tags are spaces, so that words of neighbouring elements stay apart."""
    assert answer.status_code == 200
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).replace("\u00a0", " ")
    return re.sub(r"\s+([,:.])", r"\1", " ".join(text.split()))


def page(login, journal, who=None, **query):
    return words(login(who or journal.teacher).get(f"/journal/{journal.id}/topics", query_string=query))


def test_a_lesson_is_told_whole(login, journal):
    lesson = given(journal, journal.topics[0], deviation_reason=None)
    f.LessonTaskFactory(lesson=lesson, position=1, text="Задачи № 3–5", kind=TaskKind.PROBLEM)
    f.LessonTaskFactory(lesson=lesson, position=2, text="Опрос по § 4", kind=TaskKind.ORAL)
    f.WorkFactory(lesson=lesson, kind=WorkKind.PRACTICAL, number=6, title="Поля класса")
    f.HomeworkFactory(lesson=lesson, text="Конспект § 5", kind=TaskKind.READING, due_on=dt.date(2023, 11, 20))
    text = page(login, journal)
    for said in ("пн 13.11", "2-я пара", "2 ч урок", "Классы", "тема 1 плана", "Практическая работа № 6. Поля класса",
                 "Задачи № 3–5 решение задач", "Опрос по § 4 устный ответ", "Конспект § 5 чтение, конспект, к 20.11",
                 "По плану 8 ч, проведено 2 ч"):
        assert said in text
    assert text.index("Задачи № 3–5") < text.index("Опрос по § 4")


def test_plan_and_fact_are_compared(login, journal):
    one, two, _, _ = journal.topics
    given(journal, two, -2, deviation_reason="болезнь студентов")
    given(journal, one, -1)
    given(journal, two, 0)
    given(journal, None, 1)
    text = page(login, journal)
    assert "не по порядку: тема 2 раньше темы 1 болезнь студентов" in text
    assert "тема повторяется: по плану 2 ч, с этим занятием 4 ч причина не указана (п. 3)" in text
    assert "вне плана" in text
    assert "3 занятия не по плану" in text
    assert "Делегаты урок 2 4 30.10, 13.11 проведено больше плана" in text
    assert "Потоки урок 2 0 — впереди" in text
    assert "проведено тем: 2 из 4" in text


def test_a_topic_left_out_is_told(login, journal):
    given(journal, journal.topics[2])
    text = page(login, journal)
    assert "Классы урок 2 0 — не проведена" in text
    assert "пропущено: 2" in text


def test_hours_of_plan_and_curriculum_that_differ_are_named(login, journal):
    journal.planned_hours = 36
    assert "В тематическом плане 8 ч, по учебному плану 36 ч: часы должны совпадать (п. 7.3)" in page(login, journal)


def test_a_substitution_and_a_late_record_are_told(login, journal):
    substitute = f.TeacherFactory(last_name="Сомова", first_name="Анна", patronymic="Львовна")
    given(journal, journal.topics[0], teacher=substitute, substituted=journal.teacher, substitution_reason="болезнь",
          entered_at=dt.datetime(2023, 11, 14, 6, tzinfo=dt.UTC), late_reason="не было света")
    text = page(login, journal)
    assert f"Сомова А. Л. вместо {journal.teacher.short_name}: болезнь" in text
    assert "записано 14.11 с опозданием: не было света" in text


def test_a_topic_written_otherwise_keeps_the_plans_words(login, journal):
    given(journal, journal.topics[1], topic="Делегаты и лямбды")
    assert "по плану: 2. Делегаты" in page(login, journal)


def test_a_month_is_chosen(login, journal):
    given(journal, journal.topics[0], -2)
    given(journal, journal.topics[1])
    text = page(login, journal, month="2023-10")
    assert "30.10" in text
    assert "пн 13.11" not in text
    assert "По плану 8 ч, проведено 4 ч" in text


@pytest.mark.parametrize("month", ["2023-13", "завтра", "2023-1", "2023-10-01", "²023-10"])
def test_a_bad_month_is_400(login, journal, month):
    answer = login(journal.teacher).get(f"/journal/{journal.id}/topics", query_string={"month": month})
    assert answer.status_code == 400


def test_without_a_plan_the_page_says_so(login, db):
    journal = f.JournalFactory()
    given(journal)
    text = page(login, journal)
    assert "Тематического плана у журнала нет" in text
    assert "вне плана" not in text


def test_an_empty_journal_says_what_will_be_here(login, journal):
    assert "Занятий пока нет" in page(login, journal)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY_UPR, Role.DEPUTY_OOD, Role.DEPUTY_UVR,
                                  Role.METHODIST])
def test_the_office_reads_and_is_led_nowhere_it_may_not_go(login, journal, role):
    lesson = given(journal, journal.topics[0])
    answer = login(role).get(f"/journal/{journal.id}/topics")
    assert "тема 1 плана" in words(answer)
    assert f"/lessons/{lesson.id}" not in answer.text
    assert "/lessons/new" not in answer.text


def test_a_curator_reads_own_group_only(login, journal):
    given(journal, journal.topics[0])
    curator = f.CuratorshipFactory(group=journal.group).user
    assert "тема 1 плана" in page(login, journal, curator)
    stranger = f.CuratorshipFactory().user
    assert login(stranger).get(f"/journal/{journal.id}/topics").status_code == 404


def test_a_substitute_sees_own_lessons_and_no_plan(login, journal):
    substitute = f.TeacherFactory()
    given(journal, journal.topics[0], -1, topic="Чужая тема")
    given(journal, journal.topics[1], 1, topic="Моя замена", teacher=substitute, substituted=journal.teacher)
    f.TimetableChangeFactory(journal=journal, kind=ChangeKind.SUBSTITUTED, substitute=substitute,
                             date=dt.date(2023, 11, 20))
    text = page(login, journal, substitute)
    assert "Моя замена" in text
    assert "ваши занятия: 2 ч" in text
    for hidden in ("Чужая тема", "План и факт", "Потоки", "проведено"):
        assert hidden not in text


@pytest.mark.parametrize(("role", "code"), [(Role.TEACHER, 404), (Role.SENIOR_MASTER, 404), (Role.STUDENT, 403),
                                            (Role.PARENT, 403), (Role.DATA_CLERK, 403)])
def test_strangers_are_refused(login, journal, role, code):
    assert login(role).get(f"/journal/{journal.id}/topics").status_code == code


def test_links_lead_to_the_lesson_and_to_paper(login, journal):
    lesson = given(journal, journal.topics[0])
    client = login(journal.teacher)
    text = client.get(f"/journal/{journal.id}/topics").text
    assert client.get(f"/journal/{journal.id}/lessons/{lesson.id}").status_code == 200
    for url in (f"/journal/{journal.id}/lessons/{lesson.id}", f"/journal/{journal.id}/print.pdf",
                f"/journal/{journal.id}/lessons/new", f"/journal/{journal.id}"):
        assert f'href="{url}"' in text


@pytest.mark.parametrize("topics", [5, 60])
def test_the_pages_cost_does_not_grow(login, db, topics, count_queries):
    journal = planned(f.JournalFactory(), *(f"Тема урока {number}" for number in range(topics)))
    for number, topic in enumerate(journal.topics):
        lesson = f.LessonFactory(journal=journal, syllabus_topic=topic, topic=topic.title, pair=number % 5 + 1,
                                 date=MONDAY - dt.timedelta(days=number // 5))
        f.LessonTaskFactory(lesson=lesson)
        f.HomeworkFactory(lesson=lesson)
        f.WorkFactory(lesson=lesson)
    client = login(journal.teacher)
    with count_queries(at_most=13):
        assert client.get(f"/journal/{journal.id}/topics").status_code == 200
