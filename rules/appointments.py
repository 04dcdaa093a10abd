"""Parents, curators of groups and consents: who fits, from when, until when, one at a time (п. 5.3, 9.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from rules.names import gender_of
from rules.spans import Days, check_order, first_met
from rules.terms import Gender, Relation
from rules.violation import Violation

GENDERS = {Relation.MOTHER: Gender.FEMALE, Relation.FATHER: Gender.MALE}


def check_relation(full_name: str, patronymic: str | None, relation: Relation) -> Violation | None:
    """A mother's patronymic is a woman's, a father's a man's."""
    gender = gender_of(patronymic)
    if gender is None or GENDERS.get(relation, gender) is gender:
        return None
    return Violation("9.7", f"{full_name}: не {relation.title}, судя по отчеству", "relation")


def check_curator(days: Days, closed_on: dt.date | None, others: Iterable[tuple[str, Days]]) -> list[Violation]:
    """A group has one curator at a time; ``others`` are its other curators by name."""
    if turned := check_order(days.starts, days.ends):
        return [turned]
    if closed_on is not None and closed_on <= days.starts:
        return [Violation("5.3", f"Группа закрыта с {closed_on:%d.%m.%Y}", "group")]
    if (met := first_met(days, others)) is not None:
        name, other = met
        return [Violation("5.3", f"В эти дни куратор группы уже назначен: {name}, {other}. Сначала закончите "
                                 "прежнее назначение", "starts")]
    return []


def check_consent(days: Days, today: dt.date, others: Iterable[tuple[str, Days]]) -> list[Violation]:
    """A consent is given and revoked by fact; ``others`` are consents of the same person to the same thing."""
    found = []
    if days.starts > today:
        found.append(Violation("9.2", "Эта дата ещё не наступила", "given_on"))
    if days.ends is not None and days.ends > today:
        found.append(Violation("9.2", "Эта дата ещё не наступила", "revoked_on"))
    elif days.ends is not None and days.ends < days.starts:
        found.append(Violation("9.2", "Согласие отозвано раньше, чем дано", "revoked_on"))
    elif (met := first_met(days, others)) is not None:
        found.append(Violation("9.2", f"Такое согласие уже записано: {met[1]}", "kind"))
    return found
