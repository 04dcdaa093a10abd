"""Russian names: keys to sort and search by, short forms."""

from __future__ import annotations

from rules.terms import Gender


def sort_key(*parts: str | None) -> str:
    """A key that byte order sorts as the Russian alphabet does: any case, ё right after е."""
    return _joined(parts).casefold().replace("ё", "е\u04ff")


def search_key(*parts: str | None) -> str:
    """A key for searching: any case, ё and е alike."""
    return _joined(parts).casefold().replace("ё", "е")


def full_name(last: str, first: str, patronymic: str | None = None) -> str:
    return _joined((last, first, patronymic))


def short_name(last: str, first: str, patronymic: str | None = None) -> str:
    """«Осинцева А. В.»"""
    return _joined((last, *(f"{part[0]}." for part in (first, patronymic) if part)))


def initials(last: str, first: str) -> str:
    """Two letters for the round badge: «ОА»."""
    return (last[:1] + first[:1]).upper()


def gender_of(patronymic: str | None) -> Gender | None:
    """What a Russian patronymic tells: «Ильинична», «кызы» or «Петрович», «оглы»; None when it tells nothing."""
    word = (patronymic or "").casefold()
    if word.endswith(("вна", "чна", "шна", "кызы")):
        return Gender.FEMALE
    return Gender.MALE if word.endswith(("ич", "оглы", "оглу", "угли")) else None


def _joined(parts: tuple[str | None, ...]) -> str:
    return " ".join(" ".join(filter(None, parts)).split())
