"""Where a cell stands: far cells and formulas are refused before a table is built around them."""

from __future__ import annotations

from actions.intake.refusal import ImportRefused
from importers.limits import Limits

DAMAGED = "Файл таблицы оборван или испорчен: он не открывается"
MACROS = "В таблице есть макросы. Сохраните её как «Книга Excel (xlsx)» без макросов"
PASSWORD = "Таблица закрыта паролем. Снимите пароль и сохраните её снова"  # noqa: S105 - a message

_PREAMBLE = 20  # lines above the heading: title, speciality, year


def check_position(row: int, column: int, limits: Limits) -> None:
    if row > limits.rows + _PREAMBLE:
        raise ImportRefused.because(f"В таблице больше {limits.rows} строк: разделите файл на части", line=row)
    if column > limits.columns:
        raise ImportRefused.because(f"В таблице больше {limits.columns} столбцов", line=row)


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_address(row: int, column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def refuse_formula(row: int, column: int, limits: Limits) -> None:
    if not limits.formulas:
        reason = f"В ячейке {cell_address(row, column)} формула. Вставьте вместо формул значения"
        raise ImportRefused.because(reason, line=row)
