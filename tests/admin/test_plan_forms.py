"""What the forms of curricula and of the calendar refuse and accept (Пр. 10, п. 6.9), over HTTP."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import models as m
from rules import terms as t
from rules.terms import Role
from tests import factories as f
from tests.admin.forms import accepted, act, address, data, edited, refused, rows

LONG = "о" * 251


@pytest.fixture
def deputy(login: Any) -> Any:
    return login(Role.DEPUTY_OOD)


def cases(table: list[tuple]) -> Any:
    return pytest.mark.parametrize(("change", "field", "why"), table, ids=[case[2] for case in table])


# what is taught

SPECIALITY = {"code": "09.02.07", "title": "Информационные системы", "level": t.ProgrammeLevel.SPECIALISTS}


@cases([
    ({"code": "9.2.7"}, "code", "pairs of figures"),
    ({"code": "15.01.05"}, "level", "01 is a profession"),
    ({"code": ""}, "code", "no code"),
    ({"title": "   "}, "title", "no title"),
    ({"title": LONG}, "title", "longer than the column"),
    ({"level": "masters"}, "level", "no such level"),
])
def test_specialities_refused(change: dict, field: str, why: str, deputy: Any) -> None:
    refused(deputy, m.Speciality, SPECIALITY | change, field, why)


def test_a_speciality_is_entered_once(deputy: Any) -> None:
    accepted(deputy, m.Speciality, SPECIALITY)
    refused(deputy, m.Speciality, SPECIALITY, "code", "the same code")


@cases([
    ({"title": "МАТЕМАТИКА"}, "title", "the same title in capitals"),
    ({"title": "Матёматика"}, "title", "the same title with ё"),
    ({"physical_education": True}, "physical_education", "not about health"),
    ({"title": ""}, "title", "no title"),
    ({"module": "77777"}, "module", "no such module"),
])
def test_disciplines_refused(change: dict, field: str, why: str, deputy: Any) -> None:
    f.DisciplineFactory(title="Математика")
    refused(deputy, m.Discipline, {"title": "Физика"} | change, field, why)


def test_an_mdk_may_be_called_as_a_discipline(deputy: Any) -> None:
    f.DisciplineFactory(title="Физическая культура")
    made = accepted(deputy, m.Discipline, {"title": "Физическая  культура", "module": f.ModuleFactory(),
                                           "physical_education": True})
    assert made.title == "Физическая культура"


@cases([
    ({"index": "МДК.01.01"}, "index", "not a module's index"),
    ({"index": "ПМ"}, "index", "no number"),
    ({"title": ""}, "title", "no title"),
    ({"speciality": None}, "speciality", "whose?"),
])
def test_modules_refused(change: dict, field: str, why: str, deputy: Any) -> None:
    values = {"speciality": f.SpecialityFactory(), "index": "ПМ.01", "title": "Разработка"} | change
    refused(deputy, m.Module, values, field, why)


@pytest.mark.parametrize(("typed", "stored"), [("ПM.01", "ПМ.01"), ("пм 2", "ПМ.02"), (" ПМ. 3 ", "ПМ.03")])
def test_an_index_becomes_cyrillic(typed: str, stored: str, deputy: Any) -> None:
    made = accepted(deputy, m.Module, {"speciality": f.SpecialityFactory(), "index": typed, "title": "Разработка"})
    assert made.index == stored


@cases([
    ({"kind": t.PracticeKind.INDUSTRIAL}, "index", "УП is not industrial"),
    ({"index": "ПП.01.01"}, "index", "ПП is not study"),
    ({"index": "УП.02.01"}, "module", "of another module"),
    ({"module": None}, "module", "of no module"),
    ({"foreign": True}, "module", "a module of another speciality"),
    ({"title": "Преддипломная практика"}, "title", "called otherwise"),
    ({"kind": t.PracticeKind.PREDIPLOMA, "index": "ПДП", "title": "Преддипломная практика"}, "module", "ПДП has none"),
])
def test_practices_refused(change: dict, field: str, why: str, db: Any, login: Any) -> None:
    module = f.ModuleFactory(index="ПМ.01")
    values = {"speciality": module.speciality, "kind": t.PracticeKind.STUDY, "index": "УП.01.01",
              "title": "Учебная практика", "module": module} | change
    if values.pop("foreign", False):
        values["module"] = f.ModuleFactory(index="ПМ.01")
    refused(login(Role.SENIOR_MASTER), m.Practice, values, field, why)


def test_a_practice_is_entered_by_the_senior_master(db: Any, login: Any, deputy: Any) -> None:
    module = f.ModuleFactory(index="ПМ.01")
    values = {"speciality": module.speciality, "kind": t.PracticeKind.STUDY, "index": "yп 01.01",
              "title": "Учебная практика", "module": module}
    assert deputy.post(address(m.Practice), data=data(values)).status_code == 403
    assert accepted(login(Role.SENIOR_MASTER), m.Practice, values).index == "УП.01.01"


# curricula

@cases([
    ({"admission_year": 1812}, "admission_year", "two centuries ago"),
    ({"admission_year": "двадцать"}, "admission_year", "not a number"),
    ({"admission_year": 99999}, "admission_year", "more than the column holds"),
    ({"duration_months": 3}, "duration_months", "a quarter"),
    ({"version": 0}, "version", "versions count from one"),
    ({"again": True}, "speciality", "the same edition"),
    ({"title": ""}, "title", "no title"),
])
def test_curricula_refused(change: dict, field: str, why: str, db: Any, deputy: Any) -> None:
    held = f.CurriculumFactory(admission_year=2022)
    values = {"title": "План", "speciality": held.speciality, "admission_year": 2023, "version": 1,
              "base_education": held.base_education, "study_form": held.study_form} | change
    if values.pop("again", False):
        values["admission_year"] = 2022
    refused(deputy, m.Curriculum, values, field, why)


def line(plan: m.Curriculum, **changed: Any) -> dict[str, Any]:
    hours = dict.fromkeys(("laboratory", "seminar", "course_project", "self_study", "control_hours", "consultation",
                           "individual_project", "weeks", "exams", "credits", "course_project_controls",
                           "course_works", "tests", "other_controls"), 0)
    return hours | {"curriculum": plan, "position": 1, "cycle": "ОПЦ", "index": "ОП.01", "title": "Алгоритмы",
                    "kind": t.LineKind.DISCIPLINE, "semester_number": 3, "discipline": f.DisciplineFactory(),
                    "lecture": 20, "practical": 16, "total": 36, "graded_credits": 1} | changed


LINES = [
    ({"total": 35}, "total", "parts are more than the whole"),
    ({"lecture": -1}, "lecture", "less than nothing"),
    ({"weeks": "1,55,5"}, "weeks", "not a number"),
    ({"index": "???"}, "index", "not an index"),
    ({"index": "МДК.01.01"}, "index", "an МДК is not a discipline"),
    ({"semester_number": 9}, "semester_number", "the programme has eight semesters"),
    ({"semester_number": 0}, "semester_number", "counted from one"),
    ({"discipline": None}, "discipline", "which discipline?"),
    ({"practice": "own"}, "practice", "both a discipline and a practice"),
    ({"module": "own"}, "module", "inside a module it is an МДК"),
    ({"kind": t.LineKind.MDK, "index": "МДК.01.01"}, "module", "an МДК of no module"),
    ({"kind": t.LineKind.MDK, "index": "МДК.01.01", "module": "foreign"}, "module", "of another speciality"),
    ({"kind": t.LineKind.MDK, "index": "МДК.02.01", "module": "own"}, "module", "the number of another module"),
    ({"kind": t.LineKind.MDK, "index": "МДК.01.01", "module": "own"}, "module", "the discipline is in no module"),
    ({"kind": t.LineKind.PRACTICE, "index": "УП.01.01", "discipline": None}, "practice", "which practice?"),
    ({"kind": t.LineKind.MODULE, "index": "ПМ.01"}, "discipline", "a module's line teaches nothing itself"),
    ({"codes": "ОК 01, ОК 77"}, "codes", "a competence the plan has not"),
    ({"closed": True}, "curriculum", "the plan is closed"),
]


@cases(LINES)
def test_lines_refused(change: dict, field: str, why: str, db: Any, deputy: Any) -> None:
    plan = f.CurriculumFactory(duration_months=46)
    f.CompetenceFactory(curriculum=plan, code="ОК 01")
    own = {"module": f.ModuleFactory(speciality=plan.speciality, index="ПМ.01"),
           "practice": f.PracticeFactory(speciality=plan.speciality)}
    values = line(plan) | change
    for name, mine in own.items():
        if values.get(name) == "own":
            values[name] = mine
        elif values.get(name) == "foreign":
            values[name] = f.ModuleFactory(index="ПМ.01")
    if values.pop("closed", False):
        plan.closed_on = f.TODAY
    refused(deputy, m.CurriculumLine, values, field, why)


def test_a_line_with_competencies(db: Any, deputy: Any) -> None:
    plan = f.CurriculumFactory()
    for code in ("ОК 01", "ПК 1.1", "ОК 02"):
        f.CompetenceFactory(curriculum=plan, code=code)
    made = accepted(deputy, m.CurriculumLine, line(plan, index="OП 1", codes="OK 01; ПК1.1"))
    assert made.index == "ОП.01"
    assert sorted(item.code for item in made.competencies) == ["ОК 01", "ПК 1.1"]
    assert edited(deputy, made, {"codes": "ОК 02"}) == {}
    assert [item.code for item in made.competencies] == ["ОК 02"]
    assert edited(deputy, made, {"title": "Основы алгоритмизации"}) == {}
    assert [item.code for item in made.competencies] == ["ОК 02"]


def test_fewer_hours_by_kinds_only_warn(db: Any, deputy: Any) -> None:
    """Genuine plans have such lines: the total is the plan's own figure."""
    accepted(deputy, m.CurriculumLine, line(f.CurriculumFactory(), total=40, weeks=Decimal("1.5")))
    assert "Итого 40 ч, а по видам занятий 36 ч" in deputy.get("/admin/curriculum_line/").text


def test_a_line_with_journals_stays_what_it_is(db: Any, deputy: Any) -> None:
    held = f.JournalFactory().line
    held.discipline.module = None
    assert set(edited(deputy, held, {"semester_number": 4})) == {"semester_number"}
    assert set(edited(deputy, held, {"discipline": f.DisciplineFactory()})) == {"discipline"}
    assert edited(deputy, held, {"title": "Новое наименование"}) == {}


@cases([
    ({"code": "Умение 1"}, "code", "not a code"),
    ({"code": "OK 1"}, "code", "the same code in Latin letters"),
    ({"title": ""}, "title", "says nothing"),
])
def test_competencies_refused(change: dict, field: str, why: str, db: Any, deputy: Any) -> None:
    held = f.CompetenceFactory(code="ОК 1")
    values = {"curriculum": held.curriculum, "code": "ПК 1.1", "title": "Собирать"} | change
    if why.startswith("the same"):
        field = "curriculum"  # a pair of fields repeats
    refused(deputy, m.Competence, values, field, why)


# years, semesters, days off, bells

def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


YEAR = {"year": 2024, "starts": day("2024-09-02"), "ends": day("2025-06-30")}


@cases([
    ({"starts": day("2024-01-15")}, "starts", "a year begins in autumn"),
    ({"starts": day("2023-09-01")}, "starts", "of another year"),
    ({"ends": day("2026-06-30")}, "ends", "two years long"),
    ({"ends": day("2024-08-30")}, "ends", "turned back"),
    ({"year": 2023, "starts": day("2023-09-01"), "ends": day("2024-06-30")}, "year", "there is one"),
    ({"year": 5, "starts": day("2024-09-02")}, "starts", "Roman times"),
    ({"ends": ""}, "ends", "without an end"),
])
def test_years_refused(change: dict, field: str, why: str, db: Any, deputy: Any) -> None:
    f.AcademicYearFactory()
    values = YEAR | change
    if why == "there is one":
        field = "starts"  # it overlaps the present one
    refused(deputy, m.AcademicYear, values, field, why)


def test_a_year_keeps_its_semesters(db: Any, deputy: Any) -> None:
    made = accepted(deputy, m.AcademicYear, YEAR)
    f.SemesterFactory(academic_year=made, number=2, starts=day("2025-01-09"), ends=day("2025-06-28"))
    assert "ends" in edited(deputy, made, {"ends": day("2025-05-31")})
    assert "year" in edited(deputy, made, {"year": 2025, "starts": day("2025-09-01"), "ends": day("2026-06-30")})
    assert edited(deputy, made, {"ends": day("2025-07-05")}) == {}


@cases([
    ({"number": 3}, "number", "a year has two"),
    ({"number": 1}, "number", "there is one"),
    ({"starts": day("2023-12-01")}, "starts", "the first is not over"),
    ({"ends": day("2024-07-31")}, "ends", "past the year"),
    ({"ends": day("2024-01-20")}, "ends", "ten days long"),
    ({"ends": day("2023-12-31")}, "ends", "turned back"),
    ({"starts": day("2023-08-01"), "ends": day("2023-08-31")}, "starts", "before the year"),
])
def test_semesters_refused(change: dict, field: str, why: str, db: Any, deputy: Any) -> None:
    first = f.SemesterFactory()
    values = {"academic_year": first.academic_year, "number": 2, "starts": day("2024-01-09"),
              "ends": day("2024-06-29")} | change
    refused(deputy, m.Semester, values, field, why)


def test_a_semester_keeps_its_lessons(db: Any, deputy: Any) -> None:
    lesson = f.LessonFactory(date=day("2023-11-20"))
    semester = lesson.journal.semester
    assert "ends" in edited(deputy, semester, {"ends": day("2023-11-18")})
    assert "starts" in edited(deputy, semester, {"starts": day("2023-11-21")})
    assert edited(deputy, semester, {"ends": day("2023-12-28")}) == {}


@cases([
    ({"ends": day("2024-01-31")}, "ends", "a month of holidays"),
    ({"ends": day("2023-12-01")}, "ends", "turned back"),
    ({"starts": day("2024-01-08"), "ends": day("2024-01-09")}, "starts", "entered already"),
    ({"kind": t.DayKind.WORKDAY, "ends": day("2024-01-06")}, "ends", "days are moved one by one"),
    ({"title": ""}, "title", "without a name"),
])
def test_days_off_refused(change: dict, field: str, why: str, db: Any, deputy: Any) -> None:
    f.HolidayFactory(title="Рождество", starts=day("2024-01-07"), ends=day("2024-01-08"))
    values = {"title": "Новогодние", "kind": t.DayKind.HOLIDAY, "starts": day("2024-01-01"),
              "ends": day("2024-01-06")} | change
    refused(deputy, m.Holiday, values, field, why)


def test_a_holiday_over_lessons_warns(db: Any, deputy: Any) -> None:
    f.LessonFactory(date=day("2023-11-20"))
    accepted(deputy, m.Holiday, {"title": "Карантин", "kind": t.DayKind.DAY_OFF, "starts": day("2023-11-20"),
                                 "ends": day("2023-11-21")})
    assert "уже записано 1 занятие" in deputy.get("/admin/holiday/").text


@cases([
    ({"pair": 10}, "pair", "more than a day holds"),
    ({"pair": 1}, "pair", "there is one"),
    ({"ends": dt.time(10, 0)}, "ends", "turned back"),
    ({"ends": dt.time(10, 20)}, "ends", "five minutes"),
    ({"starts": dt.time(10, 0)}, "starts", "the first is not over"),
    ({"pair": 0}, "starts", "before the first, but later"),
    ({"starts": "25:00"}, "starts", "no such hour"),
])
def test_bells_refused(change: dict, field: str, why: str, db: Any, deputy: Any) -> None:
    first = f.BellSlotFactory(pair=1, starts=dt.time(8, 30), ends=dt.time(10, 5))
    values = {"schedule": first.schedule, "pair": 2, "starts": dt.time(10, 15), "ends": dt.time(11, 50)} | change
    refused(deputy, m.BellSlot, values, field, why)


def test_one_schedule_of_bells_is_the_main_one(db: Any, deputy: Any) -> None:
    first = accepted(deputy, m.BellSchedule, {"title": "Основное"})
    assert first.is_default, "the only one"
    second = accepted(deputy, m.BellSchedule, {"title": "Сокращённое", "is_default": True})
    db.expire_all()
    assert (first.is_default, second.is_default) == (False, True)
    assert set(edited(deputy, second, {"is_default": None})) == {"is_default"}
    refused(deputy, m.BellSchedule, {"title": "Основное"}, "title", "there is one")


def test_only_the_deputy_closes_a_plan(db: Any, deputy: Any, login: Any) -> None:
    plan = f.CurriculumFactory()
    assert act(login(Role.METHODIST), m.Curriculum, "close", [plan], day=f.TODAY).status_code == 403
    assert act(deputy, m.Curriculum, "close", [plan], day=f.TODAY).status_code == 302
    assert plan.closed_on == f.TODAY
    assert rows(m.Curriculum) == 1
