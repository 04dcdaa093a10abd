import pytest

from actions.intake.refusal import ImportRefused
from documents.curriculum import curriculum_csv
from importers.curriculum_plx import read_plx
from importers.curriculum_table import COLUMNS, read_curriculum_table
from tests.lookalikes import CURRICULUM_COLUMNS, curriculum_rows, plan_plx, table_csv, table_xls, table_xlsx

CELLS = [list(CURRICULUM_COLUMNS), *curriculum_rows()]


def read(data, **more):
    return read_curriculum_table(data, **{"speciality_code": "09.02.07", "admission_year": 2023, **more})


@pytest.mark.parametrize("build", [table_csv, table_xlsx, table_xls])
def test_template_and_plx_are_the_same_plan(build):
    ours, theirs = read(build(CELLS)), read_plx(plan_plx())
    assert curriculum_csv(ours.lines) == curriculum_csv(theirs.lines)
    assert ours.warnings == ()


def test_export_reads_back():
    data = curriculum_csv(read_plx(plan_plx()).lines)
    assert data.decode().splitlines()[0] == ",".join(COLUMNS)
    assert curriculum_csv(read(data).lines) == data


def test_speciality_and_year_may_stand_above_the_heading():
    above = [["специальность", "09.02.07"], ["Год набора", 2023], ["срок, месяцев", 34], []]
    file = read_curriculum_table(table_xlsx([*above, *CELLS]))
    assert (file.speciality_code, file.admission_year, file.duration_months) == ("09.02.07", 2023, 34)
    assert file.lines[0].line == 6


def test_extra_columns_are_read():
    cells = [[*CURRICULUM_COLUMNS, "Конс", "компетенции", "комплексная форма"]]
    cells += [[*CELLS[1], 2, "OK 1; ПК1.1", "Комплексный зачёт"]]
    [row] = read(table_csv(cells)).lines
    assert (row.hours.consultation, row.competencies) == (2, ("ОК 1", "ПК 1.1"))
    assert row.complex_group == "Комплексный зачёт"


def changed(**values):
    first = dict(zip(CURRICULUM_COLUMNS, CELLS[1], strict=True)) | values
    return [CELLS[0], [first[column] for column in CURRICULUM_COLUMNS], *CELLS[2:]]


REFUSED = [
    (changed(индекс=""), "строка 2, столбец «индекс»: не заполнено", "no index"),
    (changed(семестр="15"), "строка 2, столбец «семестр»: нужен номер семестра", "an impossible semester"),
    (changed(Лек="много"), "строка 2, столбец «Лек»: «много» не число", "hours in words"),
    (changed(Лек="-3"), "строка 2, столбец «Лек»: число -3 вне пределов", "negative hours"),
    (changed(тип_объекта="5"), "строка 2, столбец «тип_объекта»", "a choice block"),
    (changed(индекс_родителя="ПМ.09"), "столбец «индекс_родителя»: модуля «ПМ.09» нет", "a parent that is not there"),
    ([*CELLS, CELLS[1]], "уже есть в строке 2", "a doubled line"),
    ([*CELLS, *changed(наименование="Другое", семестр="5")[1:2]], "назван или подчинён иначе", "two titles"),
]


@pytest.mark.parametrize(("cells", "message", "why"), REFUSED, ids=[case[-1] for case in REFUSED])
def test_wrong_cell_is_refused_by_place(cells, message, why):
    with pytest.raises(ImportRefused) as refused:
        read(table_csv(cells))
    assert message in str(refused.value), why


@pytest.mark.parametrize(
    ("more", "message"),
    [({"speciality_code": ""}, "не указана специальность"), ({"admission_year": None}, "не указан год набора")],
)
def test_unknown_speciality_or_year_is_refused(more, message):
    with pytest.raises(ImportRefused, match=message):
        read(table_csv(CELLS), **more)


def test_words_may_stand_for_types():
    cells = changed(тип_объекта="дисциплина")
    assert curriculum_csv(read(table_csv(cells)).lines) == curriculum_csv(read(table_csv(CELLS)).lines)
