"""Curricula by speciality and intake: lines with hours, forms of control, modules, practices, competencies (Пр. 10)."""

from __future__ import annotations

from dataclasses import dataclass, field

import models as m
from models.curriculum import line_competence
from rules.attestation import Controls, final_kinds
from rules.names import search_key
from rules.terms import BaseEducation, LessonKind, LineKind, PracticeKind
from seed.bulk import Bulk
from seed.programmes import Programme, Subject
from seed.syllabuses import shape
from seed.themes import THEMES
from seed.world import Line, Plan

PAIRS_A_WEEK = 18  # 36 hours
WEEKS = {1: 17, 2: 22, 3: 17, 4: 17, 5: 14, 6: 17, 7: 14, 8: 13}
LAST_WEEKS = 13
PRACTICES = {  # semester → weeks of each practice; the module is the semester's own
    4: (("УП", 2), ("ПП", 3)), 5: (("УП", 1), ("ПП", 2)), 6: (("УП", 2), ("ПП", 3)), 7: (("УП", 1), ("ПП", 2)),
    8: (("ПП", 4), ("ПДП", 4)),
}
LAST_OF_WORKERS = (("УП", 2), ("ПП", 6))
PRACTICE_KINDS = {"УП": PracticeKind.STUDY, "ПП": PracticeKind.INDUSTRIAL, "ПДП": PracticeKind.PREDIPLOMA}
PRACTICE_TITLES = {"УП": "Учебная практика", "ПП": "Производственная практика", "ПДП": "Преддипломная практика"}
CYCLES = {"ОД": "ОД", "СГ": "СГ", "ЕН": "ЕН", "ОП": "ОПЦ", "МДК": "ПЦ"}
GENERAL = (
    "Выбирать способы решения задач профессиональной деятельности применительно к различным контекстам",
    "Использовать современные средства поиска, анализа и интерпретации информации",
    "Планировать и реализовывать собственное профессиональное и личностное развитие",
    "Эффективно взаимодействовать и работать в коллективе и команде",
    "Осуществлять устную и письменную коммуникацию на государственном языке",
    "Проявлять гражданско-патриотическую позицию",
    "Содействовать сохранению окружающей среды, ресурсосбережению",
    "Использовать средства физической культуры для сохранения и укрепления здоровья",
    "Пользоваться профессиональной документацией на государственном и иностранном языках",
)


def theory_weeks(programme: Programme, semester: int) -> int:
    return LAST_WEEKS if semester == programme.courses * 2 else WEEKS[semester]


def weekly_pairs(programme: Programme, semester: int) -> dict[Subject, int]:
    """Pairs a week of each subject, 18 together: the fixed ones first, the rest evenly."""
    subjects = [subject for subject in programme.subjects if semester in subject.semesters]
    pairs = {s: s.pairs[s.semesters.index(semester)] if s.pairs else 1 for s in subjects}
    free = [s for s in subjects if not s.pairs]
    while sum(pairs.values()) < PAIRS_A_WEEK:
        pairs[min(free, key=lambda s: (pairs[s], not s.module))] += 1
    return pairs


@dataclass
class Curricula:
    """Makes curricula; specialities, disciplines, modules and practices are made once and shared."""

    bulk: Bulk
    known: dict[tuple[object, ...], int] = field(default_factory=dict)
    links: list[dict[str, int]] = field(default_factory=list)

    def plan(self, programme: Programme, admission: int) -> Plan:
        speciality = self._once(m.Speciality, programme.code, lambda: {
            "code": programme.code, "title": programme.title, "qualification": programme.qualification,
            "level": programme.level})
        plan_id = self.bulk.add(
            m.Curriculum, speciality_id=speciality, admission_year=admission, base_education=BaseEducation.BASIC,
            title=f"{programme.code} {programme.title}, набор {admission} года"[:250],
            qualification=programme.qualification, duration_months=programme.months,
            standard=f"ФГОС СПО {programme.code}")
        plan = Plan(plan_id, programme, {})
        general, professional = self._competences(plan)
        position = 0
        for semester in range(1, programme.courses * 2 + 1):
            rows = [*self._subjects(plan, speciality, semester), *self._practices(plan, speciality, semester),
                    *self._exams(plan, speciality, semester)]
            for line, values in rows:
                position += 1
                line.id = self.bulk.add(
                    m.CurriculumLine, curriculum_id=plan_id, position=position, index=line.index, title=line.title,
                    kind=line.kind, semester_number=semester, **values)
                wanted = [*general[:3], *professional.get(line.module or "", ())]
                self.links += [{"line_id": line.id, "competence_id": code} for code in wanted]
            plan.lines[semester] = [line for line, _ in rows]
        return plan

    def finish(self) -> None:
        self.bulk.link(line_competence, self.links)

    def _once(self, model: type[m.Base], key: object, values: object) -> int:
        full = (model, key)
        if full not in self.known:
            self.known[full] = self.bulk.add(model, **values())  # type: ignore[operator]
        return self.known[full]

    def _module(self, programme: Programme, speciality: int, index: str) -> int:
        title = programme.modules[index]
        return self._once(m.Module, (speciality, index), lambda: {
            "speciality_id": speciality, "index": index, "title": title, "search_key": search_key(index, title)[:250]})

    def _competences(self, plan: Plan) -> tuple[list[int], dict[str, list[int]]]:
        plan.general = [f"ОК {number:02d}. {title}" for number, title in enumerate(GENERAL, 1)]
        general = [self.bulk.add(m.Competence, curriculum_id=plan.id, code=f"ОК {number:02d}", title=title)
                   for number, title in enumerate(GENERAL, 1)]
        professional: dict[str, list[int]] = {}
        for index in plan.programme.modules:
            courses = [s.title for s in plan.programme.subjects if s.module == index][:3]
            titles = [f"Выполнять работы по разделу «{title}»" for title in courses]
            codes = [f"ПК {int(index[3:])}.{number}" for number in range(1, len(titles) + 1)]
            plan.professional[index] = [f"{code}. {title}" for code, title in zip(codes, titles, strict=True)]
            professional[index] = [self.bulk.add(m.Competence, curriculum_id=plan.id, code=code, title=title)
                                   for code, title in zip(codes, titles, strict=True)]
        return general, professional

    def _subjects(self, plan: Plan, speciality: int, semester: int) -> list[tuple[Line, dict[str, object]]]:
        weeks = theory_weeks(plan.programme, semester)
        return [self._subject(plan, speciality, semester, subject, pairs, pairs * 2 * weeks)
                for subject, pairs in weekly_pairs(plan.programme, semester).items()]

    def _subject(self, plan: Plan, speciality: int, semester: int, subject: Subject, pairs: int,
                 hours: int) -> tuple[Line, dict[str, object]]:
        place, is_last = subject.semesters.index(semester), semester == subject.semesters[-1]
        themes = THEMES[subject.title]
        first, last = (len(themes) * part // len(subject.semesters) for part in (place, place + 1))
        controls = _controls(subject.form if is_last else "")
        kinds = shape(hours // 2, subject.title, subject.area, is_credit=bool(is_last and subject.form != "Э"))
        line = Line(0, subject.index, subject.title, LineKind.MDK if subject.module else LineKind.DISCIPLINE, semester,
                    subject.area, hours, pairs, subject.is_split, themes[first:max(last, first + 1)], kinds,
                    final_kinds(LineKind.DISCIPLINE, Controls(*(controls.get(name, 0) for name in (
                        "exams", "graded_credits", "credits")))), module=subject.module)
        module_id = self._module(plan.programme, speciality, subject.module) if subject.module else None
        discipline = self._once(m.Discipline, (module_id, subject.title), lambda: {
            "title": subject.title, "module_id": module_id, "search_key": search_key(subject.title)[:250],
            "physical_education": line.is_sport})
        return line, {"cycle": CYCLES[subject.index.split(".")[0]], "discipline_id": discipline,
                      "module_id": module_id, **_hours(kinds, hours, controls)}

    def _practices(self, plan: Plan, speciality: int, semester: int) -> list[tuple[Line, dict[str, object]]]:
        programme = plan.programme
        is_last = semester == programme.courses * 2
        weeks_of = LAST_OF_WORKERS if is_last and programme.courses == 3 else PRACTICES.get(semester, ())
        module = list(programme.modules)[min((semester - 4) // 2, len(programme.modules) - 1)] if weeks_of else ""
        found = []
        for prefix, weeks in weeks_of:
            own = module if prefix != "ПДП" else None
            index, title = f"{prefix}.{module[3:]}" if own else prefix, PRACTICE_TITLES[prefix]
            module_id = self._module(programme, speciality, own) if own else None
            practice = self._once(m.Practice, (speciality, index), lambda: {
                "speciality_id": speciality, "module_id": module_id, "kind": PRACTICE_KINDS[prefix],  # noqa: B023
                "index": index, "title": title, "search_key": search_key(index, title)})  # noqa: B023
            themes = tuple(theme for s in programme.subjects if s.module == module for theme in THEMES[s.title][:4])
            line = Line(0, index, title, LineKind.PRACTICE, semester, programme.area, weeks * 36, themes=themes,
                        finals=final_kinds(LineKind.PRACTICE, Controls()), practice_kind=PRACTICE_KINDS[prefix],
                        module=own)
            found.append((line, {"cycle": "ПЦ", "practice_id": practice, "module_id": module_id, "weeks": weeks,
                                 "practical": weeks * 36, "total": weeks * 36, "graded_credits": 1}))
        return found

    def _exams(self, plan: Plan, speciality: int, semester: int) -> list[tuple[Line, dict[str, object]]]:
        """The exam of a module, in the semester of its last МДК; the state attestation in the last one."""
        found = []
        for index in plan.programme.modules:
            if max(s.semesters[-1] for s in plan.programme.subjects if s.module == index) == semester:
                line = Line(0, f"{index}.ЭК", "Экзамен по модулю", LineKind.MODULE_EXAM, semester,
                            plan.programme.area, 0, finals=final_kinds(LineKind.MODULE_EXAM, Controls()), module=index)
                found.append((line, {"cycle": "ПЦ", "module_id": self._module(plan.programme, speciality, index),
                                     "exams": 1, "control_hours": 6, "total": 6}))
        if semester == plan.programme.courses * 2:
            line = Line(0, "ГИА", "Государственная итоговая аттестация", LineKind.STATE_EXAM, semester,
                        plan.programme.area, 0)
            found.append((line, {"cycle": "ГИА", "total": 72, "weeks": 2}))
        return found


def _controls(form: str) -> dict[str, int]:
    return {"Э": {"exams": 1}, "ДЗ": {"graded_credits": 1}, "З": {"credits": 1}}.get(form, {"other_controls": 1})


def _hours(kinds: tuple[LessonKind, ...], hours: int, controls: dict[str, int]) -> dict[str, object]:
    parts = {"laboratory": 2 * kinds.count(LessonKind.LABORATORY), "practical": 2 * kinds.count(LessonKind.PRACTICAL),
             "seminar": 2 * kinds.count(LessonKind.SEMINAR)}
    exam = {"control_hours": 6, "consultation": 2} if controls.get("exams") else {}
    own = {"self_study": hours // 18 * 2}
    return {**parts, "lecture": hours - sum(parts.values()), **own, **exam, **controls,
            "tests": 1 if kinds.count(LessonKind.CONTROL) else 0,
            "total": hours + sum(own.values()) + sum(exam.values())}
