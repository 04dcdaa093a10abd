"""Search by words: any case, ё as е, inside what the user may read; through IN-subselects, never joins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from access.check import rows
from access.grants import READ
from access.identity import Identity
from models import (
    AbsenceKind,
    AttestationSheet,
    BellSchedule,
    Competence,
    Curatorship,
    Curriculum,
    CurriculumLine,
    Debt,
    ExcuseNote,
    FinalMark,
    Guardianship,
    Holiday,
    Inspection,
    Journal,
    Lesson,
    Membership,
    Movement,
    Placement,
    PlanEvent,
    PracticeProgramme,
    Speciality,
    Subgroup,
    SubgroupMembership,
    Syllabus,
    SyllabusTopic,
    Thread,
    User,
    Work,
)
from models.base import Base, db
from queries.attributes import Attribute, resolve, through, through_each
from queries.sight import asks
from rules.names import search_key

LONGEST, MOST_WORDS = 100, 5
COMMON = 100
UPPER = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯABCDEFGHIJKLMNOPQRSTUVWXYZё"
LOWER = "абвгдеежзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyzе"
# a folded letter and all that it stands for: «е» is «еЕЁё»
ALIKE = {low: low + "".join(up for up, other in zip(UPPER, LOWER, strict=True) if other == low) for low in LOWER}

# where an entity is looked for by words, in its own list, in selects and in the command search
WORDS: dict[type[Base], tuple[str, ...]] = {
    User: ("search_key", "login"), Speciality: ("code", "title"), Curriculum: ("title",),
    CurriculumLine: ("index", "title"), Competence: ("code", "title"), Subgroup: ("group.search_key", "split"),
    Journal: ("group.search_key", "line.title", "teacher.search_key"), Syllabus: ("line.title", "author.search_key"),
    SyllabusTopic: ("title", "section"), Lesson: ("topic", "journal.group.search_key"), Work: ("title",),
    Membership: ("student.search_key", "group.search_key"), Movement: ("student.search_key", "order_number"),
    SubgroupMembership: ("student.search_key",), Curatorship: ("user.search_key", "group.search_key"),
    Guardianship: ("student.search_key", "guardian.search_key"), ExcuseNote: ("student.search_key", "document"),
    FinalMark: ("student.search_key",), Debt: ("final_mark.student.search_key",),
    PracticeProgramme: ("journal.group.search_key", "journal.line.title"), Placement: ("student.search_key",),
    AttestationSheet: ("student.search_key",), Inspection: ("number", "subject"), Thread: ("subject",),
    PlanEvent: ("title", "responsible"), Holiday: ("title",), BellSchedule: ("title",), AbsenceKind: ("title",),
}


def search_paths(model: type[Base]) -> tuple[str, ...]:
    """Where rows of ``model`` are looked for by words."""
    if model in WORDS:
        return WORDS[model]
    return ("search_key",) if "search_key" in sa.inspect(model).columns else ()


def split(text: str | None) -> list[str]:
    """The words to look for; a hostile or endless query is cut, not refused."""
    cleaned = search_key((text or "").replace("\x00", " ")[:LONGEST])
    return cleaned.split()[:MOST_WORDS]


def matching(user: Identity, model: type[Base], paths: Sequence[str], text: str | None) -> list[sa.ColumnElement[bool]]:
    """One criterion per word: each word is found in at least one of ``paths``."""
    open_paths = [path for path in paths if asks(user, model, path)]
    return [sa.or_(sa.false(), *(_found(user, resolve(model, path), word) for path in open_paths))
            for word in split(text)]


def contains(column: Any, word: str) -> sa.ColumnElement[bool]:
    """``word`` (already folded) inside a column of text, whatever its case.

    By a pattern of letters alike: folding each row by translate() took PostgreSQL 3.4 s for 87 thousand topics, this
    takes 0.1 s.
    """
    found: sa.ColumnElement[bool]
    if column.key == "search_key":
        found = column.contains(word, autoescape=True)
    elif db.session.get_bind().dialect.name == "sqlite":
        found = column.bool_op("GLOB")(f"*{_pattern(word, _glob)}*")
    else:
        found = column.regexp_match(_pattern(word, re.escape))
    return found


def _pattern(word: str, literally: Callable[[str], str]) -> str:
    return "".join(f"[{ALIKE[sign]}]" if sign in ALIKE else literally(sign) for sign in word)


def _glob(sign: str) -> str:
    return f"[{sign}]" if sign in "*?[" else sign


def _found(user: Identity, attribute: Attribute, word: str) -> sa.ColumnElement[bool]:
    column = getattr(attribute.owner, attribute.name)
    criterion = contains(column, word)
    if not attribute.relations:
        return criterion
    criterion = sa.and_(criterion, rows(user, READ, attribute.owner))
    if len(attribute.relations) > 1 and _is_common(attribute.owner, criterion):
        return through_each(attribute.relations, criterion)
    return through(attribute.relations, criterion)


def _is_common(owner: type[Base], criterion: sa.ColumnElement[bool]) -> bool:
    """Whether so many rows match that looking at each row in turn finds a page sooner than gathering all of them."""
    some = sa.select(sa.literal(1)).select_from(owner).where(criterion).limit(COMMON + 1).subquery()
    return (db.session.scalar(sa.select(sa.func.count()).select_from(some)) or 0) > COMMON


def ordering(model: type[Base]) -> Sequence[Any]:
    """The natural order of a list of records to choose from."""
    columns = sa.inspect(model).columns
    for name in ("sort_key", "search_key", "position", "code", "title", "name", "starts"):
        if name in columns:
            return columns[name], model.id
    return (model.id.desc(),)


def label_of_paths(labels: Iterable[str]) -> str:
    """«Студент, группа» for the placeholder of the search field."""
    unique = list(dict.fromkeys(labels))
    return ", ".join([unique[0], *(label[0].lower() + label[1:] for label in unique[1:])]) if unique else ""
