"""Words of a timetable's file: names of teachers, disciplines, rooms, kinds of lessons, as colleges write them."""

from __future__ import annotations

import re
from collections.abc import Collection

from rules.names import search_key
from rules.terms import NameKind
from rules.violation import Violation

VIRTUAL = ("moodle", "дистан", "дот", "онлайн", "online", "эиос", "сдо", "zoom", "сферум")  # no walls: no clash
CANCELLED = ("отмен", "нет пары", "не состоится", "снят")
INDEPENDENT = ("самостоятельн", "сам. раб", "сам.раб")
VACANCY = re.compile(r"ваканси\w*\.?(?:\s*№?\s*\d+)?", re.IGNORECASE)
_DASHES = re.compile(r"[\s\-–—−_.]+")
_INITIALS = re.compile(r"\b([А-ЯЁ])\s*\.\s*(?:([А-ЯЁ])\s*\.?)?(?!\w)")
_KIND = re.compile(r"[\s.]*\(\s*(?:л|лек|лекц\w*|п|пр|практ\w*|лаб|л/?р|лпз|пз|сем|семинар|конс|консультация|зач[её]т|"
                   r"экз|экзамен|к/?р|к\.р\.?)\.?\s*\)\s*$", re.IGNORECASE)
_ALNUM = re.compile(r"[^0-9a-zа-я]+")
_PERSON = re.compile(r"[А-ЯЁ][А-Яа-яЁё-]+\s+[А-ЯЁ]\s*\.\s*(?:[А-ЯЁ]\s*\.?)?(?!\w)")
_BETWEEN = re.compile(r"\s*[,;/]\s*|\s+и\s+")
_INDEX = re.compile(r"([А-ЯЁA-Z]{2,6})[\s.]*((?:\d{1,2}(?!\d)[\s.]*)+)(\D.*|)", re.DOTALL)
_ROOM_DIRT = re.compile(r"^[\s*,./;:]+|[\s*,./;:]+$")


def name_key(text: str) -> str:
    """A name of a group or a discipline to compare: letters and digits, any case, ё as е."""
    return _ALNUM.sub(" ", search_key(text)).strip()


def group_key(text: str) -> str:
    """«ИС-21», «ИС 21» and «ис21» are one group."""
    return name_key(text).replace(" ", "")


def without_kind(title: str) -> str:
    """«Численные методы (л)» → «Численные методы»: the kind of the lesson is not part of the discipline's name."""
    return _KIND.sub("", title).strip(" .,;\"«»") if _KIND.search(title) else title.strip(" .,;\"")


def split_teacher(text: str) -> tuple[str, str]:
    """«Кузнецов О. В.» → («кузнецов», «ов»); a full name gives its initials too; only a surname — no initials."""
    match = _INITIALS.search(text)
    if match:
        return search_key(text[:match.start()] or text[match.end():]).strip(" ,"), search_key(
            "".join(filter(None, match.groups())))
    words = search_key(text).split()
    return (words[0] if words else ""), "".join(word[0] for word in words[1:3])


def teacher_key(text: str) -> str:
    """How a teacher's name is remembered: «петрова ае»; what has a number is nobody's name and stays whole."""
    return name_key(text) if re.search(r"\d", text) else " ".join(filter(None, split_teacher(text)))


def is_teacher(text: str, last: str, first: str, patronymic: str | None) -> bool:
    """Whether the file's name may mean this person: the surname is the same, the initials told are theirs."""
    surname, letters = split_teacher(text)
    own = search_key("".join(part[0] for part in (first, patronymic) if part))
    return surname == search_key(last) and own.startswith(letters)


def remembered_key(kind: NameKind, text: str) -> str:
    """The key under which the answer «what does this name mean» is kept."""
    key = {NameKind.GROUP: group_key, NameKind.TEACHER: teacher_key, NameKind.DISCIPLINE: name_key}[kind]
    return key(text)[:250]


MEANS = {NameKind.GROUP: ("group",), NameKind.DISCIPLINE: ("discipline", "practice"), NameKind.TEACHER: ("teacher",)}


def check_name(kind: NameKind, given: Collection[str], skipped: bool) -> list[Violation]:
    """A name means one thing of its kind, or its lines are not loaded."""
    found = [Violation("5.5", f"Для имени вида «{kind.title}» это поле не заполняют", field)
             for field in sorted(given) if field not in MEANS[kind]]
    if not found and len(given) + skipped != 1:
        found = [Violation("5.5", "Укажите, что значит это имя, или отметьте «Не загружать»", MEANS[kind][0])]
    return found


def room_name(text: str) -> str | None:
    """A room as it is kept: «*moodle» and «Мoodle» are «moodle», «з-спорт» is «З-спорт»; nothing is None."""
    room = _ROOM_DIRT.sub("", text)
    if not room or not _DASHES.sub("", room):
        return None
    if "oodle" in room.casefold():
        return "moodle"
    if is_virtual(room):
        return room.casefold()[:24]
    return (room[0].upper() + room[1:])[:24]


def is_virtual(room: str | None) -> bool:
    """A room without walls holds any number of groups."""
    return (room or "").casefold().startswith(VIRTUAL)


def is_blank(text: str) -> bool:
    """Nothing but dashes and dots: the lesson is cancelled."""
    return not _DASHES.sub("", text)


def says_cancelled(text: str) -> bool:
    return any(word in search_key(text) for word in CANCELLED)


def says_independent(text: str) -> bool:
    return any(word in search_key(text) for word in INDEPENDENT)


def subgroup_number(text: str) -> int | None:
    """«1», «1 п/г», «подгруппа 2», «1 группа» → the number; the whole group has none."""
    digits = re.findall(r"\d+", text)
    number = int(digits[0]) if digits and len(digits[0]) == 1 else 0
    return number if 1 <= number <= 9 else None


def people(text: str) -> list[str]:
    """Everybody named in a cell: «Павлова Р.М., Козлова А.Р.» are two; a vacancy is nobody."""
    text = VACANCY.sub("", text).strip(" ,;/")
    if is_blank(text):
        return []
    found = _PERSON.findall(text)
    return [one.strip() for one in found] if len(found) > 1 else [one for one in _BETWEEN.split(text) if one]


def is_person(text: str) -> bool:
    """«Петров П.П.» and nothing else."""
    return _PERSON.fullmatch(text.strip()) is not None


def split_discipline(text: str) -> tuple[str, str]:
    """«МДК. 04.01 Внедрение систем (л)» → («МДК. 04.01», «Внедрение систем»); without an index the first is empty."""
    match = _INDEX.fullmatch(text)
    if match is None:
        return "", without_kind(text)
    return f"{match[1]}.{match[2]}".strip(" ."), without_kind(match[3])
