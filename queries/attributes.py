"""Dotted names of a view («cell.lesson.date») resolved to mapped attributes, their labels and SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import RelationshipProperty, joinedload, selectinload

from access.paths import of_lessons
from models import (
    AttestationSheet,
    Cell,
    ChangeRequest,
    Consent,
    Curatorship,
    CurriculumLine,
    DayLog,
    Debt,
    Group,
    Guardianship,
    Journal,
    Lesson,
    Membership,
    Placement,
    PracticeProgramme,
    Student,
    Subgroup,
    SubgroupMembership,
    Syllabus,
    TimetableSlot,
    User,
)
from models.base import Base, label_of

# relations that a row's name is made of: loaded together with it
NAMED_BY: dict[type[Base], tuple[str, ...]] = {
    Journal: ("group", "subgroup", "line"), Subgroup: ("group",), Syllabus: ("line",), Membership: ("group",),
    Guardianship: ("guardian",), Curatorship: ("group", "user"), PracticeProgramme: ("journal",),
    Placement: ("student", "enterprise"), AttestationSheet: ("student", "programme"), Debt: ("final_mark",),
    CurriculumLine: (), SubgroupMembership: ("student", "subgroup"), DayLog: ("student", "lesson"),
    ChangeRequest: ("student",), Consent: ("student",), TimetableSlot: ("journal",),
}
# columns that the name of a row of many columns is made of: of whoever is only named nothing else is loaded (п. 9.2)
NAME_COLUMNS: dict[type[Base], tuple[str, ...]] = {
    CurriculumLine: ("index", "title", "semester_number"), Group: ("name",), Lesson: ("date", "pair"),
    Student: ("last_name", "first_name", "patronymic"), User: ("last_name", "first_name", "patronymic"),
}
COMMON_LABELS = {"full_name": "ФИО", "short_name": "ФИО"}


@dataclass(frozen=True)
class Attribute:
    """A resolved name: the relations passed on the way, the last owner and what it names there."""

    path: str
    relations: tuple[RelationshipProperty[Any], ...]
    owner: type[Base]
    name: str

    @property
    def mapped(self) -> Any:
        """The mapped attribute; None for a plain Python property such as ``full_name``."""
        return sa.inspect(self.owner).attrs.get(self.name)

    @property
    def column(self) -> sa.Column[Any] | None:
        columns = getattr(self.mapped, "columns", None)
        return columns[0] if columns else None

    @property
    def target(self) -> type[Base] | None:
        """The entity behind a relationship."""
        mapped = self.mapped
        return mapped.mapper.class_ if isinstance(mapped, RelationshipProperty) else None

    @property
    def chain(self) -> tuple[RelationshipProperty[Any], ...]:
        return (*self.relations, self.mapped) if self.target else self.relations

    @property
    def label(self) -> str:
        return COMMON_LABELS.get(self.name) or label_of(self.owner, self.name)

    @property
    def names(self) -> frozenset[str]:
        """Under which names a grant may speak of it: the relationship and its column."""
        keys = {self.name}
        if self.target is not None:
            keys |= {column.key for column in self.mapped.local_columns if column.foreign_keys}
        return frozenset(key for key in keys if key)


@cache
def resolve(model: type[Base], path: str) -> Attribute:
    """The attribute that ``path`` names on ``model``; KeyError names the part that is not there."""
    relations: list[RelationshipProperty[Any]] = []
    owner = model
    *before, last = path.split(".")
    for part in before:
        relation = sa.inspect(owner).relationships[part]
        relations.append(relation)
        owner = relation.mapper.class_
    if last not in sa.inspect(owner).attrs and not hasattr(owner, last):
        raise KeyError(f"{owner.__name__}.{last}")
    return Attribute(path, tuple(relations), owner, last)


def through(relations: Sequence[RelationshipProperty[Any]], criterion: sa.ColumnElement[bool],
            ) -> sa.ColumnElement[bool]:
    """A criterion on the far end of ``relations`` as one on the near end (IN-subselects, no joins)."""
    for relation in reversed(relations):
        local, remote = relation.local_remote_pairs[0]
        criterion = of_lessons(criterion) if relation is Cell.lesson.property else local.in_(
            sa.select(remote).where(criterion).correlate(None))
    return criterion


def through_each(relations: Sequence[RelationshipProperty[Any]], criterion: sa.ColumnElement[bool],
                 ) -> sa.ColumnElement[bool]:
    """The same, asked of each row in turn (EXISTS): sooner when most rows fit and only a page is wanted."""
    for relation in reversed(relations):
        local, remote = relation.local_remote_pairs[0]
        criterion = sa.exists(sa.select(sa.literal(1)).where(remote == local, criterion).correlate(local.table))
    return criterion


def path_reader(path: str) -> Callable[[Any], Any]:
    """How the value at ``path`` is read of a row; None when a relation on the way is empty."""
    *before, last = path.split(".")
    if not before:
        return attrgetter(path)

    def read(row: Any) -> Any:
        for part in before:
            row = getattr(row, part)
            if row is None:
                return None
        return getattr(row, last)
    return read


def eager(model: type[Base], paths: Iterable[str]) -> Sequence[Any]:
    """Loader options so that showing ``paths`` of many rows asks nothing per row."""
    return _eager(model, tuple(paths))


@cache
def _eager(model: type[Base], paths: tuple[str, ...]) -> Sequence[Any]:
    attributes = [resolve(model, path) for path in paths]
    chains = {_key(chain): chain for attribute in attributes for chain in _with_names(attribute.chain) if chain}
    shown: dict[tuple[str, ...], set[str]] = {}
    for attribute in attributes:
        if attribute.column is not None:
            shown.setdefault(_key(attribute.relations), set()).add(attribute.name)
    return tuple(_option(chain, shown) for _, chain in sorted(chains.items()))


def _with_names(chain: tuple[RelationshipProperty[Any], ...]) -> Iterable[tuple[RelationshipProperty[Any], ...]]:
    yield chain
    if not chain:
        return
    owner = chain[-1].mapper.class_
    for name in NAMED_BY.get(owner, ()):
        yield from _with_names((*chain, sa.inspect(owner).relationships[name]))


def named(model: type[Base]) -> Sequence[Any]:
    """Loader options for the names of the rows themselves."""
    return eager(model, NAMED_BY.get(model, ()))


def _key(chain: tuple[RelationshipProperty[Any], ...]) -> tuple[str, ...]:
    return tuple(str(relation) for relation in chain)


def _option(chain: tuple[RelationshipProperty[Any], ...], shown: Mapping[tuple[str, ...], set[str]]) -> Any:
    """Loads the chain; of rows on the way no more than their names and what is ``shown`` of them."""
    option: Any = None
    for number, relation in enumerate(chain, 1):
        load = selectinload if relation.uselist else joinedload
        option = load(relation.class_attribute) if option is None else (
            option.selectinload if relation.uselist else option.joinedload)(relation.class_attribute)
        target = relation.mapper.class_
        if target in NAME_COLUMNS:
            names = {*NAME_COLUMNS[target], *shown.get(_key(chain[:number]), ())}
            option = option.load_only(*(getattr(target, name) for name in sorted(names)))
    return option
