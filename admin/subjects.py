"""Учебный план: what is taught — specialities, disciplines, modules, practices (Пр. 10, 12)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from admin.base import EntityView
from admin.bulk import ClosableView
from importers.text import normalise_index
from models import CurriculumLine, Discipline, Module, Practice, Speciality
from queries.subjects import is_known, is_taught
from rules.plan import is_physical_education
from rules.subjects import check_module_index, check_practice, check_speciality
from rules.violation import Violation


def tidy(form: Any, *names: str) -> None:
    """Single spaces in titles; an index in Cyrillic capitals: «МДК 01.01» is «МДК.01.01»."""
    for name in names:
        if name in form and form[name].data:
            text = form[name].data
            form[name].data = normalise_index(text) if name == "index" else " ".join(text.split())


class SpecialityView(EntityView):
    entity = Speciality
    name_one = "специальность"
    columns = ("code", "title", "level", "qualification")
    order = ("code",)
    filters = ("level", "code", "title")
    fields = ("code", "title", "level", "qualification")
    hints = {"code": "По перечню, например 09.02.07."}
    empty_title = "Специальностей пока нет"
    empty_text = "Они появляются при загрузке учебного плана или добавляются здесь: код, название, вид программы."

    def validate(self, form: Any, model: Speciality | None) -> Iterable[Violation]:
        tidy(form, "code", "title", "qualification")
        wrong = check_speciality(form["code"].data, form["level"].data)
        return [wrong] if wrong is not None else []


class DisciplineView(ClosableView):
    entity = Discipline
    name_one = "дисциплину"
    columns = ("title", "short_title", "module", "physical_education", "closed_on")
    order = ("search_key",)
    filters = ("module", "module.speciality", "title", "physical_education", "closed_on")
    fields = ("title", "short_title", "module", "physical_education", "closed_on")
    hints = {"module": "Только для междисциплинарного курса (МДК).",
             "physical_education": "Освобождённые оцениваются по теории."}
    empty_title = "Дисциплин пока нет"
    empty_text = "Дисциплины и МДК приходят с учебным планом; здесь их можно добавить и поправить."

    def validate(self, form: Any, model: Discipline | None) -> Iterable[Violation]:
        tidy(form, "title", "short_title")
        title, module = form["title"].data, form["module"].data
        if is_known(title, module, model):
            yield Violation("", "Такая дисциплина уже есть" + (f" в модуле {module}" if module else ""), "title")
        if form["physical_education"].data and not is_physical_education(title):
            yield Violation("6.8", "По наименованию это не физическая культура", "physical_education")
        if model is not None and model.module_id != (module.id if module else None) and is_taught(
                CurriculumLine.discipline_id, model.id):
            yield Violation("", "Дисциплина уже стоит в учебном плане: модуль не меняют", "module")


class ModuleView(EntityView):
    entity = Module
    name_one = "модуль"
    columns = ("index", "title", "speciality")
    order = ("speciality.code", "index")
    sorts = {"speciality": "speciality.code"}
    filters = ("speciality", "index", "title")
    search_hint = "Индекс или наименование"
    fields = ("speciality", "index", "title")
    fixed = ("speciality",)
    details = ("index", "title", "speciality", "disciplines", "practices")
    hints = {"index": "Например ПМ.01."}
    empty_title = "Модулей пока нет"
    empty_text = "Профессиональные модули (ПМ) приходят с учебным планом. В модуле — МДК и практики."

    def validate(self, form: Any, model: Module | None) -> Iterable[Violation]:
        tidy(form, "index", "title")
        wrong = check_module_index(form["index"].data)
        return [wrong] if wrong is not None else []


class PracticeView(EntityView):
    entity = Practice
    name_one = "практику"
    columns = ("index", "title", "kind", "module", "speciality")
    order = ("speciality.code", "index")
    filters = ("speciality", "kind", "module", "title")
    search_hint = "Индекс или наименование"
    fields = ("speciality", "kind", "index", "title", "module")
    fixed = ("speciality",)
    hints = {"index": "УП.01.01 — учебная, ПП.01.01 — производственная, ПДП — преддипломная.",
             "module": "Пусто для преддипломной практики."}
    empty_title = "Практик пока нет"
    empty_text = "Практики приходят с учебным планом; сведения о них вносит старший мастер."

    def validate(self, form: Any, model: Practice | None) -> Iterable[Violation]:
        tidy(form, "index", "title")
        speciality = model.speciality if model is not None else form["speciality"].data
        module = form["module"].data
        if module is not None and module.speciality_id != speciality.id:
            return [Violation("", "Модуль другой специальности", "module")]
        return check_practice(form["index"].data, form["title"].data, form["kind"].data,
                              module.index if module else None)


VIEWS = (SpecialityView, DisciplineView, ModuleView, PracticeView)
