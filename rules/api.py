"""What a program's key must be: a name, scopes that make sense, a term, a pace."""

from __future__ import annotations

import datetime as dt

from rules.terms import ApiScope
from rules.violation import Violation

LONGEST = dt.timedelta(days=366)
NAME_LENGTH = 120
PER_MINUTE = 120
FASTEST = 6000
# personal columns of an entity are shown beside its names
WITHIN = {ApiScope.STUDENTS_PERSONAL: ApiScope.STUDENTS, ApiScope.STAFF_PERSONAL: ApiScope.STAFF}


def check_client(name: str, scopes: frozenset[ApiScope], expires: dt.date | None, per_minute: int | None,
                 today: dt.date) -> list[Violation]:
    """Everything that is wrong with the form, field by field."""
    found = [
        ("name", not name.strip(), "Назовите программу, которой выдаётся ключ"),
        ("name", len(name.strip()) > NAME_LENGTH, f"Название длиннее {NAME_LENGTH} знаков: сократите"),
        ("scopes", not scopes, "Отметьте, что программа может читать"),
        ("expires", expires is None or expires <= today, "Укажите день после сегодняшнего"),
        ("expires", expires is not None and expires > today + LONGEST,
         "Ключ выдаётся не больше чем на год: по окончании выдайте новый"),
        ("per_minute", per_minute is None or not 1 <= per_minute <= FASTEST, f"Укажите число от 1 до {FASTEST}"),
        *(("scopes", personal in scopes and family not in scopes, f"К «{personal.title}» нужно и «{family.title}»")
          for personal, family in WITHIN.items()),
    ]
    return [Violation("", message, field) for field, wrong, message in found if wrong]
