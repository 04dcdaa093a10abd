"""Which rows a list shows: one criterion for counting and fetching, a page of them with all it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from admin.keyset import Key, Place, beyond, keyed
from admin.splitting import parts, split, walked
from models import db
from models.base import Base
from queries.attributes import Attribute

CAP = 10_000  # counting further would cost more than the number is worth
DEEPEST = 1_000_000  # pages: past any table, within any integer


class Count(int):
    """A number of rows; beyond the cap it is read as «10 000+»."""

    @property
    def is_capped(self) -> bool:
        return False

    def __str__(self) -> str:
        return f"{int(self):,}".replace(",", "\N{NO-BREAK SPACE}")


class CappedCount(Count):
    @property
    def is_capped(self) -> bool:
        return True

    def __str__(self) -> str:
        return super().__str__() + "+"


@dataclass(frozen=True)
class Selection:
    """Which rows of ``model``, in which order."""

    model: type[Base]
    criteria: Sequence[sa.ColumnElement[bool]] = ()
    order: Sequence[tuple[Attribute, bool]] = field(default=())

    def ids(self) -> sa.Select[int]:
        """Ids in order: the sorted columns of related rows are joined once."""
        query, keys = keyed(sa.select(self.model.id).where(*self.criteria), self.model, self.order)
        return query.order_by(*(key.order(back=False) for key in keys))

    def page(self, number: int, size: int, options: Sequence[Any], near: Place | None = None) -> list[Any]:
        """One page of the user's rows. ``near`` saves stepping over all that stand before it; a row that is not
        there (any more), or not the user's, saves nothing and shows nothing."""
        if near is not None:
            found = self._page_near(near, number, size, options)
            if found is not None:
                return found
        return self._fetch(None, False, number * size, size, options)

    def _page_near(self, near: Place, number: int, size: int, options: Sequence[Any]) -> list[Any] | None:
        query, keys = keyed(sa.select().select_from(self.model), self.model, self.order)
        values = db.session.execute(query.add_columns(*(key.column for key in keys)).where(
            *self.criteria, self.model.id == near.id)).one_or_none()
        if values is None:
            return None
        back = number < near.page
        steps = near.page - number - 1 if back else number - near.page
        found = self._fetch(values, back, steps * size, size, options)
        return None if back and len(found) < size else found  # rows before it have gone: count from the start

    def _fetch(self, values: Sequence[Any] | None, back: bool, skip: int, size: int, options: Sequence[Any],
               ) -> list[Any]:
        """Ids and keys of the page inside, so that nothing is joined to rows that are not shown."""
        page, keys = self._page_keys(values, back, skip, size)
        shown = sa.select(self.model).join(page, page.c.id == self.model.id).order_by(
            *(key.of(page.c[f"key{number}"]).order(back=False) for number, key in enumerate(keys)))
        return list(db.session.scalars(shown.options(*options)))

    def _page_keys(self, values: Sequence[Any] | None, back: bool, skip: int, size: int,
                   ) -> tuple[sa.Subquery, list[Key]]:
        whole = parts(self.criteria)
        if len(whole) == 1:
            query, keys = self._part(whole[0], values, back, skip + size)
        else:  # the first rows of each part, merged
            each = [self._part(part, values, back, skip + size) for part in whole]
            merged = sa.union(*(sa.select(part.limit(skip + size).subquery()) for part, _ in each)).subquery()
            keys = [key.of(merged.c[f"key{number}"]) for number, key in enumerate(each[0][1])]
            query = sa.select(merged).order_by(*(key.order(back) for key in keys))
        return query.limit(size).offset(skip or None).subquery(), keys

    def _part(self, criteria: Sequence[sa.ColumnElement[bool]], values: Sequence[Any] | None, back: bool, most: int,
              ) -> tuple[sa.Select[Any], list[Key]]:
        """Ids and keys in order, of the rows that fit and stand beyond the values; no more than ``most`` are asked."""
        query, keys = keyed(sa.select(self.model.id.label("id")), self.model, self.order)
        narrowed = [] if values is None else [beyond(keys, values, back)]
        few = split(self.model, criteria) if len(keys) == 1 else None
        if few is not None:
            query = few.ids(keys[0], back, narrowed, most)
            keys = [keys[0].of(query.selected_columns.id)]
        else:
            query = query.where(*(walked(self.model, criteria) if len(keys) == 1 else criteria), *narrowed)
        query = query.add_columns(*(key.column.label(f"key{number}") for number, key in enumerate(keys)))
        return query.order_by(*(key.order(back) for key in keys)), keys


def counts(*selections: Selection) -> list[Count]:
    """How many rows each has, no further than the cap; one query for all of them."""
    if not selections:
        return []
    found = db.session.execute(sa.select(*map(_counted, selections))).one()
    return [CappedCount(CAP) if number > CAP else Count(number) for number in found]


def _counted(selection: Selection) -> sa.ScalarSelect[Any]:
    each = [sa.select(selection.model.id).where(*part).limit(CAP + 1) for part in parts(selection.criteria)]
    some = each[0] if len(each) == 1 else sa.union(*(sa.select(part.subquery().c.id) for part in each))
    return sa.select(sa.func.count()).select_from(some.subquery()).scalar_subquery()


def fetch(model: type[Base], ids: Sequence[int], options: Sequence[Any]) -> list[Any]:
    """The rows with ``ids``, in that order."""
    if not ids:
        return []
    query = sa.select(model).where(model.id.in_(ids)).options(*options)
    found = {row.id: row for row in db.session.scalars(query)}
    return [found[id] for id in ids if id in found]


def is_everything(criterion: Any) -> bool:
    """Whether a criterion is just «true», alone or the only member of an OR."""
    return isinstance(getattr(criterion, "element", criterion), type(sa.true()))
