"""What the form of a lesson starts from: the timetable and the plan, a parallel lesson, or its own record."""

from __future__ import annotations

from typing import Any

from flask import url_for

from access.identity import Identity
from actions.lessons import entry_of
from models import Lesson
from queries.lesson_page import LessonPage
from rules.terms import TaskKind
from rules.texts import LESSON_WORKS, bare_work_title
from views.lesson_form import LessonForm


def proposed(page: LessonPage, like: Lesson | None = None) -> LessonForm:
    """A new lesson with what the timetable, the thematic plan or the parallel subgroup's lesson propose."""
    due = page.dates[0].date.isoformat() if page.dates else ""
    given_by = page.substitution.teacher_id if page.substitution else page.journal.teacher_id
    why = page.substitution.reason if page.substitution else ""
    start: dict[str, Any] = {"date": page.day, "pair": page.pair, "hours": 2, "attendance": True, "homework_due": due,
                             "given_by": given_by, "substitution_reason": why}
    if like is not None:
        start |= _parts(like) | {"homework_due": due}
        same_plan = any(one.topic.id == like.syllabus_topic_id for one in page.plan)
        start["syllabus_topic_id"] = like.syllabus_topic_id if same_plan else None
        return LessonForm(data=start)
    form = LessonForm(data=start)
    if page.expected is not None:
        form.use_topic(page.expected)
    return form


def form_of(lesson: Lesson) -> LessonForm:
    """The form of a recorded lesson."""
    homework = next(iter(lesson.homework), None)
    return LessonForm(data={
        "date": lesson.date, "pair": lesson.pair, **_parts(lesson, same_day=False),
        "syllabus_topic_id": lesson.syllabus_topic_id,
        "attendance": lesson.attendance_at is not None, "given_by": lesson.teacher_id,
        "substitution_reason": lesson.substitution_reason,
        "homework_due": homework.due_on.isoformat() if homework and homework.due_on else ""})


def _parts(lesson: Lesson, same_day: bool = True) -> dict[str, Any]:
    """What a lesson is about; a copy's works are held on its own day."""
    entry = entry_of(lesson)
    return {
        "hours": entry.hours, "kind": entry.kind.value, "topic": entry.topic,
        "deviation_reason": entry.deviation_reason,
        "works": [{"kind": work.kind.value, "number": work.number, "title": work.title,
                   "held_on": None if same_day else work.held_on or lesson.date} for work in entry.works],
        "tasks": [{"text": task.text, "kind": task.kind.value if task.kind else ""} for task in entry.tasks],
        "homework": entry.homework.text, "homework_kind": (entry.homework.kind or TaskKind.EXERCISE).value}


def page_data(page: LessonPage, user: Identity) -> dict[str, Any]:
    """What the scripts of the page must know: the dictionary of absences, the plan, whether there is a record."""
    lesson = page.lesson
    return {
        "url": url_for("journal.show", journal_id=page.journal.id), "user": user.id, "today": user.today.isoformat(),
        "lesson": lesson.id if lesson is not None else None, "journal": page.journal.id,
        "kinds": [{"letter": kind.letter, "title": kind.title, "late": kind.is_late} for kind in page.kinds],
        "expected": page.expected.topic.id if page.expected else None,
        "attended": lesson is not None and lesson.attendance_at is not None,
        "plan": [{"id": one.topic.id, "number": one.topic.number, "title": one.topic.title, "kind": one.kind.value,
                  "work": (one.work_kind or LESSON_WORKS.get(one.kind) or ""), "work_number": one.work_number,
                  "work_title": bare_work_title(one.topic.title), "homework": one.homework,
                  "homework_kind": (one.homework_kind or TaskKind.EXERCISE).value} for one in page.plan]}
