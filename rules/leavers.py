"""Data of those who left: what is erased on request and what the law tells to keep (152-ФЗ; order 9)."""

from __future__ import annotations

from rules.deadlines import is_reason
from rules.terms import MovementKind
from rules.violation import Violation

LEFT = (MovementKind.EXPULSION, MovementKind.GRADUATION)
STUDENT_FIELDS = ("phone", "email", "address", "birth_date")
GUARDIAN_FIELDS = ("phone", "email", "address")


def check_leaver(last: MovementKind | None, in_group: bool, erased_before: bool) -> Violation | None:
    """Only one whom an order has taken out, and once; a student on leave still studies."""
    if last not in LEFT or in_group:
        return Violation("9.2", "Студент учится: данные уничтожают только у выбывших по приказу")
    if erased_before:
        return Violation("9.2", "Данные этого человека уже уничтожены по акту")
    return None


def check_basis(basis: str) -> Violation | None:
    """The act names the paper it rests on."""
    text = basis.strip()
    if not is_reason(text) or not any(sign.isdigit() for sign in text):
        return Violation("9.2", "Укажите основание: заявление или приказ, с датой", "basis")
    return Violation("9.2", "Основание длиннее 250 знаков: сократите", "basis") if len(text) > 250 else None


def check_confirmation(typed: str, last_name: str) -> Violation | None:
    """The second look: the surname is typed by hand, what is erased does not come back."""
    if typed.strip().casefold().replace("ё", "е") == last_name.casefold().replace("ё", "е"):
        return None
    return Violation("", "Впишите фамилию этого человека: вернуть данные будет нельзя", "surname")
