import datetime as dt

import pytest

from actions.intake.refusal import ImportRefused
from importers.limits import Limits
from importers.sheet import Columns, read_table
from importers.values import BadValue, to_date, to_name, to_phone, to_text, to_whole
from tests.lookalikes import table_csv, table_xls, table_xlsx

TABLE = Columns(("фамилия", "дата_рождения"), ("отчество",))
CELLS = [["фамилия", "дата_рождения"], ["Ёлкин", dt.date(2007, 3, 1)], ["", ""], ["Зорин", dt.date(2007, 4, 2)]]

WRITINGS = [
    ("xlsx", table_xlsx(CELLS)),
    ("xls", table_xls(CELLS)),
    *[
        (f"csv {delimiter!r} {encoding}", table_csv(CELLS, delimiter=delimiter, encoding=encoding))
        for delimiter in ";,|\t"
        for encoding in ("utf-8", "utf-8-sig", "cp1251", "utf-16")
    ],
    ("csv with Excel's hint", b"sep=;\r\n\r\n" + table_csv(CELLS, encoding="cp1251")),
]


@pytest.mark.parametrize("data", [data for _, data in WRITINGS], ids=[name for name, _ in WRITINGS])
def test_one_table_from_every_format(data):
    rows = read_table(data, TABLE)
    assert [row.text("фамилия") for row in rows] == ["Ёлкин", "Зорин"]
    assert [to_date(row.get("дата_рождения")) for row in rows] == [dt.date(2007, 3, 1), dt.date(2007, 4, 2)]
    assert rows[1].line - rows[0].line == 2, "an empty line keeps its number"


def test_line_numbers_are_those_of_the_file():
    text = 'фамилия;дата_рождения\r\n"Ёл\r\nкин";2007-03-01\r\nЗорин;x\r\n'
    assert [row.line for row in read_table(text.encode(), TABLE)] == [2, 4]


def test_headings_are_known_without_case_and_separators():
    rows = read_table("ФАМИЛИЯ, Дата рождения ,Oтчество\nЗорин,2007-04-02,\n".encode(), TABLE)
    assert rows[0].cells == {"фамилия": "Зорин", "дата_рождения": "2007-04-02", "отчество": ""}


REFUSED = [
    ("фамилия\nЗорин\n", "столбец «дата_рождения»: нет обязательного столбца", "missing"),
    ("фамилия;дата_рождения;Фамилия\na;b;c\n", "столбец «фамилия»: столбец повторяется", "doubled"),
    ("фамилия;дата_рождения;рост\na;b;c\n", "столбец «рост»: такого столбца нет", "unknown"),
    ("фамилия;дата_рождения\nа;б;лишнее\n", "строка 2: лишняя ячейка «лишнее»", "a cell without heading"),
    ("фамилия;дата_рождения\n", "Под заголовком нет ни одной строки", "no rows"),
    ("\n\n", "нет ни одной заполненной строки", "nothing at all"),
    ('фамилия;дата_рождения\n"Зорин;1\n', "строка 2: Строка таблицы не читается", "an unclosed quotation mark"),
    ("фамилия;дата_рождения\n" + "я" * 5000 + ";1\n", "строка 2, столбец «фамилия»: в ячейке больше 4000", "long"),
]


@pytest.mark.parametrize(("text", "message", "why"), REFUSED, ids=[case[-1] for case in REFUSED])
def test_wrong_table_is_refused_by_place(text, message, why):
    with pytest.raises(ImportRefused) as refused:
        read_table(text.encode(), TABLE)
    assert message in str(refused.value), why


def test_every_wrong_heading_is_named_at_once():
    with pytest.raises(ImportRefused) as refused:
        read_table("рост;вес\n1;2\n".encode(), TABLE)
    assert [refusal.column for refusal in refused.value.refusals] == ["рост", "вес", "фамилия", "дата_рождения"]


@pytest.mark.parametrize("build", [table_csv, table_xlsx, table_xls])
def test_rows_are_limited(build):
    cells = [["фамилия", "дата_рождения"], *([["Зорин", "2007-04-02"]] * 60)]
    assert len(read_table(build(cells), TABLE, Limits(rows=60))) == 60
    with pytest.raises(ImportRefused, match="больше 30 строк"):
        read_table(build(cells), TABLE, Limits(rows=30))


@pytest.mark.parametrize("build", [table_csv, table_xlsx, table_xls])
def test_columns_are_limited(build):
    with pytest.raises(ImportRefused, match="больше 200 столбцов"):
        read_table(build([[f"с{n}" for n in range(250)]]), TABLE)


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        (dt.datetime(2007, 3, 1, 0, 0), dt.date(2007, 3, 1)),
        (dt.date(2007, 3, 1), dt.date(2007, 3, 1)),
        ("2007-03-01", dt.date(2007, 3, 1)),
        ("2007-03-01 00:00:00", dt.date(2007, 3, 1)),
        (" 01.03.2007 г.", dt.date(2007, 3, 1)),
        ("1/3/2007", dt.date(2007, 3, 1)),
        (39142, dt.date(2007, 3, 1)),
        (39142.0, dt.date(2007, 3, 1)),
        ("39142", dt.date(2007, 3, 1)),
    ],
)
def test_date_is_read(cell, date):
    assert to_date(cell) == date


@pytest.mark.parametrize("cell", ["31.02.2007", "01.03.07", "вчера", "2007", 7, "", True, "2007-13-01", -5.0])
def test_what_is_no_date_is_refused(cell):
    with pytest.raises(BadValue):
        to_date(cell)


@pytest.mark.parametrize(
    "cell",
    ["+7 913 123-45-67", "8(913)1234567", "79131234567", 79131234567.0, "913 123 45 67", "8-913-123-45-67"],
)
def test_telephone_is_one_form(cell):
    assert to_phone(cell) == "+79131234567"


@pytest.mark.parametrize(
    "cell",
    ["123", "+1 913 123 45 67 8", "телефон", "8913123456", "89131234567, 89131234568", "+8 913 123 45 67"],
)
def test_what_is_no_telephone_is_refused(cell):
    with pytest.raises(BadValue, match="не телефон"):
        to_phone(cell)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("ИВАНОВ", "Иванов"),
        ("иванова-петрова", "Иванова-Петрова"),
        ("Петрова – Водкина", "Петрова-Водкина"),
        ("Иванoв", "Иванов"),
        ("Мамед Оглы", "Мамед Оглы"),
        ("МАМЕД ОГЛЫ", "Мамед оглы"),
        ("Д'Арк", "Д'Арк"),
        ("Ё", "Ё"),
    ],
)
def test_name_is_tidied(cell, name):
    assert to_name(cell) == name


@pytest.mark.parametrize("cell", ["Smith", "Иванов1", "=cmd()", "Иванов, Пётр", "-", "<b>Иван</b>", "И" * 101])
def test_what_is_no_name_is_refused(cell):
    with pytest.raises(BadValue):
        to_name(cell)


@pytest.mark.parametrize(
    ("cell", "text"), [(12.0, "12"), (1.5, "1.5"), (None, ""), (dt.date(2023, 9, 1), "01.09.2023"), (" а ", "а")]
)
def test_cell_becomes_text(cell, text):
    assert to_text(cell) == text


@pytest.mark.parametrize(("cell", "number"), [("36", 36), ("36,0", 36), (36.0, 36), ("", 0), (None, 0)])
def test_whole_number_is_read(cell, number):
    assert to_whole(cell) == number


@pytest.mark.parametrize("cell", ["3,5", "-1", "много", "1e9", "nan"])
def test_what_is_no_whole_number_is_refused(cell):
    with pytest.raises(BadValue):
        to_whole(cell)
