"""Thin pages over queries/ and actions/."""

from __future__ import annotations

from flask import Flask

from views import (
    accumulation,
    acknowledgements,
    afterwards,
    auth,
    cells,
    clocks,
    credentials,
    curator_absences,
    debts,
    diary,
    documents,
    files,
    finals,
    finals_column,
    health,
    help,
    home,
    hours,
    journal,
    journal_topics,
    journals_setup,
    lesson,
    lesson_panel,
    menu,
    messages,
    notifications,
    periods,
    personal,
    plan_schedule,
    policy,
    practice,
    practice_day,
    practice_programme,
    practice_sheets,
    public,
    reports,
    search,
    support,
    syllabus,
    syllabus_start,
    timetable,
)

PAGES = (
    accumulation,
    acknowledgements,
    auth,
    cells,
    clocks,
    credentials,
    curator_absences,
    debts,
    diary,
    documents,
    files,
    finals,
    finals_column,
    health,
    help,
    home,
    hours,
    journal,
    journal_topics,
    journals_setup,
    lesson,
    lesson_panel,
    messages,
    notifications,
    periods,
    personal,
    plan_schedule,
    practice,
    practice_day,
    practice_programme,
    practice_sheets,
    public,
    reports,
    search,
    support,
    syllabus,
    syllabus_start,
    timetable,
)


def install(app: Flask) -> None:
    for blueprint in dict.fromkeys(page.blueprint for page in PAGES):  # pages of one family share theirs
        app.register_blueprint(blueprint)
    policy.guard(policy.public(csrf=False))(app.view_functions["static"])
    menu.install(app)
    help.install(app)
    afterwards.install(app)
