"""Pages of the hand-written Django journal and of Django's admin."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.views import LoginView
from django.urls import path

from bench.peers import pages, writes

urlpatterns = [
    path("login/", LoginView.as_view(template_name="peers/login.html", next_page="/journal/")),
    path("", pages.start),
    path("journal/", pages.journals),
    path("journal/<int:journal_id>/", pages.journal),
    path("journal/<int:journal_id>/print.pdf", pages.paper),
    path("journal/<int:journal_id>/<int:lesson_id>/<int:student_id>/", writes.save_cell),
    path("journal/<int:journal_id>/lessons/<int:lesson_id>/", writes.save_lesson),
    path("attendance/<int:group_id>/", pages.attendance),
    path("diary/<int:student_id>/", pages.diary),
    path("marks.csv", pages.export),
    path("students/import/", writes.import_students),
    path("admin/", admin.site.urls),
]
