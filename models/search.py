"""Search keys of titles: any case, ё as е (no database folds Cyrillic right)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapper

from models.curriculum import Discipline, Module, Practice
from models.group import Group
from models.practice import Enterprise
from rules.names import search_key

SOURCES = {Discipline: ("title",), Module: ("index", "title"), Practice: ("index", "title"),
           Group: ("name",), Enterprise: ("name",)}


def _fill(mapper: Mapper[Any], connection: sa.Connection, target: Any) -> None:
    target.search_key = search_key(*(getattr(target, name) for name in SOURCES[type(target)]))[:250]


for _model in SOURCES:
    event.listen(_model, "before_insert", _fill)
    event.listen(_model, "before_update", _fill)
