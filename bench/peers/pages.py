"""The journal written by hand in Django: sensible queries, plain templates, only the check that somebody signed in."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string

from bench.peers.models import (
    Absence,
    Bell,
    Change,
    Holiday,
    Homework,
    Journal,
    Lesson,
    Mark,
    Membership,
    Semester,
    Slot,
    Student,
)

TODAY = dt.date(2023, 11, 20)
WEEK = dt.timedelta(days=6)


def _members(group_id: int) -> list[Student]:
    return [one.student for one in Membership.objects.select_related("student").filter(
        Q(ends__isnull=True) | Q(ends__gte=TODAY), group_id=group_id).order_by("student__sort_key")]


def _texts(**where: Any) -> dict[tuple[int, int], str]:
    """«5», «4/5», «н» by student and lesson."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    place = ("student_id", "cell__lesson_id")
    for student, lesson, letter in Absence.objects.filter(**where).values_list(*place, "kind__letter"):
        found[student, lesson].append(letter)
    for student, lesson, value in Mark.objects.filter(**where).order_by("position").values_list(*place, "value"):
        found[student, lesson].append(str(value))
    return {key: "/".join(values) for key, values in found.items()}


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """The day of a teacher: today's lessons, and lessons of the week whose attendance nobody has noted."""
    own = Lesson.objects.select_related("journal__line", "journal__group").filter(
        journal__teacher_id=request.GET["teacher"])
    return render(request, "peers/start.html", {
        "today": own.filter(date=TODAY).order_by("pair"),
        "unfilled": own.filter(date__gt=TODAY - WEEK, attendance_at__isnull=True),
        "journals": Journal.objects.select_related("line", "group").filter(teacher_id=request.GET["teacher"])})


@login_required
def journals(request: HttpRequest) -> HttpResponse:
    return render(request, "peers/journals.html", {
        "journals": Journal.objects.select_related("line", "group").order_by("-id")[:50]})


@login_required
def journal(request: HttpRequest, journal_id: int) -> HttpResponse:
    """Students × lessons of the whole semester with the mean of each."""
    return render(request, "peers/journal.html", _grid(journal_id))


@login_required
def paper(request: HttpRequest, journal_id: int) -> HttpResponse:
    """The same table as PDF, laid out by xhtml2pdf."""
    from xhtml2pdf import pisa  # heavy: only who prints holds it

    out = io.BytesIO()
    pisa.CreatePDF(render_to_string("peers/paper.html", _grid(journal_id)), dest=out)
    return HttpResponse(out.getvalue(), content_type="application/pdf")


def _grid(journal_id: int) -> dict[str, Any]:
    shown = get_object_or_404(Journal.objects.select_related("line", "group"), id=journal_id)
    lessons = list(Lesson.objects.filter(journal=shown).order_by("date", "pair"))
    texts = _texts(journal=shown)
    rows = []
    for student in _members(shown.group_id):
        cells = [(lesson.id, texts.get((student.id, lesson.id), "")) for lesson in lessons]
        marks = [int(part) for _, text in cells for part in text.split("/") if part.isdigit()]
        rows.append((student, cells, sum(marks) / len(marks) if marks else None))
    return {"journal": shown, "lessons": lessons, "rows": rows}


@login_required
def attendance(request: HttpRequest, group_id: int) -> HttpResponse:
    """Absences of a group in a week by student and day."""
    monday = dt.date.fromisoformat(request.GET["week"])
    days = [monday + dt.timedelta(days=number) for number in range(7)]
    by_place: dict[tuple[int, dt.date], list[Absence]] = defaultdict(list)
    for one in Absence.objects.select_related("kind", "cell__lesson", "journal__line").filter(
            journal__group_id=group_id, cell__lesson__date__range=(monday, monday + WEEK)):
        by_place[one.student_id, one.cell.lesson.date].append(one)
    rows = [(student, [by_place[student.id, day] for day in days]) for student in _members(group_id)]
    return render(request, "peers/attendance.html", {"days": days, "rows": rows})


@login_required
def diary(request: HttpRequest, student_id: int) -> HttpResponse:
    """A student's week: lessons with their times, teachers, homework and cells, what the timetable and the calendar add
    to them; the means of the semester."""
    student = get_object_or_404(Student, id=student_id)
    monday = dt.date.fromisoformat(request.GET["week"])
    week = (monday, monday + WEEK)
    groups = list(Membership.objects.select_related("group").filter(student=student).order_by("starts"))
    own = [one.group_id for one in groups]
    term = Semester.objects.filter(starts__lte=week[1]).order_by("-starts").first()
    lessons = list(Lesson.objects.select_related("journal__line", "teacher").filter(
        journal__group_id__in=own, date__range=week).order_by("date", "pair"))
    texts = _texts(student=student, cell__lesson__date__range=week)
    homework = dict(Homework.objects.filter(lesson__in=lessons).values_list("lesson_id", "text"))
    bells = {one.pair: f"{one.starts:%H:%M}–{one.ends:%H:%M}" for one in Bell.objects.all()}
    days: dict[dt.date, list[Any]] = defaultdict(list)
    for lesson in lessons:
        days[lesson.date].append((lesson.pair, bells.get(lesson.pair, ""), lesson.journal.line, lesson.teacher,
                                  lesson.topic, homework.get(lesson.id, ""), texts.get((student.id, lesson.id), "")))
    for day, pair, line, room in _planned(own, week):
        if all(held[0] != pair for held in days[day]):
            days[day].append((pair, bells.get(pair, ""), line, room or "", "", "", ""))
    subjects: dict[str, list[int]] = defaultdict(list)
    for title, value in Mark.objects.filter(
            student=student, year=2023, cell__lesson__date__range=(term.starts, term.ends) if term else week,
            ).values_list("journal__line__title", "value"):
        subjects[title].append(value)
    means = [(title, len(values), sum(values) / len(values)) for title, values in sorted(subjects.items())]
    return render(request, "peers/diary.html", {
        "student": student, "group": groups[-1].group if groups else "", "days": sorted(days.items()), "means": means,
        "off": Holiday.objects.filter(starts__lte=week[1], ends__gte=monday)})


def _planned(groups: list[int], week: tuple[dt.date, dt.date]) -> list[tuple[dt.date, int, Any, str | None]]:
    """Lessons of the timetable in the week that no change has taken away, and those that one has added."""
    slots = Slot.objects.select_related("journal__line").filter(
        journal__group_id__in=groups, starts__lte=week[1], ends__gte=week[0])
    changes = list(Change.objects.select_related("journal__line").filter(
        journal__group_id__in=groups, date__range=week))
    gone = {(one.date, one.pair, one.journal_id) for one in changes if one.kind in ("cancelled", "moved", "replaced")}
    planned = [(week[0] + dt.timedelta(days=one.weekday - 1), one.pair, one.journal, one.room) for one in slots]
    kept = [(day, pair, journal.line, room) for day, pair, journal, room in planned
            if (day, pair, journal.id) not in gone]
    return kept + [(one.date, one.pair, one.journal.line, one.room) for one in changes if one.kind == "added"]


@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Marks of a discipline as CSV."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    out = csv.writer(answer, delimiter=";")
    out.writerow(("Студент", "Отметка", "Вид работы", "Занятие", "Журнал", "Вес", "Выставлена"))
    for mark in Mark.objects.select_related(
            "student", "cell__lesson", "journal__group", "journal__line").filter(
            journal__line__discipline_id=request.GET["discipline"]).order_by("-id"):
        out.writerow((mark.student, mark.value, mark.kind, mark.cell.lesson.date, mark.journal, mark.weight,
                      mark.entered_at))
    return answer
