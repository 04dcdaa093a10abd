"""What rows are called in lists, selects and the journal of changes."""

from __future__ import annotations

from models.base import Base


def name_of(row: Base | None) -> str:
    """The row's own name; «Клетка журнала № 5» when its class gives none."""
    if row is None:
        return ""
    if type(row).__str__ is not object.__str__:
        return str(row)
    return f"{row.__label__} № {row.id}"


def entities() -> dict[str, type[Base]]:
    """Every entity by the name of its table."""
    return {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
