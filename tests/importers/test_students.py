import datetime as dt
import time

import pytest

from actions.intake.refusal import ImportRefused, Refusals
from importers.students import read_students
from tests.lookalikes import STUDENT_COLUMNS, grid, student_rows, table_csv, table_xls, table_xlsx

TODAY = dt.date(2023, 11, 20)
FIRST = student_rows(1)[0]


def read(*rows, columns=STUDENT_COLUMNS):
    file = read_students(table_csv(grid(rows, columns)), TODAY)
    Refusals(file.refused).check()
    return file


@pytest.mark.parametrize("build", [table_csv, table_xlsx, table_xls])
def test_a_group_comes_in_from_every_format(build):
    file = read_students(build(grid(student_rows(25))), TODAY)
    assert (len(file.students), file.rows, file.warnings) == (25, 25, ())
    first = file.students[0]
    assert (first.full_name, first.group) == ("Авдеев Артём Андреевич", "ИС-231")
    assert (first.birth_date, first.order_number, first.order_date) == (
        dt.date(2007, 1, 15), "45-С", dt.date(2023, 8, 25),
    )  # fmt: skip
    assert [(who.full_name, who.phone) for who in first.guardians] == [("Авдеев Глеб Борисович", "+79132000000")]
    assert first.line == 2


def test_real_dates_and_numbers_of_a_workbook_are_read():
    row = FIRST | {"дата_рождения": dt.date(2007, 5, 6), "приказ_номер": 45, "родитель_телефон": 89131234567}
    [student] = read_students(table_xlsx(grid([row])), TODAY).students
    assert (student.birth_date, student.order_number) == (dt.date(2007, 5, 6), "45")
    assert student.guardians[0].phone == "+79131234567"


def test_dirt_is_read_right():
    row = FIRST | {"фамилия": " АВДEЕВ_x000D_", "группа": "ИC – 231", "приказ_номер": "№ 45-С", "отчество": "-"}
    [student] = read(row).students
    assert (student.surname, student.patronymic) == ("Авдеев", "")
    assert (student.group, student.order_number) == ("ИС-231", "45-С")


@pytest.mark.parametrize("missing", STUDENT_COLUMNS)
def test_every_column_of_the_template_must_be_there(missing):
    with pytest.raises(ImportRefused) as refused:
        read(FIRST, columns=[name for name in STUDENT_COLUMNS if name != missing])
    assert missing in str(refused.value)


def test_a_patronymic_and_parents_may_be_empty():
    [student] = read(FIRST | {"отчество": "", "родитель_фио": "", "родитель_телефон": ""}).students
    assert (student.patronymic, student.guardians) == ("", ())


def test_two_rows_of_one_student_are_two_parents():
    mother = FIRST | {"фамилия": "авдеев", "родитель_фио": "Авдеева Ольга Львовна", "родитель_телефон": ""}
    file = read(FIRST, mother, FIRST)
    [student] = file.students
    assert [(who.name, who.phone) for who in student.guardians] == [("Глеб", "+79132000000"), ("Ольга", None)]
    assert file.rows == 3


def test_namesakes_are_shown_not_merged():
    file = read(FIRST, FIRST | {"дата_рождения": "2006-02-02"})
    assert len(file.students) == 2
    assert file.warnings[0].startswith("строки 2 и 3: Авдеев Артём Андреевич")


REFUSED = [
    ({"фамилия": ""}, "фамилия", "не заполнено", "no surname"),
    ({"имя": "John"}, "имя", "русскими буквами", "a Latin name"),
    ({"отчество": "123"}, "отчество", "русскими буквами", "digits"),
    ({"дата_рождения": "31.02.2007"}, "дата_рождения", "нет в календаре", "a date that never was"),
    ({"дата_рождения": "2015-01-01"}, "дата_рождения", "возраст 8", "a child"),
    ({"дата_рождения": "1940-01-01"}, "дата_рождения", "возраст 83", "too old"),
    ({"дата_рождения": "2024-01-01"}, "дата_рождения", "ещё не наступила", "not yet born"),
    ({"группа": ""}, "группа", "не заполнено", "no group"),
    ({"приказ_номер": "№"}, "приказ_номер", "пуст", "an order without number"),
    ({"приказ_дата": "август"}, "приказ_дата", "не дата", "a month for a date"),
    ({"приказ_дата": "2035-08-25"}, "приказ_дата", "вне разумных пределов", "an order of the far future"),
    ({"родитель_фио": "Мама"}, "родитель_фио", "через пробел", "one word for a parent"),
    ({"родитель_телефон": "12-34"}, "родитель_телефон", "не телефон", "a short number"),
    ({"родитель_фио": ""}, "родитель_фио", "не указано, чей он", "a telephone of nobody"),
]


@pytest.mark.parametrize(("values", "column", "message", "why"), REFUSED, ids=[case[-1] for case in REFUSED])
def test_wrong_cell_is_refused_by_place(values, column, message, why):
    with pytest.raises(ImportRefused) as refused:
        read(student_rows(2)[1], FIRST | values)
    [refusal] = refused.value.refusals
    assert (refusal.line, refusal.column) == (3, column), why
    assert message in refusal.reason


def test_all_wrong_cells_are_told_at_once():
    with pytest.raises(ImportRefused) as refused:
        read(FIRST | {"имя": "John", "группа": ""}, student_rows(2)[1] | {"приказ_дата": "?"})
    assert [(item.line, item.column) for item in refused.value.refusals] == [
        (2, "имя"), (2, "группа"), (3, "приказ_дата"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"группа": "ИС-232"}, "группа"),
        ({"приказ_номер": "46"}, "приказ_номер"),
        ({"приказ_дата": "2023-08-26"}, "приказ_дата"),
        ({"родитель_телефон": "89990000000"}, "родитель_телефон"),
    ],
)
def test_doubled_student_with_other_data_is_refused(values, column):
    with pytest.raises(ImportRefused) as refused:
        read(FIRST, FIRST | values)
    [refusal] = refused.value.refusals
    assert (refusal.line, refusal.column) == (3, column)
    assert "строке 2" in refusal.reason


def test_1200_students_with_parents_are_read_within_two_seconds():
    rows = [row | {"группа": f"ИС-{number // 25:02d}"} for number, row in enumerate(student_rows(1200))]
    data = table_xlsx(grid(rows))
    started = time.process_time()
    file = read_students(data, TODAY)
    assert time.process_time() - started < 2
    assert len({student.person for student in file.students}) == 1200
