"""Many rows in one column: what hangs on a single row comes along with it instead of by questions of its own."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

Packed = list[list[Any]]


class _Rows(FunctionElement[Packed]):
    """A JSON array with an array per row."""

    name = "packed_rows"
    type = sa.JSON()
    inherit_cache = True


@compiles(_Rows, "sqlite")
def _sqlite(element: _Rows, compiler: Any, **kwargs: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **kwargs)}))"


@compiles(_Rows, "postgresql")
def _postgresql(element: _Rows, compiler: Any, **kwargs: Any) -> str:
    return f"coalesce(json_agg(json_build_array({compiler.process(element.clauses, **kwargs)})), '[]')"


def packed(query: sa.Select[*tuple[Any, ...]]) -> sa.ScalarSelect[Packed]:
    """The query's rows as lists, in no order; dates are ISO texts, truth is 0 or 1 on SQLite."""
    rows: sa.Select[Any] = query.with_only_columns(_Rows(*query.selected_columns))
    return rows.scalar_subquery()
