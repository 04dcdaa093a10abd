"""Old ММИС plans: the same lines as the new format gives, what it lacks is said, extramural ones are refused."""

from dataclasses import replace

import pytest

from actions.intake.refusal import ImportRefused
from importers.curriculum import read_curriculum
from importers.curriculum_plm import LACKS, read_plm
from importers.curriculum_plx import read_plx
from rules.plan import Controls, ObjectType
from tests.lookalikes import PLAN, plan_plx
from tests.lookalikes_plm import plan_plm


def known(row):
    """A row as far as the old format can tell of it."""
    controls = replace(row.controls, other=0)
    return (row.cycle, row.index, row.title, row.object_type, row.parent_index, row.semester,
            replace(row.hours, weeks=0), controls, row.competencies)


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-16"])
def test_the_same_lines_as_in_the_new_format(encoding):
    old, new = read_plm(plan_plm(encoding=encoding)), read_plx(plan_plx())
    assert {known(row) for row in old.lines} == {known(row) for row in new.lines}
    assert len(old.lines) == len(new.lines) == 26
    assert old.competencies == new.competencies


def test_head_and_what_the_format_lacks():
    plan = read_plm(plan_plm(year=2014), "старый.xml")
    assert (plan.speciality_code, plan.speciality_title) == ("09.02.07", "Информационные системы (по отраслям)")
    assert (plan.admission_year, plan.qualification, plan.duration_months) == (2014, "техник", 46)
    assert (plan.fgos, plan.base_education, plan.file_name) == ("№ 525 от 14.05.2014", "", "старый.xml")
    assert plan.warnings[0] == LACKS
    assert "Секретов" not in repr(plan)


@pytest.mark.parametrize("name", ["план.plx", "журнал.csv", ""])
def test_recognised_by_content_whatever_the_name(name):
    assert read_curriculum(plan_plm(), name).lines == read_plm(plan_plm()).lines
    assert read_curriculum(plan_plx(), "план.plm.xml").lines == read_plx(plan_plx()).lines


def test_forms_of_control_that_stand_in_the_row_and_hours_of_no_kind():
    extra = ('<Строка Дис="Химия" НовЦикл="БД" НовИдДисциплины="БД.09" СемЭкз="2" СемЗач="1">'
             '<Сем Ном="1" Лек="20" КСР="4"/><Сем Ном="2" Лек="30"/></Строка>')
    first, second = [row for row in read_plm(plan_plm(PLAN[:3], extra=extra)).lines if row.index == "БД.09"]
    assert (first.controls, second.controls) == (Controls(credit=1), Controls(exam=1))
    assert (first.hours.lecture, first.hours.total, first.object_type) == (20, 24, ObjectType.DISCIPLINE)
    assert any("«контроль самостоятельной работы» вошли только в «Итого»" in warning
               for warning in read_plm(plan_plm(extra=extra)).warnings)


@pytest.mark.parametrize(("damage", "words"), [
    (lambda text: text.replace("<Сем Ном", '<Курс Ном="1"><Сессия Ном="1"/></Курс><Сем Ном', 1), "заочной формы"),
    (lambda text: text.replace('ГодНачалаПодготовки="2015"', ""), "год начала подготовки"),
    (lambda text: text.replace("09.02.07", ""), "шифр специальности"),
    (lambda text: text.replace('Лек="30"', 'Лек="много"', 1), "«много» не целое число"),
    (lambda text: text.replace('Ном="2" Лек="30"', 'Ном="77" Лек="30"', 1), "не число от 1 до 12"),
    (lambda text: text.replace('ИдетификаторДисциплины="OГCЭ.02"', ""), "нет индекса"),
    (lambda text: text.replace('"ОГСЭ.01"', '"ОГСЭ 03"'), "повторяется"),
    (lambda text: text.replace("<План ", "<План><", 1), "оборван"),
    (lambda text: text.split("<СтрокиПлана>")[0] + "<СтрокиПлана/></План></Документ>", "ни одной строки с часами"),
    (lambda text: text.replace("<Документ ", "<!DOCTYPE Документ SYSTEM 'a.dtd'><Документ ", 1), "сущности"),
])
def test_refused(damage, words):
    text = damage(plan_plm(encoding="utf-8").decode()).replace("windows-1251", "utf-8")
    with pytest.raises(ImportRefused, match=words):
        read_curriculum(text.encode())
