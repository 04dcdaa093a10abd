"""Flask-Admin by its documentation: a ModelView per table, pages of 100, lookups by AJAX; nobody has to sign in."""

from __future__ import annotations

import os
from typing import Any

from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_admin.contrib.sqla.ajax import QueryAjaxModelLoader
from flask_babel import Babel
from sqlalchemy.orm import joinedload

from models import Absence, Cell, CurriculumLine, Journal, Lesson, Mark, Student, db


def joined(model: Any) -> list[Any]:
    """Rows joined at once: without it every line of a list asks for its student, lesson and journal."""
    return [joinedload(model.student), joinedload(model.cell).joinedload(Cell.lesson),
            joinedload(model.journal).joinedload(Journal.line)]


class MarkView(ModelView):
    column_list = ("student.last_name", "value", "kind", "cell.lesson.date", "journal.line.title", "weight",
                   "entered_at")
    column_searchable_list = ("student.last_name",)
    column_filters = ("value", "journal.line.discipline_id", "journal.id")
    column_editable_list = ("value",)
    column_default_sort = ("id", True)
    form_columns = ("value",)
    page_size = 100
    can_set_page_size = True
    page_size_options = (100, 5_000)
    can_export = True
    export_max_rows = 0

    def get_query(self) -> Any:
        return super().get_query().options(*joined(Mark))


class AbsenceView(ModelView):
    def get_query(self) -> Any:
        return super().get_query().options(*joined(Absence))

    column_list = ("student.last_name", "kind", "hours", "cell.lesson.date", "journal.line.title")
    column_filters = ("cell.lesson.date", "journal.group_id")
    form_ajax_refs = {"cell": QueryAjaxModelLoader("cell", db.session, Cell, fields=["id"], page_size=10)}
    page_size = 100


class StudentView(ModelView):
    column_list = ("last_name", "first_name", "patronymic")
    column_searchable_list = ("last_name",)
    form_columns = ("last_name", "first_name", "patronymic")
    page_size = 100


def create_app() -> Flask:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="only-for-a-run-of-measurements",
                      SQLALCHEMY_DATABASE_URI=os.environ["BENCH_ADDRESS"].replace("postgresql:", "postgresql+psycopg:"))
    db.init_app(app)
    Babel(app)
    with app.app_context():
        admin = Admin(app, name="Журнал")
        admin.add_view(MarkView(Mark, db.session))
        admin.add_view(AbsenceView(Absence, db.session))
        admin.add_view(StudentView(Student, db.session))
        for model in (Journal, Lesson, CurriculumLine):
            view = type(f"{model.__name__}View", (ModelView,), {"page_size": 100, "form_columns": ("id",)})
            admin.add_view(view(model, db.session))
    return app
