"""The map of the diary: only looked at (п. 5.8), so every method but GET and HEAD is refused."""

from __future__ import annotations

from flask import Blueprint

from views import diary_marks, diary_results, diary_study, diary_week

blueprint = Blueprint("diary", __name__, url_prefix="/diary")

PAGES = (
    ("/", diary_week.index),
    ("/<int:student_id>", diary_week.show),
    ("/<int:student_id>/subjects", diary_marks.marks),
    ("/<int:student_id>/subjects/<int:journal_id>", diary_marks.subject_marks),
    ("/<int:student_id>/attendance", diary_study.attendance),
    ("/<int:student_id>/timetable", diary_study.timetable),
    ("/<int:student_id>/programme", diary_study.programme),
    ("/<int:student_id>/programme/<int:journal_id>", diary_study.topics),
    ("/<int:student_id>/results", diary_results.results),
    ("/<int:student_id>/years/<int:year>", diary_results.year_of_study),
    ("/<int:student_id>/practice", diary_results.practice),
)
for address, view in PAGES:
    blueprint.add_url_rule(address, view_func=view, methods=["GET"], provide_automatic_options=False)
