"""Russian names in the case that a form needs; the gender comes from the card, else from the patronymic."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from pytrovich.enums import Case as PytrovichCase
from pytrovich.enums import Gender as PytrovichGender
from pytrovich.enums import NamePart
from pytrovich.maker import PetrovichDeclinationMaker

from rules.names import full_name, gender_of
from rules.terms import Gender


class Case(StrEnum):
    GENITIVE = "genitive"  # кого
    DATIVE = "dative"  # кому
    INSTRUMENTAL = "instrumental"  # кем


def declined(case: Case, last: str, first: str, patronymic: str | None = None, gender: Gender | None = None) -> str:
    """The whole name in a case; as it stands when the gender is not known: a wrong ending is worse than none."""
    gender = gender or gender_of(patronymic)
    if gender is None:
        return full_name(last, first, patronymic)
    return full_name(*(_part(case, gender, part, word) for part, word in (
        (NamePart.LASTNAME, last), (NamePart.FIRSTNAME, first), (NamePart.MIDDLENAME, patronymic or ""))))


def _part(case: Case, gender: Gender, part: NamePart, word: str) -> str:
    if not word:
        return ""
    sex = PytrovichGender.FEMALE if gender == Gender.FEMALE else PytrovichGender.MALE
    return str(_maker().make(part, sex, PytrovichCase[case.name], word))


@cache
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()
