"""Why a line may cost more than it should: what our work holds that the floor does not."""

from __future__ import annotations

UNKNOWN = "причина не названа"
REASONS: dict[str, str] = {}
