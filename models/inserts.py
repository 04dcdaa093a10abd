"""INSERT with ON CONFLICT: both engines know it, each by a class of its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite


def insert_on(dialect: str) -> Any:
    """The constructor of such an INSERT for the engine of that name."""
    return (postgresql if dialect == "postgresql" else sqlite).insert
