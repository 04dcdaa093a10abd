"""What is told soon after it has happened."""

from __future__ import annotations

import structlog

from access.identity import Identity
from actions import notices
from clock import school_now, wall_now


def tell() -> None:
    """Make notices of the changes that have none yet (п. 4.1)."""
    made = notices.derive(Identity(None, frozenset(), school_now(), "job"), wall_now())
    structlog.get_logger().info("notices", made=made)
