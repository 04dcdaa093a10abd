"""Values of columns as JSON holds them: the same from both engines, exact, without a driver's own types."""

from __future__ import annotations

import base64
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from models.base import UtcDateTime

Encode = Callable[[Any], Any]


def encoder(kind: sa.types.TypeEngine[Any]) -> Encode:
    """What turns a value of the column's type into JSON; it is never asked about NULL."""
    if isinstance(kind, (UtcDateTime, sa.Date, sa.Time)):
        return lambda value: value.isoformat()
    if isinstance(kind, sa.LargeBinary):
        return lambda value: base64.b64encode(value).decode()
    if isinstance(kind, sa.Enum):
        return lambda value: getattr(value, "value", value)
    if isinstance(kind, sa.Numeric):
        return lambda value: str(Decimal(value).quantize(Decimal(1).scaleb(-(kind.scale or 0))))
    return lambda value: value
