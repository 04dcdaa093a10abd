"""Учебный план: curricula, their lines and competencies (Пр. 10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from flask import flash, g
from wtforms import StringField

from admin.base import EntityView
from admin.bulk import ClosableView
from admin.subjects import tidy
from importers.text import normalise_competency
from models import Competence, Curriculum, CurriculumLine, Journal, db, label_of
from queries.counting import counts
from queries.references import used_in
from rules.subjects import Sums, check_competence, check_edition, check_index, check_mdk, check_semester
from rules.terms import LineKind
from rules.violation import Violation

PARTS = ("lecture", "laboratory", "practical", "seminar", "course_project", "self_study", "control_hours",
         "consultation", "individual_project")
CONTROLS = ("exams", "graded_credits", "credits", "course_project_controls", "course_works", "tests",
            "other_controls", "complex_control")
SUBJECT = {LineKind.DISCIPLINE: "discipline", LineKind.MDK: "discipline", LineKind.PRACTICE: "practice"}
SEPARATORS = ";,"


def closed(curriculum: Curriculum | None) -> list[Violation]:
    """A closed curriculum is history."""
    if curriculum is None or curriculum.closed_on is None:
        return []
    return [Violation("", f"План закрыт с {curriculum.closed_on:%d.%m.%Y}: он больше не меняется", "curriculum")]


class CurriculumView(ClosableView):
    entity = Curriculum
    name_one = "учебный план"
    columns = ("title", "speciality", "admission_year", "base_education", "study_form", "lines", "closed_on")
    labels = {"lines": "Строк"}
    order = ("-admission_year", "title")
    filters = ("speciality", "admission_year", "base_education", "study_form", "closed_on")
    sections = (
        ("План", ("title", "speciality", "admission_year", "base_education", "study_form", "version")),
        ("Программа", ("qualification", "duration_months", "standard")),
        ("Срок действия", ("closed_on",)),
    )
    details = ("title", "speciality", "admission_year", "base_education", "study_form", "version", "qualification",
               "duration_months", "standard", "source_file", "lines", "closed_on")
    close_note = "По закрытому плану не делают новых журналов, группы и отметки остаются."
    empty_title = "Учебных планов пока нет"
    empty_text = "Загрузите план из файла ММИС (.plx) или таблицы: строки, часы и формы контроля придут вместе с ним."

    def prepare(self, found: Sequence[Curriculum]) -> None:
        g.lines = counts(CurriculumLine.curriculum_id, [plan.id for plan in found])

    def show_lines(self, plan: Curriculum) -> int:
        return int(g.lines.get(plan.id, 0))

    def validate(self, form: Any, model: Curriculum | None) -> Iterable[Violation]:
        tidy(form, "title", "qualification", "standard")
        yield from check_edition(form["admission_year"].data, form["duration_months"].data, self.user.today.year)
        if form["version"].data < 1:
            yield Violation("", "Версия не меньше 1", "version")
        if model is not None and model.speciality_id != form["speciality"].data.id and used_in(model):
            yield Violation("", "По плану учатся группы: специальность не меняют", "speciality")


class CurriculumLineView(EntityView):
    entity = CurriculumLine
    name_one = "строку учебного плана"
    columns = ("index", "title", "kind", "semester_number", "contact", "total", "forms", "plan")
    labels = {"contact": "Аудиторных", "total": "Всего", "forms": "Контроль", "plan": "План", "codes": "Компетенции",
              "hours": "По видам занятий, ч", "controls": "Формы контроля"}
    loads = ("curriculum.speciality",)
    order = ("curriculum_id", "position", "semester_number")
    sorts = {"plan": "curriculum_id"}
    filters = ("curriculum", "kind", "semester_number", "module", "discipline", "practice", "cycle", "total")
    search_hint = "Индекс или наименование"
    sections = (
        ("Строка", ("curriculum", "position", "cycle", "index", "title", "kind", "semester_number")),
        ("Что изучают", ("discipline", "practice", "module", "codes")),
        ("Часы", (*PARTS, "total", "weeks")),
        ("Контроль", CONTROLS),
    )
    fixed = ("curriculum",)
    extra_fields = {"codes": StringField("Компетенции", description="Коды через запятую: ОК 01, ПК 1.1.")}
    hints = {"index": "ОП.01, МДК.01.01, УП.01.01 — латинские буквы заменятся русскими.",
             "semester_number": "От начала обучения: третий семестр — первый на втором курсе.",
             "weeks": "Для практик.", "total": "Не меньше суммы часов по видам занятий."}
    details = ("curriculum", "position", "cycle", "index", "title", "kind", "semester_number", "discipline", "practice",
               "module", "competencies", "hours", "total", "weeks", "controls")
    empty_title = "Строк пока нет"
    empty_text = "Строка — дисциплина, МДК или практика в одном семестре с часами. Строки приходят с учебным планом."

    def show_contact(self, line: CurriculumLine) -> int:
        return line.contact_hours

    def show_plan(self, line: CurriculumLine) -> str:
        return f"{line.curriculum.speciality.code}, {line.curriculum.admission_year}"

    def show_forms(self, line: CurriculumLine) -> str:
        names = ("экз.", "дифф. зач.", "зач.", "КП", "КР", "контр.", "др.")
        return ", ".join(name for name, field in zip(names, CONTROLS, strict=False) if getattr(line, field))

    def show_hours(self, line: CurriculumLine) -> str:
        return _listed(line, PARTS)

    def show_controls(self, line: CurriculumLine) -> str:
        return _listed(line, CONTROLS)

    def make_form(self, model: CurriculumLine | None) -> Any:
        form = super().make_form(model)
        if model is not None and form["codes"].raw_data is None:
            form["codes"].data = ", ".join(item.code for item in model.competencies)
        return form

    def validate(self, form: Any, model: CurriculumLine | None) -> Iterable[Violation]:
        tidy(form, "cycle", "index", "title")
        plan = model.curriculum if model is not None else form["curriculum"].data
        kind = form["kind"].data
        if shut := closed(plan):
            return shut
        found = [check_index(form["index"].data, kind), check_semester(form["semester_number"].data,
                                                                       plan.duration_months), _sums(form).violation()]
        return [*filter(None, found), *_less_than_nothing(form), *self._subject(form, plan, kind),
                *self._taught(form, model), *self._codes(form, plan)]

    @staticmethod
    def _subject(form: Any, plan: Curriculum, kind: LineKind) -> Iterable[Violation]:
        wanted = SUBJECT.get(kind)
        for name in ("discipline", "practice"):
            chosen = form[name].data
            if name == wanted and chosen is None:
                yield Violation("", f"{kind.title.capitalize()}: выберите из списка", name)
            elif name != wanted and chosen is not None:
                yield Violation("", f"{kind.title.capitalize()}: это поле не заполняют", name)
        module, discipline, practice = (form[name].data for name in ("module", "discipline", "practice"))
        for name, chosen in (("module", module), ("practice", practice)):
            if chosen is not None and chosen.speciality_id != plan.speciality_id:
                yield Violation("", "Другой специальности", name)
        if kind is LineKind.MDK:
            yield from check_mdk(form["index"].data, module.index if module else None)
        if kind is LineKind.DISCIPLINE and module is not None:
            yield Violation("", "Дисциплина внутри модуля — это МДК: измените тип строки", "module")
        for chosen, name in ((discipline, "discipline"), (practice, "practice")):
            if chosen is not None and name == wanted and chosen.module_id != (module.id if module else None):
                yield Violation("", f"Относится к другому модулю: {chosen.module or 'ни к какому'}", "module")

    @staticmethod
    def _taught(form: Any, model: CurriculumLine | None) -> Iterable[Violation]:
        """What journals rest on does not turn into something else."""
        if model is None:
            return
        changed = [name for name in ("kind", "semester_number", "discipline", "practice")
                   if form[name].data != getattr(model, name)]
        if changed and db.session.scalar(sa.select(Journal.id).where(
                Journal.curriculum_line_id == model.id).limit(1)) is not None:
            yield from (Violation("", "По строке уже ведут журналы: это не меняют", name) for name in changed)

    @staticmethod
    def _codes(form: Any, plan: Curriculum) -> Iterable[Violation]:
        known = {item.code: item for item in db.session.scalars(
            sa.select(Competence).where(Competence.curriculum_id == plan.id))}
        codes = _codes(form["codes"].data)
        if unknown := [code for code in codes if code not in known]:
            yield Violation("", f"В плане нет компетенций: {', '.join(unknown)}", "codes")
        g.competencies = [known[code] for code in codes if code in known]

    def save(self, form: Any, model: CurriculumLine | None) -> CurriculumLine:
        line: CurriculumLine = super().save(form, model)
        if {item.id for item in line.competencies} != {item.id for item in g.competencies}:
            line.competencies = g.competencies
        return line

    def saved(self, row: CurriculumLine, created: bool) -> Any:
        warning = Sums(row.total, sum(getattr(row, name) for name in PARTS)).warning()
        if warning is not None:
            flash(warning, "warning")
        return super().saved(row, created)


def _listed(line: CurriculumLine, names: Sequence[str]) -> str:
    """What is not nothing: «лекции 20, практические 16»."""
    return ", ".join(f"{label_of(CurriculumLine, name).lower()} {getattr(line, name)}"
                     for name in names if getattr(line, name))


def _sums(form: Any) -> Sums:
    return Sums(form["total"].data, sum(form[name].data for name in PARTS))


def _less_than_nothing(form: Any) -> Iterable[Violation]:
    for name in (*PARTS, "total", "weeks", *CONTROLS[:-1]):
        if form[name].data < 0:
            yield Violation("", "Не бывает отрицательным", name)


def _codes(text: str | None) -> list[str]:
    for sign in SEPARATORS[1:]:
        text = (text or "").replace(sign, SEPARATORS[0])
    return list(dict.fromkeys(filter(None, map(normalise_competency, (text or "").split(SEPARATORS[0])))))


class CompetenceView(EntityView):
    entity = Competence
    name_one = "компетенцию"
    columns = ("code", "title", "curriculum")
    order = ("curriculum_id", "code")
    filters = ("curriculum", "code", "title")
    fields = ("curriculum", "code", "title")
    fixed = ("curriculum",)
    search_hint = "Код или содержание"
    hints = {"code": "ОК 01 — общая, ПК 1.1 — профессиональная."}
    empty_title = "Компетенций пока нет"
    empty_text = "Общие и профессиональные компетенции приходят с учебным планом, по ним пишут аттестационный лист."

    def validate(self, form: Any, model: Competence | None) -> Iterable[Violation]:
        form["code"].data = normalise_competency(form["code"].data)
        tidy(form, "title")
        wrong = check_competence(form["code"].data)
        return [*closed(model.curriculum if model else form["curriculum"].data), *([wrong] if wrong else [])]


VIEWS = (CurriculumView, CurriculumLineView, CompetenceView)
