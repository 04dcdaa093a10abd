"""Django's admin as a competent developer sets it up: joined rows, looked-up relations, no count of the whole table."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from bench.peers.models import Absence, Cell, Discipline, Group, Journal, Lesson, Mark, Student


class Entries(admin.ModelAdmin):
    """Marks and absences: what is linked from elsewhere by student, journal or group may be asked for."""

    list_per_page = 100
    list_max_show_all = 5_000
    show_full_result_count = False
    ordering = ("-id",)
    raw_id_fields = ("cell", "journal", "student")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return (lookup.startswith(("cell__", "journal__", "student__"))
                or super().lookup_allowed(lookup, value, request))

    @admin.display(description="Занятие")
    def date(self, entry: Mark | Absence) -> str:
        return str(entry.cell.lesson)


@admin.register(Mark)
class MarkAdmin(Entries):
    list_display = ("student", "value", "kind", "date", "journal", "weight", "entered_at")
    list_select_related = ("student", "cell__lesson", "journal__group", "journal__line")
    list_filter = ("value", "kind", "journal__line__discipline")
    search_fields = ("student__last_name",)


@admin.register(Absence)
class AbsenceAdmin(Entries):
    list_display = ("student", "kind", "hours", "date", "journal", "entered_at")
    list_select_related = ("kind", "student", "cell__lesson", "journal__group", "journal__line")
    list_filter = ("kind", "journal__line__discipline")
    search_fields = ("student__last_name",)


@admin.register(Student)
class StudentAdmin(admin.ModelAdmin):
    list_display = ("last_name", "first_name", "patronymic")
    search_fields = ("last_name", "first_name")
    list_per_page = 100


@admin.register(Lesson)
class LessonAdmin(admin.ModelAdmin):
    list_display = ("journal", "date", "pair", "topic")
    list_select_related = ("journal__group", "journal__line")
    list_per_page = 100
    show_full_result_count = False
    raw_id_fields = ("journal",)


@admin.register(Journal)
class JournalAdmin(admin.ModelAdmin):
    list_display = ("line", "group")
    list_select_related = ("line", "group")
    search_fields = ("line__title", "group__name")
    autocomplete_fields = ("group",)
    raw_id_fields = ("line",)


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):
    list_display = ("name",)
    search_fields = ("name",)


@admin.register(Discipline)
class DisciplineAdmin(admin.ModelAdmin):
    list_display = ("title",)
    search_fields = ("title",)


@admin.register(Cell)
class CellAdmin(admin.ModelAdmin):
    list_display = ("student", "lesson")
    list_select_related = ("student", "lesson")
    list_per_page = 100
    show_full_result_count = False
    raw_id_fields = ("journal", "lesson", "student")
