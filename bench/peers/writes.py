"""What the hand-written Django journal writes: a cell, a lesson with its absences, students from a file."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from bench.peers.models import Absence, Cell, Kind, Lesson, Mark, Membership, Student


@login_required
@require_POST
@transaction.atomic
def save_cell(request: HttpRequest, journal_id: int, lesson_id: int, student_id: int) -> HttpResponse:
    """The value of one cell: a mark, or nothing."""
    value = json.loads(request.body)["value"]
    lesson = get_object_or_404(Lesson, id=lesson_id, journal_id=journal_id)
    cell = _cell(lesson, student_id)
    Absence.objects.filter(cell=cell).delete()
    if value:
        new = {"value": int(value), "entered_at": timezone.now()}
        Mark.objects.update_or_create(cell=cell, year=lesson.year, position=1, defaults=new,
                                      create_defaults={**new, "journal_id": journal_id, "student_id": student_id})
    else:
        Mark.objects.filter(cell=cell).delete()
    Cell.objects.filter(id=cell.id).update(version=F("version") + 1, updated_at=timezone.now())
    return JsonResponse({"value": value})


@login_required
@require_POST
@transaction.atomic
def save_lesson(request: HttpRequest, journal_id: int, lesson_id: int) -> HttpResponse:
    """Topic and the letters of those who were absent."""
    lesson = get_object_or_404(Lesson, id=lesson_id, journal_id=journal_id)
    lesson.topic, lesson.attendance_at = request.POST["topic"], timezone.now()
    lesson.save(update_fields=["topic", "attendance_at"])
    kinds = {kind.letter: kind for kind in Kind.objects.all()}
    typed = {int(name[5:]): kinds[letter] for name, letter in request.POST.items()
             if name.startswith("cell_") and letter in kinds}
    known = {cell.student_id: cell for cell in Cell.objects.filter(lesson=lesson, student_id__in=typed)}
    Absence.objects.filter(cell__in=known.values()).delete()
    Mark.objects.filter(cell__in=known.values()).delete()
    new = Cell.objects.bulk_create([_new_cell(lesson, student) for student in typed if student not in known])
    known |= {cell.student_id: cell for cell in new}
    Absence.objects.bulk_create([
        Absence(year=lesson.year, cell=known[student], journal_id=journal_id, student_id=student, kind=kind,
                hours=lesson.hours, entered_at=timezone.now())
        for student, kind in typed.items()])
    return HttpResponse("Записано")


@login_required
@require_POST
@transaction.atomic
def import_students(request: HttpRequest) -> HttpResponse:
    """Students of a file with «|» between the columns, into one group."""
    upload: Any = request.FILES["file"]
    rows = list(csv.DictReader(io.StringIO(upload.read().decode()), delimiter="|"))
    for row in rows:
        if Student.objects.filter(last_name=row["фамилия"], first_name=row["имя"],
                                  patronymic=row["отчество"]).exists():
            continue
        key = f"{row['фамилия']} {row['имя']} {row['отчество']}".lower()
        student = Student.objects.create(last_name=row["фамилия"], first_name=row["имя"], patronymic=row["отчество"],
                                         sort_key=key, search_key=key)
        Membership.objects.create(student=student, group_id=request.POST["group"], starts="2023-09-01")
    return HttpResponse("Записано")


def _cell(lesson: Lesson, student_id: int) -> Cell:
    return (Cell.objects.filter(lesson=lesson, student_id=student_id).first()
            or Cell.objects.create(**_values(lesson, student_id)))


def _new_cell(lesson: Lesson, student_id: int) -> Cell:
    return Cell(**_values(lesson, student_id))


def _values(lesson: Lesson, student_id: int) -> dict[str, Any]:
    return {"year": lesson.year, "journal_id": lesson.journal_id, "lesson": lesson, "student_id": student_id,
            "updated_at": timezone.now(), "updated_by_id": 1}
