"""Loading a curriculum line by line (Пр. 10)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from access.identity import Identity
from actions.curricula import load_curriculum
from actions.intake.refusal import ImportRefused
from documents.curriculum import curriculum_csv, curriculum_xlsx
from importers.curriculum import read_curriculum
from models import AuditRecord, Competence, Curriculum, CurriculumLine, Discipline, Module, Practice, Speciality
from queries.curricula import curriculum_rows
from rules.terms import BaseEducation, LineKind, PracticeKind, ProgrammeLevel, Role
from tests import factories as f
from tests.lookalikes import curriculum_rows as expected_rows
from tests.lookalikes import plan_plx

NOW = dt.datetime(2023, 11, 20, 15, tzinfo=dt.timezone(dt.timedelta(hours=7)))
OPERATOR = Identity(None, frozenset({Role.ADMINISTRATOR}), NOW, "cli")
ROWS = len(expected_rows())


@pytest.fixture
def plan():
    return read_curriculum(plan_plx(), "план.plx")


def load(plan):
    return load_curriculum(plan)


def counts(report):
    return report.created, report.changed, report.same


def test_the_whole_plan_arrives(db, plan):
    report = load(plan)
    db.commit()
    assert counts(report) == (ROWS, 0, 0)
    curriculum = db.get(Curriculum, report.id)
    assert (curriculum.admission_year, curriculum.base_education) == (2023, BaseEducation.SECONDARY)
    assert curriculum.speciality.level is ProgrammeLevel.SPECIALISTS
    assert curriculum.duration_months == 34


def test_every_row_comes_back_in_its_order(db, plan):
    report = load(plan)
    db.commit()
    rows = curriculum_rows(OPERATOR, db.get(Curriculum, report.id))
    assert curriculum_csv(rows) == curriculum_csv(plan.lines)


def test_the_second_load_changes_nothing(db, plan):
    load(plan)
    db.commit()
    records = db.scalar(sa.select(sa.func.count(AuditRecord.id)))
    assert counts(load(plan)) == (0, 0, ROWS)
    db.commit()
    assert db.scalar(sa.select(sa.func.count(AuditRecord.id))) == records


@pytest.mark.parametrize("render", [curriculum_csv, curriculum_xlsx])
def test_its_own_export_is_the_same_plan(db, plan, render):
    """The short CSV is silent about competencies and complex controls: silence takes nothing away."""
    report = load(plan)
    db.commit()
    data = render(curriculum_rows(OPERATOR, db.get(Curriculum, report.id)))
    again = read_curriculum(data, speciality_code="09.02.07", admission_year=2023, base_education="среднее общее")
    assert counts(load(again)) == (0, 0, ROWS)


def test_what_the_lines_teach(db, plan):
    load(plan)
    db.commit()
    kinds = {line.index: line for line in db.scalars(sa.select(CurriculumLine))}
    assert kinds["ПМ.01"].kind is LineKind.MODULE
    assert kinds["МДК.01.01"].kind is LineKind.MDK
    assert kinds["МДК.01.01"].discipline.module.index == "ПМ.01"
    assert kinds["ПМ.01.ЭК"].kind is LineKind.MODULE_EXAM
    assert kinds["ГИА.01"].kind is LineKind.STATE_EXAM
    assert kinds["УП.01.01"].practice.kind is PracticeKind.STUDY
    assert kinds["ПДП"].practice.kind is PracticeKind.PREDIPLOMA
    assert kinds["УП.01.01"].weeks == Decimal(2)
    assert kinds["ОГСЭ.04"].discipline.physical_education
    assert {item.code for item in kinds["МДК.01.01"].competencies} == {"ОК 1", "ПК 1.1"}
    assert (kinds["ОГСЭ.02"].complex_control or "").startswith("Комплексный диф. зачет")


def test_subjects_are_shared_between_plans(db, plan):
    load(plan)
    db.commit()
    before = [db.scalar(sa.select(sa.func.count(model.id))) for model in (Discipline, Module, Practice, Speciality)]
    assert load(replace(plan, admission_year=2024)).created == ROWS
    db.commit()
    after = [db.scalar(sa.select(sa.func.count(model.id))) for model in (Discipline, Module, Practice, Speciality)]
    assert before == after
    assert db.scalar(sa.select(sa.func.count(Curriculum.id))) == 2


def changed(plan, index, **hours):
    lines = tuple(replace(row, hours=replace(row.hours, **hours)) if row.index == index else row for row in plan.lines)
    return replace(plan, lines=lines)


def test_a_changed_figure_is_one_changed_line_in_words(db, plan):
    load(plan)
    db.commit()
    report = load(changed(plan, "ОГСЭ.02", lecture=40))
    assert counts(report) == (0, 1, ROWS - 1)
    assert report.changes == ("ОГСЭ.02, семестр 1: Лекции: 36 → 40",)


def without(plan, index):
    return replace(plan, lines=tuple(row for row in plan.lines if row.index != index))


def test_a_line_that_is_gone_goes(db, plan):
    load(plan)
    db.commit()
    report = load(without(plan, "ОГСЭ.02"))
    db.commit()
    assert counts(report) == (0, 1, ROWS - 1)
    assert db.scalar(sa.select(CurriculumLine).where(CurriculumLine.index == "ОГСЭ.02")) is None


def test_a_line_with_a_journal_stays_and_is_told(db, plan):
    curriculum = db.get(Curriculum, load(plan).id)
    line = db.scalar(sa.select(CurriculumLine).where(CurriculumLine.index == "ОГСЭ.02"))
    f.JournalFactory(line=line, group=f.GroupFactory(curriculum=curriculum))
    db.commit()
    report = load(without(plan, "ОГСЭ.02"))
    db.commit()
    assert counts(report) == (0, 0, ROWS)
    assert any("ОГСЭ.02" in warning and "журналы" in warning for warning in report.warnings)
    assert db.scalar(sa.select(CurriculumLine).where(CurriculumLine.index == "ОГСЭ.02")) is line


def test_a_new_title_of_a_competence_is_taken(db, plan):
    load(plan)
    db.commit()
    load(replace(plan, competencies=(("ОК 1", "Иначе"), *plan.competencies[1:])))
    db.commit()
    assert db.scalar(sa.select(Competence.title).where(Competence.code == "ОК 1")) == "Иначе"


REFUSED = [
    ({"base_education": ""}, "на базе какого образования", "nobody says for whom"),
    ({"base_education": "начальное"}, "на базе какого образования", "an education we do not know"),
    ({"speciality_code": "01.01.01", "speciality_title": ""}, "01.01.01 ещё нет", "a code without a name"),
]


@pytest.mark.parametrize(("more", "message", "why"), REFUSED, ids=[case[-1] for case in REFUSED])
def test_refusals(db, plan, more, message, why):
    with pytest.raises(ImportRefused, match=message):
        load(replace(plan, **more))


def test_a_closed_plan_no_longer_changes(db, plan):
    db.get(Curriculum, load(plan).id).closed_on = dt.date(2023, 10, 1)
    db.commit()
    with pytest.raises(ImportRefused, match=r"закрыт с 01\.10\.2023"):
        load(plan)


def test_figures_beyond_reason_are_refused(db, plan):
    with pytest.raises(ImportRefused, match="больше 9999 часов"):
        load(changed(plan, "ОГСЭ.02", total=40_000))
